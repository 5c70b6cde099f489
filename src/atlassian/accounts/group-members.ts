import * as v from 'valibot';
import { type Asked, type Asking, askJson } from './ask-json';
import type { MetSite } from './meet-site';
import {
  cloudUser,
  confluenceCloudUser,
  confluenceUser,
  type FoundUser,
  foundInCloud,
  foundInConfluence,
  foundInConfluenceCloud,
  rawUsers,
  readJiraUsers,
  readUsers,
} from './user-shapes';

/** Members of one group, page by page. Answers null at its end, or why there is no more. */
export type MemberPage = Asked<{ users: FoundUser[]; unreadable: number }>;

const jiraPage = v.object({ values: rawUsers, isLast: v.optional(v.boolean()) });
const confluencePage = v.object({ results: rawUsers });
const confluenceGroup = v.object({ id: v.pipe(v.string(), v.minLength(1)) });

/** Jira gives 50 a page at the most. */
const jiraSize = 50;
const confluenceSize = 200;

/** Whoever is in a group, by way of a group within it too; inactive accounts as well, where Jira is asked. */
export async function* groupMembers(asking: Asking, site: MetSite, group: string): AsyncGenerator<MemberPage> {
  const place = await placeOf(asking, site, group);
  if (!place.ok) {
    yield place;
    return;
  }
  let before: string | null = null;
  for (let startAt = 0; ; ) {
    const asked: Asked<{ values: unknown[]; isLast: boolean }> =
      site.product === 'jira'
        ? await jiraMembers(asking, place.value, startAt)
        : await confluenceMembers(asking, place.value, startAt);
    if (!asked.ok) {
      yield asked;
      return;
    }
    const { values, isLast } = asked.value;
    const page = readMembers(site, values);
    const key: string | null = page.users[0]?.key ?? null;
    if (key !== null && key === before) {
      yield { ok: false, failure: { kind: 'repeats' } };
      return;
    }
    before = key;
    yield { ok: true, value: page };
    if (isLast || values.length === 0) return;
    startAt += values.length;
  }
}

/** Where the members are asked for. On Confluence Cloud a group is asked for by an id, which its name is asked for first. */
const placeOf = async (asking: Asking, { product, edition }: MetSite, group: string): Promise<Asked<string>> => {
  const name = encodeURIComponent(group);
  if (product === 'jira')
    return found(`/rest/api/${edition === 'cloud' ? 3 : 2}/group/member?groupname=${name}&includeInactiveUsers=true`);
  if (edition === 'data-center') return found(`/rest/api/group/${name}/member?`);
  const asked = await askJson(asking, `/rest/api/group/by-name?name=${name}`, confluenceGroup);
  return asked.ok ? found(`/rest/api/group/${encodeURIComponent(asked.value.id)}/membersByGroupId?`) : asked;
};

const found = <T>(value: T) => ({ ok: true as const, value });

const jiraMembers = async (asking: Asking, place: string, startAt: number) => {
  const asked = await askJson(asking, `${place}&startAt=${startAt}&maxResults=${jiraSize}`, jiraPage);
  return asked.ok ? found({ ...asked.value, isLast: asked.value.isLast === true }) : asked;
};

const confluenceMembers = async (asking: Asking, place: string, start: number) => {
  const asked = await askJson(asking, `${place}start=${start}&limit=${confluenceSize}`, confluencePage);
  // A server may give fewer a page than it is asked for, so only an empty one is the end.
  return asked.ok ? found({ values: asked.value.results, isLast: false }) : asked;
};

const readMembers = ({ product, edition }: MetSite, values: unknown[]) => {
  if (product === 'confluence')
    return edition === 'cloud'
      ? readUsers(values.filter(isPerson), confluenceCloudUser, foundInConfluenceCloud)
      : readUsers(values, confluenceUser, foundInConfluence);
  return edition === 'cloud' ? readUsers(values, cloudUser, foundInCloud) : readJiraUsers(values);
};

/** Groups of Confluence Cloud hold apps as well. What has another shape is left to whoever reads it. */
const isPerson = (value: unknown): boolean => {
  const read = v.safeParse(confluenceCloudUser, value);
  return !read.success || read.output.accountType === 'atlassian';
};
