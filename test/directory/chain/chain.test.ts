import { randomOf } from '../../../local/casdoor/random';
import type { DryRunView } from '../../../src/contract/dry-run';
import { type Chain, type ChainOptions, openChain, startWorld, type World } from './chain-world';
import { wholeRun } from './whole-run';

let world: World;
let expected: Awaited<ReturnType<typeof wholeRun>>;
let chain: Chain;
beforeAll(async () => {
  world = await startWorld(2_100);
  expected = await wholeRun(world);
});
afterAll(() => world.close());
afterEach(() => chain.close());

/** A page of Casdoor takes an event. */
const open = async (options: ChainOptions = {}) => {
  chain = await openChain(world, { pageTakes: 250_000, ...options });
  return chain;
};

/** Works, and looks as somebody does now and then, until the run has ended. */
const toItsEnd = async (): Promise<DryRunView> => {
  for (let looks = 0; looks < 200; looks += 1) {
    await chain.work();
    chain.killAfter(null);
    const { current, last } = await chain.look();
    if (last) return last;
    if (current && ['failed', 'cancelled'].includes(current.state)) return current;
    // What is silent for so long is looked after.
    chain.time.pass(130_000);
  }
  throw new Error('The run came to no end.');
};

const expectTheSame = async (view: DryRunView) => {
  expect(view.problem).toBeNull();
  expect(view.state).toBe('done');
  expect(view.result?.sums).toEqual(expected.sums);
  expect(await chain.rows()).toEqual(expected.rows);
  // What it stood on while it went on is there no more.
  expect(await chain.keys(`jira:dry-run:${chain.run}:checkpoint`)).toEqual([]);
};

test('a chain of events tells what one run tells, and keeps no row of whoever stays as they are', async () => {
  await open();
  await chain.start();
  await chain.work();
  const { last, current } = await chain.look();
  expect(current).toBeNull();
  if (!last?.result) throw new Error('It is not done.');
  await expectTheSame(last);
  expect(last.result).toMatchObject({ keepsUnchanged: false, report: { from: 'cloud' } });
  expect(last.result.sums.outcomes.unchanged).toBeGreaterThan(900);
  expect(last.result.rows.unchanged).toBe(0);
  // Three pages of people, two more for the accounts, and the last one.
  expect(chain.seen.events).toBe(6);
});

const seeds = [1, 2, 3];

test.each(seeds)('events that come twice, at once or late, change nothing (%i)', async (seed) => {
  const random = randomOf(seed);
  await open({ mishaps: () => [0, ...(random.below(2) === 0 ? [0] : [random.below(900)])] });
  await chain.start();
  await expectTheSame(await toItsEnd());
  // Twice as many came as would do, and no more than that: nobody who comes second sends for the next.
  expect(chain.seen.events).toBeLessThanOrEqual(12);
});

test.each(seeds)(
  'events that are lost or late or come twice change nothing, once somebody looks (%i)',
  async (seed) => {
    const random = randomOf(seed);
    const mishaps = () => {
      const kind = random.below(3);
      return kind === 0 ? [] : kind === 1 ? [random.below(2_000)] : [random.below(300), 0, random.below(5_000)];
    };
    await open({ mishaps });
    await chain.start();
    await expectTheSame(await toItsEnd());
  },
);

test.each(seeds)('whoever is killed at any moment is followed by one that ends it (%i)', async (seed) => {
  const random = randomOf(seed);
  await open();
  await chain.start();
  for (let kills = 0; kills < 5; kills += 1) {
    chain.killAfter(random.below(60));
    await chain.work();
    chain.killAfter(null);
    chain.time.pass(130_000);
    await chain.look();
  }
  await expectTheSame(await toItsEnd());
});
