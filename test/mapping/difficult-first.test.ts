import { difficultFirst, looksLikeCode } from '../../src/mapping/difficult-first';
import { account, judged, person, sample } from './sampled-people';

const names = (people: ReturnType<typeof judged>) => people.map((one) => one.person.person.name);
const ordinary = Array.from({ length: 30 }, (_, at) => `ordinary${at}`);
const there = ordinary.map((name) => account(name));

test('one of each kind stands before a second of any, the gravest first', () => {
  const people = [
    ...ordinary.map((name) => person(name)),
    person('carol', { email: '' }),
    person('carl', { email: '' }),
    person('chris', { email: '' }),
    person('Lee'),
    person('lee'),
    person('ivan', { isForbidden: true }),
    person('jsmith', { displayName: '' }),
  ];
  const shown = difficultFirst(judged(sample(people, [...there, account('ivan')])), 10);
  expect(names(shown)).toEqual([
    'Lee',
    'lee',
    'ivan',
    'carol',
    'carl',
    'chris',
    'jsmith',
    'ordinary0',
    'ordinary1',
    'ordinary2',
  ]);
});

test('an administrator who would be locked out stands before everybody', () => {
  const people = [person('carol', { email: '' }), person('bob'), person('root')];
  const accounts = [account('bob'), account('root', { administrator: true })];
  expect(names(difficultFirst(judged(sample(people, accounts), { username: 'id' }), 3))[0]).toBe('root');
});

test('an account that keeps what the sign-in would change is odder than one that is equal', () => {
  const accounts = [...there, account('eve', { email: 'old@acme.example' })];
  const people = [...ordinary.map((name) => person(name)), person('eve')];
  const shown = difficultFirst(judged(sample(people, accounts), { rules: { updateUsers: false } }), 1);
  expect(names(shown)).toEqual(['eve']);
});

test('fewer people than asked for are all there, each once', () => {
  const people = [person('bob'), person('carol', { email: '' })];
  expect(names(difficultFirst(judged(sample(people, [])), 10))).toEqual(['carol', 'bob']);
  expect(difficultFirst([], 10)).toEqual([]);
});

test('an account whose name or e-mail differs by capitals is odder than one that is equal', () => {
  const accounts = [...there, account('eve')];
  const people = [...ordinary.map((name) => person(name)), person('Eve')];
  expect(names(difficultFirst(judged(sample(people, accounts)), 1))).toEqual(['Eve']);
});

test.each([
  ['<img src=x onerror=alert(1)>', true],
  ['=HYPERLINK("http://acme.example","Invoice")', true],
  ['Anna < Bob', false],
  ['- (none)', false],
  ['Zoë Müller-Núñez', false],
])('%s as a full name', (name, isCode) => expect(looksLikeCode(name)).toBe(isCode));
