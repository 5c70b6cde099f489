import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import type { DryRunProgress, DryRunResult, DryRunView } from '../contract/dry-run';
import { keptDays } from '../runs/runs';
import { chunksOf } from '../store/chunks';
import { keyIn, type Place } from '../store/place';
import { moment } from '../store/shapes';
import { type DryRunOrder, dryRunOrder } from './dry-run-order';
import { dryRunProgress, dryRunResult } from './dry-run-shapes';
import { stoppedWords } from './stopped-words';

/**
 * A run that says nothing for so long, beyond a time that it said it waits until, is taken for broken off, milliseconds.
 * On Forge its next event may be late.
 */
export const silenceLimit = 120_000;

/** How long a run is kept in the store; what names people has a shorter time of its own. */
export const runTtl = { value: keptDays, unit: 'DAYS' } as const;
const day = 86_400_000;

const progressRecord = v.object({ progress: dryRunProgress, at: moment });
const endRecord = v.object({
  state: v.picklist(['done', 'cancelled', 'stopped', 'failed']),
  problem: v.nullable(v.string()),
  chunks: v.number(),
  at: moment,
});
type End = v.InferOutput<typeof endRecord>;
/** When it was taken up last, and what was spent on it before, milliseconds. */
const takenUpRecord = v.object({ at: moment, spent: v.number() });

/** The records of one product's runs, each with one writer, since the store has no compare-and-set. */
export const runRecordsIn = (place: Place) => {
  const key = (id: string, ...rest: (string | number)[]) => keyIn(place, 'dry-run', id, ...rest);
  const now = () => place.now().toISOString();
  const ageOf = (at: string) => place.now().getTime() - Date.parse(at);
  const get = async <T>(name: string, shape: v.GenericSchema<unknown, T>): Promise<T | null> => {
    const found = await kvs.get<unknown>(name);
    return found === undefined ? null : v.parse(shape, found);
  };
  const order = async (id: string): Promise<DryRunOrder | null> => {
    const found = await get(key(id), dryRunOrder);
    return found && ageOf(found.startedAt) <= keptDays * day ? found : null;
  };
  const result = (id: string) => chunksOf((index) => key(id, 'result', index), { sealed: false });
  const end = (id: string) => get(key(id, 'end'), endRecord);
  const progress = (id: string) => get(key(id, 'progress'), progressRecord);
  const takenUp = (id: string) => get(key(id, 'taken-up'), takenUpRecord);

  return {
    key,
    now,
    ageOf,
    /** Whatever its age. */
    made: (id: string) => get(key(id), dryRunOrder),
    order,
    end,
    isMarked: async (id: string) => (await kvs.get<unknown>(key(id, 'cancel'))) !== undefined,
    mark: (id: string) => kvs.set(key(id, 'cancel'), { who: place.who, at: now() }, { ttl: runTtl }),
    say: (id: string, said: DryRunProgress) =>
      kvs.set(key(id, 'progress'), { progress: said, at: now() } satisfies v.InferOutput<typeof progressRecord>, {
        ttl: runTtl,
      }),
    /** The result first, so that nobody meets an end whose result is not there. */
    finish: async (id: string, state: End['state'], problem: string | null, made: DryRunResult | null) => {
      const chunks = made === null ? 0 : await result(id).write(JSON.stringify(made), runTtl);
      await kvs.set(key(id, 'end'), { state, problem, chunks, at: now() } satisfies End, { ttl: runTtl });
    },
    /** It goes on; what was spent on it before is kept. */
    reopen: async (id: string, spent: number) => {
      const taken = { at: now(), spent } satisfies v.InferOutput<typeof takenUpRecord>;
      await kvs.set(key(id, 'taken-up'), taken, { ttl: runTtl });
      await Promise.all([kvs.delete(key(id, 'end')), kvs.delete(key(id, 'cancel'))]);
    },
    delete: async (id: string) => {
      await result(id).delete((await end(id))?.chunks ?? 0);
      await Promise.all(['progress', 'cancel', 'end', 'taken-up'].map((name) => kvs.delete(key(id, name))));
      await kvs.delete(key(id));
    },
    /** Milliseconds that it was worked on, without those between a stop and going on. */
    spent: async (id: string): Promise<number> => {
      const [made, taken, ended, said] = await Promise.all([order(id), takenUp(id), end(id), progress(id)]);
      if (!made) return 0;
      const begun = taken?.at ?? made.startedAt;
      const heard = said && said.at > begun ? said.at : begun;
      const until = ended?.at ?? (ageOf(heard) > silenceLimit ? heard : now());
      return (taken?.spent ?? 0) + Math.max(0, Date.parse(until) - Date.parse(begun));
    },
    /** @param savedAt When the checkpoint was set that can be gone on from. */
    view: async (id: string, savedAt: string | null): Promise<DryRunView | null> => {
      const [made, ended, said, mark, taken] = await Promise.all([
        order(id),
        end(id),
        progress(id),
        kvs.get<unknown>(key(id, 'cancel')),
        takenUp(id),
      ]);
      if (!made) return null;
      const signs = [made.startedAt, taken?.at ?? '', said?.at ?? '', said?.progress.waitsUntil ?? ''];
      const isSilent = ageOf(signs.sort().at(-1) ?? made.startedAt) > silenceLimit;
      const isCancelling = mark !== undefined;
      const going = isSilent ? (isCancelling ? 'cancelled' : 'stopped') : isCancelling ? 'cancelling' : 'working';
      const state = ended?.state ?? going;
      const text = ended && ended.chunks > 0 ? await result(id).read(ended.chunks) : null;
      return {
        id,
        who: made.who,
        startedAt: made.startedAt,
        endedAt: ended?.at ?? (isSilent ? (said?.at ?? made.startedAt) : null),
        state,
        mappingVersion: made.mappingVersion,
        progress: said?.progress ?? null,
        problem: ended ? ended.problem : state === 'stopped' ? stoppedWords(said?.progress ?? null) : null,
        canGoOn: state === 'stopped' && savedAt !== null,
        result: text === null ? null : v.parse(dryRunResult, JSON.parse(text)),
        changedSince: [],
      };
    },
  };
};
