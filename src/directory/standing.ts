import type { DryRunRow } from '../contract/dry-run';

/**
 * How somebody fares, the worst first: a lost way into the product weighs more than one that never was, somebody else's
 * account more than none, and whoever administers more than everybody else. Created, updated and unchanged are equal,
 * and so is being barred, which is meant: nobody is harmed by it who has no account.
 */
export const standings = [
  'administrator locked out',
  'administrator without the rights',
  'shares an account',
  'locked out',
  'refused',
  'account renamed',
  'cannot be told',
  'loses groups',
  'no access to the product',
  'gets in as before',
] as const;
export type Standing = (typeof standings)[number];

/** What is not kept is unchanged. */
export const usualStanding = standings.length - 1;

export const standingOf = (row: DryRunRow): number => standings.indexOf(wordOf(row));

const wordOf = (row: DryRunRow): Standing => {
  const isAdministrator = row.administrator === true;
  if (isAdministrator && row.lockedOut) return 'administrator locked out';
  if (isAdministrator && row.losesRights) return 'administrator without the rights';
  if (row.outcome === 'collides') return 'shares an account';
  if (row.lockedOut) return 'locked out';
  if (row.outcome === 'refused') return 'refused';
  if (row.outcome === 'renamed') return 'account renamed';
  if (row.outcome === 'not-certain') return 'cannot be told';
  if (row.groupsLost.length > 0) return 'loses groups';
  return row.noApplicationAccess ? 'no access to the product' : 'gets in as before';
};

/** A person's standing and key, in one line; empty for an account, which is nobody's. */
export const keyLine = (row: DryRunRow): string => {
  if (row.kind === 'account') return '';
  return `${standingOf(row).toString(36)}${personKey(row)}`;
};

/** What a person is known by in every run: the id of Casdoor, or the name where there is none. */
export const personKey = ({ id, name }: Pick<DryRunRow, 'id' | 'name'>): string =>
  (id === '' ? `n${name}` : `i${id}`).replace(/\n/g, ' ');

/** Reads such a line; null for an account. */
export const readKeyLine = (line: string): { standing: number; key: string } | null =>
  line === '' ? null : { standing: Number.parseInt(line[0] ?? '', 36), key: line.slice(1) };
