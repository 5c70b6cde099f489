import type { ChangeAtlassian } from '../atlassian/accounts/ask-atlassian';
import type { AskFailure } from '../atlassian/accounts/ask-json';
import { failureWords, isFinal } from '../atlassian/accounts/failure-words';
import { joinGroup } from '../atlassian/accounts/join-group';
import { visible } from '../checks/visible';
import { inWords } from '../contract/in-words';
import { type Product, productNames } from '../contract/target';
import { nameKey } from '../mapping/same-name';
import type { NotedPerson } from './noted-person';
import { type AskOptions, type PeopleLook, peopleNow } from './people-since';
import type { PersonNow } from './since-noted';
import { someAtOnce } from './some-at-once';

/** Administrators that are put right at one time. */
const atOnce = 4;

/** Somebody, and the groups that they are to be in again. */
export type Give = { noted: NotedPerson; groups: readonly string[] };

/** How those who were given groups were found after it, and what could not be given; `problem` says why. */
export type GroupsGiven =
  | { ok: true; found: PersonNow[]; people: (PersonNow & { byHand: string[] })[] }
  | Extract<PeopleLook, { ok: false }>;

/**
 * Gives groups back: these, to these, no others; nobody is taken out of one. Read afterwards, since an answer alone proves
 * nothing.
 */
export const putGroupsBack = async (
  options: AskOptions & { change: ChangeAtlassian },
  gives: readonly Give[],
): Promise<GroupsGiven> => {
  const { change, product, signal } = options;
  const failures = new Map<string, Map<string, AskFailure>>();
  await someAtOnce(gives, atOnce, async ({ noted, groups }) => {
    const failed = new Map<string, AskFailure>();
    failures.set(nameKey(noted.user), failed);
    for (const group of groups) {
      const joined = await joinGroup(change, { product }, { username: noted.user, group }, signal);
      if (joined.ok) continue;
      failed.set(group, joined.failure);
      if (isFinal(joined.failure)) return 'stop';
    }
    return 'on';
  });
  const after = await peopleNow(
    options,
    gives.map(({ noted }) => noted),
  );
  if (!after.ok) return after;
  const people = after.people.map((person, at) => {
    const given = new Set((gives[at]?.groups ?? []).map(nameKey));
    const byHand = person.groupsLost.filter((group) => given.has(nameKey(group)));
    return {
      ...person,
      byHand,
      problem: person.problem ?? problemOf(byHand, failures.get(nameKey(person.user)), product),
    };
  });
  return { ok: true, found: after.people, people };
};

/** Of what is still lacking, why: what failed alike is one sentence. Null where nothing lacks. */
const problemOf = (
  byHand: readonly string[],
  failed: ReadonlyMap<string, AskFailure> | undefined,
  product: Product,
): string | null => {
  const alike = new Map<string, { groups: string[]; failure: AskFailure | null }>();
  for (const group of byHand) {
    const failure = failed?.get(group) ?? null;
    const key = failure === null ? '' : failureWords(failure, product);
    alike.set(key, { failure, groups: [...(alike.get(key)?.groups ?? []), group] });
  }
  return alike.size === 0
    ? null
    : [...alike.values()].map(({ groups, failure }) => sentenceOf(groups, failure, product)).join(' ');
};

/** What is left is done by hand on the product's own screen. */
const sentenceOf = (groups: readonly string[], failure: AskFailure | null, product: Product): string => {
  const name = productNames[product];
  const shown = inWords(groups.map((group) => `“${visible(group)}”`));
  const [them, were] = groups.length === 1 ? ['it', 'was'] : ['them', 'were'];
  const byHand = `Add the account to ${them} in ${name} under User management.`;
  if (failure === null)
    return `${shown} ${were} asked for, and ${name} does not list the account in ${them}. ${byHand}`;
  switch (failure.kind) {
    case 'not-there':
      return product === 'confluence'
        ? `${shown} ${were} not given back: Confluence before 8.2 takes no group from here, and a newer one only a group that is there. ${byHand}`
        : `Jira has no group ${shown} any more. Make ${them} under User management, then press again.`;
    case 'forbidden':
      return `${name} does not let this account change the members of ${shown}. ${byHand}`;
    case 'status':
      return `${name} did not give ${shown} back (${failure.status}): the account or the group may lie in a directory that cannot be written to. ${byHand}`;
    default:
      return `${shown} could not be given back. ${failureWords(failure, product)}`;
  }
};
