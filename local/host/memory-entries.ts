import type { EntryStore, StoredEntry } from './entry-store';

/** Entries that live as long as the process: for a command that keeps nothing. */
export const memoryEntries = (): EntryStore => {
  const entries = new Map<string, string>();
  return {
    get: async (key) => {
      const text = entries.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as StoredEntry);
    },
    // As text, so that nobody changes what is kept by changing what was given.
    put: async (key, entry) => {
      entries.set(key, JSON.stringify(entry));
    },
    delete: async (key) => {
      entries.delete(key);
    },
    async *range(prefix, after) {
      for (const key of [...entries.keys()].sort()) {
        const text = entries.get(key);
        if (text !== undefined && key.startsWith(prefix) && (after === null || key > after))
          yield [key, JSON.parse(text) as StoredEntry];
      }
    },
  };
};
