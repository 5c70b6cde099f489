import { lostNow, stillLost, withLosses } from '../../src/people/explain-losses';
import type { NotedPerson } from '../../src/people/noted-person';
import type { PersonNow } from '../../src/people/since-noted';

const restoredAt = Date.parse('2026-11-27T18:10:00Z');
const hour = 3_600_000;
const noted: NotedPerson = {
  user: 'amara',
  isAdministrator: true,
  email: null,
  fullName: null,
  groups: ['jira-administrators', 'sales'],
  gains: null,
  key: 'JIRAUSER1',
};
const person = (groupsLost: string[], part: Partial<PersonNow> = {}): PersonNow => ({
  user: 'amara',
  isAdministrator: true,
  differences: [],
  groupsLost,
  isActive: true,
  problem: null,
  ...part,
});
const times = { apply: 'one', restoredAt, lost: [{ user: 'Amara', groups: ['Sales'] }], now: restoredAt + 60 * hour };
const lossesOf = (part: Partial<Parameters<typeof withLosses>[2]> = {}, one = person(['sales']), before = noted) =>
  withLosses(before, one, { ...times, ...part }).losses;

test('what was lost while the new settings were in force is explained, on Monday morning as well', () => {
  expect(lossesOf()).toEqual([{ groups: ['sales'], why: null, shown: expect.stringMatching(/^[\w-]{43}$/) }]);
});

test('what was taken after the restore is another loss of the same person', () => {
  expect(lossesOf({}, person(['jira-administrators', 'sales']))).toEqual([
    expect.objectContaining({
      groups: ['jira-administrators'],
      why: expect.stringContaining('Taken away later'),
    }),
    expect.objectContaining({ groups: ['sales'], why: null }),
  ]);
});

test.each<[string, ReturnType<typeof lossesOf>, string]>([
  ['nobody looked when the old settings came back', lossesOf({ lost: null }), 'is not known'],
  ['this one could not be read then', lossesOf({ lost: [{ user: 'amara', groups: null }] }), 'is not known'],
  ['the new settings were kept', lossesOf({ restoredAt: null }), 'cannot be told apart'],
  ['the account is closed', lossesOf({}, person(['sales'], { isActive: false })), 'deactivated'],
  ['the dry run alone tells of before', lossesOf({}, person(['sales']), { ...noted, gains: [] }), 'before the write'],
  ['it was a week ago', lossesOf({ now: restoredAt + 169 * hour }), 'more than a week'],
])('where %s, it is given back by name alone', (_when, losses, why) => {
  expect(losses).toEqual([expect.objectContaining({ groups: ['sales'], why: expect.stringContaining(why) })]);
});

test('a look right after the restore needs nobody who looked then', () => {
  expect(lossesOf({ lost: null, now: restoredAt + 30_000 })).toMatchObject([{ why: null }]);
});

test('of others nothing is offered', () => {
  expect(lossesOf({}, person(['sales'], { isAdministrator: false }))).toEqual([]);
});

test('the fingerprint is of person, groups, reason and apply', () => {
  const shown = lossesOf()[0]?.shown;
  expect(lossesOf()[0]?.shown).toBe(shown);
  const others = [
    lossesOf({ apply: 'two' }),
    lossesOf({ lost: null }),
    lossesOf({ lost: [{ user: 'amara', groups: ['sales', 'x'] }] }, person(['sales', 'x'])),
    lossesOf({}, person(['sales'], { user: 'ben' })),
    // The same loss of somebody who has lost something else as well.
    lossesOf({}, person(['sales', 'jira-administrators'])),
  ];
  for (const [other] of others) expect(other?.shown).not.toBe(shown);
});

test('who has a group again and loses it once more has not lost it to this apply', () => {
  const lost = [
    { user: 'amara', groups: ['sales', 'jira-administrators'] },
    { user: 'ben', groups: null },
    { user: 'eve', groups: ['sales'] },
  ];
  expect(stillLost(lost, [person(['sales'])])).toEqual([{ user: 'amara', groups: ['sales'] }, ...lost.slice(1)]);
  expect(stillLost(lost, [person([]), person([], { user: 'ben' })])).toEqual(lost.slice(2));
  // Whoever could not be read has not been seen with it.
  expect(stillLost(lost, [person([], { problem: 'Not read.' })])).toBeNull();
  expect(stillLost(lost, [person(['sales', 'jira-administrators'])])).toBeNull();
});

test('what is kept at the restore tells of who could not be read', () => {
  const people = [person(['sales']), person([], { user: 'ben' }), person([], { user: 'eve', problem: 'Not read.' })];
  expect(lostNow(people)).toEqual([
    { user: 'amara', groups: ['sales'] },
    { user: 'eve', groups: null },
  ]);
});
