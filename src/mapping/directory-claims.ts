import type { ClaimSource, Claims, ClaimValue } from '../contract/mapping';
import { isOutsideTags } from './application-tags';
import { type Barred, type ClaimAccess, isOfOrganization, lastPart } from './claim-access';
import type { ClaimFact } from './claim-table';
import {
  accountValue,
  type ClaimingApplication,
  type DerivedSource,
  derivedSource,
  isKeptBack,
  type SignInFacts,
  type Teller,
  tableOf,
  tellerOf,
  toldClaim,
} from './claims-from-directory';
import { notTold, own } from './directory-field';
import { neverShown, type PersonField, personFields } from './person-fields';
import { type FoundClaim, findClaim } from './read-claim';

/** The claims of many people of one application, each made only when a rule asks for it. */
export type DirectoryClaims = {
  /**
   * The claims that `claimsFromDirectory` makes of the same entry. `complete` gives the whole entry where `person` has
   * but the keys of `keysAsked`; it is called where a rule looks at everything, as for an e-mail that has to be guessed.
   */
  of: (person: Claims, complete?: () => Claims) => ClaimAccess;
};

export const directoryClaims = (application: ClaimingApplication, signIn: SignInFacts): DirectoryClaims => {
  const sources: Record<ClaimSource, ReadySource | null> = {
    id_token: readySource('id_token', application, signIn),
    userinfo: readySource('userinfo', application, signIn),
    'get-account': readySource('get-account', application, signIn),
  };
  const derive = (source: ClaimSource, person: Claims) => derivedSource(source, person, application, signIn);
  const tags = application.tags ?? [];
  return { of: (person, complete) => new PersonClaims(person, complete, sources, derive, tags) };
};

/**
 * The keys of a directory entry that decide what `ask` reads, found by letting it read people who are made up of nothing
 * but one value.
 */
export const keysAsked = (claims: DirectoryClaims, ask: (claims: ClaimAccess) => void): ReadonlySet<string> => {
  const keys = new Set<string>();
  for (const value of ['x', '', ['x'], null, undefined])
    ask(claims.of(recordingPerson(keys, value), () => Object.create(null)));
  return keys;
};

const recordingPerson = (keys: Set<string>, value: ClaimValue | undefined): Claims =>
  new Proxy(Object.create(null), {
    get: (_target, key) => {
      keys.add(String(key));
      return value;
    },
  });

type ReadySource = {
  table: ReadonlyMap<string, ClaimFact>;
  tell: Teller;
  /** Claims that are looked for, each made ready when it is asked for first; undefined where none is ever seen. */
  readers: Map<string, ((person: Claims) => ClaimValue | undefined) | undefined>;
  /** Claims in which others can be nested. */
  holders: readonly string[];
  /** By the last part of a name: the claims that end in it. */
  endingIn: ReadonlyMap<string, readonly string[]>;
};

const readySource = (
  source: ClaimSource,
  application: ClaimingApplication,
  signIn: SignInFacts,
): ReadySource | null => {
  const table = tableOf(source, application, signIn);
  if (table === undefined) return null;
  const endingIn = new Map<string, string[]>();
  for (const name of table.keys()) endingIn.set(lastPart(name), [...(endingIn.get(lastPart(name)) ?? []), name]);
  const holders = [...table].filter(([name, fact]) => isHolder(fact) && !isKeptBack(name, fact)).map(([name]) => name);
  return { table, tell: tellerOf(source, application, signIn), readers: new Map(), holders, endingIn };
};

const readerOf = ({ table, tell }: ReadySource, name: string) => {
  const fact = table.get(name);
  if (fact === undefined || isKeptBack(name, fact)) return undefined;
  return (person: Claims): ClaimValue | undefined => {
    const value = toldClaim(name, fact, tell, person);
    return value === notTold ? undefined : value;
  };
};

const isHolder = ({ type, items }: Pick<PersonField, 'type' | 'items'>) => type === 'object' || items === 'object';

const shownFields = personFields.filter(({ key }) => !neverShown.has(key));
const accountKeys: ReadonlySet<string> = new Set(shownFields.map(({ key }) => key));
const accountHolders = shownFields.filter(isHolder).map(({ key }) => key);

const isEmptyHolder = (value: ClaimValue | undefined) =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** A class, because one is made for each of a million people. */
class PersonClaims implements ClaimAccess {
  readonly #person: Claims;
  readonly #complete: (() => Claims) | undefined;
  readonly #sources: Record<ClaimSource, ReadySource | null>;
  readonly #derive: (source: ClaimSource, person: Claims) => DerivedSource | undefined;
  readonly #tags: readonly string[];
  #derived: Partial<Record<ClaimSource, DerivedSource | undefined>> | null = null;

  constructor(
    person: Claims,
    complete: (() => Claims) | undefined,
    sources: Record<ClaimSource, ReadySource | null>,
    derive: (source: ClaimSource, person: Claims) => DerivedSource | undefined,
    tags: readonly string[],
  ) {
    this.#person = person;
    this.#complete = complete;
    this.#sources = sources;
    this.#derive = derive;
    this.#tags = tags;
  }

  top(source: ClaimSource, name: string): ClaimValue | undefined {
    const ready = this.#sources[source];
    if (ready === null) return undefined;
    if (source === 'get-account' && name === 'data') return this.whole(source)?.data;
    let read = ready.readers.get(name);
    if (read === undefined && !ready.readers.has(name)) {
      read = readerOf(ready, name);
      ready.readers.set(name, read);
    }
    return read?.(this.#person);
  }

  find(source: ClaimSource, name: string): FoundClaim | undefined {
    const ready = this.#sources[source];
    if (ready === null) return undefined;
    const value = this.top(source, name);
    if (value !== undefined) return { path: name, value, how: 'named', certain: true };
    if (source === 'get-account') {
      const nested = this.#inAccount(name);
      if (nested !== null) return nested.found;
    } else if (!name.includes('.') && ready.holders.every((holder) => isEmptyHolder(this.top(source, holder))))
      return undefined;
    const whole = this.whole(source);
    return whole && findClaim(whole, name);
  }

  /** A claim right below `data`; null where one could stand further down, so that all has to be looked through. */
  #inAccount(name: string): { found: FoundClaim | undefined } | null {
    const isPath = name.startsWith('data.');
    const key = isPath ? name.slice(5) : name;
    if (key.includes('.') || !(isPath || accountHolders.every((one) => isEmptyHolder(own(this.#person, one)))))
      return null;
    if (!accountKeys.has(key)) return isPath ? null : { found: undefined };
    const value = accountValue(this.#person, key);
    if (value === notTold || value === undefined) return isPath ? null : { found: undefined };
    // Lists and objects have to be cleaned of what is never shown.
    if (typeof value === 'object' && value !== null) return null;
    return { found: { path: `data.${key}`, value, how: isPath ? 'path' : 'nested', certain: true } };
  }

  wasRead(source: ClaimSource): boolean {
    return this.#sources[source] !== null;
  }

  whole(source: ClaimSource): Claims | undefined {
    return this.#all(source)?.claims;
  }

  #all(source: ClaimSource): DerivedSource | undefined {
    this.#derived ??= {};
    if (!Object.hasOwn(this.#derived, source))
      this.#derived[source] = this.#derive(source, this.#complete?.() ?? this.#person);
    return this.#derived[source];
  }

  unseen(source: ClaimSource, name: string): 'person' | 'organization' | null {
    const ready = this.#sources[source];
    if (ready === null) return null;
    const last = lastPart(name);
    for (const one of ready.endingIn.get(last) ?? []) {
      const fact = ready.table.get(one);
      if (fact === undefined || isKeptBack(one, fact)) continue;
      if (source === 'get-account' && one === 'data') continue;
      if (toldClaim(one, fact, ready.tell, this.#person) === notTold) return 'person';
    }
    if (source !== 'get-account') return null;
    if (accountKeys.has(last) && accountValue(this.#person, last) === notTold) return 'person';
    return isOfOrganization(last) ? 'organization' : null;
  }

  barred(): Barred | null {
    if (own(this.#person, 'isDeleted') === true) return 'deleted';
    if (own(this.#person, 'isForbidden') === true) return 'forbidden';
    return isOutsideTags(this.#person, this.#tags) ? 'outside-tags' : null;
  }
}
