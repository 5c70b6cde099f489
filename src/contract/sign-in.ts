import type { ClaimSource, Claims } from './mapping';
import type { Report, Rich, Verdict } from './report';

/** How a test sign-in ended. */
export const signInOutcomes = [
  /** Tokens came, and they hold. Whether the plugin would take them, too, is in the verdict of the report. */
  'succeeded',
  /** Casdoor, or something in front of it, said no. */
  'refused',
  /** Something came back that does not hold. */
  'failed',
  /** Nothing came back. */
  'abandoned',
] as const;
export type SignInOutcome = (typeof signInOutcomes)[number];

/** One thing that happened on the way, in order. */
export type Station = {
  /** What was done, such as "Code exchanged for tokens". */
  name: string;
  /** `not-reached`: something before it ended the way. Neither that nor `look` is ever shown as passed. */
  state: 'passed' | 'failed' | 'look' | 'not-reached';
  /** Its values in one line; null where there is nothing to say. */
  note: Rich | null;
  /** Milliseconds; null where it took no time of its own. */
  ms: number | null;
  by: 'person' | 'network' | null;
  /** The check whose finding tells more. */
  check: string | null;
};

/** What the maker of the link is shown, and nobody else. Tokens are not in it. */
export type SignInResult = {
  outcome: SignInOutcome;
  /** ISO 8601: the verdict was stored. */
  at: string;
  /** 24 hours later it is no longer read. */
  keptUntil: string;
  /** Of the area `sign-in` alone. */
  report: Report;
  stations: Station[];
  /** As they came, without what is withheld. Null: not asked for, or nothing came. */
  claims: Record<ClaimSource, Claims | null>;
  /** Names of what was dropped before anything else happened, such as `passwordSalt`. */
  withheld: string[];
  /** Whether signature, issuer, audience, times and nonce held, strictly; only then the claims feed another step. */
  isVerified: boolean;
  /** Bytes of the ID token as it is sent; null where there was none. */
  tokenBytes: number | null;
  tokenFormat: string | null;
  /** The tokens of this test at Casdoor; null where none were made. `application` as Casdoor's "Tokens" page names it. */
  tokens: { endsAt: string | null; count: number; application: string | null } | null;
  /** Whether the maker said that this was the person meant; null: not said yet. */
  isMeant: boolean | null;
};

/** What everybody who administers the product may know of a test sign-in. No claims, no links. */
export type SignInNote = {
  id: string;
  who: string;
  /** ISO 8601. */
  at: string;
  /** Null while it goes on, or where the product was stopped before it could be judged. */
  outcome: SignInOutcome | null;
  /** Of its report; null where there is none. */
  verdict: Verdict | null;
  /** Id of the check that names the cause, and its heading, which names nobody; null where nothing failed. */
  cause: { check: string; title: string } | null;
};

export type SignInView = {
  id: string;
  who: string;
  isMine: boolean;
  /** ISO 8601. */
  startedAt: string;
  /**
   * Fifteen minutes later the link opens nothing any more. Once somebody has pressed, fifteen minutes after that:
   * whoever presses at the last moment has as long as anybody else to sign in.
   */
  expiresAt: string;
  /**
   * `open`: nobody has pressed yet · `at-casdoor`: somebody went on to Casdoor · `judging`: the answer is here ·
   * `interrupted`: the product was stopped after the answer had come; the code is spent, so a new link is needed.
   */
  state: 'open' | 'at-casdoor' | 'judging' | 'done' | 'cancelled' | 'interrupted';
  /** For the maker alone, while the state is `open`. */
  link: string | null;
  /** When somebody pressed the button on the page behind the link. */
  pressedAt: string | null;
  /** For the maker alone, once the state is `done`, for 24 hours. */
  result: SignInResult | null;
  /** Something was saved since that a sign-in depends on: it says nothing of the present settings. */
  isStale: boolean;
};

/** Whether Casdoor would send people back to this product. */
export type CallbackState =
  /** The string is in the application's list, or one that covers it. */
  | 'registered'
  /** Casdoor lets it pass whatever is registered, because it leads to the computer of whoever signs in. */
  | 'loopback'
  | 'missing'
  /** It could not be asked; the reason is in `note`. */
  | 'not-certain';

export type SignInCallback = {
  /** The exact string that Casdoor must know; it differs between Jira and Confluence. */
  uri: string;
  state: CallbackState;
  /** A whole sentence where there is something to say. */
  note: Rich | null;
  /** ISO 8601: when Casdoor was asked. */
  at: string;
};

/** The step "Sign-in" of one target. */
export type SignInState = {
  /** The exact redirect URI of the test; what Casdoor says of it is asked apart. */
  callbackUri: string;
  /** The newest one, whoever made it; null before the first. */
  current: SignInView | null;
  /** The last ten, newest first. */
  history: SignInNote[];
};

/** What a claim was in a verified token, without its value. */
export const seenTypes = ['text', 'boolean', 'number', 'list', 'object', 'empty'] as const;
export type SeenType = (typeof seenTypes)[number];

/**
 * Names and types of the claims that a verified and confirmed sign-in brought. A claim seen there exists; one not seen
 * there may still come for somebody else.
 */
export type SeenClaims = {
  /** ISO 8601. */
  at: string;
  /** Whose link it was. */
  who: string;
  bySource: Partial<Record<ClaimSource, Readonly<Record<string, SeenType>>>>;
};
