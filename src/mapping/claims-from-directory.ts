import type { ClaimSource, Claims, ClaimsBySource, ClaimValue, TokenFormat } from '../contract/mapping';
import { claimSources, tokenFormats } from '../contract/mapping';
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
  /** Whom it takes; left out or empty: everybody. They make no claims. */
  tags?: readonly string[];
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
  const withheld: string[] = [];
  const untold: DerivedClaims['untold'] = { id_token: [], userinfo: [], 'get-account': [] };
  const bySource: ClaimsBySource = {};
  for (const source of claimSources) {
    const derived = derivedSource(source, person, application, signIn);
    if (derived === undefined) continue;
    bySource[source] = derived.claims;
    withheld.push(...derived.withheld);
    untold[source] = derived.untold;
  }
  const tokenFormat = tokenFormatOf(application.tokenFormat) ?? 'JWT';
  return { bySource, tokenFormat, withheld: [...new Set(withheld)], untold };
};

export type DerivedSource = { claims: Claims; withheld: string[]; untold: string[] };

/** One source alone; undefined for the ID token of an unknown format. */
export const derivedSource = (
  source: ClaimSource,
  person: Claims,
  application: ClaimingApplication,
  signIn: SignInFacts,
): DerivedSource | undefined => {
  const table = tableOf(source, application, signIn);
  if (table === undefined) return undefined;
  const tell = tellerOf(source, application, signIn);
  const claims = bare();
  const withheld: string[] = [];
  const untold: string[] = [];
  for (const [name, fact] of table) {
    if (isKeptBack(name, fact)) withheld.push(name);
    else if (source === 'get-account' && name === 'data') claims[name] = accountData(person, withheld, untold);
    else {
      const value = toldClaim(name, fact, tell, person);
      if (value === notTold) untold.push(name);
      else if (value !== undefined) claims[name] = value;
    }
  }
  return { claims, withheld, untold };
};

/** The claims that a source can carry at its top level; undefined where they are not known. */
export const tableOf = (
  source: ClaimSource,
  application: ClaimingApplication,
  { scopes }: Pick<SignInFacts, 'scopes'>,
): ReadonlyMap<string, ClaimFact> | undefined => {
  const format = tokenFormatOf(application.tokenFormat);
  if (source === 'id_token' && format === undefined) return undefined;
  return withoutPaths(claimsOf(source, format ?? 'JWT', { ...application, scopes }));
};

export const isKeptBack = (name: string, fact: ClaimFact): boolean => fact.carriesSecret || neverShown.has(name);

export type Teller = (name: string, person: Claims) => Told;

/** How Casdoor fills a claim of the top level; `data` of get-account apart. */
export const tellerOf = (source: ClaimSource, application: ClaimingApplication, signIn: SignInFacts): Teller => {
  if (source === 'userinfo') return (name, person) => userinfoClaim(name, person, signIn);
  if (source === 'get-account') return accountClaim;
  const format = tokenFormatOf(application.tokenFormat) ?? 'JWT';
  return (name, person) => tokenClaim(format, name, person, application, signIn);
};

const accountClaim: Teller = (name, person) => {
  if (name === 'status') return 'ok';
  if (name === 'msg') return '';
  if (name === 'sub') return own(person, 'id');
  if (name === 'data3') return null;
  return name === 'name' ? own(person, 'name') : notTold;
};

/** The value of one claim, as it is left out where Casdoor leaves it out. */
export const toldClaim = (name: string, fact: ClaimFact, tell: Teller, person: Claims): Told => {
  const value = fact.isPerToken ? notTold : tell(name, person);
  if (value === notTold || value === undefined) return value;
  return fact.leftOut !== 'never' && isEmpty(value) ? undefined : cleaned(value);
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

/** One field in `data` of get-account. */
export const accountValue = (person: Claims, key: string): Told => {
  const value = fieldValue(person, key);
  // An organization with one country lends it to whoever has none.
  if (key === 'countryCode' && value === '') return notTold;
  // It is left out where it is empty, so its absence says nothing more.
  return value === notTold && key === 'thirdPartyLinks' ? undefined : value;
};

const accountData = (person: Claims, withheld: string[], untold: string[]): ClaimValue => {
  const data = bare();
  for (const { key } of personFields) {
    if (neverShown.has(key)) withheld.push(`data.${key}`);
    else {
      const value = accountValue(person, key);
      if (value === notTold) untold.push(`data.${key}`);
      else if (value !== undefined) data[key] = cleaned(value);
    }
  }
  // A field of a later Casdoor: what it holds is not known, so it is named and not shown.
  for (const name of Object.keys(person))
    if (!personFields.some(({ key }) => key === name)) withheld.push(`data.${name}`);
  return data;
};
