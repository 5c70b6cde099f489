import ChevronIcon from '@atlaskit/icon/core/chevron-down';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Mapping } from '../../../../src/contract/mapping';
import { fittingMapping } from '../../../../src/mapping/better-claims';
import { documentedMapping } from '../../../../src/mapping/recommended-mapping';
import { usePanel } from '../../panel-model';
import { tokenFormatNamed } from './claim-hint';
import { useMappingForm } from './mapping-form-context';

const FileDialog = lazy(() => import('./file-dialog'));

type StartFromProps = {
  /** Another mapping in place of what is typed; it can be undone. */
  onPick: (change: (before: Mapping) => Mapping, what: string) => void;
  onVersions: () => void;
};

/** What a mapping can begin with. Claims alone are filled in where the source says nothing of the plugin's settings. */
export const StartFrom = ({ onPick, onVersions }: StartFromProps) => {
  const { plugin, format, sample } = useMappingForm();
  const { announce, target } = usePanel();
  const [isOpen, setIsOpen] = useState(false);
  const [isFileOpen, setIsFileOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setIsOpen(false);
    };
    addEventListener('pointerdown', outside);
    addEventListener('focusin', outside);
    return () => {
      removeEventListener('pointerdown', outside);
      removeEventListener('focusin', outside);
    };
  }, [isOpen]);

  const close = () => {
    setIsOpen(false);
    opener.current?.focus();
  };
  const take = (mapping: Mapping, what: string) => {
    onPick(({ rules }) => (rules === undefined ? mapping : { ...mapping, rules }), 'start');
    announce(`${what} is filled in. It is not saved yet.`);
    close();
  };
  const kept = plugin === 'miniorange' ? ' The settings of the plugin stay.' : '';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere within; each control is a button.
    <div
      className="target-menu"
      ref={root}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isOpen) close();
      }}
    >
      <button
        ref={opener}
        type="button"
        className="start-from"
        aria-expanded={isOpen}
        aria-controls="start-from"
        onClick={() => setIsOpen(!isOpen)}
      >
        Start from…
        <ChevronIcon label="" size="small" />
      </button>
      {isOpen && (
        <ul className="menu" id="start-from">
          <Item
            title="What fits this Casdoor"
            note={`By its token format${sample === null ? '' : ', and by what its people and the accounts have'}.${kept}`}
            onPick={() =>
              take(
                fittingMapping(plugin, tokenFormatNamed(format) ?? 'JWT', sample),
                'The mapping that fits this Casdoor',
              )
            }
          />
          {plugin === 'miniorange' && (
            <Item
              title="Casdoor’s documentation"
              note="To see what is wrong with it: it names display_name, which Casdoor never sends, and finds the e-mail by chance."
              onPick={() => take(documentedMapping, 'The mapping of the documentation')}
            />
          )}
          <Item
            title="The plugin’s exported file"
            note="Claims and settings as they are in the plugin today. Nothing else of the file is taken."
            onPick={() => {
              setIsOpen(false);
              setIsFileOpen(true);
            }}
          />
          {target?.mapping && (
            <Item
              title="An earlier version"
              note={`Version ${target.mapping.version} is the newest.`}
              onPick={() => {
                setIsOpen(false);
                onVersions();
              }}
            />
          )}
        </ul>
      )}
      {isFileOpen && (
        <Suspense>
          <FileDialog
            onClose={() => setIsFileOpen(false)}
            onPick={(mapping, name) => {
              onPick(() => mapping, 'start');
              setIsFileOpen(false);
              announce(`The mapping of ${name} is filled in. It is not saved yet.`);
            }}
          />
        </Suspense>
      )}
    </div>
  );
};

const Item = ({ title, note, onPick }: { title: string; note: string; onPick: () => void }) => (
  <li>
    <button type="button" className="menu-item menu-plain" onClick={onPick}>
      <span>
        {title}
        <span className="small subtle menu-note">{note}</span>
      </span>
    </button>
  </li>
);
