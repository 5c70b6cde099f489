import type { DryRunComparison, DryRunSums, GroupSum, RowGroup } from '../../../../src/contract/dry-run';
import { type RefusalCause, refusalCauses } from '../../../../src/contract/mapping';
import { thenOf } from '../../parts/moment';
import { counted, countOf } from '../../parts/numbers';
import type { Meaning } from '../../parts/verdict-words';
import type { GroupFacts, GroupLine } from './group-lines';

export type Told = Omit<GroupLine, 'group' | 'canOpen'>;

/** What the list says of each group but those of administrators. */
export const wordsOf = ({ result, comparison, product, by }: GroupFacts): Record<GroupsTold, Told> => {
  const { sums, keepsUnchanged } = result;
  const { outcomes, collisions, changes, groups, onlyInTarget } = sums;
  const since = (outcome: keyof typeof outcomes) => sinceOf(comparison, outcome);
  const told = (of: Meaning, title: string, parts: (string | null)[], count: number | null, tone: Told['tone']) => ({
    of,
    title,
    text: parts.filter((part) => part !== null && part !== '').join('. '),
    count,
    tone,
  });
  return {
    refused: told('serious', 'Refused', [causesOf(sums.refused), since('refused')], outcomes.refused, 'refused'),
    collides: told(
      'serious',
      'Collide',
      [
        collisions.accounts === 0
          ? `Several accounts fit one sign-in: the same ${by === 'email' ? 'e-mail' : 'username'}`
          : `They would share ${counted(collisions.accounts, 'account', 'accounts')}: the same ${by === 'email' ? 'e-mail' : 'username after mapping'}`,
        since('collides'),
      ],
      outcomes.collides,
      'collides',
    ),
    barred: told(
      'look',
      sums.outsideTags.people === 0 ? 'Forbidden or deleted in Casdoor' : 'Kept out by Casdoor',
      [
        sums.accounts === null
          ? null
          : sums.barredWithAccount === 0
            ? `None of them has an active account in ${product}`
            : `${countOf(sums.barredWithAccount)} of them still ${sums.barredWithAccount === 1 ? 'has' : 'have'} an active account in ${product}`,
        sums.outsideTags.people === 0
          ? null
          : `${countOf(sums.outsideTags.people)} kept out by the tags of the application`,
        since('barred'),
      ],
      outcomes.barred,
      'barred',
    ),
    'locked-out': told(
      'serious',
      'Lose the way to their account',
      [`Counted in other groups too: they have an active account in ${product} today`],
      sums.lockedOut,
      null,
    ),
    'not-certain': told(
      'not-certain',
      'Not certain',
      [
        sums.getIn === 0
          ? 'The directory does not tell what becomes of them'
          : `${countOf(sums.getIn)} of them ${sums.getIn === 1 ? 'gets' : 'get'} in for certain; what changes there is open`,
        since('not-certain'),
      ],
      outcomes['not-certain'],
      'not-certain',
    ),
    renamed: told(
      'serious',
      outcomes.renamed === 1 ? 'Gets another account' : 'Get another account',
      [
        `Their sign-in asks for another ${by === 'email' ? 'e-mail' : 'username'} than their account has, which stays behind`,
        since('renamed'),
      ],
      outcomes.renamed,
      'renamed',
    ),
    'no-application-access': told(
      'look',
      `Could not use ${product}`,
      ['In no group that gives access to it'],
      sums.noApplicationAccess ?? 0,
      null,
    ),
    'groups-lost': told('look', 'Lose groups', [mostOf(groups.lost)], groups.losing, null),
    updated: told(
      'look',
      'Matched, updated',
      [
        listOf([
          [changes.email, 'e-mail'],
          [changes.fullName, 'full name'],
          [groups.losing, 'groups taken away'],
        ]),
        since('updated'),
      ],
      outcomes.updated,
      'updated',
    ),
    created: told('info', 'Created', [`No account in ${product} yet`, since('created')], outcomes.created, 'created'),
    unchanged: told(
      'passed',
      'Matched, unchanged',
      [keepsUnchanged ? 'Nothing happens to them' : 'Nothing happens to them, so they are counted and not kept'],
      outcomes.unchanged,
      'unchanged',
    ),
    unreached: told(
      'info',
      'Accounts that nobody in Casdoor would reach',
      onlyInTarget === null
        ? ['Not everybody was read, so it cannot be told']
        : [
            onlyInTarget.administrators > 0
              ? `${countOf(onlyInTarget.administrators)} of them ${onlyInTarget.administrators === 1 ? 'administers' : 'administer'} ${product}`
              : null,
            `${countOf(onlyInTarget.total - onlyInTarget.active)} of them are inactive already`,
          ],
      onlyInTarget?.total ?? null,
      'unreached',
    ),
  };
};

type GroupsTold = Exclude<RowGroup, 'administrators-losing-rights' | 'administrators-locked-out'>;

const causeWords: Record<RefusalCause, string> = {
  'no-username': 'no username',
  'no-email': 'no e-mail for a new account',
  domain: 'domain not in Allowed Domains',
  inactive: 'account inactive',
  'not-created': 'no account, and the plugin creates none',
  'no-mapped-group': 'no account, and no mapped group',
  'claim-missing': 'a claim is missing',
};

const causesOf = (refused: DryRunSums['refused']): string =>
  listOf(refusalCauses.map((cause): [number, string] => [refused[cause] ?? 0, causeWords[cause]]));

/** "No e-mail for a new account 352, domain not in Allowed Domains 134", what is there, the most first. */
const listOf = (parts: readonly [count: number, words: string][]): string => {
  const told = parts
    .filter(([count]) => count > 0)
    .sort(([one], [other]) => other - one)
    .map(([count, words]) => `${words} ${countOf(count)}`)
    .join(', ');
  return told.charAt(0).toUpperCase() + told.slice(1);
};

/** The three groups that most people lose, by their names. */
const mostOf = (groups: readonly GroupSum[]): string => {
  const named = groups
    .slice(0, 3)
    .map(({ name, people }) => `${name} ${countOf(people)}`)
    .join(', ');
  return groups.length > 3 ? `${named}, and others` : named;
};

/** "12 fewer than on 21 Nov". */
const sinceOf = (comparison: DryRunComparison | null, outcome: keyof DryRunSums['outcomes']): string | null => {
  const more = comparison?.outcomes[outcome] ?? 0;
  if (comparison === null || more === 0) return null;
  return `${countOf(Math.abs(more))} ${more > 0 ? 'more' : 'fewer'} than ${thenOf(comparison.before)}`;
};
