import type { Account, ClaimSource, Claims, ClaimValue } from '../contract/mapping';
import type { MappingSample, PersonClaims } from '../contract/panel-calls';
import type { Plugin } from '../contract/target';
import { claimsOf } from './claim-table';
import { textOf } from './read-claim';
import { nameKey } from './same-name';

/** A field of a plugin that takes a claim. */
export type ClaimField = 'username' | 'email' | 'fullName' | 'firstName' | 'lastName' | 'groups';

/** How one claim of one source would fill a field, counted over a sample. */
export type ClaimFigures = {
  /** As the plugin's field takes it, without `${}`. */
  claim: string;
  /** People who have a value there. */
  filled: number;
  /** How many values there are that Jira takes for different ones. */
  different: number;
  /** People whose value an account has already in the same field; null where no accounts are known, or none can have it. */
  inProduct: number | null;
  /** Of somebody, so that the kind of value is seen. */
  sample: string;
};

export type RankedSample = Pick<MappingSample, 'people' | 'accounts'>;

/**
 * The claims of a source that could fill a field, the best first: by how many accounts they meet, then by what the claim
 * is meant for, then by how many have one and how many differ. What does not look like such a value at all is left out,
 * as are claims that are another one at each sign-in, and those of which nobody has a value.
 */
export const rankClaims = (
  field: ClaimField,
  sources: readonly ClaimSource[],
  plugin: Plugin,
  sample: RankedSample,
): ClaimFigures[] => {
  const known = valuesOfAccounts(field, sample.accounts);
  const names = claimNames(sources, plugin, sample.people);
  const ranked = names.flatMap((claim) => {
    const values = sample.people.flatMap((person) => valuesIn(person, claim, sources, field));
    return figuresOf(claim, values, field, known) ?? [];
  });
  const place = (claim: string) => {
    const at = meant[field].indexOf(claim.replace(/^data\./, ''));
    return at < 0 ? meant[field].length : at;
  };
  return ranked.sort(
    (one, other) =>
      (other.inProduct ?? 0) - (one.inProduct ?? 0) ||
      place(one.claim) - place(other.claim) ||
      other.filled - one.filled ||
      other.different - one.different ||
      one.claim.length - other.claim.length,
  );
};

/** The same figures of one claim; null where nobody has a value. The kind of value is not looked at. */
export const figuresOfClaim = (
  claim: string,
  field: ClaimField,
  sources: readonly ClaimSource[],
  sample: RankedSample,
): ClaimFigures | null =>
  counted(
    claim,
    sample.people.flatMap((person) => valuesIn(person, claim, sources, field)),
    field,
    valuesOfAccounts(field, sample.accounts),
  );

const figuresOf = (
  claim: string,
  values: readonly (readonly string[])[],
  field: ClaimField,
  known: ReadonlySet<string> | null,
): ClaimFigures | null => {
  const fitting = values.filter((each) => each.every((value) => isFit[field](value)));
  // Now and then a value is odd; where most are, it is another kind of claim.
  if (fitting.length * 10 < values.length * 7) return null;
  const figures = counted(claim, values, field, known);
  // One value for everybody tells nobody apart.
  const isConstant = field !== 'groups' && figures !== null && figures.filled > 2 && figures.different === 1;
  return isConstant ? null : figures;
};

const counted = (
  claim: string,
  values: readonly (readonly string[])[],
  field: ClaimField,
  known: ReadonlySet<string> | null,
): ClaimFigures | null => {
  const sample = values.find((each) => each.length > 0)?.[0];
  if (sample === undefined) return null;
  const keys = values.map((each) => each.map(keyOf[field]));
  return {
    claim,
    filled: values.length,
    different: new Set(keys.flat()).size,
    inProduct: known === null ? null : keys.filter((each) => each.some((key) => known.has(key))).length,
    sample: sample.length > 40 ? `${sample.slice(0, 39)}…` : sample,
  };
};

/** What a claim of this kind is called in Casdoor, the most usual first. */
const meant: Record<ClaimField, readonly string[]> = {
  username: ['preferred_username', 'name', 'email', 'id', 'sub', 'externalId', 'ldap'],
  email: ['email'],
  fullName: ['displayName', 'realName', 'firstName', 'name'],
  firstName: ['firstName', 'displayName'],
  lastName: ['lastName', 'displayName'],
  groups: ['groups', 'roles', 'permissions'],
};

const isAddress = (value: string) => /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
const isMoment = (value: string) => /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(value);
const isEmail = (value: string) => /^[^\s@]+@[^\s@]+$/.test(value);
const isName = (value: string) =>
  /\p{L}/u.test(value) && !isAddress(value) && !isMoment(value) && !isEmail(value) && !isId(value);
const isId = (value: string) => /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value);
const isFit: Record<ClaimField, (value: string) => boolean> = {
  username: (value) => !isAddress(value) && !isMoment(value) && value.length <= 255,
  email: isEmail,
  fullName: isName,
  firstName: isName,
  lastName: isName,
  groups: (value) => value !== '' && !isAddress(value),
};

const keyOf: Record<ClaimField, (value: string) => string> = {
  username: nameKey,
  email: (value) => value.toLowerCase(),
  fullName: (value) => value,
  firstName: (value) => value,
  lastName: (value) => value,
  groups: nameKey,
};

/** What the accounts have in a field; null where that is not known. */
const valuesOfAccounts = (field: ClaimField, accounts: readonly Account[] | null): ReadonlySet<string> | null => {
  if (accounts === null || field === 'firstName' || field === 'lastName') return null;
  if (field === 'groups') {
    const groups = accounts.flatMap((account) => account.groups ?? []);
    return groups.length === 0 ? null : new Set(groups.map(nameKey));
  }
  const values = accounts.flatMap((account) => account[field] ?? []).filter((value) => value !== '');
  return values.length === 0 ? null : new Set(values.map(keyOf[field]));
};

/** Every name that a field could take: the top level, and what stands below `data` of get-account. */
const claimNames = (sources: readonly ClaimSource[], plugin: Plugin, people: readonly PersonClaims[]): string[] => {
  const names = new Set<string>();
  for (const source of sources) {
    const changing = [...claimsOf(source, 'JWT')].filter(([, { isPerToken }]) => isPerToken).map(([name]) => name);
    const left = new Set([...changing, 'iss', 'aud', 'azp', 'scope', 'tokenType', 'status', 'msg', 'owner', 'address']);
    for (const { bySource } of people) {
      const claims = bySource[source];
      if (claims === undefined) continue;
      for (const name of Object.keys(claims)) if (!left.has(name)) names.add(name);
      if (source !== 'get-account' || plugin !== 'miniorange') continue;
      const data = claims.data;
      if (isMap(data))
        for (const name of Object.keys(data)) names.add(Object.hasOwn(claims, name) ? `data.${name}` : name);
    }
  }
  return [...names];
};

/** The texts of a claim; none where the person has nothing there. */
const valuesIn = (
  { bySource }: PersonClaims,
  claim: string,
  sources: readonly ClaimSource[],
  field: ClaimField,
): string[][] => {
  for (const source of sources) {
    const value = claimIn(bySource[source], claim);
    if (value === undefined || value === null || value === '') continue;
    if (field === 'groups') {
      const names = Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
      return names.length > 0 ? [names] : [];
    }
    // A truth value names nobody.
    const text = typeof value === 'boolean' ? null : textOf(value);
    return text === null || text.trim() === '' ? [] : [[text]];
  }
  return [];
};

const claimIn = (claims: Claims | undefined, claim: string): ClaimValue | undefined => {
  if (claims === undefined) return undefined;
  if (Object.hasOwn(claims, claim)) return claims[claim];
  const data = claims.data;
  const name = claim.startsWith('data.') ? claim.slice(5) : claim;
  return isMap(data) && Object.hasOwn(data, name) ? data[name] : undefined;
};

const isMap = (value: unknown): value is Claims => typeof value === 'object' && value !== null && !Array.isArray(value);
