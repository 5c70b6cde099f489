import { kvs, type Ttl } from '@forge/kvs';
import * as v from 'valibot';

/** A text of any length, kept in as many values of the store as it takes. */
export type Chunks = {
  /** How many values it took: whoever reads it must know. Kept for ever where no life is named. */
  write: (text: string, ttl?: Ttl) => Promise<number>;
  /** Null where a part of it has run out or was deleted: then nothing of it can be read. */
  read: (count: number) => Promise<string | null>;
  delete: (count: number) => Promise<void>;
};

/** `sealed` keeps it in the secret store, out of which what was deleted cannot be had back. */
export const chunksOf = (key: (index: number) => string, { sealed }: { sealed: boolean }): Chunks => {
  const keys = (count: number) => Array.from({ length: count }, (_, index) => key(index));
  return {
    write: async (text, ttl) => {
      const parts = splitText(text);
      const options = ttl && { ttl };
      await Promise.all(
        parts.map((part, index) =>
          sealed ? kvs.setSecret(key(index), part, options) : kvs.set(key(index), part, options),
        ),
      );
      return parts.length;
    },
    read: async (count) => {
      const found = await Promise.all(
        keys(count).map((name) => (sealed ? kvs.getSecret<unknown>(name) : kvs.get<unknown>(name))),
      );
      return found.some((part) => part === undefined) ? null : v.parse(v.array(v.string()), found).join('');
    },
    delete: async (count) => {
      await Promise.all(keys(count).map((name) => (sealed ? kvs.deleteSecret(name) : kvs.delete(name))));
    },
  };
};

/** A value may have 240 KiB; a character takes up to 3 bytes of UTF-8, and JSON escapes some of them twice. */
const chunkLength = 60_000;

/** Pieces that a value of the store can hold; none cuts a surrogate pair. */
export const splitText = (text: string): string[] => {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + chunkLength, text.length);
    // A surrogate pair stays whole: a lone half would not survive UTF-8.
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end -= 1;
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
};
