import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import { useState } from 'react';
import { productNames } from '../../../../src/contract/target';
import { Mark } from '../../parts/mark';
import { noteOnNames } from './group-notes';
import { useMappingForm } from './mapping-form-context';
import { namesIn } from './rule-fields';

type Row = { group: string; names: string };
type GroupMapping = Readonly<Record<string, readonly string[]>>;

type GroupRowsProps = {
  mapping: GroupMapping;
  onChange: (mapping: { [group: string]: string[] }) => void;
  /** Names that Casdoor sends for somebody of the sample; null where nobody was read. */
  sent: ReadonlySet<string> | null;
};

/** "Manual": each group of Jira or Confluence with the names from Casdoor that lead into it. */
export const GroupRows = ({ mapping, onChange, sent }: GroupRowsProps) => {
  const { product } = useMappingForm();
  const name = productNames[product];
  const [typed, setTyped] = useState<readonly Row[]>(() => rowsOf(mapping));
  // What is half typed, such as a second row of the same name, stays until somebody else changes the mapping.
  const rows = JSON.stringify(mappingOf(typed)) === JSON.stringify(mapping) ? typed : rowsOf(mapping);
  const set = (next: readonly Row[]) => {
    setTyped(next);
    onChange(mappingOf(next));
  };
  const setRow = (at: number, part: Partial<Row>) =>
    set(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const add = () => {
    setTyped([...rows, { group: '', names: '' }]);
    // Once it is there.
    setTimeout(() => document.getElementById(`group-row-${rows.length}`)?.focus(), 0);
  };
  return (
    <fieldset className="plain stack-small group-rows" aria-label="Manual group mapping">
      {rows.length > 0 && (
        <div className="group-row small subtle" aria-hidden="true">
          <span>Group of {name}</span>
          <span>Names from Casdoor</span>
        </div>
      )}
      {rows.map((row, at) => {
        const note = noteOnRow(row, rows, sent);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are typed.
          <div key={at} className="stack-small">
            <div className="group-row">
              <Textfield
                id={`group-row-${at}`}
                aria-label={`Group ${at + 1} of ${name}`}
                isCompact
                isMonospaced
                spellCheck={false}
                autoComplete="off"
                value={row.group}
                isInvalid={note?.of === 'serious'}
                onChange={(event) => setRow(at, { group: event.currentTarget.value })}
              />
              <Textfield
                aria-label={`Names from Casdoor that lead into ${row.group || `group ${at + 1}`}`}
                isCompact
                isMonospaced
                spellCheck={false}
                autoComplete="off"
                value={row.names}
                onChange={(event) => setRow(at, { names: event.currentTarget.value })}
              />
              <Button
                spacing="compact"
                appearance="subtle"
                aria-label={`Remove group ${at + 1}${row.group === '' ? '' : `, ${row.group}`}`}
                onClick={() => set(rows.filter((_, index) => index !== at))}
              >
                Remove
              </Button>
            </div>
            {note && (
              <p className={note.of === 'serious' ? 'hint hint-bad' : 'hint'}>
                <Mark of={note.of} silent />
                <span>{note.text}</span>
              </p>
            )}
          </div>
        );
      })}
      <div>
        <Button spacing="compact" onClick={add}>
          Add a group
        </Button>
      </div>
    </fieldset>
  );
};

const rowsOf = (mapping: GroupMapping): Row[] =>
  Object.entries(mapping).map(([group, names]) => ({ group, names: names.join(';') }));

/** A row in which nothing stands yet is none. */
const mappingOf = (rows: readonly Row[]): { [group: string]: string[] } =>
  Object.fromEntries(
    rows
      .filter(({ group, names }) => group !== '' || names.trim() !== '')
      .map(({ group, names }) => [group, namesIn(names)]),
  );

const noteOnRow = (row: Row, rows: readonly Row[], sent: ReadonlySet<string> | null) => {
  if (row.group === '' && row.names.trim() === '') return null;
  if (row.group.trim() === '') return { of: 'serious', text: 'The group has no name.' } as const;
  if (rows.filter(({ group }) => group === row.group).length > 1)
    return { of: 'serious', text: `${row.group} stands there twice; the later row counts.` } as const;
  const text = noteOnNames(namesIn(row.names), sent);
  return text === null ? null : ({ of: 'look', text } as const);
};
