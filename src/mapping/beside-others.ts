import { inWords } from '../contract/in-words';
import type { PersonVerdict } from '../contract/mapping';

/** Names of the others that are said by name. */
export const namedOthers = 3;

/** At most three by name, then how many more. `count` is how many there are; left out: as many as there are names. */
export const listed = (names: readonly string[], count = names.length): string => {
  const shown = names.slice(0, namedOthers);
  const more = count - shown.length;
  return inWords(more > 0 ? [...shown, `${more} more`] : shown);
};

/** Others who are let in under the same key. */
export const sameAccountReason = (others: string, product: string, account: string): string =>
  `${others} would get into the same account of ${product}, ${account}.`;

export const sameEmailReason = (others: string, count: number): string =>
  `${others} ${count === 1 ? 'has' : 'have'} the same e-mail.`;

/** Names that differ by what the eye does not see: see `nearKey`. */
export const nearUsernameReason = (others: string, count: number, product: string): string =>
  count === 1
    ? `${others} has a username that looks the same, and ${product} takes the two for different accounts.`
    : `${others} have usernames that look the same, and ${product} takes them for different accounts.`;

/** Who would share an account with others. What it would lose or gain is not said of an account that nobody gets alone. */
export const collidingVerdict = (verdict: PersonVerdict, isReached: boolean, reason: string): PersonVerdict => {
  const { cause: _cause, ...rest } = verdict;
  const reasons = verdict.outcome === 'collides' ? [...verdict.reasons, reason] : [reason];
  const lockedOut = verdict.lockedOut && !isReached;
  return { ...rest, outcome: 'collides', reasons, lockedOut, changes: [], groupsGained: [], groupsLost: [] };
};
