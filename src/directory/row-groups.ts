import { type DryRunRow, type RowGroup, rowGroups } from '../contract/dry-run';

/** Whether a row belongs to a group of the list. */
const belongs: Record<RowGroup, (row: DryRunRow) => boolean> = {
  'administrators-losing-rights': ({ administrator, losesRights }) => administrator === true && losesRights,
  'administrators-locked-out': ({ administrator, lockedOut }) => administrator === true && lockedOut,
  refused: ({ outcome }) => outcome === 'refused',
  collides: ({ outcome }) => outcome === 'collides',
  barred: ({ outcome }) => outcome === 'barred',
  renamed: ({ outcome }) => outcome === 'renamed',
  'locked-out': ({ lockedOut }) => lockedOut,
  'not-certain': ({ outcome }) => outcome === 'not-certain',
  'groups-lost': ({ groupsLost }) => groupsLost.length > 0,
  'no-application-access': ({ noApplicationAccess }) => noApplicationAccess,
  updated: ({ outcome }) => outcome === 'updated',
  created: ({ outcome }) => outcome === 'created',
  unchanged: ({ outcome }) => outcome === 'unchanged',
  unreached: ({ outcome }) => outcome === 'unreached',
};

/** The groups of a row as bits, the first of `rowGroups` the lowest: sixteen at most, since two bytes a row are kept. */
export const groupBits = (row: DryRunRow): number =>
  rowGroups.reduce((bits, group, place) => (belongs[group](row) ? bits | (1 << place) : bits), 0);

export const bitOf = (group: RowGroup): number => 1 << rowGroups.indexOf(group);

/** What the list's search looks at, without capitals. */
export const searchLine = ({ name, displayName, username, email, account, existing }: DryRunRow): string =>
  [name, displayName, username, email, account, existing?.username, existing?.fullName, existing?.email]
    .filter((text): text is string => typeof text === 'string' && text !== '')
    .map(searchable)
    .filter((text, at, all) => all.indexOf(text) === at)
    .join('\t');

/** A text as it is looked for: no tabulator and no line feed, which separate what is looked through. */
export const searchable = (text: string): string => text.toLowerCase().replace(/[\t\n]/g, ' ');
