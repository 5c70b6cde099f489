import { randomBytes, randomUUID } from 'node:crypto';
import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { Secret } from '../secrets/secret';
import { chunksOf } from '../store/chunks';
import { keyIn, type Place } from '../store/place';
import { moment } from '../store/shapes';
import { isKeyConflict } from '../store/versions';
import { logShape, noLog, type WatchLog } from './kept-log';
import { watchedField } from './watched-field';

const fieldsShape = v.nullable(v.array(watchedField));

/** What it is held against. Without secrets, and so kept for longer than a backup. */
const heldShape = v.object({
  apply: v.string(),
  at: moment,
  who: v.string(),
  how: v.picklist(['applied', 'accepted']),
  /** The plugin in a sentence: what was held of another one says nothing of this. */
  called: v.string(),
  /** Of the key that the prints were made with; empty before there are any. */
  keyMark: v.string(),
  /** Null until it could be read for the first time; likewise the others. */
  plugin: fieldsShape,
  application: fieldsShape,
  /** When the application was read as it is held, and why then: by the first look where the apply could not. */
  applicationSince: v.optional(v.nullable(moment), null),
  applicationHow: v.optional(v.picklist(['applied', 'first-look', 'accepted']), 'first-look'),
  /** Of the client secret that was saved at the apply; null where it is not known. */
  secretPrint: v.optional(v.nullable(v.string()), null),
  /** The plugin was found to hold that very secret, so what it shows is the secret and no cipher of it. */
  isSecretShown: v.optional(v.boolean(), false),
  /** Ids of the findings that were there then. */
  findings: v.nullable(v.array(v.string())),
});
export type Held = v.InferOutput<typeof heldShape>;

/** What the newest look found: it counts as applied once somebody accepts it. */
const foundShape = v.object({
  look: v.string(),
  plugin: fieldsShape,
  application: fieldsShape,
  findings: v.nullable(v.array(v.string())),
});
export type Found = v.InferOutput<typeof foundShape>;

/** The application in Casdoor as it was when an apply wrote, and a print of the saved secret; null where not known. */
const notedShape = v.object({
  apply: v.string(),
  at: moment,
  keyMark: v.string(),
  application: fieldsShape,
  secretPrint: v.nullable(v.string()),
});
export type Noted = v.InferOutput<typeof notedShape>;

/** What is kept of the watching of targets. */
export type KeptWatch = {
  held: Value<Held>;
  /** Of the last apply that wrote, whether it was kept or not. */
  noted: Value<Noted>;
  found: Value<Found>;
  log: (target: string) => Promise<WatchLog>;
  saveLog: (target: string, log: WatchLog) => Promise<void>;
  /** The key of the prints; made where there is none yet. */
  printKey: (target: string) => Promise<Secret>;
  /** One look at a time. False where another one goes on. */
  begin: (target: string) => Promise<boolean>;
  end: (target: string) => Promise<void>;
  /** Ends one that was begun before, by a process that is known to be gone. */
  endLost: (target: string, before: Date) => Promise<void>;
  isLooking: (target: string) => Promise<boolean>;
  remove: (target: string) => Promise<void>;
};
type Value<T> = {
  get: (target: string) => Promise<T | null>;
  set: (target: string, value: T) => Promise<void>;
};

/** Milliseconds after which a look is taken for dead: it is over within half a minute. */
const lookLasts = 120_000;
const lookShape = v.object({ at: moment });
const pointerShape = v.object({ chunks: v.number(), generation: v.string() });

export const keptWatchIn = (place: Place): KeptWatch => {
  const key = (name: string, target: string, ...rest: (string | number)[]) =>
    keyIn(place, `watch-${name}`, target, ...rest);
  /** Written whole beside the old one, and only then pointed to: a reader meets the one or the other. */
  const textOf = <T>(name: string, shape: v.GenericSchema<unknown, T>) => {
    const chunks = (target: string, generation: string) =>
      chunksOf((index) => key(name, target, generation, index), { sealed: false });
    const pointer = async (target: string) => {
      const found = await kvs.get<unknown>(key(name, target));
      return found === undefined ? null : v.parse(pointerShape, found);
    };
    return {
      get: async (target: string): Promise<T | null> => {
        const at = await pointer(target);
        const text = at && (await chunks(target, at.generation).read(at.chunks));
        return text === null ? null : v.parse(shape, JSON.parse(text));
      },
      set: async (target: string, value: T): Promise<void> => {
        const before = await pointer(target);
        const generation = randomUUID();
        const count = await chunks(target, generation).write(JSON.stringify(value));
        await kvs.set(key(name, target), { chunks: count, generation });
        if (before) await chunks(target, before.generation).delete(before.chunks);
      },
      delete: async (target: string): Promise<void> => {
        const before = await pointer(target);
        await kvs.delete(key(name, target));
        if (before) await chunks(target, before.generation).delete(before.chunks);
      },
    };
  };
  const held = textOf('held', heldShape);
  const noted = textOf('noted', notedShape);
  const found = textOf('found', foundShape);
  const log = textOf('log', logShape);
  const looking = async (target: string) => {
    const going = await kvs.get<unknown>(key('look', target));
    if (going === undefined) return null;
    const { at } = v.parse(lookShape, going);
    return { at, isDead: place.now().getTime() - Date.parse(at) >= lookLasts };
  };

  return {
    held,
    noted,
    found,
    log: async (target) => (await log.get(target)) ?? noLog,
    saveLog: log.set,
    printKey: async (target) => {
      const name = key('print-key', target);
      const kept = await kvs.getSecret<unknown>(name);
      if (kept !== undefined) return new Secret(v.parse(v.string(), kept));
      const made = randomBytes(32).toString('base64url');
      await kvs.setSecret(name, made);
      return new Secret(made);
    },
    begin: async (target) => {
      if ((await looking(target))?.isDead) await kvs.delete(key('look', target));
      try {
        await kvs.set(key('look', target), { at: place.now().toISOString() }, { keyPolicy: 'FAIL_IF_EXISTS' });
        return true;
      } catch (error) {
        if (isKeyConflict(error)) return false;
        throw error;
      }
    },
    end: (target) => kvs.delete(key('look', target)),
    endLost: async (target, before) => {
      const going = await looking(target);
      if (going !== null && going.at < before.toISOString()) await kvs.delete(key('look', target));
    },
    isLooking: async (target) => (await looking(target))?.isDead === false,
    remove: async (target) => {
      await Promise.all([held, noted, found, log].map((each) => each.delete(target)));
      await kvs.delete(key('look', target));
      await kvs.deleteSecret(key('print-key', target));
    },
  };
};
