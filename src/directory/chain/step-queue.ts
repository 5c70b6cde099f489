import { InvocationLimitReachedError, Queue } from '@forge/events';

/** The queue of the manifest. */
export const stepQueue = 'dry-run-steps';
/** Seconds that the manifest grants one event. */
export const stepTimeout = 900;
/** Seconds that an event can be put off at the most. */
export const longestDelay = 900;

/** What an event says: what is to be done stands in the run's own records. */
export type StepEvent = { run: string; step: number };

/**
 * Sends for a step of a run.
 *
 * @param seconds How long it is put off, cut at what the platform allows.
 * @returns False where the chain that led here is as long as the platform lets one be.
 * @throws Error where the platform takes none at this moment; the same can be pushed again.
 */
export const pushStep = async (event: StepEvent, seconds: number): Promise<boolean> => {
  const delayInSeconds = Math.min(longestDelay, Math.max(0, Math.ceil(seconds)));
  try {
    await new Queue({ key: stepQueue }).push({ body: event, delayInSeconds });
    return true;
  } catch (error) {
    if (error instanceof InvocationLimitReachedError) return false;
    throw error;
  }
};
