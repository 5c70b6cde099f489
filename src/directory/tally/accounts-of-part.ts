import type { Spill } from '../spill';
import { type AccountFacts, isActive, isAdministrator, isHidden, isToldAgain, withGroups } from './account-line';
import { numberAt } from './deal';
import { emptyKey, keyedLines, readingLanes } from './lanes';

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

type Found = { account: string; memberOf: number[]; isDoubled: boolean };

/**
 * The accounts of one part, each once, with their groups: by key as it is written, and those that have none. Of a username
 * in two directories the first counts.
 */
export const accountsOfPart = (
  spill: Spill,
  part: number,
  facts: AccountFacts,
  counts: AccountCounts,
): { byKey: Map<string, string>; without: string[] } => {
  const found = new Map<string, Found>();
  const without: string[] = [];
  for (const { key, rest } of keyedLines(spill, readingLanes.accounts, part)) {
    if (key === emptyKey) {
      count(counts, rest, [], facts);
      without.push(withGroups(rest, []));
      continue;
    }
    const before = found.get(key);
    if (before === undefined) found.set(key, { account: rest, memberOf: [], isDoubled: false });
    else if (!isToldAgain(before.account, rest)) before.isDoubled = true;
  }
  for (const line of spill.lines(readingLanes.members, part)) {
    const member = found.get(line.slice(line.indexOf(' ') + 1));
    if (member === undefined) continue;
    const group = numberAt(line, 0);
    if (!member.memberOf.includes(group)) member.memberOf.push(group);
  }
  const byKey = new Map<string, string>();
  for (const [key, { account, memberOf, isDoubled }] of found) {
    count(counts, account, memberOf, facts);
    if (isDoubled) counts.doubled += 1;
    byKey.set(key, withGroups(account, memberOf));
  }
  return { byKey, without };
};

const count = (counts: AccountCounts, account: string, memberOf: readonly number[], facts: AccountFacts): void => {
  counts.accounts += 1;
  if (isHidden(account)) counts.hidden += 1;
  if (!isActive(account)) return;
  counts.active += 1;
  const administers = isAdministrator(account, memberOf, facts);
  if (administers === undefined) counts.untoldAdministrators += 1;
  else if (administers) counts.administrators += 1;
};
