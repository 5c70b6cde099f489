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

export type Trail = {
  fields: TrailField[];
  outcome: PersonOutcome;
  /** Whole sentences. */
  reasons: string[];
};

/** An account that is there already. `email` and `fullName` are null where the product does not tell them. */
export type Account = {
  username: string;
  email: string | null;
  fullName: string | null;
  active: boolean;
  groups: string[] | null;
};
