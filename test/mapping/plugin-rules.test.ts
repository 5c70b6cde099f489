import type { Account, Claims, Mapping, MappingRules } from '../../src/contract/mapping';
import type { Target } from '../../src/contract/target';
import { type Existing, mapPerson, type PersonFacts } from '../../src/mapping/map-person';
import { loadPatternEngine } from '../../src/mapping/pattern-engine';
import type { PatternEngine } from '../../src/mapping/pattern-rule';

const miniorange: Target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false };
const atlassian: Target = { ...miniorange, plugin: 'atlassian-dc' };
const cloud: Target = { ...miniorange, plugin: 'miniorange-cloud' };

const token: Claims = {
  sub: 'sub-1',
  name: 'alice',
  displayName: 'Alice Adams',
  email: 'alice@acme.example',
  groups: ['acme/staff'],
};
const claims: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: 'groups',
};
const dcClaims: Mapping = {
  ...claims,
  source: null,
  username: '${name}',
  email: '${email}',
  name: { fullName: '${displayName}' },
  groups: null,
};
const account: Account = {
  username: 'alice',
  email: 'alice@acme.example',
  fullName: 'Alice Adams',
  active: true,
  groups: ['jira-users'],
};

type Change = {
  token?: Claims;
  mapping?: Partial<Mapping>;
  target?: Target;
  existing?: Existing;
  facts?: PersonFacts;
};

const signIn = (rules: MappingRules, change: Change = {}) => {
  const target = change.target ?? miniorange;
  return mapPerson(
    { id_token: change.token ?? token },
    { ...(target.plugin === 'atlassian-dc' ? dcClaims : claims), rules, ...change.mapping },
    target,
    'existing' in change ? change.existing : account,
    change.facts,
  );
};
const outcome = (rules: MappingRules, change?: Change) => signIn(rules, change).outcome;
const withAccount = (change: Partial<Account>): Change => ({ existing: { ...account, ...change } });

let engine: PatternEngine;
beforeAll(async () => {
  engine = await loadPatternEngine();
});

describe('allowed domains (rule 9)', () => {
  const only = (...allowedDomains: string[]) => ({ allowedDomains });

  test('keep out whoever has another one, and nobody where there are none', () => {
    expect(signIn(only('other.example')).outcome).toBe('refused');
    expect(signIn(only('other.example')).reasons).toEqual([
      'The domain acme.example is none of the allowed ones (other.example).',
    ]);
    expect(outcome(only('other.example', 'acme.example'))).toBe('unchanged');
    expect(outcome(only())).toBe('unchanged');
    expect(outcome(only('other.example'), { existing: null })).toBe('refused');
  });

  test('are compared with their capitals', () => {
    const capitals = { token: { ...token, email: 'alice@Acme.example' } };
    expect(signIn(only('acme.example'), capitals).outcome).toBe('refused');
    expect(signIn(only('acme.example'), capitals).reasons[0]).toContain('with their capitals');
    expect(outcome(only('Acme.example'), capitals)).toBe('unchanged');
  });

  test('are whole domains: neither a subdomain nor an ending fits', () => {
    expect(outcome(only('example'))).toBe('refused');
    expect(outcome(only('acme.example'), { token: { ...token, email: 'alice@mail.acme.example' } })).toBe('refused');
  });

  test('with blanks around them, without an e-mail and with two @ they are not certain', () => {
    expect(outcome(only(' acme.example'))).toBe('not-certain');
    expect(outcome(only('acme.example'), { token: { ...token, email: '' } })).toBe('not-certain');
    expect(outcome(only('acme.example'), { token: { ...token, email: 'a@b@acme.example' } })).toBe('not-certain');
    expect(outcome(only('b@acme.example'), { token: { ...token, email: 'a@b@acme.example' } })).toBe('not-certain');
  });
});

describe('creating accounts', () => {
  test('is refused where it is off, and nobody who has an account is', () => {
    expect(signIn({ createUsers: false }, { existing: null })).toMatchObject({
      outcome: 'refused',
      reasons: ['Jira has no account alice, and the plugin creates none.'],
      lockedOut: false,
    });
    expect(outcome({ createUsers: false })).toBe('unchanged');
    expect(outcome({ createUsers: true }, { existing: null })).toBe('created');
  });

  const mapped = { restrictCreation: true, groupMapping: { 'jira-users': ['acme/staff'] } };

  test('by the group mapping is for those alone for whom a group is mapped', () => {
    expect(outcome(mapped, { existing: null })).toBe('created');
    expect(outcome(mapped, { existing: null, token: { ...token, groups: ['acme/guests'] } })).toBe('refused');
    expect(outcome(mapped, { existing: null, token: { ...token, groups: [] } })).toBe('refused');
    const { restrictCreation: _off, ...open } = mapped;
    expect(outcome(open, { existing: null, token: { ...token, groups: [] } })).toBe('created');
  });

  test('by the group mapping where none is set up is not certain', () => {
    expect(outcome({ restrictCreation: true }, { existing: null })).toBe('not-certain');
    expect(outcome(mapped, { existing: null, mapping: { groups: null } })).toBe('not-certain');
  });

  test('a person whose sign-in asks for another username is refused where no account may be made for it', () => {
    expect(outcome({}, withAccount({ username: 'aadams' }))).toBe('renamed');
    expect(signIn({ createUsers: false }, withAccount({ username: 'aadams' }))).toMatchObject({
      outcome: 'refused',
      lockedOut: true,
    });
  });
});

describe('login by e-mail (rule 5)', () => {
  const byEmail = { loginBy: 'email' } as const;

  test('does not mind the username, and renames nobody', () => {
    expect(outcome(byEmail, withAccount({ username: 'somebody' }))).toBe('unchanged');
    expect(outcome({ loginBy: 'username' }, withAccount({ username: 'somebody' }))).toBe('renamed');
  });

  test('asks for another account where the e-mail is another', () => {
    const other = signIn(byEmail, withAccount({ email: 'old@acme.example' }));
    expect(other).toMatchObject({
      outcome: 'renamed',
      lockedOut: true,
      changes: [{ field: 'username', from: 'alice', to: 'alice@acme.example' }],
    });
    expect(outcome(byEmail, withAccount({ email: 'Alice@acme.example' }))).toBe('unchanged');
  });

  test('stops where several accounts have the e-mail, and makes the e-mail the username where none has', () => {
    expect(signIn(byEmail, { facts: { matches: 2 } })).toMatchObject({ outcome: 'collides', lockedOut: true });
    expect(outcome(byEmail, { facts: { matches: 1 } })).toBe('unchanged');
    expect(signIn(byEmail, { existing: null }).reasons).toEqual([
      'Jira has no account alice@acme.example; the sign-in creates it.',
    ]);
  });

  test('without an e-mail, or without a username, is not certain', () => {
    expect(outcome(byEmail, { token: { ...token, email: '' } })).toBe('not-certain');
    expect(outcome(byEmail, { token: { ...token, email: '' }, existing: null })).toBe('refused');
    expect(outcome(byEmail, { token: { ...token, name: '' } })).toBe('not-certain');
    expect(outcome({}, { token: { ...token, name: '' } })).toBe('refused');
  });
});

describe('updating accounts (rule 6)', () => {
  const other = withAccount({ email: 'old@acme.example', fullName: 'A.' });

  test('overwrites e-mail and full name, each with what it was', () => {
    expect(signIn({}, other)).toMatchObject({
      outcome: 'updated',
      changes: [
        { field: 'email', from: 'old@acme.example', to: 'alice@acme.example' },
        { field: 'fullName', from: 'A.', to: 'Alice Adams' },
      ],
    });
  });

  test('that is off leaves both, but groups go on', () => {
    expect(outcome({ updateUsers: false }, other)).toBe('unchanged');
    expect(outcome({ updateUsers: false }, { ...other, token: { ...token, email: '' } })).toBe('unchanged');
    const groups = signIn({ updateUsers: false, groupMapping: { staff: ['acme/staff'] } }, other);
    expect(groups).toMatchObject({ outcome: 'updated', changes: [], groupsGained: ['staff'] });
  });

  test('an e-mail that differs by capitals is told apart and changes nothing', () => {
    expect(signIn({}, withAccount({ email: 'Alice@acme.example' }))).toMatchObject({
      outcome: 'unchanged',
      emailCapitals: true,
      changes: [],
    });
    expect(signIn({}).emailCapitals).toBe(false);
  });

  test('an account in a read-only directory follows nothing', () => {
    const readOnly = { ...account, fullName: 'A.', readOnly: true };
    const trail = signIn({ groupMapping: { staff: ['acme/staff'] } }, { existing: readOnly });
    expect(trail).toMatchObject({ outcome: 'unchanged', changes: [], groupsGained: [] });
    expect(trail.reasons[0]).toContain('read-only');
    expect(outcome({}, withAccount({ fullName: 'A.', readOnly: false }))).toBe('updated');
  });
});

describe('the regular expression of the username (rule 4)', () => {
  const read = (usernamePattern: string, name: string, facts: PersonFacts = { engine }) => {
    const trail = signIn({ usernamePattern }, { token: { ...token, name }, existing: null, facts });
    return [trail.fields[0]?.value, trail.outcome];
  };

  test('is looked for anywhere, and its groups are joined', () => {
    expect(read('^(\\w+)\\.(\\w+)@', 'alice.adams@acme.example')).toEqual(['aliceadams', 'created']);
    expect(read('[a-z]+', '42alice7')).toEqual(['alice', 'created']);
  });

  test('that matches nothing leaves the username as it is', () => {
    expect(read('^x(.*)$', 'alice')).toEqual(['alice', 'created']);
  });

  test('sees the username without its quotes', () => {
    expect(read('^a(.*)e$', '"alice"')).toEqual(['lic', 'created']);
  });

  test('that makes nothing of a username refuses the person', () => {
    expect(read('^()alice', 'alice')).toEqual(['', 'refused']);
  });

  test.each([
    ['that Java refuses', '(', { engine: true }],
    ['that looks ahead', '^(?=a)(.*)$', { engine: true }],
    ['of which a group took no part', '^(x)?alice', { engine: true }],
    ['without an engine', '^(.*)$', { engine: false }],
  ])('%s is not certain', (_what, pattern, { engine: has }) => {
    expect(read(pattern, 'alice', has ? { engine } : {})[1]).toBe('not-certain');
  });

  test('makes nothing of nothing, for which no engine is needed', () => {
    expect(read('^(.*)$', '', {})).toEqual(['', 'refused']);
  });

  test('is a step of the trail', () => {
    const trail = signIn({ usernamePattern: '^(a)' }, { facts: { engine } });
    expect(trail.fields[0]?.steps.map(({ label, value }) => [label, value])).toEqual([
      ['name', 'alice'],
      ['Regular expression', 'a'],
      ['Username', 'a'],
      ['Jira', 'a'],
    ]);
    expect(trail.outcome).toBe('renamed');
  });
});

describe('manual group mapping (rule 8)', () => {
  const groupMapping = { 'jira-users': ['acme/staff', 'acme/guests'], 'jira-administrators': ['acme/it'] };
  const groups = (sent: unknown, has: string[] | null, rules: MappingRules = {}, facts: PersonFacts = {}) =>
    signIn(
      { groupMapping, ...rules },
      { token: { ...token, groups: sent as string[] }, existing: { ...account, groups: has }, facts },
    );

  test('puts into groups, takes out of mapped ones, and leaves all others', () => {
    expect(groups(['acme/it'], ['jira-users', 'other'])).toMatchObject({
      outcome: 'updated',
      groupsGained: ['jira-administrators'],
      groupsLost: ['jira-users'],
      reasons: ['It is taken out of jira-users.', 'It is put into jira-administrators.'],
    });
    expect(groups(['acme/guests'], ['jira-users', 'other']).outcome).toBe('unchanged');
  });

  test('compares names of Casdoor exactly, and groups of Jira without their capitals', () => {
    expect(groups(['Acme/staff'], [])).toMatchObject({ outcome: 'unchanged', groupsGained: [] });
    expect(groups(['staff'], []).groupsGained).toEqual([]);
    expect(groups(['acme/staff'], ['Jira-Users']).outcome).toBe('unchanged');
  });

  test.each([[[]], [undefined]])('takes all mapped groups from a sign-in whose groups are %j', (sent) => {
    expect(groups(sent, ['jira-users', 'jira-administrators', 'other']).groupsLost).toEqual([
      'jira-users',
      'jira-administrators',
    ]);
  });

  test('takes nothing from the last administrator who signs in without groups', () => {
    expect(groups([], ['jira-administrators'], {}, { isLastAdministrator: true }).outcome).toBe('unchanged');
    expect(groups([], ['jira-administrators'], {}, { isLastAdministrator: false }).outcome).toBe('updated');
    expect(
      groups(['acme/staff'], ['jira-users', 'jira-administrators'], {}, { isLastAdministrator: true }).outcome,
    ).toBe('not-certain');
  });

  test('takes nothing where existing groups are kept, or where the mapping is off', () => {
    expect(groups([], ['jira-users'], { keepGroups: true }).outcome).toBe('unchanged');
    expect(groups(['acme/it'], [], { keepGroups: true }).groupsGained).toEqual(['jira-administrators']);
    expect(groups([], ['jira-users'], { groupMapping: {} }).outcome).toBe('unchanged');
    expect(groups([], ['jira-users'], { groupMapping: { 'jira-users': [] } }).outcome).toBe('unchanged');
    const off = signIn({ groupMapping }, { token: { ...token, groups: [] }, mapping: { groups: null } });
    expect(off.outcome).toBe('unchanged');
  });

  test('is not certain where groups are no list of texts, or those of the account could not be read', () => {
    expect(groups('acme/staff', []).outcome).toBe('not-certain');
    expect(groups([{ name: 'staff' }], []).outcome).toBe('not-certain');
    expect(groups({ a: 1 }, []).outcome).toBe('not-certain');
    expect(groups(['acme/staff'], null).outcome).toBe('not-certain');
  });

  test('gives a group that Jira lacks only where new groups are created', () => {
    const there = { groupsThere: ['jira-administrators'] };
    expect(groups(['acme/staff'], [], {}, there).groupsGained).toEqual([]);
    expect(groups(['acme/staff'], [], { createGroups: true }, there).groupsGained).toEqual(['jira-users']);
    expect(groups(['acme/it'], [], {}, there).groupsGained).toEqual(['jira-administrators']);
  });

  test('of an excluded group is not certain', () => {
    expect(groups([], ['jira-users'], { excludeGroups: ['jira-users'] }).outcome).toBe('not-certain');
    expect(groups([], ['jira-users'], { excludeGroups: ['other'] }).outcome).toBe('updated');
  });

  test('fills a new account, and says so', () => {
    expect(signIn({ groupMapping }, { existing: null })).toMatchObject({
      outcome: 'created',
      groupsGained: ['jira-users'],
      reasons: ['Jira has no account alice; the sign-in creates it.', 'It is put into jira-users.'],
    });
  });

  test('puts each name through its regular expression first', () => {
    const bare = { 'jira-users': ['staff'] };
    const through = (groupPattern: string, sent: string[], mapping = bare) =>
      groups(sent, [], { groupPattern, groupMapping: mapping }, { engine });
    expect(through('^acme/(.*)$', ['acme/staff'])).toMatchObject({ groupsGained: ['jira-users'] });
    expect(through('^acme/(.*)$', ['other/staff']).outcome).toBe('unchanged');
    // Whether a name that does not match stays or goes: it would lead somewhere.
    expect(through('^acme/(.*)$', ['staff']).outcome).toBe('not-certain');
    expect(groups(['acme/staff'], [], { groupPattern: '^acme/(.*)$', groupMapping: bare }).outcome).toBe('not-certain');
  });

  test('shows where each name leads', () => {
    const field = groups(['acme/it', 'acme/none'], ['jira-users']).fields.find((one) => one.field === 'groups');
    expect(field?.value).toEqual(['jira-administrators']);
    expect(field?.steps.map(({ label, value, note }) => [label, value, note])).toEqual([
      ['groups', '["acme/it","acme/none"]', 'ID token'],
      ['Group mapping', 'jira-administrators', 'acme/it'],
      ['Group mapping', null, 'acme/none is not among the mapped names.'],
      ['Groups', 'jira-administrators', null],
      ['Jira', 'jira-administrators', 'was jira-users'],
    ]);
  });
});

describe('on-the-fly groups', () => {
  const groups = (sent: string[], has: string[], rules: MappingRules = {}, facts: PersonFacts = {}) =>
    signIn(
      { onTheFlyGroups: true, ...rules },
      { token: { ...token, groups: sent }, existing: { ...account, groups: has }, facts },
    );
  const there = { groupsThere: ['staff', 'it'] };

  test('are taken by their names, and all others are taken away', () => {
    expect(groups(['staff', 'it'], ['it', 'jira-users'], {}, there)).toMatchObject({
      outcome: 'updated',
      groupsGained: ['staff'],
      groupsLost: ['jira-users'],
    });
    expect(groups(['IT'], ['it'], {}, there).outcome).toBe('unchanged');
    expect(groups([], ['it'], {}, there).groupsLost).toEqual(['it']);
  });

  test('that Jira lacks lead nowhere, unless new groups are created', () => {
    expect(groups(['acme/staff'], [], {}, there).outcome).toBe('unchanged');
    expect(groups(['acme/staff'], [], { createGroups: true }, there).groupsGained).toEqual(['acme/staff']);
  });

  test('are not certain where nobody looked whether Jira has them', () => {
    expect(groups(['staff'], []).outcome).toBe('not-certain');
    expect(groups(['staff'], ['staff']).outcome).toBe('unchanged');
    expect(groups(['staff'], [], { createGroups: true }).groupsGained).toEqual(['staff']);
  });

  test('spare excluded groups, and take none where existing ones are kept', () => {
    expect(groups([], ['it', 'jira-users'], { excludeGroups: ['IT'] }, there).groupsLost).toEqual(['jira-users']);
    expect(groups([], ['it'], { keepGroups: true }, there).outcome).toBe('unchanged');
  });

  test('put the manual mapping out of action', () => {
    expect(groups(['x'], [], { groupMapping: { staff: ['x'] } }, there).groupsGained).toEqual([]);
  });
});

describe('default groups', () => {
  const of = (defaultGroupsFor: 'newUsers' | 'allUsers' | 'noUsers', existing: Existing, more: MappingRules = {}) =>
    signIn({ defaultGroups: ['jira-software-users'], defaultGroupsFor, ...more }, { existing });

  test.each([
    ['newUsers', ['jira-software-users'], []],
    ['allUsers', ['jira-software-users'], ['jira-software-users']],
    ['noUsers', [], []],
  ] as const)('for %s', (whom, ofNew, ofExisting) => {
    expect(of(whom, null).groupsGained).toEqual(ofNew);
    expect(of(whom, account).groupsGained).toEqual(ofExisting);
  });

  test('are for new users where it is not said', () => {
    expect(signIn({ defaultGroups: ['x'] }, { existing: null }).groupsGained).toEqual(['x']);
    expect(signIn({ defaultGroups: ['x'] }).groupsGained).toEqual([]);
  });

  test('beside mapped ones are not certain, and neither is whether they are taken again', () => {
    const groupMapping = { staff: ['acme/staff'] };
    expect(of('allUsers', { ...account, groups: ['staff'] }, { groupMapping }).outcome).toBe('not-certain');
    const has = { ...account, groups: ['jira-software-users'] };
    expect(of('newUsers', has, { groupMapping: { 'jira-software-users': ['x'] } }).outcome).toBe('not-certain');
  });
});

describe("Atlassian's own SSO", () => {
  const dc = (change: Change = {}, rules: MappingRules = {}) => signIn(rules, { ...change, target: atlassian });

  test('finds people by the subject that it stored, then by username', () => {
    expect(dc(withAccount({ username: 'aadams' })).outcome).toBe('renamed');
    expect(dc(withAccount({ username: 'aadams', sub: 'another' })).outcome).toBe('renamed');
    const bySubject = dc(withAccount({ username: 'aadams', sub: 'sub-1' }));
    expect(bySubject).toMatchObject({ outcome: 'not-certain', lockedOut: false });
    expect(dc(withAccount({ sub: 'sub-1' })).outcome).toBe('unchanged');
  });

  test('without just-in-time provisioning reads the username alone', () => {
    const off = { createUsers: false };
    expect(dc({ existing: null }, off).outcome).toBe('refused');
    expect(
      dc({ ...withAccount({ fullName: 'A.' }), mapping: { email: '${mail}', groups: 'groups' } }, off).outcome,
    ).toBe('unchanged');
    expect(dc({ mapping: { email: '${mail}' } }).outcome).toBe('refused');
  });

  test('does nothing of miniOrange', () => {
    expect(dc({}, { allowedDomains: ['other.example'], loginBy: 'email', updateUsers: false }).outcome).toBe(
      'unchanged',
    );
  });

  test('lets a person of a read-only directory go first, whose fields and groups stay', () => {
    const remote = { ...account, readOnly: true, groups: ['x'] };
    expect(dc({ existing: remote, mapping: { groups: 'groups' } })).toMatchObject({
      outcome: 'unchanged',
      groupsLost: [],
    });
    expect(dc({ existing: remote, mapping: { email: '${mail}' } }).outcome).toBe('not-certain');
  });

  test('makes groups match exactly, whatever their capitals', () => {
    const groups = (sent: string[], has: string[], facts: PersonFacts = {}) =>
      dc({
        token: { ...token, groups: sent },
        mapping: { groups: 'groups' },
        existing: { ...account, groups: has },
        facts,
      });
    expect(groups(['A', 'b'], ['a', 'c'])).toMatchObject({ groupsGained: ['b'], groupsLost: ['c'] });
    expect(groups([], ['a', 'c']).groupsLost).toEqual(['a', 'c']);
    expect(groups(['new'], [], { groupsThere: ['old'] }).outcome).toBe('not-certain');
    // What the account may get is open; nothing is taken away, and the sign-in gets in.
    expect(groups(['new'], [], { groupsThere: ['old'] })).toMatchObject({ getsIn: true });
    expect(groups(['new'], [], { groupsThere: ['old'] }).groupsOpen).toBeUndefined();
  });
});

describe('the Cloud app', () => {
  const on = (change: Change = {}) => signIn({}, { ...change, target: cloud });
  const user: Account = { ...account, username: '' };

  test('is matched by e-mail', () => {
    expect(on({ existing: user }).outcome).toBe('unchanged');
    expect(on({ existing: { ...user, email: 'ALICE@acme.example' } })).toMatchObject({
      outcome: 'unchanged',
      emailCapitals: true,
    });
    expect(on({ existing: { ...user, email: 'other@acme.example' } })).toMatchObject({
      outcome: 'renamed',
      lockedOut: true,
    });
    expect(on({ existing: { ...user, active: false } }).outcome).toBe('refused');
    expect(on({ existing: user, facts: { matches: 2 } }).outcome).toBe('collides');
    expect(on({ token: { ...token, email: '' } }).outcome).toBe('refused');
  });

  test('cannot be told where Atlassian hides the e-mail', () => {
    expect(on({ existing: { ...user, email: null } }).outcome).toBe('not-certain');
    const hidden = on({ existing: null, facts: { hiddenEmails: 7 } });
    expect(hidden.outcome).toBe('not-certain');
    expect(hidden.reasons[0]).toContain('Atlassian hides that of 7');
    expect(on({ existing: null }).reasons[0]).toContain('whether the sign-in creates one is not known');
  });

  test('does not say what becomes of the name', () => {
    expect(on({ existing: { ...user, fullName: 'A.' } }).outcome).toBe('not-certain');
    expect(on({ existing: { ...user, fullName: null } }).outcome).toBe('unchanged');
  });
});

describe('usernames', () => {
  test.each([
    ['Eve', 'eve', true],
    ['ÄÖÜ', 'äöü', true],
    ['I', 'i', true],
    // Neither of the two Turkish letters is an English i.
    ['İ', 'i', false],
    ['ı', 'i', false],
    // One sign, or a letter and an accent: Crowd normalizes nothing.
    ['caf\u00e9', 'cafe\u0301', false],
    ['ΣΑΣ', 'σας', true],
    ['straße', 'strasse', false],
  ])('%s and %s', (name, username, isSame) => {
    expect(outcome({}, { ...withAccount({ username }), token: { ...token, name } })).toBe(
      isSame ? 'unchanged' : 'renamed',
    );
  });
});

describe('beside the outcome', () => {
  test('an active account that the sign-in no longer reaches is locked out', () => {
    const barred = { token: { ...token, isForbidden: true } };
    expect(signIn({}, barred)).toMatchObject({ outcome: 'barred', lockedOut: true });
    expect(signIn({}, { ...barred, existing: null }).lockedOut).toBe(false);
    expect(signIn({}, { ...barred, existing: { ...account, active: false } }).lockedOut).toBe(false);
    expect(signIn({}, withAccount({ active: false }))).toMatchObject({ outcome: 'refused', lockedOut: false });
    expect(signIn({}, withAccount({ username: 'x' })).lockedOut).toBe(true);
    expect(signIn({}).lockedOut).toBe(false);
  });

  test('whether the account administers is passed on, and null where it is not known', () => {
    expect(signIn({}, withAccount({ administrator: true })).administrator).toBe(true);
    expect(signIn({}, withAccount({ administrator: false })).administrator).toBe(false);
    expect(signIn({}).administrator).toBeNull();
    expect(signIn({}, { existing: null }).administrator).toBeNull();
  });
});
