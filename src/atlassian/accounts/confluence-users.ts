import * as v from 'valibot';
import { type Asking, askJson } from './ask-json';
import { confluenceUser, foundInConfluence, rawUsers, readUsers, type UserPage } from './user-shapes';

const page = v.object({ results: rawUsers });
const size = 100;

/** Everybody who is active in Confluence 9 Data Center; only a system administrator is answered. */
export async function* confluenceUsers(asking: Asking): AsyncGenerator<UserPage> {
  let before: string | null = null;
  for (let start = 0; ; ) {
    const asked = await askJson(asking, `/rest/api/admin/users/list/active?start=${start}&limit=${size}`, page);
    if (!asked.ok) {
      yield { failure: asked.failure };
      return;
    }
    const { results } = asked.value;
    // A server may give fewer a page than it is asked for, so only an empty one is the end.
    if (results.length === 0) return;
    const read = readUsers(results, confluenceUser, foundInConfluence);
    const key: string | null = read.users[0]?.key ?? null;
    if (key !== null && key === before) {
      yield { failure: { kind: 'repeats' } };
      return;
    }
    before = key;
    yield read;
    start += results.length;
  }
}
