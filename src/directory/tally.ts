import type { ApplicationAccess } from '../atlassian/accounts/application-roles';
import { usualAdministratorGroups } from '../atlassian/accounts/read-groups';
import type { Untold } from '../atlassian/accounts/untold';
import type { DryRunProgress, DryRunRow, DryRunSums } from '../contract/dry-run';
import type { Account, Claims, Mapping } from '../contract/mapping';
import type { Target } from '../contract/target';
import type { ClaimingApplication, SignInFacts } from '../mapping/claims-from-directory';
import { type DirectoryClaims, directoryClaims, keysAsked } from '../mapping/directory-claims';
import { type Mapper, makeMapper } from '../mapping/make-mapper';
import { groupModeOf } from '../mapping/miniorange-groups';
import type { PatternEngine } from '../mapping/pattern-rule';
import { keyFieldOf, rulesOf } from '../mapping/rules-of';
import { nameKey } from '../mapping/same-name';
import type { Spill } from './spill';
import { writeAccount } from './tally/account-line';
import { type Dealer, dealerOf, quoted } from './tally/deal';
import { finishTally } from './tally/finish';
import { keyed, readingLanes } from './tally/lanes';
import { Met } from './tally/met';
import { calledAs, certainText, ownNames, type TalliedPerson, talliedPerson, writePerson } from './tally/person-line';
import { isWithoutEmail } from './tally/sum-up';

export type TallyOptions = {
  mapping: Mapping;
  target: Target;
  application: ClaimingApplication;
  signIn: SignInFacts;
  /** Left out: what hangs on a regular expression is not certain. */
  engine?: PatternEngine;
  /** Null: those that an installation comes with. */
  administratorGroups: readonly string[] | null;
  /** In how many parts people and accounts are held against each other: as many times less memory it takes. */
  parts: number;
};

/** What was read when a tally is finished. */
export type TallyRead = {
  people: {
    /** Of the reading's end: see `DirectoryEvent`. */
    missing: number;
    repeated: number;
    nameless: number;
    isLoose: boolean;
    /** Everybody was read, up to those who are `missing`. */
    isWhole: boolean;
  };
  /** Null: nobody asked who is there. */
  accounts: null | {
    /** Whoever is not among them has no account, as far as the product tells of inactive ones. */
    isWhole: boolean;
    /** Accounts without groups of their own have those that `addMembers` told, and no others that matter. */
    groupsWhole: boolean;
    /** Whoever is in none of the administering groups is no administrator. */
    administratorsWhole: boolean;
    /** Names of all groups of the product; null where they were not read. */
    groupsThere: readonly string[] | null;
    /** Null: not known. */
    access: readonly ApplicationAccess[] | null;
    untold: readonly Untold[];
  };
};

/** JSON: with the mark of the spill it is all that going on needs. It names groups and nobody. */
export type TallyState = {
  schema: 1;
  parts: number;
  /** Of the hashes by which lines are dealt to parts; nobody outside knows it. */
  seed: number;
  people: number;
  accounts: number;
  /** Of the groups whose members came, by the number that stands for each in the spill. */
  groups: string[];
  /** Of those that administer, the ones that accounts told themselves. */
  administering: string[];
  known: TallyKnown;
  /** Names of the group mapping that nobody had so far, and of how many people it cannot be told. */
  mappedUnseen: string[];
  groupsUnsure: number;
};

/** Certain before anything is matched. */
export type TallyKnown = Omit<DryRunProgress['known'], 'repeated'>;

/**
 * Holds a directory against the accounts that are there, in the memory of one part of both: a Grace hash join over a
 * spill. Pure but for the spill: the same people and accounts give the same rows and sums, in however many calls, parts
 * and stops.
 */
export type Tally = {
  /** The keys of a directory entry to scan. */
  names: readonly string[];
  /**
   * In the directory's order. `complete` gives the whole entry of one of them; it is asked where a rule looks at
   * everything, such as for an e-mail that has to be guessed, and during this call alone.
   */
  addPeople(people: readonly Claims[], complete: (index: number) => Claims): void;
  /** `keys`: by what `addMembers` names each; left out: its username without capitals (`nameKey`). */
  addAccounts(accounts: readonly Account[], keys?: readonly string[]): void;
  addMembers(group: string, keys: readonly string[]): void;
  /** Accounts and members are read anew, from the beginning. */
  forgetAccounts(): void;
  known(): TallyKnown;
  state(): TallyState;
  /**
   * All rows: people in the directory's order, then accounts that nobody reaches. An empty list is given between parts,
   * so that whoever runs it can breathe. Begun again after it was broken off, it gives the same.
   */
  finish(read: TallyRead): Generator<DryRunRow[], DryRunSums>;
};

/** @param from Where it goes on; the spill holds what it held at that moment. */
export const makeTally = (options: TallyOptions, spill: Spill, from?: TallyState): Tally =>
  new Filling(options, spill, from);

class Filling implements Tally {
  readonly names: readonly string[];
  readonly #options: TallyOptions;
  readonly #spill: Spill;
  readonly #by: 'username' | 'email';
  readonly #claims: DirectoryClaims;
  readonly #mapper: Mapper;
  readonly #deal: Dealer;
  readonly #administering: ReadonlyMap<string, string>;
  readonly #keepsSub: boolean;
  readonly #countsMapped: boolean;
  readonly #state: TallyState;
  readonly #numbers: Map<string, number>;
  readonly #unseen: Set<string>;
  /** Of those who came since the last start. */
  readonly #keys: Met;
  /** Null after a start from somewhere: then it has not seen everybody. */
  readonly #emails: Met | null;

  constructor(options: TallyOptions, spill: Spill, from?: TallyState) {
    const { mapping, target, application, signIn, engine, administratorGroups } = options;
    this.#options = options;
    this.#spill = spill;
    const rules = rulesOf(mapping, target.plugin);
    this.#by = keyFieldOf(rules, target.plugin);
    this.#claims = directoryClaims(application, signIn);
    this.#mapper = makeMapper(mapping, target, engine && { engine });
    this.#keepsSub = target.plugin === 'atlassian-dc';
    const asked = keysAsked(this.#claims, (claims) => {
      this.#mapper.read(claims);
      if (this.#keepsSub) claims.top('id_token', 'sub');
    });
    this.names = [...new Set([...asked, ...ownNames])];
    // What a group of the Cloud site is called holds the name of the site.
    const usual = target.plugin === 'miniorange-cloud' ? [] : usualAdministratorGroups[target.product];
    this.#administering = new Map((administratorGroups ?? usual).map((name) => [nameKey(name), name]));
    const isManual = target.plugin === 'miniorange' && mapping.groups !== null && groupModeOf(rules) === 'manual';
    this.#countsMapped = isManual;
    this.#state = from
      ? structuredClone(from)
      : {
          schema: 1,
          parts: options.parts,
          seed: Math.floor(Math.random() * 2 ** 32),
          people: 0,
          accounts: 0,
          groups: [],
          administering: [],
          known: { barred: 0, withoutEmail: 0, sharedUsernames: 0 },
          mappedUnseen: isManual ? [...new Set(Object.values(rules.groupMapping ?? {}).flat())] : [],
          groupsUnsure: 0,
        };
    this.#deal = dealerOf(this.#state.parts, this.#state.seed);
    this.#numbers = new Map(this.#state.groups.map((name, number) => [name, number]));
    this.#unseen = new Set(this.#state.mappedUnseen);
    this.#keys = new Met(this.#state.seed);
    this.#emails = this.#state.people === 0 ? new Met(this.#state.seed) : null;
  }

  addPeople(people: readonly Claims[], complete: (index: number) => Claims): void {
    people.forEach((entry, index) => {
      const claims = this.#claims.of(entry, () => complete(index));
      const read = this.#mapper.read(claims);
      const person = talliedPerson(this.#state.people, entry, claims, read, this.#keepsSub);
      this.#state.people += 1;
      const key = this.#keyOf(person);
      this.#put(person, key);
      this.#count(person, key);
    });
  }

  addAccounts(accounts: readonly Account[], keys?: readonly string[]): void {
    accounts.forEach((account, index) => {
      const key = keys?.[index] ?? nameKey(account.username);
      const written = writeAccount(account, this.#state.accounts, this.#administering);
      this.#state.accounts += 1;
      this.#spill.append(readingLanes.accounts, this.#deal(key), keyed(key, written));
      for (const group of account.groups ?? nobodys) {
        const { administering } = this.#state;
        if (this.#administering.has(nameKey(group)) && !administering.includes(group)) administering.push(group);
      }
    });
  }

  addMembers(group: string, keys: readonly string[]): void {
    let number = this.#numbers.get(group);
    if (number === undefined) {
      number = this.#state.groups.push(group) - 1;
      this.#numbers.set(group, number);
    }
    for (const key of keys) this.#spill.append(readingLanes.members, this.#deal(key), `${number} ${quoted(key)}`);
  }

  forgetAccounts(): void {
    this.#spill.drop(readingLanes.accounts);
    this.#spill.drop(readingLanes.members);
    this.#numbers.clear();
    Object.assign(this.#state, { accounts: 0, groups: [], administering: [] });
  }

  known(): TallyKnown {
    return { ...this.#state.known };
  }

  state(): TallyState {
    return { ...structuredClone(this.#state), mappedUnseen: [...this.#unseen] };
  }

  finish(read: TallyRead): Generator<DryRunRow[], DryRunSums> {
    const { mapping, target, engine } = this.#options;
    const { usernamePattern } = rulesOf(mapping, target.plugin);
    return finishTally({
      options: this.#options,
      spill: this.#spill,
      state: this.state(),
      read,
      by: this.#by,
      administering: this.#administering,
      mayShareEmail: (at) => this.#emails?.has(at) ?? true,
      hasPattern: usernamePattern !== null && engine?.(usernamePattern).kind === 'ready',
    });
  }

  #put(person: TalliedPerson, key: string | null): void {
    const written = writePerson(person);
    if (key === null) {
      const name = nameKey(person.name);
      this.#spill.append(readingLanes.keyless, this.#deal(name), keyed(name, `\t${written}`));
    } else this.#spill.append(readingLanes.people, this.#deal(key), keyed(key, written));
    if (this.#by !== 'email' || person.barred !== null) return;
    const username = certainText(person.read.username);
    if (username === null) return;
    const named = keyed(nameKey(username), JSON.stringify([person.at, calledAs(person)]));
    this.#spill.append(readingLanes.usernames, this.#deal(nameKey(username)), named);
  }

  /** What the plugin looks for, as the product compares it. */
  #keyOf({ read }: TalliedPerson): string | null {
    const looked = this.#mapper.lookedFor(read);
    if (looked === null) return null;
    return looked.by === 'email' ? looked.value.toLowerCase() : nameKey(looked.value);
  }

  #count(person: TalliedPerson, key: string | null): void {
    const { known } = this.#state;
    this.#countMapped(person);
    const isIn = person.barred === null;
    this.#emails?.add(isIn ? (certainText(person.read.email)?.toLowerCase() ?? null) : null);
    known.sharedUsernames += this.#keys.add(isIn ? key : null);
    if (!isIn) known.barred += 1;
    else if (isWithoutEmail(person.read)) known.withoutEmail += 1;
  }

  #countMapped({ read: { groups } }: TalliedPerson): void {
    if (!this.#countsMapped || groups === null) return;
    if (!groups.certain) this.#state.groupsUnsure += 1;
    if (this.#unseen.size > 0) for (const name of groups.arrived ?? nobodys) this.#unseen.delete(name);
  }
}

const nobodys: readonly string[] = Object.freeze([]);
