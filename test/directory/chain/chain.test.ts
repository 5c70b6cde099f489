import { randomUUID } from 'node:crypto';
import { randomOf } from '../../../local/casdoor/random';
import type { DryRunView } from '../../../src/contract/dry-run';
import { mostBytes } from '../../../src/directory/chain/chain-limits';
import { pointsAnHour, pointsOf } from '../../../src/directory/chain/points';
import { pushStep } from '../../../src/directory/chain/step-queue';
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

const hour = 3_600_000;

/** Whoever is killed says so in the log. */
const plainError = console.error;
beforeEach(() => {
  console.error = () => {};
});
afterEach(() => {
  console.error = plainError;
});

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
  // Three pages of people, one more for the accounts, and the last one.
  expect(chain.seen.events).toBe(5);
});

const seeds = [1, 2, 3];

test.each(seeds)('events that come twice, at once or late, change nothing (%i)', async (seed) => {
  const random = randomOf(seed);
  await open({ mishaps: () => [0, ...(random.below(2) === 0 ? [0] : [random.below(900)])] });
  await chain.start();
  await expectTheSame(await toItsEnd());
  // Twice as many came as would do, and no more than that: nobody who comes second sends for the next.
  expect(chain.seen.events).toBeLessThanOrEqual(10);
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

test('a run that was cancelled ends at once, even while it waits for points, and leaves nothing', async () => {
  const answerJira = async () => new Response('', { status: 429, headers: { 'retry-after': '3000' } });
  await open({ answerJira, pageTakes: 0 });
  await chain.start();
  await chain.work(chain.time.now() + 1_600_000);
  expect((await chain.look()).current).toMatchObject({
    state: 'working',
    progress: { people: { isDone: true }, waitsUntil: '2026-11-26T12:50:00.000Z' },
  });
  await chain.cancel();
  const { current, last } = await chain.look();
  expect([current, last]).toEqual([null, null]);
  expect(await chain.keys(`jira:dry-run:${chain.run}:checkpoint`)).toEqual([]);
  const { events } = chain.seen;
  await chain.work();
  // The event that waited still comes, and finds nothing to do.
  expect(chain.seen.events).toBe(events + 1);
});

test('a run that is cancelled while it reads ends with the page', async () => {
  let asked = 0;
  await open({
    pageTakes: 0,
    answerJira: async (_request, usual) => {
      asked += 1;
      if (asked === 2) await chain.cancel();
      return usual();
    },
  });
  await chain.start();
  await chain.work();
  expect(await chain.look()).toMatchObject({ current: null, last: null });
  expect(chain.seen.events).toBeLessThanOrEqual(2);
  expect(await chain.keys(`jira:dry-run:${chain.run}:checkpoint`)).toEqual([]);
});

test('where Casdoor stops, the run says so, and goes on from there', async () => {
  await open();
  let isDown = false;
  chain.onPage = (page) => {
    if (page === 2) isDown = true;
    return isDown ? 403 : null;
  };
  await chain.start();
  await chain.work();
  const { current } = await chain.look();
  expect(current).toMatchObject({ state: 'stopped', canGoOn: true });
  expect(current?.problem).toContain('1,000 of 2,100 people were read. Casdoor did not take the client secret');
  chain.onPage = () => null;
  await chain.goOn();
  await expectTheSame(await toItsEnd());
});

test('another address or client meanwhile ends it: half of one directory and half of another is none', async () => {
  await open();
  await chain.start();
  await chain.work(chain.time.now());
  await chain.call('saveConnection', { base: 1, settings: { address: 'https://other.example', allowsHttp: false } });
  const view = await toItsEnd();
  expect(view).toMatchObject({ state: 'failed', canGoOn: false });
  expect(view.problem).toBe('The address or the client of Casdoor was changed while its people were read.');
});

test('a product that never lets it in is not waited for beyond the seven days that people are kept', async () => {
  const answerJira = async () => new Response('', { status: 429, headers: { 'retry-after': '3600' } });
  await open({ answerJira, pageTakes: 0 });
  const start = chain.time.now();
  await chain.start();
  await chain.work(start + 10 * hour);
  // Four waits and a question an hour: in seven days fewer than Forge lets follow upon each other.
  expect(chain.seen.events).toBeGreaterThan(40);
  expect(chain.seen.events).toBeLessThanOrEqual(52);
  chain.time.pass((7 * 24 - 9) * hour);
  await chain.work();
  const view = await toItsEnd();
  expect(view).toMatchObject({ state: 'failed', canGoOn: false });
  expect(view.problem).toBe('What was read is kept for 7 days, and this dry run was not done by then.');
});

test('where others have spent the points of the hour, it says until when it waits, and goes on by itself', async () => {
  const spent = new Map<number, number>();
  const answerJira: ChainOptions['answerJira'] = async ({ path }, usual) => {
    const answer = await usual();
    const body: unknown = await answer.clone().json();
    const number = Math.floor(chain.time.now() / hour);
    const objects = Array.isArray(body) ? body.length : path.includes('/group/member') ? 50 : 1;
    spent.set(number, (spent.get(number) ?? 0) + 1 + 2 * objects);
    return answer;
  };
  await open({ answerJira, pageTakes: 0 });
  const others = pointsAnHour - 3_000;
  await chain.inside(() => pointsOf({ product: 'jira', now: () => new Date(chain.time.now()) }).take(others));
  await chain.start();
  await chain.work(chain.time.now() + 60_000);
  const { current } = await chain.look();
  expect(current?.progress).toMatchObject({
    people: { read: 2_100, isDone: true },
    accounts: { read: 1_000, isDone: false },
    waitsUntil: '2026-11-26T13:00:00.000Z',
  });
  await expectTheSame(await toItsEnd());
  expect(Math.max(...spent.values())).toBeLessThanOrEqual(pointsAnHour);
  expect(spent.get(Math.floor(Date.parse('2026-11-26T12:00:00Z') / hour))).toBeLessThanOrEqual(3_000);
  expect([...spent.keys()]).toHaveLength(2);
});

test('who is there may be told by nobody', async () => {
  await open({ settings: { plugin: 'miniorange', baseUrl: 'https://jira.acme.example', callbackUrl: '' } });
  await chain.start();
  const view = await toItsEnd();
  expect(view.result?.sums).toMatchObject({ people: 2_100, accounts: null });
  expect(view.progress?.accounts).toBeNull();
  expect(chain.seen.jira).toEqual([]);
});

test('who is there may be told by a file', async () => {
  await open({ settings: { plugin: 'miniorange', baseUrl: 'https://jira.acme.example', callbackUrl: '' } });
  const { target } = chain;
  const file = { name: 'accounts.csv', upload: randomUUID(), piece: 0, pieces: 1 };
  await chain.call('saveAccountsFile', { target, ...file, text: 'username,email\r\nalice,alice@acme.example\r\n' });
  await chain.start();
  const view = await toItsEnd();
  expect(view.result?.sums).toMatchObject({ people: 2_100, accounts: 1 });
  expect(chain.seen.jira).toEqual([]);
});

test('what the last event cannot hold is said before it is read any further', async () => {
  await open();
  await chain.start();
  await chain.work(chain.time.now());
  const key = `jira:dry-run:${chain.run}:checkpoint:beside:step:1`;
  const kept = (await (await chain.keyValues('one', '/api/v1/get', { key })).json()) as { value: { bytes: number } };
  expect(kept.value.bytes).toBeGreaterThan(100_000);
  await chain.keyValues('one', '/api/v1/set', { key, value: { ...kept.value, bytes: mostBytes } });
  const view = await toItsEnd();
  expect(view).toMatchObject({ state: 'failed', canGoOn: false });
  expect(view.problem).toBe(
    '2,000 people and 0 accounts were read, which is more than the app can hold against each other in the cloud. Read this directory with the local panel.',
  );
});

test('a run that breaks off at the same place again and again is given up', async () => {
  await open({ mishaps: () => [] });
  await chain.start();
  const view = await toItsEnd();
  expect(view).toMatchObject({ state: 'failed', canGoOn: false });
  expect(view.problem).toBe('It broke off at the same place again and again. The log of the app may say why.');
});

test('two installations in one process see nothing of each other', async () => {
  await open();
  const other = await openChain(world, {
    ...{ pageTakes: 250_000, mishaps: () => [0, 0] },
    beside: { keyValues: chain.keyValues, installation: 'two' },
  });
  try {
    await Promise.all([chain.start(), other.start()]);
    await Promise.all([chain.work(), other.work()]);
    const [mine, theirs] = await Promise.all([chain.look(), other.look()]);
    for (const { last } of [mine, theirs]) expect(last?.result?.sums).toEqual(expected.sums);
    expect([mine.last?.id, theirs.last?.id]).toEqual([chain.run, other.run]);
    expect(await chain.keys(`jira:dry-run:${other.run}`)).toEqual([]);
  } finally {
    other.close();
  }
});

test('what a run has kept holds no secret, and is deleted with it at once', async () => {
  await open();
  await chain.start();
  await chain.work(chain.time.now());
  chain.onPage = () => 403;
  await chain.work();
  expect((await chain.look()).current).toMatchObject({ state: 'stopped', canGoOn: true });
  const { clientSecret } = world.application;
  const below = `jira:dry-run:${chain.run}`;
  const keys = await chain.keys(below);
  expect(keys.filter((key) => key.includes(':lines:')).length).toBeGreaterThan(0);
  for (const key of keys) {
    const text = await (await chain.keyValues('one', '/api/v1/get', { key })).text();
    expect(text).not.toContain(clientSecret);
  }
  const waiting = chain.time.waiting();
  await chain.call('deleteDryRun', { target: chain.target, run: chain.run });
  expect(await chain.keys(below)).toEqual([]);
  await chain.inside(() => pushStep({ run: chain.run, step: 1 }, 0));
  expect(chain.time.waiting()).toBe(waiting + 1);
  await chain.work();
  expect(await chain.keys(below)).toEqual([]);
});
