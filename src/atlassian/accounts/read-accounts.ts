import type { Account } from '../../contract/mapping';
import type { Product } from '../../contract/target';
import { type AccountSource, accountPages } from './account-source';
import { type ApplicationAccess, applicationRoles } from './application-roles';
import type { AskFailure, Asking } from './ask-json';
import type { CloudOthers } from './cloud-users';
import { isFinal, type SiteFailure } from './failure-words';
import { type MetSite, meetSite } from './meet-site';
import { type GroupProgress, type GroupsAsked, readGroups } from './read-groups';
import { type Untold, UntoldList } from './untold';
import type { UserPage } from './user-shapes';

export type AccountsEvent =
  | { kind: 'site'; site: MetSite }
  | {
      kind: 'accounts';
      accounts: Account[];
      /** By what `members` names each: its username without capitals, on Cloud its account id. */
      keys: string[];
      read: number;
    }
  /** Some members of a group, of accounts that came before; of a group without any, an empty list. */
  | { kind: 'members'; group: string; keys: string[] }
  | GroupProgress
  | {
      kind: 'end';
      /** Null: to the end. */
      stopped: SiteFailure | null;
      read: number;
      /** The accounts were read to their end, as far as the product tells of them at all. */
      isWhole: boolean;
      /** The members of every group that was asked for were read. */
      groupsWhole: boolean;
      /** Whoever is in no administering group is no administrator. */
      administratorsWhole: boolean;
      /** Names of all groups, or at least which of those that were asked for there are; null where that is not known. */
      groupsThere: string[] | null;
      /** What could not be read, whoever it concerns. */
      untold: Untold[];
      /** Null: not known, as in Confluence. */
      access: ApplicationAccess[] | null;
      /** Accounts of Cloud that are no people of the site, and were left out. */
      others: CloudOthers;
    };

/**
 * Reads everybody who is already in Jira or Confluence, inactive accounts too where the product tells them. First who
 * asks, then accounts, then who is in which group, so that nothing is kept of a million of them; an account may come
 * twice. The last event is always `end`.
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
    yield {
      kind: 'end',
      stopped: met.failure,
      read: 0,
      ...nothing,
      groupsThere: null,
      untold: untold.list,
      access: null,
      others,
    };
    return;
  }
  const { site } = met;
  yield { kind: 'site', site };
  const access = await readAccess(options, site, untold);
  const source: AccountSource = { isWhole: true, late: null };
  let read = 0;
  let hidden = 0;
  let unreadable = 0;
  let stopped: AskFailure | null = null;
  const told = function* (page: Exclude<UserPage, { failure: AskFailure }>): Generator<AccountsEvent> {
    unreadable += page.unreadable;
    if (page.users.length === 0) return;
    read += page.users.length;
    const accounts = page.users.map(({ account }) => account);
    hidden += accounts.filter(({ email }) => email === null).length;
    yield { kind: 'accounts', accounts, keys: page.users.map(({ key }) => key), read };
  };
  for await (const page of accountPages(options, site, untold, others, source)) {
    if ('failure' in page) {
      stopped = page.failure;
      break;
    }
    yield* told(page);
  }
  let isCut = stopped !== null;
  const whole = { ...nothing };
  let groupsThere: string[] | null = null;
  // Members of nobody that was read are of no use.
  if (stopped === null || (read > 0 && !isFinal(stopped))) {
    const useful = access?.flatMap(({ groups }) => groups) ?? [];
    // Where nobody is listed, every group tells of accounts, whatever the mapping can touch.
    const asked =
      site.product === 'confluence' && site.edition === 'cloud' ? { ...options, groups: 'all' as const } : options;
    const groups = readGroups(options, site, asked, useful, untold);
    for (let next = await groups.next(); ; next = await groups.next()) {
      if (next.done) {
        whole.groupsWhole = next.value.isWhole;
        whole.administratorsWhole = next.value.areAdministratorsWhole;
        groupsThere = next.value.there;
        stopped ??= next.value.stopped;
        break;
      }
      const event = next.value;
      if (event.kind === 'group') {
        yield event;
        continue;
      }
      if (source.late !== null && !isCut) {
        const page = await source.late(event.users);
        if ('failure' in page) {
          stopped ??= page.failure;
          isCut = true;
        } else yield* told(page);
      }
      yield { kind: 'members', group: event.group, keys: event.users.map(({ key }) => key) };
    }
    // Whoever is told by nothing but groups is not told by those that were not read.
    isCut ||= source.late !== null && stopped !== null;
  } else if (read > 0) {
    untold.because('groups', stopped, 'Who is in which group was not read.');
    untold.because('administrators', stopped, 'Who is an administrator was not read.');
  }
  whole.isWhole = !isCut && source.isWhole && unreadable === 0;
  if (isCut && stopped !== null)
    untold.because('accounts', stopped, `Of the accounts ${read} were read, and not the others.`);
  if (unreadable > 0) untold.add('accounts', 'Some accounts came without a name and are not counted.', unreadable);
  if (hidden > 0) untold.add('emails', 'Some accounts came without an e-mail, or it is hidden.', hidden);
  yield { kind: 'end', stopped, read, ...whole, groupsThere, untold: untold.list, access, others };
}

const nothing = { isWhole: false, groupsWhole: false, administratorsWhole: false };

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
