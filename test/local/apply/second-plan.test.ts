import { setTimeout as sleep } from 'node:timers/promises';
import { toApplyJson } from '../../../local/apply/told-result';
import { givenInstead } from '../given-instead';
import { signIn, startWorld, type World } from './apply-world';
import { atTerminal } from './at-terminal';

/** Everybody to the new sign-in: written alone, and only once somebody who administers nothing has come in. */

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const overruled = ['--overrule', 'sign-in-missing'];
const first = () => [...world.miniorangeArguments, ...overruled];
const second = () => [...first(), '--second'];
const signInSettings = () => world.miniorange.configuration.stored['Sign In Settings'] as Record<string, string>;
const isSent = async () => (await fetch(`${world.jira.address}/login.jsp`, { redirect: 'manual' })).status === 302;
const held = ({ guards }: { guards: readonly { id: string; holds: boolean }[] }) =>
  guards.filter(({ holds }) => !holds).map(({ id }) => id);

test('Atlassian’s own SSO hides its form by it, and nothing else', async () => {
  const given = [...world.atlassianDcArguments, ...overruled, '--keep'];
  const { result } = await atTerminal(['--yes', ...given], null);
  expect(result).toMatchObject({
    outcome: 'kept',
    second: { label: 'Username and password: Show on login page', isOpen: false },
  });
  expect(result.message).toContain('as far as they can be read back, and they are kept. Client secret cannot be read');
  // Nothing shows the client secret: that it is as wanted is not claimed.
  const again = await atTerminal(['--plan', ...given.filter((one) => one !== '--keep')], null);
  expect(again.result).toMatchObject({ status: 0, outcome: 'nothing-to-write' });
  expect(again.result.message).toContain('in everything that can be read. Client secret could not be compared');
  expect(again.said).toContain('Client secret is not written, and could not be compared');
  const json = toApplyJson(again.result);
  expect([json.unread, json.unchanged]).toEqual([
    ['Client secret'],
    (again.result.difference?.unchanged.length ?? 0) - 1,
  ]);
  const idps = structuredClone(world.atlassianDc.settings().idps);
  // Nobody's sign-in is in the log at all: it says nothing against bob.
  const said = await atTerminal(['--yes', ...given, '--second', '--came-in', 'bob'], null);
  expect(said.result).toMatchObject({ status: 0, outcome: 'kept', change: 'redirect' });
  expect(world.atlassianDc.settings()).toMatchObject({
    idps,
    sso: { 'show-login-form': false, 'enable-authentication-fallback': true },
  });
  // The next tests are about the other plugin, and its form.
  const back = await atTerminal(
    ['--restore', said.result.view?.id ?? '', ...world.kept, ...world.asRoot],
    async () => 'yes',
  );
  expect(back.result).toMatchObject({ status: 0, outcome: 'kept', change: 'as-before' });
});

test('before anything is in force it is held, whoever is said to have come in, and says what comes first', async () => {
  const { result } = await atTerminal(['--yes', ...second(), '--came-in', 'bob'], null);
  expect(result).toMatchObject({ status: 3, outcome: 'held', change: 'redirect', view: null });
  expect(held(result)).toEqual(['sign-in-missing', 'user-sign-in-missing', 'other-settings-in-force']);
  expect(result.difference?.changes.map(({ label }) => label)).toEqual(['Auto Redirect']);
  expect(result.message).toContain('write settings and mapping first');
  expect(world.miniorange.imports()).toBe(0);
});

test('the first plan offers it, and an administrator who came in opens nothing', async () => {
  const { result } = await atTerminal(['--yes', ...first(), '--keep'], null);
  expect(result).toMatchObject({ status: 0, outcome: 'kept', change: 'settings' });
  expect(result.second).toEqual({ label: 'Auto Redirect', isOpen: false });
  // The log tells the time in seconds.
  await sleep(1_200);
  await signIn(world, 'alice');
  const again = await atTerminal(['--yes', ...second()], null);
  expect(held(again.result)).toEqual(['sign-in-missing', 'user-sign-in-missing']);
  expect(again.result).toMatchObject({ status: 3, outcome: 'held' });
  expect(again.result.message).toContain(`${world.jira.address}/login.jsp`);
  expect(again.said).toContain('alice has come in through the plugin, and administers');
  expect(await isSent()).toBe(false);
});

test('who is said to have come in is asked for in the product: nobody of that name, and an administrator, are not taken', async () => {
  world.jira.conditions.auditsSignIns = 'on';
  await signIn(world, 'bob');
  const answers = ['nosuch', 'alice', ''];
  const { result, said } = await atTerminal(['--yes', ...second()], async () => answers.shift() ?? null);
  expect([result.status, answers]).toEqual([3, []]);
  expect(said).toContain('Jira has no account “nosuch”.');
  expect(said).toContain('alice has come in through the plugin, as was said, and administers');
  const plan = await atTerminal(['--plan', ...second(), '--came-in', 'bob'], null);
  expect(plan.result).toMatchObject({ status: 0, outcome: 'planned' });
  // A plan notes nothing: without the word it is as before.
  const without = await atTerminal(['--plan', ...second()], null);
  expect(held(without.result)).toContain('user-sign-in-missing');
  world.jira.conditions.auditsSignIns = 'way';
});

test('settings that are not in force have been looked at in vain', async () => {
  await signIn(world, 'bob');
  const given = givenInstead(second(), ['--scope', 'openid profile']);
  const { result } = await atTerminal(['--plan', ...given], null);
  expect(held(result)).toEqual(['sign-in-missing', 'other-settings-in-force']);
  expect(result.message).toContain('such as "Scope"');
});

test('once bob has come in it is written alone, waits for an administrator, and nothing offers it any more', async () => {
  const before = structuredClone(world.miniorange.configuration.stored);
  // By the audit log, which tells of him now.
  const ask = async () => {
    await sleep(1_200);
    await signIn(world, 'alice');
    return 'alice';
  };
  const { result } = await atTerminal(['--yes', ...second(), '--wait', '60'], ask);
  expect(result).toMatchObject({ status: 0, outcome: 'kept', change: 'redirect', second: null });
  expect(toApplyJson(result).changes).toMatchObject([{ label: 'Auto Redirect', before: 'Off', after: 'On' }]);
  expect(await isSent()).toBe(true);
  const { 'Sign In Settings': _signIn, ...others } = world.miniorange.configuration.stored;
  const { 'Sign In Settings': _before, ...othersBefore } = before;
  expect(others).toEqual(othersBefore);
  expect(Object.keys(signInSettings())).toEqual(Object.keys(before['Sign In Settings'] as object));
  const again = await atTerminal(['--yes', ...second()], null);
  expect(again.result).toMatchObject({ status: 0, outcome: 'nothing-to-write' });
  const settings = await atTerminal(['--yes', ...first()], null);
  expect(settings.result).toMatchObject({ status: 0, outcome: 'nothing-to-write', second: null });
});
