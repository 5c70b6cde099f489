import type { Account, FieldChange, PersonOutcome, RefusalCause } from './mapping';
import type { Report, Summary } from './report';

/** What a dry run says of one person, or of an account that nobody reaches. */
export type DryRunRow = {
  /** Place in the directory, from 0; accounts that nobody reaches stand behind all people. */
  at: number;
  kind: 'person' | 'account';
  /** Of Casdoor; empty for an account. */
  id: string;
  name: string;
  displayName: string;
  /** What the mapping makes of the person; null where there is nothing, or it could not be told. */
  username: string | null;
  email: string | null;
  fullName: string | null;
  /** The username of the account that the sign-in reaches, of one that it makes too; null where there is none. */
  account: string | null;
  /** The account that the person has today, whether the sign-in reaches it or not. Of an account row: that account. */
  existing: Account | null;
  outcome: PersonOutcome | 'unreached';
  /** Of a refusal. */
  cause: RefusalCause | null;
  /** Whole sentences. */
  reasons: string[];
  changes: readonly FieldChange[];
  groupsGained: readonly string[];
  groupsLost: readonly string[];
  administrator: boolean | null;
  lockedOut: boolean;
  /** Loses a group that administers. */
  losesRights: boolean;
  /** Gets in, and would be in no group that may use the product; false where that cannot be told. */
  noApplicationAccess: boolean;
};

/** What the list can be narrowed to, in its order. A person can be in several. */
export const rowGroups = [
  'administrators-losing-rights',
  'administrators-locked-out',
  'refused',
  'collides',
  'barred',
  'renamed',
  'locked-out',
  'not-certain',
  'groups-lost',
  'no-application-access',
  'updated',
  'created',
  'unchanged',
  'unreached',
] as const;
export type RowGroup = (typeof rowGroups)[number];

/** A group of the product, or a name that Casdoor sends, and how many people it concerns. */
export type GroupSum = { name: string; people: number };

/** Something that could not be read: not known is not the same as none. Names nobody. */
export type UntoldSum = {
  what:
    | 'people'
    | 'accounts'
    | 'inactive-accounts'
    | 'emails'
    | 'groups'
    | 'administrators'
    | 'application-access'
    | 'rules';
  /** How many it concerns; null where not even that is known. */
  count: number | null;
  /** Whole sentences. */
  message: string;
};

/**
 * What a dry run amounts to. Names of groups are in it, of people none, so that it may be kept for longer than the rows.
 * Null stands for "cannot be told".
 */
export type DryRunSums = {
  /** People that were read. */
  people: number;
  /** Null where the accounts were not read. */
  accounts: number | null;
  activeAccounts: number | null;
  outcomes: Record<PersonOutcome, number>;
  /** Of the not certain, who get into their account for certain: only what changes there is open. */
  getIn: number;
  /** People with an active account that the sign-in no longer reaches. */
  lockedOut: number;
  /** Active accounts that administer. */
  administrators: {
    total: number | null;
    lockedOut: number;
    /** Lose any group. */
    losingGroups: number;
    /** Lose a group that administers. */
    losingRights: number;
    /** Of whom it is not certain that the sign-in gets into their account. */
    accessOpen: number;
    /** Of whom it is not certain that they keep their groups. */
    groupsOpen: number;
    /** The groups that administer here, as they are spelled there. */
    groups: string[];
  };
  /** Accounts that belong to nobody in Casdoor, by whether they could be used. Null where not everybody was read. */
  onlyInTarget: { total: number; active: number; administrators: number } | null;
  /** Of the refused, by why. */
  refused: Partial<Record<RefusalCause, number>>;
  /** Of those, who have an active account today that they are kept out of (`lockedOut`). */
  refusedWithAccount: Partial<Record<RefusalCause, number>>;
  /** Of the updated and renamed. */
  changes: { username: number; email: number; fullName: number };
  /** E-mails that differ by capitals alone: no change. */
  emailCapitals: number;
  /** People who would share one account with somebody, and how many accounts that are. */
  collisions: { people: number; accounts: number };
  /** People who have an e-mail that somebody else has too, and how many e-mails that are. */
  sharedEmails: { people: number; emails: number };
  /** People whose username differs from another's by what the eye does not see; see `nearKey`. */
  nearUsernames: { people: number; names: number };
  /** People without a username, or without an e-mail, after the mapping. */
  withoutUsername: number;
  withoutEmail: number;
  /** People with an active account that a barred person has: Casdoor lets them in no more. */
  barredWithAccount: number;
  /** Of the barred, whom the tags of the application keep out, and who of them has an active account. */
  outsideTags: { people: number; withAccount: number };
  groups: {
    /** People who lose any, or get any. */
    losing: number;
    gaining: number;
    /** The most common first, at most 50. */
    lost: GroupSum[];
    gained: GroupSum[];
    /**
     * Names that are mapped or arrive and that the target lacks, with the nearest that it has; at most 50. Null where its
     * groups were not read.
     */
    unknownInTarget: (GroupSum & { nearest: string | null; by: 'prefix' | 'letter' | 'capitals' | null })[] | null;
    /** Names in the group mapping that nobody in Casdoor has. Null where that cannot be told of everybody. */
    unknownInSource: string[] | null;
    /** People who lose every group that they have. */
    emptied: number;
  };
  /** Of those who get in, who would be in no group that may use the product. Null: cannot be told. */
  noApplicationAccess: number | null;
  /** Of those, whose account is in none today either, such as a customer's of a portal. Null: cannot be told. */
  noAccessToday: number | null;
  /** By application of Jira; null: cannot be told. */
  seats: { application: string; gaining: number; left: number | null }[] | null;
  /** The sign-in finds an account that is inactive. */
  inactive: number;
  /** The sign-in finds an account of a directory that cannot be written to. */
  readOnly: number;
  /** Usernames that more than one account has. */
  doubled: number;
  /** Of the regular expression of the username; null where there is none, or it cannot be run as Java would. */
  usernamePattern: { matched: number; unmatched: number; changed: number } | null;
  /** Met twice and counted once; people who left while it was read; without a name. */
  reading: { repeated: number; missing: number; nameless: number; isLoose: boolean };
  untold: UntoldSum[];
};

/** How far a dry run has come. Counts are certain; what is left is an estimate. */
export type DryRunProgress = {
  phase: 'opening' | 'reading' | 'matching' | 'writing';
  people: { read: number; total: number | null; perSecond: number; isDone: boolean };
  /** Null where accounts are not read. `groups`: how many of them were read. */
  accounts: { read: number; groups: number; total: number | null; perSecond: number; isDone: boolean } | null;
  /** Certain already, before anything is matched. */
  known: { barred: number; withoutEmail: number; sharedUsernames: number; repeated: number };
  /** ISO 8601: what was read until then is not read again. */
  savedAt: string | null;
  /** ISO 8601: it waits until then, as it was asked to; null where it does not. */
  waitsUntil: string | null;
};

export type DryRunResult = {
  sums: DryRunSums;
  /** Of the areas mapping and directory. */
  report: Report;
  milliseconds: number;
  /** ISO 8601: rows are not read any more from then on. */
  rowsUntil: string;
  /** Whether rows whose outcome is `unchanged` are kept as well. */
  keepsUnchanged: boolean;
  /** How many rows each group has. */
  rows: Record<RowGroup, number>;
};

export type DryRunView = {
  id: string;
  /** Display name of who started it. */
  who: string;
  /** ISO 8601. */
  startedAt: string;
  endedAt: string | null;
  /** `stopped`: it broke off and can go on; `problem` says why. */
  state: 'working' | 'cancelling' | 'done' | 'cancelled' | 'stopped' | 'failed';
  mappingVersion: number;
  progress: DryRunProgress | null;
  /** Whole sentences; null where nothing went wrong. */
  problem: string | null;
  /** What was read is still there, and the settings are the same. */
  canGoOn: boolean;
  /** Once the state is `done`. */
  result: DryRunResult | null;
  /** Whole sentences: what has been saved since that it depends on. */
  changedSince: string[];
};

/** Who may be asked who is in Jira or Confluence already. */
export type AccountsAccess =
  /** The site that this panel stands in. */
  | { kind: 'own-site' }
  | { kind: 'none' }
  | { kind: 'password'; user: string; at: string; who: string }
  | { kind: 'token'; at: string; who: string }
  /** A file that was handed in. */
  | { kind: 'csv'; name: string; accounts: number; at: string; who: string; notes: string[] };

/** What is known before anything is read. */
export type DryRunForecast = {
  /** Null where it cannot be told. */
  people: number | null;
  /** Seconds; null where it cannot be told. */
  seconds: number | null;
  /** A whole sentence on what it costs, such as Jira's hourly points; null where it costs nothing. */
  note: string | null;
};

/** The step "Directory" of one target. */
export type DirectoryState = {
  access: AccountsAccess;
  /** Null: those that an installation comes with. */
  administratorGroups: string[] | null;
  forecast: DryRunForecast | null;
  /** The one that goes on, or that broke off after the last that was done. */
  current: DryRunView | null;
  /** The newest that was done. */
  last: DryRunView | null;
  /** What became of whom since the run before; null where there is none to compare with. */
  comparison: DryRunComparison | null;
  summary: Summary | null;
};

/** Two runs side by side: the newest, and the one before it. */
export type DryRunComparison = {
  /** ISO 8601: when the run before was started. */
  before: string;
  mappingVersion: number;
  better: number;
  worse: number;
  /** Came or left in between. */
  came: number;
  left: number;
  /** By outcome: how many more, or fewer. */
  outcomes: Record<PersonOutcome, number>;
  administrators: { lockedOut: number; losingRights: number };
};

export type ComparedRow = { name: string; displayName: string; before: string; after: string; isBetter: boolean };
