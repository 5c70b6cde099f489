import * as v from 'valibot';
import type { Place } from '../store/place';
import { moment } from '../store/shapes';
import { versionsOf } from '../store/versions';
import { backupDays, keptBackups } from './lifetimes';

/**
 * Which applies something is kept of that is told no longer than a backup: the last twenty of each target, none older than
 * 90 days by our own clock. What is kept, and how it is struck out, is the caller's.
 */
export type KeptWithApplies = {
  /** Before anything of an apply is kept: nothing lies where no sweep finds it. Answers with the moment, ISO 8601. */
  note: (target: string, apply: string) => Promise<string>;
  /** After it was kept: whatever is beyond the last twenty goes. */
  trim: (target: string) => Promise<void>;
  /** Newest first; what is too old as well. */
  list: (target: string) => Promise<{ apply: string; at: string }[]>;
  isOld: (at: string) => boolean;
  /** Until when it is told, ISO 8601. */
  until: (at: string) => string;
  delete: (target: string, apply: string) => Promise<void>;
  forget: (target: string) => Promise<void>;
  /** Deletes by our own clock what is too old: the store's may be two days late. */
  sweep: (target: string) => Promise<void>;
};

/** How long the store keeps what is kept with an apply. */
export const keptTtl = { value: backupDays, unit: 'DAYS' } as const;
/** Longer than anything on it is read, so that a list that has run out leads to nothing that is still there. */
const listTtl = { value: backupDays + 10, unit: 'DAYS' } as const;
const listShape = v.array(v.object({ apply: v.string(), at: moment }));
const lasts = backupDays * 86_400_000;

/**
 * @param name Of the list in the store.
 * @param strikeOut Everything of one apply, what is secret first: whoever is stopped in between finds the rest again.
 */
export const keptWithApplies = (
  place: Place,
  name: string,
  strikeOut: (apply: string) => Promise<void>,
): KeptWithApplies => {
  const listOf = (target: string) => versionsOf(place, [name, target], listShape, { ttl: listTtl });
  const list = async (target: string) => (await listOf(target).latest())?.value ?? [];
  const isOld = (at: string) => place.now().getTime() - Date.parse(at) >= lasts;
  const takeOut = async (target: string, gone: readonly { apply: string }[]) => {
    if (gone.length === 0) return;
    const ids = new Set(gone.map(({ apply }) => apply));
    for (const apply of ids) await strikeOut(apply);
    await listOf(target).update((all) => (all ?? []).filter(({ apply }) => !ids.has(apply)));
  };
  return {
    note: async (target, apply) => {
      const at = place.now().toISOString();
      await listOf(target).update((all) => [{ apply, at }, ...(all ?? []).filter((each) => each.apply !== apply)]);
      return at;
    },
    trim: async (target) => takeOut(target, (await list(target)).slice(keptBackups)),
    list,
    isOld,
    until: (at) => new Date(Date.parse(at) + lasts).toISOString(),
    delete: async (target, apply) =>
      takeOut(
        target,
        (await list(target)).filter((each) => each.apply === apply),
      ),
    forget: async (target) => {
      for (const { apply } of await list(target)) await strikeOut(apply);
      await listOf(target).strikeOut();
    },
    sweep: async (target) =>
      takeOut(
        target,
        (await list(target)).filter(({ at }) => isOld(at)),
      ),
  };
};
