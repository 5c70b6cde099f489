import * as v from 'valibot';
import type { Caller } from './caller';
import type { MadeUser } from './population';
import type { Site } from './site';
import type { SiteRequest, StandInAnswer } from './site-plugin';

const named = v.object({ name: v.string() });

/**
 * Puts somebody into a group. Jira: `POST /rest/api/2/group/user`; Confluence 8.2 and later:
 * `PUT /rest/api/user/{username}/group/{groupName}`. Null for any other request.
 */
export const answerGroupChange = (
  { method, url, body }: SiteRequest,
  site: Site,
  { isAdministrator }: Caller,
): StandInAnswer | null => {
  if (site.conditions.generation === 'cloud') return null;
  if (site.product === 'jira') {
    if (method !== 'POST' || url.pathname !== '/rest/api/2/group/user') return null;
    if (!isAdministrator) return forbidden;
    const read = v.safeParse(named, parsed(body));
    if (!read.success) return refusal(400, 'No user was named.');
    return inJira(site, read.output.name, url.searchParams.get('groupname') ?? '');
  }
  const [, user, group] = /^\/rest\/api\/user\/([^/]+)\/group\/([^/]+)$/.exec(url.pathname) ?? [];
  if (method !== 'PUT' || user === undefined || group === undefined) return null;
  if (site.conditions.generation === 'older') return { status: 404, body: '<html><body>Not found</body></html>' };
  if (!isAdministrator) return forbidden;
  return inConfluence(site, decodeURIComponent(user), decodeURIComponent(group));
};

const inJira = (site: Site, name: string, group: string): StandInAnswer => {
  const user = site.people.named(name);
  const spelled = groupOf(site, group);
  if (user === undefined) return refusal(404, `The user named '${name}' does not exist`);
  if (spelled === undefined) return refusal(404, `The group named '${group}' does not exist.`);
  if (user.groups.includes(spelled))
    return refusal(400, `Cannot add user '${name}', user is already a member of '${spelled}'`);
  if (site.conditions.readOnlyGroups.includes(spelled))
    return refusal(400, `Cannot add user '${name}': the directory is read-only`);
  site.people.put(joined(user, spelled));
  return { status: 201, body: { name: spelled, self: `${site.baseUrl}/rest/api/2/group?groupname=${spelled}` } };
};

/** A member already is no trouble. */
const inConfluence = (site: Site, name: string, group: string): StandInAnswer => {
  const user = site.people.named(name);
  const spelled = groupOf(site, group);
  if (user === undefined || spelled === undefined) return refusal(404, 'No such user or group.');
  if (site.conditions.readOnlyGroups.includes(spelled)) return refusal(400, 'The directory is read-only.');
  if (!user.groups.includes(spelled)) site.people.put(joined(user, spelled));
  return { status: 204, body: '' };
};

const joined = (user: MadeUser, group: string): MadeUser => ({ ...user, groups: [...user.groups, group] });

const groupOf = ({ people }: Site, group: string): string | undefined =>
  people.groups.find((one) => one.toLowerCase() === group.toLowerCase());

const forbidden: StandInAnswer = {
  status: 403,
  body: { errorMessages: ['Only administrators change who is in a group.'], errors: {} },
};

const refusal = (status: number, words: string): StandInAnswer => ({
  status,
  body: { errorMessages: [words], errors: {} },
});

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
};
