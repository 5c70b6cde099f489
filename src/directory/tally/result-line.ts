import type { WrittenAccount } from './account-line';
import { firstValue, numberAt, rowsPerPart } from './deal';
import type { WrittenPerson } from './person-line';

/** How a person and an account belong together. */
export type Tie =
  /** The sign-in looks for it and finds it. */
  | 'reached'
  /** It is the person's today, and the sign-in does not find it. */
  | 'had'
  | 'none';

/** Others with the same key who are let in too: three of them by name, and how many there are. */
export type Others = { names: string[]; count: number };

/** A person, and the account that is theirs. Read in one go: most of what a person costs is reading. */
export type ResultLine = [
  at: number,
  tie: number,
  /** Accounts that the key finds. */
  matches: number,
  others: [names: string[], count: number] | 0,
  person: WrittenPerson,
  account: WrittenAccount | 0,
  /** Numbers of its groups. */
  memberOf: number[] | 0,
];

const ties: readonly Tie[] = ['none', 'had', 'reached'];

/** `others`: as `writeOthers` wrote them, or empty. `account`: with its groups, or empty. */
export const writeResult = (tie: Tie, matches: number, others: string, account: string, person: string): string =>
  `[${placeOf(person)},${ties.indexOf(tie)},${matches},${others || 0},${person},${account || '0,0'}]`;

/** Of a written person or result. */
export const placeOf = (written: string): number => numberAt(written, firstValue);

/** Of a written person: in which part of the results it stands. */
export const resultPart = (person: string): number => Math.floor(placeOf(person) / rowsPerPart);

export const readResult = (line: string): ResultLine => JSON.parse(line) as ResultLine;

export const tieOf = ([, tie]: ResultLine): Tie => ties[tie] ?? 'none';

export const writeOthers = ({ names, count }: Others): string => JSON.stringify([names, count]);
