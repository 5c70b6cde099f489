import { listOf } from '../../../local/casdoor/list-people';
import { demoAccounts } from '../../../local/demo/accounts';
import { demoApplications, demoCompany, demoOrganization, demoWorld } from '../../../local/demo/demo-world';
import type { Situation } from '../../../local/demo/situation';
import { situations } from '../../../local/demo/situations';
import type { Account, Claims, Mapping, PersonVerdict } from '../../../src/contract/mapping';
import { directoryClaims } from '../../../src/mapping/directory-claims';
import { makeMapper } from '../../../src/mapping/make-mapper';
import { loadPatternEngine } from '../../../src/mapping/pattern-engine';
import { nameKey } from '../../../src/mapping/same-name';

/** Large enough for each kind of person, and quickly judged. */
const size = 5000;
const seed = 7;
const company = demoCompany({ seed, size });
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
const accounts: Account[] = demoAccounts(company, { product: 'jira', seed }).users.map(
  ({ name, displayName, email, active, groups }) => ({
    username: name,
    email,
    fullName: displayName,
    active,
    groups,
    administrator: groups.includes('jira-administrators'),
  }),
);
const groupsThere = new Set(accounts.flatMap(({ groups }) => groups ?? []));

const situation = (id: string): Situation => {
  const found = situations.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no situation "${id}".`);
  return found;
};

type Row = PersonVerdict & { name: string; account: string | null };

/** Everybody by the rules of the plugin: found by what it looks for, else by what the person has today. */
const dryRun = async ({ plugin, application }: Situation, mapping: Mapping): Promise<Row[]> => {
  const target = { plugin, product: 'jira', baseUrl: 'https://jira.acme.example', comparesIssuer: false } as const;
  const { tokenFormat = 'JWT' } = demoApplications[application] as { tokenFormat?: string };
  const claims = directoryClaims(
    { tokenFormat, tokenFields: [], tokenAttributes: [], isShared: false },
    { scopes: ['openid', 'profile', 'email'], clientId: 'jira', issuer: 'https://door.acme.example' },
  );
  const mapper = makeMapper(mapping, target, { engine: await loadPatternEngine(), groupsThere });
  const read = people.map((person) => {
    const access = claims.of(person);
    const reading = mapper.read(access);
    return { person, access, reading, key: nameKey(mapper.lookedFor(reading)?.value ?? '') };
  });
  const byName = new Map(accounts.map((account) => [nameKey(account.username), account]));
  const keys = new Map<string, number>();
  for (const { key, access } of read) if (access.barred() === null) keys.set(key, (keys.get(key) ?? 0) + 1);
  return read.map(({ person, access, reading, key }) => {
    const found = byName.get(key);
    const name = String(person.name);
    const today = byName.get(nameKey(name));
    const existing = found ?? (today && !keys.has(nameKey(today.username)) ? today : null);
    const verdict = mapper.judge(access, reading, existing);
    const collides = verdict.outcome !== 'barred' && verdict.outcome !== 'refused' && (keys.get(key) ?? 0) > 1;
    return {
      ...verdict,
      name,
      account: existing?.username ?? null,
      ...(collides ? { outcome: 'collides' as const, groupsLost: [], groupsGained: [], changes: [] } : {}),
    };
  });
};

const counted = (rows: readonly Row[]) => {
  const counts: Partial<Record<Row['outcome'], number>> = {};
  for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};
const administrators = (rows: readonly Row[]) => rows.filter(({ administrator }) => administrator === true);
const lockedOut = (rows: readonly Row[]) => rows.filter((row) => row.lockedOut).map(({ name }) => name);
const losingRights = (rows: readonly Row[]) =>
  rows.filter(({ groupsLost }) => groupsLost.includes('jira-administrators')).map(({ name }) => name);
const judged = (id: string, mapping: Partial<Mapping> = {}) => {
  const told = situation(id);
  if (told.mapping === null) throw new Error(`"${id}" has no mapping.`);
  return dryRun(told, { ...told.mapping, ...mapping });
};

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
  const rows = await judged('healthy');
  expect(lockedOut(rows)).toEqual([]);
  expect(rows.filter(({ groupsLost }) => groupsLost.length > 0)).toEqual([]);
  const { unchanged = 0, updated = 0, created = 0, barred = 0, ...harmed } = counted(rows);
  expect(harmed).toEqual({});
  expect(unchanged + updated + created + barred).toBe(size);
  expect(unchanged).toBeGreaterThan(size * 0.8);
  for (const some of [updated, created, barred]) expect(some).toBeGreaterThan(size * 0.01);
  for (const row of rows) if (row.outcome === 'created') expect(row.groupsGained).toEqual(['jira-software-users']);
});

test('administrators-locked-out: three administrators and one in fifty, and the claim "name" saves all of them', async () => {
  const before = await judged('administrators-locked-out');
  const kept = lockedOut(before);
  expect(lockedOut(administrators(before))).toHaveLength(3);
  expect(lockedOut(administrators(before)).filter((name) => company.users.some((user) => user.name === name))).toEqual([
    'amara.okafor',
    'priya.raman',
  ]);
  expect(kept.length).toBeGreaterThan(size / 60);
  expect(kept.length).toBeLessThan(size / 40);
  const { renamed, unchanged = 0, updated = 0, created = 0, barred = 0, ...others } = counted(before);
  expect(others).toEqual({});
  expect(renamed).toBe(kept.length);
  expect(unchanged + updated + created + barred).toBe(size - kept.length);
  const after = await judged('administrators-locked-out', { username: 'name' });
  expect(lockedOut(after)).toEqual([]);
  expect(administrators(after).every(({ outcome }) => outcome === 'unchanged')).toBe(true);
  expect(counted(after)).toEqual(counted(await judged('healthy')));
});

test('groups-vanish: nobody is locked out, and every administrator of Casdoor loses the rights', async () => {
  const rows = await judged('groups-vanish');
  expect(lockedOut(rows)).toEqual([]);
  const all = administrators(rows).map(({ name }) => name);
  expect(all.length).toBeGreaterThan(4);
  expect(losingRights(rows)).toEqual(all);
  // What is excluded stays, and so does the one group that is called as Casdoor calls it.
  for (const { groupsLost } of rows) {
    expect(groupsLost).not.toContain('jira-software-users');
    expect(groupsLost).not.toContain('demo/sales');
  }
  expect(losingRights(await judged('groups-vanish', { groups: null }))).toEqual([]);
});

test('usernames-collide: a few collide, are refused or get another account, and nobody of the others', async () => {
  const rows = await judged('usernames-collide');
  const of = (outcome: Row['outcome']) => rows.filter((row) => row.outcome === outcome).map(({ name }) => name);
  expect(of('collides')).toEqual(['reception', 'reception2']);
  expect(of('refused')).toEqual(['label-printer']);
  expect(of('renamed')).toEqual([
    'Nguyễn.An',
    'a-person-whose-user-name-was-made-from-everything-that-the-old-directory-knew-about-them',
    'lee',
    'mallory',
    'olga.petrova@acme.example',
  ]);
  expect(lockedOut(administrators(rows))).toEqual([]);
});

test('display-name-as-username: hardly anybody reaches their account', async () => {
  const rows = await judged('display-name-as-username');
  expect(lockedOut(rows).length).toBeGreaterThan(size * 0.8);
});

test('username-literal: everybody is taken for one person', async () => {
  const { collides = 0, barred = 0, ...others } = counted(await judged('username-literal'));
  expect([collides + barred, others]).toEqual([size, {}]);
});

test('where the mapping is not what is wrong, everybody reads it from the same token', () => {
  const others = situations.filter(({ mapping }) => mapping === situation('healthy').mapping);
  expect(others.length).toBeGreaterThan(15);
  for (const { plugin, application } of others)
    expect([plugin, 'tokenFormat' in demoApplications[application]]).toEqual(['miniorange', false]);
});

test.each(['documented-mapping', 'groups-as-paths'])('%s: the dry run locks nobody out', async (id) => {
  const rows = await judged(id);
  expect(lockedOut(rows)).toEqual([]);
  expect(losingRights(rows)).toEqual([]);
});
