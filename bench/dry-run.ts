import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { writePages } from './dry-run-pages';
import { type Figure, figure, median } from './figure';
import { peakOf, residentOf } from './process-tree';

const everybody = 1_000_000;
/** The time of a person among so many fewer is what a million is held against. */
const fewer = 10;
const rounds = 3;

/**
 * The command against a Casdoor and a Jira of a million each, in processes of their own with pages made beforehand;
 * beside it the same requests by fetch and JSON.parse, and thrown away.
 */
export const dryRun = async ({ people = everybody }: { people?: number } = {}): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'companion-dry-run-bench-'));
  try {
    writePages(folder, people);
    writePages(folder, people / fewer);
    writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping));
    const anchor = await measured(folder, people, theirs);
    const { took, peak } = await measured(folder, people, ours);
    const small: number[] = [];
    for (let round = 0; round < rounds; round += 1) small.push((await measured(folder, people / fewer, ours)).took);
    const aPerson = (milliseconds: number, of: number) => (milliseconds * 1000) / of;
    const own = aPerson(took, people);
    return [
      figure('dry-run', 'µs a person', own, aPerson(anchor.took, people), { atMost: 0.35, of: 'ratio' }),
      figure('dry-run, a tenth', 'µs a person', own, aPerson(median(small), people / fewer), {
        atMost: 1.15,
        of: 'ratio',
      }),
      figure('dry-run memory', 'MiB', peak, anchor.peak, { atMost: 256, of: 'ours' }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** As it stands in a file. */
const mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  fullName: 'displayName',
  groups: 'groups',
  groupMapping: { 'jira-software-users': ['acme/jira-users'] },
};

type Took = { took: number; peak: number };
type Sides = { folder: string; casdoor: string; jira: string; total: number };

const measured = async (folder: string, total: number, work: (sides: Sides) => Promise<Took>): Promise<Took> => {
  const [casdoor, jira] = await Promise.all([serve('casdoor', folder, total), serve('jira', folder, total)]);
  try {
    return await work({ folder, casdoor: casdoor.address, jira: jira.address, total });
  } finally {
    casdoor.end();
    jira.end();
  }
};

const nodeOptions = ['--import', 'tsx'];

const serve = (what: string, folder: string, total: number): Promise<{ address: string; end: () => void }> =>
  new Promise((resolve, reject) => {
    const script = join(__dirname, 'dry-run-server.ts');
    const child = spawn(process.execPath, [...nodeOptions, script, what, folder, String(total)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`The server of ${what} ended.`)));
    child.stdout.once('data', (line: Buffer) => {
      const end = () => child.stdin.end();
      resolve({ address: line.toString().trim(), end });
    });
  });

const theirs = async ({ casdoor, jira, total }: Sides): Promise<Took> => {
  const script = join(__dirname, 'dry-run-anchor.ts');
  const running = promisify(execFile)(process.execPath, [...nodeOptions, script, casdoor, jira, String(total)]);
  const peak = watch(running.child.pid);
  const { stdout } = await running;
  const { milliseconds } = v.parse(v.object({ milliseconds: v.number() }), JSON.parse(stdout));
  return { took: milliseconds, peak: peak() };
};

const told = v.object({ people: v.number(), accounts: v.number(), outcomes: v.record(v.string(), v.number()) });

/** From the start of the process to the last byte of the result. */
const ours = async ({ folder, casdoor, jira, total }: Sides): Promise<Took> => {
  // As `npm run dry-run` starts it.
  const { scripts } = v.parse(
    v.object({ scripts: v.object({ 'dry-run': v.string() }) }),
    JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')),
  );
  const [, ...command] = scripts['dry-run'].split(' ');
  const given = ['--issuer', casdoor, '--client-id', 'app-jira-client-id', '--secret-env', 'CLIENT_SECRET'];
  const site = ['--atlassian', jira, '--token-env', 'TOKEN', '--mapping', join(folder, 'mapping.json'), '--json'];
  const begun = performance.now();
  const child = spawn(process.execPath, [...command, ...given, ...site], {
    cwd: join(__dirname, '..'),
    env: { ...process.env, CLIENT_SECRET: 'app-jira-client-secret', TOKEN: 'token' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const peak = watch(child.pid);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (out === '') throw new Error(`The run ended with ${status}: ${err}`);
  const took = performance.now() - begun;
  if (process.env.COMPANION_DEBUG) process.stderr.write(err);
  const { people, accounts, outcomes } = v.parse(told, JSON.parse(out));
  // A run that told nobody anything would be quick.
  if (people !== total || accounts !== total || outcomes['not-certain'] !== 0 || !outcomes.unchanged)
    throw new Error(`The run told of ${people} people, ${JSON.stringify(outcomes)}.`);
  return { took, peak: peak() };
};

/** Looks at the memory of a process and all below it until it is asked for the most. */
const watch = (pid: number | undefined): (() => number) => {
  let most = 0;
  const look = () => {
    if (pid !== undefined) most = Math.max(most, residentOf(pid), peakOf(pid) ?? 0);
  };
  const timer = setInterval(look, 50);
  return () => {
    clearInterval(timer);
    return most;
  };
};
