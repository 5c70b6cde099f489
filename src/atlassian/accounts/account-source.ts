import { type Asking, askJson } from './ask-json';
import { type CloudOthers, cloudUsers } from './cloud-users';
import { confluenceUsers } from './confluence-users';
import { jiraUserList } from './jira-user-list';
import { jiraUserSearch, type SearchOutcome } from './jira-user-search';
import type { MetSite } from './meet-site';
import type { UntoldList } from './untold';
import { type FoundUser, foundInJira, jiraUser, type UserPage } from './user-shapes';

/** What reading the accounts leaves to the groups. */
export type AccountSource = {
  /** False where somebody may have been told by no answer. */
  isWhole: boolean;
  /** Of members of a group those who did not come among the accounts; null where everybody did. */
  late: ((members: readonly FoundUser[]) => Promise<UserPage>) | null;
};

/** Everybody, by the calls that the product has. `source` is filled in on the way. */
export const accountPages = (
  asking: Asking,
  site: MetSite,
  untold: UntoldList,
  others: CloudOthers,
  source: AccountSource,
): AsyncGenerator<UserPage> => {
  if (site.product === 'confluence')
    return site.edition === 'cloud' ? membersAlone(untold, source) : usersOfConfluence(asking, untold, source);
  return site.edition === 'cloud' ? once(cloudUsers(asking, others)) : usersOfJira(asking, untold, source);
};

/** By cursor where Jira has it (10.3 and later), else by search. */
async function* usersOfJira(asking: Asking, untold: UntoldList, source: AccountSource): AsyncGenerator<UserPage> {
  let isFirst = true;
  let isOlder = false;
  for await (const page of jiraUserList(asking)) {
    isOlder = isFirst && 'failure' in page && page.failure.kind === 'not-there';
    isFirst = false;
    if (!isOlder) yield page;
  }
  if (!isOlder) return;
  const seen = new Set<string>();
  const outcome: SearchOutcome = { mayBeMore: false };
  for await (const page of jiraUserSearch(asking, seen, outcome)) {
    yield page;
    if ('failure' in page) return;
  }
  if (!outcome.mayBeMore) return;
  source.isWhole = false;
  // Whoever is in a group is certain to be there.
  source.late = async (members) => {
    const found: FoundUser[] = [];
    for (const { key } of members) {
      if (seen.has(key)) continue;
      seen.add(key);
      const asked = await askJson(asking, `/rest/api/2/user?username=${encodeURIComponent(key)}`, jiraUser);
      if (asked.ok) found.push(foundInJira(asked.value));
      else if (asked.failure.kind !== 'not-there') return { failure: asked.failure };
    }
    return { users: found, unreadable: 0 };
  };
  untold.add(
    'accounts',
    'This Jira lists no more accounts than its limit, so they were asked for by the beginnings of their names. Accounts in ' +
      'no group whose names begin with other characters than those of the others cannot be told.',
  );
}

/** By the list of Confluence 9, else whoever is in a group that is read. */
async function* usersOfConfluence(asking: Asking, untold: UntoldList, source: AccountSource): AsyncGenerator<UserPage> {
  untold.add('inactive-accounts', 'Confluence lists active accounts; the inactive ones cannot be told.');
  let isFirst = true;
  for await (const page of once(confluenceUsers(asking))) {
    const isElsewhere =
      isFirst && 'failure' in page && ['not-there', 'forbidden', 'unreadable'].includes(page.failure.kind);
    isFirst = false;
    if (!isElsewhere) {
      yield page;
      continue;
    }
    untold.because('accounts', page.failure, inNoGroup);
    leaveToGroups(source);
  }
}

/** Confluence Cloud lists nobody; whoever may use it is in a group. */
async function* membersAlone(untold: UntoldList, source: AccountSource): AsyncGenerator<UserPage> {
  untold.add('inactive-accounts', 'Confluence tells of active accounts; the inactive ones cannot be told.');
  untold.add('accounts', inNoGroup);
  leaveToGroups(source);
  yield { users: [], unreadable: 0 };
}

const inNoGroup = 'Accounts that are in none of the groups that were read cannot be told.';

const leaveToGroups = (source: AccountSource): void => {
  const seen = new Set<string>();
  source.isWhole = false;
  source.late = async (members) => {
    const fresh = members.filter(({ key }) => !seen.has(key));
    for (const { key } of fresh) seen.add(key);
    return { users: fresh, unreadable: 0 };
  };
};

/** Pages whose keys are remembered. */
const rememberedPages = 8;

/** Whoever comes in or leaves while pages are counted moves others to the page beside; there each is told once. */
async function* once(pages: AsyncGenerator<UserPage>): AsyncGenerator<UserPage> {
  const remembered: Set<string>[] = [];
  for await (const page of pages) {
    if ('failure' in page) {
      yield page;
      continue;
    }
    const fresh = page.users.filter(({ key }) => !remembered.some((keys) => keys.has(key)));
    remembered.push(new Set(page.users.map(({ key }) => key)));
    if (remembered.length > rememberedPages) remembered.shift();
    yield { users: fresh, unreadable: page.unreadable };
  }
}
