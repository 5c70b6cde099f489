/** A set of code points: pairs of first and last, both within it, sorted, with a gap between any two pairs. */
export type CodePoints = readonly number[];

const last = 0x10ffff;

export const noCodePoints: CodePoints = Object.freeze([]);
export const everyCodePoint: CodePoints = [0, last];

export const codePoint = (value: number): CodePoints => [value, value];

/** The set of any pairs, in whatever order, overlapping or not. */
export const codePointsOf = (pairs: readonly (readonly [number, number])[]): CodePoints => {
  const sorted = [...pairs].sort(([one], [other]) => one - other);
  const set: number[] = [];
  for (const [from, to] of sorted) {
    const end = set.at(-1);
    if (end !== undefined && from <= end + 1) set[set.length - 1] = Math.max(end, to);
    else set.push(from, to);
  }
  return set;
};

/** The pairs of a set, one by one. */
export const pairsOf = (set: CodePoints): [number, number][] => {
  const pairs: [number, number][] = [];
  for (let at = 0; at < set.length; at += 2) pairs.push([set[at] ?? 0, set[at + 1] ?? 0]);
  return pairs;
};

export const union = (...sets: CodePoints[]): CodePoints => codePointsOf(sets.flatMap(pairsOf));

export const complement = (set: CodePoints): CodePoints => {
  const pairs: [number, number][] = [];
  let from = 0;
  for (const [first, end] of pairsOf(set)) {
    if (first > from) pairs.push([from, first - 1]);
    from = end + 1;
  }
  if (from <= last) pairs.push([from, last]);
  return codePointsOf(pairs);
};

export const intersection = (one: CodePoints, other: CodePoints): CodePoints =>
  complement(union(complement(one), complement(other)));

export const areEqual = (one: CodePoints, other: CodePoints): boolean =>
  one.length === other.length && one.every((value, at) => value === other[at]);

export const areApart = (one: CodePoints, other: CodePoints): boolean => intersection(one, other).length === 0;

export const includes = (set: CodePoints, value: number): boolean => {
  for (let at = 0; at < set.length; at += 2)
    if (value >= (set[at] ?? 0)) {
      if (value <= (set[at + 1] ?? 0)) return true;
    } else return false;
  return false;
};
