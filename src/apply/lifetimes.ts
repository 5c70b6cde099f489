/** How long one request to a target is waited for, milliseconds: a call on Forge lives 25 s. */
export const requestLasts = 20_000;
/**
 * Who has noted nothing for so long is taken for dead, and what they sent for arrived or lost, milliseconds. Three times
 * what a request is waited for: nobody acts on a target while somebody else's request may still be on its way.
 */
export const silenceLasts = 3 * requestLasts;
/** How long the new settings wait for somebody to keep them, milliseconds, unless told otherwise. */
export const usualKeepWithin = 10 * 60_000;

/** Tries that found nobody to ask, about a day of them, before a person is called. */
export const mostTries = 30;
/** Tries that a target answered without doing what it was asked. */
export const mostRefusals = 5;
/** Milliseconds until the next try: a minute, doubled each time, an hour at most. */
export const retryAfter = (tries: number): number => Math.min(2 ** tries, 60) * 60_000;

/** A backup is neither read nor kept for longer, days: it holds the secrets of all providers. */
export const backupDays = 90;
/** Backups of a target. */
export const keptBackups = 20;
/** Applies of a target that the history tells of. */
export const keptApplies = 100;
