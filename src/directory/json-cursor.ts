/** Why bytes are not read on. `at` counts bytes of the UTF-8 form from its beginning. */
export class JsonFault extends Error {
  readonly kind: 'not-json' | 'truncated' | 'too-deep';
  readonly at: number;

  constructor(kind: JsonFault['kind'], at: number) {
    super(`${kind} at byte ${at}`);
    this.name = 'JsonFault';
    this.kind = kind;
    this.at = at;
  }
}

/** Lists and objects within each other. A page of Casdoor has five; the limit keeps the call stack and the copying safe. */
export const deepest = 200;

/** Bytes of the grammar, RFC 8259 §2. */
export const byte = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;
const backslash = 0x5c;
const minus = 0x2d;

/**
 * Walks over JSON in UTF-8 without decoding it, and accepts exactly what `JSON.parse` accepts, nesting apart. What is
 * passed over is looked at as strictly as what is read: a page with an error in it is no page.
 *
 * Every method stops at the end by itself: a byte beyond it counts as 0, which no place of the grammar allows.
 *
 * @throws JsonFault from every method that moves.
 */
export class JsonCursor {
  readonly bytes: Buffer;
  at: number;
  /** Of the last name or string: between its quotes, and whether a backslash stands in it. */
  start = 0;
  end = 0;
  isEscaped = false;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Goes to the next byte that is no white space and tells it; 0 at the end. */
  next(): number {
    const { bytes } = this;
    let at = this.at;
    let found = bytes[at] ?? 0;
    while (found === 0x20 || found === 0x0a || found === 0x0d || found === 0x09) {
      at += 1;
      found = bytes[at] ?? 0;
    }
    this.at = at;
    return found;
  }

  /** Enters the list or object that stands here; false, and past it, where it is empty. */
  enter(close: number): boolean {
    this.at += 1;
    if (this.next() !== close) return true;
    this.at += 1;
    return false;
  }

  /** After an item: true past a comma, false past the closing bracket. */
  goesOn(close: number): boolean {
    const found = this.next();
    if (found !== byte.comma && found !== close) this.fail(this.at);
    this.at += 1;
    return found === byte.comma;
  }

  /** Past a name and its colon, to its value. */
  name(): void {
    if (this.next() !== byte.quote) this.fail(this.at);
    this.string();
    const { start, end, isEscaped } = this;
    if (this.next() !== byte.colon) this.fail(this.at);
    this.at += 1;
    this.next();
    this.start = start;
    this.end = end;
    this.isEscaped = isEscaped;
  }

  /** Past the string whose opening quote stands here. */
  string(): void {
    const { bytes } = this;
    let at = this.at + 1;
    this.start = at;
    let isEscaped = false;
    for (;;) {
      const found = bytes[at] ?? 0;
      if (found === byte.quote) break;
      if (found < 0x20) this.fail(at);
      if (found === backslash) {
        isEscaped = true;
        at = this.#escape(at + 1);
      } else at += 1;
    }
    this.isEscaped = isEscaped;
    this.end = at;
    this.at = at + 1;
  }

  /** Past whatever value stands here. */
  value(depth: number): void {
    const found = this.next();
    if (found === byte.quote) this.string();
    else if (found === byte.openObject) this.#object(depth + 1);
    else if (found === byte.openList) this.#list(depth + 1);
    else if (found === minus || (found >= 0x30 && found <= 0x39)) this.#number();
    else if (found === 0x74) this.#word('true');
    else if (found === 0x66) this.#word('false');
    else if (found === 0x6e) this.#word('null');
    else this.fail(this.at);
  }

  fail(at: number): never {
    throw new JsonFault(at >= this.bytes.length ? 'truncated' : 'not-json', at);
  }

  #object(depth: number): void {
    if (depth > deepest) throw new JsonFault('too-deep', this.at);
    if (!this.enter(byte.closeObject)) return;
    do {
      this.name();
      this.value(depth);
    } while (this.goesOn(byte.closeObject));
  }

  #list(depth: number): void {
    if (depth > deepest) throw new JsonFault('too-deep', this.at);
    if (!this.enter(byte.closeList)) return;
    do this.value(depth);
    while (this.goesOn(byte.closeList));
  }

  /** Where it goes on behind the backslash before `at`. */
  #escape(at: number): number {
    const found = this.bytes[at] ?? 0;
    if (found !== 0x75) {
      if (!plainEscapes.has(found)) this.fail(at);
      return at + 1;
    }
    for (let digit = at + 1; digit <= at + 4; digit += 1) if (!isHex(this.bytes[digit] ?? 0)) this.fail(digit);
    return at + 5;
  }

  #word(word: string): void {
    for (let index = 1; index < word.length; index += 1)
      if ((this.bytes[this.at + index] ?? 0) !== word.charCodeAt(index)) this.fail(this.at + index);
    this.at += word.length;
  }

  #number(): void {
    const { bytes } = this;
    let at = this.at;
    if (bytes[at] === minus) at += 1;
    at = bytes[at] === 0x30 ? at + 1 : this.#digits(at);
    if (bytes[at] === 0x2e) at = this.#digits(at + 1);
    const exponent = bytes[at] ?? 0;
    if (exponent === 0x65 || exponent === 0x45) {
      const sign = bytes[at + 1] ?? 0;
      at = this.#digits(sign === 0x2b || sign === minus ? at + 2 : at + 1);
    }
    this.at = at;
  }

  #digits(from: number): number {
    let at = from;
    let found = this.bytes[at] ?? 0;
    while (found >= 0x30 && found <= 0x39) {
      at += 1;
      found = this.bytes[at] ?? 0;
    }
    if (at === from) this.fail(at);
    return at;
  }
}

/** `"`, `\`, `/` and the letters that stand for control characters. */
const plainEscapes: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt', 'latin1'));
const isHex = (found: number): boolean =>
  (found >= 0x30 && found <= 0x39) || (found >= 0x41 && found <= 0x46) || (found >= 0x61 && found <= 0x66);
