import type { ChangeAtlassian } from '../atlassian/accounts/ask-atlassian';
import type { AskFailure } from '../atlassian/accounts/ask-json';
import { failureWords, isFinal } from '../atlassian/accounts/failure-words';
import { joinGroup } from '../atlassian/accounts/join-group';
import { visible } from '../checks/visible';
import type { PersonSince } from '../contract/apply-calls';
import { type Product, productNames } from '../contract/target';
import { nameKey } from '../mapping/same-name';
import type { NotedPerson } from './noted-person';
import { type AskOptions, type PeopleLook, peopleNow } from './people-since';
import { someAtOnce } from './some-at-once';

/** Administrators that are put right at one time. */
const atOnce = 4;

/**
 * Gives administrators back the groups that they were noted with and are not in: no others are touched, and nothing is
 * taken away. Read before and after, so that pressing twice does the same as pressing once. Answers with those who lacked
 * a group, as they are now; what could not be given back is in `groupsLost`, and in `problem` why.
 */
export const putGroupsBack = async (
  options: AskOptions & { change: ChangeAtlassian },
  administrators: readonly NotedPerson[],
): Promise<PeopleLook> => {
  const { change, product, signal } = options;
  const before = await peopleNow(options, administrators);
  if (!before.ok) return before;
  const lacking = before.people.filter(({ groupsLost }) => groupsLost.length > 0);
  const unread = before.people.filter(({ problem }) => problem !== null);
  const failures = new Map<string, Map<string, AskFailure>>();
  await someAtOnce(lacking, atOnce, async ({ user, groupsLost }) => {
    const failed = new Map<string, AskFailure>();
    failures.set(nameKey(user), failed);
    for (const group of groupsLost) {
      const joined = await joinGroup(change, { product }, { username: user, group }, signal);
      if (joined.ok) continue;
      failed.set(group, joined.failure);
      if (isFinal(joined.failure)) return 'stop';
    }
    return 'on';
  });
  const asNoted = new Map(administrators.map((person) => [nameKey(person.user), person]));
  const after = await peopleNow(
    options,
    lacking.map(({ user }) => asNoted.get(nameKey(user))).filter((person) => person !== undefined),
  );
  if (!after.ok) return after;
  const people = after.people.map((person) => withProblem(person, failures.get(nameKey(person.user)), product));
  return { ok: true, people: [...people, ...unread] };
};

/** Of what is still lacking, why. */
const withProblem = (
  person: PersonSince,
  failed: ReadonlyMap<string, AskFailure> | undefined,
  product: Product,
): PersonSince => {
  if (person.problem !== null || person.groupsLost.length === 0) return person;
  const sentences = person.groupsLost.map((group) => sentenceOf(group, failed?.get(group) ?? null, product));
  return { ...person, problem: sentences.join(' ') };
};

/** What is left is done by hand on the product's own screen. */
const sentenceOf = (group: string, failure: AskFailure | null, product: Product): string => {
  const [name, shown] = [productNames[product], `“${visible(group)}”`];
  const byHand = `Add the account to ${shown} in ${name} under User management.`;
  if (failure === null) return `${shown} was asked for, and ${name} does not list the account in it. ${byHand}`;
  switch (failure.kind) {
    case 'not-there':
      return product === 'confluence'
        ? `Confluence has no group ${shown} any more, or is older than 8.2, which takes no group by its interface. ${byHand}`
        : `Jira has no group ${shown} any more. Make it under User management, then press again.`;
    case 'forbidden':
      return `${name} does not let this account change the members of ${shown}. ${byHand}`;
    case 'status':
      return `${name} did not give ${shown} back (${failure.status}): the account or the group may lie in a directory that cannot be written to. ${byHand}`;
    default:
      return `${shown} could not be given back. ${failureWords(failure, product)}`;
  }
};
