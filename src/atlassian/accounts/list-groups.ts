import * as v from 'valibot';
import { type Asked, type Asking, askJson } from './ask-json';
import type { MetSite } from './meet-site';

const name = v.object({ name: v.string() });
const picker = v.object({ groups: v.array(name), total: v.optional(v.number()) });
const bulk = v.object({ values: v.array(name), isLast: v.optional(v.boolean()) });
const confluencePage = v.object({ results: v.array(name) });

const most = 10_000;
const size = 200;

/**
 * Names of all groups. Jira Data Center has no list but what its screens pick from; one that is shorter than the total it
 * states is no list, and answers `unreadable`.
 */
export const listGroups = async (asking: Asking, { product, edition }: MetSite): Promise<Asked<string[]>> => {
  if (product === 'jira' && edition === 'data-center') {
    const asked = await askJson(asking, `/rest/api/2/groups/picker?query=&maxResults=${most}`, picker);
    if (!asked.ok) return asked;
    const { groups, total } = asked.value;
    if (total === undefined || total > groups.length) return { ok: false, failure: { kind: 'unreadable' } };
    return { ok: true, value: groups.map((group) => group.name) };
  }
  const names = new Set<string>();
  for (let start = 0; ; ) {
    const asked = product === 'jira' ? await cloudPage(asking, start) : await groupsOfConfluence(asking, start);
    if (!asked.ok) return asked;
    const before = names.size;
    for (const group of asked.value.groups) names.add(group.name);
    if (asked.value.isLast || asked.value.groups.length === 0) return { ok: true, value: [...names] };
    if (names.size === before) return { ok: false, failure: { kind: 'repeats' } };
    start += asked.value.groups.length;
  }
};

const cloudPage = async (asking: Asking, start: number) => {
  const asked = await askJson(asking, `/rest/api/3/group/bulk?startAt=${start}&maxResults=${size}`, bulk);
  if (!asked.ok) return asked;
  return { ok: true as const, value: { groups: asked.value.values, isLast: asked.value.isLast === true } };
};

const groupsOfConfluence = async (asking: Asking, start: number) => {
  const asked = await askJson(asking, `/rest/api/group?start=${start}&limit=${size}`, confluencePage);
  return asked.ok ? { ok: true as const, value: { groups: asked.value.results, isLast: false } } : asked;
};
