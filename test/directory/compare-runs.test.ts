import type { DryRunResult, DryRunRow, DryRunView } from '../../src/contract/dry-run';
import { compareRuns } from '../../src/directory/compare-runs';
import { keptRunsIn } from '../../src/directory/kept-runs';
import type { Standing } from '../../src/directory/standing';
import { standings } from '../../src/directory/standing';
import { type SumChanges, sumsOf } from '../checks/directory/dry-run';
import { inInvocation, openKeyValues } from '../store/key-values';
import { rowOf, rowsOf } from './made-rows';

const place = { product: 'jira', who: 'Ada', account: 'ada', now: () => new Date('2026-11-24T14:02:00Z') } as const;
const runs = keptRunsIn(place);

openKeyValues();

type Side = { rows: DryRunRow[]; sums?: SumChanges; keepsUnchanged?: boolean };

const compared = async (before: Side, after: Side, atOnce?: number) => {
  const write = async (id: string, { rows }: Side) => {
    // The pages of two runs are seldom the same.
    const size = id === 'before' ? 3 : 7;
    const pages = Math.ceil(rows.length / size);
    for (let page = 0; page < pages; page += 1)
      await runs.rows(id).write(page, rows.slice(page * size, page * size + size));
    await runs.rows(id).seal(pages);
  };
  await write('before', before);
  await write('after', after);
  // What a comparison looks at of a result.
  const result = ({ rows, sums, keepsUnchanged = true }: Side) =>
    ({ sums: sumsOf({ people: rows.length, ...sums }), keepsUnchanged }) as DryRunResult;
  const view = { startedAt: '2026-11-23T10:00:00.000Z', mappingVersion: 2 } as DryRunView;
  const comparison = await compareRuns({
    before: { view: { ...view, result: result(before) }, rows: runs.rows('before') },
    after: { result: result(after), rows: runs.rows('after') },
    into: runs.comparison('after'),
    ...(atOnce !== undefined && { atOnce }),
  });
  expect(await runs.comparison('after').get()).toEqual(comparison);
  const window = async (isBetter: boolean, from = 0, count = 200) =>
    (await runs.comparison('after').window(isBetter, from, count))?.rows ?? [];
  return { comparison, window };
};

/** Somebody who fares so, as bad as each can be and no worse. */
const faring: Record<Standing, Partial<DryRunRow>> = {
  'administrator locked out': { administrator: true, lockedOut: true, outcome: 'refused' },
  'administrator without the rights': { administrator: true, losesRights: true, groupsLost: ['admins'] },
  'shares an account': { outcome: 'collides' },
  'locked out': { lockedOut: true, outcome: 'created' },
  refused: { outcome: 'refused' },
  'account renamed': { outcome: 'renamed' },
  'cannot be told': { outcome: 'not-certain' },
  'loses groups': { groupsLost: ['jira-users'], outcome: 'updated' },
  'no access to the product': { noApplicationAccess: true, outcome: 'created' },
  'gets in as before': { outcome: 'updated' },
};

test('each way to fare is worse than the next', async () => {
  await inInvocation(async () => {
    const pairs = standings.slice(1).map((standing, at) => ({ worse: standings[at] as Standing, better: standing }));
    const { comparison, window } = await compared(
      { rows: pairs.map(({ worse }, at) => rowOf(at, faring[worse])) },
      { rows: pairs.map(({ better }, at) => rowOf(at, faring[better])) },
    );
    expect(comparison).toMatchObject({ better: pairs.length, worse: 0, came: 0, left: 0 });
    expect((await window(true)).map(({ before, after }) => ({ worse: before, better: after }))).toEqual(pairs);
    expect(await window(false)).toEqual([]);
  });
});

test('created, updated, unchanged and barred without an account are no better and no worse', async () => {
  await inInvocation(async () => {
    const outcomes = ['created', 'updated', 'unchanged', 'barred'] as const;
    const rows = outcomes.map((outcome, at) => rowOf(at, { outcome }));
    const turned = outcomes.map((_, at) => rowOf(at, { outcome: outcomes[(at + 1) % 4] ?? 'created' }));
    expect((await compared({ rows }, { rows: turned })).comparison).toMatchObject({ better: 0, worse: 0 });
  });
});

test('who came and who left is counted, whoever is known by a name alone is found again, accounts are nobody', async () => {
  await inInvocation(async () => {
    const nameless = rowOf(50, { id: '', lockedOut: true });
    const before = [...rowsOf(10), nameless, rowOf(60, { kind: 'account', id: '', name: '', outcome: 'unreached' })];
    const after = [...rowsOf(14).slice(2), { ...nameless, at: 2, lockedOut: false }];
    const { comparison, window } = await compared({ rows: before }, { rows: after });
    expect(comparison).toMatchObject({ better: 1, worse: 0, came: 4, left: 2 });
    expect(await window(true)).toEqual([
      {
        name: nameless.name,
        displayName: nameless.displayName,
        before: 'locked out',
        after: 'gets in as before',
        isBetter: true,
      },
    ]);
  });
});

test('hundreds are told in windows', async () => {
  await inInvocation(async () => {
    const rows = rowsOf(450, () => ({ outcome: 'refused' }));
    const { comparison, window } = await compared({ rows: rowsOf(450) }, { rows });
    expect(comparison).toMatchObject({ better: 0, worse: 450 });
    const names = [...(await window(false)), ...(await window(false, 200)), ...(await window(false, 400))];
    expect(names.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
    expect((await window(false, 449, 5)).map(({ name }) => name)).toEqual([rows[449]?.name]);
    expect(await window(false, 450)).toEqual([]);
  });
});

test('people who are not held in memory at once are compared in passes, with the same result', async () => {
  await inInvocation(async () => {
    const before = { rows: rowsOf(300, (at) => (at % 3 === 0 ? { lockedOut: true } : {})) };
    const after = { rows: rowsOf(310, (at) => (at % 5 === 0 ? { outcome: 'refused' } : {})).slice(4) };
    const once = await compared(before, after);
    const [better, worse] = [await once.window(true), await once.window(false)];
    const often = await compared(before, after, 40);
    expect(often.comparison).toEqual(once.comparison);
    const names = (rows: { name: string }[]) => rows.map(({ name }) => name).sort();
    expect(names(await often.window(true))).toEqual(names(better));
    expect(names(await often.window(false))).toEqual(names(worse));
    expect(better.length + worse.length).toBeGreaterThan(100);
  });
});

test('where the unchanged are not kept, whoever is not there is unchanged', async () => {
  await inInvocation(async () => {
    const [one, two, three] = [rowOf(1, { outcome: 'refused' }), rowOf(2, { lockedOut: true }), rowOf(3, {})];
    const { comparison, window } = await compared(
      { rows: [one], sums: { people: 1_000 }, keepsUnchanged: false },
      { rows: [two, three], sums: { people: 1_003 }, keepsUnchanged: false },
    );
    expect(comparison).toMatchObject({ better: 1, worse: 1, came: 3, left: 0 });
    expect((await window(true)).map(({ name }) => name)).toEqual([one.name]);
    expect((await window(false)).map(({ name }) => name)).toEqual([two.name]);
  });
});

test('the sums tell how many more there are of each outcome', async () => {
  await inInvocation(async () => {
    const { comparison } = await compared(
      {
        rows: rowsOf(3),
        sums: { outcomes: { refused: 7, unchanged: 900 }, administrators: { lockedOut: 3, losingRights: 1 } },
      },
      {
        rows: rowsOf(3),
        sums: { outcomes: { refused: 2, unchanged: 910 }, administrators: { lockedOut: 0, losingRights: 2 } },
      },
    );
    expect(comparison).toMatchObject({
      before: '2026-11-23T10:00:00.000Z',
      mappingVersion: 2,
      outcomes: { refused: -5, unchanged: 10, created: 0 },
      administrators: { lockedOut: -3, losingRights: 1 },
    });
  });
});
