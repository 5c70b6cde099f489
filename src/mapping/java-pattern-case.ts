import { settledCharacters } from './java-pattern-properties';
import { type CodePoints, codePointsOf, pairsOf } from './java-pattern-sets';

/** Character.toUpperCase and toLowerCase: one code point for one, where ECMAScript may give more. */
const toUpper = (code: number) => oneOf(String.fromCodePoint(code).toUpperCase(), code);
const toLower = (code: number) => oneOf(String.fromCodePoint(code).toLowerCase(), code === 0x130 ? 0x69 : code);
const oneOf = (mapped: string, otherwise: number) =>
  [...mapped].length === 1 ? (mapped.codePointAt(0) ?? otherwise) : otherwise;

/** A character with its capital, and the small letter of that, by which Java compares. */
type Cased = { code: number; upper: number; lower: number };

/** Beyond, no settled character has capitals. */
const lastCased = 0x1eff;
let cased: Map<number, Cased[]> | null = null;
const casedByLower = () => {
  if (cased) return cased;
  cased = new Map<number, Cased[]>();
  for (const [from, to] of pairsOf(settledCharacters))
    for (let code = from; code <= Math.min(to, lastCased); code += 1) {
      const upper = toUpper(code);
      const lower = toLower(upper);
      cased.set(lower, [...(cased.get(lower) ?? []), { code, upper, lower }]);
    }
  return cased;
};

/** What a character matches with the flags `i` and `u`: what has the same small letter of its capital. */
export const unicodeCaseOf = (code: number): CodePoints =>
  codePointsOf([
    [code, code],
    ...(casedByLower().get(toLower(toUpper(code))) ?? []).map((one): [number, number] => [one.code, one.code]),
  ]);

/** What a range matches with them: Pattern.CIRangeU. */
export const unicodeCaseOfRange = (from: number, to: number): CodePoints => {
  const isWithin = (code: number) => code >= from && code <= to;
  const pairs: [number, number][] = [[from, to]];
  for (const characters of casedByLower().values())
    for (const { code, upper, lower } of characters) if (isWithin(upper) || isWithin(lower)) pairs.push([code, code]);
  return codePointsOf(pairs);
};

/** What a range matches with `i` alone: letters of ASCII in both cases. Pattern.CIRange. */
export const asciiCaseOfRange = (from: number, to: number): CodePoints => {
  const pairs: [number, number][] = [[from, to]];
  for (let upper = 0x41; upper <= 0x5a; upper += 1) {
    const lower = upper + 0x20;
    if ((upper >= from && upper <= to) || (lower >= from && lower <= to)) pairs.push([upper, upper], [lower, lower]);
  }
  return codePointsOf(pairs);
};
