import { kvs } from '@forge/kvs';
import { type DryRunRow, rowGroups } from '../../src/contract/dry-run';
import { type RowWindow, rowStoreAt } from '../../src/directory/row-store';
import { keyIn } from '../../src/store/place';
import { inInvocation, openKeyValues } from '../store/key-values';
import { rowOf, rowsOf } from './made-rows';

let clock: number;
beforeEach(() => {
  clock = Date.parse('2026-11-24T14:02:00Z');
});
const place = { product: 'jira', who: 'Ada', account: 'ada', now: () => new Date(clock) } as const;
const rows = (run = 'one') => rowStoreAt(place, (...rest) => keyIn(place, 'dry-run', run, ...rest));
const all: RowWindow = { group: null, search: '', from: 0, count: 200 };
const ats = (found: { rows: DryRunRow[] } | null) => found?.rows.map(({ at }) => at);

openKeyValues();

const left = async () => (await kvs.query().limit(100).getMany<unknown>()).results;

test('what was written comes back in windows, in the order of the pages', async () => {
  await inInvocation(async () => {
    const made = rowsOf(1_100);
    // As events may come: shuffled, and one of them twice.
    await rows().write(1, made.slice(500, 1_000));
    await rows().write(0, made.slice(0, 500));
    await rows().write(2, made.slice(1_000));
    await rows().write(0, made.slice(0, 500));
    expect(await rows().window(all)).toBeNull();
    await rows().seal(3);
    const found = await rows().window({ ...all, from: 450, count: 100 });
    expect(found).toEqual({ total: 1_100, rows: made.slice(450, 550) });
    expect(ats(await rows().window({ ...all, from: 1_090 }))).toEqual(
      Array.from({ length: 10 }, (_, at) => 1_090 + at),
    );
    expect(await rows().window({ ...all, from: 5_000 })).toEqual({ total: 1_100, rows: [] });
    expect((await rows().window({ ...all, count: 1_000 }))?.rows).toHaveLength(200);
  });
});

test('a page that is missing is no page that was empty', async () => {
  await inInvocation(async () => {
    await rows().write(0, rowsOf(3));
    await rows().write(2, rowsOf(3));
    await expect(rows().seal(3)).rejects.toThrow();
    expect(await rows().window(all)).toBeNull();
  });
});

test('a run without anybody has windows too', async () => {
  await inInvocation(async () => {
    await rows().seal(0);
    expect(await rows().window(all)).toEqual({ total: 0, rows: [] });
    await rows('other').write(0, []);
    await rows('other').seal(1);
    expect(await rows('other').window({ ...all, search: 'ada' })).toEqual({ total: 0, rows: [] });
  });
});

test.each<[(typeof rowGroups)[number], Partial<DryRunRow>]>([
  ['administrators-losing-rights', { administrator: true, losesRights: true }],
  ['administrators-locked-out', { administrator: true, lockedOut: true }],
  ['refused', { outcome: 'refused' }],
  ['collides', { outcome: 'collides' }],
  ['barred', { outcome: 'barred' }],
  ['renamed', { outcome: 'renamed' }],
  ['locked-out', { lockedOut: true }],
  ['not-certain', { outcome: 'not-certain', administrator: null }],
  ['groups-lost', { groupsLost: ['jira-users'] }],
  ['no-application-access', { noApplicationAccess: true }],
  ['updated', { outcome: 'updated' }],
  ['created', { outcome: 'created', existing: null }],
  ['unreached', { outcome: 'unreached', kind: 'account', id: '', name: '' }],
])('the group %s has those that belong to it', async (group, changed) => {
  await inInvocation(async () => {
    const made = rowsOf(300, (at) => (at % 100 === 7 ? changed : {}));
    await rows().write(0, made.slice(0, 150));
    await rows().write(1, made.slice(150));
    const counts = await rows().seal(2);
    expect(counts[group]).toBe(3);
    expect(await rows().window({ ...all, group })).toEqual({ total: 3, rows: [made[7], made[107], made[207]] });
    expect(ats(await rows().window({ ...all, group, from: 1, count: 1 }))).toEqual([107]);
    const others = rowGroups.filter((each) => counts[each] > 0);
    expect(others).toContain(group);
  });
});

test('a search finds names, usernames and e-mails whatever their capitals, within a group where one is named', async () => {
  await inInvocation(async () => {
    const changed: Record<number, Partial<DryRunRow>> = {
      3: { displayName: 'Zoë Ærøskøbing' },
      4: { email: 'ZOË@other.example', outcome: 'updated' },
      5: { username: 'zoë.elsewhere', lockedOut: true },
      6: { name: 'line\nfeed\tand tab' },
    };
    await rows().write(
      0,
      rowsOf(10, (at) => changed[at] ?? {}),
    );
    await rows().seal(1);
    expect(ats(await rows().window({ ...all, search: 'zOË' }))).toEqual([3, 4, 5]);
    expect(ats(await rows().window({ ...all, search: 'zoë', group: 'locked-out' }))).toEqual([5]);
    expect(ats(await rows().window({ ...all, search: 'LINE feed and' }))).toEqual([6]);
    expect(await rows().window({ ...all, search: 'nobody' })).toEqual({ total: 0, rows: [] });
    // Two values that stand beside each other are not one.
    expect(ats(await rows().window({ ...all, search: 'ærøskøbing person' }))).toEqual([]);
  });
});

test('pieces one after another are everything, none of them larger than was asked', async () => {
  await inInvocation(async () => {
    const made = rowsOf(400);
    await rows().write(0, made);
    await rows().seal(1);
    const found: DryRunRow[] = [];
    let pieces = 0;
    for (let from: number | null = 0; from !== null; pieces += 1) {
      const piece: { rows: DryRunRow[]; next: number | null } | null = await rows().piece(from, 50_000);
      expect(JSON.stringify(piece?.rows).length).toBeLessThan(51_000);
      found.push(...(piece?.rows ?? []));
      from = piece?.next ?? null;
    }
    expect(found).toEqual(made);
    expect(pieces).toBeGreaterThan(3);
  });
});

test('a person with more than a value of the store holds is shortened, and that is said', async () => {
  await inInvocation(async () => {
    const groupsLost = Array.from({ length: 5_000 }, (_, at) => `group-${at}-${'漢'.repeat(80)}`);
    const huge = rowOf(0, { displayName: '😀'.repeat(10_000), groupsLost, groupsGained: groupsLost });
    await rows().write(0, [huge, rowOf(1)]);
    await rows().seal(1);
    const found = (await rows().window(all))?.rows ?? [];
    expect(Buffer.byteLength(JSON.stringify(found[0]))).toBeLessThan(240 * 1024);
    expect(found[0]?.reasons).toEqual(['This person has more and longer values than are kept of one person.']);
    expect(found[0]?.displayName).toMatch(/^(😀)+$/u);
    expect(found[1]).toEqual(rowOf(1));
  });
});

test('a window of large rows ends early rather than be too large for an answer', async () => {
  await inInvocation(async () => {
    const reasons = ['x'.repeat(100_000)];
    await rows().write(
      0,
      rowsOf(100, () => ({ reasons })),
    );
    await rows().seal(1);
    const first = await rows().window(all);
    expect(first?.total).toBe(100);
    expect(JSON.stringify(first).length).toBeLessThan(4_000_000);
    const count = first?.rows.length ?? 0;
    expect(count).toBeGreaterThan(10);
    expect(ats(await rows().window({ ...all, from: count, count: 1 }))).toEqual([count]);
  });
});

test('after seven days nothing is told, even where the store deletes late', async () => {
  await inInvocation(async () => {
    await rows().write(0, rowsOf(3));
    await rows().seal(1);
    clock += 7 * 86_400_000 - 1;
    expect(await rows().window(all)).not.toBeNull();
    clock += 1;
    expect(await rows().window(all)).toBeNull();
    expect(await rows().piece(0, 1_000)).toBeNull();
  });
});

test('deleting leaves nothing of it, sealed or not, and nothing of another run is touched', async () => {
  await inInvocation(async () => {
    await rows('two').write(0, rowsOf(3));
    await rows('two').seal(1);
    const before = await left();
    await rows().write(0, rowsOf(600));
    await rows().write(5, rowsOf(300));
    await rows().delete();
    await rows().write(0, rowsOf(600));
    await rows().seal(1);
    await rows().delete();
    expect(await left()).toEqual(before);
  });
});
