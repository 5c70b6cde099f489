import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOpen } from '../../src/contract/apply';
import { randomFrom } from './random-from';
import { old } from './standing';
import { startAnew } from './start-anew';
import { putOnDisk, standOnDisk } from './world-on-disk';

const folders: string[] = [];
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Begins an apply and a restore in a process of its own; resolves as soon as it is at work. */
const begin = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'companion-apply-'));
  folders.push(folder);
  putOnDisk(folder, old);
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'apply-process.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.value !== 'begins') throw new Error('It has not begun.');
  return { folder, child, closed, lines };
};

test('a process that is killed at any moment leaves old or new, the next one says which, and ends it', async () => {
  const whole = await begin();
  const start = performance.now();
  expect((await whole.lines.next()).value).toBe('ended');
  const lasts = performance.now() - start;
  await whole.closed;

  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const random = randomFrom(seed);
  const steps = new Set<string>();
  for (let kill = 1; kill <= 12; kill += 1) {
    const { folder, child, closed } = await begin();
    const after = random() * lasts;
    await sleep(after);
    child.kill('SIGKILL');
    await closed;
    const where = `seed ${seed}, kill ${kill} after ${after.toFixed(0)} ms`;
    const standing = await standOnDisk(folder, async (_name, act) => act());
    try {
      const left = await standing.process((engine) => engine.recover(), { who: null });
      steps.add(left?.view.step ?? 'none');
      const ended = await startAnew(standing, where);
      if (ended) expect({ where, isOpen: isOpen(ended.step) }).toEqual({ where, isOpen: false });
      expect({ where, holds: standing.truth() }).toEqual({ where, holds: 'old' });
    } finally {
      await standing.close();
    }
  }
  // Twelve kills that all met the same step would prove little.
  expect({ seed, hasMetSeveral: steps.size > 2 }).toEqual({ seed, hasMetSeveral: true });
}, 240_000);
