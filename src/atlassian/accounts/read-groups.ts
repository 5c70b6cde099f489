import { visible } from '../../checks/visible';
import { usualAdministratorGroups } from '../../contract/target';
import { nameKey } from '../../mapping/same-name';
import type { AskFailure, Asking } from './ask-json';
import { isFinal } from './failure-words';
import { groupMembers } from './group-members';
import { listGroups } from './list-groups';
import type { MetSite } from './meet-site';
import { Memberships } from './memberships';
import type { UntoldList } from './untold';
import type { FoundUser } from './user-shapes';

export type GroupsAsked = {
  /** `all`, or those that the mapping can touch. */
  groups: 'all' | readonly string[];
  /** Null: those that an installation comes with. */
  administratorGroups: readonly string[] | null;
};

export type ReadGroups = {
  memberships: Memberships;
  /** Every group that was asked for could be read. */
  isWhole: boolean;
  /** Without capitals, those that exist. */
  administrators: ReadonlySet<string>;
  /** Whoever is in none of them is no administrator. */
  areAdministratorsWhole: boolean;
  /** Filled for Confluence alone, whose accounts may be told by nothing else. */
  members: ReadonlyMap<string, FoundUser>;
  /** Whatever is asked next would fail too. */
  stopped: AskFailure | null;
};

/** Told once for each group that was read. */
export type GroupProgress = { kind: 'group'; group: string; members: number };

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
): AsyncGenerator<GroupProgress, ReadGroups> {
  const administering = administratorGroups ?? (site.edition === 'cloud' ? [] : usualAdministratorGroups[site.product]);
  const memberships = new Memberships();
  const members = new Map<string, FoundUser>();
  const existing = new Set<string>();
  let isWhole = true;
  let areAdministratorsWhole = true;
  let stopped: AskFailure | null = null;
  let listed: readonly string[] = [];
  if (groups !== 'all') listed = groups;
  else {
    const asked = await listGroups(asking, site);
    if (asked.ok) listed = asked.value;
    else {
      isWhole = false;
      untold.because('groups', asked.failure, 'The names of all groups could not be read.');
    }
  }
  const names = distinct([...administering, ...useful, ...listed]);
  for (const [at, group] of names.entries()) {
    const isAdministering = administering.some((each) => nameKey(each) === nameKey(group));
    let failure: AskFailure | null = null;
    let count = 0;
    for await (const page of groupMembers(asking, site, group)) {
      if (!page.ok) {
        ({ failure } = page);
        break;
      }
      existing.add(nameKey(group));
      count += page.value.users.length;
      for (const user of page.value.users) {
        memberships.add(user.key, group);
        if (site.product === 'confluence') members.set(user.key, user);
      }
      // A member without a name is no account that could be matched; a page of nothing else is of another shape.
      if (page.value.unreadable > 0 && page.value.users.length === 0) failure = { kind: 'unreadable' };
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
  const administrators = new Set(administering.map(nameKey).filter((each) => existing.has(each)));
  if (administrators.size === 0 && areAdministratorsWhole) {
    areAdministratorsWhole = false;
    const which =
      administering.length === 0 ? 'none was named' : `there is none of ${visible(administering.join(', '))}`;
    untold.add(
      'administrators',
      `Who is an administrator cannot be told: of the groups that administer, ${which}. Name them with --admin-groups.`,
    );
  }
  return { memberships, isWhole, administrators, areAdministratorsWhole, members, stopped };
}

/** In their order; as they are spelled last, which is how the product itself lists them. */
const distinct = (names: readonly string[]): string[] => [
  ...new Map(names.map((name) => [nameKey(name), name])).values(),
];
