import type { ClaimSource, TokenFormat } from '../contract/mapping';
import {
  type ClaimType,
  customClaimOf,
  keysOfFormatJwt,
  neverShown,
  type PersonField,
  personField,
  personFieldOfKey,
  personFields,
} from './person-fields';

/** One claim that a source can carry, told without looking at anybody. */
export type ClaimFact = {
  type: ClaimType;
  /** Of a list: what it holds. Null for all others. */
  items: 'text' | 'object' | null;
  /** When the answer lacks it: never, where it would be empty, or where it would be false or empty. */
  leftOut: 'never' | 'empty' | 'false-or-empty';
  /** Its value is never shown: it can be a password's salt, a recovery code, a token. */
  carriesSecret: boolean;
  /** Another value at each sign-in, and nothing about the person. */
  isPerToken: boolean;
  /** The scope that brings it; null where no scope is asked. */
  scope: string | null;
};

/** One line of "Token attributes" of an application. An empty or absent category is "Static Value". */
export type TokenAttribute = { name: string; value: string; type: string; category?: string };

/** What of an application decides its claims. */
export type ClaimOptions = {
  /** Empty: all of them, for userinfo; none of them, for JWT-Custom. */
  tokenFields?: readonly string[];
  tokenAttributes?: readonly TokenAttribute[];
  /** What is asked for; left out where it does not matter: then as if everything was. */
  scopes?: readonly string[];
};

/**
 * Every claim that a source can carry, by name; of nested ones by path too, such as `data.email`. In the order of the
 * answer. A claim that is not in it is never issued.
 *
 * Casdoor 3.158. `format` decides the ID token alone.
 */
export const claimsOf = (
  source: ClaimSource,
  format: TokenFormat,
  options: ClaimOptions = {},
): ReadonlyMap<string, ClaimFact> => {
  if (source === 'get-account') return getAccountClaims;
  if (source === 'userinfo') return userinfoClaims(options);
  if (format === 'JWT') return jwtClaims;
  if (format === 'JWT-Empty') return emptyClaims;
  return format === 'JWT-Standard' ? standardClaims(options) : customClaims(options);
};

const plain: ClaimFact = {
  type: 'text',
  items: null,
  leftOut: 'never',
  carriesSecret: false,
  isPerToken: false,
  scope: null,
};
const perToken: ClaimFact = { ...plain, isPerToken: true };

const ofPerson = (field: PersonField): ClaimFact => ({
  ...plain,
  type: field.type,
  items: field.items,
  carriesSecret: neverShown.has(field.key),
});

/** What stands in every token beside the person, in the order of the formats that are not JWT-Custom. */
const aroundThePerson: [string, ClaimFact][] = [
  ['tokenType', { ...plain, leftOut: 'empty' }],
  ['nonce', { ...perToken, leftOut: 'empty' }],
  ['scope', { ...plain, leftOut: 'empty' }],
  ['azp', { ...plain, leftOut: 'empty' }],
  ['provider', { ...perToken, leftOut: 'empty' }],
];
const registered: [string, ClaimFact][] = [
  ['iss', plain],
  ['sub', plain],
  ['aud', { ...plain, type: 'list', items: 'text' }],
  ['exp', { ...perToken, type: 'number' }],
  ['nbf', { ...perToken, type: 'number' }],
  ['iat', { ...perToken, type: 'number' }],
  ['jti', perToken],
];
const signinMethod: [string, ClaimFact] = ['signinMethod', { ...perToken, leftOut: 'empty' }];

const jwtClaims: ReadonlyMap<string, ClaimFact> = new Map([
  ...keysOfFormatJwt.map((key): [string, ClaimFact] => {
    const field = personFieldOfKey(key);
    return [key, field === undefined ? plain : ofPerson(field)];
  }),
  ['tag', plain],
  ...aroundThePerson,
  signinMethod,
  ...registered,
]);

const emptyClaims: ReadonlyMap<string, ClaimFact> = new Map([
  ...'owner name id displayName avatar email'.split(' ').map((key): [string, ClaimFact] => [key, plain]),
  ['email_verified', { ...plain, type: 'boolean', leftOut: 'false-or-empty' }],
  ['phone', plain],
  ...aroundThePerson,
  signinMethod,
  ...registered,
]);

/** JWT-Standard splits what was asked for at its commas, and only where there are none at its blanks. */
export const standardAsks = (scopes: readonly string[] | undefined, scope: string): boolean => {
  if (scopes === undefined) return true;
  const asked = scopes.join(' ');
  return asked.split(asked.includes(',') ? ',' : ' ').includes(scope);
};

/** The one format that follows OpenID Connect's names and, in three claims, the scope. */
const standardClaims = (options: ClaimOptions): ReadonlyMap<string, ClaimFact> => {
  const empty: ClaimFact = { ...plain, leftOut: 'empty' };
  const claims = new Map<string, ClaimFact>([
    ['owner', plain],
    ['preferred_username', empty],
    ['id', plain],
    ['name', empty],
    ['picture', empty],
    ['email', empty],
    ['email_verified', { ...plain, type: 'boolean', leftOut: 'false-or-empty' }],
  ]);
  if (standardAsks(options.scopes, 'phone')) {
    claims.set('phone_number', { ...empty, scope: 'phone' });
    claims.set('phone_number_verified', { ...plain, type: 'boolean', leftOut: 'false-or-empty', scope: 'phone' });
  }
  if (standardAsks(options.scopes, 'profile')) claims.set('gender', { ...empty, scope: 'profile' });
  for (const [name, fact] of aroundThePerson) claims.set(name, fact);
  claims.set('address', { ...plain, type: 'object' });
  // The whole object is there whatever is asked for; without the scope all of it is empty.
  for (const part of ['formatted', 'street_address', 'locality', 'region', 'postal_code', 'country'])
    claims.set(`address.${part}`, plain);
  for (const [name, fact] of registered) claims.set(name, fact);
  return claims;
};

/**
 * What a token field or attribute of JWT-Custom becomes; undefined where Casdoor leaves it out without a word, as it
 * does with a field whose capitals are wrong.
 */
export const customField = (field: string): { claim: string; fact: ClaimFact } | undefined => {
  const property = propertyNamed(field);
  if (property !== undefined) return { claim: property, fact: { ...plain, leftOut: 'empty', carriesSecret: true } };
  if (field === 'permissionNames') return { claim: field, fact: { ...plain, type: 'list', items: 'text' } };
  if (field === 'signinMethod' || field === 'provider') return { claim: field, fact: perToken };
  const known = personField(field);
  return known && { claim: customClaimOf(field), fact: ofPerson(known) };
};

/** `Properties.department` names the property `department`; more than one point names nothing. */
export const propertyNamed = (field: string): string | undefined => /^Properties\.([^.]*)$/.exec(field)?.[1];

const customClaims = ({ tokenFields = [], tokenAttributes = [] }: ClaimOptions): ReadonlyMap<string, ClaimFact> => {
  const claims = new Map<string, ClaimFact>(registered);
  claims.set('tokenType', plain);
  claims.set('azp', { ...plain, leftOut: 'empty' });
  claims.set('nonce', perToken);
  claims.set('scope', plain);
  for (const field of tokenFields) {
    const custom = customField(field);
    if (custom) claims.set(custom.claim, custom.fact);
  }
  for (const attribute of tokenAttributes) {
    const fact = attributeFact(attribute);
    if (fact) claims.set(attribute.name, fact);
  }
  // Written from a map of Go: sorted by name.
  return new Map([...claims].sort(([one], [other]) => (one < other ? -1 : 1)));
};

/** Lists that a static value may name; without an entry in them the attribute is left out. */
export const listPlaceholders = ['$user.roles', '$user.permissions', '$user.groups'] as const;

const attributeFact = ({ category, value, type }: TokenAttribute): ClaimFact | undefined => {
  if (category === 'Existing Field') {
    // Here, other than in "Token fields", roles and permissions are names.
    if (value === 'Roles' || value === 'Permissions')
      return { ...plain, type: 'list', items: 'text', leftOut: 'empty' };
    // The sign-in's own values are no fields of the person.
    return value === 'signinMethod' || value === 'provider' ? undefined : customField(value)?.fact;
  }
  const leftOut = listPlaceholders.some((placeholder) => value.includes(placeholder)) ? 'empty' : 'never';
  return type === 'String' ? { ...plain, leftOut } : { ...plain, type: 'list', items: 'text', leftOut };
};

/** The field that must be among an application's token fields, if it has any, for userinfo to give the claim. */
export const userinfoFields: readonly { claim: string; field: string; scope: string; fact: Partial<ClaimFact> }[] = [
  { claim: 'preferred_username', field: 'Name', scope: 'profile', fact: {} },
  { claim: 'name', field: 'DisplayName', scope: 'profile', fact: {} },
  { claim: 'email', field: 'Email', scope: 'email', fact: {} },
  { claim: 'email_verified', field: 'Email', scope: 'email', fact: { type: 'boolean', leftOut: 'never' } },
  { claim: 'picture', field: 'Avatar', scope: 'profile', fact: {} },
  { claim: 'address', field: 'Location', scope: 'address', fact: {} },
  { claim: 'phone', field: 'Phone', scope: 'phone', fact: {} },
  { claim: 'real_name', field: 'RealName', scope: 'profile', fact: {} },
  { claim: 'is_verified', field: 'IsVerified', scope: 'profile', fact: { type: 'boolean', leftOut: 'false-or-empty' } },
  { claim: 'groups', field: 'Groups', scope: 'profile', fact: { type: 'list', items: 'text' } },
  { claim: 'roles', field: 'Roles', scope: 'profile', fact: { type: 'list', items: 'text' } },
  { claim: 'permissions', field: 'Permissions', scope: 'profile', fact: { type: 'list', items: 'text' } },
];

/** Casdoor looks for a scope anywhere in the string that was asked for: `profiles` brings `profile`. */
export const userinfoAsks = (scopes: readonly string[] | undefined, scope: string): boolean =>
  scopes === undefined || scopes.join(' ').includes(scope);

/** Whether userinfo may give what a field holds: a list of token fields that is not empty is a whitelist. */
export const userinfoAllows = (tokenFields: readonly string[] | undefined, field: string): boolean =>
  tokenFields === undefined || tokenFields.length === 0 || tokenFields.includes(field);

const userinfoClaims = ({ scopes, tokenFields }: ClaimOptions): ReadonlyMap<string, ClaimFact> =>
  new Map([
    ['sub', plain],
    ['iss', plain],
    ['aud', plain],
    ...userinfoFields
      .filter(({ field, scope }) => userinfoAsks(scopes, scope) && userinfoAllows(tokenFields, field))
      .map(({ claim, scope, fact }): [string, ClaimFact] => [claim, { ...plain, leftOut: 'empty', scope, ...fact }]),
  ]);

/** The person's organization, which get-account adds as `data2`. Nothing of it is about the person. */
const organizationTexts = `owner name createdTime displayName websiteUrl logo logoDark favicon passwordType passwordSalt
  passwordObfuscatorType passwordObfuscatorKey defaultAvatar defaultApplication defaultTokenFormat masterPassword
  defaultPassword masterVerificationCode ipWhitelist ipRestriction accountMenu dcrPolicy kerberosRealm kerberosKdcHost
  kerberosKeytab kerberosServiceName balanceCurrency`.split(/\s+/);
const organizationSecrets =
  /^(passwordSalt|passwordObfuscatorKey|masterPassword|defaultPassword|masterVerificationCode|kerberosKeytab)$/;

const getAccountClaims: ReadonlyMap<string, ClaimFact> = new Map([
  ['status', plain],
  ['msg', plain],
  ['sub', plain],
  ['name', plain],
  ['data', { ...plain, type: 'object' }],
  ...personFields.map((field): [string, ClaimFact] => [
    `data.${field.key}`,
    field.key === 'multiFactorAuths' || field.key === 'thirdPartyLinks'
      ? { ...ofPerson(field), leftOut: 'empty' }
      : ofPerson(field),
  ]),
  ['data2', { ...plain, type: 'object' }],
  ...organizationTexts.map((key): [string, ClaimFact] => [
    `data2.${key}`,
    { ...plain, carriesSecret: organizationSecrets.test(key) },
  ]),
  ['data3', { ...plain, type: 'object' }],
]);
