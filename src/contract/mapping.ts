/** Where the plugin reads its claims. */
export const claimSources = ['id_token', 'userinfo', 'get-account'] as const;
export type ClaimSource = (typeof claimSources)[number];

export const tokenFormats = ['JWT', 'JWT-Empty', 'JWT-Custom', 'JWT-Standard'] as const;
export type TokenFormat = (typeof tokenFormats)[number];

/** Full name in one claim, or in two that are joined by a space. */
export type NameMapping = { fullName: string } | { firstName: string; lastName: string };

/** The mapping file, `docs/mapping.schema.json`. Claims are named as the plugin's own fields take them. */
export type Mapping = {
  schema: 1;
  /** Null for atlassian-dc, which has its own order: ID token, then userinfo for the username. */
  source: ClaimSource | null;
  username: string;
  /** miniOrange: claims separated by `;`, first that is present. */
  email: string;
  name: NameMapping;
  groups: string | null;
  /** Left out: the plugin as it comes. */
  rules?: MappingRules;
};

/** Whom "Assign Default Groups To" of miniOrange means. */
export const defaultGroupsFor = ['newUsers', 'allUsers', 'noUsers'] as const;

/**
 * Settings of the plugin beside its claims: all of miniOrange, and `createUsers` of SSO for Atlassian Data Center. One
 * that is left out stands as the plugin has it when it comes; see `rulesOf`.
 */
export type MappingRules = {
  loginBy?: 'username' | 'email';
  /** A regular expression of Java. */
  usernamePattern?: string;
  updateUsers?: boolean;
  createUsers?: boolean;
  /** Compared as they are written, capitals and blanks too. Empty: any. */
  allowedDomains?: string[];
  /** A regular expression of Java. */
  groupPattern?: string;
  /** Names that Casdoor sends, by the local group that they lead into. */
  groupMapping?: { [localGroup: string]: string[] };
  onTheFlyGroups?: boolean;
  createGroups?: boolean;
  keepGroups?: boolean;
  excludeGroups?: string[];
  defaultGroups?: string[];
  defaultGroupsFor?: (typeof defaultGroupsFor)[number];
  restrictCreation?: boolean;
};

/** JSON as it came, in a map without a prototype (`__proto__` is a claim name). */
export type ClaimValue = string | number | boolean | null | ClaimValue[] | { [claim: string]: ClaimValue };
export type Claims = { readonly [claim: string]: ClaimValue };
/** A source that was not read is absent. */
export type ClaimsBySource = Partial<Record<ClaimSource, Claims>>;

/** What a sign-in would do to one account. Closed: exactly one applies. */
export const personOutcomes = [
  'unchanged',
  'updated',
  'renamed',
  'created',
  'collides',
  'refused',
  'barred',
  'not-certain',
] as const;
export type PersonOutcome = (typeof personOutcomes)[number];

/** One step from claim to account: what was read, by which rule, and what became of it. */
export type TrailStep = {
  /** What happened, in the order it happened. */
  kind: 'claim' | 'rule' | 'value' | 'account';
  label: string;
  /** Null where there is nothing. */
  value: string | null;
  note: string | null;
};

export type TrailField = {
  field: 'username' | 'email' | 'fullName' | 'groups';
  steps: TrailStep[];
  value: string | string[] | null;
  /** Whether the plugin's own rules were certain here. */
  certain: boolean;
};

/** One field of an account that a sign-in changes; null where there is, or was, nothing. */
export type FieldChange = { field: 'username' | 'email' | 'fullName'; from: string | null; to: string | null };

/** Why a sign-in is refused. */
export const refusalCauses = [
  'no-username',
  'no-email',
  'domain',
  'inactive',
  'not-created',
  'no-mapped-group',
  'claim-missing',
] as const;
export type RefusalCause = (typeof refusalCauses)[number];

/** What one sign-in does to one account. */
export type PersonVerdict = {
  outcome: PersonOutcome;
  /** Of a refusal. */
  cause?: RefusalCause;
  /** Whole sentences. */
  reasons: string[];
  /** Of an account that is there; what a new one is filled with is no change. */
  changes: readonly FieldChange[];
  groupsGained: readonly string[];
  groupsLost: readonly string[];
  /** Null where it is not known, or where there is no account. */
  administrator: boolean | null;
  /** The person has an active account that the sign-in no longer reaches. */
  lockedOut: boolean;
  /** The e-mail of the account differs from the sign-in's by capitals alone, which is no change. */
  emailCapitals: boolean;
  /** It is not certain what the sign-in changes, and certain that it gets into the account. */
  getsIn?: true;
  /** Whether it takes groups away is not certain. */
  groupsOpen?: true;
};

export type Trail = PersonVerdict & { fields: TrailField[] };

/**
 * An account that is there already. `email`, `fullName` and `groups` are null where the product does not tell them, the
 * username is empty where it has none, as on Cloud.
 */
export type Account = {
  username: string;
  email: string | null;
  fullName: string | null;
  active: boolean;
  groups: string[] | null;
  /** Left out: not known. */
  administrator?: boolean;
  /** In a directory of LDAP or Crowd: it can neither be updated nor put into groups. Left out: it is not. */
  readOnly?: boolean;
  /** The subject that SSO for Atlassian Data Center stored at an earlier sign-in; left out where it is not known. */
  sub?: string;
};
