import * as v from 'valibot';
import { type Asked, type Asking, askJson } from './ask-json';
import type { MetSite } from './meet-site';
import {
  cloudUser,
  confluenceUser,
  type FoundUser,
  foundInCloud,
  foundInConfluence,
  foundInJira,
  jiraUser,
  rawUsers,
  readUsers,
} from './user-shapes';

/** Members of one group, page by page. Answers null at its end, or why there is no more. */
export type MemberPage = Asked<{ users: FoundUser[]; unreadable: number }>;

const jiraPage = v.object({ values: rawUsers, isLast: v.optional(v.boolean()) });
const confluencePage = v.object({ results: rawUsers });

/** Jira gives 50 a page at the most. */
const jiraSize = 50;
const confluenceSize = 200;

/** Whoever is in a group, by way of a group within it too; inactive accounts as well, where Jira is asked. */
export async function* groupMembers(asking: Asking, site: MetSite, group: string): AsyncGenerator<MemberPage> {
  const name = encodeURIComponent(group);
  let before: string | null = null;
  for (let startAt = 0; ; ) {
    const asked: Asked<{ values: unknown[]; isLast: boolean }> =
      site.product === 'jira'
        ? await jiraMembers(asking, site, name, startAt)
        : await confluenceMembers(asking, name, startAt);
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

const jiraMembers = async (asking: Asking, { edition }: MetSite, group: string, startAt: number) => {
  const asked = await askJson(
    asking,
    `/rest/api/${edition === 'cloud' ? 3 : 2}/group/member?groupname=${group}&includeInactiveUsers=true&startAt=${startAt}&maxResults=${jiraSize}`,
    jiraPage,
  );
  return asked.ok ? { ok: true as const, value: { ...asked.value, isLast: asked.value.isLast === true } } : asked;
};

const confluenceMembers = async (asking: Asking, group: string, start: number) => {
  const path = `/rest/api/group/${group}/member?start=${start}&limit=${confluenceSize}`;
  const asked = await askJson(asking, path, confluencePage);
  // A server may give fewer a page than it is asked for, so only an empty one is the end.
  return asked.ok ? { ok: true as const, value: { values: asked.value.results, isLast: false } } : asked;
};

const readMembers = ({ product, edition }: MetSite, values: unknown[]) => {
  if (product === 'confluence') return readUsers(values, confluenceUser, foundInConfluence);
  return edition === 'cloud' ? readUsers(values, cloudUser, foundInCloud) : readUsers(values, jiraUser, foundInJira);
};
