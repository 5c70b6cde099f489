import { numberOf, slice } from './paging';
import type { MadeUser } from './population';
import type { Site } from './site';

/** Who is in Confluence and in which group; null for another path. */
export const answerConfluencePeople = (url: URL, site: Site): unknown => {
  const active = ({ active }: MadeUser) => active;
  if (url.pathname === '/rest/api/admin/users/list/active')
    return site.conditions.generation === 'current'
      ? paged(url, site.population.users.filter(active).map(shown), 100)
      : null;
  if (url.pathname === '/rest/api/group')
    return paged(
      url,
      [...site.members.keys()].map((name) => ({ type: 'group', name })),
      200,
    );
  const named = site.population.users.find(
    ({ name }) => name.toLowerCase() === (url.searchParams.get('username') ?? '').toLowerCase(),
  );
  if (url.pathname === '/rest/api/user') return named === undefined ? null : shown(named);
  if (url.pathname === '/rest/api/user/memberof')
    return named === undefined
      ? null
      : paged(
          url,
          named.groups.map((name) => ({ type: 'group', name })),
          200,
        );
  const group = /^\/rest\/api\/group\/([^/]+)\/member$/.exec(url.pathname)?.[1];
  const members = group === undefined ? undefined : site.members.get(decodeURIComponent(group));
  return members === undefined ? null : paged(url, members.filter(active).map(shown), 200);
};

const paged = <T>(url: URL, all: readonly T[], most: number) => {
  const results = slice(url, all, 'start', 'limit', most);
  return { results, start: numberOf(url, 'start', 0), limit: most, size: results.length };
};

const shown = ({ name, displayName }: MadeUser) => ({
  type: 'known',
  username: name,
  userKey: Buffer.from(name).toString('hex'),
  displayName,
});
