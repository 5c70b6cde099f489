import Button from '@atlaskit/button/default/button';
import DownIcon from '@atlaskit/icon/core/chevron-down';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DryRunView } from '../../../../src/contract/dry-run';
import type { AnswerOf } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';
import { countOf } from '../../parts/numbers';
import { saveFile } from '../../parts/save-file';
import { useClosing } from '../../parts/use-closing';

type Format = 'csv' | 'json';
const types: Record<Format, string> = { csv: 'text/csv;charset=utf-8', json: 'application/json' };

type ExportMenuProps = { run: DryRunView; onFailure: (failure: Failure | null) => void };

/** Fetches everybody piece by piece, and hands it over as a file. */
export const ExportMenu = ({ run, onFailure }: ExportMenuProps) => {
  const { target, announce } = usePanel();
  const [fetched, setFetched] = useState<{ format: Format; rows: number } | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useClosing(
    root,
    isOpen,
    useCallback(() => setIsOpen(false), []),
  );
  const turn = useRef(0);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  if (!target) return null;
  const stop = () => {
    turn.current += 1;
    setFetched(null);
    announce('The export was cancelled.');
  };
  const fetchAll = async (format: Format) => {
    turn.current += 1;
    const mine = turn.current;
    const pieces: string[] = [];
    onFailure(null);
    let from: number | null = 0;
    while (from !== null) {
      setFetched({ format, rows: from });
      const answer: AnswerOf<'exportDryRun'> = await call('exportDryRun', {
        target: target.id,
        run: run.id,
        format,
        from,
      });
      if (mine !== turn.current) return;
      if (!answer.ok) {
        setFetched(null);
        return onFailure(answer.error);
      }
      pieces.push(answer.value.text);
      from = answer.value.next;
    }
    setFetched(null);
    saveFile(new Blob(pieces, { type: types[format] }), `dry-run-${run.startedAt.slice(0, 10)}.${format}`);
    announce(`The ${format.toUpperCase()} file is ready.`);
  };
  if (fetched)
    return (
      <Button onClick={stop}>{fetched.rows === 0 ? 'Exporting' : `${countOf(fetched.rows)} exported`}, cancel</Button>
    );
  const close = () => {
    setIsOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere within; each control is a button.
    <div
      className="export"
      ref={root}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isOpen) close();
      }}
    >
      <Button
        iconAfter={DownIcon}
        aria-expanded={isOpen}
        aria-controls="export-menu"
        onClick={() => setIsOpen(!isOpen)}
      >
        Export
      </Button>
      {isOpen && (
        <ul className="menu" id="export-menu">
          {formats.map(({ format, note }) => (
            <li key={format}>
              <button
                type="button"
                className="export-item"
                onClick={() => {
                  setIsOpen(false);
                  void fetchAll(format);
                }}
              >
                {format.toUpperCase()}
                <span className="small subtle menu-note">{note}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

const formats: readonly { format: Format; note: string }[] = [
  { format: 'csv', note: 'A line for each person, for a spreadsheet' },
  { format: 'json', note: 'All that is said of each, for a program' },
];
