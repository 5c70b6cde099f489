import type { DryRunSums, GroupSum } from '../../contract/dry-run';
import { nameKey } from '../../mapping/same-name';
import { nearKey } from '../near-name';

type UnknownGroup = NonNullable<DryRunSums['groups']['unknownInTarget']>[number];

/** A slip of one letter in a shorter name is another name. */
const shortest = 4;

/**
 * Names that no group of the product has, each with the group that it was probably meant to be: without the organization
 * that Casdoor puts in front, or but for one letter, or for what the eye does not see.
 */
export const withNearest = (unknown: readonly GroupSum[], there: readonly string[]): UnknownGroup[] => {
  const byKey = new Map(there.map((name) => [nameKey(name), name]));
  const byLook = new Map(there.map((name) => [nearKey(name), name]));
  return unknown.map(({ name, people }): UnknownGroup => {
    const bare = name.slice(name.indexOf('/') + 1);
    const prefixed = bare === name ? undefined : byKey.get(nameKey(bare));
    if (prefixed !== undefined) return { name, people, nearest: prefixed, by: 'prefix' };
    const near =
      byLook.get(nearKey(name)) ??
      byLook.get(nearKey(bare)) ??
      there.find((one) => isOneLetterOff(nameKey(one), nameKey(name)) || isOneLetterOff(nameKey(one), nameKey(bare)));
    return near === undefined
      ? { name, people, nearest: null, by: null }
      : { name, people, nearest: near, by: 'letter' };
  });
};

/** One letter more, less, or another one; or two neighbours the other way round. */
export const isOneLetterOff = (one: string, other: string): boolean => {
  const [longer, shorter] = one.length >= other.length ? [one, other] : [other, one];
  if (shorter.length < shortest || longer.length - shorter.length > 1) return false;
  let from = 0;
  while (from < shorter.length && shorter[from] === longer[from]) from += 1;
  if (longer.length > shorter.length) return shorter.slice(from) === longer.slice(from + 1);
  if (shorter.slice(from + 1) === longer.slice(from + 1)) return shorter !== longer;
  const isTurned = shorter[from] === longer[from + 1] && shorter[from + 1] === longer[from];
  return isTurned && shorter.slice(from + 2) === longer.slice(from + 2);
};
