import { hash32 } from '../hash-index';
import { nearKey } from '../near-name';

/**
 * Rows of one part of the results: what is held at once while they are put in order. So few that V8 need not copy them
 * from one space to the next, and so many that a million people are 245 files.
 */
export const rowsPerPart = 4096;

/** The part of a key. */
export type Dealer = (key: string) => number;

/**
 * Deals keys to parts. Keys that look alike (`nearKey`) meet in one part, so that they can be held against each other
 * there.
 */
export const dealerOf =
  (parts: number, seed: number): Dealer =>
  (key) =>
    parts === 1 ? 0 : hash32(simple.test(key) ? key : nearKey(key), seed) % parts;

/** Small letters and signs that are their own `nearKey`, and their own JSON between quotation marks: nearly all keys. */
const simple = /^[!#-@[\]-~]+$/;

/** A text as JSON. */
export const quoted = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text));

const plain = /^[ !#-[\]-~]*$/;

/**
 * A line begins with its key as JSON, and goes on with more JSON. Equal keys are equal to the letter there, so a line can
 * be held against another without being read. Where the key ends:
 */
export const keyEnd = (line: string): number => {
  let at = line.indexOf('"', 1);
  // A quote behind an odd number of backslashes belongs to the key.
  while (isEscaped(line, at)) at = line.indexOf('"', at + 1);
  return at + 1;
};

const isEscaped = (line: string, at: number): boolean => {
  let isOdd = false;
  for (let before = at - 1; line.charCodeAt(before) === 0x5c; before -= 1) isOdd = !isOdd;
  return isOdd;
};

/** A written person, account or result is a list; its first value begins here. */
export const firstValue = 1;

/** The digits that stand at a place. */
export const numberAt = (line: string, from: number): number => {
  let value = 0;
  for (let at = from; ; at += 1) {
    const digit = line.charCodeAt(at) - 0x30;
    // Behind the end there is NaN.
    if (!(digit >= 0 && digit <= 9)) return value;
    value = value * 10 + digit;
  }
};
