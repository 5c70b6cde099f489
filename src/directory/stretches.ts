/** Members of an object that stand one behind the other, none of them wanted. */
type Stretch = { from: number; to: number; members: number };

/** Where each member of an object begins, behind the comma before it, where its value does, and as what it is wanted. */
export type Members = { starts: number[]; values: number[]; names: (string | null)[] };

/** A name and its colon as they stand in one object, up to the value, and as what it is wanted. */
type KnownName = { from: number; length: number; name: string | null };

/** Below this a comparison costs as much as looking. */
const shortest = 64;

/**
 * Two people differ in a few of 181 members and are word for word the same in the rest, mostly empty. What the first two
 * of a page have in common is passed over in all others by comparing bytes: what was JSON once is JSON again, so nothing
 * is taken on trust. Four fifths of a page are read so.
 */
export class Stretches {
  readonly #bytes: Buffer;
  #first: Members | null = null;
  #stretches: (Stretch | undefined)[] | null = null;
  #names: readonly KnownName[] = [];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Whether another object is needed to learn from. */
  get isLearning(): boolean {
    return this.#stretches === null;
  }

  learn(members: Members): void {
    if (this.#first === null) {
      this.#first = members;
      this.#names = members.starts.map((from, member) => ({
        from,
        length: (members.values[member] ?? from) - from,
        name: members.names[member] ?? null,
      }));
    } else this.#stretches ??= this.#common(this.#first, members);
  }

  /** The stretch that begins with the member of this number, if it stands here. */
  at(member: number, at: number): Stretch | null {
    const stretch = this.#stretches?.[member];
    if (stretch === undefined) return null;
    const end = at + stretch.to - stretch.from;
    if (end > this.#bytes.length) return null;
    return this.#bytes.compare(this.#bytes, at, end, stretch.from, stretch.to) === 0 ? stretch : null;
  }

  /** The name of the member of this number, if it stands here as it stood in the first object. */
  nameAt(member: number, at: number): KnownName | null {
    const known = this.#names[member];
    if (known === undefined) return null;
    const bytes = this.#bytes;
    const { from, length } = known;
    // Too short for a call that leaves JavaScript. Behind the end nothing is equal.
    for (let index = 0; index < length; index += 1) if (bytes[at + index] !== bytes[from + index]) return null;
    return known;
  }

  /** The last member has no comma behind it and is left out. */
  #common(one: Members, other: Members): (Stretch | undefined)[] {
    const found: (Stretch | undefined)[] = [];
    const last = Math.min(one.starts.length, other.starts.length) - 1;
    let begun = 0;
    for (let member = 0; member <= last; member += 1) {
      if (member < last && one.names[member] === null && this.#isSame(one, other, member)) continue;
      const [from, to] = [one.starts[begun] ?? 0, one.starts[member] ?? 0];
      if (to - from >= shortest) found[begun] = { from, to, members: member - begun };
      begun = member + 1;
    }
    return found;
  }

  #isSame(one: Members, other: Members, member: number): boolean {
    const [from, to] = [one.starts[member] ?? 0, one.starts[member + 1] ?? 0];
    const [start, end] = [other.starts[member] ?? 0, other.starts[member + 1] ?? 0];
    return this.#bytes.compare(this.#bytes, start, end, from, to) === 0;
  }
}
