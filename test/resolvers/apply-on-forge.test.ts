import { randomUUID } from 'node:crypto';
import { withStandIns } from '../../local/demo/demo-vantage';
import { type RunningDemo, startDemo } from '../../local/demo/start-demo';
import type { Mishaps } from '../../local/host/event-queues';
import { startForgeHost } from '../../local/host/forge-runtime';
import { keyValueService } from '../../local/host/key-value-service';
import { memoryEntries } from '../../local/host/memory-entries';
import { ownProducts } from '../../local/host/own-products';
import { makeCloudVantage } from '../../src/casdoor/cloud-vantage';
import type { AnswerOf, PanelCall } from '../../src/contract/panel-calls';
import type { Adapters } from '../../src/resolvers/adapters';
import { createHandlers } from '../../src/resolvers/app';
import { applyQueue, applyTimeout, queuedApplies } from '../../src/resolvers/apply-queue';
import { rowOf } from '../directory/made-rows';
import { queueClock } from '../local/host/queue-clock';
import { emergencyAccess } from './applying';
import { mapping } from './every-call';
import { playDryRuns } from './played-dry-runs';
import { ada } from './site';

jest.setTimeout(60_000);

/** On Forge nothing works on once a call is answered: orders and deadlines are events. Time passes only when it is let. */

let demo: RunningDemo;
const closing: (() => void)[] = [];
beforeEach(async () => {
  demo = await startDemo({ size: 30, firstPort: 0 });
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await demo.close();
});

const open = async ({
  mishaps = () => [0],
  granted = () => true,
}: {
  mishaps?: Mishaps;
  granted?: () => boolean;
} = {}) => {
  const time = queueClock(Date.now());
  const now = () => new Date(time.now());
  const played = playDryRuns(now);
  const jira = new URL(demo.jira.address).host;
  const host = startForgeHost({
    keyValues: keyValueService(memoryEntries(), memoryEntries(), time.now),
    answerProduct: ownProducts([ada]),
    mayReach: (name) => name !== jira || granted(),
    webTriggerUrl: () => null,
    events: {
      clock: time.clock,
      mishaps,
      consumers: [
        {
          ...{ key: applyQueue, queue: applyQueue, function: 'apply-step', timeoutSeconds: applyTimeout },
          handler: (event) => applyStep(event),
        },
      ],
    },
  });
  closing.push(host.close);
  const adapters: Adapters = {
    from: 'cloud',
    vantage: () => withStandIns(makeCloudVantage({ fetch: (url, init) => fetch(url, init) }), demo.standIns),
    callbackUrl: async () => 'https://acme.atlassian.example/x1/sign-in',
    askProduct: null,
    dryRuns: played,
    applies: queuedApplies(now),
    demo: null,
    now,
  };
  const { panel, applyStep, sweep } = createHandlers(adapters);
  const caller = { product: 'jira', accountId: ada.accountId, installation: 'one' } as const;
  const call = async <Name extends PanelCall>(name: Name, payload: unknown) => {
    const answer = (await host.invoke(panel, name, payload, caller)) as AnswerOf<Name>;
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
    return answer.value as Extract<AnswerOf<Name>, { ok: true }>['value'];
  };
  const refused = async (name: PanelCall, payload: unknown) => {
    const answer = (await host.invoke(panel, name, payload, caller)) as AnswerOf<PanelCall>;
    return answer.ok ? null : answer.error.code;
  };
  const start = await demo.demo.start('healthy');
  if (!start) throw new Error('There is no such situation.');
  await call('saveConnection', { base: 0, settings: { address: start.address, allowsHttp: false } });
  const { id: target } = await call('saveTarget', { id: null, base: 0, settings: start.target });
  await call('saveSecret', { target, secret: start.secret.expose() });
  await call('saveMapping', { target, base: 0, mapping });
  const inside = <T>(act: () => Promise<T>) => host.invoke(act, 'any', {}, caller) as Promise<T>;
  const prepare = async () => {
    await call('savePluginAccess', { target, ...emergencyAccess });
    await call('startDryRun', { target, run: randomUUID() });
    // Rows of whoever stays as they are, are not kept here: that nobody has the account is a row of its own.
    const existing = {
      username: 'emergency-admin',
      email: null,
      fullName: null,
      active: true,
      groups: [],
      administrator: true,
    };
    const rescue = rowOf(0, { kind: 'account', account: null, username: null, outcome: 'unreached', existing });
    await inside(() => played.finish([rescue]));
  };
  const order = async () => {
    const { guards, summary } = await call('planApply', { target, change: { kind: 'settings' } });
    expect(guards.find(({ id }) => id === 'way-back-unproved')?.holds).toBe(true);
    return {
      ...{ target, apply: randomUUID(), change: { kind: 'settings' }, shown: summary.fingerprint, typedName: '' },
      ...{ overruled: guards.filter(({ holds }) => !holds).map(({ id }) => id), keepWithin: 1_800_000 },
    };
  };
  return {
    ...{ call, refused, time, target, prepare, order },
    state: () => call('applyState', { target }),
    /** Events come, until none is left or until a moment. */
    work: (until?: number) => time.run(host.idle, until),
    sweep: () => host.invokeScheduled(sweep, { product: 'jira', installation: 'one' }),
  };
};

const stored = () => demo.plugins.jira.miniorange.configuration.stored;
const imports = () => demo.plugins.jira.miniorange.imports();

test('an order goes out as an event, and what nobody keeps in half an hour comes back by another', async () => {
  const { call, time, prepare, order, state, work } = await open();
  const before = structuredClone(stored());
  await prepare();
  const placed = await call('startApply', await order());
  expect(placed.order?.outcome).toBeNull();
  expect(stored()).toEqual(before);
  await work(time.now() + 5_000);
  const { newest, order: done, command, needsProcess } = await state();
  expect(done?.outcome).toEqual({ kind: 'done' });
  expect(newest).toMatchObject({ step: 'waiting', inForce: 'new' });
  expect([command, needsProcess]).toEqual([null, false]);
  expect(stored()).not.toEqual(before);
  // Further off than an event can be put off: the first one sends for the next.
  await work(time.now() + 1_790_000);
  expect(stored()).not.toEqual(before);
  await work();
  expect((await state()).newest).toMatchObject({ step: 'restored', inForce: 'old' });
  expect(stored()).toEqual(before);
});

test('events that come twice, and late, write once and restore once', async () => {
  const { call, time, prepare, order, state, work } = await open({ mishaps: () => [0, 0, 240] });
  const before = structuredClone(stored());
  await prepare();
  await call('startApply', await order());
  await work(time.now() + 300_000);
  expect(imports()).toBe(1);
  expect((await state()).newest?.step).toBe('waiting');
  await work();
  expect(imports()).toBe(2);
  expect(stored()).toEqual(before);
});

test('a look that never comes: the panel sends for it where somebody looks, and the daily schedule where nobody does', async () => {
  let isLost = false;
  const { call, time, prepare, order, state, work, sweep } = await open({ mishaps: () => (isLost ? [] : [0]) });
  const before = structuredClone(stored());
  await prepare();
  const placed = await order();
  await call('startApply', placed);
  isLost = true;
  await work(time.now() + 5_000);
  expect((await state()).newest?.step).toBe('waiting');
  time.pass(1_900_000);
  isLost = false;
  await sweep();
  await work();
  expect(stored()).toEqual(before);

  await prepare();
  await call('startApply', await order());
  isLost = true;
  await work(time.now() + 5_000);
  time.pass(1_900_000);
  isLost = false;
  await state();
  await work();
  expect((await state()).newest?.step).toBe('restored');
});

test('a host that nobody has allowed is written to by hand, said at once, until somebody allows it', async () => {
  let isGranted = false;
  const { call, target, prepare, state } = await open({ granted: () => isGranted });
  const { way } = await state();
  expect(way).toMatchObject({ kind: 'by-hand', why: expect.stringContaining('may not send requests to') as string });
  await expect(prepare()).rejects.toThrow('may not send requests to');
  expect(demo.jira.asked).toEqual([]);
  isGranted = true;
  expect((await state()).way).toEqual({ kind: 'api' });
  await prepare();
  expect((await call('planApply', { target, change: { kind: 'settings' } })).summary.changes.length).toBeGreaterThan(0);
});

test('a consent that was taken back is told at the next reading, and asked for again', async () => {
  let isGranted = true;
  const { target, prepare, state, refused } = await open({ granted: () => isGranted });
  await prepare();
  isGranted = false;
  // What was granted is believed for ten minutes, unless no answer comes.
  expect((await state()).way).toEqual({ kind: 'api' });
  expect(await refused('planApply', { target, change: { kind: 'settings' } })).toBe('egress-not-granted');
  expect((await state()).way.kind).toBe('by-hand');
});

test('a restore that meets a consent that was taken back says so, and asks for it', async () => {
  let isGranted = true;
  const { call, time, target, prepare, order, state, work } = await open({ granted: () => isGranted });
  await prepare();
  const { apply, ...asked } = await order();
  await call('startApply', { ...asked, apply });
  await work(time.now() + 5_000);
  isGranted = false;
  await call('restoreApply', { target, apply, shown: null });
  await work(time.now() + 5_000);
  const { order: restore, way } = await state();
  expect(restore?.outcome).toMatchObject({ kind: 'unreadable', failure: { code: 'unreachable' } });
  expect(way.kind).toBe('by-hand');
});
