import { randomUUID } from 'node:crypto';
import { journalIn } from '../../src/apply/journal';
import type { PayloadOf } from '../../src/contract/panel-calls';
import type { Result } from '../../src/contract/result';
import { type Applying, emergencyAccess, openApplying, prepared, write } from './applying';
import { bob } from './site';

jest.setTimeout(30_000);

/** What is ordered, and who may: presses, events that come twice, late or never, other administrators, other products. */

let world: Applying;
beforeEach(async () => {
  world = await openApplying();
  await prepared(world);
});
afterEach(() => world.close());

const stored = () => JSON.stringify(world.demo.plugins.jira.miniorange.configuration.stored);
const imports = () => world.demo.plugins.jira.miniorange.imports();
const state = (as: object = {}) => world.get('applyState', {}, as);
const codeOf = (answer: Result<unknown>) => (answer.ok ? 'ok' : answer.error.code);
const asBob = { accountId: bob.accountId };
const newOrder = async (): Promise<Omit<PayloadOf<'startApply'>, 'target'>> => {
  const { guards, summary } = await world.get('planApply', { change: { kind: 'settings' } });
  return {
    ...{ apply: randomUUID(), change: { kind: 'settings' }, shown: summary.fingerprint, typedName: '' },
    ...{ overruled: guards.filter(({ holds }) => !holds).map(({ id }) => id), keepWithin: 600_000 },
  };
};

test('an order that comes twice, and a press that is made twice, write once', async () => {
  const { get, handed, work } = world;
  const order = await newOrder();
  await get('startApply', order);
  await work(order.apply);
  await get('startApply', order);
  await Promise.all([work(order.apply), work(order.apply)]);
  expect(imports()).toBe(1);
  expect(handed.map((one) => one.order)).toEqual([order.apply]);
  expect((await state()).newest?.step).toBe('waiting');
});

test('a process that ends between press and work: whoever looks hands it on once more, and it is worked on once', async () => {
  const { get, handed, hold, pass } = world;
  hold(true);
  const order = await newOrder();
  expect((await get('startApply', order)).order).toMatchObject({ id: order.apply, outcome: null });
  expect((await state()).order?.outcome).toBeNull();
  // Nobody hears of it, and the panel is called as often as it likes.
  await state();
  expect(handed).toHaveLength(1);
  hold(false);
  pass(21_000);
  await state();
  expect(handed).toHaveLength(2);
  expect((await state()).newest).toMatchObject({ id: order.apply, step: 'waiting' });
  expect(imports()).toBe(1);
});

test('an order that nobody has begun in time is not begun any more, though its event comes at last', async () => {
  const { get, hold, pass, work } = world;
  const before = stored();
  hold(true);
  const order = await newOrder();
  await get('startApply', order);
  pass(6 * 60_000);
  expect((await state()).order?.outcome).toMatchObject({ kind: 'failed', error: { code: 'expired' } });
  await work(order.apply);
  expect(stored()).toBe(before);
  expect(imports()).toBe(0);
});

test('tries that came to no write hide nothing of the history that has a backup', async () => {
  const { get, now, site, target } = world;
  const apply = await write(world);
  await get('restoreApply', { apply, shown: null });
  const journal = journalIn({ product: 'jira', who: 'Ada', account: 'ada', now });
  const at = now().toISOString();
  await site.inside(async () => {
    for (let count = 0; count < 25; count += 1) {
      const id = randomUUID();
      await journal.begin({
        ...{ id, target, kind: 'miniorange', called: 'miniOrange', who: 'Ada', account: null },
        ...{ startedAt: at, mappingVersion: null, keepWithin: null },
      });
      await journal.append(id, 0, {
        ...{ step: 'not-written', at, who: 'Ada', inForce: 'old', message: 'Nothing was written.', failure: null },
        ...{ nextAt: null, isResting: true, isSent: false, isAnswered: false, deadlineAt: null, cameIn: null },
      });
    }
  });
  expect((await state()).history.map(({ id, backupUntil }) => [id, backupUntil !== null])).toEqual([[apply, true]]);
});

test('while an order is worked on, nobody else is heard', async () => {
  const { get, hold, site, target } = world;
  hold(true);
  const order = await newOrder();
  await get('startApply', order);
  await get('savePluginAccess', emergencyAccess, asBob);
  const second = await site.call('startApply', { target, ...order, apply: randomUUID() }, asBob);
  expect(second).toMatchObject({
    ok: false,
    error: { code: 'busy', message: expect.stringContaining('Ada') as string },
  });
});

test('of two who press at once, the second is told how it ended, not that credentials are missing', async () => {
  const { get } = world;
  const apply = await write(world);
  await get('sayWhoCameIn', { apply, user: emergencyAccess.access.user });
  await get('keepApply', { apply });
  const kept = await get('keepApply', { apply });
  expect([kept.newest?.step, kept.order]).toMatchObject(['kept', { what: 'keep', outcome: { kind: 'not-waiting' } }]);
  const restored = await get('restoreApply', { apply, shown: null });
  expect(restored.newest?.step).toBe('kept');
  expect(restored.order).toMatchObject({ what: 'restore', outcome: { kind: 'not-open' } });
});

test('another administrator sees who applies and since when, and restores with credentials of their own alone', async () => {
  const { get, site, target } = world;
  const before = stored();
  const apply = await write(world);
  const seen = await state(asBob);
  expect(seen.newest).toMatchObject({ id: apply, who: 'Ada', step: 'waiting' });
  // Ada's, which read the accounts for everybody, write for her alone.
  expect(seen.access).toEqual({ kind: 'none', canUseAccounts: false });
  const asAccounts = { target, access: { kind: 'as-accounts' }, isKept: false, isShared: false };
  expect(codeOf(await site.call('savePluginAccess', asAccounts, asBob))).toBe('refused');
  expect(codeOf(await site.call('savePluginAccess', asAccounts))).toBe('ok');
  expect(await site.call('restoreApply', { target, apply, shown: null }, asBob)).toMatchObject({
    ok: false,
    error: { code: 'refused', field: 'access' },
  });
  expect(stored()).not.toBe(before);
  await get('savePluginAccess', emergencyAccess, asBob);
  await get('restoreApply', { apply, shown: null }, asBob);
  expect(JSON.parse(stored())).toEqual(JSON.parse(before));
  const { newest } = await state();
  expect(newest?.entries.findLast(({ step }) => step === 'restored')).toMatchObject({ who: 'Bob' });
});

test('credentials that are shared write for other administrators, and are forgotten by their own holder alone', async () => {
  const { get } = world;
  await get('savePluginAccess', { ...emergencyAccess, isShared: true, isKept: true });
  expect((await state(asBob)).access).toMatchObject({ kind: 'password', isOwn: false, isShared: true, who: 'Ada' });
  const plan = await get('planApply', { change: { kind: 'settings' } }, asBob);
  expect(plan.summary.changes.length).toBeGreaterThan(0);
  await get('forgetPluginAccess', {}, asBob);
  expect((await state(asBob)).access).toMatchObject({ isOwn: false });
  await get('forgetPluginAccess', {});
  expect((await state(asBob)).access.kind).toBe('none');
});

test('a caller from the other product reaches nothing of it', async () => {
  const { site, target } = world;
  const apply = await write(world);
  const before = await site.everything('jira:');
  const as = { product: 'confluence' } as const;
  const answers = await Promise.all([
    site.call('applyState', { target }, as),
    site.call('planApply', { target, change: { kind: 'settings' } }, as),
    site.call('keepApply', { target, apply }, as),
    site.call('restoreApply', { target, apply, shown: null }, as),
    site.call('leaveApply', { target, apply }, as),
    site.call('lookAtApply', { target }, as),
    site.call('deleteApplyBackup', { target, apply }, as),
    site.call('savePluginAccess', { target, ...emergencyAccess }, as),
  ]);
  expect(answers.map(codeOf)).toEqual(answers.map(() => 'not-found'));
  expect(await site.everything('jira:')).toEqual(before);
});

test('what another administrator writes with stays shared as long as that waits', async () => {
  const { get, site, target } = world;
  await get('forgetPluginAccess', {});
  const shared = { ...emergencyAccess, isKept: true, isShared: true };
  await get('savePluginAccess', shared, asBob);
  const apply = await write(world);
  const own = { target, ...shared, isShared: false };
  expect(codeOf(await site.call('savePluginAccess', own, asBob))).toBe('busy');
  await get('savePluginAccess', shared, asBob);
  await get('restoreApply', { apply, shown: null });
  expect(codeOf(await site.call('savePluginAccess', own, asBob))).toBe('ok');
});

test('as long as it waits, nothing that a restore needs is forgotten, and it stays at the same address', async () => {
  const { get, site, target } = world;
  const apply = await write(world);
  const loaded = await site.call('load', {});
  const settings = loaded.ok ? loaded.value.targets[0]?.settings : undefined;
  if (!settings) throw new Error('There is no target.');
  const moved = { ...settings.value, baseUrl: 'https://jira.elsewhere.example' };
  const before = await site.everything('jira:');
  const refused = [
    await site.call('removeTarget', { id: target }),
    await site.call('forgetConnection', {}),
    await site.call('forgetPluginAccess', { target }),
    await site.call('saveTarget', { id: target, base: settings.version, settings: moved }),
  ];
  for (const answer of refused)
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'busy', remedy: expect.stringContaining('Restore') as string },
    });
  expect(await site.everything('jira:')).toEqual(before);
  expect(codeOf(await site.call('deleteApplyBackup', { target, apply }))).toBe('refused');
  await get('restoreApply', { apply, shown: null });
  expect(codeOf(await site.call('removeTarget', { id: target }))).toBe('ok');
  const left = Object.keys(await site.everything('jira:')).filter((key) => key.includes(apply));
  expect(left).toEqual([]);
});

test('the first 401 ends all unattended tries, and somebody is called', async () => {
  const { demo, get, look, pass } = world;
  const apply = await write(world);
  const after = stored();
  demo.jira.conditions.fault = { kind: 'captcha', on: /^\/rest\/api\/2\/mypermissions/, times: null };
  pass(10 * 60_000 + 1_000);
  await look();
  const called = (await state()).newest;
  expect(called).toMatchObject({ id: apply, step: 'stuck', dueAt: null });
  expect(called?.entries.at(-1)?.failure).toMatchObject({ code: 'captcha', isFinal: true });
  const asked = demo.jira.asked.length;
  pass(86_400_000);
  await look();
  expect(demo.jira.asked.length).toBe(asked);
  expect(stored()).toBe(after);
  // A person, once the CAPTCHA is solved.
  demo.jira.conditions.fault = null;
  await get('restoreApply', { apply, shown: null });
  expect((await state()).newest?.step).toBe('restored');
});

test('where somebody else has changed the plugin, a restore shows what it would overwrite, or leaves it', async () => {
  const { demo, get, look, pass } = world;
  const apply = await write(world);
  const { configuration, switches } = demo.plugins.jira.miniorange;
  configuration.import(JSON.stringify({ ...configuration.stored, 'Domain Mapping Configurations': {} }), switches);
  const theirs = stored();
  pass(10 * 60_000 + 1_000);
  await look();
  expect((await state()).newest).toMatchObject({ step: 'stuck', inForce: 'neither' });
  expect(stored()).toBe(theirs);
  await get('restoreApply', { apply, shown: null });
  const differs = (await state()).order?.outcome;
  if (differs?.kind !== 'differs') throw new Error(`It was ${differs?.kind}.`);
  expect(stored()).toBe(theirs);
  await get('restoreApply', { apply, shown: differs.fingerprint });
  expect((await state()).newest?.step).toBe('restored');
});

test('what needs a person ends as well by leaving it as it is', async () => {
  const { demo, get, look, pass } = world;
  const apply = await write(world);
  const { configuration, switches } = demo.plugins.jira.miniorange;
  configuration.import(JSON.stringify({ ...configuration.stored, 'Domain Mapping Configurations': {} }), switches);
  pass(10 * 60_000 + 1_000);
  await look();
  await get('leaveApply', { apply });
  expect((await state()).newest).toMatchObject({ step: 'left', inForce: 'neither' });
  await get('savePluginAccess', emergencyAccess);
  await get('planApply', { change: { kind: 'settings' } });
});

test('a look tells what is in force, and changes nothing while nothing is due', async () => {
  const { get } = world;
  await write(world);
  const after = stored();
  await get('lookAtApply', {});
  const seen = await state();
  expect(seen.order).toMatchObject({ what: 'look', outcome: { kind: 'done' } });
  expect(seen.newest?.step).toBe('waiting');
  expect(stored()).toBe(after);
});

test('a look that comes late takes nothing of what was typed for the next apply', async () => {
  const { get, look } = world;
  const apply = await write(world);
  await get('restoreApply', { apply, shown: null });
  expect((await state()).access.kind).toBe('none');
  await get('savePluginAccess', emergencyAccess);
  await look();
  await get('lookAtApply', {});
  expect((await state()).access.kind).toBe('password');
});

test('another situation of the demo forgets what was written in the one before, though it waits', async () => {
  const { site, target } = world;
  const apply = await write(world);
  const begun = await site.call('startDemo', { situation: 'leavers-still-active' });
  expect(codeOf(begun)).toBe('ok');
  expect(begun.ok && begun.value.targets.map(({ id }) => id)).toEqual([target]);
  expect(Object.keys(await site.everything('jira:')).filter((key) => key.includes(apply))).toEqual([]);
  expect((await state()).newest).toBeNull();
});

test('backups go after ninety days, credentials for one apply after a day, and those that were to be kept stay', async () => {
  const { get, pass, site } = world;
  const apply = await write(world);
  await get('restoreApply', { apply, shown: null });
  const backups = async () =>
    Object.keys(await site.everything('jira:')).filter((key) => key.startsWith('jira:apply-backup:'));
  expect(await backups()).toHaveLength(1);
  expect((await state()).newest?.backupUntil).not.toBeNull();
  await get('savePluginAccess', emergencyAccess);
  await get('savePluginAccess', { ...emergencyAccess, isKept: true }, asBob);
  pass(25 * 3_600_000);
  await site.sweep();
  expect((await state()).access.kind).toBe('none');
  expect((await state(asBob)).access).toMatchObject({ isKept: true });
  expect(await backups()).toHaveLength(1);
  pass(90 * 86_400_000);
  expect((await state()).newest?.backupUntil).toBeNull();
  await site.sweep();
  expect(await backups()).toEqual([]);
});
