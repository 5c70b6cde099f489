import type { DryRunRow } from '../../../../src/contract/dry-run';
import type { Mapping } from '../../../../src/contract/mapping';
import type { Plugin } from '../../../../src/contract/target';
import { rulesOf } from '../../../../src/mapping/rules-of';
import type { Meaning } from '../../parts/verdict-words';

/** What the first sign-in does, the worst before the rest. */
export const whatHappens = (
  row: Pick<
    DryRunRow,
    'outcome' | 'losesRights' | 'lockedOut' | 'administrator' | 'groupsLost' | 'existing' | 'noApplicationAccess'
  >,
  product: string,
): { of: Meaning; text: string } => {
  const { outcome, lockedOut, administrator } = row;
  if (row.losesRights) return { of: 'serious', text: 'The first sign-in takes away administrator rights.' };
  if (lockedOut && administrator)
    return { of: 'serious', text: `This administrator of ${product} would not get into their account any more.` };
  switch (outcome) {
    case 'refused':
      return { of: 'serious', text: 'The sign-in is refused.' };
    case 'collides':
      return { of: 'serious', text: 'Somebody else would get into the same account.' };
    case 'barred':
      return lockedOut
        ? { of: 'look', text: `Casdoor lets this person in no more, while their account in ${product} is active.` }
        : { of: 'look', text: 'Casdoor lets this person in no more.' };
    case 'renamed':
      return { of: 'serious', text: 'The sign-in asks for another account than this person has.' };
    case 'not-certain':
      return { of: 'not-certain', text: 'What becomes of this person cannot be told from the directory.' };
    case 'unreached':
      return row.existing?.active === false
        ? { of: 'info', text: 'Nobody in Casdoor would reach this account, and it is inactive.' }
        : { of: 'info', text: 'Nobody in Casdoor would reach this account.' };
    case 'created':
    case 'updated':
    case 'unchanged':
      return gettingIn(row, product);
  }
};

const gettingIn = (
  { outcome, groupsLost, noApplicationAccess }: Pick<DryRunRow, 'outcome' | 'groupsLost' | 'noApplicationAccess'>,
  product: string,
): { of: Meaning; text: string } => {
  if (noApplicationAccess) return { of: 'look', text: `Gets in, and is in no group that may use ${product}.` };
  if (groupsLost.length > 0) return { of: 'look', text: 'The first sign-in takes away groups.' };
  if (outcome === 'created') return { of: 'info', text: `The first sign-in creates an account in ${product}.` };
  if (outcome === 'updated') return { of: 'look', text: 'The first sign-in changes the account.' };
  return { of: 'passed', text: 'Nothing happens to the account.' };
};

export type GroupFate = { name: string; fate: 'lost' | 'gained' | 'stays'; words: string };

/** What becomes of each group of a person: what is taken away first, what stays last. */
export const groupFates = (
  {
    existing,
    groupsLost,
    groupsGained,
    outcome,
  }: Pick<DryRunRow, 'existing' | 'groupsLost' | 'groupsGained' | 'outcome'>,
  mapping: Mapping,
  plugin: Plugin,
): GroupFate[] => {
  const lost = new Set(groupsLost);
  const mapped = plugin === 'miniorange' ? rulesOf(mapping, plugin).groupMapping : null;
  const stays = (existing?.groups ?? []).filter((name) => !lost.has(name));
  const isReached = outcome === 'updated' || outcome === 'unchanged';
  return [
    ...groupsLost.map((name): GroupFate => ({ name, fate: 'lost', words: 'taken away' })),
    ...groupsGained.map((name): GroupFate => ({ name, fate: 'gained', words: 'added' })),
    ...stays.map(
      (name): GroupFate => ({
        name,
        fate: 'stays',
        words:
          isReached && mapped !== null && !(name in mapped)
            ? 'stays, not mapped'
            : isReached
              ? 'stays'
              : 'has it today',
      }),
    ),
  ];
};

/** "OO" of "Oscar Olsen". */
export const initialsOf = (name: string): string => {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
};
