import type { Account, Claims, Mapping, MappingRules } from '../../src/contract/mapping';
import type { Target } from '../../src/contract/target';
import { accessTo } from '../../src/mapping/claim-access';
import type { Existing } from '../../src/mapping/decision';
import { groupsTouched } from '../../src/mapping/group-sync';
import { type MapperOptions, makeMapper } from '../../src/mapping/make-mapper';
import { loadPatternEngine } from '../../src/mapping/pattern-engine';

const miniorange: Target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false };
const atlassian: Target = { ...miniorange, plugin: 'atlassian-dc' };
const cloud: Target = { ...miniorange, plugin: 'miniorange-cloud' };
const token: Claims = {
  sub: 's1',
  name: 'alice',
  displayName: 'Alice',
  email: 'alice@acme.example',
  groups: ['staff'],
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
  fullName: 'Alice',
  active: true,
  groups: [],
};

type Case = {
  token?: Claims;
  rules?: MappingRules;
  target?: Target;
  existing?: Existing;
  options?: MapperOptions;
  matches?: number;
};
const judged = ({
  token: sent = token,
  rules = {},
  target = miniorange,
  existing = account,
  options,
  matches,
}: Case) => {
  const mapping = { ...(target.plugin === 'atlassian-dc' ? dcClaims : claims), rules };
  const mapper = makeMapper(mapping, target, options);
  const access = accessTo({ id_token: sent });
  return mapper.judge(access, mapper.read(access), existing, matches === undefined ? {} : { matches });
};

describe('a refusal names its cause', () => {
  test.each<[string, Case, string]>([
    ['without a username', { token: { ...token, name: '' } }, 'no-username'],
    ['without an e-mail that a new account needs', { token: { ...token, email: '' }, existing: null }, 'no-email'],
    [
      'without an e-mail to be found by',
      { token: { ...token, email: '' }, existing: null, rules: { loginBy: 'email' } },
      'no-email',
    ],
    ['without an e-mail on Cloud', { token: { ...token, email: '' }, target: cloud }, 'no-email'],
    ['of another domain', { rules: { allowedDomains: ['other.example'] } }, 'domain'],
    ['with an inactive account', { existing: { ...account, active: false } }, 'inactive'],
    ['with an inactive account on Cloud', { existing: { ...account, active: false }, target: cloud }, 'inactive'],
    ['where no account is created', { existing: null, rules: { createUsers: false } }, 'not-created'],
    [
      'where another account would have to be created',
      { existing: { ...account, username: 'a.adams' }, rules: { createUsers: false } },
      'not-created',
    ],
    [
      'where no group is mapped',
      { existing: null, rules: { restrictCreation: true, groupMapping: { users: ['other'] } } },
      'no-mapped-group',
    ],
    [
      'without a claim that has to be there',
      { token: { sub: 's1', name: 'alice', email: 'a@b.example' }, target: atlassian },
      'claim-missing',
    ],
  ])('%s', (_, given, cause) => {
    expect(judged(given)).toMatchObject({ outcome: 'refused', cause });
  });

  test('and nothing else has one', () => {
    expect(judged({})).not.toHaveProperty('cause');
    expect(judged({ existing: null })).not.toHaveProperty('cause');
  });
});

describe('an account that nobody looked at', () => {
  const why = (unlisted: MapperOptions['unlisted'], target = miniorange) =>
    judged({ existing: 'unknown', target, options: unlisted === undefined ? {} : { unlisted } }).reasons;

  test('is told apart by what was read', () => {
    expect(why(undefined)).toEqual(['Whether Jira has an account alice was not looked up.']);
    expect(why('some')).toEqual([
      'Not all accounts of Jira could be read, so whether it has an account alice cannot be told.',
    ]);
    expect(why('inactive')).toEqual([
      'Jira lists active accounts alone, so whether it has an account alice cannot be told.',
    ]);
    expect(why('some', cloud)).toEqual([
      'Not all accounts of Jira could be read, so whether it has a user with the e-mail alice@acme.example cannot be told.',
    ]);
  });

  test('may be one of those whose e-mail is not told', () => {
    const rules: MappingRules = { loginBy: 'email' };
    const hidden = judged({ rules, existing: null, options: { hiddenEmails: 7 }, matches: 0 });
    expect(hidden.outcome).toBe('not-certain');
    expect(hidden.reasons[0]).toContain('that of 7 could not be read');
    expect(judged({ rules, existing: null, matches: 0 }).outcome).toBe('created');
    expect(judged({ existing: null, options: { hiddenEmails: 7 } }).outcome).toBe('created');
    const unseen = judged({ rules, existing: { ...account, email: null }, matches: 0 });
    expect(unseen.outcome).toBe('not-certain');
    expect(unseen.reasons[0]).toContain('The e-mail of the account alice of Jira could not be read');
    expect(judged({ rules, matches: 1 }).outcome).toBe('unchanged');
  });
});

describe('the groups that a mapping can touch', () => {
  const touched = (rules: MappingRules, plugin: Target['plugin'] = 'miniorange', groups: string | null = 'groups') =>
    groupsTouched({ ...claims, groups, rules }, plugin);

  test('are none, the mapped ones and the default ones, or all', () => {
    expect(touched({})).toEqual([]);
    expect(touched({ groupMapping: { users: ['staff'], empty: [] }, defaultGroups: ['everybody'] })).toEqual([
      'users',
      'everybody',
    ]);
    expect(touched({ groupMapping: { users: ['staff'] } }, 'miniorange', null)).toEqual([]);
    expect(touched({ onTheFlyGroups: true })).toBe('all');
    expect(touched({}, 'atlassian-dc')).toBe('all');
    expect(touched({ createUsers: false }, 'atlassian-dc')).toEqual([]);
    expect(touched({}, 'atlassian-dc', null)).toEqual([]);
    expect(touched({ onTheFlyGroups: true }, 'miniorange-cloud')).toEqual([]);
  });
});

describe('what a reading tells besides', () => {
  test('whether the regular expression matched and what it changed', async () => {
    const engine = await loadPatternEngine();
    const read = (name: string, usernamePattern: string) =>
      makeMapper({ ...claims, rules: { usernamePattern } }, miniorange, { engine }).read(
        accessTo({ id_token: { ...token, name } }),
      ).username;
    expect(read('alice@acme.example', '^[^@]+')).toMatchObject({
      value: 'alice',
      pattern: { isMatch: true, isChanged: true },
    });
    expect(read('alice', '^[^@]+')).toMatchObject({ value: 'alice', pattern: { isMatch: true, isChanged: false } });
    expect(read('alice', '[0-9]+')).toMatchObject({ value: 'alice', pattern: { isMatch: false, isChanged: false } });
    expect(read('alice', '(?=a)a')).not.toHaveProperty('pattern');
  });

  test('the names that arrived for a group mapping', () => {
    const mapper = makeMapper({ ...claims, rules: { groupMapping: { users: ['staff'] } } }, miniorange);
    const { groups } = mapper.read(accessTo({ id_token: { ...token, groups: ['staff', 'other'] } }));
    expect(groups).toMatchObject({ value: ['users'], arrived: ['staff', 'other'] });
  });
});
