import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRunFolder, RunFolderHeld } from '../../../local/dry-run/run-folder';
import type { DryRunCheckpoint } from '../../../src/directory/dry-run-checkpoint';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'companion-run-folder-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const now = Date.parse('2026-11-26T12:00:00Z');
const days = 86_400_000;

const checkpointOf = (spill: unknown): DryRunCheckpoint => ({
  schema: 1,
  savedAt: new Date(now).toISOString(),
  people: {
    at: { page: 3, size: 10, lastName: 'Zoë', read: 20, total: 30, repeated: 0, nameless: 0, isLoose: false },
    isDone: false,
    missing: 0,
  },
  accounts: null,
  tally: {
    schema: 1,
    parts: 64,
    seed: 7,
    people: 20,
    accounts: 0,
    groups: [],
    administering: [],
    known: { barred: 0, withoutEmail: 0, sharedUsernames: 0 },
    mappedUnseen: [],
    groupsUnsure: 0,
  },
  spill,
});

/** A run that was killed after it had saved. */
const killed = async () => {
  const folder = await openRunFolder(data, 'settings', now);
  folder.spill.append('people', 0, 'alice');
  const checkpoint = checkpointOf(folder.spill.mark());
  folder.save?.(checkpoint);
  folder.spill.append('people', 0, 'not saved');
  await folder.keep();
  return checkpoint;
};

test('goes on where a run with the same settings saved', async () => {
  const checkpoint = await killed();
  const folder = await openRunFolder(data, 'settings', now + 6 * days);
  expect(folder.from).toEqual(checkpoint);
  expect([...folder.spill.lines('people', 0)]).toEqual(['alice']);
  await folder.delete();
  expect(existsSync(join(data, 'dry-run-command'))).toBe(false);
});

test.each([
  ['other settings', 'others', 0, () => {}],
  ['one that is a week old', 'settings', 7 * days, () => {}],
  ['one that somebody wrote into', 'settings', 0, () => writeFileSync(checkpointFile(), '{"schema":1')],
  [
    'one whose lines are gone',
    'settings',
    0,
    () => rmSync(join(data, 'dry-run-command', 'spill'), { recursive: true }),
  ],
])('begins anew with %s, and leaves nothing of it', async (_, settings, later, change) => {
  await killed();
  change();
  const folder = await openRunFolder(data, settings, now + later);
  expect(folder.from).toBeNull();
  expect([...folder.spill.lines('people', 0)]).toEqual([]);
  expect(existsSync(checkpointFile())).toBe(false);
  await folder.delete();
});

test('lets one process in at a time', async () => {
  const folder = await openRunFolder(data, 'settings', now);
  await expect(openRunFolder(data, 'settings', now)).rejects.toThrow(RunFolderHeld);
  await folder.delete();
  await (await openRunFolder(data, 'settings', now)).delete();
});

test('is nobody else’s to read', async () => {
  await killed();
  expect(statSync(join(data, 'dry-run-command')).mode & 0o777).toBe(0o700);
  expect(statSync(checkpointFile()).mode & 0o777).toBe(0o600);
});

test('without a place to keep it in, is gone at the end', async () => {
  const folder = await openRunFolder(null, 'settings', now);
  expect([folder.from, folder.save]).toEqual([null, null]);
  folder.spill.append('people', 0, 'alice');
  expect([...folder.spill.lines('people', 0)]).toEqual(['alice']);
  await folder.keep();
});

test('deletes what was left by one that was killed a week ago, and nothing younger', async () => {
  const [old, young] = ['old', 'young'].map((name) => mkdtempSync(join(tmpdir(), `companion-dry-run-${name}-`)));
  if (old === undefined || young === undefined) throw new Error('There are two.');
  const weekAgo = new Date(Date.now() - 7 * days);
  utimesSync(old, weekAgo, weekAgo);
  await (await openRunFolder(null, 'settings', Date.now())).delete();
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  rmSync(young, { recursive: true });
});

const checkpointFile = () => join(data, 'dry-run-command', 'checkpoint.json');
