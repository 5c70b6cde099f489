import { type ApplyHead, type JournalEntry, journalIn } from '../../src/apply/journal';
import type { Place } from '../../src/store/place';
import { allRecords, inProcess, openStore } from '../signin/two-stores';

const target = 'f1f5d9a0-6c3e-4f0f-9d43-0d1b4f0f9d43';
const journal = (product: Place['product'] = 'jira') =>
  journalIn({ product, who: 'ada', account: 'ada', now: () => new Date('2026-11-24T14:00:00Z') });
const headOf = (id: string, more: Partial<ApplyHead> = {}): ApplyHead => ({
  id,
  target,
  kind: 'miniorange',
  called: 'miniOrange on jira.acme.example',
  who: 'ada',
  account: 'ada',
  startedAt: '2026-11-24T14:00:00.000Z',
  mappingVersion: null,
  keepWithin: null,
  ...more,
});
const entryOf = (more: Partial<JournalEntry> = {}): JournalEntry => ({
  step: 'read',
  at: '2026-11-24T14:00:00.000Z',
  who: 'ada',
  inForce: 'old',
  message: 'It was read.',
  failure: null,
  nextAt: null,
  isResting: false,
  isSent: false,
  isAnswered: false,
  deadlineAt: null,
  cameIn: null,
  ...more,
});
/** Begins an apply and ends it. */
const pass = async (id: string) => {
  expect(await journal().begin(headOf(id))).toBeNull();
  await journal().append(id, 0, entryOf({ step: 'kept' }));
};

openStore('memory');

test('a place in the journal is taken once', async () => {
  await inProcess(async () => {
    await journal().begin(headOf('one'));
    const lines = [entryOf({ who: 'ada' }), entryOf({ who: 'bob' })];
    const taken = await Promise.all(lines.map((line) => journal().append('one', 0, line)));
    expect(taken).toEqual([true, false]);
    expect((await journal().read('one'))?.entries.map(({ who }) => who)).toEqual(['ada']);
  });
});

test('a line that could not be read back is not written', async () => {
  await inProcess(async () => {
    await journal().begin(headOf('one'));
    await expect(journal().append('one', 0, entryOf({ deadlineAt: 'tomorrow' }))).rejects.toThrow();
    expect((await journal().read('one'))?.entries).toEqual([]);
  });
});

test('a journal of any length is read whole', async () => {
  await inProcess(async () => {
    await journal().begin(headOf('one'));
    for (const length of [15, 16, 17, 33]) {
      const known = (await journal().read('one'))?.entries.length ?? 0;
      for (let at = known; at < length; at += 1) await journal().append('one', at, entryOf({ message: `${at}` }));
      const messages = (await journal().read('one'))?.entries.map(({ message }) => message);
      expect(messages).toEqual(Array.from({ length }, (_, at) => `${at}`));
    }
  });
});

test('one apply of a target goes on at a time; another target and the other product are free', async () => {
  await inProcess(async () => {
    expect(await journal().begin(headOf('one'))).toBeNull();
    expect(await journal().begin(headOf('two', { who: 'bob' }))).toMatchObject({ head: { id: 'one', who: 'ada' } });
    expect(await journal().read('two')).toBeNull();
    const elsewhere = '7b0f5f6e-57f5-4bf4-9d4c-4b1d1c5e2a10';
    expect(await journal().begin(headOf('three', { target: elsewhere }))).toBeNull();
    expect(await journal('confluence').begin(headOf('four'))).toBeNull();
    expect(await journal('confluence').read('one')).toBeNull();
    await journal().append('one', 0, entryOf({ step: 'restored' }));
    expect(await journal().begin(headOf('five'))).toBeNull();
  });
});

test('the last hundred are told of, and nothing is left of those before', async () => {
  await inProcess(async () => {
    for (let count = 1; count <= 102; count += 1) {
      await pass(`apply-${count}`);
      await journal().keepPlan(`apply-${count}`, { changes: [], unchanged: [], fingerprint: 'x', overruled: [] });
    }
    const ids = await journal().ids(target);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([100, 'apply-102', 'apply-3']);
    expect(await journal().read('apply-2')).toBeNull();
    expect(await journal().plan('apply-2')).toBeNull();
    expect(await journal().plan('apply-3')).not.toBeNull();
    expect([...(await allRecords()).keys()].filter((key) => /apply:apply-[12](:|$)/.test(key))).toEqual([]);
  });
});

test('a target that is forgotten leaves nothing', async () => {
  await inProcess(async () => {
    await pass('one');
    await pass('two');
    const left = async () => [...(await allRecords()).keys()].filter((key) => key.startsWith('jira:apply:'));
    expect(await left()).toHaveLength(4);
    await journal().forget(target);
    expect(await journal().newest(target)).toBeNull();
    expect(await left()).toEqual([]);
    expect(await journal().begin(headOf('three'))).toBeNull();
  });
});
