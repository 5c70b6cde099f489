import { usualAdministratorGroups } from '../../atlassian/accounts/read-groups';
import type { DryRunRow, DryRunSums } from '../../contract/dry-run';
import type { Account, Claims } from '../../contract/mapping';
import { tagNames } from '../../mapping/application-tags';
import { type DirectoryClaims, directoryClaims, keysAsked } from '../../mapping/directory-claims';
import { type Mapper, makeMapper } from '../../mapping/make-mapper';
import { groupModeOf } from '../../mapping/miniorange-groups';
import { keyFieldOf, rulesOf } from '../../mapping/rules-of';
import { nameKey } from '../../mapping/same-name';
import type { Spill } from '../spill';
import type { Tally, TallyKnown, TallyOptions, TallyRead, TallyState } from '../tally';
import { writeAccount } from './account-line';
import { type Dealer, dealerOf, quoted } from './deal';
import { finishTally } from './finish';
import { keyed, readingLanes } from './lanes';
import { Met } from './met';
import { calledAs, certainText, ownNames, type TalliedPerson, talliedPerson, writePerson } from './person-line';
import { isWithoutEmail } from './sum-up';

/** A tally while people and accounts are put into it: nothing of them is kept but lines of the spill and counts. */
export class Filling implements Tally {
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
    const byTags = (application.tags ?? []).length > 0 ? tagNames : [];
    this.names = [...new Set([...asked, ...ownNames, ...byTags])];
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
