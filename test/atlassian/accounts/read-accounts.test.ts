import { Secret } from '../../../src/secrets/secret';
import { fault, namesIn, namesOf, population, readStandIn, user } from './reading';

describe('reading everybody of Jira Data Center', () => {
  test('tells whom it asks, then each account, then who is in which group', async () => {
    const people = {
      users: [
        user('Eve', { groups: ['jira-administrators', 'Team A'] }),
        user('bob', { groups: ['jira-software-users', 'Team A'], active: false }),
        user('amy'),
      ],
    };
    const { accounts, memberships, events, end, untold } = await readStandIn({ people });
    expect(events.map(({ kind }) => kind).slice(0, 4)).toEqual(['site', 'accounts', 'members', 'group']);
    expect(events[0]).toEqual({
      kind: 'site',
      site: {
        product: 'jira',
        edition: 'data-center',
        version: '10.3.12',
        baseUrl: 'https://jira.acme.example',
        asks: 'amara.okafor',
        isSystemAdministrator: true,
      },
    });
    expect(accounts).toEqual([
      {
        username: 'Eve',
        email: 'Eve@acme.example',
        fullName: 'The Eve',
        active: true,
        groups: null,
      },
      expect.objectContaining({ username: 'bob', active: false }),
      expect.objectContaining({ username: 'amy', groups: null }),
    ]);
    expect(memberships).toEqual([['jira-administrators', 'Team A'], ['jira-software-users', 'Team A'], []]);
    expect(end).toMatchObject({
      stopped: null,
      read: 3,
      isWhole: true,
      groupsWhole: true,
      administratorsWhole: true,
      groupsThere: expect.arrayContaining(['jira-administrators', 'jira-software-users', 'Team A']),
      access: [{ key: 'jira-software', groups: ['jira-software-users', 'jira-administrators'], seatsLeft: 10 }],
    });
    expect(untold).toEqual([]);
  });

  test.each([0, 1, 1999, 2000, 2001, 4500])('reads %i accounts by cursor', async (size) => {
    const people = population(size);
    const { accounts, end, asked } = await readStandIn({ people, groups: [] });
    expect(namesOf(accounts)).toEqual(namesIn(people));
    expect(end.stopped).toBeNull();
    expect(asked.filter((path) => path.endsWith('/user/list'))).toHaveLength(Math.max(1, Math.ceil(size / 2000)));
  });

  test('reads the groups that are named, those of administrators, and those that may use Jira', async () => {
    const { memberships, events, end } = await readStandIn({
      people: { users: [user('eve', { groups: ['a', 'b', 'jira-software-users', 'jira-administrators'] })] },
      groups: ['A', 'a', 'b', 'nobody'],
    });
    const read = events.flatMap((event) => (event.kind === 'group' ? [event.group] : []));
    expect(read).toEqual(['jira-administrators', 'jira-software-users', 'a', 'b']);
    expect(memberships).toEqual([['jira-administrators', 'jira-software-users', 'a', 'b']]);
    expect(end).toMatchObject({ isWhole: true, groupsWhole: true, administratorsWhole: true });
    expect(end.groupsThere).toEqual(expect.arrayContaining(['a', 'b']));
    expect(end.groupsThere).not.toContain('nobody');
  });

  test('a token opens it as a password does', async () => {
    const { end } = await readStandIn({ credentials: { kind: 'token', token: new Secret('a-token') } });
    expect(end).toMatchObject({ stopped: null, read: 30 });
  });

  test('administrators are those of the groups that were named', async () => {
    const people = { users: [user('eve', { groups: ['Owners'] }), user('bob', { groups: ['jira-administrators'] })] };
    const { memberships, end, untold } = await readStandIn({
      people,
      groups: [],
      administratorGroups: ['Owners', 'nobody'],
    });
    // Those who may use Jira are read in any case.
    expect(memberships).toEqual([['Owners'], ['jira-administrators']]);
    expect(end.administratorsWhole).toBe(true);
    expect(untold).toEqual(['administrators']);
  });

  test('where no group of administrators is there, nobody is said to be none', async () => {
    const { untold, end } = await readStandIn({ people: { users: [user('eve')] } });
    expect(end).toMatchObject({ isWhole: true, groupsWhole: true, administratorsWhole: false });
    expect(untold).toEqual(['administrators']);
    expect(end.untold[0]?.message).toContain('there is none of jira-administrators, jira-system-administrators');
  });
});

describe('reading an older Jira', () => {
  const older = { generation: 'older' as const };

  test.each([0, 7, 999, 1000, 1001, 2500])('reads %i accounts where the search goes to the end', async (size) => {
    const people = population(size);
    const { accounts, end, untold } = await readStandIn({ people, groups: [], conditions: older });
    expect(namesOf(accounts)).toEqual(namesIn(people));
    expect(end.stopped).toBeNull();
    expect(untold.filter((what) => what === 'accounts')).toEqual([]);
  });

  test('a search that stops at a limit is asked by the beginnings of names', async () => {
    const people = population(900);
    const { accounts, end, untold } = await readStandIn({
      people,
      groups: [],
      conditions: { ...older, searchLimit: 100 },
    });
    expect(namesOf(accounts)).toEqual(namesIn(people));
    expect(end.stopped).toBeNull();
    expect(untold).toContain('accounts');
  });

  test('so is one that gives nobody for a dot', async () => {
    const people = population(400);
    const { accounts } = await readStandIn({
      people,
      groups: [],
      conditions: { ...older, isDotOn: false, searchLimit: 50 },
    });
    expect(namesOf(accounts)).toEqual(namesIn(people));
  });

  test('finds who is called as a beginning is, and names of one long beginning', async () => {
    const users = Array.from({ length: 300 }, (_, at) => user(`robot${at}`, { displayName: `Robot ${at}` }));
    users.push(user('rob', { displayName: 'z' }), user('robot', { displayName: 'z' }));
    const { accounts } = await readStandIn({
      people: { users },
      groups: [],
      conditions: { ...older, searchLimit: 100 },
    });
    expect(namesOf(accounts)).toEqual(namesIn({ users }));
  });

  test('finds names of other characters by their groups, and says that others may be left', async () => {
    const users = Array.from({ length: 150 }, (_, at) => user(`p${at}`));
    const odd = { displayName: '漢', email: '漢@acme.example' };
    users.push(user('漢字', { ...odd, groups: ['team'] }), user('字', { ...odd, groups: [] }));
    const { accounts, strangers, end } = await readStandIn({
      people: { users },
      conditions: { ...older, searchLimit: 100 },
    });
    expect(namesOf(accounts)).toContain('漢字');
    expect(strangers).toEqual([]);
    expect(end.isWhole).toBe(false);
    expect(end.read).toBe(151);
    expect(end.untold.find(({ what }) => what === 'accounts')?.message).toContain('cannot be told');
  });

  test('a page that repeats is the end of a search, not of the reading', async () => {
    const people = population(300);
    const { accounts, end } = await readStandIn({
      people,
      groups: [],
      conditions: { ...older, searchLimit: 100, ...fault('repeats', /user\/search/) },
    });
    expect(namesOf(accounts)).toEqual(namesIn(people));
    expect(end.stopped).toBeNull();
  });
});

describe('reading Jira Cloud', () => {
  test('tells no user names, hidden e-mails as not known, and counts apps and customers apart', async () => {
    const users = [user('eve'), user('bob'), user('app', { groups: ['apps'] }), user('cus', { groups: ['customers'] })];
    const { accounts, end, untold } = await readStandIn({ people: { users }, conditions: { generation: 'cloud' } });
    expect(accounts.map(({ username, email }) => [username, email])).toEqual([
      ['', 'eve@acme.example'],
      ['', null],
    ]);
    expect(end.others).toEqual({ apps: 1, customers: 1 });
    expect(untold).toEqual(['application-access', 'administrators', 'emails 1']);
  });

  test('reads on until a page is empty, and joins groups by account id', async () => {
    const people = population(2100);
    const { memberships, end } = await readStandIn({
      people,
      groups: ['team-1'],
      administratorGroups: ['jira-administrators'],
      conditions: { generation: 'cloud' },
    });
    expect(end).toMatchObject({ stopped: null, read: 2100 });
    const of = (name: string) => people.users.filter(({ groups }) => groups.includes(name)).length;
    expect(memberships.filter((groups) => groups.includes('team-1'))).toHaveLength(of('team-1'));
    expect(memberships.filter((groups) => groups.includes('jira-administrators'))).toHaveLength(3);
    expect(end).toMatchObject({ isWhole: true, groupsWhole: true, administratorsWhole: true });
  });
});

describe('reading Confluence Cloud', () => {
  test('tells whoever is in any group, by account id, whatever the mapping touches, and no apps', async () => {
    const users = [
      user('eve', { groups: ['confluence-users', 'confluence-administrators'] }),
      user('bob', { groups: ['confluence-users'] }),
      user('app', { groups: ['confluence-users', 'apps'] }),
      user('ida', { groups: ['confluence-users'], active: false }),
      user('nobody'),
    ];
    const { accounts, memberships, end, untold } = await readStandIn({
      product: 'confluence',
      people: { users },
      groups: [],
      administratorGroups: ['confluence-administrators'],
      conditions: { generation: 'cloud' },
    });
    expect(accounts.map(({ username, email, fullName }) => [username, email, fullName])).toEqual([
      ['', 'eve@acme.example', 'The eve'],
      ['', null, 'The bob'],
    ]);
    expect(memberships).toEqual([['confluence-administrators', 'confluence-users'], ['confluence-users']]);
    expect(end).toMatchObject({ stopped: null, isWhole: false, groupsWhole: true, administratorsWhole: true });
    expect(untold).toContain('accounts');
  });
});

describe('reading Confluence Data Center', () => {
  test('reads active accounts without e-mails, and says what it cannot tell', async () => {
    const people = population(450);
    const { accounts, memberships, end, untold } = await readStandIn({ product: 'confluence', people });
    const active = people.users.filter((each) => each.active);
    expect(namesOf(accounts)).toEqual(namesIn({ users: active }));
    expect(accounts.every(({ email }) => email === null)).toBe(true);
    expect(end).toMatchObject({ isWhole: true, groupsWhole: true, administratorsWhole: true });
    expect(memberships.filter((groups) => groups.includes('confluence-administrators'))).toHaveLength(
      active.filter(({ groups }) => groups.includes('confluence-administrators')).length,
    );
    expect(end).toMatchObject({ stopped: null, access: null });
    expect(untold).toEqual(['application-access', 'inactive-accounts', `emails ${active.length}`]);
  });

  test('an older one tells whoever is in a group, and that others are not told', async () => {
    const people = { users: [user('eve', { groups: ['confluence-users'] }), user('bob')] };
    const { accounts, end, untold } = await readStandIn({
      product: 'confluence',
      people,
      conditions: { generation: 'older' },
    });
    expect(namesOf(accounts)).toEqual(['eve']);
    expect(end).toMatchObject({ stopped: null, read: 1, isWhole: false, groupsWhole: true });
    expect(untold).toContain('accounts');
  });

  test('who may not see the list of everybody is told whoever is in a group', async () => {
    const { accounts, strangers, end, untold } = await readStandIn({
      product: 'confluence',
      people: population(300),
      conditions: fault('forbidden', /admin\/users/),
    });
    expect(end.read).toBeGreaterThan(250);
    expect(new Set(namesOf(accounts)).size).toBe(end.read);
    expect(strangers).toEqual([]);
    expect(untold).toContain('accounts');
  });
});
