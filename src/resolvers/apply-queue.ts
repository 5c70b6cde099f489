import type { Applies } from './adapters';

/** The queue of the manifest. */
export const applyQueue = 'apply-steps';
/** Seconds that the manifest grants one event. */
export const applyTimeout = 900;
/** Seconds that an event can be put off at the most. */
const longestDelay = 900;

/** What an event says: what is to be done stands in the records of the order and of the apply. */
export type ApplyEvent =
  | { target: string; order: string }
  /** `at`: ISO 8601. */
  | { target: string; at: string };

/** Orders as events: the way of Forge, where nothing works on once a call has been answered. */
export const queuedApplies = (now: () => Date): Applies => ({
  work: (_product, target, order) => push({ target, order }, 0),
  lookAt: (_product, target, at) => push({ target, at }, (Date.parse(at) - now().getTime()) / 1000),
  restoreCommand: null,
});

/** What lies further off than an event can is sent on by the one that comes too early. */
export const push = async (event: ApplyEvent, seconds: number): Promise<void> => {
  const delayInSeconds = Math.min(longestDelay, Math.max(0, Math.ceil(seconds)));
  // Loaded when something is sent: a start does without it.
  const { InvocationLimitReachedError, Queue } = await import('@forge/events');
  try {
    await new Queue({ key: applyQueue }).push({ body: event, delayInSeconds });
  } catch (error) {
    // The chain is as long as the platform lets one be: the daily schedule goes on.
    if (!(error instanceof InvocationLimitReachedError)) throw error;
  }
};
