import type { ChangeAtlassian } from './ask-atlassian';
import { type Asked, answerToChange } from './ask-json';
import type { MetSite } from './meet-site';

/**
 * Puts an account of a Data Center into a group, once.
 *
 * Jira: `POST /rest/api/2/group/user` (400 for a member already). Confluence: `PUT /rest/api/user/{username}/group/{groupName}`,
 * documented from 8.2 on, which takes a member already as done; older ones answer 404. Whoever asks reads the groups
 * afterwards: neither answer is needed to know how it ended.
 */
export const joinGroup = async (
  change: ChangeAtlassian,
  { product }: Pick<MetSite, 'product'>,
  { username, group }: { username: string; group: string },
  signal: AbortSignal,
): Promise<Asked<null>> => {
  const [user, name] = [encodeURIComponent(username), encodeURIComponent(group)];
  if (product === 'jira') {
    const attempt = await change(
      { method: 'POST', path: `/rest/api/2/group/user?groupname=${name}`, body: { name: username } },
      signal,
    );
    return answerToChange(attempt, Date.now());
  }
  // What a URL would resolve names somebody else by the time it arrives.
  if ([username, group].some((part) => part === '.' || part === '..'))
    return { ok: false, failure: { kind: 'not-there' } };
  const attempt = await change({ method: 'PUT', path: `/rest/api/user/${user}/group/${name}` }, signal);
  return answerToChange(attempt, Date.now());
};
