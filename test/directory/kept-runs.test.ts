import { randomUUID } from 'node:crypto';
import { kvs } from '@forge/kvs';
import type { DryRunProgress, DryRunResult } from '../../src/contract/dry-run';
import { directoryReport } from '../../src/directory/directory-report';
import type { DryRunOrder } from '../../src/directory/dry-run-order';
import { silenceLimit } from '../../src/directory/kept-records';
import { keptRunsIn } from '../../src/directory/kept-runs';
import type { Place } from '../../src/store/place';
import { healthySums, miniorange } from '../checks/directory/dry-run';
import { mapping } from '../resolvers/every-call';
import { inInvocation, openKeyValues } from '../store/key-values';
import { rowsOf } from './made-rows';

const target = '11111111-1111-4111-8111-111111111111';
let clock: number;
beforeEach(() => {
  clock = Date.parse('2026-11-24T14:02:00Z');
});
const day = 86_400_000;
const place = (who = 'Ada', product: Place['product'] = 'jira'): Place => ({
  product,
  who,
  account: 'ada',
  now: () => new Date(clock),
});
const runs = (who?: string, product?: Place['product']) => keptRunsIn(place(who, product));
const now = () => new Date(clock).toISOString();

openKeyValues();

const orderOf = (id: string = randomUUID(), changed: Partial<DryRunOrder> = {}): DryRunOrder => ({
  id,
  targetId: target,
  target: miniorange,
  mapping,
  mappingVersion: 3,
  clientId: 'app-jira',
  scopes: ['openid'],
  administratorGroups: null,
  who: 'Ada',
  startedAt: now(),
  ...changed,
});
const progressAt = (read: number, changed: Partial<DryRunProgress> = {}): DryRunProgress => ({
  phase: 'reading',
  people: { read, total: 100_000, perSecond: 5_000, isDone: false },
  accounts: null,
  known: { barred: 1, withoutEmail: 2, sharedUsernames: 0, repeated: 0 },
  savedAt: null,
  waitsUntil: null,
  ...changed,
});
const resultOf = (): DryRunResult => ({
  sums: healthySums,
  report: directoryReport({
    given: { target: miniorange, mapping, clientId: 'app-jira', scopes: ['openid'] },
    sums: healthySums,
    at: now(),
    milliseconds: 10,
    from: 'local',
  }),
  milliseconds: 10,
  rowsUntil: now(),
  keepsUnchanged: true,
  rows: Object.fromEntries(rowGroupsOf()) as DryRunResult['rows'],
});
const rowGroupsOf = () =>
  'administrators-losing-rights administrators-locked-out refused collides barred renamed locked-out not-certain groups-lost no-application-access updated created unchanged unreached'
    .split(' ')
    .map((group) => [group, 0] as const);

const done = async (order = orderOf()) => {
  await runs().claim(order);
  await runs().rows(order.id).write(0, rowsOf(5));
  await runs().rows(order.id).seal(1);
  await runs().end(order.id, { state: 'done', result: resultOf() });
  return order.id;
};
const everything = async () => {
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const query = kvs.query().limit(100);
    const page = await (cursor === undefined ? query : query.cursor(cursor)).getMany<unknown>();
    keys.push(...page.results.map(({ key, value }) => `${key} ${JSON.stringify(value)}`));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return keys;
};

test('a run goes on with its progress and is done with its result, for whoever administers', async () => {
  await inInvocation(async () => {
    const order = orderOf();
    await runs().claim(order);
    await runs().progress(order.id, progressAt(20_000));
    expect(await runs('Bob').view(order.id)).toEqual({
      id: order.id,
      who: 'Ada',
      startedAt: order.startedAt,
      endedAt: null,
      state: 'working',
      mappingVersion: 3,
      progress: progressAt(20_000),
      problem: null,
      canGoOn: false,
      result: null,
      changedSince: [],
    });
    expect(await runs().order(order.id)).toEqual(order);
    clock += 5_000;
    await runs().end(order.id, { state: 'done', result: resultOf() });
    const view = await runs('Bob').view(order.id);
    expect(view).toMatchObject({ state: 'done', endedAt: now(), result: { sums: healthySums } });
    expect(await runs('Bob').ofTarget(target)).toEqual({ current: null, last: view, before: null });
  });
});

test('a target has one run at a time, whoever starts', async () => {
  await inInvocation(async () => {
    const all = await Promise.all(
      ['Ada', 'Bob', 'Eve', 'Ida'].map((who) =>
        runs(who)
          .claim(orderOf(randomUUID(), { who }))
          .then(
            () => 'claimed',
            (error: { failure: { code: string } }) => error.failure.code,
          ),
      ),
    );
    expect(all.sort()).toEqual(['busy', 'busy', 'busy', 'claimed']);
    const { current } = await runs().ofTarget(target);
    await expect(runs('Mia').claim(orderOf())).rejects.toMatchObject({
      failure: { code: 'busy', message: `${current?.who} has started a dry run that still goes on.` },
    });
    const elsewhere = { targetId: '22222222-2222-4222-8222-222222222222' };
    await expect(runs().claim(orderOf(randomUUID(), elsewhere))).resolves.toEqual([]);
  });
});

test('an id is made once, and nothing of another product is seen', async () => {
  await inInvocation(async () => {
    const id = await done();
    await expect(runs().claim(orderOf(id))).rejects.toMatchObject({ failure: { code: 'conflict' } });
    expect(await runs('Eve', 'confluence').view(id)).toBeNull();
    expect(await runs('Eve', 'confluence').order(id)).toBeNull();
    expect(await runs('Eve', 'confluence').rows(id).window({ group: null, search: '', from: 0, count: 9 })).toBeNull();
  });
});

test('whoever cancels sets a mark that the worker meets', async () => {
  await inInvocation(async () => {
    const order = orderOf();
    await runs().claim(order);
    expect(await runs().isCancelAsked(order.id)).toBe(false);
    await runs('Bob').cancel(order.id);
    expect(await runs().isCancelAsked(order.id)).toBe(true);
    expect(await runs().view(order.id)).toMatchObject({ state: 'cancelling' });
    await runs().end(order.id, { state: 'cancelled' });
    expect(await runs().view(order.id)).toMatchObject({ state: 'cancelled', canGoOn: false, result: null });
    expect((await runs().ofTarget(target)).current).toBeNull();
  });
});

test('a run of which nothing is heard has stopped, says how far it came, and is gone on with by one', async () => {
  await inInvocation(async () => {
    const order = orderOf();
    await runs().claim(order);
    await runs().checkpoint(order.id).set({ page: 61 });
    await runs().progress(order.id, progressAt(61_000));
    const heard = now();
    clock += silenceLimit;
    expect(await runs().view(order.id)).toMatchObject({ state: 'working' });
    clock += 1;
    const stopped = await runs().view(order.id);
    expect(stopped).toMatchObject({ state: 'stopped', canGoOn: true, endedAt: heard });
    expect(stopped?.problem).toMatch(/^61,000 of 100,000 people were read\. /);
    expect((await runs().ofTarget(target)).current).toEqual(stopped);
    const all = await Promise.allSettled([runs().takeUp(order.id), runs('Bob').takeUp(order.id)]);
    expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await runs().view(order.id)).toMatchObject({ state: 'working', problem: null, endedAt: null });
    expect(await runs().checkpoint(order.id).get()).toEqual({ page: 61 });
    // The time in between was not worked.
    clock += 1_000;
    expect(await runs().spent(order.id)).toBe(1_000);
    await expect(runs().takeUp(order.id)).rejects.toMatchObject({ failure: { code: 'busy' } });
  });
});

test('one that waits as it was asked to has not stopped', async () => {
  await inInvocation(async () => {
    const order = orderOf();
    await runs().claim(order);
    const waitsUntil = new Date(clock + 900_000).toISOString();
    await runs().progress(order.id, progressAt(5, { waitsUntil }));
    clock += 900_000;
    expect(await runs().view(order.id)).toMatchObject({ state: 'working' });
    clock += silenceLimit + 1;
    expect(await runs().view(order.id)).toMatchObject({ state: 'stopped', canGoOn: false });
    await expect(runs().takeUp(order.id)).rejects.toMatchObject({ failure: { code: 'refused' } });
  });
});

test('a new run leaves off those that were not done, and keeps those that were', async () => {
  await inInvocation(async () => {
    const first = await done();
    const order = orderOf();
    await runs().claim(order);
    await runs().checkpoint(order.id).set({ lastName: 'zoe' });
    await runs().end(order.id, { state: 'stopped', problem: 'Casdoor stopped answering.' });
    expect(await runs().view(order.id)).toMatchObject({ state: 'stopped', canGoOn: true });
    const next = orderOf();
    expect(await runs().claim(next)).toEqual([order.id]);
    expect(await runs().view(order.id)).toMatchObject({ state: 'stopped', canGoOn: false });
    expect(JSON.stringify(await everything())).not.toContain('zoe');
    expect(await runs().rows(first).window({ group: null, search: '', from: 0, count: 9 })).toMatchObject({ total: 5 });
    await runs().end(next.id, { state: 'done', result: resultOf() });
    expect(await runs().ofTarget(target)).toMatchObject({
      current: null,
      last: { id: next.id },
      before: { id: first },
    });
  });
});

test('a checkpoint that could not be written whole leaves the one before', async () => {
  await inInvocation(async () => {
    const { checkpoint } = { checkpoint: runs().checkpoint(orderOf().id) };
    await checkpoint.set({ page: 1, filler: 'ä'.repeat(100_000) });
    await checkpoint.set({ page: 2 });
    expect(await checkpoint.get()).toEqual({ page: 2 });
    await checkpoint.set({ page: 3 });
    expect(await checkpoint.get()).toEqual({ page: 3 });
    clock += 7 * day;
    expect(await checkpoint.get()).toBeNull();
    expect(await checkpoint.at()).toBeNull();
  });
});

test('deleting leaves nothing of a run, and the one before is the last again', async () => {
  await inInvocation(async () => {
    const first = await done();
    const before = await everything();
    const second = await done();
    await runs().checkpoint(second).set({ lastName: 'zoe' });
    await runs().progress(second, progressAt(5));
    await runs().delete(second);
    const after = await everything();
    expect(after.filter((entry) => entry.includes(`jira:dry-run:${second}`))).toEqual([]);
    const kept = (entries: string[]) => entries.filter((entry) => !entry.startsWith('jira:dry-runs-of'));
    expect(kept(after)).toEqual(kept(before));
    expect((await runs().ofTarget(target)).last?.id).toBe(first);
    expect(await runs().isCancelAsked(second)).toBe(true);
  });
});

test('forgetting a target forgets its runs', async () => {
  await inInvocation(async () => {
    const ids = [await done(), await done()];
    expect((await runs().forget(target)).sort()).toEqual(ids.sort());
    expect((await everything()).filter((entry) => entry.startsWith('jira:dry-run:'))).toEqual([]);
    expect(await runs().ofTarget(target)).toEqual({ current: null, last: null, before: null });
  });
});

test('the sweep deletes people after seven days and sums after thirty, by our own clock', async () => {
  await inInvocation(async () => {
    const id = await done();
    const half = orderOf(randomUUID(), { targetId: '22222222-2222-4222-8222-222222222222' });
    await runs().claim(half);
    await runs().checkpoint(half.id).set({ lastName: 'person-of-the-checkpoint' });
    await runs().end(half.id, { state: 'stopped', problem: 'It broke off.' });
    const targets = [target, half.targetId];
    clock += 7 * day - 1;
    expect(await runs().sweep(targets)).toEqual([]);
    expect(await runs().view(half.id)).toMatchObject({ canGoOn: true });
    clock += 1;
    expect((await runs().sweep(targets)).sort()).toEqual([id, half.id].sort());
    expect(JSON.stringify(await everything())).not.toMatch(/person-0|person-of-the-checkpoint/);
    expect(await runs().view(id)).toMatchObject({ state: 'done', result: { sums: { people: 1_000 } } });
    expect(await runs().view(half.id)).toMatchObject({ state: 'stopped', canGoOn: false });
    clock += 24 * day;
    expect(await runs().view(id)).toBeNull();
    await runs().sweep(targets);
    expect((await everything()).filter((entry) => entry.startsWith('jira:dry-run:'))).toEqual([]);
  });
});
