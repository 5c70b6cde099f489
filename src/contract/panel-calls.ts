import type { ApplyCalls } from './apply-calls';
import type { AccountsAccess, ComparedRow, DirectoryState, DryRunRow, RowGroup } from './dry-run';
import type { FieldSheet } from './field-sheet';
import type { Account, Claims, Mapping } from './mapping';
import type { Report } from './report';
import type { Result } from './result';
import type { RunView } from './run';
import type { SeenClaims, SignInCallback, SignInState } from './sign-in';
import type { Plugin, Product } from './target';
import type { WatchCalls } from './watch';

/** A saved value: each version is a record of its own, so that the loser of two savers gets the other's. */
export type Version<T> = {
  /** Starts at 1. */
  version: number;
  /** Display name. */
  who: string;
  /** ISO 8601. */
  at: string;
  value: T;
};

/** Saving names the version it was made from; 0 where there was none. A conflict answers with the newer one. */
export type Saved<T> = { kind: 'saved'; version: Version<T> } | { kind: 'conflict'; theirs: Version<T> };

/** One Casdoor. */
export type ConnectionSettings = {
  /** As it was pasted. */
  address: string;
  /** The tick that lets a secret travel over http to this address. */
  allowsHttp: boolean;
};

/** One plugin on one product at one base URL, and how it introduces itself to Casdoor. */
export type TargetSettings = {
  plugin: Plugin;
  product: Product;
  /** Empty where it was not given yet. */
  baseUrl: string;
  /** Only where the plugin shows it itself (Cloud, other); else it is made from the base URL. */
  callbackUrl: string;
  clientId: string;
  /** Separated by spaces. Empty: the documentation's set is assumed. */
  scopes: string;
  comparesIssuer: boolean;
};

/** What is known of the write-only secret. */
export type SecretState =
  | { kind: 'none' }
  | { kind: 'saved'; at: string; who: string }
  /** Address or client id changed since: it was struck out. */
  | { kind: 'forgotten'; because: 'address-changed' | 'client-changed' };

export type TargetView = {
  id: string;
  settings: Version<TargetSettings>;
  secret: SecretState;
  mapping: Version<Mapping> | null;
  /** Keys of the fields of Apply that were ticked, as `field-id`. */
  ticks: string[];
  lastCheck: RunView<Report> | null;
  /** A run that goes on now, whoever started it. */
  running: RunView<Report> | null;
  /** What an exported file of the plugin said, without secrets; the checks compare with it. */
  pluginFile: { name: string; at: string } | null;
  /** What the last confirmed test sign-in of these very settings brought; null where there was none, or it is stale. */
  seen: SeenClaims | null;
  /** ISO 8601: when something that a run is given was saved or forgotten last. A report of before is about other settings. */
  changedAt: string;
};

/** A made-up situation that a newcomer can pick; local only. */
/** `access`: where its Jira or Confluence is, and who gets in there. Everybody is made up, passwords too. */
export type DemoSituation = { id: string; title: string; story: string; access: string };

export type TrustedAuthority = { subject: string; fingerprint: string; who: string; at: string };

export type PanelState = {
  place: {
    from: 'local' | 'cloud';
    product: Product;
    /** Null where no demo can be had. */
    demo: DemoSituation[] | null;
  };
  /** Display name of who asks. */
  me: string;
  connection: Version<ConnectionSettings> | null;
  /** The situation that the connection was filled in from; null for a Casdoor of one's own. */
  demoSituation: string | null;
  targets: TargetView[];
  authorities: TrustedAuthority[];
};

/** What a plugin's exported file was read as. Its secrets stay in the file. */
export type PluginFileReading = {
  plugin: Plugin;
  /** One for each identity provider in the file. */
  providers: {
    key: string;
    name: string;
    address: string | null;
    settings: Partial<Pick<TargetSettings, 'baseUrl' | 'clientId' | 'scopes' | 'comparesIssuer'>>;
    mapping: Mapping | null;
    hasSecret: boolean;
  }[];
  /** Whole sentences: what could not be used, and why. */
  notes: string[];
};

export type SymptomReading = {
  /** What the message means, whole sentences. */
  meaning: string;
  /** Check ids that can explain it, likeliest first. */
  checks: string[];
};

/** A person of the directory, by the plain names of the first page. */
export type DirectoryPerson = { name: string; displayName: string; isForbidden: boolean; isDeleted: boolean };

/**
 * The claims of one person by source, made from the directory as Casdoor makes them. `withheld` names claims that
 * are never shown; their values stay in the backend.
 */
export type PersonClaims = {
  person: DirectoryPerson;
  /** The tags of the application keep the person out of it. Left out: they do not. */
  isOutsideTags?: boolean;
  /** The name of the organization, as Casdoor's own pages have it in their addresses; left out where it was not told. */
  organization?: string;
  bySource: Partial<Record<'id_token' | 'userinfo' | 'get-account', Claims>>;
  withheld: string[];
  /** What a directory cannot tell, by source: `mapPerson` does not take it for absent. */
  untold?: Partial<Record<'id_token' | 'userinfo' | 'get-account', string[]>>;
  tokenFormat: string;
};

/** Some people and the accounts that they may have, so that a mapping can be tried without asking again. */
export type MappingSample = {
  /** At most a hundred; those who trip a mapping up are among them. */
  people: PersonClaims[];
  /** How many there are in the organization. */
  total: number;
  /** Null where the product was not asked; see `note`. */
  accounts: Account[] | null;
  /** Every account of the product is there, so that one that is not does not exist. */
  isComplete: boolean;
  /** Keys that were looked for one by one, in lower case: what is not among the accounts does not exist. */
  lookedFor: string[];
  tokenFormat: string;
  /** A whole sentence on what could not be read; null where everything was. */
  note: string | null;
  /** ISO 8601. */
  at: string;
};

/**
 * Every call from the panel to the backend. One type, not an interface: `makeResolver` and `makeInvoke` need an index.
 * A payload is `unknown` to the backend until it has been parsed.
 */
export type PanelCalls = ApplyCalls & WatchCalls & StepCalls;

type StepCalls = {
  load: { payload: Record<string, never>; returns: Result<PanelState> };
  saveConnection: {
    payload: { base: number; settings: ConnectionSettings };
    returns: Result<Saved<ConnectionSettings>>;
  };
  forgetConnection: { payload: Record<string, never>; returns: Result<PanelState> };
  saveTarget: {
    /** A null id makes a new target. */
    payload: { id: string | null; base: number; settings: TargetSettings };
    returns: Result<{ id: string; saved: Saved<TargetSettings> }>;
  };
  removeTarget: { payload: { id: string }; returns: Result<PanelState> };
  saveSecret: {
    payload: {
      target: string;
      secret: string;
      /** The versions that stood on the screen. Where they are no longer the newest, nothing is saved: `conflict`. */
      typedFor?: { connection: number; target: number };
    };
    returns: Result<SecretState>;
  };
  forgetSecret: { payload: { target: string }; returns: Result<SecretState> };
  saveMapping: {
    payload: { target: string; base: number; mapping: Mapping };
    returns: Result<Saved<Mapping>>;
  };
  /** Every field of the plugin's screens, filled in from what is saved and what Casdoor advertises. */
  fields: { payload: { target: string }; returns: Result<FieldSheet> };
  saveTicks: { payload: { target: string; ticks: string[] }; returns: Result<{ ticks: string[] }> };
  /** The run's id is made by the panel, so that it can be polled and cancelled while this call works on it. */
  check: {
    payload: { run: string; target: string | null; only: string[] | null };
    returns: Result<RunView<Report>>;
  };
  run: { payload: { run: string }; returns: Result<RunView<Report>> };
  cancel: { payload: { run: string }; returns: Result<RunView<Report>> };
  copyReport: { payload: { run: string }; returns: Result<{ markdown: string }> };
  people: {
    payload: { target: string; search: string };
    returns: Result<{ people: DirectoryPerson[]; total: number }>;
  };
  /** `withAccounts`: looks up the accounts that the person may have too. */
  person: {
    payload: { target: string; name: string; withAccounts?: boolean };
    returns: Result<PersonClaims & { accounts?: Account[]; lookedFor?: string[] }>;
  };
  readPluginFile: { payload: { text: string }; returns: Result<PluginFileReading> };
  /** Saves what the file says of one provider: address, target, secret, mapping. Null id makes a new target. */
  usePluginFile: {
    payload: { text: string; name: string; provider: string; target: string | null; baseUrl: string };
    returns: Result<PanelState>;
  };
  explainSymptom: { payload: { text: string }; returns: Result<SymptomReading> };
  trustAuthority: { payload: { pem: string }; returns: Result<TrustedAuthority[]> };
  distrustAuthority: { payload: { fingerprint: string }; returns: Result<TrustedAuthority[]> };
  /** What the step "Sign-in" shows. Asks nothing of Casdoor. Ends a link whose time is over. */
  signIn: { payload: { target: string }; returns: Result<SignInState> };
  /** Asks Casdoor whether it would send people back to this product. */
  signInCallback: { payload: { target: string }; returns: Result<SignInCallback> };
  /** Makes a one-time link; one that is still open for this target is cancelled. */
  startSignIn: { payload: { target: string }; returns: Result<SignInState> };
  cancelSignIn: { payload: { target: string; id: string }; returns: Result<SignInState> };
  /** Ends the wait with what Casdoor's page said, since Casdoor itself sends nobody back then. The maker alone. */
  tellSignIn: { payload: { target: string; id: string; words: string }; returns: Result<SignInState> };
  /** Says whether this was the person meant; until then nothing of it counts for another step. The maker alone. */
  confirmSignIn: { payload: { target: string; id: string; isMeant: boolean }; returns: Result<SignInState> };
  /** Deletes what came, at once; the line in the history stays. */
  deleteSignIn: { payload: { target: string; id: string }; returns: Result<SignInState> };
  /** People of the directory with their claims and accounts; read anew where it is asked for, or older than an hour. */
  mappingSample: { payload: { target: string; anew: boolean }; returns: Result<MappingSample> };
  /** All versions that are kept, newest first. */
  mappingVersions: { payload: { target: string }; returns: Result<Version<Mapping>[]> };
  /** What the step "Directory" shows. Asks nothing of Casdoor or the product. */
  directory: { payload: { target: string }; returns: Result<DirectoryState> };
  /** The id is made by the panel. Refused with `busy` where one goes on for this target. */
  startDryRun: { payload: { target: string; run: string }; returns: Result<DirectoryState> };
  /** Goes on with one that broke off, from what it has kept. */
  continueDryRun: { payload: { target: string; run: string }; returns: Result<DirectoryState> };
  cancelDryRun: { payload: { target: string; run: string }; returns: Result<DirectoryState> };
  /** Deletes rows, checkpoints and sums, at once. */
  deleteDryRun: { payload: { target: string; run: string }; returns: Result<DirectoryState> };
  /** A window of the rows of one group, or of all; `search` looks at names, usernames and e-mails. */
  dryRunRows: {
    payload: { target: string; run: string; group: RowGroup | null; search: string; from: number; count: number };
    returns: Result<{ total: number; rows: DryRunRow[] }>;
  };
  /** A piece of the export; `next` is null at its end. */
  exportDryRun: {
    payload: { target: string; run: string; format: 'csv' | 'json'; from: number };
    returns: Result<{ text: string; next: number | null }>;
  };
  /** Who is better off, or worse, than in the run before. */
  comparedRows: {
    payload: { target: string; run: string; isBetter: boolean; from: number; count: number };
    returns: Result<{ total: number; rows: ComparedRow[] }>;
  };
  /** How the accounts of a Data Center product are read. The secret goes into the secret store and comes back to nobody. */
  saveAccountsAccess: {
    payload: {
      target: string;
      access: { kind: 'password'; user: string; password: string } | { kind: 'token'; token: string };
    };
    returns: Result<AccountsAccess>;
  };
  /** Credentials or file; at once. */
  forgetAccountsAccess: { payload: { target: string }; returns: Result<AccountsAccess> };
  /** A file of accounts, piece by piece; it is read once the last has come. */
  saveAccountsFile: {
    payload: { target: string; name: string; upload: string; piece: number; pieces: number; text: string };
    returns: Result<AccountsAccess | { kind: 'more' }>;
  };
  /** Null: those that an installation comes with. */
  saveAdministratorGroups: { payload: { target: string; groups: string[] | null }; returns: Result<string[] | null> };
  startDemo: { payload: { situation: string }; returns: Result<PanelState> };
};
export type PanelCall = keyof PanelCalls;
export type PayloadOf<Call extends PanelCall> = PanelCalls[Call]['payload'];
export type AnswerOf<Call extends PanelCall> = PanelCalls[Call]['returns'];
