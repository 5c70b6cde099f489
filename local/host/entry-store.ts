import { ClassicLevel } from 'classic-level';

/** One value of the key-value store, with its times in milliseconds since 1970. */
export type StoredEntry = { value: unknown; created: number; updated: number; expires: number | null };

/** Where entries lie. Keys are ordered by code unit. */
export type EntryStore = {
  get: (key: string) => Promise<StoredEntry | undefined>;
  put: (key: string, entry: StoredEntry) => Promise<void>;
  delete: (key: string) => Promise<void>;
  /** Keys that begin with `prefix`, in order, after `after` where it is given. */
  range: (prefix: string, after: string | null) => AsyncIterable<[string, StoredEntry]>;
};

export type Database = {
  level: ClassicLevel<string, string>;
  plain: EntryStore;
  /** Takes deleted values off the disk, of which LevelDB keeps the bytes until it has a reason to write files anew. */
  purge: () => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Opens the store below a folder, which must exist.
 *
 * @throws Error with the code `LEVEL_LOCKED` where another process holds it.
 */
export const openDatabase = async (folder: string): Promise<Database> => {
  const level = new ClassicLevel<string, string>(folder);
  try {
    await level.open();
  } catch (error) {
    const isLocked = (error as { cause?: { code?: unknown } }).cause?.code === 'LEVEL_LOCKED';
    throw isLocked ? Object.assign(new Error('Another process holds the folder.'), { code: 'LEVEL_LOCKED' }) : error;
  }
  return {
    level,
    plain: entriesBelow(level, 'plain\n'),
    purge: () => level.compactRange('plain\n', 'plain\n\uffff'),
    close: () => level.close(),
  };
};

/** The entries whose keys begin with `prefix`, as a store of their own. */
export const entriesBelow = (level: ClassicLevel<string, string>, prefix: string): EntryStore => ({
  get: async (key) => {
    // What lies in memory or in the system's cache is found before a thread would have begun to look.
    const text = level.getSync(prefix + key);
    return text === undefined ? undefined : (JSON.parse(text) as StoredEntry);
  },
  put: (key, entry) => write(level, { type: 'put', key: prefix + key, value: JSON.stringify(entry) }),
  delete: (key) => write(level, { type: 'del', key: prefix + key }),
  async *range(beginning, after) {
    const start = prefix + beginning;
    const from = after === null ? { gte: start } : { gt: prefix + after };
    // The highest code unit: every key that begins so sorts below it.
    for await (const [key, text] of level.iterator({ ...from, lt: `${start}\uffff` }))
      yield [key.slice(prefix.length), JSON.parse(text) as StoredEntry];
  },
});

type Change = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

/** Changes that wait for the disk, by database: those of one moment go there together. */
const queues = new WeakMap<ClassicLevel<string, string>, { changes: Change[]; written: Promise<void> | null }>();

/** What was answered as saved must survive a loss of power; each wait for the disk takes as long as any other. */
const write = (level: ClassicLevel<string, string>, change: Change): Promise<void> => {
  const queue = queues.get(level) ?? { changes: [], written: null };
  queues.set(level, queue);
  queue.changes.push(change);
  queue.written ??= Promise.resolve().then(() => {
    const changes = queue.changes.splice(0);
    queue.written = null;
    return level.batch(changes, { sync: true });
  });
  return queue.written;
};

const locks = new WeakMap<EntryStore, Map<string, Promise<unknown>>>();

/** Runs one action at a time for a key of a store. LevelDB has no compare-and-set, and one process alone holds it. */
export const withLock = async <T>(store: EntryStore, key: string, act: () => Promise<T>): Promise<T> => {
  const held = locks.get(store) ?? new Map<string, Promise<unknown>>();
  locks.set(store, held);
  const before = held.get(key) ?? Promise.resolve();
  const mine = before.then(act, act);
  const settled = mine.catch(() => {});
  held.set(key, settled);
  try {
    return await mine;
  } finally {
    if (held.get(key) === settled) held.delete(key);
  }
};
