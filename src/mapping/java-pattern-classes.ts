import { asciiCaseOfRange, unicodeCaseOfRange } from './java-pattern-case';
import { characterSet, readEscape, readProperty } from './java-pattern-escapes';
import { at, type JavaScanner } from './java-pattern-scanner';
import {
  areEqual,
  type CodePoints,
  codePointsOf,
  complement,
  intersection,
  noCodePoints,
  union,
} from './java-pattern-sets';

/**
 * A class as Java 9 and later read it, and as Java 8 does: there `^` negates only what stands plainly beside it, not
 * the nested classes and intersections.
 */
type Readings = { now: CodePoints; eight: CodePoints };

const open = at('[');
const close = at(']');
const ampersand = at('&');

/** Reads `[…]` with all that is nested in it. The cursor is on the opening bracket. Source: Pattern.clazz. */
export const readClass = (scanner: JavaScanner): CodePoints => {
  const { now, eight } = readClassBody(scanner, true, scanner.cursor);
  if (!areEqual(now, eight)) scanner.doubt('class-arithmetic');
  return now;
};

/** `consumesEnd` is false for the right side of `&&` without brackets of its own. */
const readClassBody = (scanner: JavaScanner, consumesEnd: boolean, start: number): Readings => {
  let so: Readings | null = null;
  let isNegated = false;
  let wasIntersected = false;
  let code = scanner.next();
  if (code === at('^') && scanner.code(scanner.cursor - 1) === open) {
    code = scanner.next();
    isNegated = true;
  }
  for (;;) {
    if (code === open) {
      if (wasIntersected) scanner.doubt('class-arithmetic');
      const nested = readClassBody(scanner, true, scanner.cursor);
      so = so === null ? nested : { now: union(so.now, nested.now), eight: union(so.eight, nested.eight) };
      code = scanner.peek();
      continue;
    }
    if (code === ampersand) {
      code = scanner.next();
      if (code === ampersand) {
        so = intersected(scanner, so, start);
        wasIntersected = true;
        code = scanner.peek();
        continue;
      }
      scanner.unread();
    } else if (code === 0 && scanner.isAtEnd()) {
      unclosed(scanner, start);
    } else if (code === close && so !== null) {
      if (consumesEnd) scanner.next();
      return isNegated ? { now: complement(so.now), eight: so.eight } : so;
    }
    if (wasIntersected) scanner.doubt('class-arithmetic');
    const item = readItem(scanner, start);
    const first: CodePoints = isNegated ? complement(item) : item;
    if (so === null) so = { now: item, eight: first };
    else so = { now: union(so.now, item), eight: isNegated ? intersection(so.eight, first) : union(so.eight, item) };
    code = scanner.peek();
  }
};

const unclosed = (scanner: JavaScanner, start: number): never =>
  scanner.refuse('class-unclosed', 'the bracket “[” is not closed by “]”.', start);

/** The cursor is on the second `&`. */
const intersected = (scanner: JavaScanner, left: Readings | null, start: number): Readings => {
  let code = scanner.next();
  let right: Readings | null = null;
  while (code !== close && code !== ampersand) {
    // Classes and plain characters mixed: Java 8 forgets what came before the plain ones.
    if (right !== null && code !== open) scanner.doubt('class-arithmetic');
    if (code !== open) scanner.unread();
    const more = readClassBody(scanner, code === open, code === open ? scanner.cursor : start);
    right = right === null ? more : { now: union(right.now, more.now), eight: union(right.eight, more.eight) };
    code = scanner.peek();
  }
  if (right === null && left === null)
    scanner.refuse('class-intersection', '“&&” has nothing on either side within the brackets.');
  if (left === null) return right ?? { now: noCodePoints, eight: noCodePoints };
  if (right === null) {
    // What is taken instead of the missing side depends on the version, and some refuse it.
    scanner.doubt('class-arithmetic');
    return left;
  }
  return { now: intersection(left.now, right.now), eight: intersection(left.eight, right.eight) };
};

/** One character, range, meaning or property. Source: Pattern.range. */
const readItem = (scanner: JavaScanner, start: number): CodePoints => {
  let code = scanner.peek();
  const from = scanner.cursor;
  if (code === at('\\')) {
    const letter = scanner.nextEscaped();
    if (letter === at('p') || letter === at('P')) return readProperty(scanner);
    const isRange = scanner.code(scanner.cursor + 1) === at('-');
    scanner.unread();
    const meaning = readEscape(scanner, true, isRange);
    if (meaning.type === 'set') return meaning.set;
    // No other kind comes of an escape within brackets.
    code = meaning.type === 'character' ? meaning.code : 0;
  } else scanner.next();
  if (scanner.peek() !== at('-')) return characterSet(scanner, code);
  const end = scanner.code(scanner.cursor + 1);
  if (end === open || end === close) return characterSet(scanner, code);
  scanner.next();
  let last = scanner.peek();
  if (last === 0 && scanner.isAtEnd()) unclosed(scanner, start);
  if (last === at('\\')) {
    const meaning = readEscape(scanner, true, true);
    // A class is no end of a range: Java then finds the end below the beginning.
    last = meaning.type === 'character' ? meaning.code : -1;
  } else scanner.next();
  if (last < code)
    scanner.refuse('class-range', 'the range within the brackets ends before the character that it starts with.', from);
  return rangeSet(scanner, code, last);
};

const rangeSet = (scanner: JavaScanner, from: number, to: number): CodePoints => {
  if ([from, to].some((code) => code >= 0xd800 && code <= 0xdfff)) scanner.doubt('lone-surrogate');
  if (!scanner.flags.i) return codePointsOf([[from, to]]);
  if (!scanner.flags.u) return asciiCaseOfRange(from, to);
  scanner.needsSettledLetters = true;
  return unicodeCaseOfRange(from, to);
};
