import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import type { DryRunProgress, DryRunResult, DryRunView } from '../contract/dry-run';
import { claimRun, runListOf } from '../runs/claim-run';
import { keptDays } from '../runs/runs';
import { deleteBelow } from '../store/batches';
import { chunksOf } from '../store/chunks';
import { keyIn, type Place } from '../store/place';
import { Refusal } from '../store/refusal';
import { moment } from '../store/shapes';
import { type DryRunOrder, dryRunOrder } from './dry-run-order';
import { dryRunProgress, dryRunResult } from './dry-run-shapes';
import { checkpointAt, type KeptCheckpoint } from './kept-checkpoint';
import { type KeptComparison, keptComparisonAt } from './kept-comparison';
import { type RowStore, rowDays, rowStoreAt } from './row-store';
import { stoppedWords } from './stopped-words';

/**
 * A run that says nothing for so long, beyond a time that it said it waits until, is taken for broken off, milliseconds.
 * On Forge its next event may be late.
 */
export const silenceLimit = 120_000;

export type DryRunEnd =
  | { state: 'done'; result: DryRunResult }
  | { state: 'cancelled' }
  /** `stopped` can go on where there is a checkpoint. `problem`: whole sentences. */
  | { state: 'stopped' | 'failed'; problem: string };

/**
 * The dry runs of one product: one at a time for a target, seen by whoever administers. Sums are kept as long as other
 * runs, whatever names people for `rowDays`; what is older is not read, however late the store deletes.
 */
export type KeptRuns = {
  /**
   * Makes a run. Answers with the earlier runs of the target that were not done: nobody goes on with them any more.
   *
   * @throws Refusal `busy` where the target has a run that goes on; `conflict` where the id was used before.
   */
  claim: (order: DryRunOrder) => Promise<string[]>;
  /**
   * Takes one up again that broke off.
   *
   * @throws Refusal `busy` where the target has a run that goes on, `refused` where there is nothing to go on from.
   */
  takeUp: (id: string) => Promise<DryRunOrder>;
  /** Null where there is none, or it is too old. */
  order: (id: string) => Promise<DryRunOrder | null>;
  /** Said at least once a minute by whoever works on it. */
  progress: (id: string, progress: DryRunProgress) => Promise<void>;
  /** So is a run that was deleted. */
  isCancelAsked: (id: string) => Promise<boolean>;
  cancel: (id: string) => Promise<void>;
  /** Milliseconds that it was worked on so far, without those between a stop and going on. */
  spent: (id: string) => Promise<number>;
  end: (id: string, end: DryRunEnd) => Promise<void>;
  /** Somebody has said how it ended, or it is gone: silence alone is no end. */
  hasEnded: (id: string) => Promise<boolean>;
  rows: (id: string) => RowStore;
  checkpoint: (id: string) => KeptCheckpoint;
  comparison: (id: string) => KeptComparison;
  /** `changedSince` is empty, and `canGoOn` tells only whether there is something to go on from. */
  view: (id: string) => Promise<DryRunView | null>;
  /** `current`: goes on, or broke off after the last that was done. `before`: the one that was done before `last`. */
  ofTarget: (target: string) => Promise<Record<'current' | 'last' | 'before', DryRunView | null>>;
  /** Everything that is kept of it, at once. */
  delete: (id: string) => Promise<void>;
  /** The same for all runs of a target. Answers with their ids. */
  forget: (target: string) => Promise<string[]>;
  /** Deletes by our own clock what is too old. Answers with the runs that nobody can go on with any more. */
  sweep: (targets: readonly string[]) => Promise<string[]>;
};

const ttl = { value: keptDays, unit: 'DAYS' } as const;
const day = 86_400_000;

const progressRecord = v.object({ progress: dryRunProgress, at: moment });
const endRecord = v.object({
  state: v.picklist(['done', 'cancelled', 'stopped', 'failed']),
  problem: v.nullable(v.string()),
  chunks: v.number(),
  at: moment,
});
/** When it was taken up last, and what was spent on it before, milliseconds. */
const takenUpRecord = v.object({ at: moment, spent: v.number() });

export const keptRunsIn = (place: Place): KeptRuns => {
  const key = (id: string, ...rest: (string | number)[]) => keyIn(place, 'dry-run', id, ...rest);
  const list = (target: string) => runListOf(place, ['dry-runs-of', target], ttl);
  const now = () => place.now().toISOString();
  const ageOf = (at: string) => place.now().getTime() - Date.parse(at);
  const get = async <T>(name: string, shape: v.GenericSchema<unknown, T>): Promise<T | null> => {
    const found = await kvs.get<unknown>(name);
    return found === undefined ? null : v.parse(shape, found);
  };
  const resultOf = (id: string) => chunksOf((index) => key(id, 'result', index), { sealed: false });
  const below =
    (id: string) =>
    (...rest: (string | number)[]) =>
      key(id, ...rest);
  const rows = (id: string) => rowStoreAt(place, below(id));
  const checkpoint = (id: string) => checkpointAt(place, below(id));
  const comparison = (id: string) => keptComparisonAt(place, below(id));
  const idsOf = async (target: string) => (await list(target).latest())?.value ?? [];

  const order = async (id: string): Promise<DryRunOrder | null> => {
    const found = await get(key(id), dryRunOrder);
    return found && ageOf(found.startedAt) <= keptDays * day ? found : null;
  };

  const readResult = async (id: string, chunks: number): Promise<DryRunResult | null> => {
    const text = chunks === 0 ? null : await resultOf(id).read(chunks);
    return text === null ? null : v.parse(dryRunResult, JSON.parse(text));
  };

  const view = async (id: string): Promise<DryRunView | null> => {
    const made = await order(id);
    if (!made) return null;
    const [end, said, mark, takenUp, savedAt] = await Promise.all([
      get(key(id, 'end'), endRecord),
      get(key(id, 'progress'), progressRecord),
      kvs.get<unknown>(key(id, 'cancel')),
      get(key(id, 'taken-up'), takenUpRecord),
      checkpoint(id).at(),
    ]);
    const lastSign = [made.startedAt, takenUp?.at ?? '', said?.at ?? '', said?.progress.waitsUntil ?? ''].sort().at(-1);
    const isSilent = ageOf(lastSign ?? made.startedAt) > silenceLimit;
    const isCancelling = mark !== undefined;
    const going = isSilent ? (isCancelling ? 'cancelled' : 'stopped') : isCancelling ? 'cancelling' : 'working';
    const state = end?.state ?? going;
    return {
      id,
      who: made.who,
      startedAt: made.startedAt,
      endedAt: end?.at ?? (isSilent ? (said?.at ?? made.startedAt) : null),
      state,
      mappingVersion: made.mappingVersion,
      progress: said?.progress ?? null,
      problem: end ? end.problem : state === 'stopped' ? stoppedWords(said?.progress ?? null) : null,
      canGoOn: state === 'stopped' && savedAt !== null,
      result: end ? await readResult(id, end.chunks) : null,
      changedSince: [],
    };
  };

  const going = async (id: string) => {
    const found = await view(id);
    return found && isGoing(found) ? found : null;
  };

  /** What a run leaves that is not done: it can be gone on with no more. */
  const leaveOff = async (ids: readonly string[]): Promise<string[]> => {
    const left: string[] = [];
    for (const id of ids) {
      if ((await get(key(id, 'end'), endRecord))?.state === 'done') continue;
      left.push(id);
      await checkpoint(id).delete();
      await rows(id).delete();
    }
    return left;
  };

  const remove = async (id: string) => {
    await checkpoint(id).delete();
    await resultOf(id).delete((await get(key(id, 'end'), endRecord))?.chunks ?? 0);
    await Promise.all(['progress', 'cancel', 'end', 'taken-up'].map((name) => kvs.delete(key(id, name))));
    await comparison(id).delete();
    await rows(id).delete();
    await kvs.delete(key(id));
    await deleteBelow(`${key(id)}:`);
  };

  return {
    order,
    rows,
    checkpoint,
    comparison,
    view,
    claim: async (made) => {
      const make = { key: key(made.id), record: made, ttl };
      const subject = list(made.targetId);
      const before = await idsOf(made.targetId);
      const dropped = await claimRun({ list: subject, id: made.id, make, going, what: 'a dry run' });
      for (const id of dropped) await remove(id);
      return leaveOff(before);
    },
    takeUp: async (id) => {
      const [found, made] = await Promise.all([view(id), order(id)]);
      if (!found || !made) throw gone();
      if (isGoing(found)) throw new Refusal('busy', `${found.who}'s dry run goes on already.`);
      if (!found.canGoOn)
        throw new Refusal('refused', 'There is nothing that this dry run could go on from.', {
          remedy: 'Start a new one.',
        });
      await claimRun({ list: list(made.targetId), id, make: null, going, what: 'a dry run' });
      const spent = await spentOn(id, made);
      await kvs.set(key(id, 'taken-up'), { at: now(), spent } satisfies v.InferOutput<typeof takenUpRecord>, { ttl });
      await Promise.all([kvs.delete(key(id, 'end')), kvs.delete(key(id, 'cancel'))]);
      return made;
    },
    progress: (id, progress) =>
      kvs.set(key(id, 'progress'), { progress, at: now() } satisfies v.InferOutput<typeof progressRecord>, { ttl }),
    isCancelAsked: async (id) => {
      const [made, mark] = await Promise.all([kvs.get<unknown>(key(id)), kvs.get<unknown>(key(id, 'cancel'))]);
      return made === undefined || mark !== undefined;
    },
    cancel: async (id) => {
      if (await going(id)) await kvs.set(key(id, 'cancel'), { who: place.who, at: now() }, { ttl });
    },
    spent: async (id) => {
      const made = await order(id);
      return made ? spentOn(id, made) : 0;
    },
    end: async (id, end) => {
      const chunks = end.state === 'done' ? await resultOf(id).write(JSON.stringify(end.result), ttl) : 0;
      if (end.state === 'done' || end.state === 'cancelled') await checkpoint(id).delete();
      const problem = 'problem' in end ? end.problem : null;
      // Last, so that nobody meets an end whose result is not there.
      const made = { state: end.state, problem, chunks, at: now() } satisfies v.InferOutput<typeof endRecord>;
      await kvs.set(key(id, 'end'), made, { ttl });
    },
    hasEnded: async (id) => {
      const [made, end] = await Promise.all([kvs.get<unknown>(key(id)), kvs.get<unknown>(key(id, 'end'))]);
      return made === undefined || end !== undefined;
    },
    ofTarget: async (target) => {
      const found: Record<'current' | 'last' | 'before', DryRunView | null> = {
        current: null,
        last: null,
        before: null,
      };
      for (const id of await idsOf(target)) {
        const run = await view(id);
        if (!run) continue;
        if (run.state === 'done') {
          if (found.last) return { ...found, before: run };
          found.last = run;
        } else if (!found.last && (isGoing(run) || run.state === 'stopped')) found.current ??= run;
      }
      return found;
    },
    delete: async (id) => {
      const made = await get(key(id), dryRunOrder);
      if (made) await list(made.targetId).update((ids) => (ids ?? []).filter((each) => each !== id));
      await remove(id);
    },
    forget: async (target) => {
      const ids = await idsOf(target);
      await list(target).strikeOut();
      for (const id of ids) await remove(id);
      return ids;
    },
    sweep: async (targets) => {
      const old: string[] = [];
      for (const target of targets)
        for (const id of await idsOf(target)) {
          const [made, end, savedAt] = await Promise.all([
            order(id),
            get(key(id, 'end'), endRecord),
            checkpoint(id).at(),
          ]);
          if (!made) {
            await remove(id);
            old.push(id);
          } else if (ageOf(end?.at ?? savedAt ?? made.startedAt) >= rowDays * day && !(await going(id))) {
            await checkpoint(id).delete();
            await comparison(id).deleteRows();
            await rows(id).delete();
            old.push(id);
          }
        }
      return old;
    },
  };

  async function spentOn(id: string, made: DryRunOrder): Promise<number> {
    const [takenUp, end, said] = await Promise.all([
      get(key(id, 'taken-up'), takenUpRecord),
      get(key(id, 'end'), endRecord),
      get(key(id, 'progress'), progressRecord),
    ]);
    const begun = takenUp?.at ?? made.startedAt;
    const heard = said && said.at > begun ? said.at : begun;
    const until = end?.at ?? (ageOf(heard) > silenceLimit ? heard : now());
    return (takenUp?.spent ?? 0) + Math.max(0, Date.parse(until) - Date.parse(begun));
  }
};

/** Whether somebody works on it. */
export const isGoing = (run: Pick<DryRunView, 'state'>): boolean =>
  run.state === 'working' || run.state === 'cancelling';

const gone = () => new Refusal('not-found', 'There is no such dry run, or it is too old to be kept.', { field: 'run' });
