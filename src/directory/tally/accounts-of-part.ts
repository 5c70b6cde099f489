import type { Spill } from '../spill';
import {
  type AccountFacts,
  bitsOf,
  isActive,
  isAdministrator,
  isHidden,
  isToldAgain,
  withGroups,
} from './account-line';
import { keyEnd, numberAt } from './deal';
import { emptyKey, readingLanes } from './lanes';

/** Counted once for each account. */
export type AccountCounts = {
  accounts: number;
  active: number;
  /** Without an e-mail that could be read. */
  hidden: number;
  /** Usernames that several accounts have. */
  doubled: number;
  /** Of the active ones: who administers, and of whom that cannot be told. */
  administrators: number;
  untoldAdministrators: number;
};

export const noAccounts = (): AccountCounts => ({
  accounts: 0,
  active: 0,
  hidden: 0,
  doubled: 0,
  administrators: 0,
  untoldAdministrators: 0,
});

/** What stands under one key, as it is written: people who look for it, and an account. */
export type Place = {
  people: number;
  /** Empty: none. Once all are there, with its groups. */
  account: string;
  memberOf: number[] | null;
  isDoubled: boolean;
};

export const emptyPlace = (): Place => ({ people: 0, account: '', memberOf: null, isDoubled: false });

/**
 * Puts the accounts of one part in their places, each once and with its groups; those without a key are given to
 * `without`. Of a username in two directories the first counts.
 */
export const placeAccounts = <Found extends Place>(
  spill: Spill,
  part: number,
  places: Map<string, Found>,
  make: () => Found,
  without: (account: string) => void,
  { facts, counts }: { facts: AccountFacts; counts: AccountCounts },
): void => {
  for (const line of spill.lines(readingLanes.accounts, part)) {
    const end = keyEnd(line);
    const key = line.slice(0, end);
    const account = line.slice(end);
    if (key === emptyKey) {
      count(counts, account, nothing, facts);
      without(withGroups(account, nothing));
      continue;
    }
    let place = places.get(key);
    if (place === undefined) {
      place = make();
      places.set(key, place);
    }
    if (place.account === '') place.account = account;
    else if (!isToldAgain(place.account, account)) place.isDoubled = true;
  }
  for (const line of spill.lines(readingLanes.members, part)) {
    const place = places.get(line.slice(line.indexOf(' ') + 1));
    if (place === undefined || place.account === '') continue;
    const group = numberAt(line, 0);
    if (place.memberOf === null) place.memberOf = [group];
    else if (!place.memberOf.includes(group)) place.memberOf.push(group);
  }
  for (const place of places.values()) {
    if (place.account === '') continue;
    const memberOf = place.memberOf ?? nothing;
    count(counts, place.account, memberOf, facts);
    if (place.isDoubled) counts.doubled += 1;
    place.account = withGroups(place.account, memberOf);
  }
};

const nothing: readonly number[] = Object.freeze([]);

const count = (counts: AccountCounts, account: string, memberOf: readonly number[], facts: AccountFacts): void => {
  counts.accounts += 1;
  const bits = bitsOf(account);
  if (isHidden(bits)) counts.hidden += 1;
  if (!isActive(bits)) return;
  counts.active += 1;
  const administers = isAdministrator(bits, memberOf, facts);
  if (administers === undefined) counts.untoldAdministrators += 1;
  else if (administers) counts.administrators += 1;
};
