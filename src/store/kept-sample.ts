import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { claimSources } from '../contract/mapping';
import type { MappingSample } from '../contract/panel-calls';
import { chunksOf } from './chunks';
import { keyIn, type Place } from './place';
import { moment } from './shapes';

/** Milliseconds: people change, and nobody is kept for longer than it takes to try a mapping. */
export const sampleLasts = 3_600_000;
const ttl = { value: 1, unit: 'HOURS' } as const;

/** The people that a mapping is tried with, one set a target, sealed: it names people, and what Casdoor knows of them. */
export type KeptSample = {
  /** Null where there is none, where it is too old, or where it was read by other settings. */
  get: (target: string, readBy: string) => Promise<MappingSample | null>;
  /** `readBy` tells the settings that it was read by, such as when they were saved. */
  set: (target: string, readBy: string, sample: MappingSample) => Promise<void>;
  /** At once, whether it is too old or not. */
  delete: (target: string) => Promise<void>;
  /** Those that are too old by our own clock: the store's may be two days late. */
  sweep: (targets: readonly string[]) => Promise<void>;
};

const pointerShape = v.object({ at: moment, readBy: v.string(), chunks: v.number() });
/** Written by this product alone: deep enough that a record of another age is noticed rather than used half. */
const outline = v.looseObject({
  people: v.array(
    v.looseObject({
      person: v.looseObject({ name: v.string() }),
      bySource: v.partial(v.looseObject(v.entriesFromList(claimSources, v.record(v.string(), v.unknown())))),
    }),
  ),
  total: v.number(),
  accounts: v.nullable(v.array(v.looseObject({ username: v.string(), active: v.boolean() }))),
  isComplete: v.boolean(),
  lookedFor: v.array(v.string()),
  at: moment,
});
const sampleShape = v.custom<MappingSample>((value) => v.is(outline, value));

export const keptSampleIn = (place: Place): KeptSample => {
  const pointer = (target: string) => keyIn(place, 'mapping-sample', target);
  const chunks = (target: string) =>
    chunksOf((index) => keyIn(place, 'mapping-sample', target, index), { sealed: true });
  const find = async (target: string) => {
    const found = await kvs.get<unknown>(pointer(target));
    return found === undefined ? null : v.parse(pointerShape, found);
  };
  const isOld = (at: string) => place.now().getTime() - Date.parse(at) > sampleLasts;
  const remove = async (target: string) => {
    const kept = await find(target);
    if (kept === null) return;
    await chunks(target).delete(kept.chunks);
    await kvs.delete(pointer(target));
  };
  return {
    get: async (target, readBy) => {
      const kept = await find(target);
      if (kept === null || kept.readBy !== readBy || isOld(kept.at)) return null;
      const text = await chunks(target).read(kept.chunks);
      return text === null ? null : v.parse(sampleShape, JSON.parse(text));
    },
    set: async (target, readBy, sample) => {
      // A shorter one would leave the end of a longer one behind.
      await remove(target);
      const count = await chunks(target).write(JSON.stringify(sample), ttl);
      await kvs.set(pointer(target), { at: place.now().toISOString(), readBy, chunks: count }, { ttl });
    },
    delete: remove,
    sweep: async (targets) => {
      for (const target of targets) {
        const kept = await find(target);
        if (kept !== null && isOld(kept.at)) await remove(target);
      }
    },
  };
};
