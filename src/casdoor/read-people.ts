import type { People } from '../checks/evidence';
import type { Claims, ClaimValue } from '../contract/mapping';
import { isRecord } from './read-metadata';

/**
 * What is kept of a person in the directory (v3.158.0 sends 181 names). The rest is dropped, unknown names too:
 * passwords, salts, one-time secrets, recovery codes, tokens, identity papers and addresses of last sign-ins.
 */
export const keptOfPeople: ReadonlySet<string> = new Set(
  (
    'owner name createdTime updatedTime id externalId type displayName firstName lastName avatar email emailVerified ' +
    'phone countryCode region location address affiliation title homepage bio tag language gender birthday education ' +
    'score karma ranking isOnline isAdmin isForbidden isDeleted signupApplication ldap groups roles permissions'
  ).split(' '),
);

/** Never kept, whatever a mapping asks for. */
export const neverKept: ReadonlySet<string> = new Set(
  (
    'password passwordSalt totpSecret recoveryCodes mfaSecrets mfaAccounts accessToken accessKey accessSecret ' +
    'originalToken originalRefreshToken hash preHash faceIds webauthnCredentials managedAccounts properties idCard'
  ).split(' '),
);

/** Reads a page of get-users; `data2` is how many there are in all. Null where it is none. */
export const readPeople = (json: unknown): People | null => {
  if (!isRecord(json) || json.status !== 'ok' || !Array.isArray(json.data)) return null;
  const users = json.data.flatMap((user) => (isRecord(user) ? [readPerson(user)] : []));
  const propertyNames = new Set(
    json.data.flatMap((user) => (isRecord(user) && isRecord(user.properties) ? Object.keys(user.properties) : [])),
  );
  return {
    total: typeof json.data2 === 'number' ? json.data2 : users.length,
    users,
    propertyNames: [...propertyNames].slice(0, mostProperties),
  };
};

/** Names of properties that are kept: a mapping asks for one at the most. */
const mostProperties = 500;

/** One person, in a map without a prototype: `__proto__` is a claim name. */
export const readPerson = (user: Readonly<Record<string, unknown>>): Claims => {
  const claims = Object.create(null) as Record<string, ClaimValue>;
  for (const [name, value] of Object.entries(user)) {
    if (!keptOfPeople.has(name) || neverKept.has(name)) continue;
    claims[name] = keptValue(name, value);
  }
  return claims;
};

/** What is kept of one value of a person, wherever it was read. */
export const keptValue = (name: string, value: unknown): ClaimValue =>
  name === 'roles' || name === 'permissions' ? namesOnly(value) : harmless(value);

/** A role lists the people who have it, and a permission what it opens: their names alone are kept. */
const namesOnly = (value: unknown): ClaimValue =>
  Array.isArray(value)
    ? value.flatMap((item): ClaimValue[] =>
        typeof item === 'string'
          ? [item]
          : isRecord(item) && typeof item.name === 'string'
            ? [Object.assign(Object.create(null) as Record<string, ClaimValue>, { name: item.name })]
            : [],
      )
    : null;

const harmless = (value: unknown): ClaimValue => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(harmless);
  if (!isRecord(value)) return null;
  const copy = Object.create(null) as Record<string, ClaimValue>;
  for (const [name, inner] of Object.entries(value)) if (!neverKept.has(name)) copy[name] = harmless(inner);
  return copy;
};
