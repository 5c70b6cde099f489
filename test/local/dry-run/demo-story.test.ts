import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withStandIns } from '../../../local/demo/demo-vantage';
import { type RunningDemo, startDemo } from '../../../local/demo/start-demo';
import { type LocalDryRuns, localDryRuns } from '../../../local/dry-run/local-dry-runs';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { DirectoryState } from '../../../src/contract/dry-run';
import type { AnswerOf, PanelCall } from '../../../src/contract/panel-calls';
import { callbackUrl } from '../../resolvers/every-call';
import { openSite, type Site } from '../../resolvers/site';

let demo: RunningDemo;
let folder: string;
let runs: LocalDryRuns;
let site: Site;
const now = () => new Date();
beforeAll(async () => {
  demo = await startDemo({ size: 2_000, firstPort: 0 });
  folder = await mkdtemp(join(tmpdir(), 'companion-demo-runs-'));
  runs = localDryRuns({
    folder,
    inside: (_product, act) => site.inside(act),
    authorities: [],
    standIns: demo.standIns,
    now,
  });
  site = await openSite({
    from: 'local',
    vantage: () => withStandIns(makeLocalVantage({ environment: {} }), demo.standIns),
    callbackUrl,
    askProduct: null,
    dryRuns: runs,
    applies: null,
    demo: demo.demo,
    now,
  });
});
afterAll(async () => {
  await runs.close();
  await site.close();
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});

type ValueOf<Name extends PanelCall> = Extract<AnswerOf<Name>, { ok: true }>['value'];
const get = async <Name extends PanelCall>(name: Name, payload: object): Promise<ValueOf<Name>> => {
  const answer = (await site.call(name, payload)) as AnswerOf<PanelCall>;
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
  return answer.value as ValueOf<Name>;
};
const runOf = async (target: string): Promise<DirectoryState & { run: string }> => {
  const run = randomUUID();
  await get('startDryRun', { target, run });
  for (let tries = 0; tries < 600; tries += 1) {
    const state = await get('directory', { target });
    if (state.last?.id === run) return { ...state, run };
    if (state.current?.state === 'failed') throw new Error(state.current.problem ?? '');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It came to no end.');
};

test('who would be locked out is named, a better claim is saved, and the second run shows that they are safe', async () => {
  const { targets } = await get('startDemo', { situation: 'administrators-locked-out' });
  const [target] = targets;
  if (!target?.mapping) throw new Error('There is no mapping.');
  const { id, mapping } = target;
  // The stand-in is asked with what the demo has brought along.
  expect((await get('directory', { target: id })).access).toMatchObject({ kind: 'token' });

  const first = await runOf(id);
  const before = first.last?.result;
  expect(before?.sums.untold).toEqual([]);
  expect(before?.sums.administrators.lockedOut).toBeGreaterThan(0);
  expect(first.summary).toMatchObject({ verdict: 'at-risk', rootCause: 'administrator-locked-out' });
  const window = { group: 'administrators-locked-out', search: '', from: 0, count: 50 };
  const { rows } = await get('dryRunRows', { target: id, run: first.run, ...window });
  expect(rows).toHaveLength(before?.sums.administrators.lockedOut ?? -1);
  for (const row of rows)
    expect(row).toMatchObject({ administrator: true, lockedOut: true, reasons: [expect.any(String)] });

  await get('saveMapping', { target: id, base: mapping.version, mapping: { ...mapping.value, username: 'name' } });
  expect((await get('directory', { target: id })).last?.changedSince).toHaveLength(1);
  const second = await runOf(id);
  const after = second.last?.result;
  expect(after?.sums.administrators.lockedOut).toBe(0);
  expect(after?.rows['locked-out']).toBe(0);
  expect(second.comparison).toMatchObject({
    worse: 0,
    better: before?.sums.lockedOut,
    administrators: { lockedOut: -rows.length },
  });
  const compared = { isBetter: true, from: 0, count: 200 };
  const { rows: better } = await get('comparedRows', { target: id, run: second.run, ...compared });
  const names = better.filter((row) => row.before === 'administrator locked out').map(({ name }) => name);
  expect(names.sort()).toEqual(rows.map(({ name }) => name).sort());
  // The usual report carries the area from now on.
  const { result } = await get('check', { run: randomUUID(), target: id, only: null });
  const findings = result?.findings.filter(({ area }) => area === 'directory') ?? [];
  expect(findings.find(({ id: check }) => check === 'administrator-locked-out')?.outcome).toBe('pass');

  // Another story begins without the people of this one.
  await get('startDemo', { situation: 'healthy' });
  expect(await get('directory', { target: id })).toMatchObject({ last: null, current: null, comparison: null });
  expect(JSON.stringify(await site.everything('jira:dry-run'))).not.toContain(rows[0]?.name ?? '-');
});
