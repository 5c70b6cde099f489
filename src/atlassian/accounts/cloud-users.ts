import { type Asking, askJson } from './ask-json';
import { cloudUser, foundInCloud, rawUsers, readUsers, type UserPage } from './user-shapes';

const size = 1000;

/** Accounts that are no people of the site: apps, and customers of the portal. */
export type CloudOthers = { apps: number; customers: number };

/**
 * Everybody of a Jira Cloud site. A page may be short, because what the asker may not see is taken out of it; only an
 * empty one is the end.
 *
 * @param others Counted on the way.
 */
export async function* cloudUsers(asking: Asking, others: CloudOthers): AsyncGenerator<UserPage> {
  let before: string | undefined;
  for (let startAt = 0; ; startAt += size) {
    const path = `/rest/api/3/users/search?startAt=${startAt}&maxResults=${size}`;
    const asked = await askJson(asking, path, rawUsers);
    if (!asked.ok) {
      yield { failure: asked.failure };
      return;
    }
    if (asked.value.length === 0) return;
    const types: string[] = [];
    const { users, unreadable } = readUsers(asked.value, cloudUser, (user) => {
      types.push(user.accountType);
      return foundInCloud(user);
    });
    const key = users[0]?.key;
    if (key !== undefined && key === before) {
      yield { failure: { kind: 'repeats' } };
      return;
    }
    before = key;
    for (const type of types) {
      if (type === 'app') others.apps += 1;
      if (type === 'customer') others.customers += 1;
    }
    yield { users: users.filter((_, at) => types[at] === 'atlassian'), unreadable };
  }
}
