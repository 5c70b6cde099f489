import type { DryRunProgress, DryRunResult, DryRunView } from '../contract/dry-run';
import { claimRun, runListOf } from '../runs/claim-run';
import { deleteBelow } from '../store/batches';
import type { Place } from '../store/place';
import { Refusal } from '../store/refusal';
import type { DryRunOrder } from './dry-run-order';
import { checkpointAt, type KeptCheckpoint } from './kept-checkpoint';
import { type KeptComparison, keptComparisonAt } from './kept-comparison';
import { runRecordsIn, runTtl } from './kept-records';
import { type RowStore, rowDays, rowStoreAt } from './row-store';

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
   * Makes a run. Answers with the earlier runs of the target that broke off: nobody goes on with them any more.
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
  /**
   * `current`: goes on, broke off or failed after the last that was done. `before`: the one that was done before `last`.
   */
  ofTarget: (target: string) => Promise<Record<'current' | 'last' | 'before', DryRunView | null>>;
  /** Everything that is kept of it, at once. */
  delete: (id: string) => Promise<void>;
  /** The same for all runs of a target. Answers with their ids. */
  forget: (target: string) => Promise<string[]>;
  /** Deletes by our own clock what is too old. Answers with the runs that nobody can go on with any more. */
  sweep: (targets: readonly string[]) => Promise<string[]>;
};

const day = 86_400_000;

export const keptRunsIn = (place: Place): KeptRuns => {
  const records = runRecordsIn(place);
  const { ageOf, key, order } = records;
  const list = (target: string) => runListOf(place, ['dry-runs-of', target], runTtl);
  const idsOf = async (target: string) => (await list(target).latest())?.value ?? [];
  const below =
    (id: string) =>
    (...rest: (string | number)[]) =>
      key(id, ...rest);
  const rows = (id: string) => rowStoreAt(place, below(id));
  const checkpoint = (id: string) => checkpointAt(place, below(id));
  const comparison = (id: string) => keptComparisonAt(place, below(id));
  const view = async (id: string) => records.view(id, await checkpoint(id).at());
  const going = async (id: string) => {
    const found = await view(id);
    return found && isGoing(found) ? found : null;
  };

  /** Of runs that broke off, what is kept of people: nobody goes on with them any more. */
  const leaveOff = async (ids: readonly string[]): Promise<string[]> => {
    const left: string[] = [];
    for (const id of ids) {
      const state = (await records.end(id))?.state ?? 'stopped';
      if (state !== 'stopped') continue;
      left.push(id);
      await checkpoint(id).delete();
      await rows(id).delete();
    }
    return left;
  };

  const remove = async (id: string) => {
    await checkpoint(id).delete();
    await comparison(id).delete();
    await rows(id).delete();
    await records.delete(id);
    await deleteBelow(`${key(id)}:`);
  };

  return {
    order,
    rows,
    checkpoint,
    comparison,
    view,
    spent: records.spent,
    claim: async (made) => {
      const before = await idsOf(made.targetId);
      const dropped = await claimRun({
        list: list(made.targetId),
        id: made.id,
        make: { key: key(made.id), record: made, ttl: runTtl },
        going,
        what: 'a dry run',
      });
      for (const id of dropped) await remove(id);
      return [...(await leaveOff(before.filter((id) => !dropped.includes(id)))), ...dropped];
    },
    takeUp: async (id) => {
      const [found, made] = await Promise.all([view(id), order(id)]);
      if (!found || !made)
        throw new Refusal('not-found', 'There is no such dry run, or it is too old to be kept.', { field: 'run' });
      if (isGoing(found)) throw new Refusal('busy', `${found.who}'s dry run goes on already.`);
      if (!found.canGoOn)
        throw new Refusal('refused', 'There is nothing that this dry run could go on from.', {
          remedy: 'Start a new one.',
        });
      await claimRun({ list: list(made.targetId), id, make: null, going, what: 'a dry run' });
      await records.reopen(id, await records.spent(id));
      return made;
    },
    // A run that was deleted stays deleted, whoever still works on it.
    progress: async (id, progress) => {
      if (await order(id)) await records.say(id, progress);
    },
    isCancelAsked: async (id) => (await records.isMarked(id)) || (await order(id)) === null,
    cancel: async (id) => {
      if (await going(id)) await records.mark(id);
    },
    end: async (id, end) => {
      if (!(await order(id))) return remove(id);
      await records.finish(
        id,
        end.state,
        'problem' in end ? end.problem : null,
        end.state === 'done' ? end.result : null,
      );
      if (end.state !== 'stopped') await checkpoint(id).delete();
    },
    hasEnded: async (id) => (await records.end(id)) !== null || (await order(id)) === null,
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
        } else if (!found.last && run.state !== 'cancelled') found.current ??= run;
      }
      return found;
    },
    delete: async (id) => {
      const made = await records.made(id);
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
          const [made, end, savedAt] = await Promise.all([order(id), records.end(id), checkpoint(id).at()]);
          if (!made) await remove(id);
          else if (ageOf(end?.at ?? savedAt ?? made.startedAt) < rowDays * day || (await going(id))) continue;
          else {
            await checkpoint(id).delete();
            await comparison(id).deleteRows();
            await rows(id).delete();
          }
          old.push(id);
        }
      return old;
    },
  };
};

/** Whether somebody works on it. */
export const isGoing = (run: Pick<DryRunView, 'state'>): boolean =>
  run.state === 'working' || run.state === 'cancelling';
