import * as v from 'valibot';
import type { Account } from '../../contract/mapping';
import { type Product, usualAdministratorGroups } from '../../contract/target';
import { nameKey } from '../../mapping/same-name';
import { type Asked, type AskFailure, type Asking, askJson } from './ask-json';
import { confluenceUsers } from './confluence-users';
import { failureWords, isFinal } from './failure-words';
import { type MetSite, meetSite } from './meet-site';
import {
  cloudUser,
  confluenceUser,
  type FoundUser,
  foundInCloud,
  foundInConfluence,
  foundInJira,
  jiraUserWithGroups,
  rawUsers,
  readJiraUsers,
  readUsers,
} from './user-shapes';

/** By what the accounts of somebody may be found. */
export type SoughtPerson = { usernames: readonly string[]; email: string; fullName: string };

export type FoundAccounts = {
  /** Null where the product told nothing. */
  accounts: Account[] | null;
  /** Every account of the product is there. */
  isComplete: boolean;
  /** Keys that were looked for, in lower case: usernames, and e-mails where the product is searched by them. */
  lookedFor: string[];
  /** A whole sentence on what could not be read; null where everything was. */
  note: string | null;
};

type FindOptions = Asking & {
  product: Product;
  people: readonly SoughtPerson[];
  /** Null: those that an installation comes with. */
  administratorGroups: readonly string[] | null;
};

/** Accounts up to which everybody is read. */
const mostForAll = 1000;
/** Requests to the product in all. */
const mostRequests = 400;
const atOnce = 6;
/** Jira's limits of a search are round. */
const round = 50;

/**
 * The accounts that some people may have: everybody of a small site in one page, else whoever is found by their
 * usernames, e-mails and full names. Groups are read of those alone who may be theirs. Bounded in its requests; whoever
 * calls it bounds the time by the signal.
 */
export const findAccounts = async (options: FindOptions): Promise<FoundAccounts> => {
  const { product, people } = options;
  const met = await meetSite(options, product);
  if (!met.met) return nothing(`The accounts were not read. ${failureWords(met.failure, product)}`);
  const finding = new Finding(options, met.site);
  await finding.everybody();
  if (!finding.isComplete) await finding.oneByOne(people);
  await finding.groups(people);
  return finding.found();
};

const nothing = (note: string): FoundAccounts => ({ accounts: null, isComplete: false, lookedFor: [], note });

class Finding {
  isComplete = false;
  readonly #options: FindOptions;
  readonly #site: MetSite;
  /** By what tells accounts apart, in the order in which they were found. */
  readonly #users = new Map<string, FoundUser>();
  readonly #lookedFor = new Set<string>();
  #left = mostRequests;
  #failure: AskFailure | null = null;

  constructor(options: FindOptions, site: MetSite) {
    this.#options = options;
    this.#site = site;
  }

  /** A page of everybody, which on a small site is all of them. */
  async everybody(): Promise<void> {
    const { product, edition } = this.#site;
    if (product === 'confluence') {
      // It lists active accounts alone: whoever is not among them may be there all the same.
      for await (const page of confluenceUsers(this.#options)) {
        if ('failure' in page || this.#users.size >= mostForAll) return;
        this.#take(page.users);
      }
      return;
    }
    if (edition === 'cloud') return this.#everybodyInCloud();
    const listed = await this.#ask(`/rest/api/2/user/list?cursor=&maxResults=${mostForAll}`, listPage);
    if (listed.ok) {
      const { users, unreadable } = readJiraUsers(listed.value.values);
      const isLast = listed.value.isLast === true || !listed.value.nextCursor;
      this.#take(users);
      this.isComplete = isLast && unreadable === 0;
      return;
    }
    const path = `/rest/api/2/user/search?username=.&includeInactive=true&startAt=0&maxResults=${mostForAll}`;
    const searched = await this.#ask(path, rawUsers);
    if (!searched.ok) return;
    const { users, unreadable } = readJiraUsers(searched.value);
    this.#take(users);
    // A list that ends where a limit may be is no whole one.
    this.isComplete = unreadable === 0 && users.length > 0 && users.length % round !== 0;
  }

  async #everybodyInCloud(): Promise<void> {
    // A page may be short, because what the asker may not see is taken out of it; only an empty one is the end.
    for (let page = 0; page < 2; page += 1) {
      const path = `/rest/api/3/users/search?startAt=${page * mostForAll}&maxResults=${mostForAll}`;
      const asked = await this.#ask(path, rawUsers);
      if (!asked.ok) return;
      this.isComplete = asked.value.length === 0;
      this.#takeFromCloud(asked.value);
    }
  }

  async oneByOne(people: readonly SoughtPerson[]): Promise<void> {
    const { product, edition } = this.#site;
    const isCloud = edition === 'cloud';
    // Cloud has no usernames, and Confluence finds by nothing else.
    const usernames = isCloud ? [] : distinct(people.flatMap((person) => person.usernames));
    const emails = product === 'confluence' ? [] : distinct(people.map(({ email }) => email));
    const byName = usernames.map((username) => () => this.#named(username));
    const byEmail = emails.map((email) => () => this.#searched(email, true));
    await this.#all([...byName, ...byEmail]);
    if (product === 'confluence') return;
    // Only for whom nothing was found: a full name finds namesakes too.
    const without = people.filter((person) => !this.#has(person)).map(({ fullName }) => fullName);
    await this.#all(distinct(without).map((fullName) => () => this.#searched(fullName, false)));
  }

  /** Of whoever may be the account of one of the people. Cloud's app touches no groups. */
  async groups(people: readonly SoughtPerson[]): Promise<void> {
    if (this.#site.edition === 'cloud') return;
    const mine = [...this.#users.values()].filter((user) => people.some((person) => isOf(user, person)));
    await this.#all(mine.filter(({ account }) => account.groups === null).map((user) => () => this.#groupsOf(user)));
  }

  found(): FoundAccounts {
    const { product } = this.#options;
    const accounts = [...this.#users.values()].map(({ account }) => account);
    const notes: string[] = [];
    if (this.#failure !== null) notes.push(`Not all accounts were read. ${failureWords(this.#failure, product)}`);
    else if (this.#left <= 0) notes.push('Not all people were looked up: it would have taken too many requests.');
    return { accounts, isComplete: this.isComplete, lookedFor: [...this.#lookedFor], note: notes[0] ?? null };
  }

  async #named(username: string): Promise<void> {
    const asked = this.#site.product === 'jira' ? await this.#inJira(username) : await this.#inConfluence(username);
    if (asked.ok || asked.failure.kind === 'not-there') this.#lookedFor.add(nameKey(username));
  }

  async #inJira(username: string): Promise<Asked<unknown>> {
    const path = `/rest/api/2/user?username=${encodeURIComponent(username)}&expand=groups`;
    const asked = await this.#ask(path, jiraUserWithGroups);
    if (!asked.ok) return asked;
    const user = foundInJira(asked.value);
    this.#take([user]);
    this.#setGroups(user, asked.value.groups?.items ?? null);
    return asked;
  }

  async #inConfluence(username: string): Promise<Asked<unknown>> {
    const asked = await this.#ask(`/rest/api/user?username=${encodeURIComponent(username)}`, confluenceUser);
    if (asked.ok) this.#take([foundInConfluence(asked.value)]);
    return asked;
  }

  /** By the beginning of a username, an e-mail, or a word of a full name. */
  async #searched(text: string, isEmail: boolean): Promise<void> {
    const query = encodeURIComponent(text);
    if (this.#site.edition === 'cloud') {
      const asked = await this.#ask(`/rest/api/3/user/search?query=${query}&maxResults=20`, rawUsers);
      if (asked.ok) this.#takeFromCloud(asked.value);
      // An e-mail that Atlassian hides finds nobody, so that nothing was found proves nothing.
      return;
    }
    const path = `/rest/api/2/user/search?username=${query}&includeInactive=true&startAt=0&maxResults=20`;
    const asked = await this.#ask(path, rawUsers);
    if (!asked.ok) return;
    this.#take(readJiraUsers(asked.value).users);
    if (isEmail) this.#lookedFor.add(text.toLowerCase());
  }

  async #groupsOf(user: FoundUser): Promise<void> {
    const { username } = user.account;
    if (this.#site.product === 'jira') {
      await this.#inJira(username);
      return;
    }
    const path = `/rest/api/user/memberof?username=${encodeURIComponent(username)}&limit=${mostGroups}`;
    const asked = await this.#ask(path, memberOf);
    // A full page may be cut, and some of the groups would look like all of them.
    if (asked.ok && asked.value.results.length < mostGroups) this.#setGroups(user, asked.value.results);
  }

  #setGroups({ key }: FoundUser, items: readonly { name: string }[] | null): void {
    const user = this.#users.get(key);
    if (user === undefined || items === null) return;
    const { administratorGroups } = this.#options;
    const administering = (administratorGroups ?? usualAdministratorGroups[this.#site.product]).map(nameKey);
    const groups = items.map(({ name }) => name);
    const administrator = groups.some((name) => administering.includes(nameKey(name)));
    this.#users.set(key, { key, account: { ...user.account, groups, administrator } });
  }

  #take(users: readonly FoundUser[]): void {
    for (const user of users) if (!this.#users.has(user.key)) this.#users.set(user.key, user);
  }

  /** Apps and customers of the portal sign in otherwise. */
  #takeFromCloud(values: readonly unknown[]): void {
    const types: string[] = [];
    const { users } = readUsers(values, cloudUser, (user) => {
      types.push(user.accountType);
      return foundInCloud(user);
    });
    this.#take(users.filter((_, at) => types[at] === 'atlassian'));
  }

  #has(person: SoughtPerson): boolean {
    return [...this.#users.values()].some((user) => isOf(user, person));
  }

  async #ask<Shape extends v.GenericSchema>(path: string, shape: Shape): Promise<Asked<v.InferOutput<Shape>>> {
    if (this.#left <= 0) return { ok: false, failure: { kind: 'cancelled' } };
    this.#left -= 1;
    const asked = await askJson(this.#options, path, shape);
    if (!asked.ok && isFinal(asked.failure)) this.#failure ??= asked.failure;
    return asked;
  }

  /** Some at a time, until something fails that would fail the rest too. */
  async #all(acts: readonly (() => Promise<void>)[]): Promise<void> {
    const queue = [...acts];
    const work = async () => {
      for (let act = queue.shift(); act && this.#failure === null && this.#left > 0; act = queue.shift()) await act();
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }
}

const listPage = v.object({
  values: rawUsers,
  nextCursor: v.nullish(v.string(), null),
  isLast: v.optional(v.boolean()),
});
const group = v.object({ name: v.string() });
const memberOf = v.object({ results: v.array(group) });
const mostGroups = 200;

const isOf = ({ account }: FoundUser, { usernames, email, fullName }: SoughtPerson): boolean =>
  usernames.some((username) => account.username !== '' && nameKey(username) === nameKey(account.username)) ||
  (email !== '' && account.email?.toLowerCase() === email.toLowerCase()) ||
  (fullName !== '' && account.fullName === fullName);

/** As Jira compares them, without blanks alone. */
const distinct = (texts: readonly string[]): string[] => [
  ...new Map(texts.filter((text) => text.trim() !== '').map((text) => [nameKey(text), text])).values(),
];
