import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import type { Version } from '../../../src/contract/panel-calls';
import { Banner } from './banner';
import { timeOf } from './moment';

/** One line of a comparison: what a field is called, and how its value reads. */
export type ComparedField<T> = { label: string; read: (value: T) => string };

type ConflictProps<T> = {
  theirs: Version<T>;
  mine: T;
  fields: readonly ComparedField<T>[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
};

/** Somebody else saved meanwhile. Both are kept until one is chosen. */
export const Conflict = <T,>({ theirs, mine, fields, onKeepMine, onTakeTheirs }: ConflictProps<T>) => {
  const [isOpen, setIsOpen] = useState(false);
  const differing = fields.filter(({ read }) => read(theirs.value) !== read(mine));
  return (
    <div role="alert">
      <Banner
        of="look"
        label="Somebody else saved"
        title={`${theirs.who} saved other settings at ${timeOf(theirs.at)}.`}
        actions={
          <>
            <Button spacing="compact" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
              Compare
            </Button>
            <Button spacing="compact" onClick={onKeepMine}>
              Save mine over them
            </Button>
            <Button spacing="compact" onClick={onTakeTheirs}>
              Take theirs
            </Button>
          </>
        }
      >
        Yours are not saved yet.
      </Banner>
      {isOpen && (
        <table className="cards conflict">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Saved by {theirs.who}</th>
              <th scope="col">Yours</th>
            </tr>
          </thead>
          <tbody>
            {differing.map(({ label, read }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td data-label={theirs.who}>
                  <span>{read(theirs.value) || <span className="subtle">empty</span>}</span>
                </td>
                <td data-label="Yours">
                  <span>{read(mine) || <span className="subtle">empty</span>}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
};
