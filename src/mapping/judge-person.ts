import type { Account, FieldChange, PersonOutcome, PersonVerdict } from '../contract/mapping';
import { productNames } from '../contract/target';
import { beforeLookUp } from './before-look-up';
import type { Barred, ClaimAccess } from './claim-access';
import { compareProfile } from './compare-profile';
import {
  type Decision,
  type Existing,
  notCertain,
  notLookedUp,
  type PersonFacts,
  type Rulings,
  refused,
} from './decision';
import { isBlank, type PersonReading } from './field-reading';
import type { GroupChange } from './group-sync';
import { onCloud } from './judge-cloud';
import { isSameName } from './same-name';

export type Judge = (claims: ClaimAccess, read: PersonReading, existing: Existing, facts: PersonFacts) => PersonVerdict;

/** What one sign-in does to one account, by the rules of the plugin. */
export const judgeOf =
  (rulings: Rulings): Judge =>
  (claims, read, existing, facts) => {
    const decision = decide(rulings, claims, read, existing, facts);
    const account = typeof existing === 'object' ? existing : null;
    // Written out: spreading costs more than all the rest of a person.
    const verdict: PersonVerdict = {
      outcome: decision.outcome,
      reasons: decision.reasons,
      changes: decision.changes ?? none,
      groupsGained: decision.groupsGained ?? none,
      groupsLost: decision.groupsLost ?? none,
      administrator: account?.administrator ?? null,
      lockedOut: account?.active === true && keepsOut.has(decision.outcome),
      emailCapitals: decision.emailCapitals ?? false,
    };
    if (decision.cause !== undefined) verdict.cause = decision.cause;
    if (decision.getsIn) verdict.getsIn = true;
    if (decision.groupsOpen) verdict.groupsOpen = true;
    return verdict;
  };

const none: readonly never[] = Object.freeze([]);
/** Outcomes in which an account that the person has is not the one that the sign-in gets into. */
const keepsOut: ReadonlySet<PersonOutcome> = new Set(['renamed', 'collides', 'refused', 'barred']);

const barredWords: Record<Barred, string> = {
  deleted: 'Casdoor has deleted this person, so it lets nobody in by this name.',
  forbidden: 'Casdoor forbids this person to sign in.',
  'outside-tags':
    'The application in Casdoor takes only people with one of its tags, and this person has none of them.',
};

const decide = (
  rulings: Rulings,
  claims: ClaimAccess,
  read: PersonReading,
  existing: Existing,
  facts: PersonFacts,
): Decision => {
  const barred = claims.barred();
  if (barred !== null)
    return {
      outcome: 'barred',
      reasons: [barredWords[barred]],
    };
  if (rulings.target.plugin === 'miniorange-cloud') return onCloud(rulings, read, existing, facts);
  const stopped = beforeLookUp(rulings, read, existing, facts);
  if (stopped !== null) return stopped;
  const product = productNames[rulings.target.product];
  const byEmail = rulings.rules.loginBy === 'email';
  const asked = String(byEmail ? read.email.value : read.username.value);
  if (existing === 'unknown') return notLookedUp(rulings, `an account ${asked}`);
  if (existing === null && byEmail && rulings.hiddenEmails > 0)
    return notCertain(
      `No account of ${product} shows the e-mail ${asked}; that of ${rulings.hiddenEmails} could not be read, so whether one of them has it cannot be told.`,
    );
  if (existing === null) return createdFor(rulings, read, asked, facts);
  return accountFor(rulings, claims, read, existing, asked, facts);
};

/** Whether the plugin makes an account, and with what. */
const createdFor = (rulings: Rulings, read: PersonReading, name: string, facts: PersonFacts): Decision => {
  const { target } = rulings;
  const product = productNames[target.product];
  if (target.plugin === 'other') return notCertain(`Whether the plugin creates an account in ${product} is not known.`);
  const groups = groupsFor(rulings, read, null, facts);
  const not = whyNotCreated(rulings, read, groups, name);
  if (not !== null) return not;
  const reasons =
    read.fullName.value === null && read.fullName.certain
      ? [`${product} has no such account; the new one gets no full name.`]
      : [`${product} has no account ${name}; the sign-in creates it.`];
  if (!read.email.certain || !read.fullName.certain) reasons.push('What it is filled with is not certain.');
  if (groups.gained.length > 0) reasons.push(`It is put into ${groups.gained.join(', ')}.`);
  reasons.push(...groups.open);
  return { outcome: 'created', reasons, groupsGained: groups.gained };
};

/** Why a sign-in makes no account, or perhaps none. */
const whyNotCreated = (
  { target, rules }: Rulings,
  read: PersonReading,
  groups: GroupChange,
  name: string,
): Decision | null => {
  const product = productNames[target.product];
  if (!rules.createUsers)
    return refused('not-created', `${product} has no account ${name}, and the plugin creates none.`);
  if (target.plugin !== 'miniorange') return null;
  if (!read.email.certain) return notCertain('Which e-mail the plugin reads is not certain, and an account needs one.');
  // Rule 7.
  if (isBlank(read.email.value))
    return refused('no-email', 'There is no e-mail, and the plugin creates no account without one.');
  if (!rules.restrictCreation) return null;
  if (read.groups === null || (rules.groupMapping === null && !rules.onTheFlyGroups))
    return notCertain(
      'Accounts are created by the group mapping alone, and no groups are mapped; what follows is not known.',
    );
  if (read.groups.certain && isBlank(read.groups.value))
    return refused(
      'no-mapped-group',
      `${product} has no account ${name}, and the plugin creates one only for whom a group is mapped.`,
    );
  return read.groups.certain && groups.open.length === 0
    ? null
    : notCertain(
        'Whether a group is mapped for this person, without which no account is created, is not certain.',
        ...groups.open,
      );
};

const groupsFor = (
  { syncGroups }: Rulings,
  read: PersonReading,
  account: Account | null,
  { isLastAdministrator = false }: PersonFacts,
): GroupChange => syncGroups(read.groups, account, { isLastAdministrator });

/** A person who has an account: the one that the sign-in finds, or another. */
const accountFor = (
  rulings: Rulings,
  claims: ClaimAccess,
  read: PersonReading,
  account: Account,
  asked: string,
  facts: PersonFacts,
): Decision => {
  const { target, rules } = rulings;
  const product = productNames[target.product];
  const isSubject =
    target.plugin === 'atlassian-dc' && account.sub !== undefined && claims.top('id_token', 'sub') === account.sub;
  if (rules.loginBy === 'email' && account.email === null && facts.matches === 0)
    return notCertain(
      `The e-mail of the account ${account.username} of ${product} could not be read, so whether the sign-in finds it cannot be told.`,
    );
  const isFound = rules.loginBy === 'email' ? foundByEmail(account, asked, facts) : isSameName(account.username, asked);
  if (!isFound && !isSubject) return renamedFor(rulings, read, account, asked, facts);
  if (!account.active) return refused('inactive', `The account ${account.username} of ${product} is inactive.`);
  const { changes, words, open, emailCapitals } = compareProfile(rulings, account, read);
  const groups = groupsFor(rulings, read, account, facts);
  if (groups.lost.length > 0) words.push(`It is taken out of ${groups.lost.join(', ')}.`);
  if (groups.gained.length > 0) words.push(`It is put into ${groups.gained.join(', ')}.`);
  open.push(...groups.open);
  const isOpen = groups.isLossOpen === true;
  if (!isFound) open.push(`The account is found by its subject; whether it is renamed to ${asked} is not known.`);
  if (account.readOnly) return staysAsItIs(account, product, words.length + open.length > 0, emailCapitals);
  if (words.length > 0 && target.plugin === 'other')
    return { ...notCertain('Whether the plugin updates accounts is not known.', ...words), getsIn: true };
  if (words.length > 0) {
    const updated: Decision = {
      outcome: 'updated',
      reasons: [...words, ...open],
      changes,
      groupsGained: groups.gained,
      groupsLost: groups.lost,
      emailCapitals,
    };
    if (isOpen) updated.groupsOpen = true;
    return updated;
  }
  if (open.length > 0) {
    const uncertain: Decision = { outcome: 'not-certain', reasons: open, emailCapitals };
    if (isFound) uncertain.getsIn = true;
    if (isOpen) uncertain.groupsOpen = true;
    return uncertain;
  }
  return {
    outcome: 'unchanged',
    reasons: [`The account ${account.username} of ${product} stays as it is.`],
    emailCapitals,
  };
};

/** An account in a directory of LDAP or Crowd can neither be updated nor put into groups. */
const staysAsItIs = (account: Account, product: string, differs: boolean, emailCapitals: boolean): Decision => ({
  outcome: 'unchanged',
  reasons: [
    differs
      ? `The directory of the account ${account.username} of ${product} is read-only, so neither its fields nor its groups follow the sign-in.`
      : `The account ${account.username} of ${product} stays as it is.`,
  ],
  emailCapitals,
});

const foundByEmail = (account: Account, asked: string, { matches = 0 }: PersonFacts): boolean =>
  matches > 0 || account.email === null || account.email.toLowerCase() === asked.toLowerCase();

/** The person has an account, and the sign-in asks for another one, which is not there. */
const renamedFor = (
  rulings: Rulings,
  read: PersonReading,
  account: Account,
  asked: string,
  facts: PersonFacts,
): Decision => {
  const product = productNames[rulings.target.product];
  const has = `The person has the account ${account.username} of ${product} today, and the sign-in asks for ${asked}.`;
  const change: FieldChange = { field: 'username', from: account.username, to: asked };
  const created = createdFor(rulings, read, asked, facts);
  if (created.outcome === 'refused') return { ...created, reasons: [has, ...created.reasons], changes: [change] };
  return { outcome: 'renamed', reasons: [has], changes: [change] };
};
