import type { PeopleOrder } from '../../src/casdoor/directory';
import { samplePeople, troublesome } from '../../src/casdoor/sample-people';
import type { Claims } from '../../src/contract/mapping';

const user = (name: string, changed: Record<string, unknown> = {}): Claims =>
  ({ name, displayName: `The ${name}`, email: `${name}@acme.example`, isForbidden: false, ...changed }) as Claims;

const byName: PeopleOrder = { sortField: 'name', sortOrder: 'ascend' };

/** A directory of people that counts what it is asked for. */
const directoryOf = (users: Claims[]) => {
  const asked: string[] = [];
  return {
    asked,
    page: async (page: number, size: number, { sortField, sortOrder }: PeopleOrder = byName) => {
      asked.push(`page ${page} of ${size}`);
      const sorted = users.toSorted((one, other) => (String(one[sortField]) < String(other[sortField]) ? -1 : 1));
      if (sortOrder === 'descend') sorted.reverse();
      return { total: users.length, users: sorted.slice((page - 1) * size, page * size) };
    },
    person: async (name: string) => {
      asked.push(`person ${name}`);
      return { claims: users.find((one) => one.name === name) ?? null };
    },
  };
};
const many = (count: number) => Array.from({ length: count }, (_, at) => user(`p${String(at).padStart(5, '0')}`));
const namesOf = (users: readonly Claims[]) => users.map(({ name }) => name);

test('of a small organization everybody is there, in one request', async () => {
  const directory = directoryOf(many(100));
  const sample = await samplePeople(directory, { most: 100, wanted: ['p00007'] });
  expect(sample).toEqual({ total: 100, users: many(100) });
  expect(directory.asked).toEqual(['page 1 of 100']);
});

test('of a large one some from the beginning, the middle and the end, and those who are named', async () => {
  const directory = directoryOf(many(50_000));
  const sample = await samplePeople(directory, { most: 100, wanted: ['p40404', 'nobody'] });
  if ('problem' in sample) throw new Error(sample.problem);
  const names = namesOf(sample.users);
  expect(sample.total).toBe(50_000);
  expect(new Set(names).size).toBe(100);
  for (const name of ['p00000', 'p40404', 'p24990', 'p49999']) expect(names).toContain(name);
  expect(names).toEqual([...names].sort());
  expect(directory.asked.length).toBeLessThan(13);
});

test('those who trip a mapping up are found wherever they stand', async () => {
  const users = many(10_000);
  users[4444] = user('p04444', { email: '' });
  users[5555] = user('p05555', { isForbidden: true });
  users[6666] = user('p06666', { displayName: '<b>' });
  users[7777] = user('ü');
  const sample = await samplePeople(directoryOf(users), { most: 100, wanted: [] });
  if ('problem' in sample) throw new Error(sample.problem);
  expect(namesOf(sample.users)).toEqual(expect.arrayContaining(['p04444', 'p05555', 'p06666', 'ü']));
});

test('a directory that is not shown is a problem, and a page of it that is not leaves the others', async () => {
  const directory = directoryOf(many(1000));
  const shut = { ...directory, page: async () => ({ problem: 'Not shown.' }) };
  expect(await samplePeople(shut, { most: 100, wanted: [] })).toEqual({ problem: 'Not shown.' });
  const partly = {
    ...directory,
    page: async (page: number, size: number) => (size === 100 ? directory.page(page, size) : { problem: 'Not shown.' }),
  };
  expect(await samplePeople(partly, { most: 100, wanted: [] })).toMatchObject({ total: 1000 });
});

test.each([
  ['equal to another but for capitals', [user('Lee'), user('lee')], ['Lee', 'lee']],
  ['without an e-mail', [user('carol', { email: '' })], ['carol']],
  [
    'with the e-mail of another',
    [user('dave', { email: 'a@x.example' }), user('dave2', { email: 'A@x.example' })],
    ['dave', 'dave2'],
  ],
  ['forbidden', [user('ivan', { isForbidden: true })], ['ivan']],
  ['deleted', [user('judy', { isDeleted: true })], ['judy']],
  ['without a full name', [user('jsmith', { displayName: ' ' })], ['jsmith']],
  ['whose name is an e-mail', [user('olga@acme.example', { email: 'olga@acme.example' })], ['olga@acme.example']],
  ['with letters that are not ASCII', [user('nguyễn')], ['nguyễn']],
  ['whose name a spreadsheet would run', [user('formula', { displayName: '=SUM(A1)' })], ['formula']],
])('somebody %s', (_what, users, found) => {
  expect(namesOf(troublesome([user('bob'), ...users])).sort()).toEqual(found.sort());
});

test('of each kind a few are enough', () => {
  const without = Array.from({ length: 50 }, (_, at) => user(`x${at}`, { email: '' }));
  expect(troublesome(without)).toHaveLength(4);
});
