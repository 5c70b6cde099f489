import type { InForce } from '../contract/apply';
import type { Hand } from './hand';
import type { EngineParts } from './parts';

/** The target holds what was planned. From now on it waits for somebody who keeps it, or is kept at once. */
export const verified = async <D, W>(
  parts: EngineParts<D, W>,
  hand: Hand,
  { inForce, unproved }: { inForce: InForce; unproved: string[] },
): Promise<void> => {
  const { called, clock } = parts;
  if (hand.state().step !== 'verified')
    await hand.note({
      step: 'verified',
      inForce,
      message:
        unproved.length === 0
          ? `${called} holds exactly what was planned.`
          : `${called} holds what was planned, as far as it can be read back. Not read back: ${unproved.join(', ')}.`,
    });
  const { keepWithin, isAsBefore } = hand.log().head;
  if (keepWithin === null)
    return hand.note({
      step: 'kept',
      inForce,
      message: isAsBefore ? 'The earlier settings are back.' : 'The new settings are kept.',
    });
  const deadlineAt = new Date(clock.now().getTime() + keepWithin).toISOString();
  return hand.note({
    step: 'waiting',
    inForce,
    deadlineAt,
    nextAt: deadlineAt,
    message: 'The old settings come back by themselves unless somebody keeps the new ones.',
  });
};
