import { numberAt, placeStart, rowsPerPart } from './deal';

/** How a person and an account belong together. */
export type Tie =
  /** The sign-in looks for it and finds it. */
  | 'reached'
  /** It is the person's today, and the sign-in does not find it. */
  | 'had'
  | 'none';

/** Others with the same key who are let in too: three of them by name, and how many there are. */
export type Others = { names: string[]; count: number };

export type ResultLine = {
  tie: Tie;
  /** Accounts that the key finds. */
  matches: number;
  others: Others | null;
  /** A written account with its groups; empty where there is none. */
  account: string;
  /** A written person. */
  person: string;
};

const letters: Record<Tie, string> = { reached: 'r', had: 'h', none: 'n' };

/** JSON has no tabulator within, so three of them stand beside one another. `others`: as `writeOthers` wrote them. */
export const writeResult = (tie: Tie, matches: number, others: string, account: string, person: string): string =>
  `${letters[tie]}${matches}${others}\t${account}\t${person}`;

/** Of a written person: in which part of the results it stands. */
export const resultPart = (person: string): number => Math.floor(numberAt(person, placeStart) / rowsPerPart);

export const readResult = (line: string): ResultLine => {
  const head = line.indexOf('\t');
  const body = line.indexOf('\t', head + 1);
  const others = line.indexOf('[');
  return {
    tie: line[0] === letters.reached ? 'reached' : line[0] === letters.had ? 'had' : 'none',
    matches: numberAt(line, 1),
    others: others !== -1 && others < head ? readOthers(line.slice(others, head)) : null,
    account: line.slice(head + 1, body),
    person: line.slice(body + 1),
  };
};

export const writeOthers = ({ names, count }: Others): string => JSON.stringify([names, count]);

export const readOthers = (written: string): Others => {
  const [names, count] = JSON.parse(written) as [string[], number];
  return { names, count };
};
