import { randomUUID } from 'node:crypto';
import { type NotedPeople, notedPeopleIn } from '../../src/people/noted-people';
import type { NotedPerson } from '../../src/people/noted-person';
import type { Place } from '../../src/store/place';
import { allRecords, inProcess, killProcess, openStore } from '../signin/two-stores';

const day = 86_400_000;
const target = 'f1f5d9a0-6c3e-4f0f-9d43-0d1b4f0f9d43';
let time: number;
const placeOf = (product: Place['product']): Place => ({
  product,
  who: 'ada',
  account: 'ada',
  now: () => new Date(time),
});
const people = (product: Place['product'] = 'jira') => notedPeopleIn(placeOf(product));
const person = (user: string, isAdministrator = false): NotedPerson => ({
  user,
  isAdministrator,
  email: `${user}@acme.example`,
  fullName: `The ${user}`,
  groups: ['jira-software-users', `team of ${user}`],
  gains: isAdministrator ? null : ['sales'],
  key: null,
});
const several = (name: string, count: number, isAdministrator = false) =>
  Array.from({ length: count }, (_, at) => person(`${name}-${at}`, isAdministrator));
async function* piecesOf(all: readonly NotedPerson[], size: number) {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
const keep = (
  noted: NotedPeople,
  apply: string,
  { administrators = several('admin', 2, true), others = several('user', 3) } = {},
) => noted.keep(target, apply, { administrators, others: piecesOf(others, 1_000) });
const records = async () => [...(await allRecords())].filter(([key]) => key.includes('apply-people'));
/** What of an apply lies anywhere. */
const below = async (apply: string) => (await records()).filter(([key]) => key.includes(apply));

beforeEach(() => {
  time = Date.parse('2026-11-24T14:00:00Z');
});

describe('People who were noted, on disk', () => {
  openStore('disk');

  test('come back as they were noted, administrators first, in whatever window', async () => {
    const [administrators, others] = [several('admin', 250, true), several('user', 4_750)];
    await inProcess(async () => {
      expect(await keep(people(), 'one', { administrators, others })).toEqual({ total: 5_000, administrators: 250 });
    });
    // Another process, hours later.
    await killProcess();
    time += day / 2;
    await inProcess(async () => {
      const all = [...administrators, ...others];
      expect(await people().counts(target, 'one')).toMatchObject({ total: 5_000, administrators: 250 });
      expect(await people().window(target, 'one', 0, 250)).toEqual(administrators);
      expect(await people().window(target, 'one', 190, 200)).toEqual(all.slice(190, 390));
      expect(await people().window(target, 'one', 4_900, 200)).toEqual(all.slice(4_900));
      expect(await people().window(target, 'one', 5_000, 200)).toEqual([]);
    });
  });
});

describe('People who were noted', () => {
  openStore('memory');

  test('nobody at all is kept as nobody', async () => {
    await inProcess(async () => {
      await keep(people(), 'one', { administrators: [], others: [] });
      expect(await people().counts(target, 'one')).toMatchObject({ total: 0, administrators: 0 });
      expect(await people().window(target, 'one', 0, 200)).toEqual([]);
    });
  });

  test('lie sealed, by a key that lies in the secret store', async () => {
    await inProcess(async () => {
      await keep(people(), 'one');
      expect(JSON.stringify(await records())).not.toMatch(/admin-0|acme\.example|team of/);
    });
  });

  test('are found neither for another target nor from the other product', async () => {
    await inProcess(async () => {
      await keep(people(), 'one');
      expect(await people().counts(randomUUID(), 'one')).toBeNull();
      expect(await people('confluence').window(target, 'one', 0, 10)).toBeNull();
      await people('confluence').delete(target, 'one');
      await people().delete(randomUUID(), 'one');
      expect(await people().counts(target, 'one')).not.toBeNull();
    });
  });

  test('are deleted with the backup, and with the target', async () => {
    await inProcess(async () => {
      for (const apply of ['one', 'two', 'three']) await keep(people(), apply);
      await people().delete(target, 'two');
      expect(await below('two')).toEqual([]);
      expect(await people().window(target, 'two', 0, 10)).toBeNull();
      expect(await people().window(target, 'three', 0, 10)).toHaveLength(5);
      await people().forget(target);
      for (const apply of ['one', 'three']) expect(await below(apply)).toEqual([]);
      expect(await people().counts(target, 'three')).toBeNull();
    });
  });

  test('are told no longer than a backup is, and swept by our own clock', async () => {
    await inProcess(async () => {
      await keep(people(), 'one');
      time += 60 * day;
      await keep(people(), 'two');
      time += 30 * day;
      expect(await people().counts(target, 'one')).toBeNull();
      await people().sweep(target);
      expect(await below('one')).toEqual([]);
      expect(await people().counts(target, 'two')).not.toBeNull();
    });
  });

  test('of a target those of the last twenty are kept', async () => {
    await inProcess(async () => {
      for (let count = 1; count <= 21; count += 1) await keep(people(), `apply-${count}-`);
      expect(await below('apply-1-')).toEqual([]);
      expect(await people().counts(target, 'apply-2-')).not.toBeNull();
    });
  });

  test('noted again, they are noted once', async () => {
    await inProcess(async () => {
      await keep(people(), 'one', { others: several('user', 1_000) });
      await keep(people(), 'one', { others: several('other', 2) });
      expect(await people().counts(target, 'one')).toMatchObject({ total: 4, administrators: 2 });
      const found = await people().window(target, 'one', 2, 200);
      expect(found?.map(({ user }) => user)).toEqual(['other-0', 'other-1']);
      await people().delete(target, 'one');
      expect(await below('one')).toEqual([]);
    });
  });

  test('what was lost at the restore is kept by the first who looks, sealed, and goes with the rest', async () => {
    await inProcess(async () => {
      expect(await people().lost(target, 'one')).toBeNull();
      await keep(people(), 'one');
      const lost = [{ user: 'admin-0', groups: ['a-group'] }];
      await Promise.all([people().keepLost(target, 'one', lost), people().keepLost(target, 'one', lost)]);
      await people().keepLost(target, 'one', []);
      expect(await people().lost(target, 'one')).toEqual(lost);
      expect(JSON.stringify(await records())).not.toContain('a-group');
      const pages = async () => (await below('one')).filter(([key]) => key.includes('lost-')).length;
      expect(await pages()).toBe(1);
      await people().updateLost(target, 'one', []);
      expect(await people().lost(target, 'one')).toEqual([]);
      expect(await pages()).toBe(1);
      expect(await people().lost(randomUUID(), 'one')).toBeNull();
      await people().delete(target, 'one');
      expect(await below('one')).toEqual([]);
      await people().keepLost(target, 'one', lost);
      expect(await below('one')).toEqual([]);
    });
  });

  test('of a process that was stopped half-way nothing can be read, and all of it goes', async () => {
    await inProcess(async () => {
      const broken = async function* () {
        yield several('user', 5_000);
        throw new Error('stopped');
      };
      await expect(people().keep(target, 'one', { administrators: [], others: broken() })).rejects.toThrow('stopped');
      expect((await below('one')).length).toBeGreaterThan(10);
      expect(await people().counts(target, 'one')).toBeNull();
      expect(await people().window(target, 'one', 0, 10)).toBeNull();
      await people().delete(target, 'one');
      expect(await below('one')).toEqual([]);
    });
  });
});
