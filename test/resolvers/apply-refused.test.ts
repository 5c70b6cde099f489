import { randomUUID } from 'node:crypto';
import { usersGroups } from '../../local/demo/accounts';
import { applyOrdersIn } from '../../src/apply/apply-orders';
import type { WayBack } from '../../src/contract/apply-calls';
import { calledOf } from '../../src/resolvers/open-plugin';
import { rowOf } from '../directory/made-rows';
import { type Applying, emergencyAccess, openApplying, prepared, rescueRow, write } from './applying';

jest.setTimeout(60_000);

/** What keeps somebody from writing, said before anything is written. */

let world: Applying;
beforeEach(async () => {
  world = await openApplying();
});
afterEach(() => world.close());

const settings = { kind: 'settings' } as const;
const imports = () => world.demo.plugins.jira.miniorange.imports();
/** As somebody else fills in the plugin's tab "Sign In Settings". */
const signInSettings = (changed: object) => {
  const { configuration, switches } = world.demo.plugins.jira.miniorange;
  const { stored } = configuration;
  const section = { ...(stored['Sign In Settings'] as object), ...changed };
  configuration.import(JSON.stringify({ ...stored, 'Sign In Settings': section }), switches);
};
const planned = async () => {
  const { site, target } = world;
  const answer = await site.call('planApply', { target, change: settings });
  return answer.ok ? null : answer.error;
};

type Trouble = [
  name: string,
  password: string,
  fault: 'captcha' | 'basic-auth-disabled' | null,
  groups: string[],
  message: string,
];
const own = emergencyAccess.access.password;
const all = [usersGroups.jira, 'jira-administrators'];
test.each<Trouble>([
  ['a wrong password', 'not-it', null, all, 'did not take the user name and password'],
  ['a colon in the password', 'with:colon', null, all, 'colon'],
  ['an account that administers nothing', own, null, [usersGroups.jira], 'no system administrator'],
  ['a CAPTCHA after failures', own, 'captcha', all, 'CAPTCHA'],
  ['passwords that are switched off', own, 'basic-auth-disabled', all, 'basic authentication is switched off'],
])('%s: told apart, and credentials are asked for again', async (_name, password, fault, groups, message) => {
  const { demo, get } = world;
  const rescue = demo.jira.people.named('emergency-admin');
  if (!rescue) throw new Error('There is no such account.');
  demo.jira.people.put({ ...rescue, groups });
  await get('savePluginAccess', { ...emergencyAccess, access: { ...emergencyAccess.access, password } });
  if (fault) demo.jira.conditions.fault = { kind: fault, on: /^\/rest\/api\//, times: null };
  const refused = await planned();
  expect(refused).toMatchObject({ code: 'refused', field: 'access', remedy: expect.any(String) as string });
  expect(refused?.message).toContain(message);
  expect(imports()).toBe(0);
  // Asked once: each refusal brings an account nearer to its CAPTCHA.
  expect(demo.jira.asked.filter((path) => path.includes('/rest/api/')).length).toBeLessThan(2);
});

test('without credentials, and by a document that is not understood', async () => {
  const { demo, get } = world;
  expect(await planned()).toMatchObject({ code: 'refused', field: 'access' });
  await get('savePluginAccess', emergencyAccess);
  const { configuration, switches } = demo.plugins.jira.miniorange;
  configuration.import(JSON.stringify({ ...configuration.stored, 'Identity Providers': [] }), switches);
  expect((await planned())?.message).toContain('is not understood');
});

test('a plugin that is switched off is told from one that is not there', async () => {
  const { demo, get } = world;
  const { switches } = demo.plugins.jira.miniorange;
  await get('savePluginAccess', emergencyAccess);
  switches.isEnabled = false;
  expect(await planned()).toMatchObject({
    message: expect.stringMatching(/is installed in Jira and switched off, so nobody can sign in through it/) as string,
    remedy: 'Enable it under “Manage apps” of Jira.',
  });
  switches.isInstalled = false;
  expect((await planned())?.message).toContain('has no miniOrange plugin');
});

const wayBack = async (): Promise<WayBack> => (await world.get('planApply', { change: settings })).wayBack;
const dryRun = async (rows: Parameters<Applying['played']['finish']>[0]) => {
  await world.get('startDryRun', { run: randomUUID() });
  await world.site.inside(() => world.played.finish(rows));
};

test('the way back is judged by what the plugin holds, what the address answers, and who reaches the account', async () => {
  const { get } = world;
  await get('savePluginAccess', emergencyAccess);
  const account = 'emergency-admin';
  expect(await wayBack()).toEqual({ kind: 'account-untold', account });
  await dryRun([rowOf(0, { account: 'EMERGENCY-admin', displayName: 'Mallory' })]);
  expect(await wayBack()).toEqual({ kind: 'account-reached', account, by: 'Mallory' });
  // One that no dry run has met may be one that was typed by its e-mail.
  await dryRun([rowOf(0)]);
  expect(await wayBack()).toEqual({ kind: 'account-untold', account });
  // Who is turned away reaches nothing, whatever they are called.
  await dryRun([rowOf(0, { username: account, account: null, existing: null, outcome: 'barred' }), rescueRow]);
  expect(await wayBack()).toMatchObject({ kind: 'proved', account });
  // A rescue by name of a group that the account is not in.
  signInSettings({ RESTRICT_BACKDOOR: 'true', BACKDOOR_GROUPS: ['wheel'] });
  expect(await wayBack()).toMatchObject({ kind: 'restricted', account });
  signInSettings({ RESTRICT_BACKDOOR: 'true', BACKDOOR_GROUPS: ['wheel', usersGroups.jira] });
  expect(await wayBack()).toMatchObject({ kind: 'proved', account });
  // Everybody is sent to Casdoor, and nothing keeps the old form open.
  signInSettings({ RESTRICT_BACKDOOR: 'false', DISABLE_DEFAULT_LOGIN: 'true', ENABLE_BACKDOOR: 'false' });
  expect(await wayBack()).toMatchObject({ kind: 'form-missing' });
  signInSettings({ ENABLE_BACKDOOR: 'true', BACKDOOR_KEY: 'let', BACKDOOR_VALUE: 'me in' });
  const proved = await wayBack();
  expect(proved).toMatchObject({
    kind: 'proved',
    address: expect.stringMatching(/\/login\.jsp\?let=me%20in$/) as string,
  });
});

test('that an account was accepted counts for half an hour, and not where the clock was set back', async () => {
  const { get, pass } = world;
  await get('savePluginAccess', emergencyAccess);
  const { user, password } = emergencyAccess.access;
  expect((await get('proveWayBack', { user, password })).state.wayBack).toMatchObject({ account: user });
  pass(-2 * 3_600_000);
  expect((await get('applyState', {})).wayBack).toBeNull();
  pass(2 * 3_600_000);
  expect((await get('applyState', {})).wayBack).toMatchObject({ account: user });
  pass(31 * 60_000);
  expect((await get('applyState', {})).wayBack).toBeNull();
});

test('a plugin is called by its path too, by which what is kept of another one is told from it', () => {
  const of = (baseUrl: string) => calledOf({ plugin: 'miniorange', product: 'jira', baseUrl });
  expect(of('https://acme.example/jira/')).toBe('miniOrange on acme.example/jira');
  expect(of('https://jira.acme.example:8443')).toBe('miniOrange on jira.acme.example:8443');
});

test('who worked on an order and is gone holds nobody up', async () => {
  const { adapters, get, hold, pass, site } = world;
  await prepared(world);
  hold(true);
  const apply = await write(world);
  // It was begun, and the process ended before a line was written.
  await site.inside(async () => {
    const orders = applyOrdersIn({ product: 'jira', who: 'Ada', account: null, now: adapters.now });
    const order = await orders.get(apply);
    expect(order && (await orders.begin(order))).toBe(true);
  });
  expect((await get('applyState', {})).order?.outcome).toBeNull();
  pass(121_000);
  expect((await get('applyState', {})).order?.outcome).toMatchObject({ kind: 'failed', error: { code: 'expired' } });
  hold(false);
  await write(world);
  expect((await get('applyState', {})).newest?.step).toBe('waiting');
  expect(imports()).toBe(1);
});

test('what was taken up by somebody else bars no restore, although who began it was never heard of again', async () => {
  const { demo, get, hold, look, pass, work } = world;
  const { switches } = demo.plugins.jira.miniorange;
  await prepared(world);
  hold(true);
  const apply = await write(world);
  switches.answersAfter = 5_000;
  // As good as ended: its request has arrived, and it waits for an answer while the others go on.
  const silent = work(apply);
  while (imports() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  switches.answersAfter = 0;
  pass(61_000);
  await look();
  const { newest, order } = await get('applyState', {});
  expect(newest).toMatchObject({ step: 'waiting', inForce: 'new' });
  expect(order?.outcome).toEqual({ kind: 'done' });
  hold(false);
  await get('restoreApply', { apply, shown: null });
  expect((await get('applyState', {})).newest).toMatchObject({ step: 'restored', inForce: 'old' });
  await silent;
  expect((await get('applyState', {})).newest?.step).toBe('restored');
});
