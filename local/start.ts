import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readStartOptions, type StartOptions, startHelp } from './options';

/** The panel of this machine: `npm start`. */

const usualPort = 7420;
const root = join(__dirname, '..');
const panelFolder = join(root, 'static', 'panel', 'dist');

const main = async (): Promise<number | null> => {
  const read = readStartOptions(process.argv.slice(2));
  if (read.kind === 'help') {
    process.stdout.write(startHelp);
    return 0;
  }
  if (read.kind === 'refused') {
    console.error(read.problem);
    return 2;
  }
  const authorities = await authoritiesOf(read.options);
  if (typeof authorities === 'string') {
    console.error(authorities);
    return 2;
  }
  await start(read.options, authorities);
  return null;
};

/** The PEMs of `--ca`, or a sentence why there are none. */
const authoritiesOf = async ({ ca }: StartOptions): Promise<string[] | string> => {
  if (ca === null) return [];
  const { readAuthorities } = await import('./vantage/authorities');
  try {
    return readAuthorities(readFileSync(ca));
  } catch {
    return `--ca is "${ca}"; no certificate can be read there.`;
  }
};

const start = async (options: StartOptions, authorities: readonly string[]) => {
  if (isPanelOld()) await buildPanel();
  const { startLocalHost } = await import('./host/local-host');
  const host = await startLocalHost({ ...options, usualPort, panelFolder, authorities });
  console.log(host.address);
  const opens = options.opens ?? process.stdout.isTTY === true;
  let removeRedirect = async () => {};
  if (opens) removeRedirect = await (await import('./host/open-browser')).openBrowser(host.address);
  let isEnding = false;
  const end = () => {
    // A second signal does not wait for what the first one closes.
    if (isEnding) process.exit(1);
    isEnding = true;
    Promise.all([removeRedirect(), host.close()]).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
};

/** Whether the panel was never built, or something it is built from is newer. */
const isPanelOld = (): boolean => {
  const built = join(panelFolder, 'index.html');
  if (!existsSync(built)) return true;
  const since = statSync(built).mtimeMs;
  const sources = ['static/panel', 'src', 'docs/checks', 'package-lock.json'].map((path) => join(root, path));
  return sources.some((path) => newestOf(path) > since);
};

const newestOf = (path: string): number => {
  if (!existsSync(path) || /(^|[\\/])(dist|node_modules|\.tsbuild)$/.test(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestOf(join(path, name))));
};

/** In a process of its own: a bundler and its plugins are never loaded beside a secret. */
const buildPanel = async () => {
  console.error('Building the panel …');
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', join('static', 'panel'), '--logLevel', 'warn'], {
    cwd: root,
    // Standard output holds the address alone.
    stdio: ['ignore', 2, 2],
  });
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Error('The panel could not be built; what vite said stands above.');
};

main().then(
  (status) => {
    if (status !== null) process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
