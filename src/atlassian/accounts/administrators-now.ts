import * as v from 'valibot';
import { usualAdministratorGroups } from '../../contract/target';
import { nameKey } from '../../mapping/same-name';
import { type Asked, type Asking, askJson } from './ask-json';
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
  const groups = [...(administratorGroups ?? usualAdministratorGroups[site.product])];
  // Those within them are added on the way.
  for (const group of groups) {
    let isThere = true;
    for await (const page of groupMembers(asking, site, group)) {
      if (!page.ok) {
        if (page.failure.kind !== 'not-there') return page;
        isThere = false;
        break;
      }
      for (const user of page.value.users) if (user.account.active) found.users.set(user.key, user);
    }
    if (!isThere) continue;
    found.groups.push(group);
    const within = await groupsWithin(asking, site, group);
    if (!within.ok) return within;
    const known = new Set(groups.map(nameKey));
    groups.push(...within.value.filter((name) => !known.has(nameKey(name))));
  }
  return { ok: true, value: found };
};

const groupPage = v.object({ results: v.array(v.object({ name: v.string() })) });
const size = 200;

/**
 * Groups within a group. Jira's list of members has theirs already; of Confluence's that is not documented, and where 9.x
 * has a call for them, it is asked. An older one has none.
 */
const groupsWithin = async (asking: Asking, { product, edition }: MetSite, group: string): Promise<Asked<string[]>> => {
  if (product === 'jira' || edition === 'cloud') return { ok: true, value: [] };
  const path = `/rest/api/group/${encodeURIComponent(group)}/groupmember?start=0&limit=${size}`;
  const asked = await askJson(asking, path, groupPage);
  if (asked.ok) return { ok: true, value: asked.value.results.map(({ name }) => name) };
  return asked.failure.kind === 'not-there' ? { ok: true, value: [] } : asked;
};
