import { accountNow } from '../atlassian/accounts/account-now';
import type { AskAtlassian } from '../atlassian/accounts/ask-atlassian';
import type { AskFailure, Asking } from '../atlassian/accounts/ask-json';
import { failureWords, isFinal } from '../atlassian/accounts/failure-words';
import { meetSite } from '../atlassian/accounts/meet-site';
import { visible } from '../checks/visible';
import { type Product, productNames } from '../contract/target';
import { type Clock, systemClock } from '../directory/ask-page';
import type { NotedPerson } from './noted-person';
import { notRead, type PersonNow, sinceNoted } from './since-noted';
import { someAtOnce } from './some-at-once';

export type AskOptions = { ask: AskAtlassian; product: Product; signal: AbortSignal; clock?: Clock };

/** `why`: whole sentences; whoever else is asked for would fail too. */
export type PeopleLook = { ok: true; people: PersonNow[] } | { ok: false; why: string };

/** People that are asked for at one time. */
const atOnce = 8;

/**
 * How people are now, beside how they were noted, in their order: one request each in Jira, two in Confluence. Who is as
 * before has no differences and no problem.
 */
export const peopleNow = async (
  { ask, product, signal, clock = systemClock }: AskOptions,
  people: readonly NotedPerson[],
): Promise<PeopleLook> => {
  if (people.length === 0) return { ok: true, people: [] };
  const asking: Asking = { ask, signal, clock };
  const met = await meetSite(asking, product);
  if (!met.met) return { ok: false, why: failureWords(met.failure, product) };
  const found: PersonNow[] = people.map((person) => notRead(person, late(person, product)));
  let ending: AskFailure | null = null;
  await someAtOnce(people, atOnce, async (person, at) => {
    const now = await accountNow(asking, met.site, person.user);
    if (now.ok) found[at] = sinceNoted(person, now.value);
    else if (now.failure.kind === 'cancelled') return 'stop';
    else if (isFinal(now.failure)) {
      ending ??= now.failure;
      return 'stop';
    } else found[at] = notRead(person, problemOf(person, now.failure, product));
    return 'on';
  });
  return ending === null ? { ok: true, people: found } : { ok: false, why: failureWords(ending, product) };
};

/** Whoever is worth a line. */
export const differs = ({ differences, problem }: Pick<PersonNow, 'differences' | 'problem'>): boolean =>
  differences.length > 0 || problem !== null;

const late = ({ user }: NotedPerson, product: Product): string =>
  `“${visible(user)}” was not read in time. ${productNames[product]} answers slowly; look again.`;

const problemOf = ({ user }: NotedPerson, failure: AskFailure, product: Product): string =>
  failure.kind === 'not-there'
    ? `${productNames[product]} has no account “${visible(user)}” any more.`
    : `“${visible(user)}” could not be read. ${failureWords(failure, product)}`;
