import type { ApplicationDocument, Json, JsonObject, TokenAttribute, UserDocument } from './documents';

/** What is known at the sign-in that a token is made for. */
export type SigninFacts = {
  issuer: string;
  /** Milliseconds since 1970. */
  at: number;
  expiresAt: number;
  id: string;
  scope: string;
  nonce: string;
  signinMethod: string;
};

/** The claims of a token in each of the token formats of v3.158.0. The ID token is the access token. */
export const tokenClaims = (user: UserDocument, application: ApplicationDocument, facts: SigninFacts): JsonObject => {
  switch (application.tokenFormat) {
    case 'JWT-Empty':
      return shortClaims(user, application, facts);
    case 'JWT-Standard':
      return standardClaims(user, application, facts);
    case 'JWT-Custom':
      return customClaims(user, application, facts);
    default:
      return wholeClaims(user, application, facts);
  }
};

/** The claim that tells a refresh token apart: spelled with a capital in JWT-Custom, where both then stand. */
export const refreshClaims = (claims: JsonObject, application: ApplicationDocument): JsonObject =>
  application.tokenFormat === 'JWT-Custom'
    ? { ...claims, TokenType: 'refresh-token' }
    : { ...claims, tokenType: 'refresh-token' };

/** JWT, the default: nearly the whole user, password salt included. */
const wholeClaims = (user: UserDocument, application: ApplicationDocument, facts: SigninFacts): JsonObject => ({
  ...Object.fromEntries(wholeNames.map((name) => [name, user[name] ?? null])),
  email_verified: user.emailVerified,
  password: '',
  address: user.address ?? [],
  properties: user.properties ?? {},
  roles: user.roles ?? [],
  permissions: user.permissions ?? [],
  groups: user.groups ?? [],
  tokenType: 'access-token',
  ...present({ nonce: facts.nonce }),
  tag: user.tag ?? '',
  ...present({ scope: facts.scope }),
  azp: application.clientId,
  ...present({ signinMethod: facts.signinMethod }),
  ...registeredClaims(user, application, facts),
});

const shortClaims = (user: UserDocument, application: ApplicationDocument, facts: SigninFacts): JsonObject => ({
  owner: user.owner,
  name: user.name,
  id: user.id,
  displayName: user.displayName,
  avatar: user.avatar ?? '',
  email: user.email,
  ...(user.emailVerified ? { email_verified: true } : {}),
  phone: user.phone,
  tokenType: 'access-token',
  ...present({ nonce: facts.nonce, scope: facts.scope }),
  azp: application.clientId,
  ...present({ signinMethod: facts.signinMethod }),
  ...registeredClaims(user, application, facts),
});

/** OpenID Connect's own names. Only the address, the phone number and the gender depend on scopes. */
const standardClaims = (user: UserDocument, application: ApplicationDocument, facts: SigninFacts): JsonObject => {
  const scopes = facts.scope.split(facts.scope.includes(',') ? ',' : ' ');
  const phone = scopes.includes('phone') ? internationalNumber(user) : null;
  const street = scopes.includes('address') ? (user.address ?? []).map((line) => `${line}\n`).join('') : '';
  return {
    owner: user.owner,
    ...present({ preferred_username: user.name }),
    id: user.id,
    ...present({ name: user.displayName, picture: textOf(user.avatar), email: user.email }),
    ...(user.emailVerified ? { email_verified: true } : {}),
    ...(phone === null ? {} : { phone_number: phone, phone_number_verified: true }),
    ...present({ gender: scopes.includes('profile') ? textOf(user.gender) : '' }),
    tokenType: 'access-token',
    ...present({ nonce: facts.nonce, scope: facts.scope }),
    address: { formatted: '', street_address: street, locality: '', region: '', postal_code: '', country: '' },
    azp: application.clientId,
    ...registeredClaims(user, application, facts),
  };
};

const customClaims = (user: UserDocument, application: ApplicationDocument, facts: SigninFacts): JsonObject => {
  const claims: JsonObject = {
    ...registeredClaims(user, application, facts),
    tokenType: 'access-token',
    azp: application.clientId,
    nonce: facts.nonce,
    scope: facts.scope,
  };
  for (const field of application.tokenFields ?? []) {
    if (field === 'signinMethod') claims.signinMethod = facts.signinMethod;
    else if (field === 'provider') claims.provider = '';
    else addField(claims, user, field);
  }
  for (const attribute of application.tokenAttributes ?? []) {
    const value = attributeValue(user, attribute);
    if (value !== undefined) claims[attribute.name] = value;
  }
  return claims;
};

const addField = (claims: JsonObject, user: UserDocument, field: string): void => {
  const property = /^Properties\.([^.]+)$/.exec(field)?.[1];
  if (property !== undefined) {
    const found = (user.properties as JsonObject | null)?.[property];
    if (found !== undefined) claims[property] = found;
    return;
  }
  const key = field.charAt(0).toLowerCase() + field.slice(1);
  if (key in user) claims[key] = user[key] ?? (listNames.has(key) ? [] : null);
};

const attributeValue = (user: UserDocument, attribute: TokenAttribute): Json | undefined => {
  if (attribute.category === 'Existing Field') {
    const key = attribute.value.charAt(0).toLowerCase() + attribute.value.slice(1);
    if (key === 'roles' || key === 'permissions') return namesOf(user[key] ?? null);
    return key in user ? (user[key] ?? null) : undefined;
  }
  const values = replaced(user, attribute.value);
  if (values.length === 0) return undefined;
  return attribute.type === 'String' ? (values[0] ?? '') : values;
};

/** Lists for roles, permissions and groups; a few texts; anything else that begins with `$user.` stays as it stands. */
const replaced = (user: UserDocument, value: string): string[] => {
  const list = /\$user\.(roles|permissions|groups)/.exec(value)?.[1];
  const values =
    list === undefined
      ? [value]
      : (list === 'groups' ? user.groups : namesOf(user[list] ?? null)).map((each) =>
          value.replace(`$user.${list}`, () => each),
        );
  return values.map((text) =>
    text.replace(/\$user\.(owner|name|email|id|phone)\b/g, (_, name: string) => textOf(user[name])),
  );
};

/** Roles and permissions by their names alone. */
export const namesOf = (list: Json): string[] =>
  (Array.isArray(list) ? list : []).flatMap((each) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? [textOf(each.name)] : [],
  );

const registeredClaims = (user: UserDocument, application: ApplicationDocument, facts: SigninFacts): JsonObject => ({
  iss: facts.issuer,
  sub: user.id,
  aud: [application.isShared ? `${application.clientId}-org-${user.owner}` : application.clientId],
  exp: Math.floor(facts.expiresAt / 1000),
  nbf: Math.floor(facts.at / 1000),
  iat: Math.floor(facts.at / 1000),
  jti: facts.id,
});

const present = (texts: Record<string, string>): JsonObject =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const internationalNumber = (user: UserDocument): string | null => {
  const prefix = callingCodes[user.countryCode];
  return user.phone === '' || prefix === undefined ? null : `+${prefix}${user.phone.replace(/^0/, '')}`;
};

/** The countries that this server's people live in. */
const callingCodes: Record<string, string> = { US: '1', DE: '49', GB: '44', FR: '33', ES: '34', CN: '86', PL: '48' };

const listNames = new Set(['address', 'groups', 'roles', 'permissions']);

const wholeNames =
  'owner name createdTime updatedTime deletedTime id type password passwordSalt passwordType displayName firstName lastName avatar avatarType permanentAvatar email email_verified phone countryCode region location address affiliation title idCardType idCard homepage bio language gender birthday education score karma ranking isDefaultAvatar isOnline isAdmin isForbidden isDeleted signupApplication hash preHash registerType registerSource github google qq wechat facebook dingtalk weibo gitee linkedin wecom lark gitlab createdIp lastSigninTime lastSigninIp preferredMfaType recoveryCodes totpSecret mfaPhoneEnabled mfaEmailEnabled ldap properties roles permissions groups lastSigninWrongTime signinWrongTimes managedAccounts'.split(
    ' ',
  );
