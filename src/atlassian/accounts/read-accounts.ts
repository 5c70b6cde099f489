import type { Account } from '../../contract/mapping';
import type { Product } from '../../contract/target';
import { nameKey } from '../../mapping/same-name';
import { type ApplicationAccess, applicationRoles } from './application-roles';
import { type AskFailure, type Asking, askJson } from './ask-json';
import { type CloudOthers, cloudUsers } from './cloud-users';
import { confluenceUsers } from './confluence-users';
import type { SiteFailure } from './failure-words';
import { jiraUserList } from './jira-user-list';
import { jiraUserSearch, type SearchOutcome } from './jira-user-search';
import { type MetSite, meetSite } from './meet-site';
import { type GroupProgress, type GroupsAsked, type ReadGroups, readGroups } from './read-groups';
import { type Untold, UntoldList } from './untold';
import { type FoundUser, foundInJira, jiraUser, type UserPage } from './user-shapes';

export type AccountsEvent =
  | { kind: 'site'; site: MetSite }
  | GroupProgress
  | { kind: 'accounts'; accounts: Account[]; read: number }
  | {
      kind: 'end';
      /** Null: to the end. */
      stopped: SiteFailure | null;
      read: number;
      /** What could not be read, whoever it concerns. */
      untold: Untold[];
      /** Null: not known, as in Confluence. */
      access: ApplicationAccess[] | null;
      /** Accounts of Cloud that are no people of the site, and were left out. */
      others: CloudOthers;
    };

/**
 * Reads everybody who is already in Jira or Confluence, inactive accounts too where the product tells them. First who
 * asks, then groups, then accounts, so that each account comes whole; the last event is always `end`.
 */
export async function* readAccounts(
  options: Asking & GroupsAsked & { product: Product },
): AsyncGenerator<AccountsEvent> {
  const { product } = options;
  const untold = new UntoldList(product);
  const others: CloudOthers = { apps: 0, customers: 0 };
  const met = await meetSite(options, product);
  if (!met.met) {
    untold.because('accounts', met.failure, 'The accounts could not be read.');
    yield { kind: 'end', stopped: met.failure, read: 0, untold: untold.list, access: null, others };
    return;
  }
  const { site } = met;
  yield { kind: 'site', site };
  const access = await readAccess(options, site, untold);
  const useful = access?.flatMap(({ groups }) => groups) ?? [];
  const groups = yield* readGroups(options, site, options, useful, untold);
  let read = 0;
  let hidden = 0;
  let unreadable = 0;
  let stopped: AskFailure | null = groups.stopped;
  if (stopped === null)
    for await (const page of users(options, site, groups, untold, others)) {
      if ('failure' in page) {
        stopped = page.failure;
        break;
      }
      const accounts = page.users.map((user) => whole(user, groups));
      read += accounts.length;
      hidden += accounts.filter(({ email }) => email === null).length;
      unreadable += page.unreadable;
      yield { kind: 'accounts', accounts, read };
    }
  if (stopped !== null) untold.because('accounts', stopped, `Of the accounts ${read} were read, and not the others.`);
  if (unreadable > 0) untold.add('accounts', 'Some accounts came without a name and are not counted.', unreadable);
  if (hidden > 0) untold.add('emails', 'Some accounts came without an e-mail, or it is hidden.', hidden);
  yield { kind: 'end', stopped, read, untold: untold.list, access, others };
}

const readAccess = async (asking: Asking, { product, edition }: MetSite, untold: UntoldList) => {
  if (product === 'jira' && edition === 'data-center') {
    const asked = await applicationRoles(asking);
    if (asked.ok) return asked.value;
    untold.because(
      'application-access',
      asked.failure,
      'Who may use Jira, and how many seats are left, could not be read.',
    );
    return null;
  }
  untold.add('application-access', 'Who may use the product, and how many seats are left, is told by no answer of it.');
  return null;
};

const whole = (user: FoundUser, groups: ReadGroups): Account => {
  const names = groups.memberships.of(user);
  const isAdministrator = names.some((name) => groups.administrators.has(nameKey(name)));
  return {
    ...user.account,
    // Some of the groups would look like all of them.
    groups: groups.isWhole ? names : null,
    ...(isAdministrator || groups.areAdministratorsWhole ? { administrator: isAdministrator } : {}),
  };
};

const users = (
  asking: Asking,
  site: MetSite,
  groups: ReadGroups,
  untold: UntoldList,
  others: CloudOthers,
): AsyncGenerator<UserPage> => {
  if (site.product === 'confluence') return usersOfConfluence(asking, groups, untold);
  return site.edition === 'cloud' ? once(cloudUsers(asking, others)) : usersOfJira(asking, groups, untold);
};

/** By cursor where Jira has it (10.3 and later), else by search. */
async function* usersOfJira(asking: Asking, groups: ReadGroups, untold: UntoldList): AsyncGenerator<UserPage> {
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
  // Whoever is in a group is certain to be there.
  for (const key of groups.memberships.keys()) {
    if (seen.has(key)) continue;
    const asked = await askJson(asking, `/rest/api/2/user?username=${encodeURIComponent(key)}`, jiraUser);
    if (asked.ok) yield { users: [foundInJira(asked.value)], unreadable: 0 };
    else if (asked.failure.kind !== 'not-there') {
      yield { failure: asked.failure };
      return;
    }
  }
  untold.add(
    'accounts',
    'This Jira lists no more accounts than its limit, so they were asked for by the beginnings of their names. Accounts in ' +
      'no group whose names begin with other characters than those of the others cannot be told.',
  );
}

/** By the list of Confluence 9, else whoever is in a group that was read. */
async function* usersOfConfluence(asking: Asking, groups: ReadGroups, untold: UntoldList): AsyncGenerator<UserPage> {
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
    untold.because('accounts', page.failure, 'Accounts that are in none of the groups that were read cannot be told.');
    yield { users: [...groups.members.values()], unreadable: 0 };
  }
}

/** Whoever comes in or leaves while pages are counted moves others; each is told once. */
async function* once(pages: AsyncGenerator<UserPage>): AsyncGenerator<UserPage> {
  const seen = new Set<string>();
  for await (const page of pages) {
    if ('failure' in page) {
      yield page;
      continue;
    }
    const fresh = page.users.filter(({ key }) => !seen.has(key));
    for (const { key } of fresh) seen.add(key);
    yield { users: fresh, unreadable: page.unreadable };
  }
}
