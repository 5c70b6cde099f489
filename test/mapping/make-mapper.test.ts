import fc from 'fast-check';
import type { Account, Claims, Mapping, MappingRules } from '../../src/contract/mapping';
import { plugins, type Target } from '../../src/contract/target';
import { accessTo } from '../../src/mapping/claim-access';
import { type ClaimingApplication, claimsFromDirectory } from '../../src/mapping/claims-from-directory';
import { directoryClaims, keysAsked } from '../../src/mapping/directory-claims';
import { makeMapper } from '../../src/mapping/make-mapper';
import { loadPatternEngine } from '../../src/mapping/pattern-engine';
import type { PatternEngine } from '../../src/mapping/pattern-rule';
import { recordedPerson } from './recorded-people';

let engine: PatternEngine;
beforeAll(async () => {
  engine = await loadPatternEngine();
});

const signIn = { scopes: ['openid', 'profile', 'email'], clientId: 'client', issuer: 'https://door.acme.example' };
const word = fc.constantFrom(
  'alice',
  'alice',
  'Alice',
  'bob',
  '',
  'alice@acme.example',
  'alice@acme.example',
  'a"b',
  'x@acme.example',
  'X@acme.example',
  'müller',
);
const rarely = fc.nat(15).map((one) => one === 0);
const groupName = fc.constantFrom('acme/staff', 'acme/it', 'staff', 'It');
const person = fc
  .record({
    name: fc.oneof(fc.constant('alice'), word),
    displayName: word,
    email: word,
    firstName: word,
    lastName: word,
    isForbidden: rarely,
    isDeleted: rarely,
    groups: fc.oneof(fc.constant(null), fc.array(groupName, { maxLength: 3 })),
    roles: fc.oneof(fc.constant(null), fc.constant([]), fc.constant([{ owner: 'acme', name: 'dev', email: 'r@x.io' }])),
    permissions: fc.oneof(fc.constant(null), fc.constant([])),
    addresses: fc.oneof(fc.constant(null), fc.constant([{ tag: 'home', city: 'Bern' }])),
  })
  .map((change) => ({ ...recordedPerson('alice'), ...change }) as Claims);
const application = fc.record({
  tokenFormat: fc.constantFrom('', 'JWT', 'JWT', 'JWT', 'JWT-Empty', 'JWT-Standard', 'JWT-Custom', 'JWT-Next'),
  tokenFields: fc.subarray(['Name', 'Email', 'DisplayName', 'Groups', 'Roles', 'IsForbidden']),
  tokenAttributes: fc.subarray([
    { name: 'staff', category: 'Static Value', value: '$user.groups', type: 'Array' },
    { name: 'login', category: 'Static Value', value: '$user.owner-$user.name', type: 'String' },
    { name: 'roleNames', category: 'Existing Field', value: 'Roles', type: 'Array' },
  ]),
  isShared: fc.boolean(),
}) satisfies fc.Arbitrary<ClaimingApplication>;
const usual = fc.constantFrom('name', 'email', 'displayName');
const unusual = fc.constantFrom(
  'name',
  'email',
  'displayName',
  'preferred_username',
  'data.email',
  'display_name',
  'login',
  'passwordSalt',
  'nonce',
  'city',
  'countryCode',
  'sub',
  'data',
);
const claim = fc.oneof(usual, usual, unusual);
const rules: fc.Arbitrary<MappingRules> = fc.record(
  {
    loginBy: fc.constantFrom('username', 'email'),
    usernamePattern: fc.constantFrom('^([^@]+)', '(', '(?=a)', 'i(.)'),
    updateUsers: fc.boolean(),
    createUsers: fc.boolean(),
    allowedDomains: fc.subarray(['acme.example', 'other.example']),
    groupPattern: fc.constantFrom('^acme/(.*)$', '.*'),
    groupMapping: fc.constantFrom({ 'jira-users': ['acme/staff', 'staff'], it: ['acme/it'] }, {}),
    onTheFlyGroups: fc.boolean(),
    createGroups: fc.boolean(),
    keepGroups: fc.boolean(),
    excludeGroups: fc.subarray(['it', 'jira-users']),
    defaultGroups: fc.subarray(['jira-users', 'all']),
    defaultGroupsFor: fc.constantFrom('newUsers', 'allUsers', 'noUsers'),
    restrictCreation: fc.boolean(),
  },
  { requiredKeys: [] },
);
const target: fc.Arbitrary<Target> = fc.record({
  plugin: fc.constantFrom('miniorange', 'miniorange', 'miniorange', ...plugins),
  product: fc.constantFrom('jira', 'confluence'),
  baseUrl: fc.constant(null),
  comparesIssuer: fc.boolean(),
});
const mappingFor = ({ plugin }: Target): fc.Arbitrary<Mapping> => {
  const written = plugin === 'atlassian-dc' ? claim.map((name) => `\${${name}}`) : claim;
  return fc.record({
    schema: fc.constant(1 as const),
    source: plugin === 'atlassian-dc' ? fc.constant(null) : fc.constantFrom('id_token', 'userinfo', 'get-account'),
    username: written,
    email: plugin === 'miniorange' ? fc.tuple(claim, claim).map((two) => two.join(';')) : written,
    name: fc.oneof(fc.record({ fullName: written }), fc.record({ firstName: written, lastName: written })),
    groups: fc.constantFrom(null, 'groups', 'roles', 'staff', 'roleNames', 'name'),
    rules,
  });
};
const account: fc.Arbitrary<Account | null | 'unknown'> = fc.oneof(
  fc.constant(null),
  fc.constant('unknown' as const),
  fc.record({
    username: fc.oneof(fc.constant('alice'), word),
    email: fc.oneof(fc.constant(null), word),
    fullName: fc.oneof(fc.constant(null), word),
    active: rarely.map((one) => !one),
    groups: fc.oneof(fc.constant(null), fc.subarray(['jira-users', 'it', 'all', 'acme/staff'])),
    administrator: fc.boolean(),
    readOnly: fc.constantFrom(false, false, true),
  }),
);
const wild = target.chain((one) =>
  fc.record({ target: fc.constant(one), mapping: mappingFor(one), person, application, account, matches: fc.nat(2) }),
);

const miniorange: Target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false };
const recommended: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: null,
};
/** A mapping that fits, so that most sign-ins end in an account. */
const usualOne = fc.record({
  target: fc.constant(miniorange),
  mapping: rules.map((some): Mapping => {
    const { usernamePattern: _pattern, allowedDomains: _domains, loginBy: _by, ...rest } = some;
    return { ...recommended, groups: 'groups', rules: rest };
  }),
  person: person.map((one): Claims => ({ ...one, name: 'alice', email: 'alice@acme.example', isForbidden: false })),
  application: fc.constant({ tokenFormat: 'JWT', tokenFields: [], tokenAttributes: [], isShared: false }),
  account: fc.oneof(
    fc.constant(null),
    fc.record({
      username: fc.constantFrom('alice', 'Alice', 'bob'),
      email: fc.constantFrom('alice@acme.example', 'Alice@acme.example', 'old@acme.example'),
      fullName: fc.constantFrom('alice', 'Alice'),
      active: fc.constant(true),
      groups: fc.subarray(['jira-users', 'it', 'all']),
    }),
  ),
  matches: fc.nat(2),
});
const everything = fc.oneof(wild, usualOne);

describe('a mapping made ready for many people', () => {
  test('decides of everybody what its trail ends in, and of each entry what its whole claims say', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        everything,
        fc.boolean(),
        ({ target: to, mapping, person: one, application: from, account: at, matches }, has) => {
          const mapper = makeMapper(mapping, to, { engine, ...(has ? { groupsThere: ['jira-users', 'it'] } : {}) });
          const derived = claimsFromDirectory(one, from, signIn);
          const { fields, ...ofTrail } = mapper.trail(accessTo(derived.bySource, derived.untold), at, { matches });
          const claims = directoryClaims(from, signIn);
          const quick = claims.of(one);
          const read = mapper.read(quick);
          expect(mapper.judge(quick, read, at, { matches })).toEqual(ofTrail);
          for (const { field, value, certain } of fields)
            expect([field, read[field]?.value, read[field]?.certain]).toEqual([field, value, certain]);
          // The keys that are asked for are enough, the rest is fetched when it is needed.
          const keys = keysAsked(claims, (access) => {
            mapper.read(access);
            access.top('id_token', 'sub');
            access.barred();
          });
          const part = Object.fromEntries(Object.entries(one).filter(([key]) => keys.has(key)));
          const partial = claims.of(part, () => one);
          expect(mapper.judge(partial, mapper.read(partial), at, { matches })).toEqual(ofTrail);
          seen.add(ofTrail.outcome);
        },
      ),
      { numRuns: 800 },
    );
    expect([...seen].sort()).toEqual([
      'barred',
      'collides',
      'created',
      'not-certain',
      'refused',
      'renamed',
      'unchanged',
      'updated',
    ]);
  });

  test('asks a directory for the keys that decide, and for no others', () => {
    const mapper = makeMapper(recommended, miniorange);
    const from = { tokenFormat: 'JWT-Empty', tokenFields: [], tokenAttributes: [], isShared: false };
    const keys = keysAsked(directoryClaims(from, signIn), (access) => {
      mapper.read(access);
      access.barred();
    });
    expect([...keys].sort()).toEqual(['displayName', 'email', 'isDeleted', 'isForbidden', 'name']);
  });

  test('says by what an account is looked up', () => {
    const looked = (mapping: Mapping, token: Claims, on = miniorange) => {
      const mapper = makeMapper(mapping, on);
      return mapper.lookedFor(mapper.read(accessTo({ id_token: token })));
    };
    const token = { name: 'alice', email: 'alice@acme.example' };
    expect(looked(recommended, token)).toEqual({ by: 'username', value: 'alice' });
    expect(looked({ ...recommended, rules: { loginBy: 'email' } }, token)).toEqual({
      by: 'email',
      value: 'alice@acme.example',
    });
    expect(looked(recommended, token, { ...miniorange, plugin: 'miniorange-cloud' })).toEqual({
      by: 'email',
      value: 'alice@acme.example',
    });
    expect(looked(recommended, { ...token, name: '' })).toBeNull();
    expect(looked(recommended, { ...token, name: ['alice'] })).toBeNull();
  });
});
