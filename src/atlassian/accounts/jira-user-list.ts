import * as v from 'valibot';
import { type Asking, askJson } from './ask-json';
import { rawUsers, readJiraUsers, type UserPage } from './user-shapes';

const page = v.object({
  values: rawUsers,
  nextCursor: v.nullish(v.string(), null),
  isLast: v.optional(v.boolean()),
});

const size = 2000;

/** Everybody of Jira Data Center 10.3 and later, inactive accounts too, in no order and without a total. */
export async function* jiraUserList(asking: Asking): AsyncGenerator<UserPage> {
  const cursors = new Set<string>();
  let before: string | undefined;
  for (let cursor = ''; ; ) {
    const path = `/rest/api/2/user/list?cursor=${encodeURIComponent(cursor)}&maxResults=${size}`;
    const asked = await askJson(asking, path, page);
    if (!asked.ok) {
      yield { failure: asked.failure };
      return;
    }
    const { values, nextCursor, isLast } = asked.value;
    const read = readJiraUsers(values);
    const first = read.users[0]?.key;
    if (first !== undefined && first === before) {
      yield { failure: { kind: 'repeats' } };
      return;
    }
    before = first;
    yield read;
    if (isLast === true || nextCursor === null || nextCursor === '') return;
    // A cursor that leads back would go round for ever.
    if (cursors.has(nextCursor)) {
      yield { failure: { kind: 'repeats' } };
      return;
    }
    cursors.add(nextCursor);
    cursor = nextCursor;
  }
}
