import type { ClaimSource, Claims, ClaimsBySource, ClaimValue, TokenFormat } from '../contract/mapping';
import { tokenFormats } from '../contract/mapping';
import { type ClaimFact, claimsOf, standardAsks, type TokenAttribute, userinfoFields } from './claim-table';
import { customClaim } from './custom-claims';
import { fieldValue, namesOf, notTold, own, type Told, text } from './directory-field';
import { neverShown, personField, personFieldOfKey, personFields } from './person-fields';

/** What of an application's configuration decides the claims of a person. */
export type ClaimingApplication = {
  /** Empty: JWT. */
  tokenFormat: string;
  tokenFields: readonly string[];
  tokenAttributes: readonly TokenAttribute[];
  isShared: boolean;
};

/** What a sign-in brings beside person and application; null where it is not known. */
export type SignInFacts = { scopes: readonly string[]; clientId: string | null; issuer: string | null };

export type DerivedClaims = {
  bySource: ClaimsBySource;
  tokenFormat: TokenFormat;
  /** Names, and paths of nested ones, that a source carries and that are never shown. */
  withheld: string[];
  /** What a source can carry and a directory cannot tell, such as the time of issue or a phone number in E.164. */
  untold: Record<ClaimSource, string[]>;
};

/** The format that Casdoor mints in; undefined for one that this version of it does not know. */
export const tokenFormatOf = (spelled: string): TokenFormat | undefined =>
  spelled === '' ? 'JWT' : tokenFormats.find((format) => format === spelled);

/**
 * The claims of a person as Casdoor 3.158 would make them of a directory entry (`get-user`; an entry of `get-users`
 * carries no roles and permissions, which then stay untold). Names of the never-list are left out whatever they hold;
 * every map is without a prototype. An unknown token format leaves the ID token out.
 *
 * Not seen from here: the server's setting `useGroupPathInToken`, under which groups come as paths; off as shipped.
 */
export const claimsFromDirectory = (
  person: Claims,
  application: ClaimingApplication,
  signIn: SignInFacts,
): DerivedClaims => {
  const format = tokenFormatOf(application.tokenFormat);
  const options = { ...application, scopes: signIn.scopes };
  const withheld: string[] = [];
  const untold: DerivedClaims['untold'] = { id_token: [], userinfo: [], 'get-account': [] };
  const bySource: ClaimsBySource = {};
  const collect = (source: ClaimSource, table: ReadonlyMap<string, ClaimFact>, tell: (name: string) => Told) =>
    collected(table, tell, withheld, untold[source]);

  if (format !== undefined)
    bySource.id_token = collect('id_token', withoutPaths(claimsOf('id_token', format, options)), (name) =>
      tokenClaim(format, name, person, application, signIn),
    );
  bySource.userinfo = collect('userinfo', claimsOf('userinfo', 'JWT', options), (name) =>
    userinfoClaim(name, person, signIn),
  );
  bySource['get-account'] = collect('get-account', withoutPaths(claimsOf('get-account', 'JWT')), (name) => {
    if (name === 'status') return 'ok';
    if (name === 'msg') return '';
    if (name === 'sub') return own(person, 'id');
    if (name === 'data3') return null;
    if (name !== 'data') return name === 'name' ? own(person, 'name') : notTold;
    return accountData(person, withheld, untold['get-account']);
  });
  return { bySource, tokenFormat: format ?? 'JWT', withheld: [...new Set(withheld)], untold };
};

const collected = (
  table: ReadonlyMap<string, ClaimFact>,
  tell: (name: string) => Told,
  withheld: string[],
  untold: string[],
): Claims => {
  const claims = bare();
  for (const [name, fact] of table) {
    if (fact.carriesSecret || neverShown.has(name)) withheld.push(name);
    else {
      const value = fact.isPerToken ? notTold : tell(name);
      if (value === notTold) untold.push(name);
      else if (value !== undefined && !(fact.leftOut !== 'never' && isEmpty(value))) claims[name] = cleaned(value);
    }
  }
  return claims;
};

const bare = (): Record<string, ClaimValue> => Object.create(null);
const isEmpty = (value: ClaimValue) =>
  value === null || value === '' || value === false || value === 0 || (Array.isArray(value) && value.length === 0);

const withoutPaths = (table: ReadonlyMap<string, ClaimFact>) =>
  new Map([...table].filter(([name]) => !/^(data2?|address)\./.test(name)));

/** A copy without prototypes and without what must never be shown, however deep. */
const cleaned = (value: ClaimValue): ClaimValue => {
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  const copy = bare();
  for (const [name, inner] of Object.entries(value)) if (!isNeverShown(name)) copy[name] = cleaned(inner);
  return copy;
};

/** Below a second factor or a linked account the same secrets have shorter names. */
const isNeverShown = (name: string) => neverShown.has(name) || name === 'secret' || name === 'secretKey';

const audience = (application: ClaimingApplication, { clientId }: SignInFacts, person: Claims): Told => {
  if (clientId === null) return notTold;
  const owner = text(own(person, 'owner'));
  return [application.isShared ? `${withoutSuffix(clientId, owner)}-org-${owner}` : clientId];
};

/** A shared application is also known by its id with the organization behind it; `azp` and userinfo have it bare. */
const withoutSuffix = (clientId: string, owner: string) =>
  clientId.endsWith(`-org-${owner}`) ? clientId.slice(0, -`-org-${owner}`.length) : clientId;

const bareClientId = ({ clientId }: SignInFacts, person: Claims): Told =>
  clientId === null ? notTold : withoutSuffix(clientId, text(own(person, 'owner')));

const tokenClaim = (
  format: TokenFormat,
  name: string,
  person: Claims,
  application: ClaimingApplication,
  signIn: SignInFacts,
): Told => {
  if (format === 'JWT-Custom') {
    const custom = customClaim(name, person, application);
    if (custom !== undefined) return custom.value;
  }
  if (name === 'iss') return signIn.issuer ?? notTold;
  if (name === 'sub') return own(person, 'id');
  if (name === 'aud') return audience(application, signIn, person);
  if (name === 'azp') return bareClientId(signIn, person);
  if (name === 'tokenType') return 'access-token';
  if (name === 'scope') return signIn.scopes.join(' ');
  if (format === 'JWT-Standard') return standardClaim(name, person, signIn);
  const field = personFieldOfKey(name);
  return field === undefined ? notTold : fieldValue(person, field.key);
};

const standardKeys: Readonly<Record<string, string>> = {
  owner: 'owner',
  id: 'id',
  preferred_username: 'name',
  name: 'displayName',
  picture: 'avatar',
  email: 'email',
  email_verified: 'emailVerified',
  gender: 'gender',
};

const standardClaim = (name: string, person: Claims, { scopes }: SignInFacts): Told => {
  // A phone number becomes E.164 by the numbering plan of its country, which is not at hand here.
  if (name.startsWith('phone_number')) return text(own(person, 'phone')) === '' ? undefined : notTold;
  if (name === 'address') {
    const lines = standardAsks(scopes, 'address') ? own(person, 'address') : [];
    const street = Array.isArray(lines) ? lines.map((line) => `${text(line)}\n`).join('') : '';
    return { formatted: '', street_address: street, locality: '', region: '', postal_code: '', country: '' };
  }
  const key = standardKeys[name];
  return key === undefined ? notTold : fieldValue(person, key);
};

const userinfoClaim = (name: string, person: Claims, signIn: SignInFacts): Told => {
  if (name === 'sub') return own(person, 'id');
  if (name === 'iss') return signIn.issuer ?? notTold;
  if (name === 'aud') return bareClientId(signIn, person);
  // Userinfo says so of every e-mail, even of none.
  if (name === 'email_verified') return true;
  if (name === 'roles' || name === 'permissions') return namesOf(person, name);
  const field = userinfoFields.find(({ claim }) => claim === name)?.field;
  const known = field === undefined ? undefined : personField(field);
  return known === undefined ? notTold : fieldValue(person, known.key);
};

const accountData = (person: Claims, withheld: string[], untold: string[]): ClaimValue => {
  const data = bare();
  for (const { key } of personFields) {
    if (neverShown.has(key)) withheld.push(`data.${key}`);
    else {
      const value = fieldValue(person, key);
      // An organization with one country lends it to whoever has none.
      if (key === 'countryCode' && value === '') untold.push(`data.${key}`);
      // These two are left out where they are empty, so their absence says nothing more.
      else if (value === notTold && key !== 'thirdPartyLinks') untold.push(`data.${key}`);
      else if (value !== undefined && value !== notTold) data[key] = cleaned(value);
    }
  }
  // A field of a later Casdoor: what it holds is not known, so it is named and not shown.
  for (const name of Object.keys(person))
    if (!personFields.some(({ key }) => key === name)) withheld.push(`data.${name}`);
  return data;
};
