import { type ApplyStep, type InForce, isOpen } from '../contract/apply';
import { stateOf } from './apply-state';
import { type Hand, Overtaken, takeUp } from './hand';
import type { ApplyLog } from './journal';
import { lookAt, openBackup, unprovedBetween } from './look';
import type { EngineParts } from './parts';
import { call, putBack, restOrCall } from './put-back';
import { verified } from './verified';

/** What came of looking after an apply. */
export type Recovered = {
  log: ApplyLog;
  /** Which settings the target holds, as far as is known now; null where it was not looked at. */
  inForce: InForce | null;
};

/**
 * Does what is due on an apply: what a process that died has left, another try, the deadline. Called at every start, when
 * `nextAt` comes, and by a schedule; twice at the same moment does no harm, since one of the two wins the next line.
 * Where somebody may still be at work nothing is changed, and only what is in force is told.
 */
export const recover = async <D, W>(parts: EngineParts<D, W>, log: ApplyLog): Promise<Recovered> => {
  const { step, nextAt } = stateOf(log);
  if (!isOpen(step)) return { log, inForce: null };
  if (nextAt === null || parts.clock.now().getTime() < nextAt) return look(parts, log);
  return unlessOvertaken(parts, log, (hand) => goOn(parts, hand));
};

/** Steps before anything is sent, and the one after which nothing is tried unasked. */
const notLookedAt: readonly ApplyStep[] = ['begun', 'read', 'planned', 'guarded', 'backed-up', 'stuck'];

/** Which of the two documents the target holds, while nothing is due. A final failure ends all unattended tries here too. */
const look = async <D, W>(parts: EngineParts<D, W>, log: ApplyLog): Promise<Recovered> => {
  const { step, isResting } = stateOf(log);
  if (notLookedAt.includes(step)) return { log, inForce: null };
  const opened = await openBackup(parts, log.head.id);
  const seen = opened.ok ? await lookAt(parts, opened.value) : opened;
  if (seen.ok) return { log, inForce: seen.value.inForce };
  // Whoever is at work meets it as well, and says so.
  if (!seen.failure.isFinal || !isResting) return { log, inForce: 'unknown' };
  return unlessOvertaken(parts, log, (hand) => call(hand, { inForce: 'unknown', failure: seen.failure }));
};

const unlessOvertaken = async <D, W>(
  parts: EngineParts<D, W>,
  log: ApplyLog,
  act: (hand: Hand) => Promise<void>,
): Promise<Recovered> => {
  const hand = takeUp(parts, log);
  try {
    await act(hand);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    return { log: (await parts.journal.read(log.head.id)) ?? log, inForce: null };
  }
  return { log: hand.log(), inForce: hand.state().inForce };
};

const goOn = async <D, W>(parts: EngineParts<D, W>, hand: Hand): Promise<void> => {
  const { step, isSent } = hand.state();
  switch (step) {
    case 'begun':
    case 'read':
    case 'planned':
    case 'guarded':
    case 'backed-up':
      return hand.note({
        step: 'not-written',
        inForce: 'old',
        who: null,
        message: 'It ended before anything was sent: nothing was written.',
      });
    case 'writing':
    case 'written':
    case 'verified':
      return settleWrite(parts, hand);
    case 'waiting':
      await hand.note({ step: 'restoring', who: null, message: 'Nobody has kept the new settings in time.' });
      return putBack(parts, hand, { kind: 'applied' });
    case 'keeping':
      await hand.note({ step: 'keeping', message: `${parts.called} is read once more, to keep it.` });
      return settleKeep(parts, hand);
    case 'restoring':
      await hand.note({
        step: 'restoring',
        who: null,
        message: isSent ? `A restore was cut short: ${parts.called} is read again.` : 'The old settings are put back.',
      });
      return putBack(parts, hand, { kind: 'applied' });
    default:
      return;
  }
};

/** A write was sent, and nobody has seen what became of it. By now it has arrived or is lost. */
const settleWrite = async <D, W>(parts: EngineParts<D, W>, hand: Hand): Promise<void> => {
  const { called } = parts;
  const { step } = hand.state();
  const wasVerified = step === 'verified';
  await hand.note({
    step,
    who: null,
    inForce: 'unknown',
    message: `A write was cut short: ${called} is read again.`,
  });
  const opened = await openBackup(parts, hand.id);
  if (!opened.ok) return call(hand, { inForce: 'unknown', failure: opened.failure });
  const seen = await lookAt(parts, opened.value);
  if (!seen.ok) return restOrCall(parts, hand, { inForce: 'unknown', failure: seen.failure });
  const { inForce } = seen.value;
  if (inForce === 'new' || (inForce === 'unknown' && wasVerified))
    return verified(parts, hand, { inForce, unproved: unprovedBetween(parts.target, opened.value) });
  if (inForce === 'old')
    return hand.note({
      step: wasVerified ? 'restored' : 'not-written',
      inForce,
      who: null,
      message: `${called} holds the old settings.`,
    });
  await hand.note({
    step: 'restoring',
    inForce,
    who: null,
    message:
      inForce === 'neither'
        ? `${called} holds neither the old settings nor the new ones.`
        : `Whether the new settings have arrived in ${called} cannot be told. The old ones are put back.`,
  });
  return putBack(parts, hand, { kind: 'applied' });
};

/** Somebody pressed Keep, and `keeping` was noted: it is kept if the target still holds what was applied. */
export const settleKeep = async <D, W>(parts: EngineParts<D, W>, hand: Hand): Promise<void> => {
  const opened = await openBackup(parts, hand.id);
  if (!opened.ok) return call(hand, { inForce: 'unknown', failure: opened.failure });
  const seen = await lookAt(parts, opened.value);
  if (!seen.ok) return restOrCall(parts, hand, { inForce: 'unknown', failure: seen.failure });
  const { inForce } = seen.value;
  if (inForce === 'new' || inForce === 'unknown')
    return hand.note({ step: 'kept', inForce: 'new', message: 'The new settings are kept.' });
  const { deadlineAt } = hand.state();
  return hand.note({
    step: 'waiting',
    inForce,
    nextAt: deadlineAt,
    message: `${parts.called} does not hold the new settings any more: they cannot be kept.`,
  });
};
