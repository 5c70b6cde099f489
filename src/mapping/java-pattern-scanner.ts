import type { JavaDoubt, JavaProblem, JavaProblemCode } from './java-pattern-reasons';

/** The flags of java.util.regex.Pattern that can stand in a pattern; Java's letter for each. */
export type JavaFlags = { d: boolean; i: boolean; m: boolean; s: boolean; u: boolean; x: boolean; U: boolean };

/** Thrown within the reading only: Java refuses the pattern. */
export class JavaRefusal extends Error {
  override readonly name = 'JavaRefusal';
  constructor(readonly problem: JavaProblem) {
    super(problem.code);
  }
}

export const at = (character: string): number => character.codePointAt(0) ?? 0;
const hash = at('#');
const backslash = at('\\');

export const isAsciiDigit = (value: number): boolean => value >= 0x30 && value <= 0x39;
export const isAsciiLetter = (value: number): boolean =>
  (value | 0x20) >= 0x61 && (value | 0x20) <= 0x7a && value < 0x80;
export const isHexDigit = (value: number): boolean =>
  isAsciiDigit(value) || ((value | 0x20) >= 0x61 && (value | 0x20) <= 0x66 && value < 0x80);
const isAsciiSpace = (value: number): boolean => (value >= 9 && value <= 13) || value === 0x20;

/**
 * The reading head of java.util.regex.Pattern (OpenJDK 8 to 25): code points ended by zeros, a cursor, and the flag `x`,
 * under which white space and comments are passed over at every read. The methods have the names and the effects of
 * those in its source, so that its quirks come of themselves.
 */
export class JavaScanner {
  cursor = 0;
  flags: JavaFlags = { d: false, i: false, m: false, s: false, u: false, x: false, U: false };
  /** What makes the pattern run otherwise here than in Java; the first is told. */
  readonly doubts: JavaDoubt[] = [];
  readonly groupNames = new Set<string>();
  /** The code points, quotations resolved. */
  private codes: number[] = [];
  /** Where each code point stands in the pattern as it was typed. */
  private origins: number[] = [];
  length = 0;
  /** Whether a match depends on properties or capitals of characters that are not ASCII. */
  needsSettledLetters = false;

  constructor(private readonly pattern: string) {
    let index = 0;
    for (const character of pattern) {
      this.codes.push(at(character));
      this.origins.push(index);
      index += character.length;
    }
    this.length = this.codes.length;
    if (this.codes.some((code) => code >= 0xd800 && code <= 0xdfff)) this.doubt('lone-surrogate');
    this.resolveQuotations();
  }

  doubt(code: JavaDoubt): void {
    this.doubts.push(code);
  }

  /** The code point at a place; zero past the end, as in Java's array. */
  code(place: number): number {
    return this.codes[place] ?? 0;
  }

  text(from: number, to: number): string {
    return String.fromCodePoint(...this.codes.slice(from, Math.min(to, this.length)));
  }

  /** Ends the reading. `place` is a cursor; without it the character just read. */
  refuse(code: JavaProblemCode, sentence: string, place = this.cursor - 1): never {
    const index = this.origins[Math.max(0, place)] ?? this.pattern.length;
    const where = place >= this.length ? 'At the end' : `At character ${index + 1}`;
    throw new JavaRefusal({ code, index, text: `${where}: ${sentence}` });
  }

  peek(): number {
    const code = this.code(this.cursor);
    return this.flags.x ? this.peekPastSpace(code) : code;
  }
  read(): number {
    const code = this.code(this.cursor++);
    return this.flags.x ? this.readPastSpace(code) : code;
  }
  next(): number {
    const code = this.code(++this.cursor);
    return this.flags.x ? this.peekPastSpace(code) : code;
  }
  nextEscaped(): number {
    return this.code(++this.cursor);
  }
  skip(): number {
    this.cursor += 2;
    return this.code(this.cursor - 1);
  }
  unread(): void {
    this.cursor -= 1;
  }
  isAtEnd(): boolean {
    return this.cursor >= this.length;
  }

  private peekPastSpace(start: number): number {
    let code = start;
    while (isAsciiSpace(code) || code === hash) {
      while (isAsciiSpace(code)) code = this.code(++this.cursor);
      if (code === hash) {
        do code = this.code(++this.cursor);
        while (code !== 0 && !this.isLineEnd(code));
        if (code === 0 && this.cursor > this.length) {
          this.cursor = this.length;
          code = 0;
        }
      }
    }
    return code;
  }
  private readPastSpace(start: number): number {
    let code = start;
    while (isAsciiSpace(code) || code === hash) {
      while (isAsciiSpace(code)) code = this.code(this.cursor++);
      if (code === hash) {
        do code = this.code(this.cursor++);
        while (code !== 0 && !this.isLineEnd(code));
        if (code === 0 && this.cursor > this.length) {
          this.cursor = this.length + 1;
          code = 0;
        }
      }
    }
    return code;
  }
  private isLineEnd(code: number): boolean {
    if (this.flags.d) return code === 10;
    return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
  }

  /** `\Q…\E` becomes escaped characters, as Pattern.RemoveQEQuoting does it before anything else is read. */
  private resolveQuotations(): void {
    const { codes, origins, length } = this;
    let from = 0;
    while (from < length - 1) {
      if (codes[from] !== backslash) from += 1;
      else if (codes[from + 1] !== at('Q')) from += 2;
      else break;
    }
    if (from >= length - 1) return;
    const out = codes.slice(0, from);
    const places = origins.slice(0, from);
    let index = from + 2;
    let isQuoted = true;
    let isFirst = true;
    while (index < length) {
      const code = this.code(index);
      const place = origins[index] ?? 0;
      const put = (...values: number[]) => {
        out.push(...values);
        places.push(...values.map(() => place));
      };
      index += 1;
      if (code > 0x7f || isAsciiLetter(code)) put(code);
      else if (isAsciiDigit(code)) {
        // A digit would lengthen an escape that stands before the quotation.
        if (isFirst) put(backslash, at('x'), at('3'), code);
        else put(code);
      } else if (code !== backslash) {
        if (isQuoted) put(backslash, code);
        else put(code);
      } else if (isQuoted) {
        if (this.code(index) === at('E')) {
          index += 1;
          isQuoted = false;
        } else put(backslash, backslash);
      } else if (this.code(index) === at('Q')) {
        index += 1;
        isQuoted = true;
        isFirst = true;
        continue;
      } else {
        put(code);
        if (index !== length) put(this.code(index++));
      }
      isFirst = false;
    }
    this.codes = out;
    this.origins = places;
    this.length = out.length;
  }
}
