import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalHost, type LocalHostOptions, startLocalHost } from '../../../local/host/local-host';
import { writeRedirect } from '../../../local/host/open-browser';
import { openPanel } from '../panel-session';

let folder: string;
const running: { close: () => Promise<void> }[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companion-host-'));
  await mkdir(join(folder, 'panel'));
  await writeFile(join(folder, 'panel', 'index.html'), '<html><head></head></html>');
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
  await rm(folder, { recursive: true, force: true });
});

const start = async (changed: Partial<LocalHostOptions> = {}): Promise<LocalHost> => {
  const host = await startLocalHost({
    port: null,
    usualPort: 0,
    data: join(folder, 'data'),
    keyFile: join(folder, 'keys', 'keys.json'),
    hasDemo: false,
    product: 'jira',
    panelFolder: join(folder, 'panel'),
    authorities: [],
    ...changed,
  });
  running.push(host);
  return host;
};

const occupy = async (): Promise<{ port: number; close: () => Promise<void> }> => {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const taken = { port, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
  running.push(taken);
  return taken;
};

const settings = { address: 'door.acme.example', allowsHttp: false };

test('the person who started it is the administrator, and what was saved survives a restart', async () => {
  const first = await start();
  await (await openPanel(first)).call('saveConnection', { base: 0, settings });
  await running.pop()?.close();
  const state = await (await openPanel(await start())).call('load', {});
  expect(state).toMatchObject({ ok: true, value: { connection: { version: 1, value: settings } } });
});

test('the other product is one address away, and keeps its own', async () => {
  const host = await start();
  await (await openPanel(host)).call('saveConnection', { base: 0, settings });
  const confluence = await (await openPanel(host, '?product=confluence')).call('load', {});
  expect(confluence).toMatchObject({ ok: true, value: { place: { product: 'confluence' }, connection: null } });
});

test('a port that is taken and was asked for is an error that names it, and lets go of the data', async () => {
  const { port } = await occupy();
  await expect(start({ port })).rejects.toThrow(`Port ${port} is taken.`);
  await expect(start()).resolves.toBeDefined();
});

test('a port that is taken and was not asked for gives way to the next one', async () => {
  const { port } = await occupy();
  const host = await start({ usualPort: port });
  const got = Number(new URL(host.origin).port);
  expect(got).toBeGreaterThan(port);
  expect(got).toBeLessThan(port + 50);
});

test('a second one on the same folder is told who holds it', async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(`shows its panel at ${first.origin}`);
});

test("the file that opens the browser is its owner's alone, and is written through no other file", async () => {
  const address = 'http://127.0.0.1:7420/?token=a&b="c';
  const file = await writeRedirect(folder, address);
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
  expect(await readFile(file, 'utf8')).toContain('content="0;url=http://127.0.0.1:7420/?token=a&amp;b=&quot;c"');
  await expect(writeRedirect(folder, address)).rejects.toMatchObject({ code: 'EEXIST' });
});

test.each<[string[], number, RegExp]>([
  [['--prot', '1'], 2, /^There is no option --prot/],
  [['--ca', '/nowhere.pem'], 2, /^--ca is "\/nowhere.pem"; no certificate can be read there/],
  [['--help'], 0, /--key-file FILE/],
])('"npm start -- %j" ends with %i before anything is opened', (argv, status, words) => {
  const root = join(__dirname, '../../..');
  const run = spawnSync(
    process.execPath,
    [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'local/start.ts'), ...argv],
    {
      encoding: 'utf8',
    },
  );
  expect(run.status).toBe(status);
  expect(run.stdout + run.stderr).toMatch(words);
});
