import type { Account, PersonVerdict, Trail } from '../contract/mapping';
import type { MappingSample, PersonClaims } from '../contract/panel-calls';
import { productNames, type Target } from '../contract/target';
import { collidingVerdict, listed, sameAccountReason, sameEmailReason } from './beside-others';
import { accessTo, type ClaimAccess } from './claim-access';
import type { Existing, PersonFacts } from './decision';
import { isBlank, type PersonReading } from './field-reading';
import type { LookedFor, Mapper } from './make-mapper';
import { nameKey } from './same-name';

export type JudgedPerson = {
  /** Place in the sample. */
  at: number;
  person: PersonClaims;
  read: PersonReading;
  verdict: PersonVerdict;
  /** The account that the sign-in reaches, or that the person has today. */
  existing: Existing;
  facts: PersonFacts;
  /** The account is the one that the sign-in asks for. */
  isReached: boolean;
  /** Names of others in the sample who have the same e-mail. */
  sameEmail: readonly string[];
};

export type JudgedSample = Pick<MappingSample, 'people' | 'accounts' | 'isComplete' | 'lookedFor'>;

/**
 * What a mapping makes of some people, held against one another and against the accounts that are known: by the key
 * that the plugin looks for, else the account that somebody has today, by Casdoor name and then by e-mail. Somebody whose
 * account was not looked for may have one.
 */
export const judgeSample = (mapper: Mapper, sample: JudgedSample, target: Target): JudgedPerson[] => {
  const accounts = new AccountIndex(sample);
  const people = sample.people.map((person): Reached => {
    const claims = accessTo(person.bySource, person.untold, 'directory', person.isOutsideTags);
    const read = mapper.read(claims);
    const key = mapper.lookedFor(read);
    return { person, claims, read, key, found: key === null ? [] : accounts.under(key) };
  });
  const reached = new Set(people.flatMap(({ found }) => found.slice(0, 1)));
  const owned = accountsOfToday(people, accounts, reached);
  const administrators = sample.isComplete ? accounts.administrators() : null;
  const judged = people.map(({ person, claims, read, key, found }, at): JudgedPerson => {
    const account = found[0] ?? owned.get(person) ?? null;
    const existing: Existing = account ?? (accounts.areKnownUnder(key) ? null : 'unknown');
    // An account that is theirs today says nothing while another one may stand under the key.
    const isOpen = found.length === 0 && key !== null && !accounts.areKnownUnder(key);
    const facts: PersonFacts = {
      ...(key?.by === 'email' && found.length > 1 ? { matches: found.length } : {}),
      ...(administrators?.length === 1 && administrators[0] === account ? { isLastAdministrator: true } : {}),
    };
    const held = isOpen ? 'unknown' : existing;
    const verdict = mapper.judge(claims, read, held, facts);
    return { at, person, read, verdict, existing: held, facts, isReached: found.length > 0, sameEmail: [] };
  });
  const shared = sharedEmails(judged);
  const keys = people.map(({ key }) => key);
  return withCollisions(judged, keys, target).map((one) => withSharedEmail(one, shared, keys[one.at] ?? null));
};

/** How the verdict on one person of a sample comes about. */
export const trailOf = (mapper: Mapper, { person, existing, facts, verdict }: JudgedPerson): Trail => {
  const trail = mapper.trail(
    accessTo(person.bySource, person.untold, 'directory', person.isOutsideTags),
    existing,
    facts,
  );
  if (verdict.outcome !== 'collides') return { ...trail, ...verdict };
  // What would stand in an account that nobody gets alone is not told.
  const fields = trail.fields.map((field) => ({
    ...field,
    steps: field.steps.filter(({ kind }) => kind !== 'account'),
  }));
  return { ...trail, ...verdict, fields };
};

type Reached = {
  person: PersonClaims;
  claims: ClaimAccess;
  read: PersonReading;
  key: LookedFor | null;
  /** Accounts under the key. */
  found: readonly Account[];
};

class AccountIndex {
  readonly byName = new Map<string, Account[]>();
  readonly byEmail = new Map<string, Account[]>();
  readonly #all: readonly Account[];
  readonly #known: 'all' | 'none' | ReadonlySet<string>;

  constructor({ accounts, isComplete, lookedFor }: JudgedSample) {
    this.#all = accounts ?? [];
    this.#known = accounts === null ? 'none' : isComplete ? 'all' : new Set(lookedFor);
    for (const account of this.#all) {
      push(this.byName, nameKey(account.username), account);
      if (account.email) push(this.byEmail, account.email.toLowerCase(), account);
    }
  }

  /** A username that stands in two directories follows the upper one, so the first counts. */
  under({ by, value }: LookedFor): readonly Account[] {
    if (by === 'email') return this.byEmail.get(value.toLowerCase()) ?? [];
    return this.byName.get(nameKey(value))?.slice(0, 1) ?? [];
  }

  /** Whether an account that is not found under it certainly does not exist. */
  areKnownUnder(key: LookedFor | null): boolean {
    if (this.#known === 'none') return false;
    if (this.#known === 'all') return true;
    return key !== null && this.#known.has(key.by === 'email' ? key.value.toLowerCase() : nameKey(key.value));
  }

  administrators(): readonly Account[] | null {
    const active = this.#all.filter((account) => account.active);
    return active.every(({ administrator }) => administrator !== undefined)
      ? active.filter(({ administrator }) => administrator === true)
      : null;
  }
}

const push = <Value>(map: Map<string, Value[]>, key: string, value: Value): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

/** The account that each has today who reaches none: named as they are in Casdoor, else with their e-mail alone. */
const accountsOfToday = (
  people: readonly Reached[],
  accounts: AccountIndex,
  reached: ReadonlySet<Account>,
): ReadonlyMap<PersonClaims, Account> => {
  const owned = new Map<PersonClaims, Account>();
  const taken = new Set<Account>(reached);
  const without = people.filter(({ found }) => found.length === 0);
  for (const isExact of [true, false])
    for (const { person } of without) {
      const { name } = person.person;
      if (owned.has(person) || name === '') continue;
      const free = accounts.byName.get(nameKey(name))?.find((account) => !taken.has(account));
      if (free === undefined || (isExact && free.username !== name)) continue;
      owned.set(person, free);
      taken.add(free);
    }
  const left = new Map<string, PersonClaims[]>();
  for (const { person } of without) {
    const email = emailInCasdoor(person);
    if (!owned.has(person) && email !== '') push(left, email.toLowerCase(), person);
  }
  for (const [email, those] of left) {
    const free = (accounts.byEmail.get(email) ?? []).filter((account) => !taken.has(account));
    const [account] = free;
    const [person] = those;
    if (account && person && free.length === 1 && those.length === 1) owned.set(person, account);
  }
  return owned;
};

/** What Casdoor itself has as somebody's e-mail, whatever the mapping reads. */
const emailInCasdoor = ({ bySource }: PersonClaims): string => {
  const data = bySource['get-account']?.data;
  const email = typeof data === 'object' && data !== null && !Array.isArray(data) ? data.email : undefined;
  return typeof email === 'string' ? email.trim() : '';
};

/** Two who are let in under one key would share an account. */
const withCollisions = (
  judged: readonly JudgedPerson[],
  keys: readonly (LookedFor | null)[],
  { product }: Target,
): JudgedPerson[] => {
  const byKey = new Map<string, JudgedPerson[]>();
  for (const one of judged) {
    const key = keys[one.at];
    if (!key || one.verdict.outcome === 'barred' || one.verdict.outcome === 'refused') continue;
    push(byKey, key.by === 'email' ? key.value.toLowerCase() : nameKey(key.value), one);
  }
  const changed = [...judged];
  for (const those of byKey.values()) {
    if (those.length < 2) continue;
    for (const one of those) {
      const key = keys[one.at];
      const others = those.filter((other) => other !== one).map(({ person }) => person.person.name);
      const account = one.isReached && typeof one.existing === 'object' ? one.existing?.username : key?.value;
      // Where several accounts have the e-mail, nobody gets into any.
      const reason =
        (one.facts.matches ?? 0) > 1
          ? sameEmailReason(listed(others), others.length)
          : sameAccountReason(listed(others), productNames[product], String(account));
      changed[one.at] = { ...one, verdict: collidingVerdict(one.verdict, one.isReached, reason) };
    }
  }
  return changed;
};

const sharedEmails = (judged: readonly JudgedPerson[]): ReadonlyMap<string, readonly JudgedPerson[]> => {
  const byEmail = new Map<string, JudgedPerson[]>();
  for (const one of judged) {
    const { value, certain } = one.read.email;
    if (one.verdict.outcome !== 'barred' && certain && typeof value === 'string' && !isBlank(value))
      push(byEmail, value.toLowerCase(), one);
  }
  return byEmail;
};

/** Casdoor lets them in nowhere, or they share an account and all. */
const silent: ReadonlySet<PersonVerdict['outcome']> = new Set(['barred', 'collides']);

/** No collision where people are found by their username, and worth knowing. */
const withSharedEmail = (
  one: JudgedPerson,
  byEmail: ReadonlyMap<string, readonly JudgedPerson[]>,
  key: LookedFor | null,
): JudgedPerson => {
  const { value } = one.read.email;
  if (key?.by === 'email' || typeof value !== 'string' || silent.has(one.verdict.outcome)) return one;
  const others = (byEmail.get(value.toLowerCase()) ?? []).filter((other) => other.at !== one.at);
  if (others.length === 0) return one;
  const sameEmail = others.map(({ person }) => person.person.name);
  const reason = sameEmailReason(listed(sameEmail), others.length);
  return { ...one, sameEmail, verdict: { ...one.verdict, reasons: [...one.verdict.reasons, reason] } };
};
