import { HashIndex } from '../hash-index';

/** Which keys came more than once, by the order in which they came. Two whose hashes are equal count as one here. */
export class Met {
  readonly #index: HashIndex;
  /** A bit for each that came. */
  #met = new Uint8Array(1024);

  constructor(seed: number) {
    this.#index = new HashIndex(seed, false);
  }

  /** Answers for how many more it is now known that they met: itself, and the first of its key. */
  add(key: string | null): number {
    const ordinal = this.#index.count;
    const first = this.#index.add(key);
    if (first === null) return 0;
    const isNew = !this.has(first);
    this.#set(first);
    this.#set(ordinal);
    return isNew ? 2 : 1;
  }

  has(ordinal: number): boolean {
    return ((this.#met[ordinal >> 3] ?? 0) & (1 << (ordinal & 7))) !== 0;
  }

  #set(ordinal: number): void {
    const place = ordinal >> 3;
    if (place >= this.#met.length) {
      const grown = new Uint8Array(Math.max(place + 1, this.#met.length * 2));
      grown.set(this.#met);
      this.#met = grown;
    }
    this.#met[place] = (this.#met[place] ?? 0) | (1 << (ordinal & 7));
  }
}
