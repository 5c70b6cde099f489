import fc from 'fast-check';
import type { MadeUser } from '../../../../local/atlassian/population';
import { SitePeople } from '../../../../local/atlassian/site-people';
import { bringAccount } from '../../../../local/plugins/miniorange/bring-account';
import { PluginClaims } from '../../../../local/plugins/miniorange/claims';
import { sampleConfiguration } from '../../../../local/plugins/miniorange/sample';
import { doorIn, providersIn } from '../../../../local/plugins/miniorange/settings';
import type { Claims, Mapping, MappingRules } from '../../../../src/contract/mapping';
import { mapPerson } from '../../../../src/mapping/map-person';
import { loadPatternEngine } from '../../../../src/mapping/pattern-engine';
import { openDocument } from '../../../../src/targets/miniorange/open-document';
import { planDocument } from '../../../../src/targets/miniorange/plan';
import { wantedSettings } from '../../../targets/miniorange/wanted-settings';
import { accountOf, foretold, inSameForm, partsOf } from './held-against';

const groupNames = ['jira-software-users', 'jira-administrators', 'staff', 'Team'];
const sentNames = ['acme/staff', 'acme/team', 'staff', 'jira-administrators', 'new-group'];
const someOf = (names: readonly string[]) => fc.subarray([...names], { minLength: 0 });

const anyUser = (name: string): fc.Arbitrary<MadeUser> =>
  fc.record({
    name: fc.constant(name),
    displayName: fc.constantFrom('Alice Adams', 'Old Name', ''),
    email: fc.constantFrom('alice@acme.example', 'ALICE@acme.example', 'other@acme.example'),
    active: fc.constantFrom(true, true, true, false),
    groups: someOf(groupNames),
  });
const anyClaims: fc.Arbitrary<Claims> = fc.record(
  {
    sub: fc.constant('id-1'),
    name: fc.constantFrom('alice', 'Alice', 'new.person', '"alice"', 'alice@acme.example'),
    displayName: fc.constantFrom('Alice Adams', 'Alice B. Adams', ''),
    firstName: fc.constantFrom('Alice', ''),
    lastName: fc.constantFrom('Adams', ''),
    email: fc.constantFrom('alice@acme.example', 'Alice@Acme.example', ''),
    groups: someOf(sentNames),
    inner: fc.constant({ deep: 'alice' }),
  },
  { requiredKeys: ['sub'] },
);
const anyRules: fc.Arbitrary<MappingRules> = fc.record(
  {
    loginBy: fc.constantFrom('username', 'email'),
    usernamePattern: fc.constantFrom('^[^@]+', '^(.)(.*)$', 'z+'),
    updateUsers: fc.boolean(),
    allowedDomains: fc.constantFrom(['acme.example'], ['Acme.example', 'other.example'], []),
    groupMapping: fc.dictionary(fc.constantFrom(...groupNames), someOf(sentNames)),
    onTheFlyGroups: fc.boolean(),
    createGroups: fc.boolean(),
    keepGroups: fc.boolean(),
    excludeGroups: someOf(groupNames),
    defaultGroups: someOf(groupNames),
    defaultGroupsFor: fc.constantFrom('newUsers', 'allUsers', 'noUsers'),
    restrictCreation: fc.boolean(),
  },
  { requiredKeys: [] },
);
const anyMapping: fc.Arbitrary<Mapping> = fc.record({
  schema: fc.constant(1 as const),
  source: fc.constant('id_token' as const),
  username: fc.constantFrom('name', 'sub', 'inner.deep', 'deep', 'missing'),
  email: fc.constantFrom('email', 'missing;email', 'missing'),
  name: fc.constantFrom({ fullName: 'displayName' }, { firstName: 'firstName', lastName: 'lastName' }),
  groups: fc.constantFrom('groups', 'missing', null),
  rules: anyRules,
});

test('What the stand-in makes of a sign-in is what the preview has said, wherever that was certain', async () => {
  const engine = await loadPatternEngine();
  const seen = { certain: 0, all: 0, outcomes: new Set<string>() };
  fc.assert(
    fc.property(
      fc.constantFrom('flat' as const, 'several' as const),
      anyMapping,
      anyClaims,
      anyUser('alice'),
      anyUser('zoe'),
      (shape, mapping, claims, alice, zoe) => {
        const sample = JSON.stringify(sampleConfiguration({ shape, product: 'jira', providers: ['one'] }));
        const opened = openDocument(sample, 'id:one');
        if (!opened.ok) throw new Error(opened.failure.message);
        // The sample has a default group, about which a mapping may be silent.
        const rules = { ...mapping.rules, defaultGroups: mapping.rules?.defaultGroups ?? [] };
        const wanted = wantedSettings({ mapping: { ...mapping, rules } });
        const { root } = planDocument(opened.value, wanted).after;
        const [provider] = providersIn(root);
        if (provider === undefined) throw new Error('No provider is filled in.');
        const people = new SitePeople({ users: [alice, zoe], emptyGroups: groupNames });
        const isAdministrator = ({ groups }: MadeUser) => groups.includes('jira-administrators');
        const hasOtherAdministrator = (user: MadeUser) =>
          !isAdministrator(user) || people.all.some((other) => other.name !== user.name && isAdministrator(other));
        const brought = bringAccount(new PluginClaims(claims), provider, doorIn(root).allowedDomains, {
          all: people.all,
          named: (name) => people.named(name),
          groups: people.groups,
          hasOtherAdministrator,
        });
        // The account that a sign-in finds; several, where an e-mail is shared.
        const target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false } as const;
        const first = mapPerson({ id_token: claims }, wanted.mapping, target, null, { engine });
        const value = (name: string) => first.fields.find(({ field }) => field === name)?.value ?? '';
        const byEmail = rules.loginBy === 'email';
        const matching = people.all.filter((user) =>
          byEmail
            ? user.email.toLowerCase() === String(value('email')).toLowerCase()
            : user.name.toLowerCase() === String(value('username')).toLowerCase(),
        );
        const found = matching[0] ?? null;
        const account = found === null ? null : accountOf(found);
        const trail = mapPerson({ id_token: claims }, wanted.mapping, target, account, {
          engine,
          groupsThere: people.groups,
          matches: matching.length,
          isLastAdministrator: found !== null && !hasOtherAdministrator(found),
        });
        seen.all += 1;
        const told = foretold(trail, account);
        if (told === null) return;
        seen.certain += 1;
        seen.outcomes.add(trail.outcome);
        const was = 'refused' in brought ? { kind: 'refused' } : partsOf(brought.user, brought.isNew, told);
        expect({ ...(was as object), reasons: trail.reasons }).toEqual({
          ...(inSameForm(told) as object),
          reasons: trail.reasons,
        });
      },
    ),
    { numRuns: 400 },
  );
  // Nothing is proved by sign-ins of which nothing was certain.
  expect(seen.certain / seen.all).toBeGreaterThan(0.5);
  expect([...seen.outcomes].sort()).toEqual(['collides', 'created', 'refused', 'unchanged', 'updated']);
});
