import { defaultLimit } from '../casdoor/answer';
import { isRecord } from '../casdoor/read-metadata';
import type { ApplicationConfiguration } from '../checks/evidence';
import type { ClaimSource, Claims, ClaimValue, Mapping } from '../contract/mapping';
import { tokenFormats } from '../contract/mapping';
import { type ClaimFact, claimsOf } from '../mapping/claim-table';
import { tokenFormatOf } from '../mapping/claims-from-directory';
import { claimsNamed } from '../mapping/claims-named';
import { neverShown } from '../mapping/person-fields';
import type { Strike } from './strike';

type CleanedClaims = { claims: Claims; withheld: string[] };

/** By name, and below `data` and `data2` by path. `secret` beats `kept`. */
export type KeptNames = { kept: ReadonlySet<string>; secret: ReadonlySet<string> };

export type KeptQuestion = {
  source: ClaimSource;
  application: Pick<ApplicationConfiguration, 'tokenFormat' | 'tokenFields' | 'tokenAttributes'> | null;
  mapping: Mapping | null;
};

/** OpenID Connect Core 1.0 §2, §5.1; RFC 9068 §2.2; and what others than Casdoor call groups and roles. */
const standardClaims =
  `iss sub aud exp iat nbf jti auth_time acr amr azp sid at_hash c_hash scope client_id name given_name
  family_name middle_name nickname preferred_username profile picture website email email_verified gender birthdate
  zoneinfo locale phone_number phone_number_verified address updated_at groups roles permissions`.split(/\s+/);

/**
 * Which claims may be kept: those that Casdoor is known to issue, those of the specification, those that the
 * application's own settings add, and those that the mapping names. What is not known may be anything, so it is dropped.
 */
export const keptNames = ({ source, application, mapping }: KeptQuestion): KeptNames => {
  const named = claimsNamed(mapping);
  // A nested one is named by its path.
  const kept = new Set([...standardClaims, ...named, ...named.map((name) => name.split('.')[0] ?? name)]);
  const secret = new Set<string>();
  for (const [name, fact] of issuable(source, application)) {
    if (fact.carriesSecret) secret.add(name);
    else kept.add(name);
  }
  return { kept, secret };
};

const issuable = (source: ClaimSource, application: KeptQuestion['application']): [string, ClaimFact][] => {
  const { tokenFields = [], tokenAttributes = [] } = application ?? {};
  const options = { tokenFields, tokenAttributes };
  if (source !== 'id_token') return [...claimsOf(source, 'JWT')];
  // Settings of the custom format decide nothing in the others.
  const actual = application === null ? undefined : tokenFormatOf(application.tokenFormat);
  return tokenFormats
    .filter((format) => format !== 'JWT-Custom' || actual === undefined || actual === 'JWT-Custom')
    .flatMap((format) => [...claimsOf('id_token', format, options)]);
};

/** UTF-8 of one claim's JSON; a picture as a data URL is more. */
const biggestClaim = 16 * 1024;
const mostClaims = 300;
const deepest = 12;
/** Names that are told, and how much of each. */
const mostWithheld = 500;
const longestName = 200;

/**
 * What may be kept of a payload, before anything else happens with it. Maps are without a prototype; names on the
 * never-list are dropped at any depth, however they are spelled. `withheld` has the names of all that was dropped, nested
 * ones as paths.
 */
export const cleanClaims = (
  payload: Readonly<Record<string, unknown>>,
  { kept, secret }: KeptNames,
  strike: Strike,
): CleanedClaims => {
  const withheld: string[] = [];
  const claims = bare();
  for (const [name, value] of Object.entries(payload)) {
    const mayStay = kept.has(name) && !secret.has(name) && !isNeverShown(name);
    const sizes = isNested(name) && isRecord(value) ? true : isBounded(value);
    if (!mayStay || !sizes || Object.keys(claims).length >= mostClaims) withheld.push(name);
    else if (isNested(name) && isRecord(value)) claims[name] = nested(name, value, { kept, secret }, withheld);
    else claims[name] = harmless(name, value, withheld);
  }
  const names = [...new Set(withheld)].slice(0, mostWithheld).map((name) => strike.text(name.slice(0, longestName)));
  return { claims: withoutPrototypes(strike.json(claims)) as Claims, withheld: names };
};

/** get-account wraps the person and their organization. */
const isNested = (name: string): boolean => name === 'data' || name === 'data2';

const nested = (
  parent: string,
  value: Readonly<Record<string, unknown>>,
  { kept, secret }: KeptNames,
  withheld: string[],
): ClaimValue => {
  const claims = bare();
  for (const [name, inner] of Object.entries(value)) {
    const path = `${parent}.${name}`;
    const mayStay = kept.has(path) && !secret.has(path) && !isNeverShown(name);
    if (!mayStay || !isBounded(inner) || Object.keys(claims).length >= mostClaims) withheld.push(path);
    else claims[name] = harmless(path, inner, withheld);
  }
  return claims;
};

/** Of a value within bounds: what is on the never-list goes, and a role keeps nothing of the people who have it. */
const harmless = (path: string, value: unknown, withheld: string[]): ClaimValue => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const isPersonal = /(?:^|\.)(?:roles|permissions)$/.test(path);
  if (Array.isArray(value)) return value.map((item) => harmless(path, item, withheld));
  if (!isRecord(value)) return null;
  const copy = bare();
  for (const [name, inner] of Object.entries(value)) {
    if (isNeverShown(name) || (isPersonal && name !== 'name')) withheld.push(`${path}.${name}`);
    else copy[name] = harmless(`${path}.${name}`, inner, withheld);
  }
  return copy;
};

/** Below a second factor or a linked account the same secrets have shorter names. The nonce is a secret of the flow. */
const neverAtAnyDepth = new Set(
  [...neverShown, 'secret', 'secretKey', 'clientSecret', 'privateKey', 'idToken', 'refreshToken', 'nonce'].map(plainly),
);
/** `password_salt`, `PasswordSalt` and full-width letters are the same name. */
function plainly(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
const isNeverShown = (name: string): boolean => neverAtAnyDepth.has(plainly(name));

/** Neither too deep nor too big. Depth is told without recursion, which an answer could otherwise exhaust. */
const isBounded = (value: unknown): boolean => {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return false;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return Buffer.byteLength(JSON.stringify(value) ?? '') <= biggestClaim;
};

const withoutPrototypes = (value: unknown): ClaimValue => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (!isRecord(value)) return null;
  const copy = bare();
  for (const [name, inner] of Object.entries(value)) copy[name] = withoutPrototypes(inner);
  return copy;
};

const bare = (): Record<string, ClaimValue> => Object.create(null);

/** The biggest claims of a payload, with what each takes in it; the size of what is withheld is no secret. */
export const biggestClaims = (
  payload: Readonly<Record<string, unknown>>,
  strike: Strike,
): { claim: string; bytes: number }[] =>
  Object.entries(payload)
    .map(([claim, value]) => ({ claim, bytes: bytesOf(value) }))
    .sort((one, other) => other.bytes - one.bytes)
    .slice(0, 10)
    .map(({ claim, bytes }) => ({ claim: strike.text(claim.slice(0, longestName)), bytes }));

const bytesOf = (value: unknown): number => {
  try {
    return Buffer.byteLength(JSON.stringify(value) ?? '');
  } catch {
    // Nested so deeply that it cannot be written any more: that takes most of an answer.
    return defaultLimit;
  }
};
