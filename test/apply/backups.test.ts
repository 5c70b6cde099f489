import { backupsIn } from '../../src/apply/backups';
import { Secret } from '../../src/secrets/secret';
import type { Place } from '../../src/store/place';
import { allRecords, inProcess, openStore } from '../signin/two-stores';

const day = 86_400_000;
const target = 'f1f5d9a0-6c3e-4f0f-9d43-0d1b4f0f9d43';
let time: number;
const placeOf = (product: Place['product']): Place => ({
  product,
  who: 'ada',
  account: 'ada',
  now: () => new Date(time),
});
const backups = (product: Place['product'] = 'jira') => backupsIn(placeOf(product));
const sealed = async () => [...(await allRecords())].filter(([key]) => key.startsWith('secret '));
const backupOf = (text: string) => ({ before: new Secret(`before ${text}`), after: new Secret(`after ${text}`) });

openStore('memory');
beforeEach(() => {
  time = Date.parse('2026-11-24T14:00:00Z');
});

test('a backup comes back byte for byte, however long it is', async () => {
  await inProcess(async () => {
    const text = `{"key":"${'é😀\\n'.repeat(60_000)}"}`;
    await backups().keep(target, 'one', backupOf(text));
    const found = await backups().get(target, 'one');
    expect(found?.before.expose()).toBe(`before ${text}`);
    expect(found?.after.expose()).toBe(`after ${text}`);
  });
});

test('lies in the secret store alone', async () => {
  await inProcess(async () => {
    await backups().keep(target, 'one', backupOf('the-secret'));
    const plain = [...(await allRecords())].filter(([key]) => !key.startsWith('secret '));
    expect(JSON.stringify(plain)).not.toContain('the-secret');
    expect(JSON.stringify(await sealed())).toContain('before the-secret');
  });
});

test('is found neither for another target nor from the other product', async () => {
  await inProcess(async () => {
    await backups().keep(target, 'one', backupOf('x'));
    expect(await backups().get('7b0f5f6e-57f5-4bf4-9d4c-4b1d1c5e2a10', 'one')).toBeNull();
    expect(await backups('confluence').get(target, 'one')).toBeNull();
    await backups('confluence').delete(target, 'one');
    expect(await backups().get(target, 'one')).not.toBeNull();
  });
});

test('the last twenty of a target are kept, and nothing of the others is left', async () => {
  await inProcess(async () => {
    for (let count = 1; count <= 23; count += 1) {
      time += day;
      await backups().keep(target, `apply-${count}`, backupOf(`${count}`));
    }
    const listed = await backups().list(target);
    expect(listed.map(({ apply }) => apply)).toEqual(Array.from({ length: 20 }, (_, index) => `apply-${23 - index}`));
    expect(await backups().get(target, 'apply-3')).toBeNull();
    expect(await sealed()).toHaveLength(40);
  });
});

test('none is read after 90 days by our own clock, and a sweep deletes it', async () => {
  await inProcess(async () => {
    await backups().keep(target, 'one', backupOf('1'));
    time += 45 * day;
    await backups().keep(target, 'two', backupOf('2'));
    expect(await backups().until(target, 'one')).toBe('2027-02-22T14:00:00.000Z');
    time += 45 * day;
    expect(await backups().get(target, 'one')).toBeNull();
    expect(await backups().until(target, 'one')).toBeNull();
    expect((await backups().list(target)).map(({ apply }) => apply)).toEqual(['two']);
    await backups().sweep(target);
    expect((await sealed()).every(([key]) => key.includes(':two:'))).toBe(true);
    expect(await backups().get(target, 'two')).not.toBeNull();
  });
});

test('what is deleted, and what a target that is forgotten had, is struck out', async () => {
  await inProcess(async () => {
    await backups().keep(target, 'one', backupOf('1'));
    await backups().keep(target, 'two', backupOf('2'));
    await backups().delete(target, 'one');
    expect(await backups().get(target, 'one')).toBeNull();
    expect((await backups().list(target)).map(({ apply }) => apply)).toEqual(['two']);
    await backups().forget(target);
    expect(await sealed()).toEqual([]);
    expect(await backups().list(target)).toEqual([]);
  });
});
