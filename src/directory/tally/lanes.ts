import type { Spill } from '../spill';
import { keyEnd, quoted } from './deal';

/** Filled while people and accounts are read. Each line begins with a key; parts are dealt by it. */
export const readingLanes = {
  /** By the key that the plugin looks for: the person. */
  people: 'people',
  /** By their name in Casdoor: people for whom the plugin looks for nothing that is certain. */
  keyless: 'keyless',
  /** By username, where the plugin looks for e-mails: place and name of a person, to find others who look the same. */
  usernames: 'usernames',
  /** By what members of groups are named with: the account. */
  accounts: 'accounts',
  /** The number of a group, a blank, and the key of an account; dealt by that key. */
  members: 'members',
} as const;

/** Filled when it is finished. */
export const finishingLanes = {
  /** By e-mail: accounts, where the plugin looks for that. */
  byEmail: 'accounts-by-email',
  /** By name, then by e-mail: accounts that nobody reaches, and people who reach none. */
  freeByName: 'free-by-name',
  seekByName: 'seek-by-name',
  freeByEmail: 'free-by-email',
  seekByEmail: 'seek-by-email',
  /** By place in the directory: see `result-line.ts`. */
  results: 'results',
  /** By e-mail: place and name of each who may share it. */
  emails: 'emails',
  /** By place in the directory: what others have in common with a person. */
  notes: 'notes',
  /** By ordinal: accounts that are nobody's. */
  unreached: 'unreached',
} as const;

/** Puts a key in front of a line. */
export const keyed = (key: string, line: string): string => quoted(key) + line;

export const emptyKey = '""';

/** Lines of a part, with their keys as they are written. */
export function* keyedLines(spill: Spill, lane: string, part: number): Generator<{ key: string; rest: string }> {
  for (const line of spill.lines(lane, part)) {
    const end = keyEnd(line);
    yield { key: line.slice(0, end), rest: line.slice(end) };
  }
}
