import type { DryRunRow, DryRunSums, UntoldSum } from '../../contract/dry-run';
import { type PersonOutcome, personOutcomes } from '../../contract/mapping';
import { productNames, type Target } from '../../contract/target';
import { nameKey } from '../../mapping/same-name';
import type { TallyRead } from '../tally';
import type { AccountCounts } from './accounts-of-part';
import { AccessCount } from './application-access';
import type { NoteSums } from './beside';
import { withNearest } from './nearest-group';
import { certainText, type TalliedPerson } from './person-line';
import type { Tie } from './result-line';
import { TopNames } from './top-names';

export type CountedPerson = {
  row: DryRunRow;
  person: TalliedPerson;
  tie: Tie;
  emailCapitals: boolean;
  /** The account was not looked at, so that no rule of the plugin is to blame. */
  isUnlooked: boolean;
  /** The key that is shared with others who are let in; null where it is not. */
  sharedKey: boolean;
  /** Whether the sign-in gets into the account is not certain. */
  isAccessOpen: boolean;
  /** Whether it takes groups away is not certain. */
  areGroupsOpen: boolean;
};

export type SummingOptions = {
  target: Target;
  read: TallyRead;
  /** Groups that the mapping names, of the product. */
  mappedGroups: readonly string[];
  touchesGroups: boolean;
  hasPattern: boolean;
};

/** What is known beside the rows. */
export type Surroundings = {
  people: number;
  counts: AccountCounts;
  administering: string[];
  sharedEmails: NoteSums;
  nearUsernames: NoteSums;
  collidingKeys: number;
  unknownInSource: string[] | null;
};

/** Adds up the rows of a dry run, one by one, and keeps none. */
export class Summing {
  readonly #options: SummingOptions;
  readonly #outcomes: Record<PersonOutcome, number>;
  readonly #groupsThere: ReadonlySet<string> | null;
  readonly #lost = new TopNames();
  readonly #gained = new TopNames();
  readonly #unknown = new TopNames();
  readonly #refused: DryRunSums['refused'] = {};
  readonly #refusedWithAccount: DryRunSums['refusedWithAccount'] = {};
  readonly #changes = { username: 0, email: 0, fullName: 0 };
  readonly #administrators = { lockedOut: 0, losingGroups: 0, losingRights: 0, accessOpen: 0, groupsOpen: 0 };
  readonly #onlyInTarget = { total: 0, active: 0, administrators: 0 };
  readonly #pattern = { matched: 0, unmatched: 0, changed: 0 };
  readonly #access: AccessCount;
  #getIn = 0;
  #lockedOut = 0;
  #emailCapitals = 0;
  #colliding = 0;
  /** Taken for one account, whoever they are: see `atlassianDcReader`. */
  #takenLiterally = 0;
  #withoutUsername = 0;
  #withoutEmail = 0;
  #barredWithAccount = 0;
  readonly #outsideTags = { people: 0, withAccount: 0 };
  #losing = 0;
  #gaining = 0;
  #emptied = 0;
  #inactive = 0;
  #readOnly = 0;
  #byRules = 0;

  constructor(options: SummingOptions) {
    this.#options = options;
    const there = options.read.accounts?.groupsThere ?? null;
    this.#groupsThere = there === null ? null : new Set(there.map(nameKey));
    this.#access = new AccessCount(options.read.accounts?.access ?? null);
    this.#outcomes = Object.fromEntries(personOutcomes.map((outcome) => [outcome, 0])) as Record<PersonOutcome, number>;
    for (const name of options.mappedGroups) this.#askFor(name, 0);
  }

  /** Counts a person, and says in the row whether nothing may be used. */
  addPerson(counted: CountedPerson): void {
    const { row, person, emailCapitals } = counted;
    if (row.outcome === 'unreached') return;
    row.noApplicationAccess = this.#access.add(row);
    this.#outcomes[row.outcome] += 1;
    if (row.outcome === 'not-certain' && !counted.isAccessOpen) this.#getIn += 1;
    if (row.lockedOut) this.#lockedOut += 1;
    if (emailCapitals) this.#emailCapitals += 1;
    if (counted.sharedKey) this.#colliding += 1;
    if (row.outcome === 'collides' && person.read.username.stops !== null) this.#takenLiterally += 1;
    if (row.cause !== null) {
      this.#refused[row.cause] = (this.#refused[row.cause] ?? 0) + 1;
      if (row.lockedOut) this.#refusedWithAccount[row.cause] = (this.#refusedWithAccount[row.cause] ?? 0) + 1;
      if (row.cause === 'inactive') this.#inactive += 1;
    }
    if (row.outcome === 'not-certain' && !counted.isUnlooked) this.#byRules += 1;
    if (row.outcome === 'updated' || row.outcome === 'renamed')
      for (const { field } of row.changes) this.#changes[field] += 1;
    this.#addGroups(row);
    if (row.administrator === true) {
      if (row.lockedOut) this.#administrators.lockedOut += 1;
      if (row.groupsLost.length > 0) this.#administrators.losingGroups += 1;
      if (row.losesRights) this.#administrators.losingRights += 1;
      if (counted.isAccessOpen) this.#administrators.accessOpen += 1;
      if (counted.isAccessOpen || counted.areGroupsOpen) this.#administrators.groupsOpen += 1;
    }
    if (person.barred !== null) {
      if (row.existing?.active) this.#barredWithAccount += 1;
      if (person.barred === 'outside-tags') {
        this.#outsideTags.people += 1;
        if (row.existing?.active) this.#outsideTags.withAccount += 1;
      }
      return;
    }
    if (row.existing?.readOnly && counted.tie === 'reached' && reaches.has(row.outcome)) this.#readOnly += 1;
    this.#addRead(person);
  }

  /** An account that is nobody's. */
  addAccount({ existing, administrator }: DryRunRow): void {
    this.#onlyInTarget.total += 1;
    if (!existing?.active) return;
    this.#onlyInTarget.active += 1;
    if (administrator) this.#onlyInTarget.administrators += 1;
  }

  sums(around: Surroundings): DryRunSums {
    const { read, hasPattern } = this.#options;
    const { counts } = around;
    const hasAccounts = read.accounts !== null;
    // Of accounts that could not be read at all, none is told to be nobody's.
    const areAccountsTold = read.accounts !== null && (read.accounts.isWhole || counts.accounts > 0);
    const isLiteral = this.#takenLiterally > 1;
    return {
      people: around.people,
      accounts: hasAccounts ? counts.accounts : null,
      activeAccounts: hasAccounts ? counts.active : null,
      outcomes: this.#outcomes,
      getIn: this.#getIn,
      lockedOut: this.#lockedOut,
      administrators: {
        total: read.accounts?.isWhole && counts.untoldAdministrators === 0 ? counts.administrators : null,
        ...this.#administrators,
        groups: around.administering,
      },
      onlyInTarget: areAccountsTold && read.people.isWhole ? this.#onlyInTarget : null,
      refused: this.#refused,
      refusedWithAccount: this.#refusedWithAccount,
      changes: this.#changes,
      emailCapitals: this.#emailCapitals,
      collisions: {
        people: this.#colliding + (isLiteral ? this.#takenLiterally : 0),
        accounts: around.collidingKeys + (isLiteral ? 1 : 0),
      },
      sharedEmails: { people: around.sharedEmails.people, emails: around.sharedEmails.values },
      nearUsernames: { people: around.nearUsernames.people, names: around.nearUsernames.values },
      withoutUsername: this.#withoutUsername,
      withoutEmail: this.#withoutEmail,
      barredWithAccount: this.#barredWithAccount,
      outsideTags: this.#outsideTags,
      groups: {
        losing: this.#losing,
        gaining: this.#gaining,
        lost: this.#lost.top(),
        gained: this.#gained.top(),
        unknownInTarget:
          this.#groupsThere === null ? null : withNearest(this.#unknown.top(), read.accounts?.groupsThere ?? []),
        unknownInSource: around.unknownInSource,
        emptied: this.#emptied,
      },
      noApplicationAccess: this.#access.noApplicationAccess,
      noAccessToday: this.#access.noAccessToday,
      seats: this.#access.seats,
      inactive: this.#inactive,
      readOnly: this.#readOnly,
      doubled: counts.doubled,
      usernamePattern: hasPattern ? this.#pattern : null,
      reading: {
        repeated: read.people.repeated,
        missing: read.people.missing,
        nameless: read.people.nameless,
        isLoose: read.people.isLoose,
      },
      untold: this.#untold(),
    };
  }

  #addGroups({ groupsLost, groupsGained, existing }: DryRunRow): void {
    if (groupsGained.length > 0) {
      this.#gaining += 1;
      for (const name of groupsGained) this.#gained.add(name);
    }
    if (groupsLost.length === 0) return;
    this.#losing += 1;
    for (const name of groupsLost) this.#lost.add(name);
    if (groupsGained.length === 0 && existing?.groups?.length === groupsLost.length) this.#emptied += 1;
  }

  #addRead({ read: { username, email, groups } }: TalliedPerson): void {
    if (username.certain && certainText(username) === null) this.#withoutUsername += 1;
    if (isWithoutEmail({ email })) this.#withoutEmail += 1;
    if (username.pattern !== undefined) {
      if (username.pattern.isMatch) this.#pattern.matched += 1;
      else this.#pattern.unmatched += 1;
      if (username.pattern.isChanged) this.#pattern.changed += 1;
    }
    if (!this.#options.touchesGroups || !groups?.certain || !Array.isArray(groups.value)) return;
    for (const name of groups.value as readonly string[]) this.#askFor(name, 1);
  }

  /** A group of the product that somebody is to be put into. */
  #askFor(name: string, people: number): void {
    if (this.#groupsThere !== null && !this.#groupsThere.has(nameKey(name))) this.#unknown.add(name, people);
  }

  #untold(): UntoldSum[] {
    const { read, target } = this.#options;
    const product = productNames[target.product];
    const { isWhole, missing, isLoose } = read.people;
    const untold: UntoldSum[] = [];
    if (!isWhole)
      untold.push({ what: 'people', count: null, message: 'Casdoor was not read to its end, so others may be left.' });
    if (missing > 0)
      untold.push({
        what: 'people',
        count: missing,
        message: 'Some people left or were renamed while Casdoor was read, or were not shown by it.',
      });
    if (isLoose)
      untold.push({
        what: 'people',
        count: null,
        message: 'The reading went on after a stop where the last person had gone, so a few people may be left out.',
      });
    if (read.accounts === null)
      untold.push({ what: 'accounts', count: null, message: `Who has an account in ${product} was not read.` });
    for (const { what, count, message } of read.accounts?.untold ?? []) untold.push({ what, count, message });
    if (this.#byRules > 0)
      untold.push({
        what: 'rules',
        count: this.#byRules,
        message: 'What becomes of some people hangs on a rule of the plugin, or on a fact, that is not known.',
      });
    return untold;
  }
}

/** Outcomes in which the sign-in gets into the account that it finds, or perhaps does. */
const reaches: ReadonlySet<DryRunRow['outcome']> = new Set(['unchanged', 'updated', 'not-certain']);

export const isWithoutEmail = ({ email }: Pick<TalliedPerson['read'], 'email'>): boolean =>
  email.certain && certainText(email) === null;
