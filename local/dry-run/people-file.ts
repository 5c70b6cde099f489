import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { DryRunRow } from '../../src/contract/dry-run';
import { peopleHeader, peopleLines } from '../../src/directory/people-csv';

export type PeopleFile = {
  /** People alone: accounts that are nobody's are not in it. */
  add(rows: readonly DryRunRow[]): void;
  /** Puts the file in its place. */
  finish(): void;
  /** Leaves whatever was there before; of a file that is in its place, that. */
  abandon(): void;
};

/**
 * A CSV of people that nobody else can read. It grows beside its place, so that nobody ever finds half of it there.
 *
 * @throws what the file system throws.
 */
export const openPeopleFile = (path: string): PeopleFile => {
  const beside = `${path}.part`;
  // Of a run that was killed; a new file has nobody else's mode, and is no link.
  rmSync(beside, { force: true });
  const descriptor = openSync(beside, 'wx', 0o600);
  let isOpen = true;
  let isDone = false;
  const close = () => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  const write = (text: string) => {
    const bytes = Buffer.from(text, 'utf8');
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  };
  write(peopleHeader);
  return {
    add: (rows) => {
      const people = rows.filter(({ kind }) => kind === 'person');
      if (people.length > 0) write(peopleLines(people));
    },
    finish: () => {
      close();
      renameSync(beside, path);
      isDone = true;
    },
    abandon: () => {
      close();
      if (!isDone) rmSync(beside, { force: true });
    },
  };
};
