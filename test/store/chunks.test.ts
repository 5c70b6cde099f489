import { kvs } from '@forge/kvs';
import { chunksOf } from '../../src/store/chunks';
import { inInvocation, openKeyValues } from './key-values';

openKeyValues();

const ttl = { value: 1, unit: 'HOURS' } as const;
/** Longer than one value of the store, with pairs that a cut must not part and what JSON escapes twice. */
const long = 'ä😀"\\\u0000'.repeat(80_000);
const open = () => kvs.query().limit(100).getMany();

describe.each([
  ['open', false],
  ['sealed', true],
])('a long text that is kept %s', (_how, sealed) => {
  const chunks = chunksOf((index) => `jira:text:${index}`, { sealed });

  test('comes back whole', async () => {
    await inInvocation(async () => {
      const count = await chunks.write(long, ttl);
      expect(count).toBeGreaterThan(1);
      expect((await chunks.read(count)) === long).toBe(true);
      expect((await open()).results).toHaveLength(sealed ? 0 : count);
    });
  });

  test('is nothing where a part of it is gone, and leaves nothing once it is deleted', async () => {
    await inInvocation(async () => {
      const count = await chunks.write(long, ttl);
      await (sealed ? kvs.deleteSecret('jira:text:1') : kvs.delete('jira:text:1'));
      expect(await chunks.read(count)).toBeNull();
      await chunks.delete(count);
      expect(await kvs.getSecret('jira:text:0')).toBeUndefined();
      expect((await open()).results).toEqual([]);
    });
  });
});

test('an empty text takes no value', async () => {
  await inInvocation(async () => {
    const chunks = chunksOf((index) => `jira:text:${index}`, { sealed: false });
    expect(await chunks.write('', ttl)).toBe(0);
    expect(await chunks.read(0)).toBe('');
  });
});
