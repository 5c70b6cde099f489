import type { InForce, TargetFailure } from '../contract/apply';
import { type Hand, Overtaken } from './hand';
import { mostRefusals, mostTries, retryAfter } from './lifetimes';
import { askTarget, type Between, lookAt, openBackup, type Seen } from './look';
import type { EngineParts } from './parts';

/**
 * What a restore may write over. `applied`: exactly what was applied, and what a stopped write or restore of ours leaves.
 * `own-write`: whatever our own write, answered a moment ago, has made. `fingerprint`: what a person was shown.
 */
export type MayReplace = { kind: 'applied' } | { kind: 'own-write' } | { kind: 'fingerprint'; fingerprint: string };

/**
 * Puts the old settings back and reads them again. The hand has noted `restoring`, and so won against all others. Ends in
 * `restored`, in `stuck`, or in `restoring` with a time for the next try.
 *
 * @throws Overtaken where somebody else has gone on meanwhile.
 */
export const putBack = async <D, W>(parts: EngineParts<D, W>, hand: Hand, may: MayReplace): Promise<void> => {
  const { called, target } = parts;
  const opened = await openBackup(parts, hand.id);
  if (!opened.ok) return call(hand, { inForce: hand.state().inForce, failure: opened.failure });
  const between = opened.value;

  const before = await lookAt(parts, between);
  if (!before.ok) return restOrCall(parts, hand, { inForce: 'unknown', failure: before.failure });
  const seen = before.value;
  if (seen.inForce === 'old')
    return hand.note({ step: 'restored', inForce: 'old', message: `${called} holds the old settings.` });
  if (!mayReplace(parts, hand, { may, seen, between }))
    return call(hand, { inForce: seen.inForce, failure: otherwise(called) });

  const { inForce } = seen;
  await hand.note({ step: 'restoring', inForce, isSent: true, message: `The backup is being written to ${called}.` });
  stopIfLate(parts, hand);
  const answer = await askTarget(parts, (signal) =>
    target.restore({ backup: between.backup, found: seen.reading.document, applied: between.after }, signal),
  );

  const after = await lookAt(parts, between);
  const isAnswered = answer.ok || !mayStillArrive(answer.failure);
  if (!after.ok) return restOrCall(parts, hand, { inForce: 'unknown', failure: after.failure, isAnswered });
  // Where the two cannot be told apart, the answer is all there is.
  const isOld = after.value.inForce === 'old' || (after.value.inForce === 'unknown' && answer.ok);
  if (isOld)
    return hand.note({
      step: 'restored',
      inForce: 'old',
      message: `The old settings were written to ${called} and read back.`,
    });
  const failure = answer.ok ? notTaken(called) : answer.failure;
  return restOrCall(parts, hand, { inForce: after.value.inForce, failure, isAnswered });
};

/** The request left, and what became of it was not told. */
export const mayStillArrive = ({ code }: TargetFailure): boolean =>
  code === 'unreachable' || code === 'answer-unreadable';

/** Whether a restore may write over what was found. */
export const mayReplace = <D, W>(
  { target }: EngineParts<D, W>,
  hand: Hand,
  { may, seen, between }: { may: MayReplace; seen: Seen<D>; between: Between<D> },
): boolean => {
  const { document, fingerprint } = seen.reading;
  if (may.kind === 'own-write' || target.isSame(document, between.after)) return true;
  if (may.kind === 'fingerprint' && may.fingerprint === fingerprint) return true;
  // Only once something was sent: before that, a half-way state is somebody else's decision.
  return hand.state().isSent && target.isHalfWay(document, between.old, between.after);
};

type Trouble = { inForce: InForce; failure: TargetFailure; isAnswered?: boolean };

/** Another try later, or a person: after a final failure, after too many tries, or once a person was needed before. */
export const restOrCall = async <D, W>({ clock }: EngineParts<D, W>, hand: Hand, trouble: Trouble): Promise<void> => {
  const { inForce, failure } = trouble;
  const { step, tries, refusals, wasStuck } = hand.state();
  const isLast = tries + 1 >= mostTries || (inForce !== 'unknown' && refusals + 1 >= mostRefusals);
  if (failure.isFinal || wasStuck || isLast) return call(hand, trouble);
  const nextAt = new Date(clock.now().getTime() + retryAfter(tries)).toISOString();
  return hand.note({ step, ...trouble, nextAt, message: `${failure.message} It is tried again.` });
};

/** Ends all unattended tries: a person must look. */
export const call = (hand: Hand, trouble: Trouble): Promise<void> =>
  hand.note({ step: 'stuck', ...trouble, message: trouble.failure.message });

/** Somebody else may have gone on while this process stood still: what it meant to send must not arrive now. */
export const stopIfLate = <D, W>({ clock }: Pick<EngineParts<D, W>, 'clock'>, hand: Hand): void => {
  const { nextAt } = hand.state();
  if (nextAt !== null && clock.now().getTime() >= nextAt) throw new Overtaken();
};

const otherwise = (called: string): TargetFailure => ({
  code: 'refused',
  message: `Somebody has changed ${called} since, or it has not kept all of what was sent.`,
  remedy: 'Compare what is there now with the backup, then restore it or leave it as it is.',
  isFinal: true,
});

const notTaken = (called: string): TargetFailure => ({
  code: 'refused',
  message: `${called} answered that the backup was written, and does not hold it.`,
  remedy: 'Restore it once more, or import the backup by hand.',
  isFinal: false,
});
