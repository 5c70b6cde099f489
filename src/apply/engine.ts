import {
  type ApplyView,
  type CameIn,
  type Difference,
  type InForce,
  isOpen,
  type PlanSummary,
  type TargetFailure,
} from '../contract/apply';
import { stateOf } from './apply-state';
import type { Attempted } from './apply-target';
import { applyView } from './apply-view';
import { type Hand, Overtaken, takeUp } from './hand';
import type { ApplyHead, ApplyLog } from './journal';
import { silenceLasts } from './lifetimes';
import { askTarget, lookAt, openBackup } from './look';
import type { EngineParts } from './parts';
import { type MayReplace, mayReplace, putBack } from './put-back';
import { recover, settleKeep } from './recover';
import { type Change, type Held, type Order, prepare, writePlan } from './write-plan';

/** What came of an apply. `done`: it went on to the target, and the view tells how far. */
export type Applied = { kind: 'done'; view: ApplyView } | { kind: 'busy'; who: string; since: string } | Held;

/** What came of a press on Keep. */
export type Kept =
  | { kind: 'done'; view: ApplyView }
  /** No administrator has come in through the plugin since it was written. */
  | { kind: 'nobody-came-in' }
  /** The target holds something else by now; it goes on waiting. */
  | { kind: 'not-in-force'; view: ApplyView }
  /** Restore or the deadline was quicker, or it is not waiting for anybody. */
  | { kind: 'not-waiting'; view: ApplyView };

/** What came of a press on Restore. */
export type Restored =
  | { kind: 'done'; view: ApplyView }
  /** The target holds something else: shown first, and pressed again with the fingerprint of what was shown. */
  | { kind: 'differs'; fingerprint: string; difference: Difference }
  | { kind: 'unreadable'; view: ApplyView; failure: TargetFailure }
  /** Somebody is at work on it, or it has ended. */
  | { kind: 'not-open'; view: ApplyView };

/**
 * Writes plans to one target, with a way back. Whatever it does is noted before and after in the journal, so that
 * `recover` in another process can tell what is in force, and finish it or undo it.
 */
export type ApplyEngine<D, W> = {
  /** What would be written, and of which reading. Changes nothing. */
  preview: (change: Change<W>) => Promise<Attempted<PlanSummary>>;
  /** Read, plan, guards, backup, write, read again, compare; then it waits, or has put the old settings back. */
  apply: (order: Order<D, W>) => Promise<Applied>;
  /**
   * Notes that somebody came in through the plugin, or that they administer nothing any more. What was noted last of each
   * counts; for `keep` an administrator who came in after the write.
   */
  noteCameIn: (apply: string, cameIn: CameIn) => Promise<ApplyView | null>;
  /** Keeps the new settings for good. Competes with `restore` and the deadline. */
  keep: (apply: string) => Promise<Kept | null>;
  /** @param shown Fingerprint of what a person was shown of a target that holds something else than was applied. */
  restore: (apply: string, shown: string | null) => Promise<Restored | null>;
  /** Leaves a target as it is once a person has looked: an apply that is stuck ends, and says what is in force. */
  leave: (apply: string) => Promise<ApplyView | null>;
  /** Does what is due on the newest apply, and tells what is in force. Null where there has been none. */
  recover: () => Promise<{ view: ApplyView; inForce: InForce | null } | null>;
  view: (apply: string) => Promise<ApplyView | null>;
  /** Those that went on to the target, newest first. */
  history: (most: number) => Promise<ApplyView[]>;
  /** Deletes a backup at once. False while its apply may still need it. */
  deleteBackup: (apply: string) => Promise<boolean>;
};

export const applyEngine = <D, W>(parts: EngineParts<D, W>): ApplyEngine<D, W> => {
  const { target, targetId, called, journal, backups, clock, who } = parts;

  const viewOf = (log: ApplyLog) => applyView(parts, log);
  /** The apply as it stands now; null where it is of another target. */
  const find = async (apply: string): Promise<ApplyLog | null> => {
    const log = await journal.read(apply);
    return log?.head.target === targetId ? log : null;
  };
  const viewNow = async (log: ApplyLog): Promise<ApplyView> => viewOf((await journal.read(log.head.id)) ?? log);
  /** Null where somebody else was quicker. */
  const unlessOvertaken = async <T>(act: () => Promise<T>): Promise<{ value: T } | null> => {
    try {
      return { value: await act() };
    } catch (error) {
      if (error instanceof Overtaken) return null;
      throw error;
    }
  };
  /** Nobody is at work on it, and nothing that was sent can still arrive. */
  const isFree = (log: ApplyLog): boolean => {
    const { isResting, nextAt, unansweredSince } = stateOf(log);
    const now = clock.now().getTime();
    if (nextAt !== null && now >= nextAt) return true;
    return isResting && (unansweredSince === null || now >= unansweredSince + silenceLasts);
  };

  /** Something broke. Where nothing was sent, the target need not be held until that is noticed. */
  const endUnsent = async (hand: Hand) => {
    if (hand.state().isSent) return;
    await hand.note({
      step: 'not-written',
      inForce: 'old',
      message: 'Nothing was written: something went wrong before.',
    });
  };

  const recoverNewest = async () => {
    const newest = await journal.newest(targetId);
    return newest && recover(parts, newest);
  };

  return {
    preview: async (change) => {
      const read = await askTarget(parts, (signal) => target.read(signal));
      if (!read.ok) return read;
      const prepared = await prepare(parts, read.value, change);
      if (!prepared.ok) return prepared;
      return { ok: true, value: { ...prepared.value.difference, fingerprint: read.value.fingerprint } };
    },

    apply: async (order) => {
      if (!who) throw new TypeError('Only a person applies.');
      // What a dead process left would hold the target for ever.
      await recoverNewest();
      const head: ApplyHead = {
        id: order.id,
        target: targetId,
        kind: target.kind,
        called,
        who: who.name,
        account: who.account,
        startedAt: clock.now().toISOString(),
        mappingVersion: order.mappingVersion,
        keepWithin: order.keepWithin,
        ...(order.change.kind === 'as-before' && { isAsBefore: true }),
      };
      const holder = await journal.begin(head);
      if (holder) return { kind: 'busy', who: holder.head.who, since: holder.head.startedAt };
      const hand = takeUp(parts, { head, entries: [] });
      const written = await unlessOvertaken(() => writePlan(parts, hand, order)).catch(async (error: unknown) => {
        await endUnsent(hand).catch(() => {});
        throw error;
      });
      return written?.value ?? { kind: 'done', view: await viewNow(hand.log()) };
    },

    noteCameIn: async (apply, cameIn) => {
      for (;;) {
        const log = await find(apply);
        if (!log) return null;
        const { step, deadlineAt } = stateOf(log);
        // Who comes in once it is kept says nothing of that, and something of whether everybody can be sent here.
        if (step !== 'waiting' && step !== 'kept') return viewOf(log);
        const hand = takeUp(parts, log);
        const message = `${cameIn.who} has come in through the plugin.`;
        const nextAt = step === 'waiting' ? deadlineAt : null;
        if (await unlessOvertaken(() => hand.note({ step, message, cameIn, nextAt }))) return viewOf(hand.log());
      }
    },

    keep: async (apply) => {
      const log = await find(apply);
      if (!log) return null;
      const { step, cameIn } = stateOf(log);
      if (step !== 'waiting') return { kind: 'not-waiting', view: await viewOf(log) };
      const written = writtenAt(log);
      if (!cameIn.some(({ isAdministrator, at }) => isAdministrator && Date.parse(at) >= written))
        return { kind: 'nobody-came-in' };
      const hand = takeUp(parts, log);
      const isOurs = await unlessOvertaken(async () => {
        await hand.note({ step: 'keeping', message: `${called} is read once more, to keep it.` });
        await settleKeep(parts, hand);
      });
      const view = await viewNow(log);
      if (!isOurs) return { kind: 'not-waiting', view };
      return { kind: view.step === 'waiting' ? 'not-in-force' : 'done', view };
    },

    restore: async (apply, shown) => {
      const log = await find(apply);
      if (!log) return null;
      if (!isOpen(stateOf(log).step) || !isFree(log)) return { kind: 'not-open', view: await viewOf(log) };
      const hand = takeUp(parts, log);
      const opened = await openBackup(parts, apply);
      if (!opened.ok) return { kind: 'unreadable', view: await viewOf(log), failure: opened.failure };
      const seen = await lookAt(parts, opened.value);
      if (!seen.ok) return { kind: 'unreadable', view: await viewOf(log), failure: seen.failure };
      const { reading, inForce } = seen.value;
      const may: MayReplace = shown === null ? { kind: 'applied' } : { kind: 'fingerprint', fingerprint: shown };
      if (inForce !== 'old' && !mayReplace(parts, hand, { may, seen: seen.value, between: opened.value })) {
        const difference = target.difference(reading.document, opened.value.old);
        return { kind: 'differs', fingerprint: reading.fingerprint, difference };
      }
      const isOurs = await unlessOvertaken(async () => {
        await hand.note({ step: 'restoring', inForce, message: 'The old settings are put back.' });
        await putBack(parts, hand, may);
      });
      const view = await viewNow(log);
      return isOurs ? { kind: 'done', view } : { kind: 'not-open', view };
    },

    leave: async (apply) => {
      const log = await find(apply);
      if (!log) return null;
      const { step } = stateOf(log);
      if (step !== 'stuck') return viewOf(log);
      const opened = await openBackup(parts, apply);
      const seen = opened.ok ? await lookAt(parts, opened.value) : null;
      const inForce = seen?.ok ? seen.value.inForce : 'unknown';
      const hand = takeUp(parts, log);
      await unlessOvertaken(() => hand.note({ step: 'left', inForce, message: `${called} is left as it is.` }));
      return viewNow(log);
    },

    recover: async () => {
      const recovered = await recoverNewest();
      return recovered && { view: await viewOf(recovered.log), inForce: recovered.inForce };
    },

    view: async (apply) => {
      const log = await find(apply);
      return log && viewOf(log);
    },

    history: async (most) => {
      const views: ApplyView[] = [];
      for (const id of await journal.ids(targetId)) {
        if (views.length === most) break;
        const log = await journal.read(id);
        if (log?.entries.some(({ step }) => step === 'writing')) views.push(await viewOf(log));
      }
      return views;
    },

    deleteBackup: async (apply) => {
      const log = await find(apply);
      if (!log || isOpen(stateOf(log).step)) return false;
      await backups.delete(targetId, apply);
      return true;
    },
  };
};

/** Milliseconds since the epoch: whoever came in before it may have come in by the old settings. */
const writtenAt = ({ entries }: ApplyLog): number => {
  const written = entries.find(({ step }) => step === 'written' || step === 'verified');
  return written ? Date.parse(written.at) : Number.POSITIVE_INFINITY;
};
