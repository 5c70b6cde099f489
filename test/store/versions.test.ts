import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import type { Place } from '../../src/store/place';
import { versionsOf } from '../../src/store/versions';
import { inInvocation, openKeyValues } from './key-values';

const place = (who: string, product: Place['product'] = 'jira'): Place => ({
  product,
  who,
  account: 'ada',
  now: () => new Date('2026-11-24T14:02:00Z'),
});
const of = (who: string, product?: Place['product']) => versionsOf(place(who, product), ['thing'], v.string());

openKeyValues();

test('the first version is 1, and says who and when', async () => {
  await inInvocation(async () => {
    expect(await of('Ada').latest()).toBeNull();
    const version = { version: 1, who: 'Ada', at: '2026-11-24T14:02:00.000Z', value: 'a' };
    expect(await of('Ada').save(0, 'a')).toEqual({ kind: 'saved', version });
    expect(await of('Bob').latest()).toEqual(version);
  });
});

test('all versions are told, newest first and no more than asked for; what was struck out is not', async () => {
  await inInvocation(async () => {
    expect(await of('Ada').all(10)).toEqual([]);
    for (let base = 0; base < 60; base += 1) await of('Ada').save(base, `value ${base + 1}`);
    const numbers = (all: readonly { version: number }[]) => all.map(({ version }) => version);
    expect(numbers(await of('Bob').all(100))).toEqual(Array.from({ length: 60 }, (_, at) => 60 - at));
    expect(numbers(await of('Bob').all(3))).toEqual([60, 59, 58]);
    expect((await of('Bob').all(1))[0]).toMatchObject({ who: 'Ada', value: 'value 60' });
    await of('Ada').strikeOut();
    await of('Ada').save(0, 'anew');
    expect(numbers(await of('Bob').all(100))).toEqual([62]);
  });
});

test('whoever saves on an old version gets the newest, and theirs is not saved', async () => {
  await inInvocation(async () => {
    await of('Ada').save(0, 'a');
    await of('Ada').save(1, 'b');
    expect(await of('Bob').save(1, 'mine')).toMatchObject({
      kind: 'conflict',
      theirs: { version: 2, who: 'Ada', value: 'b' },
    });
    expect(await of('Bob').latest()).toMatchObject({ value: 'b' });
  });
});

test('of ten who save at the same moment one wins, and nine get the version of the winner', async () => {
  await inInvocation(async () => {
    await of('Ada').save(0, 'a');
    const all = await Promise.all(Array.from({ length: 10 }, (_, index) => of(`P${index}`).save(1, `v${index}`)));
    const won = all.flatMap((saved) => (saved.kind === 'saved' ? [saved.version] : []));
    const lost = all.flatMap((saved) => (saved.kind === 'conflict' ? [saved.theirs] : []));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array.from({ length: 9 }, () => won[0]));
  });
});

test('of ten who add to it at the same moment, each is added', async () => {
  await inInvocation(async () => {
    const add = (index: number) => of(`P${index}`).update((value) => [...(value ?? ''), String(index)].join(''));
    await Promise.all(Array.from({ length: 5 }, (_, index) => add(index)));
    expect([...((await of('Ada').latest())?.value ?? '')].sort()).toEqual(['0', '1', '2', '3', '4']);
  });
});

test('a pointer that a slow writer set back hides no newer version', async () => {
  await inInvocation(async () => {
    for (const [base, value] of ['a', 'b', 'c'].entries()) await of('Ada').save(base, value);
    await kvs.set('jira:thing:latest', { version: 1 });
    expect(await of('Ada').latest()).toMatchObject({ version: 3, value: 'c' });
    await kvs.delete('jira:thing:latest');
    expect(await of('Ada').latest()).toMatchObject({ version: 3, value: 'c' });
  });
});

test('what was struck out is in no version any more, and a late saver is told', async () => {
  await inInvocation(async () => {
    await of('Ada').save(0, 'first');
    await of('Ada').save(1, 'second');
    await of('Ada').strikeOut();
    expect(await of('Ada').latest()).toBeNull();
    const { results } = await kvs.query().limit(100).getMany();
    expect(JSON.stringify(results)).not.toMatch(/first|second/);
    await expect(of('Bob').save(2, 'mine')).rejects.toMatchObject({ failure: { code: 'conflict' } });
    expect(await of('Bob').save(0, 'anew')).toMatchObject({ kind: 'saved', version: { value: 'anew' } });
    expect(await of('Ada').latest()).toMatchObject({ value: 'anew' });
  });
});

test('each product has its own', async () => {
  await inInvocation(async () => {
    await of('Ada').save(0, 'of Jira');
    expect(await of('Ada', 'confluence').latest()).toBeNull();
  });
});

test('a record that cannot be read is an error, not a value', async () => {
  await inInvocation(async () => {
    await of('Ada').save(0, 'a');
    await kvs.set('jira:thing:v:1', { version: 1, who: 'Ada', at: '2026-11-24T14:02:00.000Z', value: 7 });
    await expect(of('Ada').latest()).rejects.toThrow();
  });
});
