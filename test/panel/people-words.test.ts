import type { PersonSince } from '../../src/contract/apply-calls';
import {
  differenceWords,
  gaveBackWords,
  giveBackWords,
  peopleAnswer,
  robbed,
  whoDiffers,
} from '../../static/panel/steps/apply/after/people-words';

const person = (user: string, part: Partial<PersonSince> = {}): PersonSince => ({
  user,
  isAdministrator: false,
  differences: [],
  groupsLost: [],
  problem: null,
  ...part,
});
const lost = person('root', {
  isAdministrator: true,
  differences: [{ field: 'groups-lost', before: 'jira-administrators', now: '' }],
  groupsLost: ['jira-administrators'],
});
const renamed = person('ben', { differences: [{ field: 'full-name', before: 'Ben Carter', now: 'ben' }] });

test('the answer counts administrators apart, and says how far it was looked', () => {
  expect(peopleAnswer([lost, renamed], { looked: 50, total: 50 })).toBe(
    '2 people differ of 50 people who were noted, 1 administrator among them.',
  );
  expect(peopleAnswer([], { looked: 50, total: 340 })).toBe('Nobody differs of the first 50 of 340.');
  expect(peopleAnswer([], { looked: 0, total: 0 })).toBe('Nobody was noted before this write.');
});

test('who could not be looked at is never nobody', () => {
  const unread = person('eve', { problem: 'Jira did not answer.' });
  expect(peopleAnswer([unread], { looked: 3, total: 3 })).toBe(
    'Nobody else differs of 3 people who were noted. 1 person could not be looked at.',
  );
  expect(whoDiffers([unread, person('fine')])).toEqual([unread]);
});

test('groups are given back to administrators alone', () => {
  expect(robbed([lost, person('ben', { groupsLost: ['staff'] })])).toEqual([lost]);
  expect(giveBackWords([lost])).toBe('Give root the groups back');
  expect(giveBackWords([lost, lost, lost])).toBe('Give 3 administrators their groups back');
});

test('what came of it names who did not get them', () => {
  expect(gaveBackWords([person('root', { isAdministrator: true })])).toBe('root has the groups again.');
  expect(gaveBackWords([person('root'), { ...lost, user: 'eve', problem: 'The directory is read-only.' }])).toBe(
    '1 administrator has the groups again; eve does not.',
  );
});

test('a difference names what was and what is', () => {
  expect(differenceWords({ field: 'groups-lost', before: 'a, b', now: '' })).toBe('Not in a, b any more.');
  expect(differenceWords({ field: 'email', before: 'a@b.example', now: '' })).toBe(
    'E-mail: a@b.example before, nothing now.',
  );
});
