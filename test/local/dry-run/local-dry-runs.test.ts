import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalDryRuns, localDryRuns } from '../../../local/dry-run/local-dry-runs';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { DirectoryState, DryRunSums, DryRunView } from '../../../src/contract/dry-run';
import type { AnswerOf, PanelCall, TargetSettings } from '../../../src/contract/panel-calls';
import type { Adapters } from '../../../src/resolvers/adapters';
import { callbackUrl, mapping } from '../../resolvers/every-call';
import { openSite, type Site } from '../../resolvers/site';
import { type Site as Directories, startSite } from './command';

const people = 1_500;
const password = 'jira-password';
const secret = 'app-jira-client-secret';

let directories: Directories;
let folder: string;
let runs: LocalDryRuns;
let site: Site;
let target: string;
let call: Site['call'];
beforeAll(async () => {
  directories = await startSite(people, { most: 100 });
});
afterAll(() => directories.close());
beforeEach(async () => {
  directories.conditions.delay = 0;
  directories.conditions.fault = null;
  directories.pages.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'companion-runs-'));
  runs = newRuns();
  site = await openSite(adaptersWith(runs));
  ({ call } = site);
  await get('saveConnection', { base: 0, settings: { address: directories.issuer, allowsHttp: false } });
  const settings: TargetSettings = {
    plugin: 'miniorange',
    product: 'jira',
    baseUrl: directories.jira.address,
    callbackUrl: '',
    clientId: 'app-jira-client-id',
    scopes: 'openid profile email',
    comparesIssuer: false,
  };
  target = (await get('saveTarget', { id: null, base: 0, settings })).id;
  await get('saveSecret', { target, secret });
  await get('saveMapping', { target, base: 0, mapping });
  await get('saveAccountsAccess', { target, access: { kind: 'password', user: 'ada', password } });
});
afterEach(async () => {
  await runs.close();
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

const now = () => new Date();
const newRuns = () =>
  localDryRuns({
    folder,
    inside: (_product, act) => site.inside(act),
    authorities: [],
    standIns: new Map(),
    now,
  });
const adaptersWith = (dryRuns: LocalDryRuns): Adapters => ({
  from: 'local',
  vantage: () => makeLocalVantage({ environment: {} }),
  callbackUrl,
  askProduct: null,
  dryRuns,
  applies: null,
  demo: null,
  now,
});
/** What a process finds that starts on what another has left. */
const restart = async () => {
  runs = newRuns();
  await runs.recover();
  call = (await site.restart(adaptersWith(runs))) as Site['call'];
};

type ValueOf<Name extends PanelCall> = Extract<AnswerOf<Name>, { ok: true }>['value'];
const get = async <Name extends PanelCall>(name: Name, payload: object): Promise<ValueOf<Name>> => {
  const answer = (await call(name, payload)) as AnswerOf<PanelCall>;
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
  return answer.value as ValueOf<Name>;
};
const directory = () => get('directory', { target });
const until = async (isSo: (state: DirectoryState) => boolean | Promise<boolean>): Promise<DirectoryState> => {
  for (let tries = 0; tries < 400; tries += 1) {
    const state = await directory();
    if (await isSo(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`It never came to be so: ${JSON.stringify((await directory()).current)}`);
};
const start = async (): Promise<string> => {
  const run = randomUUID();
  await get('startDryRun', { target, run });
  return run;
};
const ended = async (): Promise<DryRunView> => {
  const { current, last } = await until(({ current }) => current === null || current.state === 'stopped');
  const view = current ?? last;
  if (!view) throw new Error('There is no run.');
  return view;
};
const saved = () => until(({ current }) => (current?.progress?.savedAt ?? null) !== null);
const files = () => readdir(folder, { recursive: true, withFileTypes: true });
/** What a run has read is deleted once its end is written down. */
const noFiles = async () => {
  // While a folder is deleted, it may be gone before it is looked into.
  await until(async () => (await files().catch(() => [null])).length === 0);
};

/** What an unbroken run says; made once. */
let unbroken: DryRunSums | undefined;
const expected = async (): Promise<DryRunSums> => {
  if (!unbroken) {
    await start();
    const { result } = await ended();
    if (!result) throw new Error('There is no result.');
    unbroken = result.sums;
  }
  return unbroken;
};

test('a run reads both sides in a thread of its own, and leaves its rows in the store and no file', async () => {
  const run = await start();
  expect((await directory()).current).toMatchObject({ state: 'working', who: 'Ada' });
  const { state, result, progress } = await ended();
  expect(state).toBe('done');
  expect(result?.sums).toMatchObject({ people, lockedOut: expect.any(Number) });
  expect(result?.sums.accounts).toBeGreaterThan(1_400);
  expect(progress).toMatchObject({ people: { read: people, isDone: true }, accounts: { isDone: true } });
  const { total, rows } = await get('dryRunRows', { target, run, group: null, search: '', from: 1_300, count: 200 });
  expect(total).toBe(people + (result?.sums.onlyInTarget?.total ?? 0));
  expect(rows.map(({ at }) => at)).toEqual(Array.from({ length: 200 }, (_, at) => 1_300 + at));
  const { rows: found } = await get('dryRunRows', {
    target,
    run,
    group: 'unreached',
    search: 'ROBOT',
    from: 0,
    count: 9,
  });
  expect(found).toMatchObject([{ kind: 'account', existing: { username: 'robot' } }]);
  await noFiles();
});

test('while it goes on its files are for nobody else, and hold no secret', async () => {
  directories.conditions.delay = 250;
  const run = await start();
  await saved();
  const kept = await files();
  expect(kept.length).toBeGreaterThan(2);
  let text = '';
  for (const file of kept) {
    const path = join(file.parentPath, file.name);
    expect((await stat(path)).mode & 0o777).toBe(file.isDirectory() ? 0o700 : 0o600);
    if (file.isFile()) text += await readFile(path, 'utf8');
  }
  const everything = await site.everything();
  const plain = JSON.stringify(Object.entries(everything).filter(([key]) => !/:(accounts-)?secret:/.test(key)));
  const basic = Buffer.from(`ada:${password}`).toString('base64');
  for (const word of [secret, password, basic]) expect(text + plain).not.toContain(word);
  expect(text).toContain('person000001');
  await get('cancelDryRun', { target, run });
  await until(({ current }) => current === null);
});

test('whoever cancels ends it, and nothing that was read is left', async () => {
  directories.conditions.delay = 250;
  const run = await start();
  await saved();
  await get('cancelDryRun', { target, run });
  expect((await until(({ current }) => current === null)).last).toBeNull();
  await noFiles();
  expect(JSON.stringify(await site.everything())).not.toContain('person0000');
  expect(JSON.stringify(await site.everything())).toContain('"state":"cancelled"');
});

test('where this process ends it stops, and the next one goes on from there to the same result', async () => {
  const sums = await expected();
  directories.conditions.delay = 250;
  directories.pages.length = 0;
  const run = await start();
  await saved();
  await runs.close();
  const { current } = await directory();
  expect(current).toMatchObject({ id: run, state: 'stopped', canGoOn: true });
  expect(current?.problem).toMatch(/^[\d,]+ of 1,500 people were read\. Then this panel was ended\.$/);
  await restart();
  expect((await directory()).current).toMatchObject({ state: 'stopped', canGoOn: true });
  directories.conditions.delay = 0;
  const before = directories.pages.splice(0);
  await get('continueDryRun', { target, run });
  const { state, result } = await ended();
  expect([state, result?.sums]).toEqual(['done', sums]);
  // The page before is looked at again for those who left meanwhile, and none before that.
  expect(before.at(-1)).toBeGreaterThan(2);
  expect(directories.pages[0]).toBeGreaterThan(1);
  await noFiles();
});

test('a process that was killed leaves a run that has stopped, and no folder that belongs to none', async () => {
  directories.conditions.delay = 250;
  const run = await start();
  await saved();
  const kept = join(folder, run);
  // As after a kill: the record says that it goes on, and nobody works on it.
  const lines = await readFile(join(kept, 'checkpoint.json'), 'utf8');
  await runs.close();
  await site.inside(async () => {
    const { kvs } = await import('@forge/kvs');
    await kvs.delete(`jira:dry-run:${run}:end`);
  });
  await mkdir(join(folder, randomUUID(), 'lines'), { recursive: true });
  await writeFile(join(folder, 'stray'), 'person000001');
  expect((await directory()).current).toMatchObject({ state: 'working' });
  await restart();
  const { current } = await directory();
  expect(current).toMatchObject({ state: 'stopped', canGoOn: true });
  expect(current?.problem).toMatch(/nothing more was heard of it/);
  expect(await readdir(folder)).toEqual([run]);
  expect(await readFile(join(kept, 'checkpoint.json'), 'utf8')).not.toBe('');
  expect(lines).toContain('"schema":1');
  await get('deleteDryRun', { target, run });
  await noFiles();
});

test('where Casdoor stops answering it says so, and goes on when it answers again', async () => {
  const sums = await expected();
  directories.conditions.fault = ({ number }) => (number >= 9 ? { status: 403, body: '{}' } : null);
  const run = await start();
  const stopped = await ended();
  expect(stopped).toMatchObject({ state: 'stopped', canGoOn: true });
  expect(stopped.problem).toMatch(/800 of 1,500/);
  directories.conditions.fault = null;
  await get('continueDryRun', { target, run });
  expect((await ended()).result?.sums).toEqual(sums);
});

test('where nothing is left to go on from, that is said, and the next one begins anew', async () => {
  directories.conditions.delay = 250;
  const run = await start();
  await saved();
  await runs.close();
  await rm(join(folder, run), { recursive: true });
  directories.conditions.delay = 0;
  await get('continueDryRun', { target, run });
  const { current } = await until(({ current }) => current?.state === 'failed');
  expect(current).toMatchObject({ canGoOn: false, problem: expect.stringMatching(/not there any more/) });
  await start();
  expect((await ended()).state).toBe('done');
});

test('a secret that Casdoor does not take ends it at once, without anybody read', async () => {
  await get('saveSecret', { target, secret: 'wrong' });
  await start();
  const { current } = await until(({ current }) => current?.state === 'failed');
  expect(current).toMatchObject({ canGoOn: false });
  expect(current?.problem).toContain('Casdoor did not take the client secret.');
  expect(directories.pages).toEqual([]);
});

test('a thread that breaks leaves a run that has stopped, and the words of the exception nowhere', async () => {
  const run = randomUUID();
  await mkdir(join(folder, run));
  // Where its lines would go.
  await writeFile(join(folder, run, 'lines'), '');
  const logged: unknown[] = [];
  const plainError = console.error;
  console.error = (...words: unknown[]) => logged.push(...words);
  try {
    await get('startDryRun', { target, run });
    const { current } = await until(({ current }) => current?.state === 'stopped');
    expect(current).toMatchObject({ canGoOn: false, problem: expect.stringMatching(/what worked on it broke off\.$/) });
  } finally {
    console.error = plainError;
  }
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatch(/^\{"call":"dryRun","error":"[^"]*"\}$/);
});

test('a file of accounts stands for Jira', async () => {
  const text = `username,email,groups\r\n${Array.from({ length: 400 }, (_, at) => `person${String(at).padStart(6, '0')},,staff`).join('\r\n')}\r\n`;
  const upload = randomUUID();
  await get('saveAccountsFile', { target, name: 'a.csv', upload, piece: 0, pieces: 1, text });
  directories.jira.asked.length = 0;
  await start();
  const { state, result } = await ended();
  expect([state, result?.sums.accounts, result?.sums.people]).toEqual(['done', 400, people]);
  expect(directories.jira.asked).toEqual([]);
});
