import { type ForgeHost, startForgeHost } from '../../../local/host/forge-runtime';
import { keyValueService } from '../../../local/host/key-value-service';
import { memoryEntries } from '../../../local/host/memory-entries';
import { costOf, type Points, pointsAnHour, pointsLeft, pointsOf } from '../../../src/directory/chain/points';

const noon = Date.parse('2026-11-26T12:00:00Z');
let now: number;
let host: ForgeHost;
beforeEach(() => {
  now = noon + 20 * 60_000;
  host = startForgeHost({
    keyValues: keyValueService(memoryEntries(), memoryEntries(), () => now),
    answerProduct: async () => new Response(null, { status: 404 }),
    mayReach: () => false,
    webTriggerUrl: () => null,
  });
});
afterEach(() => host.close());

const inside = <T>(act: () => Promise<T>, installation = 'one') =>
  host.invoke(act, 'any', {}, { product: 'jira', accountId: null, installation }) as Promise<T>;
const points = (product: 'jira' | 'confluence' = 'jira') => pointsOf({ product, now: () => new Date(now) });
const spend = async (from: Points, each: number) => {
  let spent = 0;
  for (;;) {
    const until = await from.take(each);
    if (until !== null) return { spent, until };
    spent += each;
  }
};

test('20,000 an hour are spent and no more, and the rest waits for the next hour', async () => {
  const { spent, until } = await inside(() => spend(points(), costOf(50)));
  expect(spent).toBeGreaterThan(pointsAnHour - costOf(50));
  expect(spent).toBeLessThanOrEqual(pointsAnHour);
  expect(until).toBe(noon + 3_600_000);
  now = until;
  expect(await inside(() => points().take(costOf(1000)))).toBeNull();
});

test('runs that go on at the same time spend no more together', async () => {
  const ended = await inside(() =>
    Promise.all([points(), points(), points()].map((from, at) => spend(from, costOf([1000, 50, 7][at] ?? 1)))),
  );
  const spent = ended.reduce((sum, one) => sum + one.spent, 0);
  expect(spent).toBeGreaterThan(pointsAnHour * 0.8);
  expect(spent).toBeLessThanOrEqual(pointsAnHour);
});

test('each product and each installation has its own', async () => {
  await inside(() => spend(points(), 100));
  expect(await inside(() => points('confluence').take(100))).toBeNull();
  expect(await inside(() => points().take(100), 'two')).toBeNull();
  expect(await inside(() => points().take(100))).not.toBeNull();
});

test('points that were not needed serve the next request', async () => {
  const taken = await inside(async () => {
    const from = points();
    for (let at = 0; at < 100; at += 1) {
      if ((await from.take(2_000)) !== null) return at;
      from.giveBack(1_900);
    }
    return 100;
  });
  expect(taken).toBe(100);
});

test('a new hour does not count on what the old one left over', async () => {
  await inside(async () => {
    const from = points();
    await from.take(100);
    now = noon + 3_600_000;
    const { spent } = await spend(from, 100);
    expect(spent).toBe(pointsAnHour);
  });
});

test('a pause that the product asks for holds for every run, and the longest counts', async () => {
  await inside(() => points().waitUntil(now + 90_000));
  await inside(() => points().waitUntil(now + 30_000));
  expect(await inside(() => points().take(1))).toBe(now + 90_000);
  now += 90_001;
  expect(await inside(() => points().take(1))).toBeNull();
});

test('what Jira says of its points is read', () => {
  expect(pointsLeft({ 'beta-ratelimit': '"tenant-app-quota";r=17842;t=2107' })).toEqual({
    points: 17842,
    seconds: 2107,
  });
  expect(pointsLeft({ ratelimit: '"global";r=500;t=60, "tenant";r=0;t=9999999' })).toEqual({
    points: 0,
    seconds: 3600,
  });
  expect(pointsLeft({ 'x-ratelimit-remaining': '349' })).toBeNull();
  expect(pointsLeft({})).toBeNull();
});
