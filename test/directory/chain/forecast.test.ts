import { forecastOfChain, type KnownOfChain, usersAnHour } from '../../../src/directory/chain/forecast';
import { costOf, pointsAnHour } from '../../../src/directory/chain/points';

const known = (changed: Partial<KnownOfChain> = {}): KnownOfChain => ({
  ...{ product: 'jira', people: 50_000, accounts: 48_000, milliseconds: 95_400, asksOwnSite: true },
  ...changed,
});

test('an hour is good for as many users as its points pay, and not for a page more', () => {
  expect((usersAnHour / 1_000) * costOf(1_000)).toBeLessThanOrEqual(pointsAnHour);
  expect((usersAnHour / 1_000 + 1) * costOf(1_000)).toBeGreaterThan(pointsAnHour);
});

test('how long it takes is told by the accounts of the run before, in points and hours', () => {
  expect(forecastOfChain(known())).toEqual({
    people: 50_000,
    seconds: 5 * 3_600,
    note:
      'Atlassian counts 2 points for each user and each member of a group of Jira, and this app spends at most 20,000 points an hour. ' +
      'The 48,000 users of the dry run before come to 96,048 points, which is about 5 hours of waiting.',
  });
});

test.each([
  [0, 'no waiting'],
  [usersAnHour, 'no waiting'],
  [usersAnHour + 1, 'about 1 hour of waiting'],
  [3 * usersAnHour, 'about 2 hours of waiting'],
])('%i users are %s', (accounts, words) => {
  expect(forecastOfChain(known({ accounts })).note).toContain(words);
});

test('it is never told shorter than the run before took', () => {
  expect(forecastOfChain(known({ accounts: 100, milliseconds: 7_200_000 })).seconds).toBe(7_200);
});

test('where nobody knows how many there are, the rule is told', () => {
  expect(forecastOfChain(known({ people: null, accounts: null, milliseconds: null }))).toEqual({
    people: null,
    seconds: null,
    note: expect.stringContaining(`more than ${usersAnHour.toLocaleString('en-US')} of them take longer than an hour`),
  });
});

test('a product of one’s own counts no points', () => {
  expect(forecastOfChain(known({ asksOwnSite: false }))).toEqual({ people: 50_000, seconds: 95, note: null });
});
