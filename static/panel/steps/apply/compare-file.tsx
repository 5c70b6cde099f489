import { useEffect, useRef, useState } from 'react';
import type { ComparedFile } from '../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';
import { ExportedFile, ExportedFrom, tooLarge } from '../../parts/exported-file';
import { FailureBanner } from '../../parts/failure-banner';
import { Mark } from '../../parts/mark';
import { counted } from '../../parts/numbers';
import { hrefOf } from '../../routes';
import { DifferenceTable } from './difference-table';

const inTheFile = { before: 'In the file', after: 'As planned', changed: 'another one' };

/** Afterwards: what the plugin exports now, beside what was planned. */
export const CompareFile = ({ target }: { target: TargetView }) => {
  const { announce } = usePanel();
  const [pasted, setPasted] = useState('');
  const [compared, setCompared] = useState<ComparedFile | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const result = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (compared !== null) result.current?.focus();
  }, [compared]);
  const compare = async (name: string, text: string) => {
    setCompared(null);
    setFailure(null);
    const answer = tooLarge(name, text) ?? (await call('compareFile', { target: target.id, text }));
    if (!answer.ok) return setFailure(answer.error);
    setCompared(answer.value);
    announce(headlineOf(answer.value));
  };
  return (
    <section className="group" aria-labelledby="compare-file">
      <h2 id="compare-file" className="group-title" tabIndex={-1}>
        Afterwards: look whether it is there
      </h2>
      <div className="card card-padded stack">
        <p className="subtle">
          Choose what the plugin exports then, and it is held against what was planned.{' '}
          <ExportedFrom plugin={target.settings.value.plugin} /> It is kept nowhere here. Whether people get in is told
          by a <a href={hrefOf('sign-in')}>test sign-in</a>.
        </p>
        <ExportedFile
          id="compare-from"
          pasted={pasted}
          onPaste={setPasted}
          read="Compare it"
          onText={(name, text) => void compare(name, text)}
        />
        <FailureBanner failure={failure} />
        {compared && (
          <div className="stack-small">
            <h3 ref={result} tabIndex={-1} className="row compared-headline">
              <Mark of={compared.changes.length === 0 ? 'passed' : 'look'} size="medium" />
              <span className="grow">{headlineOf(compared)}</span>
            </h3>
            {compared.notes.length > 0 && (
              <ul className="notes">
                {compared.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            )}
            {compared.changes.length > 0 && (
              <DifferenceTable changes={compared.changes} labels={inTheFile} of="What differs from the plan" />
            )}
          </div>
        )}
      </div>
    </section>
  );
};

const headlineOf = ({ called, changes, matches }: ComparedFile): string =>
  changes.length === 0
    ? `${called}: as planned, in all ${counted(matches, 'field', 'fields')}.`
    : `${called}: ${counted(changes.length, 'field differs', 'fields differ')} from the plan, ${matches} ${matches === 1 ? 'is' : 'are'} as planned.`;
