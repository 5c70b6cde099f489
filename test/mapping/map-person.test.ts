import type { Account, Claims, ClaimsBySource, Mapping, PersonVerdict } from '../../src/contract/mapping';
import type { Target } from '../../src/contract/target';
import { type Existing, mapPerson, type PersonFacts } from '../../src/mapping/map-person';
import { recordedSignIns } from './recorded-people';

const miniorange: Target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false };
const atlassian: Target = { ...miniorange, plugin: 'atlassian-dc' };

const token: Claims = { name: 'alice', displayName: 'Alice Adams', email: 'alice@acme.example' };
const mapping: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: null,
};
const account: Account = {
  username: 'alice',
  email: 'alice@acme.example',
  fullName: 'Alice Adams',
  active: true,
  groups: ['jira-users'],
};

const run = (
  change: {
    claims?: ClaimsBySource;
    token?: Claims;
    mapping?: Partial<Mapping>;
    target?: Target;
    existing?: Existing;
    facts?: PersonFacts;
  } = {},
) => {
  const trail = mapPerson(
    change.claims ?? { id_token: change.token ?? token },
    { ...mapping, ...change.mapping },
    change.target ?? miniorange,
    'existing' in change ? change.existing : account,
    change.facts,
  );
  const field = (name: string) => trail.fields.find((one) => one.field === name);
  return { ...trail, field, value: (name: string) => field(name)?.value };
};

describe('a sign-in through miniOrange', () => {
  test('changes nothing where the account has it all', () => {
    expect(run().outcome).toBe('unchanged');
  });

  test('can be read step by step: claim, value, account', () => {
    expect(run({ existing: { ...account, email: 'old@acme.example' } }).field('email')).toEqual({
      field: 'email',
      value: 'alice@acme.example',
      certain: true,
      steps: [
        { kind: 'claim', label: 'email', value: 'alice@acme.example', note: 'ID token' },
        { kind: 'value', label: 'E-mail', value: 'alice@acme.example', note: null },
        { kind: 'account', label: 'Jira', value: 'alice@acme.example', note: 'was old@acme.example' },
      ],
    });
  });

  test.each([
    ['another e-mail', { email: 'old@acme.example' }, 'updated'],
    ['an e-mail that differs by capitals', { email: 'Alice@Acme.example' }, 'unchanged'],
    ['another full name', { fullName: 'A. Adams' }, 'updated'],
    ['a username that differs by capitals', { username: 'Alice' }, 'unchanged'],
    ['another username', { username: 'aadams' }, 'renamed'],
    ['no activity', { active: false }, 'refused'],
    ['an e-mail that could not be read', { email: null }, 'not-certain'],
    ['a full name that could not be read', { fullName: null }, 'not-certain'],
    ['a changed name and an e-mail that could not be read', { fullName: 'A', email: null }, 'updated'],
    ['groups that could not be read', { groups: null }, 'unchanged'],
  ] as const)('an account with %s', (_what, change, outcome) => {
    expect(run({ existing: { ...account, ...change } }).outcome).toBe(outcome);
  });

  test('says where it is not certain what changes, and certain that the sign-in gets in', () => {
    const told = ({ outcome, getsIn, groupsOpen }: PersonVerdict) => ({ outcome, getsIn, groupsOpen });
    expect(told(run({ existing: { ...account, email: null } }))).toEqual({ outcome: 'not-certain', getsIn: true });
    expect(told(run({ existing: 'unknown' }))).toEqual({ outcome: 'not-certain' });
    expect(told(run({ existing: account }))).toEqual({ outcome: 'unchanged' });
    const synced = { ...mapping, groups: 'groups', rules: { onTheFlyGroups: true } };
    const groupsUntold = { ...account, groups: null };
    expect(told(run({ mapping: synced, existing: groupsUntold }))).toEqual({
      outcome: 'not-certain',
      getsIn: true,
      groupsOpen: true,
    });
    expect(told(run({ mapping: synced, existing: { ...groupsUntold, fullName: 'A' } }))).toEqual({
      outcome: 'updated',
      groupsOpen: true,
    });
  });

  test('creates an account where there is none, and says nothing where nobody looked', () => {
    expect(run({ existing: null }).outcome).toBe('created');
    expect(run({ existing: 'unknown' }).outcome).toBe('not-certain');
  });

  test('rule 7: creates none without an e-mail, and leaves an existing one in doubt', () => {
    const { email: _email, ...rest } = token;
    for (const without of [rest, { ...rest, email: '' }, { ...rest, email: null }]) {
      expect(run({ token: without, existing: null }).outcome).toBe('refused');
      expect(run({ token: without }).outcome).toBe('not-certain');
    }
  });

  test('rule 6: a blank full name keeps the old one, and two names are joined by a space', () => {
    expect(run({ token: { ...token, displayName: '' } }).outcome).toBe('unchanged');
    const names = { firstName: 'firstName', lastName: 'lastName' };
    const joined = run({ token: { ...token, firstName: 'Alice', lastName: 'Adams' }, mapping: { name: names } });
    expect(joined.value('fullName')).toBe('Alice Adams');
    const half = run({ token: { ...token, lastName: 'Adams' }, mapping: { name: names } });
    expect(half.field('fullName')?.certain).toBe(false);
  });

  test('a claim that no source has leaves the full name empty, and the new account without one', () => {
    const created = run({ mapping: { name: { fullName: 'display_name' } }, existing: null });
    expect(created.value('fullName')).toBeNull();
    expect(created.reasons).toEqual(['Jira has no such account; the new one gets no full name.']);
    expect(created.field('fullName')?.steps[0]?.note).toBe('The ID token has no claim of this name.');
  });

  test('refuses whoever has no username', () => {
    expect(run({ mapping: { username: 'preferred_username' } }).outcome).toBe('refused');
  });

  test('rule 2: a flattened path, then the first key of the name anywhere', () => {
    const claims = {
      'get-account': { name: 'alice', data: { email: 'alice@acme.example', displayName: 'Alice Adams' } },
    };
    const nested = run({ claims, mapping: { source: 'get-account' } });
    expect(nested.outcome).toBe('unchanged');
    expect(nested.field('email')?.steps[1]).toEqual({
      kind: 'rule',
      label: 'Nested',
      value: 'data.email',
      note: 'The only one of this name.',
    });
    expect(run({ claims, mapping: { source: 'get-account', email: 'data.email' } }).outcome).toBe('unchanged');
  });

  test('rule 2: two places that a walk could reach first are not certain', () => {
    const email = (claims: Claims) => run({ token: { name: 'alice', ...claims } }).field('email');
    expect(email({ a: { b: { email: 'deep@x.example' } }, c: { email: 'flat@x.example' } })?.certain).toBe(false);
    expect(email({ a: { email: 'one@x.example' }, c: { email: 'two@x.example' } })).toMatchObject({
      certain: true,
      value: 'one@x.example',
    });
    expect(email({ list: [{ email: 'in-a-list@x.example' }], c: { email: 'two@x.example' } })?.certain).toBe(false);
  });

  test('rule 3: the first e-mail present of a list, blanks around the separators apart', () => {
    const both = { ...token, mail: 'mail@acme.example' };
    expect(run({ token: both, mapping: { email: 'absent; mail ;email' } }).value('email')).toBe('mail@acme.example');
  });

  test('rule 3: none present, any value that looks like one; a claim that is blank leaves it in doubt', () => {
    const { email: _email, ...rest } = token;
    const guessed = run({ token: { ...rest, name: 'frank@acme.example' }, existing: null });
    expect(guessed.field('email')).toMatchObject({ value: 'frank@acme.example', certain: true });
    expect(guessed.field('email')?.steps.map(({ label }) => label)).toContain(
      'Any value that looks like an e-mail address',
    );
    const blank = run({ token: { ...rest, email: '', name: 'frank@acme.example' }, existing: null });
    expect(blank.outcome).toBe('not-certain');
    const several = run({ token: { ...rest, one: 'a@acme.example', other: ['b@acme.example'] }, existing: null });
    expect(several.outcome).toBe('not-certain');
  });

  test('rule 4: quotes are stripped from the username', () => {
    expect(run({ token: { ...token, name: '"alice"' } }).value('username')).toBe('alice');
    expect(run({ token: { ...token, name: 'al"ice' } }).outcome).toBe('not-certain');
  });

  test('rule 5: by e-mail, several accounts fail, and none makes the e-mail the username', () => {
    const byEmail = { rules: { loginBy: 'email' as const } };
    expect(run({ mapping: byEmail, facts: { matches: 2 } }).outcome).toBe('collides');
    const created = run({ mapping: byEmail, existing: null, facts: { matches: 0 } });
    expect(created.reasons).toEqual(['Jira has no account alice@acme.example; the sign-in creates it.']);
    const named = run({ mapping: byEmail, existing: { ...account, username: 'aadams' }, facts: { matches: 1 } });
    expect(named.outcome).toBe('unchanged');
  });

  test('a list or an object as username is not certain', () => {
    expect(run({ token: { ...token, name: ['alice'] } }).outcome).toBe('not-certain');
    expect(run({ token: { ...token, name: { first: 'alice' } } }).outcome).toBe('not-certain');
    expect(run({ token: { ...token, name: 7 } }).value('username')).toBe('7');
  });

  test('groups come as they are; what they become is for the group mapping to say', () => {
    const groups = run({ token: { ...token, groups: ['acme/sales'] }, mapping: { groups: 'groups' } });
    expect(groups.field('groups')).toMatchObject({ value: ['acme/sales'], certain: true });
    expect(groups.outcome).toBe('unchanged');
  });

  test('what could not be looked at is not taken for absent', () => {
    expect(run({ claims: {} }).outcome).toBe('not-certain');
    expect(run({ mapping: { username: 'nonce' }, facts: { untold: { id_token: ['nonce'] } } }).outcome).toBe(
      'not-certain',
    );
    expect(run({ mapping: { username: 'passwordSalt' } }).outcome).toBe('not-certain');
  });

  test('whom Casdoor forbids or has deleted gets no further', () => {
    expect(run({ token: { ...token, isForbidden: true } }).outcome).toBe('barred');
    expect(run({ claims: { id_token: token, 'get-account': { data: { isDeleted: true } } } }).outcome).toBe('barred');
  });

  test('names of the prototype are no claims', () => {
    expect(run({ mapping: { username: 'constructor' } }).outcome).toBe('refused');
  });
});

describe("a sign-in through Atlassian's own SSO", () => {
  const dc: Partial<Mapping> = {
    source: null,
    username: '${name}',
    email: '${email}',
    name: { fullName: '${displayName}' },
    groups: null,
  };
  const signIn = (change: Parameters<typeof run>[0] = {}) =>
    run({ ...change, target: atlassian, mapping: { ...dc, ...change.mapping } });

  test('changes nothing where the account has it all', () => {
    expect(signIn().outcome).toBe('unchanged');
    expect(signIn({ existing: null }).outcome).toBe('created');
  });

  test('a bare name is taken literally: everybody is the same account', () => {
    const literal = signIn({ mapping: { username: 'preferred_username' } });
    expect(literal.outcome).toBe('collides');
    expect(literal.value('username')).toBe('preferred_username');
  });

  test('literals and several variables make one username', () => {
    expect(
      signIn({ mapping: { username: 'x-${name}@${owner}' }, token: { ...token, owner: 'acme' } }).value('username'),
    ).toBe('x-alice@acme');
  });

  test('the username falls back to userinfo, the rest does not', () => {
    const claims = {
      id_token: { email: 'a@acme.example', displayName: 'A' },
      userinfo: { preferred_username: 'alice', name: 'A' },
    };
    expect(signIn({ claims, mapping: { username: '${preferred_username}' } }).value('username')).toBe('alice');
    const display = signIn({ claims, mapping: { username: '${preferred_username}', name: { fullName: '${name}' } } });
    expect(display.outcome).toBe('refused');
    expect(display.reasons).toEqual(['Claim [name] could not be found.']);
  });

  test('userinfo that nobody read leaves it in doubt', () => {
    expect(signIn({ mapping: { username: '${preferred_username}' } }).outcome).toBe('not-certain');
  });

  test('a blank username is refused where userinfo has none either, and in doubt where it has one', () => {
    const blank = { id_token: { ...token, name: '' } };
    expect(signIn({ claims: { ...blank, userinfo: { sub: '1' } } }).outcome).toBe('refused');
    expect(signIn({ claims: { ...blank, userinfo: { name: 'alice' } } }).outcome).toBe('not-certain');
    expect(signIn({ claims: blank }).outcome).toBe('not-certain');
  });

  test('variables from both answers are not certain', () => {
    const claims = { id_token: token, userinfo: { preferred_username: 'alice' } };
    expect(signIn({ claims, mapping: { username: '${name}-${preferred_username}' } }).outcome).toBe('not-certain');
  });

  test.each([
    ['an absent e-mail', { email: '${mail}' }],
    ['an e-mail that is a list', { email: '${list}' }],
    ['absent groups', { groups: 'roles' }],
    ['groups that are a text', { groups: 'name' }],
    ['groups that are objects', { groups: 'objects' }],
    ['a nested name', { name: { fullName: '${data.displayName}' } }],
  ])('%s refuses the sign-in', (_what, change) => {
    const claims = {
      id_token: { ...token, list: ['a'], objects: [{ name: 'a' }], data: { displayName: 'A' } },
      userinfo: {},
    };
    expect(signIn({ claims, mapping: change }).outcome).toBe('refused');
  });

  test('groups are made to match exactly; an empty list takes all away', () => {
    const groups = (list: string[], has: string[] | null = ['jira-users']) =>
      signIn({
        token: { ...token, groups: list },
        mapping: { groups: 'groups' },
        existing: { ...account, groups: has },
      });
    expect(groups(['Jira-Users']).outcome).toBe('unchanged');
    expect(groups(['acme/sales']).reasons).toEqual(['It is taken out of jira-users.', 'It is put into acme/sales.']);
    expect(groups([]).reasons).toEqual(['It is taken out of jira-users.']);
    expect(groups(['a'], null).outcome).toBe('not-certain');
  });

  test('two names are one expression', () => {
    const named = signIn({
      token: { ...token, firstName: 'Alice', lastName: 'Adams' },
      mapping: { name: { firstName: '${firstName}', lastName: '${lastName}' } },
    });
    expect(named.value('fullName')).toBe('Alice Adams');
  });
});

describe('a plugin whose rules are not known', () => {
  const other: Target = { ...miniorange, plugin: 'other' };
  const cloud: Target = { ...miniorange, plugin: 'miniorange-cloud' };

  test('another plugin: what is certain is certain, what it creates or updates is not', () => {
    expect(run({ target: other }).outcome).toBe('unchanged');
    expect(run({ target: other, existing: null }).outcome).toBe('not-certain');
    expect(run({ target: other, existing: { ...account, fullName: 'A' } }).outcome).toBe('not-certain');
    expect(run({ target: other, mapping: { username: 'preferred_username' } }).outcome).toBe('refused');
  });

  test('the Cloud app: nothing is certain but the e-mail, by which Atlassian finds people', () => {
    const trail = run({ target: cloud });
    expect(trail.fields.map(({ field, certain }) => [field, certain])).toEqual([
      ['username', false],
      ['email', true],
      ['fullName', false],
    ]);
    expect(trail.value('username')).toBe('alice');
    expect(trail.outcome).toBe('unchanged');
  });
});

describe('the recorded people', () => {
  const of = (name: string) => {
    const signIn = recordedSignIns.find((one) => one.name === `app-jira / ${name}`);
    if (!signIn) throw new Error(`There is no sign-in of ${name}.`);
    return { id_token: signIn.idToken, userinfo: signIn.userinfo, 'get-account': signIn.getAccount } as ClaimsBySource;
  };

  test("the documentation's mapping: an e-mail by luck, never a full name", () => {
    const trail = run({
      claims: of('alice'),
      mapping: { source: 'get-account', name: { fullName: 'display_name' } },
      existing: null,
    });
    expect([trail.value('username'), trail.value('email'), trail.value('fullName')]).toEqual([
      'alice',
      'alice@acme.example',
      null,
    ]);
  });

  test('carol has no e-mail, so no account is made for her', () => {
    expect(run({ claims: of('carol'), existing: null }).outcome).toBe('refused');
  });

  test('grace has no display name, so she keeps the one she has', () => {
    const grace = { ...account, username: 'grace', email: 'grace@acme.example', fullName: 'Grace' };
    expect(run({ claims: of('grace'), existing: grace }).outcome).toBe('unchanged');
  });

  test('Eve matches eve', () => {
    const eve = { ...account, username: 'eve', email: 'Eve@acme.example', fullName: 'Eve Evans' };
    expect(run({ claims: of('Eve'), existing: eve }).outcome).toBe('unchanged');
  });
});
