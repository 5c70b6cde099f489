import type { Account, Mapping } from '../contract/mapping';
import type { Plugin } from '../contract/target';
import type { FieldReading } from './field-reading';
import { type GroupMode, groupModeOf } from './miniorange-groups';
import { type Rules, rulesOf } from './rules-of';
import { nameKey } from './same-name';

/** What a sign-in does to the groups of an account. */
export type GroupChange = {
  gained: readonly string[];
  lost: readonly string[];
  /** Whole sentences: what hangs on a rule or a fact that is not known. */
  open: readonly string[];
  /** Of that, whether anything is lost. */
  isLossOpen?: true;
};

export type GroupFacts = {
  /** Of all who administer the product, the person is the last. */
  isLastAdministrator: boolean;
};

/** Null: the account is made by the sign-in. */
export type GroupSync = (read: FieldReading | null, account: Account | null, facts: GroupFacts) => GroupChange;

const none: GroupChange = { gained: [], lost: [], open: [] };

/**
 * How a plugin brings the groups of an account in line with a sign-in. `groupsThere`: the keys (`nameKey`) of all groups
 * of the product; null where they were not read.
 */
export const groupSyncOf = (
  plugin: Plugin,
  mapping: Mapping,
  rules: Rules,
  groupsThere: ReadonlySet<string> | null,
  product: string,
): GroupSync => {
  if (plugin === 'atlassian-dc')
    return mapping.groups === null || !rules.createUsers ? () => none : exactSync(groupsThere, product);
  if (plugin !== 'miniorange') return () => none;
  const mode = mapping.groups === null ? 'off' : groupModeOf(rules);
  if (mode === 'off' && rules.defaultGroups.length === 0) return () => none;
  return onceForEach(miniorangeSync(mode, rules, groupsThere, product));
};

/** Answers that are kept at a time, and the length of what they are kept by. */
const mostKept = 4096;
const longest = 1000;

/**
 * Of a million people most are in the same groups as others, and get the same answer: to look it up takes a fifth of the
 * time of making it. The lists of an answer are shared, and not to be changed.
 */
const onceForEach = (sync: GroupSync): GroupSync => {
  const kept = new Map<string, GroupChange>();
  return (read, account, facts) => {
    if (read === null || !read.certain || account === null || facts.isLastAdministrator)
      return sync(read, account, facts);
    const by = JSON.stringify([account.groups, read.value]);
    let change = kept.get(by);
    if (change === undefined) {
      change = sync(read, account, facts);
      if (by.length > longest) return change;
      if (kept.size >= mostKept) kept.clear();
      kept.set(by, change);
    }
    return change;
  };
};

/** The groups of the product that a mapping can give or take: `all` where they follow what Casdoor sends. */
export const groupsTouched = (mapping: Mapping, plugin: Plugin): 'all' | readonly string[] => {
  const rules = rulesOf(mapping, plugin);
  if (plugin === 'atlassian-dc') return mapping.groups === null || !rules.createUsers ? [] : 'all';
  if (plugin !== 'miniorange') return [];
  const mode = mapping.groups === null ? 'off' : groupModeOf(rules);
  if (mode === 'on-the-fly') return 'all';
  const mapped = mode === 'manual' ? Object.keys(rules.groupMapping ?? {}) : [];
  return [...new Set([...mapped, ...rules.defaultGroups])];
};

const keysOf = (names: readonly string[]): ReadonlySet<string> => new Set(names.map(nameKey));
const without = (names: readonly string[], keys: ReadonlySet<string>) =>
  names.filter((name) => !keys.has(nameKey(name)));
const listOf = (read: FieldReading | null): readonly string[] =>
  read !== null && Array.isArray(read.value) ? read.value : [];

const notRead = 'Which groups the plugin reads is not certain.';
const accountNotRead = 'The groups of the account could not be read.';

/** Atlassian's own SSO: groups are made to match the claim exactly, and an empty list takes every group away. */
const exactSync =
  (groupsThere: ReadonlySet<string> | null, product: string): GroupSync =>
  (read, account) => {
    if (read === null) return none;
    if (!read.certain) return { ...none, open: [notRead], isLossOpen: true };
    const asked = listOf(read);
    const has = account === null ? [] : account.groups;
    if (has === null) return { ...none, open: [accountNotRead], isLossOpen: true };
    const gained = without(asked, keysOf(has));
    const absent = groupsThere === null ? [] : gained.filter((name) => !groupsThere.has(nameKey(name)));
    return {
      gained: without(gained, keysOf(absent)),
      lost: without(has, keysOf(asked)),
      open: absent.map((name) => `${product} has no group ${name}; whether the plugin makes it is not known.`),
    };
  };

const miniorangeSync = (
  mode: GroupMode,
  rules: Rules,
  groupsThere: ReadonlySet<string> | null,
  product: string,
): GroupSync => {
  const mapped = Object.keys(rules.groupMapping ?? {});
  const mappedKeys = keysOf(mapped);
  const excluded = keysOf(rules.excludeGroups);
  const defaultKeys = keysOf(rules.defaultGroups);
  const forExisting = rules.defaultGroupsFor === 'allUsers' ? rules.defaultGroups : [];
  const forNew = rules.defaultGroupsFor === 'noUsers' ? [] : rules.defaultGroups;
  const isThere = (name: string) => groupsThere === null || groupsThere.has(nameKey(name)) || rules.createGroups;
  // A mapped group was chosen from those of the product; a name from Casdoor was not.
  const isInDoubt = mode === 'on-the-fly' && groupsThere === null && !rules.createGroups;

  return (read, account, { isLastAdministrator }) => {
    const isOff = mode === 'off' || read === null;
    if (!isOff && !read.certain) return { ...none, open: [notRead], isLossOpen: true };
    const asked = isOff ? [] : listOf(read);
    const defaults = account === null ? forNew : forExisting;
    if (isOff && defaults.length === 0) return none;
    const has = account === null ? [] : account.groups;
    if (has === null) return { ...none, open: [accountNotRead], isLossOpen: true };
    const hasKeys = keysOf(has);
    const open: string[] = [];
    const wanted = without(asked, hasKeys).filter(isThere);
    const doubtful = isInDoubt ? wanted : [];
    for (const name of doubtful) open.push(`Whether ${product} has a group ${name} was not looked up.`);
    const gained = without(wanted, keysOf(doubtful));
    const extra = defaults.length === 0 ? [] : without(defaults, new Set([...hasKeys, ...keysOf(gained)]));
    if (extra.length > 0 && asked.length > 0)
      open.push(`Whether ${extra.join(', ')} is given beside mapped groups is not known.`);
    else gained.push(...extra);
    const lost = isOff || account === null || rules.keepGroups ? [] : losable(has, asked);
    if (lost.length > 0 && isLastAdministrator) {
      // Rule 8: a sign-in without groups takes none from the last administrator; one with other groups is not told of.
      if (asked.length > 0)
        open.push('Whether the last administrator keeps groups that the sign-in lacks is not known.');
      return asked.length > 0 ? { gained, lost: [], open, isLossOpen: true } : { gained, lost: [], open };
    }
    const before = open.length;
    const taken = withoutKept(lost, open);
    return open.length > before ? { gained, lost: taken, open, isLossOpen: true } : { gained, lost: taken, open };
  };

  function losable(has: readonly string[], asked: readonly string[]): string[] {
    const askedKeys = keysOf(asked);
    return has.filter((name) => {
      const key = nameKey(name);
      return !askedKeys.has(key) && (mode === 'on-the-fly' || mappedKeys.has(key));
    });
  }

  /** Groups that are excluded stay; of default groups, and of excluded ones in a manual mapping, it is not known. */
  function withoutKept(lost: readonly string[], open: string[]): string[] {
    return lost.filter((name) => {
      const key = nameKey(name);
      const isDefault = defaultKeys.has(key) && rules.defaultGroupsFor !== 'noUsers';
      if (excluded.has(key) && mode === 'on-the-fly') return false;
      if (!excluded.has(key) && !isDefault) return true;
      open.push(
        `Whether it is taken out of ${name}, which is ${isDefault ? 'a default' : 'an excluded'} group, is not known.`,
      );
      return false;
    });
  }
};
