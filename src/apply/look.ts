import type { InForce, TargetFailure } from '../contract/apply';
import type { Secret } from '../secrets/secret';
import type { ApplyTarget, Attempted, Reading } from './apply-target';
import { requestLasts } from './lifetimes';
import type { EngineParts } from './parts';

/** The two documents that an apply stands between. */
export type Between<D> = { backup: Secret; old: D; after: D };

export type Seen<D> = { reading: Reading<D>; inForce: InForce };

/**
 * Asks a target, and waits no longer than for one request, whether it heeds the signal or not. What it throws is a
 * failure like another: the engine reads again whatever happened.
 */
export const askTarget = async <T>(
  { clock, called }: Pick<EngineParts<never, never>, 'clock' | 'called'>,
  act: (signal: AbortSignal) => Promise<Attempted<T>>,
): Promise<Attempted<T>> => {
  const signal = clock.limit(requestLasts);
  const silent = (): Attempted<T> => ({
    ok: false,
    failure: {
      code: 'unreachable',
      message: `${called} did not answer within ${requestLasts / 1000} seconds.`,
      remedy: 'Look whether it runs and can be reached.',
      isFinal: false,
    },
  });
  if (signal.aborted) return silent();
  let stop = () => {};
  const late = new Promise<Attempted<T>>((resolve) => {
    stop = () => resolve(silent());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([act(signal), late]);
  } catch {
    // The cause is dropped: it can hold what was sent.
    return {
      ok: false,
      failure: {
        code: 'unreachable',
        message: `The exchange with ${called} broke off.`,
        remedy: 'Look whether it runs and can be reached.',
        isFinal: false,
      },
    };
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

/** What the target holds now, held against the two. */
export const lookAt = async <D, W>(parts: EngineParts<D, W>, between: Between<D>): Promise<Attempted<Seen<D>>> => {
  const read = await askTarget(parts, (signal) => parts.target.read(signal));
  if (!read.ok) return read;
  return { ok: true, value: { reading: read.value, inForce: inForceOf(parts.target, read.value.document, between) } };
};

/** `unknown` where the two cannot be told apart by reading, such as where a secret alone changes that is written only. */
export const inForceOf = <D, W>(
  target: Pick<ApplyTarget<D, W>, 'isSame'>,
  found: D,
  { old, after }: Pick<Between<D>, 'old' | 'after'>,
): InForce => {
  const [isOld, isNew] = [target.isSame(found, old), target.isSame(found, after)];
  if (isOld && isNew) return 'unknown';
  return isNew ? 'new' : isOld ? 'old' : 'neither';
};

/** Labels of the fields that reading again cannot prove. */
export const unprovedBetween = <D, W>(
  target: Pick<ApplyTarget<D, W>, 'difference'>,
  { old, after }: Pick<Between<D>, 'old' | 'after'>,
): string[] =>
  target
    .difference(old, after)
    .changes.filter(({ canBeReadBack }) => !canBeReadBack)
    .map(({ label }) => label);

/** The two from the kept backup; a failure where it is not there any more, or does not open. */
export const openBackup = async <D, W>(
  { backups, target, targetId, called }: EngineParts<D, W>,
  apply: string,
): Promise<Attempted<Between<D>>> => {
  const kept = await backups.get(targetId, apply);
  if (!kept) return { ok: false, failure: noBackup(called) };
  const old = target.documentOf(kept.before);
  if (!old.ok) return old;
  const after = target.documentOf(kept.after);
  return after.ok ? { ok: true, value: { backup: kept.before, old: old.value, after: after.value } } : after;
};

const noBackup = (called: string): TargetFailure => ({
  code: 'missing',
  message: `The backup of ${called} is not there any more.`,
  remedy: 'Restore the settings by hand, from a copy of your own.',
  isFinal: true,
});
