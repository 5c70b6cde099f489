import type { AccountNow } from '../atlassian/accounts/account-now';
import { visible } from '../checks/visible';
import type { PersonSince } from '../contract/apply-calls';
import { nameKey } from '../mapping/same-name';
import type { NotedPerson } from './noted-person';

/** Somebody beside how they were noted. When and by what a group was lost is another question: see `withLosses`. */
export type PersonNow = Pick<PersonSince, 'user' | 'isAdministrator' | 'differences' | 'problem'> & {
  groupsLost: string[];
  /** False where the account was deactivated since. */
  isActive: boolean;
};

/** How somebody differs from how they were noted. What was not told then or now differs by nothing. Pure. */
export const sinceNoted = (noted: NotedPerson, now: AccountNow): PersonNow => {
  const { user, isAdministrator } = noted;
  if (noted.key !== null && now.key !== null && noted.key !== now.key) return notRead(noted, isSomebodyElse(user));
  const lost = groupsLost(noted, now);
  const gained = groupsGained(noted, now);
  const differences: PersonSince['differences'] = [];
  if (lost.length > 0) differences.push({ field: 'groups-lost', before: lost.join(', '), now: '' });
  if (gained.length > 0) differences.push({ field: 'groups-gained', before: '', now: gained.join(', ') });
  if (isOther(noted.email, now.email, (text) => text.toLowerCase()))
    differences.push({ field: 'email', before: noted.email ?? '', now: now.email ?? '' });
  if (isOther(noted.fullName, now.fullName, (text) => text))
    differences.push({ field: 'full-name', before: noted.fullName ?? '', now: now.fullName ?? '' });
  return { user, isAdministrator, differences, groupsLost: lost, isActive: now.isActive, problem: null };
};

/** Somebody of whom nothing is known now. `problem`: a whole sentence. */
export const notRead = ({ user, isAdministrator }: NotedPerson, problem: string): PersonNow => ({
  user,
  isAdministrator,
  differences: [],
  groupsLost: [],
  isActive: true,
  problem,
});

/** What the one had is not the other's. */
const isSomebodyElse = (user: string): string =>
  `“${visible(user)}” is another account than the one that was noted: it was made anew under the same name since.`;

const groupsLost = ({ groups }: NotedPerson, now: AccountNow): string[] => {
  const there = new Set(now.groups.map(nameKey));
  return (groups ?? []).filter((group) => !there.has(nameKey(group)));
};

const groupsGained = ({ groups, gains }: NotedPerson, now: AccountNow): string[] => {
  if (groups === null) return [];
  const before = new Set(groups.map(nameKey));
  // Of somebody of whom some groups were read, another one may have been there all the time.
  const certain = gains && new Set(gains.map(nameKey));
  return now.groups.filter((group) => !before.has(nameKey(group)) && (certain?.has(nameKey(group)) ?? true));
};

/** An e-mail that differs by capitals alone is the same. */
const isOther = (one: string | null, other: string | null, form: (text: string) => string): boolean =>
  one !== null && other !== null && form(one) !== form(other);
