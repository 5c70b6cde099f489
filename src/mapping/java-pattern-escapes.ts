import { asciiCaseOfRange, unicodeCaseOf } from './java-pattern-case';
import { readHexadecimal, readOctal, readUnicodeEscape } from './java-pattern-numbers';
import {
  asciiDigits,
  asciiSpace,
  asciiWord,
  horizontalSpace,
  javaProperty,
  unicodeDigits,
  unicodeSpace,
  unicodeWord,
  verticalSpace,
} from './java-pattern-properties';
import { at, isAsciiDigit, isAsciiLetter, type JavaScanner } from './java-pattern-scanner';
import { type CodePoints, codePoint, complement, noCodePoints } from './java-pattern-sets';
import type { JavaNode } from './java-pattern-tree';

/** What a backslash and what follows stand for. */
export type JavaEscape =
  | { type: 'character'; code: number }
  | { type: 'set'; set: CodePoints }
  | { type: 'node'; node: JavaNode };

/** One character as the flags `i` and `u` see it. Pattern.single; `i` alone knows the letters of ASCII only. */
export const characterSet = (scanner: JavaScanner, code: number): CodePoints => {
  if (code >= 0xd800 && code <= 0xdfff) scanner.doubt('lone-surrogate');
  if (!scanner.flags.i) return codePoint(code);
  if (!scanner.flags.u) return asciiCaseOfRange(code, code);
  scanner.needsSettledLetters = true;
  return unicodeCaseOf(code);
};

/** Pattern.escape. The cursor is on the backslash. `isRange`: an end of a range, where `\v` is one character. */
export const readEscape = (scanner: JavaScanner, inClass: boolean, isRange: boolean): JavaEscape => {
  const code = scanner.skip();
  const letter = String.fromCodePoint(code);
  const set = predefined(scanner, letter);
  if (set && !(letter === 'v' && isRange)) return { type: 'set', set };
  const plain = controlCharacters.get(letter);
  if (plain !== undefined) return { type: 'character', code: plain };
  switch (letter) {
    case '0':
      return { type: 'character', code: readOctal(scanner) };
    case 'c':
      if (scanner.isAtEnd()) scanner.refuse('control-escape', 'no character follows the control escape “\\c”.');
      return { type: 'character', code: scanner.read() ^ 64 };
    case 'u':
      return { type: 'character', code: readUnicodeEscape(scanner) };
    case 'x':
      return { type: 'character', code: readHexadecimal(scanner) };
    case 'N':
      characterName(scanner);
      scanner.doubt('java-version');
      return { type: 'set', set: noCodePoints };
  }
  if (!inClass) {
    const node = outsideClasses(scanner, letter);
    if (node) return { type: 'node', node };
  }
  if (isAsciiLetter(code) || isAsciiDigit(code))
    return scanner.refuse('unknown-escape', `Java knows no escape “\\${letter}”${inClass ? ' within brackets' : ''}.`);
  return { type: 'character', code };
};

const controlCharacters = new Map([
  ['a', 7],
  ['e', 0x1b],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  // Only as the end of a range: as a class of its own it is found before.
  ['v', 11],
]);

const predefined = (scanner: JavaScanner, letter: string): CodePoints | null => {
  const isUnicode = scanner.flags.U;
  const settled = (unicode: () => CodePoints, ascii: CodePoints) => {
    if (isUnicode) scanner.needsSettledLetters = true;
    return isUnicode ? unicode() : ascii;
  };
  switch (letter) {
    case 'd':
      return settled(unicodeDigits, asciiDigits);
    case 'D':
      return complement(settled(unicodeDigits, asciiDigits));
    case 's':
      return settled(unicodeSpace, asciiSpace);
    case 'S':
      return complement(settled(unicodeSpace, asciiSpace));
    case 'w':
      return settled(unicodeWord, asciiWord);
    case 'W':
      return complement(settled(unicodeWord, asciiWord));
    case 'h':
      return horizontalSpace;
    case 'H':
      return complement(horizontalSpace);
    case 'v':
      return verticalSpace;
    case 'V':
      return complement(verticalSpace);
    default:
      return null;
  }
};

const outsideClasses = (scanner: JavaScanner, letter: string): JavaNode | null => {
  switch (letter) {
    case 'A':
      return { type: 'place', place: 'begin' };
    case 'z':
      return { type: 'place', place: 'end' };
    case 'Z':
      return { type: 'place', place: 'final-end' };
    case 'B':
      return { type: 'place', place: 'no-boundary' };
    case 'b':
      return boundary(scanner);
    case 'R':
      return { type: 'linebreak' };
    case 'G':
      scanner.doubt('last-match');
      return { type: 'empty' };
    case 'X':
      scanner.doubt('grapheme');
      return { type: 'empty' };
    case 'k':
      namedReference(scanner);
      scanner.doubt('back-reference');
      return { type: 'empty' };
  }
  if (!/^[1-9]$/.test(letter)) return null;
  // Further digits stay as literals, which is of no matter where nothing is run.
  scanner.doubt('back-reference');
  return { type: 'empty' };
};

/** `\b{g}` came with Java 9; before, the braces are a repetition without a number. */
const boundary = (scanner: JavaScanner): JavaNode => {
  const before = scanner.cursor;
  if (scanner.peek() === at('{') && scanner.skip() === at('g')) {
    if (scanner.read() !== at('}')) scanner.refuse('unknown-escape', 'the boundary “\\b{g” lacks its “}”.');
    scanner.doubt('grapheme');
    return { type: 'empty' };
  }
  scanner.cursor = before;
  return { type: 'place', place: 'boundary' };
};

const namedReference = (scanner: JavaScanner): void => {
  if (scanner.read() !== at('<')) scanner.refuse('group-name', '“\\k” is not followed by “<” and the name of a group.');
  const name = readGroupName(scanner, scanner.read());
  if (!scanner.groupNames.has(name)) scanner.refuse('group-name-unknown', `no group before it is called “${name}”.`);
};

/** Pattern.groupname; the closing `>` is read too. */
export const readGroupName = (scanner: JavaScanner, first: number): string => {
  if (!isAsciiLetter(first))
    scanner.refuse('group-name', 'the name of a group starts with a letter from A to Z or a to z.');
  let name = '';
  let code = first;
  do {
    name += String.fromCodePoint(code);
    code = scanner.read();
  } while (isAsciiLetter(code) || isAsciiDigit(code));
  if (code !== at('>'))
    scanner.refuse('group-name', `the name of the group “${name}” holds letters and digits only and ends with “>”.`);
  return name;
};

const characterName = (scanner: JavaScanner): void => {
  if (scanner.read() !== at('{'))
    scanner.refuse('character-name', 'the name of a character has to follow “\\N” in braces.');
  while (scanner.read() !== at('}'))
    if (scanner.isAtEnd()) scanner.refuse('character-name', 'the name after “\\N{” is not closed by “}”.');
};

/**
 * Pattern.family: the property behind `\p` or `\P`. The cursor is on that letter. One letter needs no braces.
 */
export const readProperty = (scanner: JavaScanner): CodePoints => {
  const isComplement = scanner.code(scanner.cursor) === at('P');
  const start = scanner.cursor;
  let name: string;
  if (scanner.next() === at('{')) {
    scanner.next();
    const from = scanner.cursor;
    while (scanner.read() !== at('}'))
      if (scanner.cursor > scanner.length)
        scanner.refuse('property-unclosed', 'the property after “\\p{” is not closed by “}”.', start);
    if (from + 1 >= scanner.cursor) scanner.refuse('property-unknown', 'the braces after “\\p” hold no property.');
    name = scanner.text(from, scanner.cursor - 1);
  } else {
    name = scanner.isAtEnd() ? '' : scanner.text(scanner.cursor, scanner.cursor + 1);
    scanner.read();
  }
  const property = javaProperty(name, scanner.flags.i, scanner.flags.U);
  if (property.kind === 'unknown')
    scanner.refuse('property-unknown', `Java knows no property of characters called “${name}”.`, start);
  if (property.kind === 'doubt') {
    scanner.doubt(property.because);
    return noCodePoints;
  }
  if (property.settled) scanner.needsSettledLetters = true;
  return isComplement ? complement(property.set) : property.set;
};
