/** A source of repeatable randomness (mulberry32): two servers of one seed hand out the same ids, codes and people. */
export type Random = {
  /** 0 ≤ n < 1. */
  next: () => number;
  below: (limit: number) => number;
  pick: <T>(of: readonly T[]) => T;
  hex: (digits: number) => string;
  uuid: () => string;
};

export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const hex = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join('');
  return {
    next,
    below,
    hex,
    pick: (of) => {
      const found = of[below(of.length)];
      if (found === undefined) throw new RangeError('Nothing to pick from.');
      return found;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'.charAt(below(4))}${hex(3)}-${hex(12)}`,
  };
};
