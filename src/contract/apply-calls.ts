import type { ApplyView, Difference, Guard, PlannedChange, PlanSummary, TargetFailure } from './apply';
import type { Finding } from './report';
import type { Failure, Result } from './result';

/** What is to be made of the plugin. The values come from what is saved, never from the panel. */
export type ApplyChange =
  /** Settings and mapping as they are saved. */
  | { kind: 'settings' }
  /** Sends everybody to the new sign-in, or hides the old form. */
  | { kind: 'redirect'; isOn: boolean }
  /** What the plugin held before an earlier apply. */
  | { kind: 'as-before'; apply: string };

/** Whether the plugin is written to from here. `why`: a whole sentence on what speaks against it. */
export type ApplyWay = { kind: 'api' } | { kind: 'by-hand'; why: string };

/** What is known of the credentials that a person writes with. They come back to nobody. */
export type PluginAccess =
  /** `canUseAccounts`: whoever asks has saved those that accounts are read with, and could use them here as well. */
  | { kind: 'none'; canUseAccounts: boolean }
  | {
      kind: 'password' | 'token';
      /** Null for a token. */
      user: string | null;
      who: string;
      /** ISO 8601. */
      at: string;
      /** Saved by whoever asks. Those of others write only where these have let them. */
      isOwn: boolean;
      isShared: boolean;
      /** Kept until it is forgotten; else until what was written is kept or restored. */
      isKept: boolean;
    };

/** Whether an administrator gets in once nobody can sign in through the plugin any more. */
export type WayBack =
  /** The address answered the sign-in form, and the account's password was accepted as that of a system administrator. */
  | { kind: 'proved'; address: string; account: string }
  /** Neither a back door nor a fallback is on. */
  | { kind: 'missing' }
  /** It is on, and what answers there is no sign-in form. */
  | { kind: 'form-missing'; address: string }
  /** It is limited to groups that the account is not in. */
  | { kind: 'restricted'; address: string; account: string }
  /** The account was not accepted, or administers nothing. */
  | { kind: 'account-refused'; account: string }
  /** Somebody in Casdoor signs in to this account, and so changes it. */
  | { kind: 'account-reached'; account: string; by: string }
  /** No dry run tells whether somebody in Casdoor signs in to it. */
  | { kind: 'account-untold'; account: string }
  | { kind: 'not-tried' }
  /** The target has no people of its own, such as Casdoor's application. */
  | { kind: 'not-needed' };

/** A field of the plugin that no document holds: it is set on its screen. */
export type FieldByHand = { tab: string; label: string; value: string };

/** What would be written, and what stands between it and the button. */
export type ApplyPlan = {
  change: ApplyChange;
  /** The plugin in a sentence, such as "miniOrange on jira.acme.example". */
  called: string;
  productName: string;
  summary: PlanSummary;
  /** As they stand now. They are judged again at the moment of writing. */
  guards: Guard[];
  wayBack: WayBack;
  byHand: FieldByHand[];
  /** What the checks of the plugin found: base URL, version, state, licence, its address of Casdoor. */
  findings: Finding[];
  mappingVersion: number | null;
  /** Null where the plugin cannot send everybody, or does already. */
  redirect: { isOn: boolean; label: string } | null;
  /** Whether the product itself reaches Casdoor can be told before it is written; see `tryFromNode`. */
  canTryFromNode: boolean;
  /** ISO 8601. */
  at: string;
};

/** What came of an order. */
export type ApplyOutcome =
  /** It went on to the target: the apply tells how far. */
  | { kind: 'done' }
  | { kind: 'busy'; who: string; since: string }
  /** The plugin's settings have changed since the plan was shown: it is made anew. */
  | { kind: 'changed'; summary: PlanSummary }
  | { kind: 'held'; guards: Guard[] }
  | { kind: 'nothing-to-write' }
  | { kind: 'nobody-came-in' }
  | { kind: 'not-in-force' }
  | { kind: 'not-waiting' }
  /** The target holds something else: it is shown first, and ordered again with this fingerprint. */
  | { kind: 'differs'; fingerprint: string; difference: Difference }
  | { kind: 'unreadable'; failure: TargetFailure }
  | { kind: 'not-open' }
  | { kind: 'failed'; error: Failure };

/** What somebody has ordered. It is worked on while no call of the panel waits for it. */
export type ApplyOrderView = {
  id: string;
  what: 'write' | 'keep' | 'restore' | 'look' | 'redirect-uri';
  /** The apply that it is about; for `write` its own. */
  apply: string;
  who: string;
  /** ISO 8601. */
  at: string;
  /** Null while it is worked on. */
  outcome: ApplyOutcome | null;
};

/** What the step "Apply" shows. */
export type ApplyState = {
  way: ApplyWay;
  access: PluginAccess;
  /** The account by which somebody gets in without Casdoor, as it was tried last; null where it was not. */
  wayBack: { account: string; at: string; who: string } | null;
  /** The last thing that was ordered here. */
  order: ApplyOrderView | null;
  /** The newest apply that went on to the target, or still may. */
  newest: ApplyView | null;
  /** Those that went on to the target, newest first, this one too. */
  history: ApplyView[];
  /** Milliseconds that new settings wait for somebody who keeps them, unless told otherwise. */
  keepWithin: number;
  /** Where people come in through the plugin: for a private window. Null where that is not known. */
  signInAddress: string | null;
  /** Restores without the panel; null on Forge. */
  command: string | null;
  /** The old settings come back only while this process runs, or at its next start. */
  needsProcess: boolean;
};

/** A redirect URI of ours that can be put into the application's list, or taken from it. */
export type RedirectUriKind = 'plugin' | 'test-sign-in';
export type RedirectUriPlan = {
  redirectUri: string;
  isRegistered: boolean;
  /** What the second press says, such as "Add this redirect URI to app-jira on door.acme.example". */
  press: string;
  changes: PlannedChange[];
  fingerprint: string;
  /** The base URL that the URI is made from has been confirmed by saving it. */
  baseUrl: string | null;
  /** Whose list it is, as Casdoor names the application, and on which host. */
  application: string;
  host: string;
  /** The whole list as it is now, and as it would be. */
  before: string[];
  after: string[];
};

/** A redirect URI that was put into an application's list from here, so that it can be taken out from here. */
export type AddedRedirectUri = {
  /** The apply that added it. */
  apply: string;
  uri: RedirectUriKind;
  redirectUri: string;
  application: string;
  host: string;
  who: string;
  /** ISO 8601. */
  at: string;
  /** Until when it can be taken out from here. */
  until: string;
  /** Why it cannot be taken out with what is saved now, a whole sentence; null where it can. */
  whyNot: string | null;
};

/** Somebody whose account was noted before the write, and how it is now. */
export type PersonSince = {
  user: string;
  isAdministrator: boolean;
  /** Only what differs. */
  differences: { field: 'groups-lost' | 'groups-gained' | 'email' | 'full-name'; before: string; now: string }[];
  /** Groups that an administrator lost and that can be given back. */
  losses: GroupLoss[];
  /** Groups that were to be given back and could not be: they are given on the product's own screen. */
  byHand: string[];
  /** A whole sentence; null where it could be read, and where nothing is left to be done by hand. */
  problem: string | null;
};

/** Groups that somebody lost for one and the same reason, as far as that is known. */
export type GroupLoss = {
  groups: string[];
  /**
   * Null where the settings that were in force between the write and the restore explain it. Else a whole sentence on what
   * is known, and it is given back only to whoever is ticked by name.
   */
  why: string | null;
  /** A fingerprint of person, groups and reason: the press that gives back names what was shown by it. */
  shown: string;
};

/** A look at the plugin by hand: its exported file beside what was planned. */
export type ComparedFile = { called: string; matches: number; changes: PlannedChange[]; notes: string[] };

/** Characters that the passphrase of a backup must have: whoever has the file can try as often as they like. */
export const shortestPassphrase = 12;

type OfTarget = { target: string };
type OfApply = { target: string; apply: string };

/** The calls of the step "Apply", and of "Mend it". A type, not an interface: see `PanelCalls`. */
export type ApplyCalls = {
  /** Asks neither Casdoor nor the plugin. */
  applyState: { payload: OfTarget; returns: Result<ApplyState> };
  /** Reads the plugin, and judges. Writes nothing. */
  planApply: { payload: { target: string; change: ApplyChange }; returns: Result<ApplyPlan> };
  /**
   * Whether Jira or Confluence itself reads Casdoor's discovery document. Atlassian's own SSO tells it only by saving: a
   * configuration is made switched off and deleted again, or the one that is there is saved as it is. Null: not told.
   */
  tryFromNode: { payload: OfTarget; returns: Result<{ finding: Finding | null }> };
  savePluginAccess: {
    payload: {
      target: string;
      access:
        | { kind: 'password'; user: string; password: string }
        | { kind: 'token'; token: string }
        /** Those that the accounts are read with. */
        | { kind: 'as-accounts' };
      isKept: boolean;
      isShared: boolean;
    };
    returns: Result<ApplyState>;
  };
  /**
   * The client secret that stands in the plugin now, of one that does not show it: else a restore could not put it back.
   * Kept until what is written is kept or restored.
   */
  savePluginSecret: { payload: { target: string; secret: string }; returns: Result<ApplyState> };
  forgetPluginAccess: { payload: OfTarget; returns: Result<ApplyState> };
  /** Tries the account by its password, once, and keeps that it was accepted; the password is not kept. */
  proveWayBack: {
    payload: { target: string; user: string; password: string };
    returns: Result<{ wayBack: WayBack; state: ApplyState }>;
  };
  /**
   * Orders the write of what was shown. The id is made by the panel.
   *
   * `keepWithin`: milliseconds, a minute to an hour.
   */
  startApply: {
    payload: {
      target: string;
      apply: string;
      change: ApplyChange;
      shown: string;
      overruled: string[];
      typedName: string;
      keepWithin: number;
    };
    returns: Result<ApplyState>;
  };
  keepApply: { payload: OfApply; returns: Result<ApplyState> };
  /** `shown`: fingerprint of what was shown of a target that holds something else than was applied. */
  restoreApply: { payload: OfApply & { shown: string | null }; returns: Result<ApplyState> };
  /** Ends an apply that needs a person: the target is left as it is. */
  leaveApply: { payload: OfApply; returns: Result<ApplyState> };
  /** Looks after the newest apply now: what is due, and what is in force. */
  lookAtApply: { payload: OfTarget; returns: Result<ApplyState> };
  /** A backup as a file that is encrypted whole; for whoever wrote that apply alone, since it holds the plugin's secrets. */
  exportApplyBackup: {
    payload: OfApply & { passphrase: string };
    returns: Result<{ name: string; base64: string }>;
  };
  deleteApplyBackup: { payload: OfApply; returns: Result<ApplyState> };
  /** Asks the product who came in through the plugin since the write. `isTold`: false where it does not tell. */
  lookWhoCameIn: { payload: OfApply; returns: Result<{ isTold: boolean; why: string | null; state: ApplyState }> };
  /** Somebody says who came in. The product is asked whether that is an administrator. */
  sayWhoCameIn: { payload: OfApply & { user: string }; returns: Result<ApplyState> };
  /** A window of the people who were noted before the write, as they are now. Administrators first. */
  peopleSince: {
    payload: OfApply & { from: number; count: number };
    returns: Result<{ total: number; administrators: number; people: PersonSince[] }>;
  };
  /**
   * Gives administrators back groups that they had before the write: the losses whose fingerprints were shown, and nothing
   * where one of them is another by now. `named`: who was ticked by name. `people`: those who were given something, as they
   * are now; where nothing was given, all administrators who differ.
   */
  putGroupsBack: {
    payload: OfApply & { shown: string[]; named: string[] };
    returns: Result<{ isGiven: boolean; people: PersonSince[] }>;
  };
  /** The planned document as a file to import by hand, without secrets. Null where the plugin imports none. */
  importFile: {
    payload: { target: string; text: string | null };
    returns: Result<{ name: string; text: string; typeAfterwards: string[][] } | null>;
  };
  /** The plugin's exported file beside what is wanted. */
  compareFile: { payload: { target: string; text: string }; returns: Result<ComparedFile> };
  /** Those that were added from here and not taken out from here since, newest first. Asks nothing of Casdoor. */
  addedRedirectUris: { payload: OfTarget; returns: Result<AddedRedirectUri[]> };
  /**
   * Reads the list, writes nothing. `added`: the addition that is to be undone, where it is not the newest; only one that
   * was made from here can be.
   */
  planRedirectUri: {
    payload: { target: string; uri: RedirectUriKind; isRegistered: boolean; added?: string };
    returns: Result<RedirectUriPlan>;
  };
  /** The second press: `press` is what it says, `shown` the fingerprint of the plan. */
  mendRedirectUri: {
    payload: {
      target: string;
      uri: RedirectUriKind;
      isRegistered: boolean;
      added?: string;
      shown: string;
      press: string;
    };
    returns: Result<{ outcome: ApplyOutcome; view: ApplyView | null }>;
  };
};
