import { kvs, type Ttl } from '@forge/kvs';

/** Operations and bytes of one request; the store takes 4 MB, and what stands around the values is not nothing. */
const mostOperations = 25;
const mostBytes = 3_500_000;
/** Requests that go on at the same time: each waits for the disk, or for the network. */
const batchesAtOnce = 4;

export type Entry = { key: string; value: unknown };

/** Bytes of a value as the store counts them. */
export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/**
 * Writes many values in as few requests as the store's limits allow.
 *
 * @throws Error where one of them was not kept; those before it are.
 */
export const setAll = async (entries: readonly Entry[], ttl: Ttl): Promise<void> => {
  const batches: Entry[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const size = bytesOf(entry.value) + entry.key.length + 100;
    if (batches.at(-1)?.length === mostOperations || bytes + size > mostBytes) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(entry);
    bytes += size;
  }
  for (let from = 0; from < batches.length; from += batchesAtOnce)
    await Promise.all(batches.slice(from, from + batchesAtOnce).map((batch) => setBatch(batch, ttl)));
};

const setBatch = async (entries: readonly Entry[], ttl: Ttl): Promise<void> => {
  const { failedKeys } = await kvs.batchSet(entries.map(({ key, value }) => ({ key, value, options: { ttl } })));
  if (failedKeys.length > 0) throw new StoreRefused(failedKeys[0]?.error.code ?? '');
};

/** The values of some keys, in their order; undefined where there is none. */
export const getAll = async (keys: readonly string[], atOnce = mostOperations): Promise<unknown[]> => {
  const found = new Map<string, unknown>();
  for (let from = 0; from < keys.length; from += atOnce) {
    const asked = [...new Set(keys.slice(from, from + atOnce))];
    const { successfulKeys, failedKeys } = await kvs.batchGet<unknown>(asked.map((key) => ({ key })));
    for (const { key, value } of successfulKeys) found.set(key, value);
    const failure = failedKeys.find(({ error }) => error.code !== 'KEY_NOT_FOUND');
    if (failure) throw new StoreRefused(failure.error.code);
  }
  return keys.map((key) => found.get(key));
};

/** Deletes many keys, whether they are there or not. */
export const deleteAll = async (keys: readonly string[]): Promise<void> => {
  for (let from = 0; from < keys.length; from += mostOperations) {
    const { failedKeys } = await kvs.batchDelete(keys.slice(from, from + mostOperations).map((key) => ({ key })));
    if (failedKeys.length > 0) throw new StoreRefused(failedKeys[0]?.error.code ?? '');
  }
};

/** Deletes whatever stands below a beginning, as far as the store finds it by query. */
export const deleteBelow = async (beginning: string): Promise<void> => {
  for (;;) {
    const { results } = await kvs
      .query()
      .where('key', { condition: 'BEGINS_WITH', values: [beginning] })
      .limit(mostOperations)
      .getMany<unknown>();
    if (results.length === 0) return;
    await deleteAll(results.map(({ key }) => key));
  }
};

/** The store did not do one of the operations of a batch. `code` is the store's own. */
export class StoreRefused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`The store refused a part of a batch: ${code}.`);
    this.name = 'StoreRefused';
    this.code = code;
  }
}
