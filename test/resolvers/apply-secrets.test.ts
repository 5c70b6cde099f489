import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foundIn } from '../local/search-store';
import { type Applying, comeIn, openApplying, prepared, write } from './applying';

jest.setTimeout(60_000);

/** Passwords, tokens and secrets are in no answer, no log and no record in clear, whatever is done at a plugin. */

const levels = ['debug', 'info', 'log', 'warn', 'error'] as const;
const plain = Object.fromEntries(levels.map((level) => [level, console[level]]));
let logged: string[];
let answers: string[];
let world: Applying;
beforeEach(async () => {
  logged = [];
  answers = [];
  for (const level of levels) console[level] = (...words: unknown[]) => void logged.push(words.map(String).join(' '));
  const opened = await openApplying();
  world = {
    ...opened,
    get: async (name, payload, as) => {
      const value = await opened.get(name, payload, as);
      answers.push(JSON.stringify(value));
      return value;
    },
  };
});
afterEach(async () => {
  for (const level of levels) console[level] = plain[level] as typeof console.log;
  await world.close();
});

test('from the first credentials to the end of an apply, and after it', async () => {
  const { demo, get, look, pass, site } = world;
  demo.jira.conditions.auditsSignIns = 'way';
  const token = 'made-up-token-of-somebody-who-administers';
  await get('savePluginAccess', { access: { kind: 'token', token }, isKept: true, isShared: true });
  await site.call('planApply', { target: world.target, change: { kind: 'settings' } }).then((answer) => {
    answers.push(JSON.stringify(answer));
  });
  await prepared(world);
  await get('proveWayBack', { user: 'emergency-admin', password: 'wrong-password-of-the-rescue' });
  const apply = await write(world);
  await comeIn(world, 'amara.okafor');
  await get('lookWhoCameIn', { apply });
  demo.jira.conditions.fault = { kind: 'expired', on: /./, times: 1 };
  await get('lookAtApply', {});
  pass(11 * 60_000);
  await look();
  await get('applyState', {});
  await get('restoreApply', { apply, shown: null });
  await get('applyState', {});

  const stored = demo.plugins.jira.miniorange.configuration.stored['Identity Providers'] as {
    'Application Configuration': { CLIENT_SECRET: string };
  }[];
  const secrets = new Map([
    ['token', token],
    ['the password that writes', 'Way-back-123'],
    ['the pair that is sent', 'emergency-admin:Way-back-123'],
    ['a password that was refused', 'wrong-password-of-the-rescue'],
    ...stored.map((one, at) => [`client secret ${at + 1}`, one['Application Configuration'].CLIENT_SECRET] as const),
  ]);
  expect(stored).toHaveLength(2);
  expect(Math.min(...[...secrets.values()].map(({ length }) => length))).toBeGreaterThan(8);
  const records = Object.entries(await site.everything()).filter(([key]) => !/:(accounts-)?secret:/.test(key));
  expect(records.length).toBeGreaterThan(30);
  expect(answers.length).toBeGreaterThan(10);
  for (const text of [...answers, ...logged, JSON.stringify(records), bytesIn(site.folder)])
    expect(foundIn(text, secrets)).toEqual([]);
});

/** Everything that lies in a folder, keys of the store too. */
const bytesIn = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
