import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { Secret } from '../secrets/secret';
import { chunksOf, splitText } from '../store/chunks';
import { keyIn, type Place } from '../store/place';
import { moment } from '../store/shapes';
import { versionsOf } from '../store/versions';
import { backupDays, keptBackups } from './lifetimes';

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

/** Longer than a backup is read, so that a list that has run out leads to nothing that is still there. */
const listTtl = { value: backupDays + 10, unit: 'DAYS' } as const;
const ttl = { value: backupDays, unit: 'DAYS' } as const;

const listShape = v.array(v.object({ apply: v.string(), at: moment }));
const pointerShape = v.object({ target: v.string(), at: moment, before: v.number(), after: v.number() });

export const backupsIn = (place: Place): Backups => {
  const pointer = (apply: string) => keyIn(place, 'apply-backup', apply);
  const chunks = (apply: string, name: keyof Backup) =>
    chunksOf((index) => keyIn(place, 'apply-backup', apply, name, index), { sealed: true });
  const list = (target: string) => versionsOf(place, ['apply-backups-of', target], listShape, { ttl: listTtl });
  const listed = async (target: string) => (await list(target).latest())?.value ?? [];
  const isOld = (at: string) => place.now().getTime() - Date.parse(at) >= backupDays * 86_400_000;
  const find = async (apply: string) => {
    const found = await kvs.get<unknown>(pointer(apply));
    return found === undefined ? null : v.parse(pointerShape, found);
  };
  const young = async (target: string, apply: string) => {
    const found = await find(apply);
    return found?.target === target && !isOld(found.at) ? found : null;
  };
  /** The secrets before what leads to them: whoever is stopped in between finds the rest again. */
  const strikeOut = async (apply: string) => {
    const found = await find(apply);
    if (!found) return;
    await chunks(apply, 'before').delete(found.before);
    await chunks(apply, 'after').delete(found.after);
    await kvs.delete(pointer(apply));
  };
  const takeOut = async (target: string, gone: readonly string[]) => {
    if (gone.length === 0) return;
    for (const apply of gone) await strikeOut(apply);
    await list(target).update((all) => (all ?? []).filter(({ apply }) => !gone.includes(apply)));
  };

  return {
    keep: async (target, apply, { before, after }) => {
      const at = place.now().toISOString();
      // The list first, then what tells how much there is, then the secrets: none lies where no sweep finds it.
      await list(target).update((all) => [{ apply, at }, ...(all ?? [])]);
      const texts = { before: before.expose(), after: after.expose() };
      const counts = { before: splitText(texts.before).length, after: splitText(texts.after).length };
      await kvs.set(pointer(apply), { target, at, ...counts } satisfies v.InferOutput<typeof pointerShape>, { ttl });
      await chunks(apply, 'before').write(texts.before, ttl);
      await chunks(apply, 'after').write(texts.after, ttl);
      const all = await listed(target);
      await takeOut(
        target,
        all.slice(keptBackups).map((old) => old.apply),
      );
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
      return found && new Date(Date.parse(found.at) + backupDays * 86_400_000).toISOString();
    },
    list: async (target) => (await listed(target)).filter(({ at }) => !isOld(at)),
    delete: async (target, apply) => {
      if ((await find(apply))?.target === target) await takeOut(target, [apply]);
    },
    forget: async (target) => {
      for (const { apply } of await listed(target)) await strikeOut(apply);
      await list(target).strikeOut();
    },
    sweep: async (target) => {
      const old = (await listed(target)).filter(({ at }) => isOld(at));
      await takeOut(
        target,
        old.map(({ apply }) => apply),
      );
    },
  };
};
