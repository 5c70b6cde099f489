/** Ordinals fill 24 bits of a slot, less the 0 of an empty one. */
export const mostKeys = 2 ** 24 - 2;
const chunkKeys = 8192;
const firstCapacity = 1024;
/** Above it, probing takes longer than the memory is worth; it grows by half, so a key takes 13.3 to 16 bytes. */
const fullest = 0.75;

/**
 * Which of a million keys meet, without keeping one: of each key 64 bits of hash and a slot, at most 16 bytes
 * and 64 KiB besides. Hashes that meet are told as ordinals; whether the keys are equal is settled on the strings by `settled`.
 *
 * A seed that nobody outside knows keeps a directory from being filled with names that crowd into one place.
 */
export class HashIndex {
  readonly #seed: number;
  readonly #keepsMeetings: boolean;
  /** Two words a key, in the order they came, so that growing copies nothing. */
  readonly #chunks: Uint32Array[] = [];
  /** Open addressing: 8 bits of the hash over the ordinal + 1; 0 is empty. Of equal hashes only the first has a slot. */
  #slots = new Uint32Array(firstCapacity);
  #taken = 0;
  #count = 0;
  /** By the first ordinal of a hash: all of them. */
  readonly #met = new Map<number, number[]>();

  /** @param keepsMeetings Whether `meetings` is wanted; without, that many keys meet takes no memory. */
  constructor(seed = 0, keepsMeetings = true) {
    this.#seed = seed | 0;
    this.#keepsMeetings = keepsMeetings;
  }

  /** Ordinals given so far. */
  get count(): number {
    return this.#count;
  }

  /** What the arrays take; the lists of those that met are beside it. */
  get bytes(): number {
    return this.#chunks.length * chunkKeys * 8 + this.#slots.byteLength;
  }

  /**
   * Gives the key the next ordinal, from 0, and tells the first ordinal with the same hash, or null. A key of null takes
   * an ordinal and meets nobody.
   *
   * @throws RangeError beyond 16,777,214 keys.
   */
  add(key: string | null): number | null {
    if (this.#count >= mostKeys) throw new RangeError('The index is full.');
    const ordinal = this.#count;
    this.#count += 1;
    const chunk = this.#chunkFor(ordinal);
    if (key === null) return null;
    if (this.#taken + 1 > this.#slots.length * fullest) this.#grow();
    const { low, high } = hash64(key, this.#seed);
    const place = (ordinal % chunkKeys) * 2;
    chunk[place] = low;
    chunk[place + 1] = high;
    const slot = this.#slotOf(low, high);
    const found = this.#slots[slot] ?? 0;
    if (found === 0) {
      this.#slots[slot] = tagged(high, ordinal);
      this.#taken += 1;
      return null;
    }
    const first = ordinalIn(found);
    if (!this.#keepsMeetings) return first;
    const met = this.#met.get(first);
    if (met) met.push(ordinal);
    else this.#met.set(first, [first, ordinal]);
    return first;
  }

  /** The first ordinal whose key has this hash; null where there is none. */
  find(key: string): number | null {
    const { low, high } = hash64(key, this.#seed);
    const found = this.#slots[this.#slotOf(low, high)] ?? 0;
    return found === 0 ? null : ordinalIn(found);
  }

  /** Ordinals of each hash that came more than once, ascending. */
  meetings(): Iterable<readonly number[]> {
    return this.#met.values();
  }

  #chunkFor(ordinal: number): Uint32Array {
    const number = Math.floor(ordinal / chunkKeys);
    const chunk = this.#chunks[number] ?? new Uint32Array(chunkKeys * 2);
    this.#chunks[number] = chunk;
    return chunk;
  }

  /** Where this hash stands, or the empty slot where it would. */
  #slotOf(low: number, high: number): number {
    const slots = this.#slots;
    let slot = home(low, slots.length);
    for (;;) {
      const found = slots[slot] ?? 0;
      if (found === 0) return slot;
      if (found >>> 24 === high >>> 24) {
        const ordinal = ordinalIn(found);
        const chunk = this.#chunks[Math.floor(ordinal / chunkKeys)];
        const place = (ordinal % chunkKeys) * 2;
        if (chunk?.[place] === low && chunk[place + 1] === high) return slot;
      }
      slot = slot + 1 === slots.length ? 0 : slot + 1;
    }
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(Math.ceil(old.length * 1.5));
    for (const found of old) {
      if (found === 0) continue;
      const ordinal = ordinalIn(found);
      const low = this.#chunks[Math.floor(ordinal / chunkKeys)]?.[(ordinal % chunkKeys) * 2] ?? 0;
      let slot = home(low, slots.length);
      while (slots[slot] !== 0) slot = slot + 1 === slots.length ? 0 : slot + 1;
      slots[slot] = found;
    }
    this.#slots = slots;
  }
}

/** Of ordinals whose hashes met, those whose keys are equal: two or more each, ascending. */
export const settled = (met: readonly number[], keyOf: (ordinal: number) => string | null): number[][] => {
  const byKey = new Map<string, number[]>();
  for (const ordinal of met) {
    const key = keyOf(ordinal);
    if (key === null) continue;
    const others = byKey.get(key);
    if (others) others.push(ordinal);
    else byKey.set(key, [ordinal]);
  }
  return [...byKey.values()].filter((equal) => equal.length > 1);
};

const tagged = (high: number, ordinal: number): number => (((high >>> 24) << 24) | (ordinal + 1)) >>> 0;
const ordinalIn = (slot: number): number => (slot & 0xffffff) - 1;
/** Spreads 32 bits over any capacity, which a remainder by a power of two cannot. Exact: below 2^53. */
const home = (low: number, capacity: number): number => Math.floor((low * capacity) / 2 ** 32);

/** 32 bits of a text. */
export const hash32 = (key: string, seed: number): number => {
  let hash = 0xdeadbeef ^ seed;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 2654435761);
  hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/** cyrb53 with both of its words kept whole. Over UTF-16, so half a surrogate pair is itself. */
const hash64 = (key: string, seed: number): { low: number; high: number } => {
  let one = 0xdeadbeef ^ seed;
  let other = 0x41c6ce57 ^ seed;
  for (let index = 0; index < key.length; index += 1) {
    const unit = key.charCodeAt(index);
    one = Math.imul(one ^ unit, 2654435761);
    other = Math.imul(other ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return { low: one >>> 0, high: other >>> 0 };
};
