import type { DryRunRow } from '../../contract/dry-run';
import type { Account, PersonVerdict } from '../../contract/mapping';
import { productNames, type Target } from '../../contract/target';
import {
  collidingVerdict,
  listed,
  nearUsernameReason,
  sameAccountReason,
  sameEmailReason,
} from '../../mapping/beside-others';
import type { Existing, PersonFacts } from '../../mapping/decision';
import type { Mapper } from '../../mapping/make-mapper';
import { nameKey } from '../../mapping/same-name';
import type { AccountReader } from './account-line';
import type { Note } from './beside';
import { certainText, ReadClaims, readPerson, type TalliedPerson } from './person-line';
import { type ResultLine, type Tie, tieOf } from './result-line';
import type { CountedPerson } from './sum-up';

export type RowMaking = {
  mapper: Mapper;
  target: Target;
  by: 'username' | 'email';
  /** Whoever was not found has no account. */
  isKnown: boolean;
  /** Accounts whose e-mail could not be read. */
  hidden: number;
  /** Of active administrators there is exactly one, and of all accounts it could be told. */
  isOneAdministrator: boolean;
  /** Keys of the groups that administer. */
  administering: ReadonlySet<string>;
  accounts: AccountReader;
};

/** What becomes of one person. */
export const personRow = (making: RowMaking, result: ResultLine, notes: readonly Note[]): CountedPerson => {
  const [, , matches, others, written, theirs, memberOf] = result;
  const tie = tieOf(result);
  const person = readPerson(written);
  const account = theirs === 0 || memberOf === 0 ? null : making.accounts.read(theirs, memberOf);
  const { verdict: alone, isUnlooked } = judged(making, person, tie, account, matches);
  const key = making.mapper.lookedFor(person.read)?.value ?? null;
  const reached = tie === 'reached' && account !== null ? calledIn(account) : null;
  let verdict = alone;
  if (others !== 0) {
    const [names, count] = others;
    const product = productNames[making.target.product];
    // Where several accounts have the e-mail, nobody gets into any.
    const reason =
      matches > 1
        ? sameEmailReason(listed(names, count), count)
        : sameAccountReason(listed(names, count), product, reached ?? key ?? '');
    verdict = collidingVerdict(alone, tie === 'reached' && matches === 1, reason);
  }
  const row: DryRunRow = {
    at: person.at,
    kind: 'person',
    id: person.id,
    name: person.name,
    displayName: person.displayName,
    username: certainText(person.read.username),
    email: certainText(person.read.email),
    fullName: certainText(person.read.fullName),
    account: accountAfter(making, verdict, key, reached),
    existing: account,
    outcome: verdict.outcome,
    cause: verdict.cause ?? null,
    reasons: withNotes(making, verdict, notes),
    changes: verdict.changes,
    groupsGained: verdict.groupsGained,
    groupsLost: verdict.groupsLost,
    administrator: account?.administrator ?? null,
    lockedOut: verdict.lockedOut,
    losesRights: verdict.groupsLost.some((name) => making.administering.has(nameKey(name))),
    noApplicationAccess: false,
  };
  return {
    row,
    person,
    tie,
    emailCapitals: verdict.emailCapitals,
    isUnlooked,
    sharedKey: others !== 0,
    isAccessOpen: verdict.outcome === 'not-certain' && verdict.getsIn !== true,
    areGroupsOpen: verdict.groupsOpen === true,
  };
};

/** An account that is nobody's. */
export const accountRow = ({ target }: RowMaking, at: number, account: Account): DryRunRow => ({
  at,
  kind: 'account',
  id: '',
  name: calledIn(account),
  displayName: account.fullName ?? '',
  username: null,
  email: null,
  fullName: null,
  account: null,
  existing: account,
  outcome: 'unreached',
  cause: null,
  reasons: [`Nobody in Casdoor gets into this account of ${productNames[target.product]}, or has it today.`],
  changes: [],
  groupsGained: [],
  groupsLost: [],
  administrator: account.administrator ?? null,
  lockedOut: false,
  losesRights: false,
  noApplicationAccess: false,
});

type Judged = { verdict: PersonVerdict; isUnlooked: boolean };

/**
 * What the rules of the plugin say, held against the account that belongs to the person. Where the key finds none among
 * accounts of which some were not read, what was not read is not nobody; but whoever is kept out before any account is
 * looked for is kept out of the one of today.
 */
export const judged = (
  making: RowMaking,
  person: TalliedPerson,
  tie: Tie,
  account: Account | null,
  matches: number,
): Judged => {
  const claims = new ReadClaims(person);
  const facts: PersonFacts =
    making.isOneAdministrator && account?.active && account.administrator ? { isLastAdministrator: true } : {};
  if (making.by === 'email') facts.matches = matches;
  const { judge } = making.mapper;
  const existing = lookedAt(making, tie, account);
  const verdict = judge(claims, person.read, existing, facts);
  const isUnlooked = existing === 'unknown' || (existing === null && account !== null);
  if (!isUnlooked || account === null || !staysOut.has(verdict.outcome)) return { verdict, isUnlooked };
  return { verdict: judge(claims, person.read, account, facts), isUnlooked };
};

const staysOut: ReadonlySet<PersonVerdict['outcome']> = new Set(['refused', 'barred', 'collides']);

const lookedAt = ({ isKnown, by, hidden }: RowMaking, tie: Tie, account: Account | null): Existing => {
  if (tie === 'reached') return account;
  if (!isKnown) return 'unknown';
  // The one that is looked for may be among those whose e-mail is not told.
  return by === 'email' && hidden > 0 && account !== null && account.email !== null ? null : account;
};

/** On Cloud accounts have no usernames. */
const calledIn = ({ username, email, fullName }: Account): string => username || email || fullName || '';

/** Where the sign-in ends up. */
const accountAfter = (
  { target }: RowMaking,
  { outcome }: PersonVerdict,
  key: string | null,
  reached: string | null,
): string | null => {
  switch (outcome) {
    case 'unchanged':
    case 'updated':
    case 'not-certain':
      return reached;
    case 'created':
      return key;
    case 'renamed':
      return target.plugin === 'miniorange-cloud' ? null : key;
    case 'collides':
      return reached ?? key;
    case 'refused':
    case 'barred':
      return null;
  }
};

/** Casdoor lets them in nowhere, or they share an account and all. */
const silent: ReadonlySet<PersonVerdict['outcome']> = new Set(['barred', 'collides']);

const withNotes = (
  { by, target }: RowMaking,
  { outcome, reasons }: PersonVerdict,
  notes: readonly Note[],
): string[] => {
  if (notes.length === 0 || silent.has(outcome)) return reasons;
  const all = [...reasons];
  // They come as the parts do, and are said in one order.
  for (const { kind, others } of notes)
    if (kind === 'username')
      all.push(nearUsernameReason(listed(others.names, others.count), others.count, productNames[target.product]));
  // Found by it they would collide.
  for (const { kind, others } of notes)
    if (kind === 'email' && by !== 'email') all.push(sameEmailReason(listed(others.names, others.count), others.count));
  return all;
};
