import * as v from 'valibot';
import { type Asked, type Asking, askJson } from './ask-json';
import type { MetSite } from './meet-site';
import { confluenceUser, jiraUserWithGroups } from './user-shapes';

/** One account of a Data Center with all of its groups. */
export type AccountNow = {
  username: string;
  /** Null where the product does not tell: Confluence's answer has none. */
  email: string | null;
  fullName: string | null;
  groups: string[];
  /** False where it is deactivated. Confluence does not tell. */
  isActive: boolean;
  /** The product's own id, which an account made anew under the same name does not have; null where it told none. */
  key: string | null;
};

const memberOf = v.object({
  results: v.array(v.object({ name: v.string() })),
  /** What was really kept to. */
  limit: v.optional(v.number()),
});
const size = 200;

/** Reads one account: by one request in Jira, by two in Confluence. `not-there` where there is none of that name. */
export const accountNow = (
  asking: Asking,
  { product }: Pick<MetSite, 'product'>,
  username: string,
): Promise<Asked<AccountNow>> => (product === 'jira' ? inJira(asking, username) : inConfluence(asking, username));

const inJira = async (asking: Asking, username: string): Promise<Asked<AccountNow>> => {
  const path = `/rest/api/2/user?username=${encodeURIComponent(username)}&expand=groups`;
  const asked = await askJson(asking, path, jiraUserWithGroups);
  if (!asked.ok) return asked;
  const { name, emailAddress, displayName, active, key, groups } = asked.value;
  // Some of the groups would look like all of them.
  if (groups === undefined || (groups.size ?? 0) > groups.items.length)
    return { ok: false, failure: { kind: 'unreadable' } };
  return {
    ok: true,
    value: {
      username: name,
      email: emailAddress || null,
      fullName: displayName,
      groups: groups.items.map((group) => group.name),
      isActive: active,
      key,
    },
  };
};

const inConfluence = async (asking: Asking, username: string): Promise<Asked<AccountNow>> => {
  const query = `username=${encodeURIComponent(username)}`;
  const asked = await askJson(asking, `/rest/api/user?${query}`, confluenceUser);
  if (!asked.ok) return asked;
  const groups = new Set<string>();
  for (let start = 0; ; ) {
    const page = await askJson(asking, `/rest/api/user/memberof?${query}&start=${start}&limit=${size}`, memberOf);
    if (!page.ok) return page;
    const { results, limit } = page.value;
    const before = groups.size;
    for (const { name } of results) groups.add(name);
    // A server may give fewer a page than it is asked for.
    if (results.length === 0 || (limit !== undefined && results.length < limit)) break;
    if (groups.size === before) return { ok: false, failure: { kind: 'repeats' } };
    start += results.length;
  }
  const { username: name, displayName, email, userKey } = asked.value;
  return {
    ok: true,
    value: {
      ...{ username: name, email: email || null, fullName: displayName, groups: [...groups] },
      ...{ isActive: true, key: userKey },
    },
  };
};
