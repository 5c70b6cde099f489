import type { Account } from '../../contract/mapping';
import { nameKey } from '../../mapping/same-name';
import { firstValue, numberAt, quoted } from './deal';

const bit = { active: 1, hasWord: 2, word: 4, readOnly: 8, hidden: 16, ownGroups: 32, administersByOwn: 64 };
/** In place of what the account does not have. */
const none = 0;

/** As `writeAccount` wrote it. */
export type WrittenAccount = [
  bits: number,
  ordinal: number,
  username: string,
  email: string | null,
  fullName: string | null,
  groups: string[] | typeof none,
  sub: string | typeof none,
];

/** An account as JSON that begins with its bits and its ordinal. `administering`: keys of the groups that administer. */
export const writeAccount = (
  account: Account,
  ordinal: number,
  administering: Pick<ReadonlySet<string>, 'has'>,
): string => {
  const { username, email, fullName, active, groups, administrator, readOnly, sub } = account;
  let bits = active ? bit.active : 0;
  if (administrator !== undefined) bits |= administrator ? bit.hasWord | bit.word : bit.hasWord;
  if (readOnly) bits |= bit.readOnly;
  if (email === null) bits |= bit.hidden;
  if (groups !== null) {
    bits |= bit.ownGroups;
    if (groups.some((name) => administering.has(nameKey(name)))) bits |= bit.administersByOwn;
  }
  const own = groups === null ? none : JSON.stringify(groups);
  const stored = sub === undefined ? none : quoted(sub);
  return `[${bits},${ordinal},${quoted(username)},${textOrNull(email)},${textOrNull(fullName)},${own},${stored}]`;
};

const textOrNull = (text: string | null): string => (text === null ? 'null' : quoted(text));

/** What of a written account counts without reading it. */
export const bitsOf = (written: string): number => numberAt(written, firstValue);
export const isActive = (bits: number): boolean => (bits & bit.active) !== 0;
export const isHidden = (bits: number): boolean => (bits & bit.hidden) !== 0;
export const ordinalOf = (written: string): number => numberAt(written, written.indexOf(',') + 1);

/** The same account told once more, as where pages moved while they were read; but for the ordinal. */
export const isToldAgain = (written: string, again: string): boolean =>
  numberAt(written, firstValue) === numberAt(again, firstValue) && behindOrdinal(written) === behindOrdinal(again);

const behindOrdinal = (written: string): string => written.slice(written.indexOf(',', written.indexOf(',') + 1));

/** What holds for all accounts, once they were read. */
export type AccountFacts = {
  /** Groups by the number that stands for each in the spill. */
  groups: readonly string[];
  /** Numbers of those that administer. */
  administering: ReadonlySet<number>;
  groupsWhole: boolean;
  /** Whoever is in no administering group is no administrator; of accounts that tell their own groups, and of others. */
  isOwnWordWhole: boolean;
  administratorsWhole: boolean;
};

/** Undefined where it cannot be told. */
export const isAdministrator = (
  bits: number,
  memberOf: readonly number[],
  facts: AccountFacts,
): boolean | undefined => {
  if ((bits & bit.hasWord) !== 0) return (bits & bit.word) !== 0;
  if ((bits & bit.administersByOwn) !== 0 || memberOf.some((group) => facts.administering.has(group))) return true;
  const isTold = (bits & bit.ownGroups) !== 0 ? facts.isOwnWordWhole : facts.administratorsWhole;
  return isTold ? false : undefined;
};

/** A written account with the numbers of its groups behind it: two values of a list. */
export const withGroups = (written: string, memberOf: readonly number[]): string =>
  `${written},[${memberOf.join(',')}]`;

export type AccountReader = {
  /** An account with its groups. Accounts in the same groups share one list, not to be changed. */
  read: (written: WrittenAccount, memberOf: readonly number[]) => Account;
  /** Of two values as `withGroups` put them together. */
  parse: (account: string) => Account;
};

export const accountReader = (facts: AccountFacts): AccountReader => {
  const lists = new Map<string, string[]>();
  const namesOf = (memberOf: readonly number[]): string[] => {
    const key = memberOf.join(',');
    let names = lists.get(key);
    if (names === undefined) {
      names = memberOf.map((number) => facts.groups[number] ?? '');
      // As many as there are combinations, which could be as many as accounts.
      if (lists.size >= mostLists) lists.clear();
      lists.set(key, names);
    }
    return names;
  };
  const read: AccountReader['read'] = ([bits, , username, email, fullName, groups, sub], memberOf) => {
    const account: Account = {
      username,
      email,
      fullName,
      active: (bits & bit.active) !== 0,
      groups: groups !== none ? groups : facts.groupsWhole ? namesOf(memberOf) : null,
    };
    const administrator = isAdministrator(bits, memberOf, facts);
    if (administrator !== undefined) account.administrator = administrator;
    if ((bits & bit.readOnly) !== 0) account.readOnly = true;
    if (sub !== none) account.sub = sub;
    return account;
  };
  return {
    read,
    parse: (account) => {
      const [written, memberOf] = JSON.parse(`[${account}]`) as [WrittenAccount, number[]];
      return read(written, memberOf);
    },
  };
};

const mostLists = 4096;
