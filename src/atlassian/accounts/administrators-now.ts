import { usualAdministratorGroups } from '../../contract/target';
import type { Asked, Asking } from './ask-json';
import { groupMembers } from './group-members';
import type { MetSite } from './meet-site';
import type { FoundUser } from './user-shapes';

export type AdministratorsNow = {
  /** By `nameKey` of the username; active accounts alone. */
  users: Map<string, FoundUser>;
  /** Those of the administering groups that there are: where there is none, nothing is known of anybody. */
  groups: string[];
};

/**
 * Who administers at this moment: whoever is in a group that does, as the product lists its members.
 *
 * @param administratorGroups Null: those that an installation comes with.
 */
export const administratorsNow = async (
  asking: Asking,
  site: MetSite,
  administratorGroups: readonly string[] | null,
): Promise<Asked<AdministratorsNow>> => {
  const found: AdministratorsNow = { users: new Map(), groups: [] };
  for (const group of administratorGroups ?? usualAdministratorGroups[site.product]) {
    let isThere = true;
    for await (const page of groupMembers(asking, site, group)) {
      if (!page.ok) {
        if (page.failure.kind !== 'not-there') return page;
        isThere = false;
        break;
      }
      for (const user of page.value.users) if (user.account.active) found.users.set(user.key, user);
    }
    if (isThere) found.groups.push(group);
  }
  return { ok: true, value: found };
};
