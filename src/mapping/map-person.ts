import type {
  Account,
  ClaimsBySource,
  ClaimValue,
  Mapping,
  PersonOutcome,
  Trail,
  TrailField,
} from '../contract/mapping';
import { productNames, type Target } from '../contract/target';
import { readForAtlassianDc } from './atlassian-dc-rules';
import { type FieldReading, type PersonReading, step, type Untold } from './field-reading';
import { readForMiniorange } from './miniorange-rules';
import { readPlainly } from './plain-rules';

/**
 * The account that the plugin would find for the sign-in. An account of another username is the one that the person
 * has today. Null: there is none. `unknown`: nobody looked.
 */
export type Existing = Account | null | 'unknown';

export type PersonFacts = {
  /** Names that the claims at hand leave open, by source: see `DerivedClaims`. */
  untold?: Untold;
  /** miniOrange's "Login user account by". By e-mail, `matches` says how many accounts have it. */
  loginBy?: 'username' | 'email';
  matches?: number;
};

/**
 * What one sign-in would do to one account, and how it comes about: claim, rule, value, account. Pure; runs in the
 * browser too.
 *
 * Taken as on, as their settings are not read yet: creating users, updating existing ones (miniOrange), just-in-time
 * provisioning (Atlassian). Where a rule of the plugin is not known the field is not certain, and so is an outcome that
 * hangs on it.
 */
export const mapPerson = (
  claims: ClaimsBySource,
  mapping: Mapping,
  target: Target,
  existing: Existing = 'unknown',
  facts: PersonFacts = {},
): Trail => {
  const read = readPerson(claims, mapping, target, facts.untold ?? {});
  const { outcome, reasons } = decide(claims, read, target, existing, facts);
  const account = typeof existing === 'object' ? existing : null;
  const fields = fieldNames.flatMap((field): TrailField[] => {
    const one = read[field];
    return one === null ? [] : [{ field, ...withAccount(field, one, account, outcome, target) }];
  });
  return { fields, outcome, reasons };
};

const fieldNames = ['username', 'email', 'fullName', 'groups'] as const;

const readPerson = (claims: ClaimsBySource, mapping: Mapping, target: Target, untold: Untold): PersonReading => {
  switch (target.plugin) {
    case 'miniorange':
      return readForMiniorange(claims, mapping, untold);
    case 'atlassian-dc':
      return readForAtlassianDc(claims, mapping, untold);
    case 'miniorange-cloud':
      // It bridges to SAML by rules that no public source tells.
      return readPlainly(claims, mapping, untold, false);
    case 'other':
      return readPlainly(claims, mapping, untold, true);
  }
};

type Decision = { outcome: PersonOutcome; reasons: string[] };

const decide = (
  claims: ClaimsBySource,
  read: PersonReading,
  target: Target,
  existing: Existing,
  facts: PersonFacts,
): Decision => {
  const product = productNames[target.product];
  const barred = whyBarred(claims);
  if (barred !== null) return { outcome: 'barred', reasons: [barred] };
  const { username } = read;
  if (username.stops) return { outcome: username.stops.outcome, reasons: [username.stops.reason] };
  if (!username.certain) return notCertain('Which username the plugin reads is not certain.');
  if (isBlank(username.value)) return refused('There is no username, so the plugin cannot tell who signs in.');
  const stopped = [read.email, read.fullName, read.groups].find((one) => one?.stops)?.stops;
  if (stopped) return { outcome: stopped.outcome, reasons: [stopped.reason] };

  const byEmail = facts.loginBy === 'email' && target.plugin === 'miniorange';
  if (byEmail && !read.email.certain) return notCertain('Which e-mail the plugin looks for is not certain.');
  if (byEmail && (facts.matches ?? 0) > 1)
    return {
      outcome: 'collides',
      reasons: [`${facts.matches} accounts of ${product} have the e-mail ${read.email.value}; the sign-in fails.`],
    };
  const found = byEmail ? read.email.value : username.value;
  if (existing === 'unknown') return notCertain(`Whether ${product} has an account ${found} was not looked up.`);
  if (existing === null) return createdFor(read, target, byEmail);
  return changedFor(existing, read, target, byEmail);
};

const notCertain = (reason: string): Decision => ({ outcome: 'not-certain', reasons: [reason] });
const refused = (reason: string): Decision => ({ outcome: 'refused', reasons: [reason] });
const isBlank = (value: FieldReading['value']) =>
  value === null || (typeof value === 'string' ? value.trim() === '' : value.length === 0);

/** Casdoor lets nobody in whom it forbids or has deleted; tokens of format JWT and get-account would say so. */
const whyBarred = (claims: ClaimsBySource): string | null => {
  const data = claims['get-account']?.data;
  const places: (ClaimValue | undefined)[] = [claims.id_token, data].filter((one) => isMap(one));
  const says = (name: string) =>
    places.some((place) => isMap(place) && Object.hasOwn(place, name) && place[name] === true);
  if (says('isDeleted')) return 'Casdoor has deleted this person, so it lets nobody in by this name.';
  return says('isForbidden') ? 'Casdoor forbids this person to sign in.' : null;
};

const isMap = (value: unknown): value is { [claim: string]: ClaimValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const createdFor = (read: PersonReading, target: Target, byEmail: boolean): Decision => {
  const product = productNames[target.product];
  if (target.plugin === 'other' || target.plugin === 'miniorange-cloud')
    return notCertain(`Whether the plugin creates an account in ${product} is not known.`);
  if (target.plugin === 'miniorange') {
    if (!read.email.certain)
      return notCertain('Which e-mail the plugin reads is not certain, and an account needs one.');
    // Rule 7.
    if (isBlank(read.email.value)) return refused('There is no e-mail, and the plugin creates no account without one.');
  }
  if (read.fullName.value === null && read.fullName.certain)
    return { outcome: 'created', reasons: [`${product} has no such account; the new one gets no full name.`] };
  // Rule 5: by e-mail, the e-mail becomes the new username.
  const name = byEmail ? read.email.value : read.username.value;
  const reasons = [`${product} has no account ${name}; the sign-in creates it.`];
  if (!read.email.certain || !read.fullName.certain) reasons.push('What it is filled with is not certain.');
  return { outcome: 'created', reasons };
};

const changedFor = (account: Account, read: PersonReading, target: Target, byEmail: boolean): Decision => {
  const product = productNames[target.product];
  if (!account.active) return refused(`The account ${account.username} of ${product} is inactive.`);
  // Jira and Confluence compare usernames without regard to capitals.
  if (!byEmail && account.username.toLowerCase() !== String(read.username.value).toLowerCase())
    return {
      outcome: 'renamed',
      reasons: [
        `The person has the account ${account.username} of ${product} today, and the sign-in asks for ${read.username.value}.`,
      ],
    };
  const changes: string[] = [];
  const open: string[] = [];
  compareEmail(account, read.email, changes, open);
  compareName(account, read.fullName, target, changes, open);
  if (target.plugin === 'atlassian-dc' && read.groups) compareGroups(account, read.groups, changes, open);
  const isKnown = target.plugin === 'miniorange' || target.plugin === 'atlassian-dc';
  if (changes.length > 0 && !isKnown)
    return { outcome: 'not-certain', reasons: ['Whether the plugin updates accounts is not known.', ...changes] };
  if (changes.length > 0) return { outcome: 'updated', reasons: [...changes, ...open] };
  return open.length > 0
    ? { outcome: 'not-certain', reasons: open }
    : { outcome: 'unchanged', reasons: [`The account ${account.username} of ${product} stays as it is.`] };
};

const compareEmail = (account: Account, { value, certain }: FieldReading, changes: string[], open: string[]) => {
  if (!certain) open.push('Which e-mail the plugin reads is not certain.');
  else if (typeof value !== 'string' || isBlank(value)) {
    // Rule 6 says that an update overwrites the e-mail; whether with nothing, too, is not known.
    if (account.email !== '') open.push('There is no e-mail; whether the account keeps its own is not known.');
  } else if (account.email === null) open.push('The e-mail of the account could not be read.');
  else if (account.email.toLowerCase() !== value.toLowerCase())
    changes.push(`The e-mail ${account.email} becomes ${value}.`);
};

const compareName = (
  account: Account,
  { value, certain }: FieldReading,
  target: Target,
  changes: string[],
  open: string[],
) => {
  if (!certain) open.push('Which full name the plugin reads is not certain.');
  else if (typeof value !== 'string' || isBlank(value)) {
    // Rule 6: miniOrange keeps the old name where the new one is blank.
    if (target.plugin !== 'miniorange')
      open.push('There is no full name; what becomes of the present one is not known.');
  } else if (account.fullName === null) open.push('The full name of the account could not be read.');
  else if (account.fullName !== value) changes.push(`The full name ${account.fullName} becomes ${value}.`);
};

const compareGroups = (account: Account, { value, certain }: FieldReading, changes: string[], open: string[]) => {
  if (!certain || !Array.isArray(value)) open.push('Which groups the plugin reads is not certain.');
  else if (account.groups === null) open.push('The groups of the account could not be read.');
  else {
    // Groups are compared as Crowd does, without regard to capitals.
    const has = (list: string[], name: string) => list.some((one) => one.toLowerCase() === name.toLowerCase());
    const lost = account.groups.filter((name) => !has(value, name));
    const gained = value.filter((name) => !has(account.groups ?? [], name));
    if (lost.length > 0) changes.push(`It is taken out of ${lost.join(', ')}.`);
    if (gained.length > 0) changes.push(`It is put into ${gained.join(', ')}.`);
  }
};

/** The last step of a field: what stands in the account afterwards. */
const withAccount = (
  field: TrailField['field'],
  { steps, value, certain }: FieldReading,
  account: Account | null,
  outcome: PersonOutcome,
  target: Target,
): Omit<TrailField, 'field'> => {
  // What miniOrange makes of groups is settled by its group mapping, so the account is not said to have them.
  if (field === 'groups' && target.plugin !== 'atlassian-dc') return { steps, value, certain };
  if (outcome === 'refused' || outcome === 'barred' || outcome === 'collides') return { steps, value, certain };
  const before = account === null ? null : account[field];
  const was = Array.isArray(before) ? before.join(', ') : before;
  const becomes = Array.isArray(value) ? value.join(', ') : value;
  if (becomes === null || outcome === 'not-certain') return { steps, value, certain };
  const note =
    account === null ? 'new account' : was === null ? 'not read' : was === becomes ? 'unchanged' : `was ${was}`;
  return { steps: [...steps, step('account', productNames[target.product], becomes, note)], value, certain };
};
