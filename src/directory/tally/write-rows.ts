import type { DryRunRow } from '../../contract/dry-run';
import type { Spill } from '../spill';
import type { TallyRead } from '../tally';
import { ordinalOf } from './account-line';
import { type Note, readNote } from './beside';
import { rowsPerPart } from './deal';
import { finishingLanes } from './lanes';
import { accountRow, personRow, type RowMaking } from './make-row';
import { placeOf, readResult } from './result-line';
import type { Summing } from './sum-up';

/** Rows that are given at a time. */
const batch = 1024;

type Joined = { spill: Spill; people: number; accounts: number; read: TallyRead };

/** Puts the results in order and makes rows of them: each person is judged here, once. */
export function* writeRows(
  making: RowMaking,
  { spill, people, accounts, read }: Joined,
  summing: Summing,
): Generator<DryRunRow[], void> {
  for (let part = 0; part * rowsPerPart < people; part += 1) {
    const lines = inOrder(spill, finishingLanes.results, part, placeOf);
    const notes = notesOf(spill, part);
    let rows: DryRunRow[] = [];
    for (const line of lines) {
      if (line === undefined) continue;
      const result = readResult(line);
      const counted = personRow(making, result, notes.get(result[0]) ?? none);
      summing.addPerson(counted);
      rows.push(counted.row);
      if (rows.length < batch) continue;
      yield rows;
      rows = [];
    }
    if (rows.length > 0) yield rows;
  }
  // Somebody who was not read may be the one who reaches them.
  if (read.accounts === null || !read.people.isWhole) return;
  let at = people;
  for (let part = 0; part * rowsPerPart < accounts; part += 1) {
    const rows: DryRunRow[] = [];
    for (const line of inOrder(spill, finishingLanes.unreached, part, ordinalOf)) {
      if (line === undefined) continue;
      const row = accountRow(making, at, making.accounts.parse(line));
      at += 1;
      summing.addAccount(row);
      rows.push(row);
      if (rows.length === batch) yield rows.splice(0);
    }
    if (rows.length > 0) yield rows;
  }
}

const none: readonly Note[] = Object.freeze([]);

const inOrder = (
  spill: Spill,
  lane: string,
  part: number,
  placeOf: (line: string) => number,
): (string | undefined)[] => {
  const lines: (string | undefined)[] = new Array(rowsPerPart).fill(undefined);
  for (const line of spill.lines(lane, part)) lines[placeOf(line) % rowsPerPart] = line;
  return lines;
};

const notesOf = (spill: Spill, part: number): ReadonlyMap<number, Note[]> => {
  const notes = new Map<number, Note[]>();
  for (const line of spill.lines(finishingLanes.notes, part)) {
    const note = readNote(line);
    const others = notes.get(note.at);
    if (others === undefined) notes.set(note.at, [note]);
    else others.push(note);
  }
  return notes;
};
