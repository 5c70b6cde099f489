import { numberOf, slice } from './paging';
import type { MadeUser } from './population';
import type { Site } from './site';

/** Who is in Jira, who is in which group, who may use it; null for another path. Data Center REST v2, Cloud REST v3. */
export const answerJiraPeople = (url: URL, site: Site): unknown => {
  const { all } = site.people;
  const { generation } = site.conditions;
  const shown = (user: MadeUser) => (generation === 'cloud' ? cloudUser(user, site) : dataCenterUser(user, site));
  switch (url.pathname) {
    case '/rest/api/2/user/list':
      return generation === 'current' ? listed(url, all, shown) : null;
    case '/rest/api/2/user/search':
      return generation === 'cloud' ? null : searched(url, site).map(shown);
    case '/rest/api/2/user': {
      const found = site.people.named(url.searchParams.get('username') ?? '');
      if (found === undefined) return null;
      const items = found.groups.map((group) => ({ name: group }));
      const isExpanded = url.searchParams.get('expand') === 'groups';
      return { ...shown(found), ...(isExpanded ? { groups: { size: items.length, items } } : {}) };
    }
    case '/rest/api/3/user/search':
      return generation === 'cloud' ? foundInCloud(url, all).map(shown) : null;
    case '/rest/api/3/users/search':
      return generation === 'cloud' ? slice(url, all, 'startAt', 'maxResults', 1000).map(shown) : null;
    case '/rest/api/2/group/member':
    case '/rest/api/3/group/member':
      return members(url, site, shown);
    case '/rest/api/2/groups/picker': {
      const groups = site.people.groups.map((name) => ({ name, html: name, labels: [] }));
      const picked = groups.slice(0, numberOf(url, 'maxResults', 20));
      return {
        header: `Showing ${picked.length} of ${groups.length} matching groups`,
        total: groups.length,
        groups: picked,
      };
    }
    case '/rest/api/3/group/bulk': {
      const all = site.people.groups.map((name) => ({ name, groupId: name }));
      const values = slice(url, all, 'startAt', 'maxResults', 50);
      return { values, total: all.length, isLast: numberOf(url, 'startAt', 0) + values.length >= all.length };
    }
    case '/rest/api/2/applicationrole':
      return generation === 'cloud' ? null : [softwareRole(site)];
    default:
      return null;
  }
};

const listed = (url: URL, users: readonly MadeUser[], shown: (user: MadeUser) => unknown) => {
  const cursor = url.searchParams.get('cursor') ?? '';
  const from = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64url').toString());
  const size = Math.min(2000, numberOf(url, 'maxResults', 2000));
  const isLast = from + size >= users.length;
  return {
    values: users.slice(from, from + size).map(shown),
    ...(isLast ? {} : { nextCursor: Buffer.from(String(from + size)).toString('base64url') }),
    isLast,
  };
};

/** By the beginning of user name, e-mail or a word of the full name. Many versions stop at a limit. */
const searched = (url: URL, { people, conditions }: Site): MadeUser[] => {
  const wanted = url.searchParams.get('username') ?? '';
  const found = wanted === '.' && conditions.isDotOn ? people.all : people.beginningWith(wanted);
  const reached = conditions.searchLimit === null ? found : found.slice(0, conditions.searchLimit);
  return slice(url, reached, 'startAt', 'maxResults', 1000);
};

/** By a part of the full name, or the beginning of an e-mail that is shown. */
const foundInCloud = (url: URL, users: readonly MadeUser[]): MadeUser[] => {
  const wanted = (url.searchParams.get('query') ?? '').toLowerCase();
  const found = users.filter(
    ({ displayName, email }, at) =>
      displayName.toLowerCase().includes(wanted) || (at % 2 === 0 && email.toLowerCase().startsWith(wanted)),
  );
  return slice(url, found, 'startAt', 'maxResults', 1000);
};

const members = (url: URL, site: Site, shown: (user: MadeUser) => unknown) => {
  const includesInactive = url.searchParams.get('includeInactiveUsers') === 'true';
  const group = url.searchParams.get('groupname') ?? '';
  const own = site.people.members(group, includesInactive);
  if (own === undefined) return null;
  const within = site.conditions.subgroups[group] ?? [];
  const found = [...new Set([...own, ...within.flatMap((name) => site.people.members(name, includesInactive) ?? [])])];
  const values = slice(url, found, 'startAt', 'maxResults', 50);
  const startAt = numberOf(url, 'startAt', 0);
  return {
    maxResults: 50,
    startAt,
    total: found.length,
    isLast: startAt + values.length >= found.length,
    values: values.map(shown),
  };
};

const dataCenterUser = (user: MadeUser, site: Site) => ({
  self: `${site.baseUrl}/rest/api/2/user?username=${encodeURIComponent(user.name)}`,
  key: user.name,
  name: user.name,
  emailAddress: user.email,
  displayName: user.displayName,
  active: user.active,
  deleted: false,
  timeZone: 'Etc/UTC',
  locale: 'en_US',
});

/** No user name; e-mails of every other account are hidden. */
const cloudUser = (user: MadeUser, site: Site) => {
  const at = site.people.placeOf(user);
  return {
    self: `${site.baseUrl}/rest/api/3/user?accountId=${at}`,
    accountId: `557058:${at}`,
    accountType: user.groups.includes('apps') ? 'app' : user.groups.includes('customers') ? 'customer' : 'atlassian',
    displayName: user.displayName,
    ...(at % 2 === 0 ? { emailAddress: user.email } : {}),
    active: user.active,
  };
};

const softwareRole = ({ people }: Site) => {
  const userCount = people.members('jira-software-users', false)?.length ?? 0;
  const numberOfSeats = Math.max(10, Math.ceil((userCount * 1.1) / 10) * 10);
  return {
    key: 'jira-software',
    name: 'Jira Software',
    groups: ['jira-software-users', 'jira-administrators'],
    defaultGroups: ['jira-software-users'],
    selectedByDefault: true,
    defined: true,
    numberOfSeats,
    remainingSeats: numberOfSeats - userCount,
    userCount,
    hasUnlimitedSeats: false,
    platform: false,
  };
};
