import { randomUUID } from 'node:crypto';
import type { ApplyOutcome } from '../../src/contract/apply-calls';
import { rowOf } from '../directory/made-rows';
import { type Applying, comeIn, emergencyAccess, openApplying, prepared, write } from './applying';

jest.setTimeout(30_000);

/** Apply against the demo's Jira, from the first plan to the end. */

const administrator = 'amara.okafor';

let world: Applying;
beforeEach(async () => {
  world = await openApplying();
  await prepared(world);
});
afterEach(() => world.close());

const outcome = async (): Promise<ApplyOutcome | null | undefined> =>
  (await world.get('applyState', {})).order?.outcome;
const stored = () => JSON.stringify(world.demo.plugins.jira.miniorange.configuration.stored);

test('plan, write, an administrator comes in through the plugin, keep', async () => {
  const { demo, get, looks } = world;
  demo.jira.conditions.auditsSignIns = 'way';
  const before = stored();
  const plan = await get('planApply', { change: { kind: 'settings' } });
  expect(plan.summary.changes.map(({ key }) => key)).toContain('username');
  expect(plan.wayBack).toMatchObject({ kind: 'proved', account: 'emergency-admin' });
  expect(stored()).toBe(before);

  const apply = await write(world);
  const written = await get('applyState', {});
  expect(written.newest).toMatchObject({ id: apply, step: 'waiting', inForce: 'new', who: 'Ada', mappingVersion: 1 });
  expect(stored()).not.toBe(before);
  // Whoever has the timers was told when it is due.
  expect(looks).toContainEqual({ target: world.target, at: written.newest?.deadlineAt });

  await get('keepApply', { apply });
  expect(await outcome()).toEqual({ kind: 'nobody-came-in' });
  expect(await comeIn(world, administrator)).toContain(`<code id="who">${administrator}</code>`);
  const { state, isTold } = await get('lookWhoCameIn', { apply });
  expect(isTold).toBe(true);
  expect(state.newest?.cameIn).toMatchObject([{ who: administrator, isAdministrator: true, how: 'audit-log' }]);

  await get('keepApply', { apply });
  const kept = await get('applyState', {});
  expect(kept.order?.outcome).toEqual({ kind: 'done' });
  expect(kept.newest).toMatchObject({ step: 'kept', deadlineAt: null });
  expect(kept.history.map(({ id }) => id)).toEqual([apply]);
  // What was typed for this one apply is forgotten with its end.
  expect(kept.access.kind).toBe('none');
});

test('what nobody keeps goes back by itself, while nobody looks', async () => {
  const { look, pass, get } = world;
  const before = stored();
  await write(world);
  expect(stored()).not.toBe(before);
  pass(9 * 60_000);
  await look();
  expect(stored()).not.toBe(before);
  pass(61_000);
  await look();
  expect(JSON.parse(stored())).toEqual(JSON.parse(before));
  const { access, newest } = await get('applyState', {});
  expect(newest).toMatchObject({ step: 'restored', inForce: 'old' });
  expect(newest?.entries.find(({ step }) => step === 'restoring')).toMatchObject({ who: null });
  expect(access.kind).toBe('none');
});

test('an administrator whose groups a sign-in took away keeps nothing', async () => {
  const { demo, get } = world;
  demo.jira.conditions.auditsSignIns = 'way';
  const apply = await write(world);
  await comeIn(world, administrator);
  await get('lookWhoCameIn', { apply });
  const user = demo.jira.people.named(administrator);
  if (!user) throw new Error('There is no such account.');
  demo.jira.people.put({ ...user, groups: [] });
  await get('keepApply', { apply });
  expect(await outcome()).toEqual({ kind: 'nobody-came-in' });
  expect((await get('applyState', {})).newest).toMatchObject({ step: 'waiting' });
});

test('the old settings come back by a press, and the history restores as a plan that is shown first', async () => {
  const { get } = world;
  const before = stored();
  const apply = await write(world);
  const after = stored();
  await get('restoreApply', { apply, shown: null });
  expect((await get('applyState', {})).newest).toMatchObject({ step: 'restored', inForce: 'old' });
  expect(JSON.parse(stored())).toEqual(JSON.parse(before));

  await prepared(world);
  const again = await write(world);
  expect(JSON.parse(stored())).toEqual(JSON.parse(after));
  await get('sayWhoCameIn', { apply: again, user: administrator });
  await get('keepApply', { apply: again });
  expect(await outcome()).toEqual({ kind: 'done' });

  await prepared(world);
  const change = { kind: 'as-before', apply: again } as const;
  const plan = await get('planApply', { change });
  expect(plan.summary.changes.map(({ key }) => key)).toContain('username');
  const back = await write(world, change);
  // By settings of before, perhaps nobody can come in through the plugin at all: nobody has to.
  expect((await get('applyState', {})).newest).toMatchObject({ id: back, step: 'kept' });
  expect(JSON.parse(stored())).toEqual(JSON.parse(before));
});

test('whoever wrote it saves its backup as a file, and nobody else', async () => {
  const { site, target } = world;
  const saved = { target, apply: await write(world), passphrase: 'a passphrase of mine' };
  expect(await site.call('exportApplyBackup', saved)).toMatchObject({ ok: true });
  const other = await site.call('exportApplyBackup', saved, { accountId: 'bob' });
  expect(other).toMatchObject({ ok: false, error: { code: 'refused' } });
});

test('a plan of before another client secret was saved is made anew: of a secret no value is shown', async () => {
  const { demo, get, site, target } = world;
  const own = demo.plugins.jira.miniorange.configuration;
  own.change((now) =>
    JSON.parse(JSON.stringify(now).replace(/"CLIENT_SECRET":"[^"]*"/, '"CLIENT_SECRET":"an-old-one"')),
  );
  const { summary } = await get('planApply', { change: { kind: 'settings' } });
  expect(summary.changes.filter(({ isSecret }) => isSecret)).toHaveLength(1);
  expect(await site.call('saveSecret', { target, secret: 'saved-between-look-and-press' })).toMatchObject({ ok: true });
  const before = stored();
  await get('startApply', {
    ...{ apply: randomUUID(), change: { kind: 'settings' }, shown: summary.fingerprint },
    ...{ overruled: [], typedName: '', keepWithin: 600_000 },
  });
  expect(await outcome()).toMatchObject({ kind: 'changed' });
  expect(stored()).toBe(before);
});

test('a plan of before somebody else changed the plugin is made anew, and nothing is written', async () => {
  const { demo, get } = world;
  const { summary } = await get('planApply', { change: { kind: 'settings' } });
  const { configuration } = demo.plugins.jira.miniorange;
  const changed = JSON.stringify({
    ...configuration.stored,
    'Domain Mapping Configurations': { 'acme.example': 'one' },
  });
  configuration.import(changed, demo.plugins.jira.miniorange.switches);
  const before = stored();
  await get('startApply', {
    ...{ apply: randomUUID(), change: { kind: 'settings' }, shown: summary.fingerprint },
    ...{ overruled: [], typedName: '', keepWithin: 600_000 },
  });
  expect(await outcome()).toMatchObject({ kind: 'changed', summary: { fingerprint: expect.any(String) as string } });
  expect(stored()).toBe(before);
});

test('a plan of before somebody else saved another mapping is made anew, and nothing is written', async () => {
  const { get, site } = world;
  const { summary } = await get('planApply', { change: { kind: 'settings' } });
  const state = await site.call('load', {});
  const saved = state.ok ? state.value.targets[0]?.mapping : null;
  if (!saved) throw new Error('There is no mapping.');
  await get('saveMapping', { base: saved.version, mapping: { ...saved.value, name: { fullName: 'nickname' } } });
  const before = stored();
  await get('startApply', {
    ...{ apply: randomUUID(), change: { kind: 'settings' }, shown: summary.fingerprint },
    ...{ overruled: [], typedName: '', keepWithin: 600_000 },
  });
  const changed = await outcome();
  if (changed?.kind !== 'changed') throw new Error(`It was ${changed?.kind}.`);
  expect(changed.summary.changes).toContainEqual(expect.objectContaining({ key: 'full-name', after: 'nickname' }));
  expect(stored()).toBe(before);
  // What is shown now can be ordered.
  expect((await get('planApply', { change: { kind: 'settings' } })).summary.fingerprint).toBe(
    changed.summary.fingerprint,
  );
});

test('guards are judged when it is written, not when it was shown', async () => {
  const { get, played, site } = world;
  const before = stored();
  const plan = await get('planApply', { change: { kind: 'settings' } });
  const overruled = plan.guards.filter(({ holds }) => !holds).map(({ id }) => id);
  // Meanwhile a dry run says that an administrator would be locked out, and that somebody signs in to the rescue.
  await get('startDryRun', { run: randomUUID() });
  await site.inside(() =>
    played.finish([rowOf(0, { account: 'Emergency-Admin', displayName: 'Eve' })], {
      administrators: { lockedOut: 1 } as never,
    }),
  );
  await get('startApply', {
    ...{ apply: randomUUID(), change: { kind: 'settings' }, shown: plan.summary.fingerprint },
    ...{ overruled, typedName: 'jira', keepWithin: 600_000 },
  });
  const held = await outcome();
  if (held?.kind !== 'held') throw new Error(`It was ${held?.kind}.`);
  const broken = held.guards.filter(({ holds }) => !holds);
  expect(broken.find(({ id }) => id === 'way-back-unproved')?.message).toContain(
    'Eve in Casdoor signs in to emergency-admin',
  );
  expect(broken.map(({ id }) => id)).toContain('administrators-affected');
  expect(stored()).toBe(before);
  expect((await get('applyState', {})).newest).toBeNull();
});

test('redirecting everybody is a plan of its own, held until somebody who administers nothing came in', async () => {
  const { demo, get } = world;
  demo.jira.conditions.auditsSignIns = 'way';
  const apply = await write(world);
  await comeIn(world, administrator);
  await get('lookWhoCameIn', { apply });
  await get('keepApply', { apply });
  await prepared(world);
  const redirect = { kind: 'redirect', isOn: true } as const;
  expect(await get('planApply', { change: { kind: 'settings' } })).toMatchObject({ redirect: { isOn: true } });
  const plan = await get('planApply', { change: redirect });
  expect(plan.summary.changes.map(({ label }) => label)).toEqual(['Auto Redirect']);
  expect(plan.guards.find(({ id }) => id === 'user-sign-in-missing')).toMatchObject({
    holds: false,
    canBeOverruled: false,
  });
  await write(world, redirect);
  expect(await outcome()).toMatchObject({ kind: 'held' });
  // After it was kept as well: who comes in tells whether everybody can.
  await comeIn(world, 'lee.wen');
  await get('lookWhoCameIn', { apply });
  const alone = await write(world, redirect);
  expect((await get('applyState', {})).newest).toMatchObject({ id: alone, step: 'waiting' });
  expect(await get('planApply', { change: { kind: 'settings' } })).toMatchObject({
    redirect: { isOn: false, label: 'Auto Redirect' },
  });
  const door = await fetch(`${demo.jira.address}/login.jsp`, { redirect: 'manual' });
  expect(door.headers.get('location')).toContain('/plugins/servlet/oauth/auth');
  await get('restoreApply', { apply: alone, shown: null });
  expect((await get('applyState', {})).history.map(({ step }) => step)).toEqual(['restored', 'kept']);
  await prepared(world);
  const inForce = async () => {
    const { guards } = await get('planApply', { change: redirect });
    return guards.find(({ id }) => id === 'other-settings-in-force');
  };
  expect(await inForce()).toMatchObject({ holds: true, consequence: null });
  // What is saved now is what checks and dry run are about, and not what people would be sent to.
  const state = await world.site.call('load', {});
  const saved = state.ok ? state.value.targets[0]?.mapping : null;
  if (!saved) throw new Error('There is no mapping.');
  await get('saveMapping', { base: saved.version, mapping: { ...saved.value, username: 'email' } });
  expect(await inForce()).toMatchObject({
    holds: false,
    canBeOverruled: true,
    message: expect.stringMatching(/holds other settings than these, such as "Username claim"/) as string,
  });
});

test('a plugin whose licence has ended holds a write back, until somebody overrules it', async () => {
  const { demo, get } = world;
  await prepared(world);
  const blocked = async () => {
    const { guards } = await get('planApply', { change: { kind: 'settings' } });
    return guards.find(({ id }) => id === 'plugin-blocked');
  };
  expect(await blocked()).toBeUndefined();
  demo.plugins.jira.miniorange.switches.licenceEnds = '2020-01-01T00:00:00.000Z';
  expect(await blocked()).toMatchObject({ holds: false, canBeOverruled: true });
  const plan = await get('planApply', { change: { kind: 'settings' } });
  await get('startApply', {
    ...{ apply: randomUUID(), change: { kind: 'settings' }, shown: plan.summary.fingerprint },
    ...{ overruled: plan.guards.filter(({ id }) => id !== 'plugin-blocked').map(({ id }) => id) },
    ...{ typedName: '', keepWithin: 600_000 },
  });
  const held = await outcome();
  if (held?.kind !== 'held') throw new Error(`It was ${held?.kind}.`);
  expect(held.guards.filter(({ holds }) => !holds).map(({ id }) => id)).toContain('plugin-blocked');
  expect((await get('applyState', {})).newest).toBeNull();
});

test('the way back: another account is tried once by its password, and only that it was accepted is kept', async () => {
  const { demo, get, pass, site } = world;
  const { wayBack } = await get('proveWayBack', { user: 'emergency-admin', password: 'wrong' });
  expect(wayBack).toEqual({ kind: 'account-refused', account: 'emergency-admin' });
  const asked = demo.jira.asked.length;
  const proved = await get('proveWayBack', { user: 'emergency-admin', password: emergencyAccess.access.password });
  expect(proved.wayBack).toMatchObject({ kind: 'proved', account: 'emergency-admin' });
  expect(proved.state.wayBack).toMatchObject({ account: 'emergency-admin', who: 'Ada' });
  expect(demo.jira.asked.slice(asked).filter((path) => path.startsWith('/rest/api/2/mypermissions')).length).toBe(2);
  pass(31 * 60_000);
  expect((await get('applyState', {})).wayBack).toBeNull();
  expect(JSON.stringify(await site.everything('jira:way-back'))).not.toContain(emergencyAccess.access.password);
});
