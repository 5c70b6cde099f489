import fc from 'fast-check';
import type { ApplicationAccess } from '../../src/atlassian/accounts/application-roles';
import type { Untold } from '../../src/atlassian/accounts/untold';
import type { Account, Claims, Mapping, MappingRules } from '../../src/contract/mapping';
import type { Target } from '../../src/contract/target';
import type { TallyRead } from '../../src/directory/tally';
import type { PatternEngine } from '../../src/mapping/pattern-rule';
import { nameKey } from '../../src/mapping/same-name';
import type { World } from './tally-oracle';

const names = [
  'alice',
  'Alice',
  'bob',
  'bob\u200b',
  ' bob',
  'jos\u00e9',
  'jose\u0301',
  'istanbul',
  '\u0130stanbul',
  '\u0131stanbul',
  '__proto__',
  'constructor',
  'say "hi"',
  'back\\slash',
  'tab\there',
  'line\nfeed',
  '\u202eevil',
  'half \ud800',
  'eve',
  'dave',
];
const emails = [
  'alice@acme.example',
  'Alice@acme.example',
  'bob@acme.example',
  'eve@other.example',
  'x"\\@acme.example',
  '',
  ' ',
];
const fullNames = ['Alice Adams', 'Bob', 'The eve', '', 'alice'];
const groupNames = [
  'acme/jira-users',
  'jira-users',
  'Jira-Users',
  'jira-administrators',
  'acme/staff',
  'team',
  '__proto__',
];

const person = fc.record(
  {
    id: fc.constantFrom('id-1', 'id-2', 'id-3', 'alice', ''),
    name: fc.constantFrom(...names, ''),
    displayName: fc.constantFrom(...fullNames),
    email: fc.constantFrom(...emails),
    tag: fc.constantFrom('alice', 'bob', 'ALICE', '', 'alice@acme.example'),
    homepage: fc.constantFrom('', 'guess@acme.example', 'bob@acme.example'),
    groups: fc.array(fc.constantFrom(...groupNames), { maxLength: 3 }),
    isForbidden: fc.constantFrom(false, false, false, true),
    isDeleted: fc.constantFrom(false, false, false, true),
  },
  { requiredKeys: ['name', 'id'] },
) as fc.Arbitrary<Claims>;

const account = (isCloud: boolean, tellsGroups: boolean): fc.Arbitrary<{ key: string; account: Account }> =>
  fc
    .record({
      username: fc.constantFrom(...names, ''),
      id: fc.constantFrom('c-1', 'c-2', 'c-3', 'c-4', 'c-5', 'c-6'),
      email: fc.constantFrom(...emails, null),
      fullName: fc.constantFrom(...fullNames, null),
      active: fc.constantFrom(true, true, true, false),
      groups: fc.array(fc.constantFrom(...groupNames), { maxLength: 3 }),
      administrator: fc.constantFrom(undefined, undefined, undefined, true, false),
      readOnly: fc.constantFrom(undefined, undefined, true),
      sub: fc.constantFrom(undefined, undefined, 'id-1', 'id-2'),
    })
    .map(({ username, id, groups, administrator, readOnly, sub, ...rest }) => ({
      key: isCloud ? id : nameKey(username),
      account: {
        ...rest,
        username: isCloud ? '' : username,
        groups: tellsGroups ? groups : null,
        ...(administrator === undefined ? {} : { administrator }),
        ...(readOnly === undefined ? {} : { readOnly }),
        ...(sub === undefined ? {} : { sub }),
      },
    }));

const rules = fc.record(
  {
    loginBy: fc.constantFrom('username', 'email'),
    usernamePattern: fc.constantFrom('^[^@]+', '[a-z]+', '(?=x)'),
    updateUsers: fc.boolean(),
    createUsers: fc.boolean(),
    allowedDomains: fc.constantFrom<string[][]>(['acme.example'], ['other.example', 'acme.example']),
    groupMapping: fc.constantFrom<Record<string, string[]>[]>(
      { 'jira-users': ['acme/jira-users'], 'jira-administrators': ['acme/staff', 'nobody-has-this'] },
      { 'jira-usres': ['acme/jira-users'] },
    ),
    onTheFlyGroups: fc.boolean(),
    createGroups: fc.boolean(),
    keepGroups: fc.boolean(),
    excludeGroups: fc.constant(['team']),
    defaultGroups: fc.constantFrom(['team'], ['everybody']),
    defaultGroupsFor: fc.constantFrom('newUsers', 'allUsers', 'noUsers'),
    restrictCreation: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<MappingRules>;

const mapping = (plugin: Target['plugin']): fc.Arbitrary<Mapping> => {
  const of = (claim: string) => (plugin === 'atlassian-dc' ? `\${${claim}}` : claim);
  return fc.record({
    schema: fc.constant(1 as const),
    source:
      plugin === 'atlassian-dc'
        ? fc.constant(null)
        : fc.constantFrom('id_token', 'id_token', 'userinfo', 'get-account'),
    username:
      plugin === 'atlassian-dc'
        ? fc.constantFrom('${name}', '${name}', '${tag}', 'literal', '${sub}')
        : fc.constantFrom('name', 'name', 'preferred_username', 'tag', 'email'),
    email: fc.constantFrom(of('email'), of('email'), plugin === 'miniorange' ? 'mail;nothing' : of('tag')),
    name: fc.constantFrom<Mapping['name'][]>(
      { fullName: of('displayName') },
      { fullName: of('name') },
      { firstName: of('displayName'), lastName: of('tag') },
    ),
    groups: fc.constantFrom('groups', 'groups', null),
    rules: fc.oneof(fc.constant({}), rules),
  });
};

const told = (members: readonly string[]): fc.Arbitrary<TallyRead['accounts']> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    {
      weight: 9,
      arbitrary: fc.record({
        isWhole: fc.constantFrom(true, true, true, false),
        groupsWhole: fc.constantFrom(true, true, false),
        administratorsWhole: fc.constantFrom(true, true, false),
        groupsThere: fc.constantFrom<(string[] | null)[]>(
          null,
          [...members, 'jira-users', 'jira-administrators'],
          ['Jira-Users'],
        ),
        access: fc.constantFrom<(ApplicationAccess[] | null)[]>(
          null,
          [],
          [
            { key: 'core', name: 'Core', groups: ['Jira-users'], defaultGroups: [], seatsLeft: 3 },
            { key: 'desk', name: 'Desk', groups: ['team', 'jira-administrators'], defaultGroups: [], seatsLeft: null },
          ],
          [{ key: 'core', name: 'Core', groups: ['jira-users'], defaultGroups: ['jira-users'], seatsLeft: 3 }],
        ),
        untold: fc.constantFrom<Untold[][]>(
          [],
          [],
          [{ what: 'inactive-accounts' as const, count: null, failure: null, message: 'Not told.' }],
          [{ what: 'emails' as const, count: 2, failure: null, message: 'Hidden.' }],
        ),
      }),
    },
  );

/** Small worlds in which people and accounts keep getting in each other's way. */
export const worlds = (engine: PatternEngine): fc.Arbitrary<World> =>
  fc
    .record({
      plugin: fc.constantFrom<Target['plugin'][]>(
        'miniorange',
        'miniorange',
        'atlassian-dc',
        'miniorange-cloud',
        'other',
      ),
      product: fc.constantFrom<Target['product'][]>('jira', 'jira', 'confluence'),
      tellsGroups: fc.boolean(),
      hasEngine: fc.boolean(),
      tokenFormat: fc.constantFrom('JWT', 'JWT', 'JWT-Standard', 'JWT-Empty', 'other'),
    })
    .chain(({ plugin, product, tellsGroups, hasEngine, tokenFormat }) =>
      fc.record({
        target: fc.constant<Target>({ plugin, product, baseUrl: null, comparesIssuer: false }),
        mapping: mapping(plugin),
        application: fc.constant({ tokenFormat, tokenFields: [], tokenAttributes: [], isShared: false }),
        signIn: fc.constant({
          scopes: ['openid', 'profile', 'email'],
          clientId: 'c',
          issuer: 'https://door.acme.example',
        }),
        administratorGroups: fc.constantFrom(null, null, ['Team', 'owners']),
        people: fc.array(person, { maxLength: 24 }),
        accounts: fc.array(account(plugin === 'miniorange-cloud', tellsGroups), { maxLength: 24 }),
        members: fc.uniqueArray(
          fc.record({
            group: fc.constantFrom(...groupNames),
            keys: fc.array(fc.constantFrom(...names.map(nameKey), 'c-1', 'c-2', 'c-3', 'stranger'), { maxLength: 8 }),
          }),
          { maxLength: tellsGroups ? 0 : 4, selector: ({ group }) => group },
        ),
        read: fc
          .tuple(
            fc.record({
              missing: fc.constantFrom(0, 0, 2),
              repeated: fc.constantFrom(0, 3),
              nameless: fc.constantFrom(0, 1),
              isLoose: fc.constantFrom(false, false, true),
              isWhole: fc.constantFrom(true, true, true, false),
            }),
            told(groupNames),
          )
          .map(([people, accounts]): TallyRead => ({ people, accounts })),
        ...(hasEngine && { engine: fc.constant(engine) }),
      }),
    );

export const cuts = fc.record({
  parts: fc.constantFrom(1, 3, 64),
  page: fc.constantFrom(1, 2, 5, 1000),
  stops: fc.array(fc.nat({ max: 60 }), { maxLength: 4 }),
  order: fc.constantFrom('people-first' as const, 'accounts-first' as const, 'mixed' as const),
  forgets: fc.boolean(),
});
