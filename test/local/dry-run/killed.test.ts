import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dryRun, mapping, type Site, startSite } from './command';

const people = 5000;
const kills = 20;

let site: Site;
let folder: string;
beforeAll(async () => {
  // Fifty pages, so that a run lasts some seconds and is saved in the midst of it.
  site = await startSite(people, { most: 100, delay: 60 });
  folder = mkdtempSync(join(tmpdir(), 'companion-killed-'));
  writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping));
}, 60_000);
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const argumentsFor = (name: string) => [
  ...['--issuer', site.issuer, '--client-id', 'app-jira-client-id', '--secret-env', 'CLIENT_SECRET'],
  ...['--mapping', join(folder, 'mapping.json'), '--atlassian', site.jira.address, '--token-env', 'TOKEN'],
  ...['--data', join(folder, `data-${name}`), '--people', join(folder, `${name}.csv`), '--json'],
];
const resultOf = (name: string, out: string) => ({
  json: JSON.parse(out),
  csv: readFileSync(join(folder, `${name}.csv`), 'utf8'),
});

test(`killed at ${kills} random moments it says the same as without`, async () => {
  site.conditions.delay = 0;
  const unbroken = await dryRun(argumentsFor('unbroken'));
  expect([unbroken.status, unbroken.signal]).toEqual([1, null]);
  const expected = resultOf('unbroken', unbroken.out);
  expect(expected.json).toMatchObject({ people });
  expect(expected.csv.trimEnd().split('\r\n')).toHaveLength(people + 1);

  site.conditions.delay = 60;
  let killed = 0;
  let wentOn = 0;
  let isOver = false;
  while (!isOver) {
    // Somewhere from the start to a little behind the last page: by pages, for a machine may be busy with other things.
    const last = killed < kills ? site.pages.length + Math.floor(Math.random() * 55) : null;
    const late = Math.random() * 1500;
    // None of this run's own yet.
    site.pages.push(0);
    let watching: NodeJS.Timeout | null = null;
    const said = await dryRun(argumentsFor('killed'), {
      during: (child) => {
        const kill = () => child.kill('SIGKILL');
        if (last === null || watching !== null) return;
        let asked = site.pages.length;
        let since = Date.now();
        watching = setInterval(() => {
          if (site.pages.length > asked) since = Date.now();
          asked = site.pages.length;
          const isDone = asked > 0 && site.pages.at(-1) === people / 100 && Date.now() - since > late;
          if (asked >= last || isDone) kill();
        }, 10);
      },
    });
    if (watching !== null) clearInterval(watching);
    if (said.err.includes('Going on from there.')) wentOn += 1;
    if (said.signal === 'SIGKILL') killed += 1;
    else {
      isOver = last === null;
      expect(said.status).toBe(1);
      expect(resultOf('killed', said.out)).toEqual(expected);
    }
  }
  // Some were killed before anything was saved, but not all of them.
  expect(wentOn).toBeGreaterThan(3);
  expect(readdirSync(join(folder, 'data-killed'))).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
}, 300_000);

test('what lies there meanwhile nobody else can read, other settings begin anew, and one works there at a time', async () => {
  const given = argumentsFor('looked-at');
  const data = join(folder, 'data-looked-at', 'dry-run-command');
  let second: ReturnType<typeof dryRun> | null = null;
  const modes = new Set<number>();
  const killed = await dryRun(given, {
    during: (child, { err }) => {
      if (second !== null || !err.includes('Reading')) return;
      second = new Promise((resolve) => setTimeout(resolve, 3500)).then(async () => {
        const said = await dryRun(given);
        for (const file of readdirSync(data, { recursive: true, encoding: 'utf8' }))
          if (!file.startsWith('lock')) modes.add(statSync(join(data, file)).mode & 0o077);
        child.kill('SIGKILL');
        return said;
      });
    },
  });
  expect(killed.signal).toBe('SIGKILL');
  const refused = await second;
  expect(refused).toMatchObject({ status: 2, err: expect.stringContaining('another dry run works there') });
  expect([...modes]).toEqual([0]);
  const went = await dryRun([...given, '--admin-groups', 'staff']);
  expect(went.err).not.toContain('Going on');
  expect(went.status).toBe(1);
}, 60_000);

test('a cancel keeps what was read, and says so', async () => {
  const given = argumentsFor('cancelled');
  const cancelled = await dryRun(given, {
    during: (child, { out, err }) => {
      if (out === '' && err === '') setTimeout(() => child.kill('SIGINT'), 3500);
    },
  });
  expect(cancelled).toMatchObject({ status: 3, out: '' });
  expect(cancelled.err).toContain('start it again with the same arguments');
  const went = await dryRun(given);
  expect(went.err).toMatch(/\d,?\d* of 5,000 people were read\. Going on from there\./);
  expect(went.status).toBe(1);
}, 60_000);
