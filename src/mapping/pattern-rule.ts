import { type FieldReading, reading, type Steps, step } from './field-reading';

/**
 * A regular expression made ready: what it makes of a text by rule 4 of miniOrange (*find* rather than a whole match;
 * capture groups joined, else the whole match), null where nothing in the text matches.
 */
export type ReadyPattern =
  | { kind: 'ready'; apply: (text: string) => { found: string | null } | { unsure: string } }
  /** Java would not compile it. */
  | { kind: 'refused'; reason: string }
  /** What Java makes of it cannot be told here. */
  | { kind: 'not-certain'; reason: string };

/** Makes a regular expression ready, by the engine that was loaded. */
export type PatternEngine = (pattern: string) => ReadyPattern;

/** Where no engine was loaded nothing is guessed. */
export const withoutEngine: PatternEngine = () => ({
  kind: 'not-certain',
  reason: 'The engine for regular expressions is not loaded yet.',
});

export type PatternResult = { value: string; isMatch: boolean; certain: boolean };

/** Applies a pattern to one text; no match leaves it as it is. */
export const putThrough = (pattern: ReadyPattern, written: string, text: string, steps: Steps): PatternResult => {
  const label = 'Regular expression';
  if (pattern.kind !== 'ready') {
    steps?.push(
      step(
        'rule',
        label,
        null,
        pattern.kind === 'refused' ? `Java refuses ${written}: ${pattern.reason}` : pattern.reason,
      ),
    );
    return { value: text, isMatch: false, certain: false };
  }
  const result = pattern.apply(text);
  if ('unsure' in result) {
    steps?.push(step('rule', label, null, result.unsure));
    return { value: text, isMatch: false, certain: false };
  }
  if (result.found === null) {
    steps?.push(step('rule', label, text, `Nothing in it matches ${written}, so it stays as it is.`));
    return { value: text, isMatch: false, certain: true };
  }
  steps?.push(step('rule', label, result.found, written));
  return { value: result.found, isMatch: true, certain: true };
};

/** A field's reading put through a pattern, where there is a text to put through. */
export const readingThrough = (
  pattern: ReadyPattern | null,
  written: string,
  read: FieldReading,
  steps: Steps,
): FieldReading => {
  // Whatever is found in nothing is nothing, so no engine is needed for it.
  if (pattern === null || typeof read.value !== 'string' || read.value === '') return read;
  const { value, isMatch, certain } = putThrough(pattern, written, read.value, steps);
  const through = reading(value, read.certain && certain, read.stops);
  return certain ? { ...through, pattern: { isMatch, isChanged: value !== read.value } } : through;
};
