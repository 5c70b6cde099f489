import { kvs, WhereConditions } from '@forge/kvs';
import { inInvocation as inside, openKeyValues } from '../../store/key-values';

openKeyValues();

const codeOf = (act: () => Promise<unknown>) =>
  inside(act).then(
    () => 'accepted',
    (error: { code?: string }) => error.code,
  );

test('what was set is read back, and what was deleted is undefined', async () => {
  await inside(() => kvs.set('key', { a: [1, null, 'x'] }));
  expect(await inside(() => kvs.get('key'))).toEqual({ a: [1, null, 'x'] });
  await inside(() => kvs.delete('key'));
  expect(await inside(() => kvs.get('key'))).toBeUndefined();
});

test('of many who set a key that must not exist yet, at the same moment, one succeeds', async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, index) => codeOf(() => kvs.set('once', index, { keyPolicy: 'FAIL_IF_EXISTS' }))),
  );
  expect(all.filter((code) => code === 'accepted')).toHaveLength(1);
  expect(all.filter((code) => code === 'KEY_CONFLICT')).toHaveLength(19);
});

test('the same holds for secrets', async () => {
  const all = await Promise.all(
    Array.from({ length: 5 }, (_, index) =>
      codeOf(() => kvs.setSecret('once', index, { keyPolicy: 'FAIL_IF_EXISTS' })),
    ),
  );
  expect(all.filter((code) => code === 'accepted')).toHaveLength(1);
});

test.each<[string, string, unknown, string]>([
  ['a key with a slash', 'a/b', 1, 'INVALID_KEY'],
  ['an empty key', '', 1, 'INVALID_KEY'],
  ['a key of 501 characters', 'k'.repeat(501), 1, 'INVALID_KEY'],
  ['a key of 500 characters', 'k'.repeat(500), 1, 'accepted'],
  ['a value of more than 240 KiB', 'k', 'ä'.repeat(123_000), 'MAX_SIZE'],
  ['a value of almost 240 KiB', 'k', 'ä'.repeat(122_000), 'accepted'],
  ['a value 32 levels deep', 'k', nested(32), 'MAX_DEPTH'],
  ['a value 31 levels deep', 'k', nested(31), 'accepted'],
])('%s is treated as Forge does', async (_name, key, value, code) => {
  expect(await codeOf(() => kvs.set(key, value))).toBe(code);
});

test('a value ends with its time to live', async () => {
  await inside(() => kvs.set('short', 1, { ttl: { value: 1, unit: 'SECONDS' } }));
  expect(await inside(() => kvs.get('short'))).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect(await inside(() => kvs.get('short'))).toBeUndefined();
  // The key is free again.
  expect(await codeOf(() => kvs.set('short', 2, { keyPolicy: 'FAIL_IF_EXISTS' }))).toBe('accepted');
});

test('a time to live of more than a year is refused', async () => {
  expect(await codeOf(() => kvs.set('long', 1, { ttl: { value: 366, unit: 'DAYS' } }))).toBe('INVALID_TTL');
});

test('keys are listed by their beginning, a page at a time, and secrets never', async () => {
  await inside(async () => {
    for (const name of ['a:1', 'a:2', 'a:3', 'b:1']) await kvs.set(name, name);
    await kvs.setSecret('a:4', 'geheim');
  });
  const first = await inside(() => kvs.query().where('key', WhereConditions.beginsWith('a:')).limit(2).getMany());
  expect(first.results.map(({ key }) => key)).toEqual(['a:1', 'a:2']);
  const rest = await inside(() =>
    kvs
      .query()
      .where('key', WhereConditions.beginsWith('a:'))
      .limit(2)
      .cursor(first.nextCursor ?? '')
      .getMany(),
  );
  expect(rest.results.map(({ key }) => key)).toEqual(['a:3']);
  expect(rest.nextCursor).toBeUndefined();
});

test('one installation sees nothing of another', async () => {
  await inside(() => kvs.set('key', 'one'), 'one');
  await inside(() => kvs.setSecret('key', 'one'), 'one');
  expect(await inside(() => kvs.get('key'), 'two')).toBeUndefined();
  expect(await inside(() => kvs.getSecret('key'), 'two')).toBeUndefined();
  const listed = await inside(() => kvs.query().getMany(), 'two');
  expect(listed.results).toEqual([]);
});

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { in: nested(levels - 1) };
}
