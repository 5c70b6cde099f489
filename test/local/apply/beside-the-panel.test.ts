import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { kvs } from '@forge/kvs';
import { openApplySite } from '../../../local/apply/apply-site';
import { type LocalHost, startLocalHost } from '../../../local/host/local-host';
import { keptWatchIn } from '../../../src/watch/kept-watch';
import { openPanel } from '../panel-session';
import { apply, once, secrets, startWorld, type World } from './apply-world';

let world: World;
let panel: LocalHost | null = null;
beforeAll(async () => {
  world = await startWorld();
  mkdirSync(world.file('panel'));
  writeFileSync(world.file('panel/index.html'), '<html><head></head></html>');
});
afterEach(async () => {
  await panel?.close();
  panel = null;
});
afterAll(() => world.close());

const startPanel = async () => {
  panel = await startLocalHost({
    port: 0,
    usualPort: 0,
    data: world.file('data'),
    keyFile: world.file('keys/keys.json'),
    hasDemo: false,
    product: 'jira',
    panelFolder: world.file('panel'),
    authorities: [],
  });
  return openPanel(panel);
};
const closePanel = async () => {
  await panel?.close();
  panel = null;
};
const storedNow = () => JSON.stringify(world.miniorange.configuration.stored);
const overruled = ['--overrule', 'sign-in-missing'];

/** Writes, and is killed while the new settings wait for somebody; their time is over then. */
const killedWhileWaiting = async () => {
  const said = await apply(
    ['--yes', ...world.miniorangeArguments, ...overruled, '--wait', '1'],
    once('settings are in force', (child) => child.kill('SIGKILL')),
  );
  expect(said.out).toContain('The new settings are in force');
  await sleep(1_000);
};
/** As the panel keeps it of a test sign-in that somebody confirmed. `readAt`: when the settings were read that it was made with. */
const confirmSignIn = async (target: string, readAt: Date) => {
  const site = await openApplySite(
    { data: world.file('data'), keyFile: world.file('keys/keys.json') },
    { isLookOnly: false },
  );
  const at = readAt.toISOString();
  await site.inside('jira', () =>
    kvs.set(`jira:sign-in-seen:${target}`, { id: 'one', at, who: 'root', readAt: at, sources: [] }),
  );
  await site.close();
};
/** What the command noted of Casdoor's application. */
const notedApplication = async (target: string) => {
  const site = await openApplySite(
    { data: world.file('data'), keyFile: world.file('keys/keys.json') },
    { isLookOnly: false },
  );
  const noted = await site.inside('jira', () => keptWatchIn(site.place('jira')).noted.get(target));
  await site.close();
  return noted;
};
const comesBack = async (before: string) => {
  for (let look = 0; look < 100 && storedNow() !== before; look += 1) await sleep(50);
  expect(storedNow()).toBe(before);
};

test('what the command wrote to a plugin that the panel does not have comes back at the panel’s next start', async () => {
  const before = storedNow();
  await killedWhileWaiting();
  expect(storedNow()).not.toBe(before);
  await startPanel();
  await comesBack(before);
});

test('of a target of the panel’s, the panel has what the command did in its history', async () => {
  const before = storedNow();
  const { call } = await startPanel();
  await call('saveConnection', { base: 0, settings: { address: world.casdoor.address, allowsHttp: false } });
  const made = await call('saveTarget', {
    id: null,
    base: 0,
    settings: {
      plugin: 'miniorange',
      product: 'jira',
      baseUrl: world.jira.address,
      callbackUrl: '',
      clientId: 'app-jira-client-id',
      scopes: 'openid profile email',
      comparesIssuer: false,
    },
  });
  if (!made.ok) throw new Error(made.error.message);
  const target = made.value.id;
  await call('saveSecret', { target, secret: secrets.CLIENT_SECRET });
  await closePanel();

  const guards = async () => {
    const said = await apply(['--plan', ...world.miniorangeArguments, '--json']);
    const { guards: all } = JSON.parse(said.out) as { guards: { id: string; holds: boolean }[] };
    return { status: said.status, signIn: all.find(({ id }) => id.startsWith('sign-in')) };
  };
  await confirmSignIn(target, new Date(Date.now() - 3_600_000));
  expect(await guards()).toMatchObject({ status: 3, signIn: { id: 'sign-in-stale', holds: false } });
  await confirmSignIn(target, new Date());
  expect(await guards()).toMatchObject({ status: 0, signIn: { id: 'sign-in-stale', holds: true } });
  await killedWhileWaiting();
  const noted = await notedApplication(target);

  const again = await startPanel();
  await comesBack(before);
  for (let look = 0; look < 100; look += 1) {
    const state = await again.call('applyState', { target });
    if (!state.ok) throw new Error(state.error.message);
    const [last] = state.value.history;
    if (last?.step !== 'restored') {
      await sleep(50);
      continue;
    }
    // What Watch holds the application against was read before the write, whoever wrote.
    expect(noted).toMatchObject({ apply: last.id, application: expect.any(Array) });
    expect(noted?.application?.length).toBeGreaterThan(3);
    expect(noted && noted.at < (last.entries.find(({ step }) => step === 'writing')?.at ?? '')).toBe(true);
    return expect(last.entries.map(({ step }) => step)).toContain('waiting');
  }
  throw new Error('The history does not tell of it.');
});
