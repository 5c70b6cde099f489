import { keyValueService } from '../../../local/host/key-value-service';
import { memoryEntries } from '../../../local/host/memory-entries';

const open = () => {
  const service = keyValueService(memoryEntries(), memoryEntries());
  return async (path: string, body: unknown, installation = 'one') => {
    const answer = await service(installation, `/api/v1/${path}`, body);
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown> | null };
  };
};

test.each(['set', 'secret/set'])('of many who %s a key that must not exist yet, one succeeds', async (path) => {
  const ask = open();
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, value) =>
      ask(path, { key: 'once', value, options: { keyPolicy: 'FAIL_IF_EXISTS' } }),
    ),
  );
  expect(all.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(19).fill(409)]);
});

test('keys are found by their beginning, in order and page by page, those of another installation never', async () => {
  const ask = open();
  for (const key of ['b:2', 'a:1', 'b:1', 'b:3', 'c:1']) await ask('set', { key, value: key });
  await ask('set', { key: 'b:0', value: 'theirs' }, 'two');
  const where = [{ property: 'key', condition: 'BEGINS_WITH', values: ['b:'] }];
  const first = await ask('query', { limit: 2, where });
  expect(first.body).toMatchObject({ data: [{ key: 'b:1' }, { key: 'b:2' }], cursor: 'b:2' });
  const rest = await ask('query', { limit: 2, where, after: 'b:2' });
  expect(rest.body).toMatchObject({ data: [{ key: 'b:3' }] });
  expect(rest.body).not.toHaveProperty('cursor');
});

test('what was kept is not changed by changing what was given or got', async () => {
  const entries = memoryEntries();
  const value = { list: [1] };
  await entries.put('key', { value, created: 1, updated: 1, expires: null });
  value.list.push(2);
  const got = (await entries.get('key'))?.value as typeof value;
  got.list.push(3);
  expect((await entries.get('key'))?.value).toEqual({ list: [1] });
  await entries.delete('key');
  expect(await entries.get('key')).toBeUndefined();
});
