import type { PersonSince } from '../../src/contract/apply-calls';
import {
  besidePress,
  byNameWords,
  differenceWords,
  gaveBackWords,
  giveBackWords,
  givenBy,
  lossesOf,
  peopleAnswer,
  whoDiffers,
} from '../../static/panel/steps/apply/after/people-words';

const person = (user: string, part: Partial<PersonSince> = {}): PersonSince => ({
  user,
  isAdministrator: false,
  differences: [],
  losses: [],
  byHand: [],
  problem: null,
  ...part,
});
const lost = person('root', {
  isAdministrator: true,
  differences: [{ field: 'groups-lost', before: 'jira-administrators', now: '' }],
  losses: [{ groups: ['jira-administrators'], why: null, shown: 'one' }],
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

const late = person('dan', { losses: [{ groups: ['admins', 'ops'], why: 'Later.', shown: 'two' }] });

test('one press gives back what the apply explains, and of the rest what was ticked', () => {
  const losses = lossesOf([lost, late, renamed]);
  expect(givenBy(losses, []).map(({ user }) => user)).toEqual(['root']);
  expect(givenBy(losses, ['two']).map(({ user }) => user)).toEqual(['root', 'dan']);
  expect(giveBackWords(givenBy(losses, []))).toBe('Give root the groups back');
  expect(giveBackWords(losses)).toBe('Give 2 administrators their groups back');
  expect(byNameWords({ user: 'dan', groups: ['admins', 'ops'], why: 'Later.', shown: 'two' })).toBe(
    'Give dan admins and ops back all the same',
  );
});

test('beside the press stands who is not in it', () => {
  const losses = lossesOf([lost, late]);
  expect(besidePress(losses, losses)).toBe('Nobody is taken out of a group by this.');
  expect(besidePress(losses, givenBy(losses, []))).toBe(
    'Nobody is taken out of a group by this. 1 administrator has lost groups in a way that this apply does not explain: that one is given them only once ticked above.',
  );
  expect(besidePress(lossesOf([late]), [])).toContain('tick above whom');
});

test('what came of it names who did not get them', () => {
  expect(gaveBackWords([person('root', { isAdministrator: true })])).toBe('root has the groups again.');
  expect(
    gaveBackWords([
      person('root'),
      { ...lost, user: 'eve', byHand: ['jira-administrators'], problem: 'It is read-only.' },
    ]),
  ).toBe('1 administrator has the groups again; eve does not.');
});

test('a difference names what was and what is', () => {
  expect(differenceWords({ field: 'groups-lost', before: 'a, b', now: '' })).toBe('Not in a, b any more.');
  expect(differenceWords({ field: 'email', before: 'a@b.example', now: '' })).toBe(
    'E-mail: a@b.example before, nothing now.',
  );
});
