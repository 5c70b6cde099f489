import { neverKept } from '../casdoor/read-people';

type WantedKey = { name: string; bytes: Buffer };

/** The names that are read of an object, to be found by their bytes. */
export class WantedKeys {
  /** By length in bytes: of 181 names a handful is left to compare. */
  readonly #byLength: (WantedKey[] | undefined)[] = [];
  readonly #names: ReadonlySet<string>;

  private constructor(names: Iterable<string>) {
    this.#names = new Set(names);
    for (const name of this.#names) {
      const bytes = Buffer.from(name, 'utf8');
      // A name with half a surrogate pair has no bytes in UTF-8; it can only come escaped, and is then found by name.
      if (bytes.toString('utf8') !== name) continue;
      const others = this.#byLength[bytes.length] ?? [];
      this.#byLength[bytes.length] = [...others, { name, bytes }];
    }
  }

  /** Of a person: whatever a mapping asks for, without the never-list. */
  static ofPeople(names: Iterable<string>): WantedKeys {
    return new WantedKeys([...names].filter((name) => !neverKept.has(name)));
  }

  /** Of the envelope around them. */
  static ofEnvelope(names: Iterable<string>): WantedKeys {
    return new WantedKeys(names);
  }

  /** The wanted name that stands between the quotes; null where it is another. */
  find(bytes: Buffer, start: number, end: number, isEscaped: boolean): string | null {
    if (isEscaped) {
      const name = String(JSON.parse(bytes.toString('utf8', start - 1, end + 1)));
      return this.#names.has(name) ? name : null;
    }
    const candidates = this.#byLength[end - start];
    if (candidates === undefined) return null;
    for (const candidate of candidates) if (isAt(bytes, start, candidate.bytes)) return candidate.name;
    return null;
  }
}

const isAt = (bytes: Buffer, start: number, wanted: Buffer): boolean => {
  for (let index = 0; index < wanted.length; index += 1) if (bytes[start + index] !== wanted[index]) return false;
  return true;
};
