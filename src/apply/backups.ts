import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { Secret } from '../secrets/secret';
import { chunksOf, splitText } from '../store/chunks';
import { keyIn, type Place } from '../store/place';
import { moment } from '../store/shapes';
import { keptTtl, keptWithApplies } from './kept-with-applies';

/** What an apply found, as the bytes came, and what it was to make of it. Both hold secrets. */
export type Backup = { before: Secret; after: Secret };

/** Backups of targets in the secret store: the last twenty of each, none older than 90 days by our own clock. */
export type Backups = {
  keep: (target: string, apply: string, backup: Backup) => Promise<void>;
  /** Null where it is too old, was deleted, or is not whole. */
  get: (target: string, apply: string) => Promise<Backup | null>;
  /** ISO 8601; null where it is not there. */
  until: (target: string, apply: string) => Promise<string | null>;
  /** Newest first. */
  list: (target: string) => Promise<{ apply: string; at: string }[]>;
  delete: (target: string, apply: string) => Promise<void>;
  forget: (target: string) => Promise<void>;
  /** Deletes by our own clock what is too old: the store's may be two days late. */
  sweep: (target: string) => Promise<void>;
};

const pointerShape = v.object({ target: v.string(), at: moment, before: v.number(), after: v.number() });

export const backupsIn = (place: Place): Backups => {
  const pointer = (apply: string) => keyIn(place, 'apply-backup', apply);
  const chunks = (apply: string, name: keyof Backup) =>
    chunksOf((index) => keyIn(place, 'apply-backup', apply, name, index), { sealed: true });
  const find = async (apply: string) => {
    const found = await kvs.get<unknown>(pointer(apply));
    return found === undefined ? null : v.parse(pointerShape, found);
  };
  /** The secrets before what leads to them: whoever is stopped in between finds the rest again. */
  const strikeOut = async (apply: string) => {
    const found = await find(apply);
    if (!found) return;
    await chunks(apply, 'before').delete(found.before);
    await chunks(apply, 'after').delete(found.after);
    await kvs.delete(pointer(apply));
  };
  const kept = keptWithApplies(place, 'apply-backups-of', strikeOut);
  const young = async (target: string, apply: string) => {
    const found = await find(apply);
    return found?.target === target && !kept.isOld(found.at) ? found : null;
  };

  return {
    keep: async (target, apply, { before, after }) => {
      // The list first, then what tells how much there is, then the secrets: none lies where no sweep finds it.
      const at = await kept.note(target, apply);
      const texts = { before: before.expose(), after: after.expose() };
      const counts = { before: splitText(texts.before).length, after: splitText(texts.after).length };
      await kvs.set(pointer(apply), { target, at, ...counts } satisfies v.InferOutput<typeof pointerShape>, {
        ttl: keptTtl,
      });
      await chunks(apply, 'before').write(texts.before, keptTtl);
      await chunks(apply, 'after').write(texts.after, keptTtl);
      await kept.trim(target);
    },
    get: async (target, apply) => {
      const found = await young(target, apply);
      if (!found) return null;
      const [before, after] = await Promise.all([
        chunks(apply, 'before').read(found.before),
        chunks(apply, 'after').read(found.after),
      ]);
      return before === null || after === null ? null : { before: new Secret(before), after: new Secret(after) };
    },
    until: async (target, apply) => {
      const found = await young(target, apply);
      return found && kept.until(found.at);
    },
    list: async (target) => (await kept.list(target)).filter(({ at }) => !kept.isOld(at)),
    delete: kept.delete,
    forget: kept.forget,
    sweep: kept.sweep,
  };
};
