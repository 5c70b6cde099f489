import type { DryRunRow } from '../../src/contract/dry-run';
import { notePeople, peopleGuards } from '../../src/people/note-people';
import { notedPeopleIn } from '../../src/people/noted-people';
import { differs, peopleNow } from '../../src/people/people-since';
import { putGroupsBack } from '../../src/people/put-groups-back';
import { rowOf } from '../directory/made-rows';
import { inProcess, killProcess, openStore } from '../signin/two-stores';
import { askedSite, closeSites, setGroups, user } from './asked-site';

const target = 'f1f5d9a0-6c3e-4f0f-9d43-0d1b4f0f9d43';
const noted = () => notedPeopleIn({ product: 'jira', who: 'ada', account: 'ada', now: () => new Date() });
const rowsOf = (rows: DryRunRow[]): AsyncIterable<DryRunRow[]> => ({
  async *[Symbol.asyncIterator]() {
    for (let from = 0; from < rows.length; from += 1_000) yield rows.slice(from, from + 1_000);
  },
});
const rowFor = (name: string, groups: string[], change: Partial<DryRunRow>): DryRunRow => {
  const row = rowOf(0);
  const existing = row.existing && { ...row.existing, username: name, email: `${name}@acme.example`, groups };
  return rowOf(0, {
    name,
    account: name,
    username: name,
    existing: existing && { ...existing, fullName: `The ${name}` },
    ...change,
  });
};

type Site = Awaited<ReturnType<typeof askedSite>>;
type More = { rows?: DryRunRow[] | null; administratorGroups?: string[] | null; ask?: Site['ask'] | null };
const note = ({ ask, product, signal }: Site, { rows = null, administratorGroups = null, ...more }: More = {}) =>
  notePeople({
    noted: noted(),
    target,
    apply: 'one',
    product,
    administratorGroups,
    ask: more.ask === undefined ? ask : more.ask,
    rows: rows && rowsOf(rows),
    signal,
  });
const window = async (from = 0, count = 200) => (await noted().window(target, 'one', from, count)) ?? [];
const now = async (site: Site) => {
  const look = await peopleNow(site, await window());
  if (!look.ok) throw new Error(look.why);
  return look.people.filter(differs);
};
/** What administrators lack of what they were noted with. */
const putBack = async (site: Site) => {
  const counts = await noted().counts(target, 'one');
  const administrators = await window(0, counts?.administrators);
  const look = await peopleNow(site, administrators);
  if (!look.ok) throw new Error(look.why);
  return putGroupsBack(
    site,
    administrators
      .map((one, at) => ({ noted: one, groups: look.people[at]?.groupsLost ?? [] }))
      .filter(({ groups }) => groups.length > 0),
  );
};

openStore('disk');
afterEach(closeSites);

const inJira = () => [
  user('root', ['jira-administrators', 'jira-software-users']),
  user('amara', ['jira-software-users', 'jira-administrators', 'sales']),
  user('left', ['jira-administrators'], { active: false }),
  user('bob', ['jira-software-users', 'sales']),
];

test('administrators are noted as Jira has them, others as the dry run found them, and get their groups back', async () => {
  const site = await askedSite({ users: inJira() });
  const rows = [
    rowFor('amara', ['sales'], { groupsLost: ['sales'], administrator: true }),
    rowFor('bob', ['sales'], { groupsLost: ['sales'], groupsGained: ['support'] }),
    rowFor('carol', [], {}),
  ];
  await inProcess(async () => {
    const people = await note(site, { rows });
    expect(people).toEqual({ administrators: { isNoted: true, count: 2 }, others: 1 });
    expect(peopleGuards(people, 'jira')).toEqual([
      expect.objectContaining({ holds: true, message: 'The groups of all 2 administrators were noted.' }),
    ]);
    expect(await window()).toEqual([
      {
        user: 'amara',
        isAdministrator: true,
        email: 'amara@acme.example',
        fullName: 'The amara',
        groups: ['jira-software-users', 'jira-administrators', 'sales'],
        gains: null,
        key: 'amara',
      },
      expect.objectContaining({ user: 'root', isAdministrator: true }),
      expect.objectContaining({ user: 'bob', isAdministrator: false, groups: ['sales'], gains: ['support'] }),
    ]);
    expect(await now(site)).toEqual([]);
  });

  setGroups(site, 'amara', ['engineering']);
  setGroups(site, 'bob', ['jira-software-users', 'support']);
  await killProcess();
  await inProcess(async () => {
    expect(await now(site)).toEqual([
      {
        user: 'amara',
        isAdministrator: true,
        groupsLost: ['jira-software-users', 'jira-administrators', 'sales'],
        isActive: true,
        differences: [
          { field: 'groups-lost', before: 'jira-software-users, jira-administrators, sales', now: '' },
          { field: 'groups-gained', before: '', now: 'engineering' },
        ],
        problem: null,
      },
      expect.objectContaining({ user: 'bob', groupsLost: ['sales'] }),
    ]);
    const done = await putBack(site);
    expect(done).toEqual({
      ok: true,
      found: [expect.objectContaining({ user: 'amara', groupsLost: [], problem: null })],
      people: [expect.objectContaining({ user: 'amara', groupsLost: [], byHand: [], problem: null })],
    });
    expect(site.site.people.named('amara')?.groups).toEqual([
      'engineering',
      'jira-software-users',
      'jira-administrators',
      'sales',
    ]);
    // Of everybody else it changes nothing, and a second press changes nothing at all.
    expect(site.site.people.named('bob')?.groups).toEqual(['jira-software-users', 'support']);
    const before = site.site.asked.length;
    expect(await putBack(site)).toEqual({ ok: true, found: [], people: [] });
    expect(site.site.asked.slice(before)).not.toContain('/rest/api/2/group/user');
  });
});

test('the same in Confluence, whose answers have no e-mail: that is no change', async () => {
  const site = await askedSite({
    product: 'confluence',
    users: [
      user('root', ['confluence-administrators']),
      user('amara', ['confluence-administrators', 'a group/with signs']),
    ],
  });
  await inProcess(async () => {
    expect(await note(site, { rows: [rowFor('amara', [], { groupsLost: ['sales'] })] })).toMatchObject({
      administrators: { isNoted: true, count: 2 },
      others: 0,
    });
    expect((await window()).map(({ email }) => email)).toEqual([null, null]);
    site.site.people.put({
      ...user('amara', ['confluence-administrators', 'a group/with signs']),
      email: 'new@acme.example',
    });
    expect(await now(site)).toEqual([]);
    setGroups(site, 'amara', []);
    expect(await putBack(site)).toMatchObject({ ok: true, people: [{ user: 'amara', groupsLost: [] }] });
    expect(site.site.people.named('amara')?.groups).toEqual(['confluence-administrators', 'a group/with signs']);
  });
});

test('whom an older Confluence takes back into no group is put back by hand, group by group', async () => {
  const site = await askedSite({
    product: 'confluence',
    conditions: { generation: 'older' },
    users: [user('root', ['confluence-administrators']), user('amara', ['confluence-administrators', 'sales'])],
  });
  await inProcess(async () => {
    await note(site);
    setGroups(site, 'amara', []);
    const done = await putBack(site);
    expect(done).toMatchObject({ ok: true, people: [{ groupsLost: ['confluence-administrators', 'sales'] }] });
    expect(done.ok && done.people[0]).toMatchObject({
      byHand: ['confluence-administrators', 'sales'],
      problem:
        '“confluence-administrators” and “sales” were not given back: Confluence before 8.2 takes no group from here, and a newer one only a group that is there. Add the account to them in Confluence under User management.',
    });
  });
});

test('each group that is not given back is named, the others are given back all the same', async () => {
  const site = await askedSite({ users: inJira(), conditions: { readOnlyGroups: ['sales'] } });
  await inProcess(async () => {
    await note(site);
    setGroups(site, 'amara', []);
    const done = await putBack(site);
    expect(done).toMatchObject({ ok: true, people: [{ user: 'amara', groupsLost: ['sales'] }] });
    expect(done.ok && done.people[0]?.problem).toMatch(/^Jira did not give “sales” back \(400\)/);
    expect(site.site.people.named('amara')?.groups).toEqual(['jira-software-users', 'jira-administrators']);
  });
});

test('somebody who is not there any more is no reason to leave the others', async () => {
  const site = await askedSite({ users: inJira() });
  await inProcess(async () => {
    await note(site, { rows: [rowFor('gone', ['sales'], { groupsLost: ['sales'] })] });
    setGroups(site, 'amara', ['sales']);
    expect(await now(site)).toEqual([
      expect.objectContaining({ user: 'amara', problem: null }),
      expect.objectContaining({ user: 'gone', problem: 'Jira has no account “gone” any more.' }),
    ]);
  });
});

test('wrong credentials end the look at once: each try brings the CAPTCHA nearer', async () => {
  const site = await askedSite({ users: inJira() });
  await inProcess(async () => {
    await note(site, {
      rows: Array.from({ length: 40 }, (_, at) => rowFor(`user-${at}`, ['sales'], { groupsLost: ['sales'] })),
    });
    site.site.conditions.fault = { kind: 'expired', on: /api\/2\/user$/, times: null };
    const before = site.site.asked.length;
    expect(await peopleNow(site, await window())).toEqual({
      ok: false,
      why: 'Jira did not take the credentials. Type the password again, or make a new personal access token.',
    });
    expect(site.site.asked.length - before).toBeLessThan(15);
  });
});

test.each<[string, (site: Site) => Promise<unknown>, RegExp]>([
  ['nothing can be asked', (site) => note(site, { ask: null }), /^Nothing is saved to ask Jira with\.$/],
  [
    'the account may not',
    (site) => {
      site.site.conditions.fault = { kind: 'forbidden', on: /group\/member/, times: null };
      return note(site);
    },
    /does not let this account read it/,
  ],
  [
    'an administrator cannot be read',
    (site) => {
      site.site.conditions.fault = { kind: 'broken', on: /api\/2\/user$/, after: 1, times: null };
      return note(site);
    },
    /^“\w+” could not be read\./,
  ],
  [
    'there is no such group',
    (site) => note(site, { administratorGroups: ['bosses'] }),
    /^Jira has no group “bosses”\./,
  ],
])('where %s, a guard says that administrators were not noted', async (_case, act, why) => {
  const site = await askedSite({ users: inJira() });
  await inProcess(async () => {
    const people = (await act(site)) as Awaited<ReturnType<typeof note>>;
    expect(people.administrators).toEqual({ isNoted: false, why: expect.stringMatching(why) });
    expect(peopleGuards(people, 'jira')).toEqual([
      {
        id: 'administrators-not-noted',
        holds: false,
        canBeOverruled: true,
        message: expect.stringMatching(/^The groups of the administrators could not be noted\. /),
        consequence: expect.stringContaining('from memory'),
      },
    ]);
  });
});

test('in place of administrators who could not be read those of the dry run are noted', async () => {
  const site = await askedSite({ users: inJira() });
  await inProcess(async () => {
    const rows = [
      rowFor('bob', ['sales'], { groupsLost: ['sales'] }),
      rowFor('amara', ['jira-administrators'], { groupsLost: ['jira-administrators'], administrator: true }),
    ];
    expect(await note(site, { rows, ask: null })).toMatchObject({ others: 1 });
    expect(await window()).toMatchObject([
      { user: 'amara', isAdministrator: true },
      { user: 'bob', isAdministrator: false },
    ]);
  });
});

test('five thousand people whom the dry run changes are noted, each once', async () => {
  const site = await askedSite({ users: inJira() });
  await inProcess(async () => {
    const rows = Array.from({ length: 5_000 }, (_, at) => rowOf(at, { groupsLost: ['jira-software-users'] }));
    // Two people who share an account.
    const people = await note(site, { rows: [...rows, rowOf(17, { groupsLost: ['jira-software-users'] })] });
    expect(people.others).toBe(5_000);
    const last = await window(5_000, 2);
    expect(last.map(({ user: name }) => name)).toEqual(['person-0004998', 'person-0004999']);
  });
});
