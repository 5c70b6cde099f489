import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DirectoryState } from '../../../src/contract/dry-run';
import type { TargetSettings } from '../../../src/contract/panel-calls';
import { mapping } from '../../resolvers/every-call';
import { type OpenPanel, openPanel } from '../panel-session';
import { foundIn, readableIn } from '../search-store';
import { type Site, startSite } from './command';

// Two processes one after the other, and three dry runs.
jest.setTimeout(240_000);

const people = 1_500;
let directories: Site;
let folder: string;
let kill: () => Promise<void> = async () => {};
beforeAll(async () => {
  directories = await startSite(people, { most: 100 });
  folder = await mkdtemp(join(tmpdir(), 'companion-host-killed-'));
  await mkdir(join(folder, 'panel'));
  await writeFile(join(folder, 'panel', 'index.html'), '<!doctype html><html><head></head><body></body></html>');
});
afterAll(async () => {
  await kill();
  await directories.close();
  await rm(folder, { recursive: true, force: true });
});

/** The local host in a process of its own, so that it can be killed with its worker. */
const startProcess = async (): Promise<OpenPanel> => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, '../host-process.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('close', () => reject(new Error('The host did not start.')));
  });
  return openPanel(JSON.parse(line) as { address: string; origin: string });
};

const until = async (panel: OpenPanel, target: string, isSo: (state: DirectoryState) => boolean) => {
  for (let tries = 0; tries < 400; tries += 1) {
    const state = await panel.get('directory', { target });
    if (isSo(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It never came to be so.');
};

const settingsFor = (baseUrl: string): TargetSettings => ({
  plugin: 'miniorange',
  product: 'jira',
  baseUrl,
  callbackUrl: '',
  clientId: 'app-jira-client-id',
  scopes: 'openid profile email',
  comparesIssuer: false,
});

test('killed in the midst of it and started again, the panel goes on to the very result', async () => {
  let panel = await startProcess();
  await panel.get('saveConnection', { base: 0, settings: { address: directories.issuer, allowsHttp: false } });
  const settings = settingsFor(directories.jira.address);
  const target = (await panel.get('saveTarget', { id: null, base: 0, settings })).id;
  await panel.get('saveSecret', { target, secret: 'app-jira-client-secret' });
  await panel.get('saveMapping', { target, base: 0, mapping });
  await panel.get('saveAccountsAccess', { target, access: { kind: 'token', token: 'jira-token' } });
  await panel.get('startDryRun', { target, run: randomUUID() });
  const unbroken = (await until(panel, target, ({ last }) => last !== null)).last?.result?.sums;
  expect(unbroken?.people).toBe(people);

  directories.conditions.delay = 300;
  const run = randomUUID();
  await panel.get('startDryRun', { target, run });
  await until(panel, target, ({ current }) => (current?.progress?.savedAt ?? null) !== null);
  await kill();
  directories.conditions.delay = 0;
  directories.pages.length = 0;
  panel = await startProcess();
  const { current } = await panel.get('directory', { target });
  expect(current).toMatchObject({ id: run, state: 'stopped', canGoOn: true });
  await panel.get('continueDryRun', { target, run });
  const { last, comparison } = await until(panel, target, (state) => state.last?.id === run);
  expect(last?.result?.sums).toEqual(unbroken);
  expect(directories.pages[0]).toBeGreaterThan(1);
  // Twice the same: nobody is better off or worse.
  expect(comparison).toMatchObject({ better: 0, worse: 0, came: 0, left: 0 });
  // What was spilled is deleted once the result stands, so a moment later.
  for (let tries = 0; tries < 50 && (await readdir(join(folder, 'data', 'runs'))).length > 0; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await readdir(join(folder, 'data', 'runs'))).toEqual([]);

  const { last: before } = await panel.get('deleteDryRun', { target, run });
  await panel.get('deleteDryRun', { target, run: before?.id ?? '' });
  await panel.get('forgetAccountsAccess', { target });
  // Deleted values are taken off the disk a second after the last.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await kill();
  const readable = await readableIn(join(folder, 'data'), join(folder, 'keys', 'keys.json'));
  const wanted = new Map([
    ['token', 'jira-token'],
    ['person', 'person001499'],
  ]);
  expect(foundIn(readable, wanted)).toEqual([]);
});
