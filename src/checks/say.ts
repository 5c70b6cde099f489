import type { Part, Rich } from '../contract/report';

/** A whole sentence and its named values; another language replaces `text`, never the check. */
export type Sentence = { text: string; values: Values };
export type Values = Readonly<Record<string, string | number | Words>>;

/** Text of our own, such as a date or the name of a product: it is part of the sentence, not set apart as code. */
export type Words = { words: string };
export const ownWords = (words: string): Words => ({ words });

/** Names the language of all texts in the checks. */
const locale = 'en';
const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

/**
 * Fills in a sentence. The part of ICU MessageFormat that is used here: `{name}` (text stays apart as code, a number
 * is grouped) and `{name, plural, one {…} other {…}}` with `#` for the number. Backticks mark code of our own. The
 * whole of MessageFormat costs 34 kB of the backend's 250.
 *
 * @throws RangeError when a sentence names a value that was not given: a test of every check finds it.
 */
export const say = (text: string, values: Values = {}): Rich => {
  const parts: Part[] = [];
  const push = (part: Part) => {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  };
  const chosen = text.replace(
    /\{(\w+), plural, (?:=0 \{([^{}]*)\} )?one \{([^{}]*)\} other \{([^{}]*)\}\}/g,
    (_whole, name: string, none: string | undefined, one: string, other: string) => {
      const number = Number(valueNamed(name, values));
      const form = number === 0 && none !== undefined ? none : plurals.select(number) === 'one' ? one : other;
      return form.replaceAll('#', numbers.format(number));
    },
  );
  for (const piece of chosen.split(/(\{\w+\}|`[^`]*`)/)) {
    if (piece.startsWith('`') && piece.endsWith('`') && piece.length > 1)
      push({ code: fill(piece.slice(1, -1), values) });
    else if (/^\{\w+\}$/.test(piece)) {
      const value = valueNamed(piece.slice(1, -1), values);
      push(typeof value === 'string' ? { code: value } : wordsOf(value));
    } else push(piece);
  }
  return parts;
};

const fill = (text: string, values: Values) =>
  text.replace(/\{(\w+)\}/g, (_whole, name: string) => wordsOf(valueNamed(name, values)));

const wordsOf = (value: Values[string]): string => {
  if (typeof value === 'object') return value.words;
  return typeof value === 'number' ? numbers.format(value) : value;
};

const valueNamed = (name: string, values: Values) => {
  const value = values[name];
  if (value === undefined) throw new RangeError(`The sentence names {${name}}, which has no value.`);
  return value;
};
