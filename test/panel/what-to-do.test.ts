import { type PersonOutcome, type RefusalCause, refusalCauses } from '../../src/contract/mapping';
import { plain } from '../../src/contract/report';
import { plugins } from '../../src/contract/target';
import type { AdviceFacts, AdvisedRow } from '../../static/panel/steps/directory/advice';
import { whatToDo } from '../../static/panel/steps/directory/what-to-do';
import { mappingWith } from '../checks/directory/dry-run';

const account = { username: 'oscar', email: 'oscar@acme.example', fullName: 'Oscar Olsen', active: true, groups: [] };
const row = (more: Partial<AdvisedRow> = {}): AdvisedRow => ({
  name: 'oscar',
  outcome: 'unchanged',
  cause: null,
  account: 'oscar',
  existing: account,
  username: 'oscar',
  email: 'oscar@ACME.example',
  groupsLost: [],
  losesRights: false,
  lockedOut: false,
  noApplicationAccess: false,
  ...more,
});
const facts = (more: Partial<AdviceFacts> = {}): AdviceFacts => ({
  plugin: 'miniorange',
  product: 'jira',
  mapping: mappingWith(),
  administratorGroups: ['jira-administrators'],
  hasAccounts: true,
  ...more,
});
const textOf = (one: Partial<AdvisedRow>, at: Partial<AdviceFacts> = {}): string | null => {
  const advice = whatToDo(row(one), facts(at));
  return advice && plain(advice.text);
};
const insteadOf = (one: Partial<AdvisedRow>, at: Partial<AdviceFacts> = {}): string | null => {
  const instead = whatToDo(row(one), facts(at))?.instead;
  return instead ? plain(instead) : null;
};

test.each(['unchanged', 'updated', 'created'] as const)('of %s there is nothing to do', (outcome) => {
  expect(whatToDo(row({ outcome }), facts())).toBeNull();
});

test('whoever loses groups is put into the one that administers, by the name that leads there', () => {
  const lost = { outcome: 'updated', groupsLost: ['jira-users', 'jira-administrators'], losesRights: true } as const;
  const mapping = mappingWith({
    groupMapping: { 'jira-administrators': ['acme/admins'], 'jira-users': ['acme/staff'] },
  });
  expect(textOf(lost, { mapping })).toBe('In Casdoor, put oscar into acme/admins, and run this again.');
  expect(insteadOf(lost, { mapping })).toContain('"Keep Existing Users Groups"');
  expect(textOf(lost, { mapping, administratorGroups: [] })).toContain('into acme/staff');
  expect(textOf(lost, { plugin: 'atlassian-dc' })).toContain('into jira-administrators');
  expect(insteadOf(lost, { plugin: 'atlassian-dc' })).toContain('just-in-time provisioning');
});

test('who is in the group under another name needs a mapping of that name, and no other group', () => {
  const lost = { outcome: 'updated', groupsLost: ['jira-administrators'], losesRights: true } as const;
  const sent = ['acme/jira-administrators'];
  expect(textOf(lost, { sent })).toBe(
    'Casdoor sends it as acme/jira-administrators. In Mapping, let that name lead into jira-administrators.',
  );
  expect(textOf(lost, { sent, plugin: 'atlassian-dc' })).toContain('the plugin takes names as they arrive');
  expect(textOf(lost, { sent: ['acme/staff'] })).toContain('put oscar into jira-administrators');
});

test('whoever could not use the product is put into a group that may', () => {
  expect(textOf({ outcome: 'created', noApplicationAccess: true })).toBe(
    'In Jira, put oscar into a group that gives access to Jira.',
  );
});

const ofCause: Record<RefusalCause, RegExp> = {
  'no-username': /^In Casdoor, open oscar and fill in what "Username claim" reads: name\.$/,
  'no-email': /^In Casdoor, open oscar and fill in "Email"\.$/,
  domain: /"Sign In Settings" and add ACME\.example to "Allowed Domains"/,
  inactive: /^In Jira, open oscar in the user management and tick "Active"\.$/,
  'not-created': /^In Jira, create an account oscar\.$/,
  'no-mapped-group': /put the person into a group that is mapped\.$/,
  'claim-missing': /^In Mapping, choose a claim that the ID token/,
};
test.each(refusalCauses)('refused by %s has one action', (cause) => {
  expect(textOf({ outcome: 'refused', cause })).toMatch(ofCause[cause]);
});

test('a refusal knows the plugin', () => {
  expect(textOf({ outcome: 'refused', cause: 'not-created' }, { plugin: 'atlassian-dc' })).toBe(
    'In the plugin, tick "Create users on login to the application".',
  );
  expect(textOf({ outcome: 'refused', cause: 'inactive' }, { plugin: 'miniorange-cloud' })).toContain(
    'restore the access',
  );
  const mapping = mappingWith({ restrictCreation: true, groupMapping: { users: ['acme/staff'] } });
  expect(textOf({ outcome: 'refused', cause: 'no-mapped-group' }, { mapping })).toContain('such as acme/staff');
});

test('a refusal of who has an account under another name is mended in the mapping', () => {
  const refused = { outcome: 'refused', cause: 'not-created', lockedOut: true, username: 'o.olsen' } as const;
  expect(whatToDo(row(refused), facts())).toMatchObject({ opens: 'mapping' });
  expect(textOf(refused)).toContain('a claim that holds oscar, as the account has it');
});

test('who collides is told apart by the field that the plugin looks for', () => {
  expect(textOf({ outcome: 'collides' })).toContain('change "Name" of oscar');
  expect(textOf({ outcome: 'collides' }, { mapping: mappingWith({}, { username: 'lastName' }) })).toContain(
    'lastName is the same for several',
  );
  expect(textOf({ outcome: 'collides' }, { mapping: mappingWith({ loginBy: 'email' }) })).toContain(
    'an "Email" that nobody else has',
  );
  expect(textOf({ outcome: 'collides' }, { plugin: 'miniorange-cloud' })).toContain('an "Email" that nobody else has');
  const literal = mappingWith({}, { username: 'preferred_username', source: null });
  expect(textOf({ outcome: 'collides' }, { plugin: 'atlassian-dc', mapping: literal })).toContain(
    'as ${preferred_username}',
  );
});

test('of whom Casdoor bars only an open account is something to do', () => {
  expect(whatToDo(row({ outcome: 'barred', existing: null }), facts())).toBeNull();
  expect(textOf({ outcome: 'barred', lockedOut: true })).toContain('deactivate oscar in Jira');
  expect(insteadOf({ outcome: 'barred', lockedOut: true })).toContain('"Is forbidden"');
});

test('an account that nobody reaches matters while it is active', () => {
  expect(textOf({ outcome: 'unreached' })).toContain('add a person to Casdoor whose sign-in gives oscar');
  expect(insteadOf({ outcome: 'unreached' })).toContain('the account for emergencies');
  expect(whatToDo(row({ outcome: 'unreached', existing: { ...account, active: false } }), facts())).toBeNull();
});

test('what is not certain is shown by a sign-in, or by reading the accounts', () => {
  expect(whatToDo(row({ outcome: 'not-certain' }), facts())).toMatchObject({ opens: 'sign-in' });
  expect(textOf({ outcome: 'not-certain' }, { hasAccounts: false })).toContain('Let the accounts of Jira be read');
});

const outcomes: readonly (PersonOutcome | 'unreached')[] = [
  'unchanged',
  'updated',
  'renamed',
  'created',
  'collides',
  'refused',
  'barred',
  'not-certain',
  'unreached',
];
test('whatever the plugin, outcome and cause, each sentence is whole and asks for nothing politely', () => {
  for (const plugin of plugins)
    for (const outcome of outcomes)
      for (const cause of [null, ...refusalCauses]) {
        const advice = whatToDo(
          row({ outcome, cause, lockedOut: true, groupsLost: ['staff'] }),
          facts({ plugin, product: 'confluence' }),
        );
        const texts = advice ? [advice.text, ...(advice.instead ? [advice.instead] : [])].map(plain) : [];
        for (const text of texts) {
          expect(text).toMatch(/^[A-Z].*\.$/);
          expect(text).not.toMatch(/please|invalid|undefined|null|!|Jira/i);
        }
      }
});
