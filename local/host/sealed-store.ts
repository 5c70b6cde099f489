import type { EntryStore, StoredEntry } from './entry-store';
import type { KeyFile } from './key-file';

/**
 * A store whose values lie sealed. A new value has a new version and a key of its own; the old key is struck out once
 * the new value is on disk, so that replacing keeps the old secret until the new one is saved.
 */
export const sealedStore = async (entries: EntryStore, keys: KeyFile): Promise<EntryStore> => {
  const read = async (key: string): Promise<{ entry: StoredEntry; version: number; value: string } | undefined> => {
    const entry = await entries.get(key);
    if (!entry) return undefined;
    const { version, sealed } = entry.value as { version: number; sealed: string };
    const value = keys.unseal(key, version, sealed);
    return value === null ? undefined : { entry, version, value };
  };

  // A process that died between two steps of a change may have left the key of the other version.
  for (const { name } of keys.names()) await keys.strikeOut(name, (await read(name))?.version ?? null);

  return {
    get: async (key) => {
      const found = await read(key);
      return found && { ...found.entry, value: JSON.parse(found.value) as unknown };
    },
    put: async (key, entry) => {
      const before = await entries.get(key);
      const version = before ? (before.value as { version: number }).version + 1 : 1;
      await keys.add(key, version);
      const sealed = keys.seal(key, version, JSON.stringify(entry.value));
      await entries.put(key, { ...entry, value: { version, sealed } });
      await keys.strikeOut(key, version);
    },
    delete: async (key) => {
      await keys.strikeOut(key, null);
      await entries.delete(key);
    },
    // Secrets cannot be queried.
    async *range() {},
  };
};
