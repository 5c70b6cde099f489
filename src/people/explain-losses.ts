import { createHash } from 'node:crypto';
import type { GroupLoss, PersonSince } from '../contract/apply-calls';
import { nameKey } from '../mapping/same-name';
import type { LostGroups, NotedPerson } from './noted-person';
import type { PersonNow } from './since-noted';

/** What is known of the time in which groups were lost. */
export type LossTimes = {
  apply: string;
  /** When the old settings were back, milliseconds since the epoch; null where they did not come back. */
  restoredAt: number | null;
  /** What administrators had lost by then; null where nobody looked. */
  lost: readonly LostGroups[] | null;
  /** Milliseconds since the epoch. */
  now: number;
};

/** Milliseconds after the old settings were back in which a look still tells what was lost by then. */
export const stillThen = 60_000;
/** Milliseconds in which what an apply took is missed: whoever lacks it for longer may lack it because somebody wants it so. */
const missedFor = 7 * 86_400_000;

/**
 * When an administrator lost which groups. What was lost between the write and the restore is explained by the settings
 * that were in force; of everything else somebody has to say by name that it is to be given back, since a person may have
 * been taken out of a group on purpose. Pure.
 */
export const withLosses = (noted: NotedPerson, person: PersonNow, times: LossTimes): PersonSince => {
  const { groupsLost, isActive, ...shown } = person;
  const losses: GroupLoss[] = [];
  if (person.isAdministrator)
    for (const group of groupsLost) {
      const why = whyByName(noted, { group, isActive }, times);
      const same = losses.find((loss) => loss.why === why);
      if (same) same.groups.push(group);
      else losses.push({ groups: [group], why, shown: '' });
    }
  return {
    ...shown,
    losses: losses.map((loss) => ({
      ...loss,
      shown: fingerprintOf(person, { one: loss, all: losses, apply: times.apply }),
    })),
    byHand: [],
  };
};

/** One of the losses of a person, beside all others: whatever changes of any is shown anew before something is given. */
const fingerprintOf = (
  { user }: PersonNow,
  { one, all, apply }: { one: GroupLoss; all: readonly GroupLoss[]; apply: string },
): string =>
  createHash('sha256')
    .update(JSON.stringify([apply, nameKey(user), [one, ...all].map(({ groups, why }) => [[...groups].sort(), why])]))
    .digest('base64url');

/** Null where the apply explains it. */
const whyByName = (
  { user, gains }: NotedPerson,
  { group, isActive }: { group: string; isActive: boolean },
  { restoredAt, lost, now }: LossTimes,
): string | null => {
  if (!isActive) return 'The account was deactivated since.';
  if (restoredAt === null)
    return 'The old settings did not come back by this apply: what a sign-in took since, and what somebody took on purpose, cannot be told apart.';
  if (gains !== null)
    return 'The groups were noted as the dry run found them, so that this may have been lost before the write already.';
  if (lost === null) return now - restoredAt < stillThen ? null : unseen;
  const then = lost.find((one) => nameKey(one.user) === nameKey(user));
  if (then?.groups === null) return unseen;
  if (!then?.groups.some((one) => nameKey(one) === nameKey(group)))
    return 'Taken away later, by something else: the account was in it still, or again, after the old settings were back.';
  if (now - restoredAt >= missedFor)
    return 'Lost while the new settings were in force, and missed for more than a week: somebody may want it so by now.';
  return null;
};

const unseen =
  'Whether it was lost while the new settings were in force, or later, is not known: the account was not looked at when the old ones came back.';

/**
 * What is still lost of what was lost then: who has a group again and loses it once more, loses it to something else. Null
 * where that is all of it.
 */
export const stillLost = (lost: readonly LostGroups[], people: readonly PersonNow[]): LostGroups[] | null => {
  const read = new Map(people.filter(({ problem }) => problem === null).map((one) => [nameKey(one.user), one]));
  let isLess = false;
  const still = lost.flatMap((then): LostGroups[] => {
    const person = read.get(nameKey(then.user));
    if (!person) return [then];
    const now = new Set(person.groupsLost.map(nameKey));
    const groups = then.groups === null ? null : then.groups.filter((group) => now.has(nameKey(group)));
    const isNone = now.size === 0 || groups?.length === 0;
    if (isNone || groups?.length !== then.groups?.length) isLess = true;
    return isNone ? [] : [{ user: then.user, groups }];
  });
  return isLess ? still : null;
};

/** As it is kept when the old settings are back. */
export const lostNow = (people: readonly PersonNow[]): LostGroups[] =>
  people.flatMap(({ user, groupsLost, problem }): LostGroups[] => {
    if (problem !== null) return [{ user, groups: null }];
    return groupsLost.length === 0 ? [] : [{ user, groups: groupsLost }];
  });
