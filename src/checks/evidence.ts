import type { CasdoorAddress } from '../contract/address';
import type { PlannedChange, TargetFailure } from '../contract/apply';
import type { DryRunSums } from '../contract/dry-run';
import type { Claims, Mapping } from '../contract/mapping';
import type { GivenName } from '../contract/report';
import type { SeenClaims } from '../contract/sign-in';
import type { Target } from '../contract/target';
import type { PatternEngine } from '../mapping/pattern-rule';
import type { UsernamePatternTrial } from '../mapping/try-username-pattern';
import type { Sentence } from './say';
import type { ClaimsLook, IdTokenLook, Redemption, SignInPrediction, SignInReturn } from './sign-in-evidence';

/** What the administrator gave. The secret itself is never evidence. */
export type Given = {
  /** `cloud` sees what fetch tells; `local` sees names, sockets and certificates too. */
  from: 'local' | 'cloud';
  target: Target;
  address: string;
  clientId: string | null;
  hasSecret: boolean;
  redirectUri: string | null;
  /** In the order they are sent. */
  scopes: string[];
  /** No scope was given: the documentation's set stands in. */
  scopesAssumed: boolean;
  mapping: Mapping | null;
  /** Runs the regular expressions of the mapping; left out where none was loaded, so that they are not certain. */
  patterns?: PatternEngine;
  /** What the plugin's exported file says; null where none was given. */
  plugin: PluginSettings | null;
  /** What a confirmed test sign-in of these settings brought; null where there was none. */
  seen: SeenClaims | null;
  /** What a dry run of these settings came to; null where there was none. */
  directory: DryRunSums | null;
  /** ISO 8601: when the run began. Checks have no clock of their own. */
  now: string;
};

/** The plugin as the Universal Plugin Manager lists it. */
export type PluginStanding = {
  name: string;
  /** Empty where it is not told. */
  version: string;
  isEnabled: boolean;
  /** Null where nothing tells. `expiresAt`: ISO 8601. */
  licence: { isValid: boolean; expiresAt: string | null } | null;
};

/** How somebody gets in once nobody can sign in through the plugin any more, as its settings have it. */
export type PluginWayBack = {
  /** Below the base URL; null where neither a back door nor a fallback is on, and no form is shown. */
  path: string | null;
  by: 'back-door' | 'fallback' | 'form';
  /** Only members of these groups may use it; null where everybody may. */
  onlyFor: string[] | null;
  /** The account that writes, and its groups; null where that is not told. */
  account: string | null;
  groups: string[] | null;
};

/** What sign-ins make of the account by which settings are written and put back. */
export type RestoreAccount = {
  account: string;
  /** Who in Casdoor signs in to it; null: nobody. */
  reachedBy: string | null;
  groupsLost: string[];
};

/** What is not as it was applied or accepted. Of a secret there are no values. */
export type Drift = {
  /** What differs, such as "miniOrange on jira.acme.example". */
  called: string;
  changes: PlannedChange[];
  /** When it was applied or accepted, ISO 8601, and by whom. */
  since: string;
  who: string;
};

/** The settings of an exported file that the checks compare. Null where the file has no such key, or an empty one. */
export type PluginSettings = {
  clientId: string | null;
  issuer: string | null;
  authorizationEndpoint: string | null;
  tokenEndpoint: string | null;
  userinfoEndpoint: string | null;
  jwksUri: string | null;
  endSessionEndpoint: string | null;
  /** miniOrange's LOGIN_USER_BY_ATTRIBUTE: people are found by their e-mail rather than by their user name. */
  findsByEmail?: boolean;
};

/** What could be learnt, or why not. `needs` points at the fact without which this one could not be had. */
export type Fact<T> = { known: true; value: T } | { known: false; because: Missing };
export type Missing =
  | { reason: 'not-given'; what: GivenName }
  | { reason: 'needs'; fact: FactName }
  /** The cloud has no DNS, sockets, certificates or clocks. */
  | { reason: 'not-from-here' }
  | { reason: 'not-casdoor' }
  /** Casdoor took the credentials and does not show this to their application. */
  | { reason: 'not-shown' }
  /** Nothing to learn in this set-up, such as TLS over http. */
  | { reason: 'not-applicable' }
  /** The run was cancelled or had used up its time. */
  | { reason: 'stopped' };

export const known = <T>(value: T): Fact<T> => ({ known: true, value });
export const missing = (because: Missing): Fact<never> => ({ known: false, because });

/** A request that was made: an answer, or how it failed. */
export type Attempt<T> = { answered: true; value: T } | { answered: false; failure: NetworkFailure };

export type NetworkFailure = {
  kind:
    | 'host-unknown'
    | 'name-service-silent'
    | 'connection-refused'
    | 'connection-timeout'
    | 'connection-closed'
    | 'host-unreachable'
    | 'tls-not-spoken'
    | 'tls-required'
    | 'tls-untrusted'
    | 'tls-failed'
    | 'answer-timeout'
    | 'answer-too-large'
    | 'answer-garbled'
    | 'proxy-refused'
    | 'egress-refused'
    | 'stopped'
    | 'unknown';
  host: string;
  port: number;
  /** How long it was waited for, milliseconds. */
  milliseconds: number;
  /** The system's own code, such as ECONNREFUSED or CERT_HAS_EXPIRED. */
  code: string | null;
  /** The proxy that was asked, without credentials. */
  proxy: string | null;
};

/** An answer over HTTP. `body` is decoded text, at most 1 MiB; secrets in it have been replaced. */
export type Answer = {
  url: string;
  method: string;
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  contentType: string | null;
  body: string;
  /** From the first byte sent to the last received. */
  milliseconds: number;
  /** The body parsed as JSON whatever the content type says (a byte order mark is taken off); undefined where it is none. */
  json: unknown;
  isHtml: boolean;
};

/** What the names of the host resolve to. */
export type Lookup = { addresses: string[]; hasPrivate: boolean };

export type Certificate = {
  subject: string;
  issuer: string;
  /** SHA-256, upper-case hex with colons. */
  fingerprint: string;
  /** ISO 8601. */
  notBefore: string;
  notAfter: string;
  /** DNS names and addresses it is made for. */
  names: string[];
  isSelfSigned: boolean;
  /** PEM; of authorities only. */
  pem: string | null;
};

/** What a TLS connection showed, trusted or not. Nothing was sent through an untrusted one. */
export type TlsLook = {
  authorized: boolean;
  /** The system's code where it is not authorized. */
  code: string | null;
  hostMatches: boolean;
  /** Leaf first, as the server sent it. */
  chain: Certificate[];
  trustedBy: 'system' | 'file' | 'panel' | 'environment' | null;
  /**
   * Whether fetching what the leaf's AIA names completes the chain to a trusted root; null where it was not tried.
   */
  completion: { url: string; completes: boolean } | null;
};

/** Endpoints of the discovery document; null where absent or no URL. */
export type Metadata = {
  issuer: string | null;
  authorizationEndpoint: string | null;
  tokenEndpoint: string | null;
  userinfoEndpoint: string | null;
  jwksUri: string | null;
  introspectionEndpoint: string | null;
  endSessionEndpoint: string | null;
  responseTypes: string[];
  scopes: string[];
  codeChallengeMethods: string[];
  signingAlgorithms: string[];
};

/** Whether the server is Casdoor. `proved`: its endpoint paths and a get-app-login that answers JSON with a `status`. */
export type Identity = { isCasdoor: boolean; proved: boolean; marks: string[] };

export type Key = {
  kid: string | null;
  kty: string;
  alg: string | null;
  /** RSA modulus or curve size; null where it could not be told. */
  bits: number | null;
  /** SHA-256 of the first x5c, upper-case hex without colons; null without x5c. */
  x5cSha256: string | null;
  notBefore: string | null;
  notAfter: string | null;
  /** RFC 7638, to tell keys apart that share a kid. */
  thumbprint: string;
};

/** An application as get-app-login shows it to anybody. */
export type PublicApplication = {
  name: string;
  organization: string;
  disableSignin: boolean;
  organizationDisablesSignin: boolean;
  isShared: boolean;
  enableSignUp: boolean;
  /** Names of its own scopes; empty where any scope is accepted. */
  scopes: string[];
  signinMethods: { name: string; rule: string }[];
  providers: { name: string; category: string; canSignIn: boolean; canSignUp: boolean }[];
};

/**
 * What get-app-login says of client id, redirect URI and scopes, told apart by further probes rather than by the
 * words of the answer, which are localised.
 */
export type AppLogin = {
  clientId: 'accepted' | 'unknown' | 'not-certain';
  /** `untold`: Casdoor lets it pass whatever is registered. */
  redirectUri: 'accepted' | 'refused' | 'untold' | 'not-asked' | 'not-certain';
  scopes: 'accepted' | 'refused' | 'not-asked' | 'not-certain';
  /** Scopes refused one by one; empty where they were accepted. */
  refusedScopes: string[];
  /** Casdoor's words, in the language it chose. */
  message: string | null;
  application: PublicApplication | null;
};

/** What introspection says of the secret. What is more than right or wrong is told by a second attempt after a refusal. */
export type SecretVerdict =
  | 'right'
  | 'wrong'
  /** Wrong, and the client ID was typed in its place. */
  | 'client-id'
  | 'right-when-trimmed'
  | 'right-when-swapped'
  | 'not-certain';

/** The application's own configuration, read with its credentials and without its secrets. */
export type ApplicationConfiguration = {
  owner: string;
  name: string;
  organization: string;
  /** Empty: `cert-built-in` signs. */
  cert: string;
  isShared: boolean;
  disableSignin: boolean;
  enableSignUp: boolean;
  redirectUris: string[];
  grantTypes: string[];
  /** Empty: JWT is minted. The organization's default is written into an application when it is made. */
  tokenFormat: string;
  tokenSigningMethod: string;
  tokenFields: string[];
  /** Whom it takes; left out or empty: everybody. */
  tags?: string[];
  /** `category`: "Existing Field" or "Static Value"; absent in older versions, which know static values alone. */
  tokenAttributes: { name: string; value: string; type: string; category?: string }[];
  /** Hours; may be a fraction. */
  expireInHours: number;
  refreshExpireInHours: number;
  scopes: string[];
  signinMethods: { name: string; rule: string }[];
  providers: { name: string; category: string; canSignIn: boolean; canSignUp: boolean }[];
};

export type Organization = {
  name: string;
  disableSignin: boolean;
  /** `modifyRule` of the account items, by name: "Self", "Admin", "Immutable". */
  modifyRules: Readonly<Record<string, string>>;
  defaultTokenFormat: string;
};

/** What became of trying a regular expression of the redirect list, see `redirect-matching.ts`. */
export type PatternTrial = {
  entry: string;
  /** `unreadable`: Casdoor cannot compile it either, so it lets nothing pass. */
  outcome: 'tried' | 'too-long' | 'too-complex' | 'unreadable';
  /** The first redirect URI of a stranger that it lets pass; null where it lets none of those tried. */
  stranger: string | null;
};

/** The directory's first page: the claims of a user as the list carries them, without what must never be kept. */
export type People = {
  total: number;
  users: Claims[];
  /** Names, never values, of the properties that anybody on the page has; left out where they could not be read. */
  propertyNames?: string[];
};

export type ClockReading = {
  /** Casdoor's Date header minus the reference, milliseconds; half the round trip has been allowed for. */
  skew: number;
  reference: 'jira' | 'confluence' | 'this-machine';
  /** Half the round trip: how far the reading may be off, milliseconds. */
  uncertainty: number;
};

/** Everything that a check may ask for. A check sees the values of the facts that it declares, never a missing one. */
export type Facts = {
  /** What became of the text that was typed: `problem` says why no address could be read from it, null where one was. */
  addressReading: { problem: Sentence | null };
  address: CasdoorAddress;
  lookup: Attempt<Lookup>;
  tls: TlsLook;
  /** The discovery document was asked for. */
  discovery: Attempt<Answer>;
  /** The answer to it, where there was one. */
  answer: Answer;
  document: Readonly<Record<string, unknown>>;
  metadata: Metadata;
  identity: Identity;
  signInPage: Attempt<Answer>;
  /** Keys of all of Casdoor, or of the issuer where it is no Casdoor. */
  keysAnswer: Attempt<Answer>;
  keys: Key[];
  /** The application's own keys. */
  applicationKeysAnswer: Attempt<Answer>;
  applicationKeys: Key[];
  appLoginAnswer: Attempt<Answer>;
  appLogin: AppLogin;
  introspection: Attempt<Answer>;
  secret: SecretVerdict;
  application: ApplicationConfiguration;
  /** Every entry of the redirect list that is a regular expression; empty where there is none. */
  redirectPatterns: PatternTrial[];
  organization: Organization;
  version: { version: string };
  people: People;
  /** What the mapping's regular expression makes of the usernames of the first page. */
  usernamePattern: UsernamePatternTrial;
  /** The end-session endpoint with the base URL as post_logout_redirect_uri. */
  signOut: Attempt<Answer>;
  /**
   * The token endpoint, asked without client and code. Casdoor says no with a JSON object; whatever else answers stands
   * between Jira or Confluence and every code.
   */
  tokenAnswer: Attempt<Answer>;
  /**
   * Where the mapping reads from an endpoint beside the token, asked without a token: Casdoor says no with a JSON object.
   */
  claimsAnswer: Attempt<Answer>;
  /** Requests of this very run that were refused for their number; `status` is that of the last one. */
  limited: { requests: number; status: number | null };
  clock: ClockReading;
  /** The base URL as Jira or Confluence states it themselves. */
  statedBaseUrl: string;
  /** A test sign-in, as far as it came. */
  signInReturn: SignInReturn;
  redemption: Redemption;
  idToken: IdTokenLook;
  /** The endpoint beside the token that was asked with the access token. */
  claimsLook: ClaimsLook;
  signInPrediction: SignInPrediction;
  /** A dry run of the whole directory. */
  directory: DryRunSums;
  /** People of the dry run, where all of them and all accounts were read and what becomes of each is certain. */
  everybodyTold: number;
  /** Active accounts that administer, where it could be told of all accounts. */
  administratorsTold: number;
  /** Of every administrator it is certain which groups are left. */
  administratorGroupsTold: true;
  /** The plugin was asked for its settings; the failure says why they could not be read. */
  pluginReading: { failure: TargetFailure | null };
  pluginStanding: PluginStanding;
  pluginWayBack: PluginWayBack;
  restoreAccount: RestoreAccount;
  /**
   * The client secret of the plugin beside the one that is saved: `written-other` where the plugin never shows it, and
   * another one was written last.
   */
  pluginSecret: 'as-saved' | 'other' | 'written-other';
  /** The plugin's settings beside what was applied. */
  pluginDrift: Drift;
  /** Casdoor's application beside what it was when the settings were applied. */
  applicationDrift: Drift;
};

/** The facts of the plugin itself; a run that does not ask it has none of them. */
export const pluginFacts = [
  'pluginReading',
  'pluginStanding',
  'pluginWayBack',
  'restoreAccount',
  'pluginSecret',
  'pluginDrift',
  'applicationDrift',
] as const;
export type PluginFacts = { [Name in (typeof pluginFacts)[number]]: Fact<Facts[Name]> };

/** The facts of a test sign-in; a run of the checks alone has none of them. */
export const signInFacts = ['signInReturn', 'redemption', 'idToken', 'claimsLook', 'signInPrediction'] as const;
export type SignInFacts = { [Name in (typeof signInFacts)[number]]: Fact<Facts[Name]> };

export type FactName = keyof Facts;

export type Evidence = { given: Given; used: UsedRoute } & { [Name in FactName]: Fact<Facts[Name]> };

/** How the run reached Casdoor, for the report. */
export type UsedRoute = {
  /** Without credentials. */
  proxy: string | null;
  authority: { subject: string; from: 'file' | 'panel' | 'environment' } | null;
};

/** Evidence of a run that has learnt nothing yet. */
export const noEvidence = (given: Given): Evidence => {
  const nothing = missing({ reason: 'stopped' });
  return {
    given,
    used: { proxy: null, authority: null },
    addressReading: nothing,
    address: nothing,
    lookup: nothing,
    tls: nothing,
    discovery: nothing,
    answer: nothing,
    document: nothing,
    metadata: nothing,
    identity: nothing,
    signInPage: nothing,
    keysAnswer: nothing,
    keys: nothing,
    applicationKeysAnswer: nothing,
    applicationKeys: nothing,
    appLoginAnswer: nothing,
    appLogin: nothing,
    introspection: nothing,
    secret: nothing,
    application: nothing,
    redirectPatterns: nothing,
    organization: nothing,
    version: nothing,
    people: nothing,
    usernamePattern: nothing,
    signOut: nothing,
    tokenAnswer: nothing,
    claimsAnswer: nothing,
    limited: nothing,
    clock: nothing,
    statedBaseUrl: nothing,
    ...noSignIn,
    ...noPlugin,
    ...factsOfDryRun(given.directory),
  };
};

/** The facts of a dry run. */
export const directoryFacts = ['directory', 'everybodyTold', 'administratorsTold', 'administratorGroupsTold'] as const;
export type DirectoryFacts = { [Name in (typeof directoryFacts)[number]]: Fact<Facts[Name]> };

/** All people and all accounts were read, whatever is certain of them. */
export const areBothRead = ({ people, accounts, untold }: DryRunSums): boolean =>
  people > 0 && accounts !== null && !untold.some(({ what }) => what === 'people' || what === 'accounts');

/**
 * What follows from the sums of a dry run. No number stands for "all of them" where some were not read: what was not
 * read is not nobody.
 */
export const factsOfDryRun = (sums: DryRunSums | null | undefined): DirectoryFacts => {
  const lacking = missing({ reason: 'needs', fact: 'directory' });
  if (!sums)
    return {
      directory: missing({ reason: 'not-given', what: 'dry-run' }),
      everybodyTold: lacking,
      administratorGroupsTold: lacking,
      administratorsTold: lacking,
    };
  const { people, outcomes, administrators } = sums;
  const isTold = areBothRead(sums) && outcomes['not-certain'] === 0;
  return {
    directory: known(sums),
    everybodyTold: isTold ? known(people) : lacking,
    // Somebody administers every Jira and every Confluence: none means that they were not recognised.
    administratorGroupsTold: areBothRead(sums) && administrators.groupsOpen === 0 ? known(true) : lacking,
    administratorsTold: administrators.total ? known(administrators.total) : lacking,
  };
};

const notSignedIn = missing({ reason: 'not-given', what: 'sign-in' });
const noSignIn: SignInFacts = {
  signInReturn: notSignedIn,
  redemption: notSignedIn,
  idToken: notSignedIn,
  claimsLook: notSignedIn,
  signInPrediction: notSignedIn,
};

const notAsked = missing({ reason: 'not-applicable' });
/** Of a run that does not ask the plugin. */
export const noPlugin: PluginFacts = {
  pluginReading: notAsked,
  pluginStanding: notAsked,
  pluginWayBack: notAsked,
  restoreAccount: notAsked,
  pluginSecret: notAsked,
  pluginDrift: notAsked,
  applicationDrift: notAsked,
};
