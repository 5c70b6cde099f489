import { accountNow } from '../atlassian/accounts/account-now';
import { administratorsNow } from '../atlassian/accounts/administrators-now';
import type { AskAtlassian } from '../atlassian/accounts/ask-atlassian';
import type { Asking } from '../atlassian/accounts/ask-json';
import { failureWords, isFinal } from '../atlassian/accounts/failure-words';
import { meetSite } from '../atlassian/accounts/meet-site';
import { visible } from '../checks/visible';
import type { Guard } from '../contract/apply';
import type { DryRunRow } from '../contract/dry-run';
import { type Product, productNames, usualAdministratorGroups } from '../contract/target';
import { type Clock, systemClock } from '../directory/ask-page';
import { nameKey } from '../mapping/same-name';
import type { NotedPeople } from './noted-people';
import { changedByRow, type NotedPerson } from './noted-person';
import { someAtOnce } from './some-at-once';

export type NoteOptions = {
  noted: NotedPeople;
  target: string;
  apply: string;
  product: Product;
  /** Null: those that an installation comes with. */
  administratorGroups: readonly string[] | null;
  /** Null where there is nothing to ask the product with. */
  ask: AskAtlassian | null;
  /** All rows of the newest dry run of these settings; null where there is none. */
  rows: AsyncIterable<readonly DryRunRow[]> | null;
  signal: AbortSignal;
  clock?: Clock;
};

/** What is noted before a write. */
export type PeopleNoted = {
  /** `why`: whole sentences; those of the dry run were noted in their place. */
  administrators: { isNoted: true; count: number } | { isNoted: false; why: string };
  /** Of the others whom the dry run changes; null where no dry run tells who they are. */
  others: number | null;
};

/** Administrators that are asked for at one time. */
const atOnce = 4;

/**
 * Notes administrators as the product has them at this moment, and everybody whom the dry run changes: restoring settings
 * does not restore people.
 *
 * @throws whatever the store throws. What the product does not tell is in the answer.
 */
export const notePeople = async (options: NoteOptions): Promise<PeopleNoted> => {
  const { noted, target, apply, rows } = options;
  const read = await readAdministrators(options);
  const administrators = read.ok ? read.value : rows ? await administratorsOf(rows) : [];
  const seen = new Set(administrators.map(({ user }) => nameKey(user)));
  const counts = await noted.keep(target, apply, { administrators, others: othersOf(rows, seen) });
  return {
    administrators: read.ok ? { isNoted: true, count: counts.administrators } : { isNoted: false, why: read.why },
    others: rows && counts.total - counts.administrators,
  };
};

/**
 * What stands between the plan and the write. It can be overruled: settings can be restored without it, and people are then
 * put right by hand.
 */
export const peopleGuards = ({ administrators }: PeopleNoted, product: Product): Guard[] => [
  administrators.isNoted
    ? {
        id: 'administrators-not-noted',
        holds: true,
        canBeOverruled: true,
        message: `The groups of ${administrators.count === 1 ? 'the one administrator' : `all ${administrators.count} administrators`} were noted.`,
        consequence: null,
      }
    : {
        id: 'administrators-not-noted',
        holds: false,
        canBeOverruled: true,
        message: `The groups of the administrators could not be noted. ${administrators.why}`,
        consequence: `Should a sign-in take groups away from an administrator of ${productNames[product]}, nobody can tell which, and they would have to be given back from memory.`,
      },
];

type Read = { ok: true; value: NotedPerson[] } | { ok: false; why: string };
const told = (why: string): Read => ({ ok: false, why });

const readAdministrators = async (options: NoteOptions): Promise<Read> => {
  const { ask, product, administratorGroups, signal, clock = systemClock } = options;
  if (ask === null) return told(`Nothing is saved to ask ${productNames[product]} with.`);
  const asking: Asking = { ask, signal, clock };
  const met = await meetSite(asking, product);
  if (!met.met) return told(failureWords(met.failure, product));
  const found = await administratorsNow(asking, met.site, administratorGroups);
  if (!found.ok) return told(failureWords(found.failure, product));
  if (found.value.groups.length === 0) return told(noGroup(product, administratorGroups));
  const people: NotedPerson[] = [];
  let why: string | null = null;
  await someAtOnce([...found.value.users.values()], atOnce, async ({ account }) => {
    const now = await accountNow(asking, met.site, account.username);
    // Somebody who left in between is no administrator any more.
    if (!now.ok && now.failure.kind === 'not-there') return 'on';
    if (!now.ok) {
      why ??= `“${visible(account.username)}” could not be read. ${failureWords(now.failure, product)}`;
      return isFinal(now.failure) ? 'stop' : 'on';
    }
    const { username, groups, key } = now.value;
    // The list of a group's members has an e-mail where the account's own answer has none.
    const [email, fullName] = [now.value.email ?? account.email, now.value.fullName ?? account.fullName];
    people.push({ user: username, isAdministrator: true, email, fullName, groups, gains: null, key });
    return 'on';
  });
  if (why !== null) return told(why);
  return { ok: true, value: people.sort((one, other) => (one.user < other.user ? -1 : 1)) };
};

/** Why nothing is known of administrators although the product has answered. */
export const noGroup = (product: Product, administratorGroups: readonly string[] | null): string => {
  const names = (administratorGroups ?? usualAdministratorGroups[product]).map((name) => `“${visible(name)}”`);
  return `${productNames[product]} has no group ${names.join(' or ')}. Name the groups that administer in the step Directory.`;
};

/** In place of what the product did not tell. Of an account that several people share the first row counts. */
const administratorsOf = async (rows: AsyncIterable<readonly DryRunRow[]>): Promise<NotedPerson[]> => {
  const found = new Map<string, NotedPerson>();
  for await (const some of rows)
    for (const row of some) {
      const person = changedByRow(row);
      if (person?.isAdministrator && !found.has(nameKey(person.user))) found.set(nameKey(person.user), person);
    }
  return [...found.values()];
};

/** @param seen Keys of those who are noted already; filled in on the way. */
async function* othersOf(
  rows: AsyncIterable<readonly DryRunRow[]> | null,
  seen: Set<string>,
): AsyncGenerator<NotedPerson[]> {
  if (rows === null) return;
  for await (const some of rows) {
    const people: NotedPerson[] = [];
    for (const row of some) {
      const person = changedByRow(row);
      if (person === null || seen.has(nameKey(person.user))) continue;
      seen.add(nameKey(person.user));
      // Whoever administers was read above; whoever did when the dry run was made, and does not now, is like others.
      people.push({ ...person, isAdministrator: false });
    }
    yield people;
  }
}
