import type { Account } from '../../contract/mapping';
import { nameKey } from '../../mapping/same-name';
import { type Asking, askJson } from './ask-json';
import { type FoundUser, foundInJira, jiraUser, rawUsers, readJiraUsers, type UserPage } from './user-shapes';

const size = 1000;
/** Limits of Jira are round. */
const round = 50;
/** What names are made of; characters that are met on the way are added. The blank stands between two words. */
const usual = "abcdefghijklmnopqrstuvwxyz0123456789._-@ '";
const longestBeginning = 40;

/** Filled in on the way. */
export type SearchOutcome = {
  /** The list was cut, and somebody may be left whom no beginning that was asked for finds. */
  mayBeMore: boolean;
};

/**
 * Everybody of an older Jira Data Center, inactive accounts too. `.` means everybody, where it is not switched off; many
 * versions give the first 1,000 and then nothing. So a list that ends where a limit may be is asked again by the
 * beginnings of names, a longer one wherever a beginning meets the limit too.
 *
 * @param seen Keys that were told; filled on the way.
 */
export async function* jiraUserSearch(
  asking: Asking,
  seen: Set<string>,
  outcome: SearchOutcome,
): AsyncGenerator<UserPage> {
  const search = new Search(asking, seen);
  const everybody = yield* search.all('.');
  if (everybody.ending === 'whole' || everybody.ending === 'failed') return;
  search.limit = everybody.found === 0 ? null : everybody.found;
  const before = seen.size;
  const isWhole = yield* search.byBeginning('');
  outcome.mayBeMore = !isWhole || seen.size > before;
}

type Found = {
  /** `cut`: the end may be a limit. `refused`: not by this beginning. */
  ending: 'whole' | 'cut' | 'refused' | 'failed';
  found: number;
  /** Half of those who came, or more, are called so. */
  isMeant: boolean;
};

class Search {
  /** How many a search gives at the most; null where it has not been met yet. */
  limit: number | null = null;
  readonly #asking: Asking;
  readonly #seen: Set<string>;
  readonly #characters = new Set(usual);

  constructor(asking: Asking, seen: Set<string>) {
    this.#asking = asking;
    this.#seen = seen;
  }

  /** Whoever is found by these characters at the beginning of user name, e-mail, or a word of the full name [I]. */
  async *all(beginning: string): AsyncGenerator<UserPage, Found> {
    const own = new Set<string>();
    let called = 0;
    const told = (ending: Found['ending']): Found => ({ ending, found: own.size, isMeant: called * 2 >= own.size });
    for (let startAt = 0; ; ) {
      const asked = await askJson(this.#asking, pathOf(beginning, startAt), rawUsers);
      if (!asked.ok) {
        // With `.` switched off some versions find nobody, others may refuse it.
        if (asked.failure.kind === 'status' && asked.failure.status === 400) return told('refused');
        yield { failure: asked.failure };
        return told('failed');
      }
      const { users, unreadable } = readJiraUsers(asked.value);
      const before = own.size;
      for (const { key, account } of users) {
        if (!own.has(key) && isCalled(account, beginning)) called += 1;
        own.add(key);
      }
      const fresh = users.filter((user) => this.#isFresh(user));
      if (fresh.length > 0 || unreadable > 0) yield { users: fresh, unreadable };
      startAt += asked.value.length;
      // Nobody, or nobody new, as where a page is given again whatever is asked for.
      if (own.size === before) return told(this.#isCut(own.size, beginning) ? 'cut' : 'whole');
    }
  }

  /** One character more behind a beginning. Answers whether that found everybody, as far as can be told. */
  async *byBeginning(beginning: string): AsyncGenerator<UserPage, boolean> {
    let isWhole = true;
    // Characters that are met meanwhile come last: a Set tells them too.
    for (const character of this.#characters) {
      const longer = beginning + character;
      if (/^ | {2}$|^\.$/.test(longer)) continue;
      const { ending, isMeant } = yield* this.all(longer);
      if (ending === 'failed') return false;
      if (ending === 'whole') continue;
      // Where most who came are not called so, the search does not go by beginnings, and a longer one is no better.
      if (ending === 'refused' || !isMeant || longer.length >= longestBeginning) isWhole = false;
      else {
        if (!(yield* this.#named(longer))) return false;
        isWhole = (yield* this.byBeginning(longer)) && isWhole;
      }
    }
    return isWhole;
  }

  #isCut(found: number, beginning: string): boolean {
    if (found === 0) return beginning === '.';
    return this.limit === null ? found % round === 0 : found >= this.limit;
  }

  /** Whoever is called exactly so may stand behind the limit, and no longer beginning finds them. */
  async *#named(username: string): AsyncGenerator<UserPage, boolean> {
    const asked = await askJson(this.#asking, `/rest/api/2/user?username=${encodeURIComponent(username)}`, jiraUser);
    if (!asked.ok) {
      if (asked.failure.kind === 'not-there') return true;
      yield { failure: asked.failure };
      return false;
    }
    const found = foundInJira(asked.value);
    if (this.#isFresh(found)) yield { users: [found], unreadable: 0 };
    return true;
  }

  #isFresh({ key }: FoundUser): boolean {
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    for (const character of key) this.#characters.add(character);
    return true;
  }
}

const pathOf = (beginning: string, startAt: number): string =>
  `/rest/api/2/user/search?username=${encodeURIComponent(beginning)}` +
  `&includeInactive=true&startAt=${startAt}&maxResults=${size}`;

const isCalled = ({ username, email, fullName }: Account, beginning: string): boolean => {
  const name = nameKey(fullName ?? '');
  return (
    [nameKey(username), nameKey(email ?? '')].some((each) => each.startsWith(beginning)) ||
    ` ${name}`.includes(` ${beginning}`)
  );
};
