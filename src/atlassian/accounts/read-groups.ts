import { visible } from '../../checks/visible';
import type { Product } from '../../contract/target';
import { nameKey } from '../../mapping/same-name';
import type { Asked, AskFailure, Asking } from './ask-json';
import { isFinal } from './failure-words';
import { groupMembers } from './group-members';
import { listGroups } from './list-groups';
import type { MetSite } from './meet-site';
import type { UntoldList } from './untold';
import type { FoundUser } from './user-shapes';

export type GroupsAsked = {
  /** `all`, or those that the mapping can touch. */
  groups: 'all' | readonly string[];
  /** Null: those that an installation comes with. */
  administratorGroups: readonly string[] | null;
};

/** How much of the groups could be read. */
export type ReadGroups = {
  /** Every group that was asked for could be read. */
  isWhole: boolean;
  /** Whoever is in no administering group is no administrator. */
  areAdministratorsWhole: boolean;
  /** Names of all groups, or at least which of those that were asked for there are; null where not even that is known. */
  there: string[] | null;
  /** Whatever is asked next would fail too. */
  stopped: AskFailure | null;
};

/** Groups whose members administer, as an installation comes. On Cloud their names hold the site's. */
export const usualAdministratorGroups: Record<Product, readonly string[]> = {
  jira: ['jira-administrators', 'jira-system-administrators'],
  confluence: ['confluence-administrators'],
};

/** Told once for each group that was read. */
export type GroupProgress = { kind: 'group'; group: string; members: number };
/** Some members of a group; of one without any, an empty list once. */
export type GroupMembers = { kind: 'members'; group: string; users: FoundUser[] };

/**
 * Reads the members of the groups. A group that does not exist has none, which is said where it was named as one of
 * administrators.
 *
 * @param useful Further groups, such as those that may use the product.
 */
export async function* readGroups(
  asking: Asking,
  site: MetSite,
  { groups, administratorGroups }: GroupsAsked,
  useful: readonly string[],
  untold: UntoldList,
): AsyncGenerator<GroupProgress | GroupMembers, ReadGroups> {
  const administering = administratorGroups ?? (site.edition === 'cloud' ? [] : usualAdministratorGroups[site.product]);
  const found = new Map<string, string>();
  let isWhole = true;
  let areAdministratorsWhole = true;
  let stopped: AskFailure | null = null;
  // Where no group matters, their names do not either.
  const listed: Asked<string[]> =
    groups.length > 0 ? await listGroups(asking, site) : { ok: false, failure: { kind: 'not-there' } };
  if (groups === 'all' && !listed.ok) {
    isWhole = false;
    untold.because('groups', listed.failure, 'The names of all groups could not be read.');
  }
  const asked = groups === 'all' ? (listed.ok ? listed.value : []) : groups;
  const names = distinct([...administering, ...useful, ...asked]);
  for (const [at, group] of names.entries()) {
    const isAdministering = administering.some((each) => nameKey(each) === nameKey(group));
    let failure: AskFailure | null = null;
    let count = 0;
    for await (const page of groupMembers(asking, site, group)) {
      if (!page.ok) {
        ({ failure } = page);
        break;
      }
      const { users, unreadable } = page.value;
      found.set(nameKey(group), group);
      count += users.length;
      if (users.length > 0 || count === 0) yield { kind: 'members', group, users };
      // A member without a name is no account that could be matched; a page of nothing else is of another shape.
      if (unreadable > 0 && users.length === 0) failure = { kind: 'unreadable' };
    }
    if (failure === null) yield { kind: 'group', group, members: count };
    else if (failure.kind === 'not-there' && count === 0) {
      if (isAdministering && administratorGroups !== null)
        untold.add(
          'administrators',
          `There is no group “${visible(group)}”, which was named as one of administrators.`,
        );
    } else {
      isWhole = false;
      areAdministratorsWhole &&= !isAdministering;
      const message = `The members of the group “${visible(group)}” could not be read.`;
      untold.because('groups', failure, message);
      if (isAdministering) untold.because('administrators', failure, message);
      if (!isFinal(failure)) continue;
      stopped = failure;
      // Those of administrators come first.
      if (at < administering.length - 1) areAdministratorsWhole = false;
      break;
    }
  }
  if (areAdministratorsWhole && !administering.some((each) => found.has(nameKey(each)))) {
    areAdministratorsWhole = false;
    const which =
      administering.length === 0 ? 'none was named' : `there is none of ${visible(administering.join(', '))}`;
    untold.add(
      'administrators',
      `Who is an administrator cannot be told: of the groups that administer, ${which}. Name them with --admin-groups.`,
    );
  }
  const there = listed.ok ? listed.value : groups !== 'all' && isWhole ? [...found.values()] : null;
  return { isWhole, areAdministratorsWhole, there, stopped };
}

/** In their order; as they are spelled last, which is how the product itself lists them. */
const distinct = (names: readonly string[]): string[] => [
  ...new Map(names.map((name) => [nameKey(name), name])).values(),
];
