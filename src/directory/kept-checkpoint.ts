import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { deleteBelow } from '../store/batches';
import { chunksOf } from '../store/chunks';
import type { Place } from '../store/place';
import { moment } from '../store/shapes';
import { rowDays, rowTtl } from './row-store';

/** Where a run goes on from. It names people, so it lives no longer than rows. */
export type KeptCheckpoint = {
  /** As it was set, JSON; null where there is none, or it is too old. */
  get: () => Promise<unknown>;
  set: (checkpoint: unknown) => Promise<void>;
  /** ISO 8601: when the newest was set; null where none can be gone on from. */
  at: () => Promise<string | null>;
  /** Makes a key beside it, for what goes with it and is deleted with it. */
  beside: (...rest: (string | number)[]) => string;
  delete: () => Promise<void>;
};

const recordShape = v.object({ slot: v.picklist([0, 1]), chunks: v.number(), at: moment });

/** @param key Makes a key below the run's own. */
export const checkpointAt = (place: Place, key: (...rest: (string | number)[]) => string): KeptCheckpoint => {
  const name = key('checkpoint');
  /** Two places in turn: whoever dies while writing the one leaves the other whole. */
  const slot = (number: 0 | 1) => chunksOf((index) => key('checkpoint', number, index), { sealed: false });
  const record = async () => {
    const found = await kvs.get<unknown>(name);
    if (found === undefined) return null;
    const read = v.parse(recordShape, found);
    return place.now().getTime() - Date.parse(read.at) < rowDays * 86_400_000 ? read : null;
  };
  const beside = (...rest: (string | number)[]) => key('checkpoint', 'beside', ...rest);
  return {
    beside,
    at: async () => (await record())?.at ?? null,
    get: async () => {
      const found = await record();
      const text = found && (await slot(found.slot).read(found.chunks));
      return text === null ? null : (JSON.parse(text) as unknown);
    },
    set: async (checkpoint) => {
      const before = await record();
      const next = before?.slot === 0 ? 1 : 0;
      const chunks = await slot(next).write(JSON.stringify(checkpoint), rowTtl);
      const made = { slot: next, chunks, at: place.now().toISOString() } satisfies v.InferOutput<typeof recordShape>;
      await kvs.set(name, made, { ttl: rowTtl });
    },
    delete: async () => {
      const found = await kvs.get<unknown>(name);
      await kvs.delete(name);
      // The other place may have more of them, of before.
      const chunks = found === undefined ? 0 : v.parse(recordShape, found).chunks;
      for (const number of [0, 1] as const) await slot(number).delete(chunks);
      await deleteBelow(`${beside()}:`);
    },
  };
};
