import type { DryRunRow } from '../../src/contract/dry-run';
import type { Account, Claims, Mapping, MappingRules } from '../../src/contract/mapping';
import type { Target } from '../../src/contract/target';
import { memorySpill } from '../../src/directory/spill';
import { makeTally, type TallyRead } from '../../src/directory/tally';
import { isOneLetterOff, withNearest } from '../../src/directory/tally/nearest-group';
import { TopNames } from '../../src/directory/tally/top-names';
import { loadPatternEngine } from '../../src/mapping/pattern-engine';
import { nameKey } from '../../src/mapping/same-name';
import type { World } from './tally-oracle';
import { plainCuts, tallied } from './tallying';

const miniorange: Target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false };
const cloud: Target = { ...miniorange, plugin: 'miniorange-cloud' };
const mapping: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: null,
};
const dcMapping: Mapping = {
  ...mapping,
  source: null,
  username: '${name}',
  email: '${email}',
  name: { fullName: '${displayName}' },
};

const person = (name: string, changed: Record<string, Claims[string]> = {}): Claims => ({
  id: `id-${name}`,
  name,
  displayName: `The ${name}`,
  email: `${name}@acme.example`,
  ...changed,
});
const account = (username: string, changed: Partial<Account> = {}): Account => ({
  username,
  email: `${username}@acme.example`,
  fullName: `The ${username}`,
  active: true,
  groups: [],
  administrator: false,
  ...changed,
});

const wholePeople: TallyRead['people'] = { missing: 0, repeated: 0, nameless: 0, isLoose: false, isWhole: true };
const wholeAccounts: NonNullable<TallyRead['accounts']> = {
  isWhole: true,
  groupsWhole: true,
  administratorsWhole: true,
  groupsThere: null,
  access: null,
  untold: [],
};

type Given = {
  people?: Claims[];
  accounts?: Account[];
  keys?: string[];
  members?: World['members'];
  rules?: MappingRules;
  mapping?: Partial<Mapping>;
  target?: Target;
  told?: Partial<NonNullable<TallyRead['accounts']>> | null;
  readPeople?: Partial<TallyRead['people']>;
  administratorGroups?: string[];
  engine?: World['engine'];
  parts?: number;
};

/** A healthy world in which everybody has the account that is called as they are, with what a test changes. */
const run = (given: Given = {}) => {
  const target = given.target ?? miniorange;
  const accounts = given.accounts ?? [account('alice'), account('bob')];
  const { rows, sums } = tallied(
    {
      target,
      mapping: {
        ...(target.plugin === 'atlassian-dc' ? dcMapping : mapping),
        rules: given.rules ?? {},
        ...given.mapping,
      },
      application: { tokenFormat: 'JWT', tokenFields: [], tokenAttributes: [], isShared: false },
      signIn: { scopes: ['openid', 'profile', 'email'], clientId: 'c', issuer: 'https://door.acme.example' },
      ...(given.engine && { engine: given.engine }),
      administratorGroups: given.administratorGroups ?? null,
      people: given.people ?? [person('alice'), person('bob')],
      accounts: accounts.map((each, at) => ({ key: given.keys?.[at] ?? nameKey(each.username), account: each })),
      members: given.members ?? [],
      read: {
        people: { ...wholePeople, ...given.readPeople },
        accounts: given.told === null ? null : { ...wholeAccounts, ...given.told },
      },
    },
    { ...plainCuts, parts: given.parts ?? 3 },
  );
  const of = (name: string): DryRunRow => {
    const found = rows.find((row) => row.name === name);
    if (found === undefined) throw new Error(`There is no row of ${name}.`);
    return found;
  };
  return { rows, sums, of };
};

describe('by key', () => {
  test('everybody who has the account that the sign-in looks for stays as they are, in the order of the directory', () => {
    const { rows, sums } = run({ accounts: [account('bob'), account('alice')] });
    expect(rows.map(({ at, name, account: reached, outcome }) => [at, name, reached, outcome])).toEqual([
      [0, 'alice', 'alice', 'unchanged'],
      [1, 'bob', 'bob', 'unchanged'],
    ]);
    expect(sums).toMatchObject({ people: 2, accounts: 2, onlyInTarget: { total: 0 }, lockedOut: 0, untold: [] });
  });

  test('a username is looked for without regard to capitals', () => {
    const { of } = run({ people: [person('Alice', { email: 'alice@acme.example', displayName: 'The alice' })] });
    expect(of('Alice')).toMatchObject({ outcome: 'unchanged', account: 'alice' });
  });

  test('an e-mail is looked for where people are found by it, and several accounts with it fail the sign-in', () => {
    const twins = [
      account('a1', { email: 'alice@acme.example', fullName: 'The alice' }),
      account('Alice', { email: 'ALICE@acme.example' }),
      account('b1', { email: 'bob@acme.example', fullName: 'The bob' }),
    ];
    const { of, sums } = run({ rules: { loginBy: 'email' }, accounts: twins });
    expect(of('bob')).toMatchObject({ outcome: 'unchanged', account: 'b1' });
    // Of the two the one that is called as she is.
    expect(of('alice')).toMatchObject({ outcome: 'collides', lockedOut: true, existing: { username: 'Alice' } });
    expect(of('alice').reasons[0]).toContain('2 accounts of Jira have the e-mail');
    expect(sums).toMatchObject({ onlyInTarget: { total: 0 }, collisions: { people: 0, accounts: 0 } });
  });

  test('of a username in two directories the first counts, and it is said', () => {
    const { of, sums, rows } = run({
      accounts: [account('alice', { active: false }), account('Alice'), account('bob')],
    });
    expect(of('alice')).toMatchObject({ outcome: 'refused', cause: 'inactive', existing: { username: 'alice' } });
    expect(sums).toMatchObject({ doubled: 1, accounts: 2, inactive: 1, refused: { inactive: 1 } });
    expect(rows).toHaveLength(2);
  });

  test('an account that is told twice in the same words is one', () => {
    const { sums } = run({ accounts: [account('alice'), account('alice'), account('bob')] });
    expect(sums).toMatchObject({ doubled: 0, accounts: 2 });
  });

  test('an account of a read-only directory is counted where the sign-in finds it', () => {
    const { sums } = run({ accounts: [account('alice', { readOnly: true }), account('bob')] });
    expect(sums.readOnly).toBe(1);
  });
});

describe('the account that a person has today', () => {
  test('is the one called as they are in Casdoor, where the sign-in looks for another: it is renamed', () => {
    const { of, sums, rows } = run({
      mapping: { username: 'email' },
      accounts: [account('alice'), account('bob@acme.example', { email: 'bob@acme.example', fullName: 'The bob' })],
    });
    expect(of('alice')).toMatchObject({
      outcome: 'renamed',
      lockedOut: true,
      account: 'alice@acme.example',
      existing: { username: 'alice' },
      changes: [{ field: 'username', from: 'alice', to: 'alice@acme.example' }],
    });
    expect(of('bob').outcome).toBe('unchanged');
    expect(rows).toHaveLength(2);
    expect(sums).toMatchObject({ lockedOut: 1, changes: { username: 1 } });
  });

  test('is of whoever is called exactly so, where others differ by capitals', () => {
    const people = [person('EVE'), person('Eve'), person('eve')];
    const { of } = run({ mapping: { username: 'id' }, people, accounts: [account('Eve')] });
    expect(of('Eve').existing?.username).toBe('Eve');
    expect([of('EVE').existing, of('eve').existing]).toEqual([null, null]);
  });

  test('is one with the same e-mail, where exactly one account and one person have it', () => {
    const by = (accounts: Account[], people: Claims[]) =>
      run({ people, accounts }).rows.map(({ existing }) => existing?.username ?? null);
    const [alice, other] = [person('alice'), person('alice2', { email: 'Alice@acme.example' })];
    const [old, older] = [
      account('a.adams', { email: 'alice@acme.example' }),
      account('adams', { email: 'alice@acme.example' }),
    ];
    expect(by([old], [alice])).toEqual(['a.adams']);
    expect(by([old, older], [alice])).toEqual([null, 'a.adams', 'adams']);
    expect(by([old], [alice, other])).toEqual([null, null, 'a.adams']);
  });

  test('is nobody else’s: one that somebody reaches by key is theirs', () => {
    const { of } = run({
      mapping: { username: 'tag' },
      people: [person('alice', { tag: 'new' }), person('bob', { tag: 'alice' })],
      accounts: [account('alice')],
    });
    expect(of('bob').account).toBe('alice');
    expect(of('alice')).toMatchObject({ outcome: 'created', existing: null, lockedOut: false });
  });

  test('is told of the barred and the refused too, and they are locked out of it', () => {
    const { of, sums } = run({
      people: [person('alice', { isForbidden: true }), person('bob', { name: 'bob', email: '' })],
      rules: { allowedDomains: ['acme.example'] },
      mapping: { username: 'id', email: 'email' },
    });
    expect(of('alice')).toMatchObject({
      outcome: 'barred',
      lockedOut: true,
      existing: { username: 'alice' },
      account: null,
    });
    expect(of('bob')).toMatchObject({ existing: { username: 'bob' } });
    expect(sums).toMatchObject({ barredWithAccount: 1 });
    const refused = run({
      people: [person('alice', { email: 'alice@other.example' })],
      rules: { allowedDomains: ['acme.example'] },
    });
    expect(refused.of('alice')).toMatchObject({ outcome: 'refused', cause: 'domain', lockedOut: true });
    expect(refused.sums).toMatchObject({ refused: { domain: 1 }, refusedWithAccount: { domain: 1 } });
  });

  test('an account of nobody stands behind all people', () => {
    const { rows, sums } = run({
      accounts: [account('robot', { active: false }), account('bob'), account('rescue', { administrator: true })],
    });
    expect(rows.slice(2)).toMatchObject([
      { at: 2, kind: 'account', outcome: 'unreached', name: 'robot', existing: { username: 'robot' } },
      { at: 3, kind: 'account', outcome: 'unreached', name: 'rescue', administrator: true },
    ]);
    expect(sums.onlyInTarget).toEqual({ total: 2, active: 1, administrators: 1 });
  });
});

describe('what was not read is not nobody', () => {
  test('of accounts that could not be read, none is told to be nobody’s', () => {
    const { sums } = run({ accounts: [], told: { ...wholeAccounts, isWhole: false } });
    expect(sums).toMatchObject({ accounts: 0, onlyInTarget: null, administrators: { total: null } });
  });

  test('without accounts nobody’s account is certain', () => {
    const { of, sums } = run({ told: null });
    expect(of('alice')).toMatchObject({ outcome: 'not-certain', existing: null });
    expect(of('alice').reasons).toEqual(['Whether Jira has an account alice was not looked up.']);
    expect(sums).toMatchObject({
      accounts: null,
      activeAccounts: null,
      onlyInTarget: null,
      administrators: { total: null },
      groups: { unknownInTarget: null },
      noApplicationAccess: null,
      seats: null,
      untold: [{ what: 'accounts', count: null }],
    });
  });

  test('where accounts are cut off, whoever was found is certain and whoever was not is open', () => {
    const { of, sums } = run({ accounts: [account('alice')], told: { isWhole: false } });
    expect(of('alice').outcome).toBe('unchanged');
    expect(of('bob').reasons).toEqual([
      'Not all accounts of Jira could be read, so whether it has an account bob cannot be told.',
    ]);
    expect(sums.administrators.total).toBeNull();
  });

  test('there the account of today is named, and nobody is said to be locked out of it', () => {
    const { of } = run({ mapping: { username: 'email' }, told: { isWhole: false } });
    expect(of('alice')).toMatchObject({ outcome: 'not-certain', lockedOut: false, existing: { username: 'alice' } });
  });

  test('where inactive accounts are not listed, a new person may have one', () => {
    const untold = [{ what: 'inactive-accounts' as const, count: null, failure: null, message: 'Not told.' }];
    const { of, sums } = run({ people: [person('carol'), person('alice')], told: { untold } });
    expect(of('carol')).toMatchObject({ outcome: 'not-certain' });
    expect(of('carol').reasons[0]).toContain('lists active accounts alone');
    expect(of('alice').outcome).toBe('unchanged');
    expect(sums.untold).toEqual([{ what: 'inactive-accounts', count: null, message: 'Not told.' }]);
  });

  test('where e-mails are hidden, whoever is looked for by e-mail may have one of those accounts', () => {
    const hidden = run({ rules: { loginBy: 'email' }, accounts: [account('alice', { email: null }), account('bob')] });
    expect(hidden.of('alice')).toMatchObject({
      outcome: 'not-certain',
      existing: { username: 'alice' },
      lockedOut: false,
    });
    expect(hidden.of('bob').outcome).toBe('unchanged');
    const site = run({
      target: cloud,
      keys: ['c-1', 'c-2'],
      accounts: [account('', { email: 'bob@acme.example', fullName: 'The bob' }), account('', { email: null })],
    });
    expect(site.of('alice').reasons[0]).toContain('Atlassian hides that of 1');
    expect(site.of('bob')).toMatchObject({ outcome: 'unchanged', account: 'bob@acme.example' });
  });

  test('where groups were not read to the end, they are not certain', () => {
    const { of } = run({
      target: { ...miniorange, plugin: 'atlassian-dc' },
      mapping: { groups: 'groups' },
      people: [person('alice', { groups: [] })],
      accounts: [account('alice', { groups: null })],
      members: [{ group: 'jira-users', keys: ['alice'] }],
      told: { groupsWhole: false },
    });
    expect(of('alice')).toMatchObject({ outcome: 'not-certain', groupsLost: [], existing: { groups: null } });
  });

  test('where people are cut off, no account is called nobody’s', () => {
    const { rows, sums } = run({ people: [person('alice')], readPeople: { isWhole: false } });
    expect(rows.map(({ kind }) => kind)).toEqual(['person']);
    expect(sums).toMatchObject({ onlyInTarget: null, untold: [{ what: 'people' }], groups: { unknownInSource: null } });
  });

  test('where people left meanwhile, it is said how many', () => {
    const { sums } = run({ readPeople: { missing: 3, repeated: 2, nameless: 1, isLoose: true } });
    expect(sums.reading).toEqual({ missing: 3, repeated: 2, nameless: 1, isLoose: true });
    expect(sums.untold).toMatchObject([
      { what: 'people', count: 3 },
      { what: 'people', count: null },
    ]);
  });
});

describe('people who have something in common', () => {
  test('with one key collide, and are told of each other; groups and changes are not said', () => {
    const { of, sums } = run({
      mapping: { username: 'tag' },
      people: ['alice', 'ann', 'amy', 'abe', 'ada'].map((name) => person(name, { tag: 'Alice' })),
      accounts: [account('alice'), account('ann')],
    });
    expect(of('alice')).toMatchObject({
      outcome: 'collides',
      lockedOut: false,
      changes: [],
      groupsGained: [],
      account: 'alice',
    });
    expect(of('alice').reasons).toEqual(['ann, amy, abe and 1 more would get into the same account of Jira, alice.']);
    expect(of('ada').reasons).toEqual(['alice, ann, amy and 1 more would get into the same account of Jira, alice.']);
    expect(sums).toMatchObject({ outcomes: { collides: 5 }, collisions: { people: 5, accounts: 1 } });
  });

  test('are locked out of their own account where they would share another', () => {
    const { of } = run({
      mapping: { username: 'tag' },
      people: [person('alice', { tag: 'all' }), person('bob', { tag: 'all' })],
    });
    expect(of('alice')).toMatchObject({
      outcome: 'collides',
      lockedOut: true,
      existing: { username: 'alice' },
      account: 'all',
    });
    expect(of('alice').reasons).toEqual(['bob would get into the same account of Jira, all.']);
  });

  test('do not collide with whom Casdoor or the plugin keeps out', () => {
    const barred = run({ people: [person('alice'), person('bob', { name: 'Alice', isDeleted: true })] });
    expect(barred.of('alice').outcome).toBe('unchanged');
    expect(barred.of('Alice').outcome).toBe('barred');
    const refused = run({
      people: [person('alice'), person('Alice', { email: 'x@other.example' })],
      rules: { allowedDomains: ['acme.example'] },
    });
    expect([refused.of('alice').outcome, refused.of('Alice').outcome]).toEqual(['unchanged', 'refused']);
    const none = run({ people: [person('new'), person('New')], rules: { createUsers: false } });
    expect([none.of('new').outcome, none.of('New').outcome]).toEqual(['refused', 'refused']);
  });

  test('with one e-mail are told so where people are found by username, and no more', () => {
    const people = [
      person('dave'),
      person('dave2', { email: 'DAVE@acme.example' }),
      person('gone', { email: 'dave@acme.example', isDeleted: true }),
    ];
    const { of, sums } = run({ people, accounts: [] });
    expect(of('dave')).toMatchObject({ outcome: 'created' });
    expect(of('dave').reasons.at(-1)).toBe('dave2 has the same e-mail.');
    expect(of('gone').reasons).toHaveLength(1);
    expect(sums.sharedEmails).toEqual({ people: 2, emails: 1 });
    expect(run({ people, rules: { loginBy: 'email' } }).of('dave').outcome).toBe('collides');
    // With two accounts of the e-mail nobody gets into either, so none is said to be shared.
    const accounts = [account('one', { email: 'dave@acme.example' }), account('two', { email: 'dave@acme.example' })];
    expect(run({ people, accounts, rules: { loginBy: 'email' } }).of('dave').reasons).toEqual([
      '2 accounts of Jira have the e-mail dave@acme.example; the sign-in fails.',
      'dave2 has the same e-mail.',
    ]);
  });

  test.each([
    ['Unicode form', 'jos\u00e9', 'jose\u0301'],
    ['signs that are not seen', 'alice', 'al\u200bice'],
    ['the Turkish dotted capital', 'istanbul', '\u0130stanbul'],
    ['the Turkish dotless letter', 'istanbul', '\u0131stanbul'],
    ['a blank at the end', 'alice', 'alice '],
    ['full-width letters', 'alice', '\uff41lice'],
  ])('with usernames that differ by %s are two accounts, and told of each other', (_, one, other) => {
    const { of, sums } = run({ people: [person(one), person(other)], accounts: [] });
    expect([of(one).outcome, of(other).outcome]).toEqual(['created', 'created']);
    expect(of(one).reasons.at(-1)).toBe(
      `${other} has a username that looks the same, and Jira takes the two for different accounts.`,
    );
    expect(of(other).reasons.at(-1)).toContain(`${one} has a username that looks the same`);
    expect(sums).toMatchObject({ nearUsernames: { people: 2, names: 1 }, collisions: { people: 0 } });
  });

  test('with usernames that differ by capitals alone collide, and look like nothing else', () => {
    const { sums } = run({ people: [person('I'), person('i')], accounts: [] });
    expect(sums).toMatchObject({ nearUsernames: { people: 0, names: 0 }, collisions: { people: 2, accounts: 1 } });
  });

  test('a literal username takes everybody for one account', () => {
    const { sums, of } = run({
      target: { ...miniorange, plugin: 'atlassian-dc' },
      mapping: { username: 'preferred_username' },
    });
    expect(sums).toMatchObject({ collisions: { people: 2, accounts: 1 }, outcomes: { collides: 2 } });
    expect(of('alice')).toMatchObject({ lockedOut: true, existing: { username: 'alice' } });
  });
});

describe('administrators', () => {
  const asAdministrator = (members: World['members'], given: Given = {}) =>
    run({
      accounts: [account('alice'), account('bob')].map(({ administrator: _, ...rest }) => ({ ...rest, groups: null })),
      members,
      ...given,
    });

  test('are told by their own word, else by the groups that administer, else not at all', () => {
    const { of } = run({ accounts: [account('alice', { administrator: true }), account('bob')] });
    expect([of('alice').administrator, of('bob').administrator]).toEqual([true, false]);
    const members = [{ group: 'Jira-Administrators', keys: ['alice'] }];
    const byGroups = asAdministrator(members);
    expect([byGroups.of('alice').administrator, byGroups.of('bob').administrator]).toEqual([true, false]);
    expect(byGroups.sums.administrators).toMatchObject({
      total: 1,
      groups: ['Jira-Administrators', 'jira-system-administrators'],
    });
    const open = asAdministrator(members, { told: { administratorsWhole: false } });
    expect([open.of('alice').administrator, open.of('bob').administrator]).toEqual([true, null]);
    expect(open.sums.administrators.total).toBeNull();
    expect(asAdministrator(members, { administratorGroups: ['owners'] }).of('alice').administrator).toBe(false);
  });

  test('who lose a group that administers are counted apart from those who lose another', () => {
    const { of, sums } = run({
      target: { ...miniorange, plugin: 'atlassian-dc' },
      mapping: { groups: 'groups' },
      people: [person('alice', { groups: ['team'] }), person('bob', { groups: ['jira-administrators'] })],
      accounts: [
        account('alice', { groups: ['team', 'jira-administrators'], administrator: true }),
        account('bob', { groups: ['team', 'jira-administrators'], administrator: true }),
      ],
    });
    expect([of('alice').losesRights, of('bob').losesRights]).toEqual([true, false]);
    expect(sums.administrators).toMatchObject({ total: 2, losingGroups: 2, losingRights: 1, lockedOut: 0 });
    expect(sums.groups).toMatchObject({
      losing: 2,
      lost: [
        { name: 'jira-administrators', people: 1 },
        { name: 'team', people: 1 },
      ],
    });
  });

  test('the last one keeps the groups that a sign-in without groups takes from others', () => {
    const rules: MappingRules = { groupMapping: { 'jira-administrators': ['admins'] } };
    const given = (second: Partial<Account>): Given => ({
      rules,
      mapping: { groups: 'groups' },
      people: [person('alice', { groups: [] })],
      accounts: [
        account('alice', { groups: ['jira-administrators'], administrator: true }),
        account('rescue', { administrator: true, ...second }),
      ],
    });
    expect(run(given({})).of('alice')).toMatchObject({ groupsLost: ['jira-administrators'], losesRights: true });
    expect(run(given({ active: false })).of('alice').groupsLost).toEqual([]);
    // Whether there is another is not known.
    const { administrator: _, ...unsure } = account('rescue');
    const open = run({
      ...given({}),
      accounts: [
        account('alice', { groups: ['jira-administrators'], administrator: true }),
        { ...unsure, groups: null },
      ],
      told: { administratorsWhole: false },
    });
    expect(open.of('alice').groupsLost).toEqual(['jira-administrators']);
  });
});

describe('groups and who may use the product', () => {
  const access = [
    { key: 'core', name: 'Core', groups: ['jira-users'], defaultGroups: [], seatsLeft: 1 },
    { key: 'desk', name: 'Desk', groups: ['agents'], defaultGroups: [], seatsLeft: null },
  ];
  const rules: MappingRules = {
    groupMapping: { 'jira-users': ['acme/users'], agents: ['acme/agents'], 'jira-usres': ['nobody'] },
  };
  const given: Given = {
    rules,
    mapping: { groups: 'groups' },
    people: [
      person('alice', { groups: ['acme/users'] }),
      person('bob', { groups: [] }),
      person('carol', { groups: ['acme/agents'] }),
    ],
    accounts: [account('alice', { groups: ['team'] }), account('bob', { groups: ['jira-users'] })],
    told: { access, groupsThere: ['jira-users', 'agents', 'team'] },
  };

  test('who gains, who loses and who could use nothing afterwards', () => {
    const { of, sums } = run(given);
    expect(of('alice')).toMatchObject({ groupsGained: ['jira-users'], noApplicationAccess: false });
    expect(of('bob')).toMatchObject({ groupsLost: ['jira-users'], noApplicationAccess: true });
    expect(sums).toMatchObject({
      noApplicationAccess: 1,
      seats: [
        { application: 'Core', gaining: 1, left: 1 },
        { application: 'Desk', gaining: 1, left: null },
      ],
      groups: {
        losing: 1,
        gaining: 2,
        emptied: 1,
        gained: [
          { name: 'agents', people: 1 },
          { name: 'jira-users', people: 1 },
        ],
      },
    });
  });

  test('groups that the product lacks are named with the nearest, and names that nobody in Casdoor has', () => {
    const { sums } = run(given);
    expect(sums.groups.unknownInTarget).toEqual([
      { name: 'jira-usres', people: 0, nearest: 'jira-users', by: 'letter' },
    ]);
    expect(sums.groups.unknownInSource).toEqual(['nobody']);
    const onTheFly = run({
      ...given,
      rules: { onTheFlyGroups: true },
      people: [person('alice', { groups: ['acme/Jira-users', 'xyz'] })],
    });
    expect(onTheFly.sums.groups).toMatchObject({
      unknownInTarget: [
        { name: 'acme/Jira-users', people: 1, nearest: 'jira-users', by: 'prefix' },
        { name: 'xyz', people: 1, nearest: null, by: null },
      ],
      unknownInSource: [],
    });
  });

  test('a new account that Jira may put into a group by itself is not said to be shut out', () => {
    const filled = access.map((one) => ({ ...one, defaultGroups: ['jira-users'] }));
    const fresh: Given = { ...given, people: [person('dora', { groups: [] })], accounts: [] };
    expect(run(fresh).sums.noApplicationAccess).toBe(1);
    expect(run({ ...fresh, told: { ...given.told, access: filled } }).sums.noApplicationAccess).toBe(0);
  });

  test('cannot be told where groups or applications were not read', () => {
    expect(run({ ...given, told: { ...given.told, access: null } }).sums).toMatchObject({
      noApplicationAccess: null,
      seats: null,
    });
    const open = run({
      ...given,
      accounts: [account('alice', { groups: null })],
      told: { ...given.told, groupsWhole: false },
    });
    expect(open.sums.noApplicationAccess).toBeNull();
  });

  test.each([
    ['jira-users', 'jira-usres', true],
    ['jira-users', 'jira-user', true],
    ['jira-users', 'jira-uzers', true],
    ['jira-users', 'jira-users', false],
    ['jira-users', 'jira-usesr2', false],
    ['dev', 'des', false],
  ])('%s and %s differ by one letter: %s', (one, other, expected) => {
    expect([isOneLetterOff(one, other), isOneLetterOff(other, one)]).toEqual([expected, expected]);
  });

  test('a name that is not seen to differ is near', () => {
    expect(withNearest([{ name: 'caf\u00e9', people: 1 }], ['cafe\u0301'])).toMatchObject([
      { nearest: 'cafe\u0301', by: 'letter' },
    ]);
  });

  test('names beyond number are counted in bounded memory, and the common ones stay', () => {
    const names = new TopNames();
    for (let at = 0; at < 100_000; at += 1) {
      names.add(`unique ${at}`);
      if (at % 10 === 0) names.add('common');
    }
    expect(names.top()[0]).toEqual({ name: 'common', people: 10_000 });
    expect(names.top()).toHaveLength(50);
    for (let at = 0; at < 2000; at += 1) names.add(`${at}${'x'.repeat(10_000)}`);
    expect(names.top()[0]).toEqual({ name: 'common', people: 10_000 });
  });
});

describe('what the mapping makes', () => {
  test('of the pattern is counted where it can be run as Java would', async () => {
    const engine = await loadPatternEngine();
    const people = [person('alice@acme'), person('bob'), person('gone@acme', { isDeleted: true })];
    const given = { people, accounts: [], engine };
    expect(run({ ...given, rules: { usernamePattern: '^[^@]+(?:@|$)' } }).sums.usernamePattern).toMatchObject({
      matched: 2,
      unmatched: 0,
    });
    expect(run({ ...given, rules: { usernamePattern: '[0-9]+' } }).sums.usernamePattern).toEqual({
      matched: 0,
      unmatched: 2,
      changed: 0,
    });
    expect(run({ ...given, rules: { usernamePattern: '(?=a)a' } }).sums.usernamePattern).toBeNull();
    expect(run({ people, rules: { usernamePattern: '[a-z]+' } }).sums.usernamePattern).toBeNull();
    expect(run({}).sums.usernamePattern).toBeNull();
  });

  test('of an e-mail that has to be guessed, the whole entry is looked at', () => {
    const people = [person('alice', { email: '', homepage: 'alice@acme.example' })];
    const { of } = run({ people, mapping: { email: 'mail' }, accounts: [] });
    expect(of('alice')).toMatchObject({ email: 'alice@acme.example', outcome: 'created' });
  });

  test('nothing at all is counted, but for whom Casdoor keeps out', () => {
    const people = [
      person('alice', { email: '' }),
      person('bob', { name: '' }),
      person('carl', { email: '', isForbidden: true }),
    ];
    const { sums } = run({ people, accounts: [] });
    expect(sums).toMatchObject({ withoutUsername: 1, withoutEmail: 1, refused: { 'no-email': 1, 'no-username': 1 } });
  });

  test('capitals of an e-mail are counted apart', () => {
    const { sums } = run({
      accounts: [account('alice', { email: 'Alice@acme.example' }), account('bob', { email: 'b@acme.example' })],
    });
    expect(sums).toMatchObject({ emailCapitals: 1, changes: { email: 1 }, outcomes: { unchanged: 1, updated: 1 } });
  });
});

describe('what is known while people are read', () => {
  test('is certain, and goes on after a stop', () => {
    const options = {
      mapping,
      target: miniorange,
      application: { tokenFormat: 'JWT', tokenFields: [], tokenAttributes: [], isShared: false },
      signIn: { scopes: ['openid'], clientId: 'c', issuer: null },
      administratorGroups: null,
      parts: 2,
    };
    const spill = memorySpill();
    const tally = makeTally(options, spill);
    const complete = () => ({});
    tally.addPeople([person('eve'), person('Eve'), person('EVE'), person('bob', { email: '' })], complete);
    tally.addPeople([person('eve', { isDeleted: true })], complete);
    expect(tally.known()).toEqual({ barred: 1, withoutEmail: 1, sharedUsernames: 3 });
    expect(JSON.stringify(tally.state())).not.toMatch(/eve|bob|acme/i);
    const on = makeTally(options, spill, tally.state());
    on.addPeople([person('amy', { email: '' })], complete);
    expect(on.known()).toEqual({ barred: 1, withoutEmail: 2, sharedUsernames: 3 });
  });

  test('of a directory entry only what decides is asked for', () => {
    const { tally } = tallied({
      target: miniorange,
      mapping,
      application: { tokenFormat: 'JWT', tokenFields: [], tokenAttributes: [], isShared: false },
      signIn: { scopes: ['openid'], clientId: 'c', issuer: null },
      administratorGroups: null,
      people: [],
      accounts: [],
      members: [],
      read: { people: wholePeople, accounts: null },
    });
    expect([...tally.names].sort()).toEqual(
      expect.arrayContaining(['displayName', 'email', 'id', 'isDeleted', 'isForbidden', 'name']),
    );
    expect(tally.names.length).toBeLessThan(30);
  });
});

describe('names as they come', () => {
  const long = 'x'.repeat(10_000);
  const odd = [
    long,
    `${long}y`,
    'a\nb',
    'a\tb',
    'a\u0000b',
    '\u202eecila',
    '__proto__',
    'constructor',
    'toString',
    'half \ud800',
    '"',
    '\\',
    '\\"',
    '😀',
    'a]1,2',
  ];

  test.each([1, 3, 64])('are held against each other as they are, in %i parts', (parts) => {
    const { rows, sums } = run({
      parts,
      target: { ...miniorange, plugin: 'atlassian-dc' },
      people: odd.map((name) => person(name)),
      accounts: [...odd].reverse().map((name) => account(name, { groups: null })),
      members: [{ group: '__proto__', keys: odd.map(nameKey) }],
    });
    expect(rows.map(({ name, outcome }) => [name, outcome])).toEqual(odd.map((name) => [name, 'unchanged']));
    expect(rows.map(({ existing }) => existing?.username)).toEqual(odd);
    expect(rows.every(({ existing }) => existing?.groups?.[0] === '__proto__')).toBe(true);
    expect(sums).toMatchObject({ accounts: odd.length, doubled: 0, collisions: { people: 0 } });
  });

  test('people and accounts without a name are told, and meet nobody', () => {
    const { rows, sums } = run({
      people: [
        person('', { id: 'x', displayName: 'No Name', email: 'n@acme.example' }),
        person('', { id: '', displayName: '', email: '' }),
      ],
      accounts: [account('', { email: 'other@acme.example' }), account('', { email: null, fullName: null })],
    });
    expect(rows.map(({ kind, outcome, existing }) => [kind, outcome, existing === null])).toEqual([
      ['person', 'refused', true],
      ['person', 'refused', true],
      ['account', 'unreached', false],
      ['account', 'unreached', false],
    ]);
    expect(sums).toMatchObject({ accounts: 2, doubled: 0, withoutUsername: 2 });
  });
});

describe('a crowd', () => {
  const crowd = 20_000;
  const within = (milliseconds: number, work: () => void) => {
    const begun = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1000).toBeLessThan(milliseconds);
  };

  test('that all collides on one key takes as long as any other', () => {
    within(20_000, () => {
      const { sums } = run({
        mapping: { username: 'tag' },
        people: Array.from({ length: crowd }, (_, at) => person(`p${at}`, { tag: 'one', email: 'one@acme.example' })),
        accounts: [account('one')],
        parts: 8,
      });
      expect(sums).toMatchObject({
        outcomes: { collides: crowd },
        collisions: { people: crowd, accounts: 1 },
        sharedEmails: { people: crowd, emails: 1 },
      });
    });
  });

  test('whose names look all the same takes as long as any other', () => {
    within(20_000, () => {
      const people = Array.from({ length: 3000 }, (_, at) =>
        person(`a${'\u200b'.repeat(at % 150)}${'\u200c'.repeat(at / 150)}b`),
      );
      const { sums } = run({ people, accounts: [] });
      expect(sums.nearUsernames).toEqual({ people: 3000, names: 1 });
    });
  });

  test('in one group, and one person in a crowd of groups, is joined', () => {
    within(20_000, () => {
      const people = Array.from({ length: crowd }, (_, at) => person(`p${at}`));
      const { sums, of } = run({
        people,
        accounts: people.map((_, at) => account(`p${at}`, { groups: null })),
        members: [
          { group: 'everybody', keys: people.map((_, at) => `p${at}`) },
          ...Array.from({ length: 2000 }, (_, at) => ({ group: `g${at}`, keys: ['p7', 'p7'] })),
        ],
        parts: 8,
      });
      expect(sums.outcomes.unchanged).toBe(crowd);
      expect(of('p7').existing?.groups).toHaveLength(2001);
      expect(of('p8').existing?.groups).toEqual(['everybody']);
    });
  });

  test('of accounts with one e-mail is told as one collision', () => {
    within(20_000, () => {
      const { sums, of } = run({
        rules: { loginBy: 'email' },
        people: [person('alice')],
        accounts: Array.from({ length: 20_000 }, (_, at) => account(`a${at}`, { email: 'alice@acme.example' })),
      });
      expect(of('alice').reasons[0]).toContain('20000 accounts of Jira have the e-mail');
      expect(sums.onlyInTarget?.total).toBe(0);
    });
  });
});
