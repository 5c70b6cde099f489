import type { Difference, Guard, PlanSummary, TargetFailure } from '../contract/apply';
import type { Attempted, Plan, Reading } from './apply-target';
import { openGuards, redirectAlone } from './guards';
import type { Hand } from './hand';
import { silenceLasts } from './lifetimes';
import { askTarget, lookAt, openBackup, type Seen, unprovedBetween } from './look';
import type { EngineParts } from './parts';
import { mayStillArrive, putBack, restOrCall, stopIfLate } from './put-back';
import { verified } from './verified';

/** What is to be made of the target: what is wanted, or what it was before an earlier apply. */
export type Change<W> = { kind: 'wanted'; wanted: W } | { kind: 'as-before'; apply: string };

export type Order<D, W> = {
  /** Made anew for each apply: hard to guess, and harmless in a key of the store. */
  id: string;
  change: Change<W>;
  /** Fingerprint of what was read when the plan was shown; where `shownAs` is given, what that made of it. */
  shown: string;
  /** What is wanted may change between the look and the write as well: a fingerprint of both. */
  shownAs?: (fingerprint: string, difference: Difference) => string;
  mappingVersion: number | null;
  /** Milliseconds until the old settings come back by themselves; null: nobody has to keep the new ones. */
  keepWithin: number | null;
  /** Ids of guards that the person overrules. */
  overruled: readonly string[];
  /** Judges at the moment of writing, from what the backend itself knows. */
  judge: (about: { document: D; plan: Plan<D> }) => Promise<Guard[]>;
};

/** Why nothing was written, where that is no trouble with the target. */
export type Held =
  | { kind: 'changed'; summary: PlanSummary }
  | { kind: 'held'; guards: Guard[] }
  | { kind: 'nothing-to-write' };

/** A plan and how it is sent. */
type Prepared<D> = Plan<D> & { send: (signal: AbortSignal) => Promise<Attempted<void>> };

/** What would be written over a reading. Pure for what is wanted; for an earlier state its backup is opened. */
export const prepare = async <D, W>(
  parts: EngineParts<D, W>,
  reading: Reading<D>,
  change: Change<W>,
): Promise<Attempted<Prepared<D>>> => {
  const { target } = parts;
  const whyNot = target.whyNot?.(reading.document) ?? null;
  if (whyNot) return { ok: false, failure: whyNot };
  if (change.kind === 'wanted') {
    const plan = target.plan(reading.document, change.wanted);
    return { ok: true, value: { ...plan, send: (signal) => target.write(reading, plan.after, signal) } };
  }
  const opened = await openBackup(parts, change.apply);
  if (!opened.ok) return opened;
  const { backup, old, after: applied } = opened.value;
  return {
    ok: true,
    value: {
      after: old,
      difference: target.difference(reading.document, old),
      send: (signal) => target.restore({ backup, found: reading.document, applied }, signal),
    },
  };
};

/**
 * From the first reading to the wait for somebody who keeps it. The hand has an apply that has just begun. Null where it
 * went on to the target; the journal tells how that ended.
 *
 * @throws Overtaken where somebody else has gone on meanwhile.
 */
export const writePlan = async <D, W>(
  parts: EngineParts<D, W>,
  hand: Hand,
  order: Order<D, W>,
): Promise<Held | null> => {
  const { called, target, journal, backups } = parts;
  const end = (message: string, failure: TargetFailure | null = null) =>
    hand.note({ step: 'not-written', inForce: 'old', message, failure });

  const read = await askTarget(parts, (signal) => target.read(signal));
  if (!read.ok) {
    await end(`Nothing was written: ${called} could not be read.`, read.failure);
    return null;
  }
  const reading = read.value;
  await hand.note({ step: 'read', inForce: 'old', message: `${called} was read.` });

  const prepared = await prepare(parts, reading, order.change);
  if (!prepared.ok) {
    await end('Nothing was written: the plan could not be made.', prepared.failure);
    return null;
  }
  const { send, ...plan } = prepared.value;
  const fingerprint = order.shownAs?.(reading.fingerprint, plan.difference) ?? reading.fingerprint;
  if (fingerprint !== order.shown) {
    await end('Nothing was written: the settings have changed since the plan was shown.');
    return { kind: 'changed', summary: { ...plan.difference, fingerprint } };
  }
  if (plan.difference.changes.length === 0) {
    await end('Nothing was written: all fields are as wanted.');
    return { kind: 'nothing-to-write' };
  }
  await hand.note({ step: 'planned', message: `${fields(plan.difference.changes.length)} would be written.` });

  const guards = [redirectAlone(plan.difference), ...(await order.judge({ document: reading.document, plan }))];
  const open = openGuards(guards, order.overruled);
  if (open.length > 0) {
    await end(`Nothing was written: ${open[0]?.message}`);
    return { kind: 'held', guards };
  }
  const overruled = guards.filter(({ holds }) => !holds);
  await journal.keepPlan(hand.id, { ...plan.difference, fingerprint: reading.fingerprint, overruled });
  await hand.note({ step: 'guarded', message: guardedWords(overruled) });

  await backups.keep(parts.targetId, hand.id, { before: reading.backup, after: target.textOf(plan.after) });
  // Opened from where it lies: a backup that was only believed to be there has never helped anybody.
  const opened = await openBackup(parts, hand.id);
  const opens =
    opened.ok && target.isSame(opened.value.old, reading.document) && target.isSame(opened.value.after, plan.after);
  if (!opens) {
    await end('Nothing was written: the backup that was kept does not open.', opened.ok ? null : opened.failure);
    return null;
  }
  await hand.note({ step: 'backed-up', message: 'The settings as they were are kept, encrypted.' });

  await hand.note({ step: 'writing', isSent: true, message: `The new settings are being written to ${called}.` });
  stopIfLate(parts, hand);
  const answer = await askTarget(parts, send);
  await hand.note({
    step: 'written',
    inForce: 'unknown',
    failure: answer.ok ? null : answer.failure,
    isAnswered: answer.ok || !mayStillArrive(answer.failure),
    message: answer.ok ? `${called} answered that it was written.` : answer.failure.message,
  });
  const seen = await lookAt(parts, opened.value);
  await weigh(parts, hand, { answer, seen, unproved: unprovedBetween(target, opened.value) });
  return null;
};

/** What follows from what the target answered, and from what it was found to hold. */
const weigh = async <D, W>(
  parts: EngineParts<D, W>,
  hand: Hand,
  { answer, seen, unproved }: { answer: Attempted<void>; seen: Attempted<Seen<D>>; unproved: string[] },
): Promise<void> => {
  const { called, clock } = parts;
  if (!seen.ok) return restOrCall(parts, hand, { inForce: 'unknown', failure: seen.failure });
  const { inForce } = seen.value;
  const isNew = inForce === 'new' || (inForce === 'unknown' && answer.ok);
  if (isNew) return verified(parts, hand, { inForce, unproved });
  // Nobody answered: what was sent can still arrive, so neither "nothing was written" nor a restore is safe yet.
  if (!answer.ok && mayStillArrive(answer.failure))
    return hand.note({
      step: 'written',
      inForce,
      failure: answer.failure,
      nextAt: new Date(clock.now().getTime() + silenceLasts).toISOString(),
      message: `${answer.failure.message} What was sent may still arrive: it is looked at again in a minute.`,
    });
  const failure = answer.ok ? notTaken(called) : answer.failure;
  if (inForce === 'old')
    return hand.note({ step: 'not-written', inForce, failure, message: `${called} holds the old settings.` });
  await hand.note({
    step: 'restoring',
    inForce,
    failure,
    message: `${called} holds something else than was written. The old settings are put back.`,
  });
  return putBack(parts, hand, { kind: 'own-write' });
};

const fields = (count: number) => (count === 1 ? '1 field' : `${count} fields`);

const guardedWords = (overruled: readonly Guard[]) =>
  overruled.length === 0 ? 'All guards hold.' : `Overruled: ${overruled.map(({ message }) => message).join(' ')}`;

const notTaken = (called: string): TargetFailure => ({
  code: 'refused',
  message: `${called} answered that it was written, and does not hold it.`,
  remedy: 'Write the fields by hand, or import the file.',
  isFinal: false,
});
