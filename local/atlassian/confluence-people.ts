import { numberOf, slice } from './paging';
import type { MadeUser } from './population';
import type { Site } from './site';

/** Who is in Confluence and in which group; null for another path. */
export const answerConfluencePeople = (url: URL, site: Site): unknown => {
  const { people, conditions } = site;
  if (conditions.generation === 'cloud') return answerCloud(url, site);
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
      const within = /^\/rest\/api\/group\/([^/]+)\/groupmember$/.exec(url.pathname)?.[1];
      if (within !== undefined && conditions.generation === 'current')
        return paged(url, conditions.subgroups[decodeURIComponent(within)] ?? [], shownGroup, 200);
      const group = /^\/rest\/api\/group\/([^/]+)\/member$/.exec(url.pathname)?.[1];
      const members = group === undefined ? undefined : people.members(decodeURIComponent(group), false);
      return members === undefined ? null : paged(url, members, shown, 200);
    }
  }
};

/** Confluence Cloud, REST v1 below `/wiki`: no list of everybody, and groups by their ids. */
const answerCloud = (url: URL, { people }: Site): unknown => {
  switch (url.pathname) {
    case '/rest/api/group':
      return paged(url, people.groups, shownCloudGroup, 200);
    case '/rest/api/group/by-name': {
      const name = url.searchParams.get('name') ?? '';
      return people.groups.includes(name) ? shownCloudGroup(name) : null;
    }
    default: {
      const id = /^\/rest\/api\/group\/([^/]+)\/membersByGroupId$/.exec(url.pathname)?.[1];
      const group = people.groups.find((name) => idOf(name) === id);
      const members = group === undefined ? undefined : people.members(group, false);
      const shownCloud = (user: MadeUser) => cloudUser(user, people.placeOf(user));
      return members === undefined ? null : paged(url, members, shownCloud, 200);
    }
  }
};

/** As an id of Cloud, it says nothing of the name. */
const idOf = (name: string): string => Buffer.from(name).toString('hex');
const shownCloudGroup = (name: string) => ({ type: 'group', name, id: idOf(name) });

/** No user name; e-mails of every other account are hidden. */
const cloudUser = ({ displayName, email, groups }: MadeUser, at: number) => ({
  type: 'known',
  accountId: `557058:${at}`,
  accountType: groups.includes('apps') ? 'app' : 'atlassian',
  email: at % 2 === 0 ? email : '',
  publicName: displayName,
  displayName,
});

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
