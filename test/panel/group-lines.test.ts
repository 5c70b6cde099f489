import { type DryRunComparison, type DryRunResult, rowGroups } from '../../src/contract/dry-run';
import type { Report } from '../../src/contract/report';
import { type GroupFacts, sectionsOf } from '../../static/panel/steps/directory/group-lines';
import { type SumChanges, sumsOf } from '../checks/directory/dry-run';

const factsOf = (sums: SumChanges, more: Partial<GroupFacts> = {}): GroupFacts => ({
  result: {
    sums: sumsOf(sums),
    report: {} as Report,
    milliseconds: 1,
    rowsUntil: '2026-12-01T14:19:00.000Z',
    keepsUnchanged: true,
    rows: Object.fromEntries(rowGroups.map((group) => [group, 1])) as DryRunResult['rows'],
  },
  comparison: null,
  product: 'Jira',
  by: 'username',
  ...more,
});
const lineOf = (facts: GroupFacts, title: RegExp) =>
  sectionsOf(facts)
    .flatMap(({ lines }) => lines)
    .find((line) => title.test(line.title));

test('administrators head the list, with how many of how many', () => {
  const facts = factsOf({ administrators: { total: 41, losingRights: 2, lockedOut: 1 } });
  const [first] = sectionsOf(facts);
  expect(first?.title).toBe('Administrators, 3 of 41');
  expect(first?.lines.map(({ title, count }) => [title, count])).toEqual([
    ['Lose jira-administrators', 2],
    ['Locked out', 1],
  ]);
});

test('that all administrators are safe is said, quietly', () => {
  const [first] = sectionsOf(factsOf({}));
  expect(first).toMatchObject({ title: 'Administrators, 0 of 12', lines: [{ of: 'passed', canOpen: false }] });
});

test('that nobody administers is no good news', () => {
  expect(sectionsOf(factsOf({ administrators: { total: 0 } }))[0]?.lines[0]).toMatchObject({ of: 'look' });
});

test('administrators that could not be read are not known, never none', () => {
  const [first] = sectionsOf(
    factsOf({
      administrators: { total: null },
      untold: [{ what: 'administrators', count: null, message: 'Jira refused its groups.' }],
    }),
  );
  expect(first).toMatchObject({
    title: 'Administrators',
    lines: [{ of: 'not-certain', count: null, text: 'Jira refused its groups.' }],
  });
});

test('the refused are told by why, the most first, and held against the run before', () => {
  const comparison = { before: '2020-11-21T09:00:00.000Z', outcomes: { refused: -12 } } as DryRunComparison;
  const facts = factsOf({ outcomes: { refused: 486 }, refused: { domain: 134, 'no-email': 352 } }, { comparison });
  expect(lineOf(facts, /^Refused/)?.text).toBe(
    'No e-mail for a new account 352, domain not in Allowed Domains 134. 12 fewer than on 21 Nov',
  );
});

test('groups without anybody are left out', () => {
  const titles = sectionsOf(factsOf({})).flatMap(({ lines }) => lines.map(({ title }) => title));
  expect(titles).toEqual([
    'All keep their rights and their account',
    'Forbidden or deleted in Casdoor',
    'Created',
    'Matched, unchanged',
  ]);
});

test('a group of which no rows are kept does not open', () => {
  const facts = factsOf({});
  const rows = { ...facts.result.rows, unchanged: 0 };
  const line = lineOf({ ...facts, result: { ...facts.result, rows, keepsUnchanged: false } }, /unchanged/);
  expect(line).toMatchObject({ canOpen: false, count: 940 });
  expect(line?.text).toContain('not kept');
});

test('accounts that nobody reaches are not known where not everybody was read', () => {
  expect(lineOf(factsOf({ onlyInTarget: null }), /nobody in Casdoor/)).toMatchObject({ count: null });
  expect(lineOf(factsOf({ onlyInTarget: null, accounts: null }), /nobody in Casdoor/)).toBeUndefined();
  const line = lineOf(factsOf({ onlyInTarget: { total: 5, active: 2, administrators: 1 } }), /nobody in Casdoor/);
  expect(line?.text).toBe('1 of them administers Jira. 3 of them are inactive already');
});
