import type { AccountNow } from '../../src/atlassian/accounts/account-now';
import { changedByRow, type NotedPerson } from '../../src/people/noted-person';
import { sinceNoted } from '../../src/people/since-noted';
import { rowOf } from '../directory/made-rows';

const noted = (change: Partial<NotedPerson> = {}): NotedPerson => ({
  user: 'amara',
  isAdministrator: true,
  email: 'amara@acme.example',
  fullName: 'Amara Okafor',
  groups: ['jira-administrators', 'sales'],
  gains: null,
  key: 'JIRAUSER10100',
  ...change,
});
const now = (change: Partial<AccountNow> = {}): AccountNow => ({
  username: 'amara',
  email: 'amara@acme.example',
  fullName: 'Amara Okafor',
  groups: ['sales', 'jira-administrators'],
  isActive: true,
  key: 'JIRAUSER10100',
  ...change,
});

test('who is as before differs by nothing', () => {
  expect(sinceNoted(noted(), now())).toEqual({
    user: 'amara',
    isAdministrator: true,
    differences: [],
    groupsLost: [],
    isActive: true,
    problem: null,
  });
});

test('an account that was made anew under the same name is somebody else, and gets nothing of what the other had', () => {
  const found = sinceNoted(noted(), now({ groups: [], key: 'JIRAUSER20200' }));
  expect(found).toMatchObject({ groupsLost: [], problem: expect.stringContaining('is another account') });
  expect(sinceNoted(noted({ key: null }), now({ groups: [] })).groupsLost).toHaveLength(2);
});

test('groups that were lost can be given back, and those that came are told', () => {
  expect(sinceNoted(noted(), now({ groups: ['sales', 'support'] }))).toMatchObject({
    groupsLost: ['jira-administrators'],
    differences: [
      { field: 'groups-lost', before: 'jira-administrators', now: '' },
      { field: 'groups-gained', before: '', now: 'support' },
    ],
  });
});

test('an e-mail and a name that changed are told, capitals of an e-mail are not', () => {
  const found = sinceNoted(noted(), now({ email: 'a.okafor@acme.example', fullName: 'amara' }));
  expect(found.differences).toEqual([
    { field: 'email', before: 'amara@acme.example', now: 'a.okafor@acme.example' },
    { field: 'full-name', before: 'Amara Okafor', now: 'amara' },
  ]);
  expect(sinceNoted(noted(), now({ email: 'AMARA@acme.example' })).differences).toEqual([]);
});

test.each([
  ['then', noted({ email: null, fullName: null }), now()],
  ['now', noted(), now({ email: null, fullName: null })],
])('what was not told %s has not changed', (_when, before, after) => {
  expect(sinceNoted(before, after).differences).toEqual([]);
});

test('names of groups are compared as Jira compares them', () => {
  expect(sinceNoted(noted(), now({ groups: ['Sales', 'JIRA-administrators'] })).differences).toEqual([]);
});

test('of somebody of whom some groups were read, only those that a sign-in gives count as new', () => {
  const before = noted({ groups: ['sales'], gains: ['support'] });
  expect(sinceNoted(before, now({ groups: ['sales', 'jira-software-users'] })).differences).toEqual([]);
  expect(sinceNoted(before, now({ groups: ['jira-software-users', 'support'] })).differences).toEqual([
    { field: 'groups-lost', before: 'sales', now: '' },
    { field: 'groups-gained', before: '', now: 'support' },
  ]);
  expect(sinceNoted(noted({ groups: null, gains: [] }), now({ groups: ['support'] })).differences).toEqual([]);
});

test.each<[string, Parameters<typeof rowOf>[1]]>([
  ['a group that is lost', { groupsLost: ['jira-software-users'] }],
  ['a group that is gained', { groupsGained: ['sales'] }],
  ['an e-mail', { changes: [{ field: 'email', from: 'a@acme.example', to: 'b@acme.example' }] }],
])('a row that changes %s is noted as it was before', (_what, change) => {
  const row = rowOf(7, change);
  expect(changedByRow(row)).toEqual({
    user: 'person-0000007',
    isAdministrator: false,
    email: 'person-0000007@acme.example',
    fullName: 'Person Nr. 7',
    groups: ['jira-software-users', 'jira-servicedesk-users'],
    gains: row.groupsGained,
    key: null,
  });
});

test.each<[string, Parameters<typeof rowOf>[1]]>([
  ['changes nothing', {}],
  ['makes an account', { existing: null, outcome: 'created', groupsGained: ['sales'] }],
  ['stands for an account that nobody reaches', { kind: 'account', groupsLost: ['sales'] }],
])('a row that %s notes nobody', (_what, change) => {
  expect(changedByRow(rowOf(7, change))).toBeNull();
});
