import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { noteTarget } from '../../../local/apply/command-targets';
import { installation } from '../../../local/host/data-folder';
import { readWatchArguments } from '../../../local/watch/watch-arguments';
import { watchSchemaText } from '../../../local/write-schemas';
import { type JournalEntry, journalIn } from '../../../src/apply/journal';
import { type Applying, emergencyAccess, openApplying, prepared, write } from '../../resolvers/applying';

jest.setTimeout(120_000);

/** The command for cron, in a process of its own, on a copy of a data folder in which something was applied. */

let world: Applying;
let copies: string;

beforeAll(async () => {
  copies = await mkdtemp(join(tmpdir(), 'companion-watch-'));
  world = await openApplying({ installation });
  const { demo, get, site, target } = world;
  const state = await site.call('load', {});
  const settings = state.ok ? state.value.targets[0]?.settings : undefined;
  if (!settings) throw new Error('There is no target.');
  // Where a process without the demo's own names reaches Jira.
  await site.call('saveTarget', {
    id: target,
    base: settings.version,
    settings: {
      ...settings.value,
      baseUrl: demo.jira.address,
      callbackUrl: `${demo.jira.baseUrl}/plugins/servlet/oauth/callback`,
    },
  });
  await prepared(world);
  await get('savePluginAccess', { ...emergencyAccess, isKept: true });
  const apply = await write(world);
  await get('sayWhoCameIn', { apply, user: 'amara.okafor' });
  await get('keepApply', { apply });
});
afterAll(async () => {
  await world.close();
  await rm(copies, { recursive: true, force: true });
});

type Said = { status: number | null; out: string; err: string };

const watch = async (...given: string[]): Promise<Said> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'local/watch.ts', ...given], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: Said = { status: null, out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.err += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ ...said, status }));
  });

/** The folder as a panel that has ended leaves it. */
const copied = async (): Promise<string[]> => {
  const folder = await mkdtemp(join(copies, 'copy-'));
  await cp(join(world.site.folder, 'data', 'store'), join(folder, 'data', 'store'), {
    recursive: true,
    // Opened and closed by this process, it would no longer be locked by it.
    filter: (from) => !from.endsWith('LOCK'),
  });
  await cp(join(world.site.folder, 'keys'), join(folder, 'keys'), { recursive: true });
  return ['--data', join(folder, 'data'), '--key-file', join(folder, 'keys', 'keys.json')];
};

const secretIn = (stored: unknown) => /"CLIENT_SECRET":"([^"]+)"/.exec(JSON.stringify(stored))?.[1] ?? '';

test('as applied is 0, and drifted is 1, said once more by the next one', async () => {
  const { configuration } = world.demo.plugins.jira.miniorange;
  const before = JSON.stringify(configuration.stored);
  const given = await copied();
  const calm = await watch('--once', ...given);
  expect(calm).toMatchObject({ status: 0, err: '' });
  expect(calm.out).toContain('as applied');

  configuration.change(() => JSON.parse(before.replace('"EMAIL_ATTRIBUTE":"email"', '"EMAIL_ATTRIBUTE":"mail"')));
  const drifted = await watch('--once', ...given);
  expect(drifted.status).toBe(1);
  expect(drifted.out).toContain('User Profile, Email: email → mail');
  expect(drifted.out).toContain('The e-mail of accounts comes from mail.');
  expect(drifted.out).toMatch(/\(plugin-drifted, between \d+ \w+ \d+ \d\d:\d\d UTC and /);

  configuration.change((now) => JSON.parse(JSON.stringify(now).replace(secretIn(now), 'another-secret-of-jira')));
  const json = await watch('--once', '--json', ...given);
  expect(json.status).toBe(1);
  const told: unknown = JSON.parse(json.out);
  const valid = new Ajv2020({ strict: false }).compile(JSON.parse(watchSchemaText()));
  expect(valid(told)).toBe(true);
  expect(readFileSync('docs/watch.schema.json', 'utf8')).toBe(watchSchemaText());
  expect(told).toMatchObject({
    status: 'drifted',
    targets: [
      {
        product: 'jira',
        status: 'drifted',
        problem: null,
        since: { how: 'applied', who: 'Ada' },
        open: [
          {
            check: 'plugin-drifted',
            changes: [{ label: 'Client Secret', applied: null, found: null, isSecret: true }],
          },
          { check: 'plugin-secret-differs', severity: 'blocker' },
          { check: 'plugin-drifted', changes: [{ label: 'Email', applied: 'email', found: 'mail', isSecret: false }] },
        ],
      },
    ],
  });
  for (const said of [calm, drifted, json])
    for (const secret of [secretIn(JSON.parse(before)), 'another-secret-of-jira', emergencyAccess.access.password])
      expect(said.out + said.err).not.toContain(secret);

  configuration.change(() => JSON.parse(before));
  expect((await watch('--once', ...given)).status).toBe(0);
});

test('a folder that the panel has, a plugin that does not answer, and a folder without an apply are 3', async () => {
  const held = await watch(
    ...['--once', '--data', join(world.site.folder, 'data')],
    ...['--key-file', join(world.site.folder, 'keys', 'keys.json')],
  );
  expect(held).toMatchObject({ status: 3, out: '' });
  expect(held.err).toContain('Check now');

  const { conditions } = world.demo.jira;
  conditions.fault = { kind: 'unavailable', on: /configureplugin/, times: null };
  const silent = await watch('--once', ...(await copied()));
  conditions.fault = null;
  expect(silent.status).toBe(3);
  expect(silent.out).toContain('could not be looked at');

  const empty = await watch('--once', '--data', join(copies, 'none'), '--key-file', join(copies, 'none.json'));
  expect(empty).toMatchObject({ status: 3, out: '' });
});

/** As the command leaves it, see noteTarget. */
const writtenByCommand = (id: string, called: string, keptAt: Date) =>
  world.site.inside(async () => {
    const at = keptAt.toISOString();
    const entry: JournalEntry = {
      ...{ step: 'kept', at, who: 'Bo', inForce: 'new', message: 'The new settings are kept.', failure: null },
      ...{ nextAt: null, isResting: true, isSent: false, isAnswered: true, deadlineAt: null, cameIn: null },
    };
    const place = { product: 'jira', who: 'Bo', account: null, now: () => new Date() } as const;
    const typed = { baseUrl: `https://${called.split(' ').at(-1)}`, issuer: 'door.acme.example', clientId: 'app-test' };
    await noteTarget(place, id, { ...typed, kind: 'miniorange', redirectUri: null });
    const apply = randomUUID();
    const journal = journalIn(place);
    const head = { ...{ id: apply, target: id, called, who: 'Bo', startedAt: at }, account: null, keepWithin: null };
    await journal.begin({ ...head, kind: 'miniorange', mappingVersion: null });
    await journal.append(apply, 0, entry);
  });

test('what the command has written to, and the panel has no target for, is named with why nobody looks at it', async () => {
  const called = 'miniOrange on jira-test.acme.example';
  await writtenByCommand('00000000-0000-8000-8000-000000000001', called, new Date());
  // Since then it was added in the panel, and written and kept from there.
  const { host } = new URL(world.demo.jira.address);
  const before = new Date(Date.now() - 3_600_000);
  await writtenByCommand('00000000-0000-8000-8000-000000000002', `miniOrange on ${host}`, before);
  const json = await watch('--once', '--json', ...(await copied()));
  expect(json.status).toBe(3);
  expect(JSON.parse(json.out)).toMatchObject({
    status: 'not-looked',
    targets: [
      {
        ...{ called, status: 'not-looked', since: { who: 'Bo', how: 'applied' }, open: [] },
        problem: expect.stringContaining('npm run apply'),
        parts: [{ thing: 'plugin', isCompared: false }],
      },
      { status: 'as-applied', parts: [{ isCompared: true }, { isCompared: true, isLate: false }] },
    ],
  });
  const text = await watch('--once', ...(await copied()));
  expect(text.out).toContain(`${called}: could not be looked at`);
  expect(text.out.split('keeps no credentials')).toHaveLength(2);
});

test('arguments that cannot be used are named, and 2', async () => {
  expect(readWatchArguments(['--once', '--json'])).toEqual({
    kind: 'look',
    arguments: { data: null, keyFile: null, caFile: null, json: true },
  });
  expect(readWatchArguments([])).toMatchObject({ kind: 'refused' });
  expect(readWatchArguments(['--once', '--interval', '5'])).toEqual({
    kind: 'refused',
    problem: 'There is no option --interval. --help lists those that there are.',
  });
  expect((await watch('--twice')).status).toBe(2);
});
