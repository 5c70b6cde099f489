import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { type RunKind, type RunView, runKinds } from '../contract/run';
import { chunksOf } from '../store/chunks';
import { keyIn, type Place } from '../store/place';
import { Refusal } from '../store/refusal';
import { moment } from '../store/shapes';
import { claimRun, runListOf } from './claim-run';
import { startPulse } from './pulse';

/** How long a run and its result are read, in days. The store deletes late, so age is looked at as well. */
export const keptDays = 30;
/** A worker that says nothing for so long is taken for dead, milliseconds: a call on Forge lives 25 s. */
export const silenceLimit = 30_000;

/** Each record of a run has one writer, since the store has no compare-and-set. */
const record = v.object({
  id: v.string(),
  kind: v.picklist(runKinds),
  who: v.string(),
  subject: v.string(),
  /** It looks at a part alone, and so never stands for the newest result of its subject. */
  isPartial: v.boolean(),
  startedAt: moment,
});
const progressRecord = v.object({ phase: v.string(), done: v.number(), of: v.number(), at: moment });
const endRecord = v.object({
  state: v.picklist(['done', 'cancelled', 'failed']),
  chunks: v.number(),
  problem: v.nullable(v.string()),
});

/** Made by the panel: hard to guess, and harmless in a key of the store. */
export const runId = v.pipe(v.string(), v.uuid());

export type Work = {
  /** Aborted when somebody asks to cancel. */
  signal: AbortSignal;
  /** Kept in memory; written at the next beat. */
  onProgress: (progress: { phase: string; done: number; of: number }) => void;
};

export type NewRun = { id: string; kind: RunKind; subject: string; isPartial: boolean };

export type Runs<T> = {
  /**
   * Makes the run, works on it, and answers with how it ended. Only one caller can make an id, and a subject has one
   * run at a time.
   *
   * @throws Refusal `busy` where the subject has a run that goes on; `conflict` where the id was used before.
   */
  work: (run: NewRun, worker: (work: Work) => Promise<T>) => Promise<RunView<T>>;
  /** Null where there is none, or it is too old. */
  view: (id: string) => Promise<RunView<T> | null>;
  /** Sets the mark that the worker reads. */
  cancel: (id: string) => Promise<RunView<T> | null>;
  /** The newest whole one that was done, and the one that goes on. A cancelled one takes no result away. */
  ofSubject: (subject: string) => Promise<{ last: RunView<T> | null; running: RunView<T> | null }>;
  /** Deletes what is kept of a subject's runs. */
  forget: (subject: string) => Promise<void>;
};

const ttl = { value: keptDays, unit: 'DAYS' } as const;

/** Runs of one product. `shape` reads a result back; a run's records stand below its id. */
export const runsIn = <T>(place: Place, shape: v.GenericSchema<unknown, T>): Runs<T> => {
  const key = (id: string, ...rest: (string | number)[]) => keyIn(place, 'run', id, ...rest);
  const list = (subject: string) => runListOf(place, ['runs-of', subject], ttl);
  const get = async <R>(name: string, of: v.GenericSchema<unknown, R>): Promise<R | null> => {
    const found = await kvs.get<unknown>(name);
    return found === undefined ? null : v.parse(of, found);
  };

  const view = async (id: string): Promise<RunView<T> | null> => {
    const made = await get(key(id), record);
    if (!made || place.now().getTime() - Date.parse(made.startedAt) > keptDays * 86_400_000) return null;
    const [end, progress, mark] = await Promise.all([
      get(key(id, 'end'), endRecord),
      get(key(id, 'progress'), progressRecord),
      kvs.get<unknown>(key(id, 'cancel')),
    ]);
    const lastSign = Date.parse(progress?.at ?? made.startedAt);
    const isSilent = place.now().getTime() - lastSign > silenceLimit;
    const going = isSilent ? 'abandoned' : mark === undefined ? 'working' : 'cancelling';
    return {
      id,
      kind: made.kind,
      who: made.who,
      product: place.product,
      startedAt: made.startedAt,
      state: end?.state ?? going,
      phase: progress?.phase ?? '',
      progress: { done: progress?.done ?? 0, of: progress?.of ?? 0 },
      result: end && end.chunks > 0 ? await readResult(id, end.chunks) : null,
      problem: end?.problem ?? null,
    };
  };

  const isPartial = async (id: string): Promise<boolean> => (await get(key(id), record))?.isPartial ?? true;

  const resultOf = (id: string) => chunksOf((index) => key(id, 'result', index), { sealed: false });
  const readResult = async (id: string, chunks: number): Promise<T | null> => {
    const text = await resultOf(id).read(chunks);
    return text === null ? null : v.parse(shape, JSON.parse(text));
  };

  const writeEnd = async (id: string, end: v.InferOutput<typeof endRecord>, result: T | null) => {
    const chunks = result === null ? 0 : await resultOf(id).write(JSON.stringify(result), ttl);
    // Last, so that nobody meets an end whose result is not there.
    await kvs.set(key(id, 'end'), { ...end, chunks }, { ttl });
  };

  const claim = (run: NewRun) =>
    claimRun({
      list: list(run.subject),
      id: run.id,
      make: {
        key: key(run.id),
        record: { ...run, who: place.who, startedAt: place.now().toISOString() } satisfies v.InferOutput<typeof record>,
        ttl,
      },
      going: async (id) => {
        const found = await view(id);
        return found && isGoing(found) ? found : null;
      },
      what: 'a check',
    });

  return {
    view,
    work: async (run, worker) => {
      await claim(run);
      const stop = new AbortController();
      let progress = { phase: '', done: 0, of: 0 };
      const pulse = startPulse(async () => {
        await kvs.set(key(run.id, 'progress'), { ...progress, at: place.now().toISOString() }, { ttl });
        if ((await kvs.get<unknown>(key(run.id, 'cancel'))) !== undefined) stop.abort();
      });
      try {
        const result = await worker({
          signal: stop.signal,
          onProgress: (next) => {
            progress = next;
          },
        });
        await pulse.stop();
        await writeEnd(run.id, { state: stop.signal.aborted ? 'cancelled' : 'done', chunks: 0, problem: null }, result);
      } catch (error) {
        await pulse.stop();
        const problem =
          error instanceof Refusal ? error.message : 'Something went wrong that this product does not know.';
        await writeEnd(run.id, { state: 'failed', chunks: 0, problem }, null);
        throw error;
      }
      const ended = await view(run.id);
      if (!ended) throw new Refusal('not-found', 'The run was removed while it was being worked on.');
      return ended;
    },
    cancel: async (id) => {
      const found = await view(id);
      if (!found || !isGoing(found)) return found;
      await kvs.set(key(id, 'cancel'), { who: place.who, at: place.now().toISOString() }, { ttl });
      return view(id);
    },
    ofSubject: async (subject) => {
      const ids = (await list(subject).latest())?.value ?? [];
      let running: RunView<T> | null = null;
      for (const id of ids) {
        const found = await view(id);
        if (!found) continue;
        if (isGoing(found)) running ??= found;
        else if (found.state === 'done' && !(await isPartial(id))) return { last: found, running };
      }
      return { last: null, running };
    },
    forget: async (subject) => {
      const ids = (await list(subject).latest())?.value ?? [];
      await list(subject).strikeOut();
      for (const id of ids) {
        const chunks = (await get(key(id, 'end'), endRecord))?.chunks ?? 0;
        const names = ['progress', 'cancel', 'end'].map((name) => key(id, name));
        await resultOf(id).delete(chunks);
        await Promise.all([key(id), ...names].map((name) => kvs.delete(name)));
      }
    },
  };
};

const isGoing = (run: { state: string }) => run.state === 'working' || run.state === 'cancelling';
