import { listOf } from '../../../local/casdoor/list-people';
import { demoAccounts } from '../../../local/demo/accounts';
import { demoApplications, demoCompany, demoOrganization, demoWorld } from '../../../local/demo/demo-world';
import type { Situation } from '../../../local/demo/situation';
import { situations } from '../../../local/demo/situations';
import type { DryRunRow, DryRunSums } from '../../../src/contract/dry-run';
import type { Account, Claims, Mapping } from '../../../src/contract/mapping';
import type { Product } from '../../../src/contract/target';
import { memorySpill } from '../../../src/directory/spill';
import { makeTally } from '../../../src/directory/tally';
import { loadPatternEngine } from '../../../src/mapping/pattern-engine';
import { nameKey } from '../../../src/mapping/same-name';

/** Large enough for each kind of person, and quickly judged. */
const size = 5000;
const seed = 7;
const company = demoCompany({ seed, size });
const applications = demoApplications({ jira: 'http://jira.localhost:1', confluence: 'http://wiki.localhost:2' });
/** As a list of Casdoor has them. */
const people = JSON.parse(
  listOf(demoWorld({ seed, size, now: new Date() }), {
    owner: demoOrganization,
    search: null,
    sortField: 'name',
    isAscending: true,
  })
    .page(0, size)
    .toString(),
) as Claims[];
const accountsIn = (product: Product): Account[] =>
  demoAccounts(company, { product, seed }).users.map(({ name, displayName, email, active, groups }) => ({
    username: name,
    email,
    fullName: displayName,
    active,
    groups,
    administrator: groups.includes(`${product}-administrators`),
  }));
const accounts = accountsIn('jira');

const situation = (id: string): Situation => {
  const found = situations.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no situation "${id}".`);
  return found;
};

type DryRun = { sums: DryRunSums; rows: DryRunRow[] };

/** What a dry run says where everybody was read. */
const dryRun = async ({ plugin, product, application }: Situation, mapping: Mapping): Promise<DryRun> => {
  const there = product === 'jira' ? accounts : accountsIn(product);
  const { tokenFormat = 'JWT' } = applications[application] as { tokenFormat?: string };
  const tally = makeTally(
    {
      mapping,
      target: { plugin, product, baseUrl: null, comparesIssuer: false },
      application: { tokenFormat, tokenFields: [], tokenAttributes: [], isShared: false },
      signIn: { scopes: ['openid', 'profile', 'email'], clientId: 'jira', issuer: 'https://door.acme.example' },
      engine: await loadPatternEngine(),
      administratorGroups: null,
      parts: 1,
    },
    memorySpill(),
  );
  tally.addPeople(people, (index) => people[index] ?? {});
  tally.addAccounts(there);
  const finishing = tally.finish({
    people: { missing: 0, repeated: 0, nameless: 0, isLoose: false, isWhole: true },
    accounts: {
      isWhole: true,
      groupsWhole: true,
      administratorsWhole: true,
      groupsThere: [...new Set(there.flatMap(({ groups }) => groups ?? []))],
      access: null,
      untold: [],
    },
  });
  const rows: DryRunRow[] = [];
  for (let next = finishing.next(); ; next = finishing.next()) {
    if (next.done) return { sums: next.value, rows };
    rows.push(...next.value);
  }
};

const judged = (id: string, mapping: Partial<Mapping> = {}) => {
  const told = situation(id);
  if (told.mapping === null) throw new Error(`"${id}" has no mapping.`);
  return dryRun(told, { ...told.mapping, ...mapping });
};

/** Outcomes that somebody has. */
const counted = ({ sums }: DryRun): Partial<DryRunSums['outcomes']> =>
  Object.fromEntries(Object.entries(sums.outcomes).filter(([, count]) => count > 0));
const named = ({ rows }: DryRun, isMeant: (row: DryRunRow) => boolean): string[] =>
  rows.filter((row) => row.kind === 'person' && isMeant(row)).map(({ name }) => name);

test('the same seed makes the same accounts, each name once', () => {
  const again = demoAccounts(demoCompany({ seed, size }), { product: 'jira', seed });
  expect(again.users.map(({ name }) => name)).toEqual(accounts.map(({ username }) => username));
  expect(new Set(accounts.map(({ username }) => nameKey(username))).size).toBe(accounts.length);
  expect(accounts).toHaveLength(size * 0.96);
});

test('most accounts are those of people; some are inactive, and some are there alone', () => {
  const names = new Set(people.map(({ name }) => nameKey(String(name))));
  const alone = accounts.filter(({ username }) => !names.has(nameKey(username)));
  expect(alone.filter(({ active }) => active).map(({ username }) => username.replace(/-.*/, ''))).toEqual([
    'emergency',
    ...Array.from({ length: 16 }, () => 'robot'),
  ]);
  expect(alone.filter(({ administrator }) => administrator).map(({ username }) => username)).toEqual([
    'emergency-admin',
  ]);
  const inactive = accounts.filter(({ active }) => !active).length;
  expect(inactive / accounts.length).toBeGreaterThan(0.03);
  expect(inactive / accounts.length).toBeLessThan(0.05);
});

test('healthy: nobody is locked out, refused or taken out of a group, and no two collide', async () => {
  const run = await judged('healthy');
  const { unchanged = 0, updated = 0, created = 0, barred = 0, ...harmed } = counted(run);
  expect(harmed).toEqual({});
  expect(unchanged + updated + created + barred).toBe(size);
  expect(unchanged).toBeGreaterThan(size * 0.8);
  for (const some of [updated, created, barred]) expect(some).toBeGreaterThan(size * 0.01);
  expect(run.sums).toMatchObject({
    lockedOut: 0,
    barredWithAccount: 0,
    groups: { losing: 0 },
    administrators: { lockedOut: 0, losingGroups: 0, losingRights: 0 },
    onlyInTarget: { active: 17, administrators: 1 },
    collisions: { people: 0 },
    sharedEmails: { people: 2, emails: 1 },
    nearUsernames: { people: 0 },
  });
  for (const row of run.rows) if (row.outcome === 'created') expect(row.groupsGained).toEqual(['jira-software-users']);
});

test('administrators-locked-out: three administrators and one in fifty, and the claim "name" saves all of them', async () => {
  const before = await judged('administrators-locked-out');
  const { renamed = 0, ...others } = counted(before);
  expect(renamed).toBeGreaterThan(size / 60);
  expect(renamed).toBeLessThan(size / 40);
  expect(Object.keys(others).sort()).toEqual(['barred', 'created', 'unchanged', 'updated']);
  expect(before.sums).toMatchObject({ lockedOut: renamed, administrators: { lockedOut: 3, losingRights: 0 } });
  const administrators = named(before, ({ administrator, lockedOut }) => administrator === true && lockedOut);
  expect(administrators).toHaveLength(3);
  expect(administrators).toEqual(expect.arrayContaining(['amara.okafor', 'priya.raman']));
  const after = await judged('administrators-locked-out', { username: 'name' });
  expect(after.sums).toMatchObject({ lockedOut: 0, administrators: { lockedOut: 0, losingRights: 0 } });
  const theirs = after.rows.filter(({ name }) => administrators.includes(name)).map(({ outcome }) => outcome);
  expect(theirs).toEqual(['unchanged', 'unchanged', 'unchanged']);
  expect(counted(after)).toEqual(counted(await judged('healthy')));
});

test('groups-vanish: nobody is locked out, and every administrator of Casdoor loses the rights', async () => {
  const run = await judged('groups-vanish');
  const { total, losingRights, lockedOut } = run.sums.administrators;
  // The one for emergencies is not in Casdoor.
  expect([run.sums.lockedOut, lockedOut, losingRights]).toEqual([0, 0, (total ?? 0) - 1]);
  expect(losingRights).toBeGreaterThan(4);
  const lost = run.sums.groups.lost.map(({ name }) => name);
  // What is excluded stays, and so does the one group that is called as Casdoor calls it.
  expect(lost.sort()).toEqual([
    'Contractors',
    'design',
    'engineering',
    'jira-administrators',
    'people-team',
    'support',
  ]);
  expect((await judged('groups-vanish', { groups: null })).sums.groups.losing).toBe(0);
});

test('username-from-email: a few collide, are refused or get another account, and nobody of the others', async () => {
  const run = await judged('username-from-email');
  const of = (outcome: DryRunRow['outcome']) => named(run, (row) => row.outcome === outcome);
  expect(of('collides')).toEqual(['reception', 'reception2']);
  expect(of('refused')).toEqual(['label-printer']);
  expect(of('renamed')).toEqual([
    'Nguyễn.An',
    'a-person-whose-user-name-was-made-from-everything-that-the-old-directory-knew-about-them',
    'lee',
    'mallory',
    'olga.petrova@acme.example',
  ]);
  expect(run.sums).toMatchObject({ administrators: { lockedOut: 0 }, collisions: { people: 2, accounts: 1 } });
});

test('leavers-still-active: whoever left has an active account, and nobody else is harmed', async () => {
  const run = await judged('leavers-still-active');
  const { barred = 0, unchanged = 0, updated = 0, created = 0, ...harmed } = counted(run);
  expect(harmed).toEqual({});
  expect(barred + unchanged + updated + created).toBe(size);
  const { barredWithAccount } = run.sums;
  // Some of them were newcomers without an account.
  expect(barredWithAccount).toBeGreaterThan(barred * 0.9);
  expect(run.sums.lockedOut).toBe(barredWithAccount);
  expect(run.sums.administrators).toMatchObject({ lockedOut: 0, losingRights: 0 });
});

test('display-name-as-username: hardly anybody reaches their account', async () => {
  expect((await judged('display-name-as-username')).sums.lockedOut).toBeGreaterThan(size * 0.8);
});

test('username-literal: everybody is taken for one person', async () => {
  const { collides = 0, barred = 0, ...others } = counted(await judged('username-literal'));
  expect([collides + barred, others]).toEqual([size, {}]);
});

test('where the mapping is not what is wrong, everybody reads it from the same token', () => {
  const others = situations.filter(({ mapping }) => mapping === situation('healthy').mapping);
  expect(others.length).toBeGreaterThan(15);
  for (const { plugin, application } of others)
    expect([plugin, 'tokenFormat' in applications[application]]).toEqual(['miniorange', false]);
});

test.each(['documented-mapping', 'groups-as-paths'])('%s: the dry run locks nobody out', async (id) => {
  expect((await judged(id)).sums).toMatchObject({ lockedOut: 0, groups: { losing: 0 } });
});
