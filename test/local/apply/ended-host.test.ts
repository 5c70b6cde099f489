import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { emergencyAccount } from '../../../local/demo/accounts';
import { type RunningDemo, startDemo } from '../../../local/demo/start-demo';
import { startLocalHost } from '../../../local/host/local-host';
import { type OpenPanel, openPanel } from '../panel-session';

jest.setTimeout(120_000);

/** The panel's program is killed while it applies, and started again: a real process, a real plugin, a real store. */

let demo: RunningDemo;
let folder: string;
const running: { close: () => Promise<void> }[] = [];
beforeEach(async () => {
  demo = await startDemo({ size: 30, firstPort: 0 });
  folder = mkdtempSync(join(tmpdir(), 'companion-ended-'));
  mkdirSync(join(folder, 'panel'));
  writeFileSync(join(folder, 'panel', 'index.html'), '<html><head></head></html>');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
});

const plugin = () => demo.plugins.jira.miniorange;
const stored = () => structuredClone(plugin().configuration.stored);

const startProcess = async () => {
  const script = join(__dirname, '..', 'host-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  running.push({ close: kill });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('close', () => reject(new Error('The host did not start.')));
  });
  return { panel: await openPanel(JSON.parse(line) as { address: string; origin: string }), kill };
};

/** The next start, so many milliseconds later. */
const startLater = async (later: number): Promise<OpenPanel> => {
  await Promise.all(running.splice(0).map((each) => each.close()));
  const host = await startLocalHost({
    ...{ port: 0, usualPort: 0, hasDemo: false, product: 'jira', authorities: [] },
    ...{ data: join(folder, 'data'), keyFile: join(folder, 'keys', 'keys.json'), panelFolder: join(folder, 'panel') },
    adapt: (usual) => ({ ...usual, now: () => new Date(Date.now() + later) }),
  });
  running.push(host);
  return openPanel(host);
};

const until = async <T>(look: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> => {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await look();
    if (isSo(found)) return found;
    await wait(100);
  }
  throw new Error('It never came to it.');
};
const newestOf = (panel: OpenPanel, target: string) => async () => (await panel.get('applyState', { target })).newest;

/** Everything up to the press. */
const upToThePress = async (panel: OpenPanel) => {
  const begun = await demo.demo.start('healthy');
  if (!begun) throw new Error('There is no such situation.');
  await panel.get('saveConnection', { base: 0, settings: { address: begun.address, allowsHttp: false } });
  const settings = { ...begun.target, baseUrl: demo.jira.address };
  const { id: target } = await panel.get('saveTarget', { id: null, base: 0, settings });
  await panel.get('saveSecret', { target, secret: begun.secret.expose() });
  await panel.get('saveMapping', { target, base: 0, mapping: begun.mapping });
  const { name: user, password } = emergencyAccount;
  const access = { kind: 'password', user, password };
  await panel.get('saveAccountsAccess', { target, access });
  await panel.get('savePluginAccess', { target, access: { kind: 'as-accounts' }, isKept: false, isShared: false });
  await panel.get('startDryRun', { target, run: randomUUID() });
  await until(
    () => panel.get('directory', { target }),
    ({ last }) => last !== null,
  );
  const { guards, summary, wayBack } = await panel.get('planApply', { target, change: { kind: 'settings' } });
  expect(wayBack).toMatchObject({ kind: 'proved', account: user });
  const order = {
    ...{ target, apply: randomUUID(), change: { kind: 'settings' }, shown: summary.fingerprint, typedName: '' },
    ...{ overruled: guards.filter(({ holds }) => !holds).map(({ id }) => id), keepWithin: 600_000 },
  };
  return { target, order };
};

test('killed while the plugin still writes: the next start says that the new settings are in force, and waits for somebody', async () => {
  const { panel, kill } = await startProcess();
  const { target, order } = await upToThePress(panel);
  const before = stored();
  plugin().switches.answersAfter = 5_000;
  await panel.get('startApply', order);
  await until(
    async () => plugin().imports(),
    (imports) => imports === 1,
  );
  await kill();
  plugin().switches.answersAfter = 0;
  expect(stored()).not.toEqual(before);

  const soon = await startLater(61_000);
  const found = await until(newestOf(soon, target), (newest) => newest?.step === 'waiting');
  expect(found).toMatchObject({ id: order.apply, inForce: 'new', who: expect.any(String) as string });
  // Nobody keeps it, and nothing runs when its time is over.
  const later = await startLater(3_600_000);
  const restored = await until(newestOf(later, target), (newest) => newest?.step === 'restored');
  expect(restored?.entries.at(-1)).toMatchObject({ who: null, inForce: 'old' });
  expect(stored()).toEqual(before);
  expect((await later.get('applyState', { target })).order?.outcome).toEqual({ kind: 'done' });
});

test('killed at the press, before anything was sent: nothing was written, and the press can be made again', async () => {
  const { panel, kill } = await startProcess();
  const { target, order } = await upToThePress(panel);
  const before = stored();
  // Jira answers nothing any more, so that it comes to no write.
  demo.jira.conditions.delay = 5_000;
  await panel.get('startApply', order);
  await kill();
  demo.jira.conditions.delay = 0;
  const again = await startLater(10 * 60_000);
  const state = await until(
    () => again.get('applyState', { target }),
    ({ order: last, newest }) => last?.outcome != null && (newest === null || newest.isResting),
  );
  expect(state.order?.outcome).toMatchObject({ kind: 'failed', error: { code: 'expired' } });
  expect(stored()).toEqual(before);
  expect(plugin().imports()).toBe(0);
  const { summary } = await again.get('planApply', { target, change: { kind: 'settings' } });
  expect(summary.fingerprint).toBe(order.shown);
});
