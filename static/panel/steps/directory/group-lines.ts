import type { DryRunComparison, DryRunResult, DryRunRow, DryRunSums, RowGroup } from '../../../../src/contract/dry-run';
import { countOf } from '../../parts/numbers';
import type { Meaning } from '../../parts/verdict-words';
import { type Told, wordsOf } from './group-words';
import { harmedAdministrators } from './result-words';

/** One line of the list. Its group opens where rows of it are kept. */
export type GroupLine = {
  group: RowGroup | null;
  of: Meaning;
  title: string;
  text: string;
  /** Null where it cannot be told. */
  count: number | null;
  /** Whose colour of the picture it has; null for groups that go across outcomes. */
  tone: DryRunRow['outcome'] | null;
  canOpen: boolean;
};

export type GroupSection = { title: string; lines: GroupLine[] };

export type GroupFacts = {
  result: DryRunResult;
  comparison: DryRunComparison | null;
  product: string;
  /** By what the plugin finds people. */
  by: 'username' | 'email';
};

/** The list below the picture: administrators first, then who would not get in, who would, and the other way round. */
export const sectionsOf = (facts: GroupFacts): GroupSection[] => {
  const { sums, rows } = facts.result;
  const line = (group: RowGroup, told: Told): GroupLine => ({
    group,
    ...told,
    canOpen: rows[group] > 0,
  });
  const isThere = ({ count }: GroupLine) => count !== 0 && (count !== null || sums.accounts !== null);
  const told = wordsOf(facts);
  const sections = [
    { title: administratorsTitle(sums), lines: administratorLines(facts, line) },
    {
      title: 'Would not get in',
      lines: [
        line('refused', told.refused),
        line('collides', told.collides),
        line('barred', told.barred),
        // Where they are all of those who get another account, that line says it.
        ...(sums.lockedOut === sums.outcomes.renamed ? [] : [line('locked-out', told['locked-out'])]),
      ].filter(isThere),
    },
    { title: 'Cannot be told', lines: [line('not-certain', told['not-certain'])].filter(isThere) },
    {
      title: 'Would get in',
      lines: [
        line('renamed', told.renamed),
        line('no-application-access', told['no-application-access']),
        line('groups-lost', told['groups-lost']),
        line('updated', told.updated),
        line('created', told.created),
        line('unchanged', told.unchanged),
      ].filter(isThere),
    },
    { title: 'The other way round', lines: [line('unreached', told.unreached)].filter(isThere) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
};

const administratorsTitle = (sums: DryRunSums): string => {
  const { total } = sums.administrators;
  if (total === null) return 'Administrators';
  return `Administrators, ${countOf(harmedAdministrators(sums))} of ${countOf(total)}`;
};

type MakeLine = (group: RowGroup, told: Told) => GroupLine;

const administratorLines = ({ result, product }: GroupFacts, line: MakeLine): GroupLine[] => {
  const { administrators, untold } = result.sums;
  const { losingRights, lockedOut, total, groups } = administrators;
  const [only] = groups;
  const harmed = [
    line('administrators-losing-rights', {
      of: 'serious',
      title: groups.length === 1 && only !== undefined ? `Lose ${only}` : 'Lose administrator rights',
      text: `Their first sign-in takes them out of a group that administers ${product}`,
      count: losingRights,
      tone: null,
    }),
    line('administrators-locked-out', {
      of: 'serious',
      title: 'Locked out',
      text: `Their sign-in does not reach the account that administers ${product}`,
      count: lockedOut,
      tone: null,
    }),
  ].filter(({ count }) => count !== 0);
  if (total === null)
    return [
      ...harmed,
      {
        group: null,
        of: 'not-certain',
        title: `Who administers ${product} cannot be told`,
        text:
          ['administrators', 'accounts', 'groups']
            .map((of) => untold.find(({ what }) => what === of)?.message)
            .find((message) => message !== undefined) ?? 'It could not be read.',
        count: null,
        tone: null,
        canOpen: false,
      },
    ];
  if (harmed.length > 0) return harmed;
  return [
    {
      group: null,
      of: total === 0 ? 'look' : 'passed',
      title: total === 0 ? 'Nobody administers here' : 'All keep their rights and their account',
      text:
        groups.length === 0
          ? 'No group that administers was found'
          : `Active accounts in ${groups.slice(0, 3).join(', ')}${groups.length > 3 ? ` and ${groups.length - 3} more` : ''}`,
      count: total,
      tone: null,
      canOpen: false,
    },
  ];
};
