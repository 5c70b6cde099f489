import { numberOf, slice } from './paging';
import type { MadeUser } from './population';
import type { Site } from './site';

/** Who is in Confluence and in which group; null for another path. */
export const answerConfluencePeople = (url: URL, { people, conditions }: Site): unknown => {
  const named = () => people.named(url.searchParams.get('username') ?? '');
  switch (url.pathname) {
    case '/rest/api/admin/users/list/active':
      return conditions.generation === 'current' ? paged(url, people.active, shown, 100) : null;
    case '/rest/api/group':
      return paged(url, people.groups, shownGroup, 200);
    case '/rest/api/user': {
      const found = named();
      return found === undefined ? null : shown(found);
    }
    case '/rest/api/user/memberof': {
      const found = named();
      return found === undefined ? null : paged(url, found.groups, shownGroup, 200);
    }
    default: {
      const group = /^\/rest\/api\/group\/([^/]+)\/member$/.exec(url.pathname)?.[1];
      const members = group === undefined ? undefined : people.members(decodeURIComponent(group), false);
      return members === undefined ? null : paged(url, members, shown, 200);
    }
  }
};

const shownGroup = (name: string) => ({ type: 'group', name });

const paged = <T>(url: URL, all: readonly T[], shown: (one: T) => unknown, most: number) => {
  const results = slice(url, all, 'start', 'limit', most).map(shown);
  return { results, start: numberOf(url, 'start', 0), limit: most, size: results.length };
};

const shown = ({ name, displayName }: MadeUser) => ({
  type: 'known',
  username: name,
  userKey: Buffer.from(name).toString('hex'),
  displayName,
});
