import { type EntryStore, type StoredEntry, withLock } from './entry-store';

/**
 * The HTTP interface of Forge's key-value store, as the unmodified `@forge/kvs` speaks it, with Forge's limits: what
 * would be refused in the cloud is refused here.
 */
export type KeyValueService = (installation: string, path: string, body: unknown) => Promise<Response>;

const maxKeyLength = 500;
const keyPattern = /^(?!\s+$)[a-zA-Z0-9:._\s\-#]+$/;
const maxValueBytes = 240 * 1024;
const maxDepth = 31;
const maxBatch = 25;
const milliseconds = { SECONDS: 1_000, MINUTES: 60_000, HOURS: 3_600_000, DAYS: 86_400_000 } as const;
const maxTtl = 365 * milliseconds.DAYS;

type Operation = { key?: unknown; value?: unknown; options?: Options };
type Options = {
  ttl?: { value: number; unit: keyof typeof milliseconds };
  keyPolicy?: string;
  returnValue?: 'PREVIOUS' | 'LATEST';
};
type Query = { limit?: number; after?: string; where?: { property: string; condition: string; values: unknown[] }[] };

/** `plain` and `secret` are kept apart: secrets cannot be queried. */
export const keyValueService = (
  plain: EntryStore,
  secret: EntryStore,
  now: () => number = Date.now,
): KeyValueService => {
  const live = async (store: EntryStore, key: string): Promise<StoredEntry | undefined> => {
    const entry = await store.get(key);
    // The cloud deletes up to 48 hours late; here what has expired is gone at once, so a test sees the stricter case.
    return entry && (entry.expires === null || entry.expires > now()) ? entry : undefined;
  };

  const get = async (store: EntryStore, scope: string, { key }: Operation) => {
    const wrong = problemOfKey(key);
    if (wrong) return wrong;
    const entry = await live(store, scope + key);
    return entry ? json(200, shown(String(key), entry)) : problem(404, 'KEY_NOT_FOUND', 'There is no such key.');
  };

  const set = async (store: EntryStore, scope: string, operation: Operation): Promise<Response> => {
    const wrong = problemOfKey(operation.key) ?? problemOfValue(operation.value) ?? problemOfTtl(operation.options);
    if (wrong) return wrong;
    const key = String(operation.key);
    const { keyPolicy, returnValue, ttl } = operation.options ?? {};
    // Look and write are one step: two callers at the same moment must not both find the key free.
    return withLock(store, scope + key, async () => {
      const previous = await live(store, scope + key);
      if (keyPolicy === 'FAIL_IF_EXISTS' && previous) return problem(409, 'KEY_CONFLICT', 'The key exists already.');
      const entry: StoredEntry = {
        value: operation.value,
        created: previous?.created ?? now(),
        updated: now(),
        expires: ttl ? now() + ttl.value * milliseconds[ttl.unit] : null,
      };
      await store.put(scope + key, entry);
      const returned = returnValue === 'PREVIOUS' ? previous : returnValue === 'LATEST' ? entry : undefined;
      return returned ? json(200, shown(key, returned)) : new Response(null, { status: 204 });
    });
  };

  const remove = async (store: EntryStore, scope: string, { key }: Operation) => {
    const wrong = problemOfKey(key);
    if (wrong) return wrong;
    await withLock(store, scope + key, () => store.delete(scope + key));
    return new Response(null, { status: 204 });
  };

  const query = async (scope: string, { limit = 10, after, where = [] }: Query) => {
    if (limit < 1 || limit > 100) return problem(400, 'INVALID_LIMIT', 'A page has 1 to 100 entries.');
    const [condition] = where;
    if (condition && (condition.property !== 'key' || condition.condition !== 'BEGINS_WITH'))
      return problem(400, 'INVALID_CONDITION', 'Keys can be asked for by their beginning alone.');
    const prefix = String(condition?.values[0] ?? '');
    const data: object[] = [];
    for await (const [key, entry] of plain.range(scope + prefix, after === undefined ? null : scope + after)) {
      if (entry.expires !== null && entry.expires <= now()) continue;
      if (data.length === limit) return json(200, { data, cursor: (data.at(-1) as { key: string }).key });
      data.push(shown(key.slice(scope.length), entry));
    }
    return json(200, { data });
  };

  const batch = async (items: unknown, act: (item: Operation) => Promise<Response>) => {
    if (!Array.isArray(items) || items.length === 0 || items.length > maxBatch)
      return problem(400, 'INVALID_BATCH', `A batch has 1 to ${maxBatch} operations.`);
    const successfulKeys: unknown[] = [];
    const failedKeys: unknown[] = [];
    // All at once: what is written together waits for the disk once.
    const answers = await Promise.all((items as Operation[]).map(async (item) => ({ item, answer: await act(item) })));
    for (const { item, answer } of answers) {
      const body: unknown = answer.status === 204 ? { key: item.key } : await answer.json();
      if (answer.ok) successfulKeys.push(body);
      else failedKeys.push({ key: item.key, error: body });
    }
    return json(200, { successfulKeys, failedKeys });
  };

  return async (installation, path, body) => {
    // An installation is an id of ours; the separator cannot be part of a key.
    const scope = `${installation}\n`;
    const operation = (body ?? {}) as Operation;
    switch (path) {
      case '/api/v1/get':
        return get(plain, scope, operation);
      case '/api/v1/set':
        return set(plain, scope, operation);
      case '/api/v1/delete':
        return remove(plain, scope, operation);
      case '/api/v1/query':
        return query(scope, operation as Query);
      case '/api/v1/secret/get':
        return get(secret, scope, operation);
      case '/api/v1/secret/set':
        return set(secret, scope, operation);
      case '/api/v1/secret/delete':
        return remove(secret, scope, operation);
      case '/api/v1/batch/get':
        return batch(body, (item) => get(plain, scope, item));
      case '/api/v1/batch/set':
        return batch(body, (item) => set(plain, scope, item));
      case '/api/v1/batch/delete':
        return batch(body, (item) => remove(plain, scope, item));
      default:
        return problem(404, 'NOT_HERE', `The local host does not play ${path}.`);
    }
  };
};

const shown = (key: string, entry: StoredEntry) => ({
  key,
  value: entry.value,
  createdAt: entry.created,
  updatedAt: entry.updated,
  ...(entry.expires === null ? {} : { expireTime: new Date(entry.expires).toISOString() }),
});

const problemOfKey = (key: unknown): Response | undefined =>
  typeof key === 'string' && key.length <= maxKeyLength && keyPattern.test(key)
    ? undefined
    : problem(400, 'INVALID_KEY', 'A key has 1 to 500 letters, digits and : . _ - # or spaces.');

const problemOfValue = (value: unknown): Response | undefined => {
  if (value === undefined) return problem(400, 'INVALID_VALUE', 'A value is missing.');
  if (Buffer.byteLength(JSON.stringify(value)) > maxValueBytes)
    return problem(413, 'MAX_SIZE', 'A value has at most 240 KiB.');
  return depthOf(value) > maxDepth ? problem(400, 'MAX_DEPTH', 'A value has at most 31 levels.') : undefined;
};

const problemOfTtl = (options: Options | undefined): Response | undefined => {
  if (!options?.ttl) return undefined;
  const { value, unit } = options.ttl;
  const isUsable = Number.isInteger(value) && value > 0 && unit in milliseconds && value * milliseconds[unit] <= maxTtl;
  return isUsable ? undefined : problem(400, 'INVALID_TTL', 'A time to live is above nothing and at most a year.');
};

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Object.values(value).reduce<number>((deepest, inner) => Math.max(deepest, depthOf(inner)), 0)
    : 0;

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

const problem = (status: number, code: string, message: string) => json(status, { code, message });
