import { flowInWords, flowOf } from '../../static/panel/steps/directory/flow';
import { sumsOf } from '../checks/directory/dry-run';

const sums = sumsOf({
  people: 1_000,
  outcomes: { unchanged: 700, updated: 100, renamed: 20, created: 100, collides: 5, refused: 15, barred: 60 },
  collisions: { people: 5, accounts: 2 },
  accounts: 930,
  barredWithAccount: 30,
  refusedWithAccount: { domain: 4 },
  onlyInTarget: { total: 50, active: 10, administrators: 0 },
});

test('bands are to scale: people of one outcome are as high as their share', () => {
  const { outcomes, people } = flowOf(sums);
  const heights = new Map(outcomes.map(({ key, height }) => [key, height]));
  expect(heights.get('unchanged')).toBeCloseTo(7 * (heights.get('updated') ?? 0));
  expect(people.height).toBeCloseTo(outcomes.reduce((sum, { height }) => sum + height, 0));
});

test('what would be too thin is widened, and that is said', () => {
  const { outcomes, isWidened } = flowOf(sums);
  expect(outcomes.find(({ key }) => key === 'collides')?.height).toBe(4);
  expect(isWidened).toBe(true);
  const wide = sumsOf({ outcomes: { unchanged: 500, created: 300, barred: 200 }, onlyInTarget: null });
  expect(flowOf(wide).isWidened).toBe(false);
});

test('people and accounts are counted as they are', () => {
  const { accounts } = flowOf(sums);
  expect(accounts.map(({ key, count }) => [key, count])).toEqual([
    ['kept', 800],
    ['new', 120],
    ['claimed', 2],
    ['left', 20],
    ['barred', 30],
    ['refused', 4],
    ['unreached', 50],
    ['others', 24],
  ]);
  // All that are there today, and nothing twice.
  const today = accounts.filter(({ key }) => key !== 'new').reduce((sum, { count }) => sum + count, 0);
  expect(today).toBe(sums.accounts);
});

test('no bar lies upon another, and what flows into one fills it', () => {
  const flow = flowOf(sums);
  for (const column of [flow.outcomes, flow.accounts])
    for (const [at, node] of column.entries()) {
      const next = column[at + 1];
      if (next) expect(next.y).toBeGreaterThanOrEqual(node.y + node.height);
      expect(node.y + node.height).toBeLessThanOrEqual(flow.height);
    }
  const kept = flow.accounts.find(({ key }) => key === 'kept');
  const arriving = flow.bands.filter(({ key }) => key.endsWith('-kept'));
  expect(arriving.reduce((sum, { to }) => sum + to.height, 0)).toBeCloseTo(kept?.height ?? 0);
});

test('accounts that were not read are not drawn as none', () => {
  const flow = flowOf(sumsOf({ accounts: null, activeAccounts: null, onlyInTarget: null }));
  expect(flow.accounts).toEqual([]);
  expect(flowInWords(flow, 'Jira')).not.toContain('accounts in Jira');
});

test('the picture reads as a sentence with every number', () => {
  expect(flowInWords(flowOf(sums), 'Jira')).toBe(
    'Of 1,000 people in Casdoor at their first sign-in: 700 matched, unchanged, 100 matched, updated, 20 another account, 100 created, 5 collide, 60 forbidden or deleted, 15 refused. Of the accounts in Jira afterwards: 800 keep their account, 120 new accounts, 2 accounts claimed by several, 20 left behind, 30 active, but barred in Casdoor, 4 active, but their owner is refused, 50 reached by nobody, 24 inactive, their owner does not get in. The same numbers are in the list below.',
  );
});

test('of nobody there is nothing to draw', () => {
  const nobody = flowOf(sumsOf({ people: 0, accounts: null, outcomes: { unchanged: 0, created: 0, barred: 0 } }));
  expect(nobody.outcomes).toEqual([]);
  expect(nobody.people.height).toBe(0);
});
