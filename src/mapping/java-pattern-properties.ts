import type { JavaDoubt } from './java-pattern-reasons';
import {
  type CodePoints,
  codePointsOf,
  complement,
  everyCodePoint,
  intersection,
  pairsOf,
  union,
} from './java-pattern-sets';

/**
 * Characters whose category, capitals, script and binary properties are the same in Unicode 6.2 (Java 8) and in every
 * version since (compared with 17.0): Latin, Greek, Cyrillic, Hebrew, Arabic, kana, Han and Hangul as they are written
 * today. A pattern that asks for such properties is certain for values of these characters only. What changed is left
 * out, as are U+1E9E and the signs of U+212A and U+212B, whose small letters are older letters.
 */
export const settledCharacters: CodePoints = codePointsOf([
  [0, 0x19a],
  [0x19c, 0x24f],
  [0x300, 0x362],
  [0x370, 0x377],
  [0x37a, 0x37e],
  [0x384, 0x38a],
  [0x38c, 0x38c],
  [0x38e, 0x3a1],
  [0x3a3, 0x3f2],
  [0x3f4, 0x527],
  [0x5d0, 0x5ea],
  [0x621, 0x64a],
  [0x1e00, 0x1e9d],
  [0x1e9f, 0x1eff],
  [0x2000, 0x2064],
  [0x3041, 0x3096],
  [0x3099, 0x30ff],
  [0x4e00, 0x9fcc],
  [0xac00, 0xd7a3],
]);

const scanned = new Map<string, CodePoints>();

/** The settled characters of a property, by the name that ECMAScript has for it. */
const settledWith = (property: string): CodePoints => {
  const known = scanned.get(property);
  if (known) return known;
  const expression = new RegExp(`^\\p{${property}}$`, 'u');
  const pairs: [number, number][] = [];
  for (const [from, to] of pairsOf(settledCharacters))
    for (let code = from; code <= to; code += 1)
      if (expression.test(String.fromCodePoint(code))) pairs.push([code, code]);
  const set = codePointsOf(pairs);
  scanned.set(property, set);
  return set;
};

const without = (one: CodePoints, other: CodePoints) => intersection(one, complement(other));

export const asciiDigits: CodePoints = [0x30, 0x39];
export const asciiSpace: CodePoints = [9, 13, 0x20, 0x20];
export const asciiWord: CodePoints = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
/** `\h` and `\v`, as Pattern lists them. */
export const horizontalSpace: CodePoints = codePointsOf([
  [9, 9],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
]);
export const verticalSpace: CodePoints = [10, 13, 0x85, 0x85, 0x2028, 0x2029];
/** What ends a line where the flag `d` is off. */
export const lineTerminators: CodePoints = [10, 10, 13, 13, 0x85, 0x85, 0x2028, 0x2029];

/** `\w`, `\d` and `\s` with the flag `U`: CharPredicates.WORD, DIGIT and WHITE_SPACE. */
export const unicodeWord = () =>
  union(settledWith('Alphabetic'), settledWith('M'), settledWith('Nd'), settledWith('Pc'), [0x200c, 0x200d]);
export const unicodeDigits = () => settledWith('Nd');
export const unicodeSpace = () => union(settledWith('Z'), [9, 13, 0x85, 0x85]);

const asciiClasses = new Map<string, CodePoints>([
  ['Lower', [0x61, 0x7a]],
  ['Upper', [0x41, 0x5a]],
  ['ASCII', [0, 0x7f]],
  ['Alpha', [0x41, 0x5a, 0x61, 0x7a]],
  ['Digit', asciiDigits],
  ['Alnum', [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a]],
  ['Punct', [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e]],
  ['Graph', [0x21, 0x7e]],
  ['Print', [0x20, 0x7e]],
  ['Blank', [9, 9, 0x20, 0x20]],
  ['Cntrl', [0, 0x1f, 0x7f, 0x7f]],
  ['XDigit', [0x30, 0x39, 0x41, 0x46, 0x61, 0x66]],
  ['Space', asciiSpace],
  ['L1', [0, 0xff]],
  ['all', everyCodePoint],
]);

const categories =
  'Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf L M N Z C P S LC'.split(
    ' ',
  );

const javaMethods = new Map<string, (() => CodePoints) | null>([
  ['javaLowerCase', () => settledWith('Lowercase')],
  ['javaUpperCase', () => settledWith('Uppercase')],
  ['javaAlphabetic', () => settledWith('Alphabetic')],
  ['javaTitleCase', () => settledWith('Lt')],
  ['javaDigit', () => settledWith('Nd')],
  ['javaLetter', () => settledWith('L')],
  ['javaLetterOrDigit', () => union(settledWith('L'), settledWith('Nd'))],
  ['javaSpaceChar', () => settledWith('Z')],
  [
    'javaWhitespace',
    () => union(without(settledWith('Z'), [0xa0, 0xa0, 0x2007, 0x2007, 0x202f, 0x202f]), [9, 13, 0x1c, 0x1f]),
  ],
  ['javaISOControl', () => [0, 0x1f, 0x7f, 0x9f]],
  ...[
    'Ideographic',
    'Defined',
    'JavaIdentifierStart',
    'JavaIdentifierPart',
    'UnicodeIdentifierStart',
    'UnicodeIdentifierPart',
    'IdentifierIgnorable',
    'Mirrored',
  ].map((name): [string, null] => [`java${name}`, null]),
]);

/** `\p{Is…}`: the binary properties of Java 8. */
const binary = new Map<string, () => CodePoints>([
  ['ALPHABETIC', () => settledWith('Alphabetic')],
  ['LETTER', () => settledWith('L')],
  ['LOWERCASE', () => settledWith('Lowercase')],
  ['UPPERCASE', () => settledWith('Uppercase')],
  ['TITLECASE', () => settledWith('Lt')],
  ['PUNCTUATION', () => settledWith('P')],
  ['CONTROL', () => settledWith('Cc')],
  ['WHITE_SPACE', unicodeSpace],
  ['WHITESPACE', unicodeSpace],
  ['DIGIT', unicodeDigits],
]);
/** Others that Java 8 or a later one knows, and that are not told here. */
const binaryUntold = new Set(
  'ASSIGNED HEXDIGIT HEX_DIGIT IDEOGRAPHIC JOINCONTROL JOIN_CONTROL NONCHARACTERCODEPOINT NONCHARACTER_CODE_POINT WORD ALPHA LOWER UPPER SPACE PUNCT XDIGIT ALNUM CNTRL BLANK GRAPH PRINT EMOJI EMOJI_PRESENTATION EMOJI_MODIFIER EMOJI_MODIFIER_BASE EMOJI_COMPONENT EXTENDED_PICTOGRAPHIC'.split(
    ' ',
  ),
);

const blocks = new Map<string, CodePoints>([
  ['BASIC LATIN', [0, 0x7f]],
  ['LATIN-1 SUPPLEMENT', [0x80, 0xff]],
  ['LATIN EXTENDED-A', [0x100, 0x17f]],
  ['LATIN EXTENDED-B', [0x180, 0x24f]],
  ['GREEK AND COPTIC', [0x370, 0x3ff]],
  ['GREEK', [0x370, 0x3ff]],
  ['CYRILLIC', [0x400, 0x4ff]],
  ['HEBREW', [0x590, 0x5ff]],
  ['ARABIC', [0x600, 0x6ff]],
  ['HIRAGANA', [0x3040, 0x309f]],
  ['KATAKANA', [0x30a0, 0x30ff]],
  ['CJK UNIFIED IDEOGRAPHS', [0x4e00, 0x9fff]],
  ['HANGUL SYLLABLES', [0xac00, 0xd7af]],
]);

/** Scripts whose settled characters were compared with Unicode 6.2. */
const scripts = new Set('Latin Greek Cyrillic Han Hiragana Katakana Hangul Hebrew Arabic'.split(' '));

/** `settled`: the set is told for settled characters only. */
export type JavaProperty =
  | { kind: 'set'; set: CodePoints; settled: boolean }
  | { kind: 'unknown' }
  | { kind: 'doubt'; because: JavaDoubt };

const unknown: JavaProperty = { kind: 'unknown' };
const untold: JavaProperty = { kind: 'doubt', because: 'unicode-property' };
const versions: JavaProperty = { kind: 'doubt', because: 'java-version' };
const known = (set: CodePoints): JavaProperty => ({ kind: 'set', set, settled: false });
const settled = (set: CodePoints): JavaProperty => ({ kind: 'set', set, settled: true });

/** Since Java 15 the flag `i` makes one of these match capitals and small letters alike. */
const ofCase = /^(?:Lu|Ll|Lt|Lower|Upper|java(?:Lower|Upper|Title)Case)$/;

/** The name within `\p{…}`, as Pattern.family and CharPredicates read it. */
export const javaProperty = (name: string, ignoresCase: boolean, isUnicode: boolean): JavaProperty => {
  const equals = name.indexOf('=');
  if (equals !== -1) {
    const value = name.slice(equals + 1);
    const property = name.slice(0, equals).toLowerCase();
    if (property === 'sc' || property === 'script') return script(value);
    if (property === 'blk' || property === 'block') return block(value);
    if (property === 'gc' || property === 'general_category') return plain(value, ignoresCase);
    return unknown;
  }
  if (name.startsWith('In')) return block(name.slice(2));
  if (name.startsWith('Is')) {
    const rest = name.slice(2);
    const upper = rest.toUpperCase();
    const told = binary.get(upper);
    if (told) return ignoresCase && /^(?:LOWER|UPPER|TITLE)CASE$/.test(upper) ? versions : settled(told());
    if (binaryUntold.has(upper)) return versions;
    const asPlain = plain(rest, ignoresCase);
    return asPlain.kind === 'unknown' ? script(rest) : asPlain;
  }
  // With the flag U a POSIX name means a Unicode property, whatever its capitals.
  if (isUnicode && binaryUntold.has(name.toUpperCase())) return untold;
  if (isUnicode && name.toUpperCase() === 'DIGIT') return settled(unicodeDigits());
  return plain(name, ignoresCase);
};

const plain = (name: string, ignoresCase: boolean): JavaProperty => {
  if (ignoresCase && ofCase.test(name)) return versions;
  const ascii = asciiClasses.get(name);
  if (ascii) return known(ascii);
  if (name === 'LD') return settled(union(settledWith('L'), settledWith('Nd')));
  if (categories.includes(name)) return settled(settledWith(name));
  const method = javaMethods.get(name);
  if (method === undefined) return unknown;
  return method === null ? untold : settled(method());
};

const block = (name: string): JavaProperty => {
  const spelled = name.toUpperCase();
  for (const [block, set] of blocks)
    if (spelled === block || spelled === block.replaceAll(' ', '') || spelled === block.replace(/[ -]/g, '_'))
      return known(set);
  return { kind: 'doubt', because: 'block-name' };
};

/** Java takes names in any capitals. The engine's own list, which is newer, tells which there are. */
const script = (name: string): JavaProperty => {
  const spelled = name
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join('_');
  if (/^(?:Unknown|Zzzz|Signwriting)$/.test(spelled)) return untold;
  if (!/^[A-Za-z_]+$/.test(spelled)) return unknown;
  try {
    new RegExp(`\\p{sc=${spelled}}`, 'u');
  } catch {
    return unknown;
  }
  return scripts.has(spelled) ? settled(settledWith(`sc=${spelled}`)) : untold;
};
