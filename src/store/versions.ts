import { ForgeKvsAPIError, kvs, type Ttl } from '@forge/kvs';
import * as v from 'valibot';
import type { Saved, Version } from '../contract/panel-calls';
import { keyIn, type Place } from './place';
import { Refusal } from './refusal';
import { moment } from './shapes';

/**
 * A value whose every saved version is a key of its own. KVS has no compare-and-set, but a key that must not exist yet
 * is taken by one caller alone: of two savers the loser gets the winner's version.
 */
export type Versions<T> = {
  /** The newest; null where none was saved, or it was struck out. Strictly consistent: only `get` is used. */
  latest: () => Promise<Version<T> | null>;
  /** All that are kept, newest first, at most `most`; none from before it was struck out. */
  all: (most: number) => Promise<Version<T>[]>;
  /** `base` is the version that was changed, 0 where there was none. */
  save: (base: number, value: T) => Promise<Saved<T>>;
  /** Changes the newest, again from the start where somebody else was quicker. */
  update: (change: (value: T | null) => T) => Promise<Version<T>>;
  /** Takes the values of all versions away. Their numbers stay taken, so that a late saver still meets a conflict. */
  strikeOut: () => Promise<void>;
};

export type VersionsOptions = {
  /** How long a version is kept; for ever unless told. */
  ttl?: Ttl;
};

/** Keys that are read or written at one time. */
const atOnce = 25;

type Stored<T> = { version: number; who: string; at: string; value: T | null };

const pointerShape = v.object({ version: v.number() });

export const versionsOf = <T>(
  place: Place,
  name: readonly string[],
  shape: v.GenericSchema<unknown, T>,
  { ttl }: VersionsOptions = {},
): Versions<T> => {
  const stored = v.object({ version: v.number(), who: v.string(), at: moment, value: v.nullable(shape) });
  const key = (version: number) => keyIn(place, ...name, 'v', version);
  const pointer = keyIn(place, ...name, 'latest');
  const read = async (version: number): Promise<Stored<T> | undefined> => {
    const found = await kvs.get<unknown>(key(version));
    return found === undefined ? undefined : v.parse(stored, found);
  };

  /** The pointer may be behind, where its writer was slower than the next one or died; never ahead. */
  const newest = async (): Promise<{ version: number; record: Stored<T> | undefined }> => {
    const start = await kvs.get<unknown>(pointer);
    let version = start === undefined ? 0 : v.parse(pointerShape, start).version;
    // Both reads together: mostly the pointer is right and there is no next one.
    let [record, next] = await Promise.all([version === 0 ? undefined : read(version), read(version + 1)]);
    while (next) {
      version += 1;
      record = next;
      next = await read(version + 1);
    }
    return { version, record };
  };

  const write = async (version: number, value: T | null): Promise<Stored<T> | 'taken'> => {
    const record: Stored<T> = { version, who: place.who, at: place.now().toISOString(), value };
    try {
      await kvs.set(key(version), record, { keyPolicy: 'FAIL_IF_EXISTS', ...(ttl ? { ttl } : {}) });
    } catch (error) {
      if (isKeyConflict(error)) return 'taken';
      throw error;
    }
    await kvs.set(pointer, { version });
    return record;
  };

  const latest = async () => shown((await newest()).record);

  return {
    latest,
    all: async (most) => {
      const { version, record } = await newest();
      const found = [shown(record)];
      for (let to = version - 1; to >= 1 && found.length < most; to -= atOnce) {
        const count = Math.min(atOnce, to, most - found.length);
        const records = await Promise.all(Array.from({ length: count }, (_, at) => read(to - at)));
        found.push(...records.map(shown));
      }
      return found.filter((one) => one !== null);
    },
    save: async (base, value) => {
      const { version, record } = await newest();
      const current = shown(record);
      if (current && current.version !== base) return { kind: 'conflict', theirs: current };
      if (!current && base !== 0) throw gone();
      const written = await write(version + 1, value);
      if (written !== 'taken') return { kind: 'saved', version: { ...written, value } };
      const theirs = await latest();
      if (!theirs) throw gone();
      return { kind: 'conflict', theirs };
    },
    update: async (change) => {
      for (let attempt = 0; attempt < 10; attempt += 1) {
        const { version, record } = await newest();
        const value = change(record?.value ?? null);
        const written = await write(version + 1, value);
        if (written !== 'taken') return { ...written, value };
      }
      throw new Refusal('busy', 'Several people are saving this at the same moment.', { remedy: 'Try it once more.' });
    },
    strikeOut: async () => {
      let { version } = await newest();
      if (version === 0) return;
      while ((await write(version + 1, null)) === 'taken') version += 1;
      const blank = (number: number): Stored<T> => ({
        version: number,
        who: '',
        at: place.now().toISOString(),
        value: null,
      });
      // Overwritten rather than deleted: a pointer that is behind must still find its way forward.
      for (let from = 1; from <= version; from += atOnce) {
        const numbers = Array.from({ length: Math.min(atOnce, version - from + 1) }, (_, index) => from + index);
        await Promise.all(numbers.map((number) => kvs.set(key(number), blank(number))));
      }
    },
  };
};

const shown = <T>(record: Stored<T> | undefined): Version<T> | null =>
  record && record.value !== null ? { ...record, value: record.value } : null;

const gone = () =>
  new Refusal('conflict', 'Somebody removed this while it was being changed.', {
    remedy: 'Look at what is saved now, then save again.',
  });

/** Somebody else made this key first. */
export const isKeyConflict = (error: unknown): boolean =>
  error instanceof ForgeKvsAPIError && error.code === 'KEY_CONFLICT';
