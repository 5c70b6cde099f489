import { recommendedMapping } from '../../src/mapping/recommended-mapping';
import { type Applying, emergencyAccess, openApplying, prepared, write } from './applying';

jest.setTimeout(60_000);

/** The same for SSO for Atlassian Data Center, which Jira comes with. */

let world: Applying;
beforeEach(async () => {
  world = await openApplying({ settings: { plugin: 'atlassian-dc', scopes: 'openid profile email' } });
  await world.get('saveMapping', { base: 1, mapping: recommendedMapping('atlassian-dc', 'JWT') });
  await prepared(world);
});
afterEach(() => world.close());

const plugin = () => world.demo.plugins.jira.atlassianDc;

test('made switched off, tried from the node, switched on, and put back', async () => {
  const { get } = world;
  const before = structuredClone(plugin().settings());
  const asked = world.demo.jira.asked.length;
  const plan = await get('planApply', { change: { kind: 'settings' } });
  expect(plan).toMatchObject({ canTryFromNode: true });
  expect(plan.called).toMatch(/^SSO for Atlassian Data Center on jira\.localhost/);
  // A plan only reads.
  const paths = world.demo.jira.asked.slice(asked);
  expect(paths).toContain('/rest/authconfig/1.0/idps');
  // Where something is tried out, that is made, and deleted again by the id that it was given.
  const ids = paths.map((path) => /\/idps\/(.+)$/.exec(path)?.[1]).filter((id) => id !== undefined);
  expect(before.idps.map(({ id }) => String(id))).toEqual(expect.arrayContaining(ids));
  expect(plugin().settings()).toEqual(before);
  expect(await get('tryFromNode', {})).toMatchObject({ finding: { id: 'not-seen-from-target', outcome: 'pass' } });
  // What was tried out is gone again.
  expect(plugin().settings()).toEqual(before);
  expect(plan.wayBack).toMatchObject({ kind: 'proved', account: 'emergency-admin' });
  const apply = await write(world);
  expect((await get('applyState', {})).newest).toMatchObject({ id: apply, step: 'waiting', inForce: 'new' });
  expect(
    plugin()
      .settings()
      .idps.map(({ enabled }) => enabled),
  ).toEqual([false, true]);
  await get('restoreApply', { apply, shown: null });
  expect((await get('applyState', {})).newest).toMatchObject({ step: 'restored', inForce: 'old' });
  expect(plugin().settings().idps).toEqual(before.idps);
});

test('a node that cannot reach Casdoor is said before anything is written, and what is written then arrives nowhere', async () => {
  const { get } = world;
  plugin().switches.isNodeBlind = true;
  const before = structuredClone(plugin().settings().idps);
  expect((await get('tryFromNode', {})).finding).toMatchObject({
    ...{ id: 'not-seen-from-target', outcome: 'fail', severity: 'blocker' },
    heading: ['Jira itself cannot read Casdoor’s discovery document'],
  });
  await write(world);
  expect((await get('applyState', {})).newest?.step).toMatch(/^(not-written|restored)$/);
  expect(plugin().settings().idps).toEqual(before);
});

test('a client secret that was written from here is known the next time, and one of somebody else is not', async () => {
  const { get, site, target } = world;
  const apply = await write(world);
  await get('sayWhoCameIn', { apply, user: 'amara.okafor' });
  await get('keepApply', { apply });
  expect((await get('applyState', {})).newest?.step).toBe('kept');
  await prepared(world);
  const again = await get('planApply', { change: { kind: 'settings' } });
  expect(again.summary.changes).toEqual([]);
  await site.call('saveSecret', { target, secret: 'another-secret-of-the-client' });
  const other = await get('planApply', { change: { kind: 'settings' } });
  expect(other.summary.changes.map(({ isSecret }) => isSecret)).toEqual([true]);
  expect(other.guards.find(({ id }) => id === 'secret-cannot-return')).toMatchObject({ holds: true });
  // Without the backup nothing tells what stands there.
  await get('deleteApplyBackup', { apply });
  const unknown = await get('planApply', { change: { kind: 'settings' } });
  expect(unknown.guards.find(({ id }) => id === 'secret-cannot-return')).toMatchObject({ holds: false });
});

test('of an apply that was left with the old settings in force, the new client secret is not taken for the one that is there', async () => {
  const { get, look, pass, site, target } = world;
  const first = await write(world);
  await get('sayWhoCameIn', { apply: first, user: 'amara.okafor' });
  await get('keepApply', { apply: first });
  const old = structuredClone(plugin().settings());
  await site.call('saveSecret', { target, secret: 'another-secret-of-the-client' });
  const state = await site.call('load', {});
  const settings = state.ok ? state.value.targets[0]?.settings : undefined;
  if (!settings) throw new Error('There is no target.');
  await site.call('saveTarget', {
    ...{ id: target, base: settings.version },
    settings: { ...settings.value, scopes: 'openid profile' },
  });
  await prepared(world);
  const second = await write(world);
  expect((await get('applyState', {})).newest).toMatchObject({ id: second, step: 'waiting' });
  plugin().change((now) => ({ ...now, idps: now.idps.map((idp) => ({ ...idp, 'username-claim': '${email}' })) }));
  pass(700_000);
  await look();
  expect((await get('applyState', {})).newest?.step).toBe('stuck');
  // Somebody puts all of it back by hand, the client secret too.
  plugin().change(() => old);
  await get('savePluginAccess', emergencyAccess);
  await get('leaveApply', { apply: second });
  expect((await get('applyState', {})).newest).toMatchObject({ step: 'left', inForce: 'old' });
  await prepared(world);
  const { summary, guards } = await get('planApply', { change: { kind: 'settings' } });
  expect(summary.changes.map(({ label }) => label)).toContain('Client secret');
  expect(guards.find(({ id }) => id === 'secret-cannot-return')).toMatchObject({ holds: false });
});

test('a write of earlier settings leaves the client secret where that apply had left it, and it is taken for no other', async () => {
  const { get, site, target } = world;
  const own = () =>
    plugin()
      .settings()
      .idps.find(({ enabled }) => enabled);
  const keep = async (apply: string) => {
    await get('sayWhoCameIn', { apply, user: 'amara.okafor' });
    await get('keepApply', { apply });
    expect((await get('applyState', {})).newest).toMatchObject({ id: apply, step: 'kept' });
  };
  const save = async (scopes: string) => {
    const state = await site.call('load', {});
    const settings = state.ok ? state.value.targets[0]?.settings : undefined;
    if (!settings) throw new Error('There is no target.');
    await site.call('saveTarget', { id: target, base: settings.version, settings: { ...settings.value, scopes } });
    await prepared(world);
  };
  await keep(await write(world));
  const first = String(own()?.['client-secret']);
  await save('openid profile');
  const second = await write(world);
  await keep(second);
  await site.call('saveSecret', { target, secret: 'another-secret-of-the-client' });
  await prepared(world);
  await keep(await write(world));
  expect(own()?.['client-secret']).toBe('another-secret-of-the-client');
  // The scopes of before, and not the secret, which that apply did not change.
  await prepared(world);
  await write(world, { kind: 'as-before', apply: second });
  expect((await get('applyState', {})).newest).toMatchObject({ step: 'kept', isAsBefore: true });
  expect(own()?.['client-secret']).toBe('another-secret-of-the-client');
  await site.call('saveSecret', { target, secret: first });
  await prepared(world);
  const { summary } = await get('planApply', { change: { kind: 'settings' } });
  expect(summary.changes.map(({ label }) => label)).toContain('Client secret');
});

test('the client secret that stands there is typed first, and put back by a restore', async () => {
  const { get } = world;
  const own = () =>
    plugin()
      .settings()
      .idps.find(({ enabled }) => enabled);
  const apply = await write(world);
  await get('sayWhoCameIn', { apply, user: 'amara.okafor' });
  await get('keepApply', { apply });
  await get('deleteApplyBackup', { apply });
  const stood = own()?.['client-secret'];
  expect(stood).toMatch(/^\w+$/);
  await prepared(world);
  const { site, target } = world;
  await site.call('saveSecret', { target, secret: 'another-secret-of-the-client' });
  const guard = async () => {
    const { guards } = await get('planApply', { change: { kind: 'settings' } });
    return guards.find(({ id }) => id === 'secret-cannot-return');
  };
  expect(await guard()).toMatchObject({ holds: false, message: expect.stringMatching(/and was not typed\.$/) });
  // Taken for what stands there, the new one would not be written at all.
  for (const [secret, message] of [
    ['another-secret-of-the-client', 'This is the client secret that is to be written'],
    [String(own()?.['client-id']), 'This is the client ID, not the client secret.'],
    [` ${stood}`, 'begins or ends with a blank'],
  ] as const)
    expect(await site.call('savePluginSecret', { target, secret })).toMatchObject({
      ok: false,
      error: { code: 'refused', field: 'secret', message: expect.stringContaining(message) },
    });
  expect(await guard()).toMatchObject({ message: expect.stringMatching(/and was not typed\.$/) });
  await get('savePluginSecret', { secret: 'mistyped' });
  expect(await guard()).toMatchObject({
    holds: false,
    canBeOverruled: true,
    message: expect.stringContaining('Casdoor does not take the client secret that was typed'),
  });
  const answer = await get('savePluginSecret', { secret: String(stood) });
  expect(JSON.stringify(answer)).not.toContain(String(stood));
  expect(await guard()).toMatchObject({ holds: true, message: expect.stringContaining('Casdoor takes it') });
  // It belongs to this Casdoor as well: whoever saves another address has it sent nowhere.
  const state = await site.call('load', {});
  const connection = state.ok ? state.value.connection : null;
  if (!connection) throw new Error('There is no connection.');
  const { value, version } = connection;
  const saved = (base: number, address: string) =>
    site.call('saveConnection', { base, settings: { ...value, address } });
  expect(await saved(version, 'https://door.elsewhere.example')).toMatchObject({ ok: true, value: { kind: 'saved' } });
  expect(await site.call('planApply', { target, change: { kind: 'settings' } })).toMatchObject({ ok: false });
  expect(await saved(version + 1, value.address)).toMatchObject({ ok: true, value: { kind: 'saved' } });
  await site.call('saveSecret', { target, secret: 'another-secret-of-the-client' });
  expect(await guard()).toMatchObject({ holds: false, message: expect.stringMatching(/and was not typed\.$/) });
  await get('savePluginSecret', { secret: String(stood) });
  await prepared(world);
  const second = await write(world);
  expect(own()?.['client-secret']).toBe('another-secret-of-the-client');
  await get('restoreApply', { apply: second, shown: null });
  expect((await get('applyState', {})).newest).toMatchObject({ step: 'restored' });
  expect(own()?.['client-secret']).toBe(stood);
});
