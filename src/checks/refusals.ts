import { casdoorWords } from './casdoor-words';

/** Longer texts are cut: a whole page may come from a clipboard, and what tells refusals apart is a sentence. */
const longest = 20_000;
/** Characters between two parts of one sentence: a name, an address, hardly more. */
const widestGap = 300;

/** Why Casdoor did not let somebody in. `other`: the words are not known here. Closed; each has its meaning in `sign-in`. */
export type RefusalKind = keyof typeof casdoorWords | 'other';
export type Refusal = {
  kind: RefusalKind;
  /** What the sentence is about, as it stands there: `acme/eve`, an application, minutes; null where it names nothing. */
  about: string | null;
};

/** All kinds, in the order in which they are looked for. */
export const refusalKinds = [...(Object.keys(casdoorWords) as (keyof typeof casdoorWords)[]), 'other'] as const;

/**
 * What Casdoor's words mean, in whichever of its languages. The text may be anything that a person can copy: with
 * tags and entities, in capitals, with much around it, or nothing at all.
 */
export const readRefusal = (words: string): Refusal => refusalIn(words) ?? { kind: 'other', about: null };

/** The same for a text that may be no message of Casdoor's at all; null where none of its sentences is in it. */
export const refusalIn = (text: string): Refusal | null => {
  const read = legible(text.slice(0, longest));
  for (const { kind, sentences } of known)
    for (const parts of sentences) {
      const names = namesIn(read, parts);
      if (names !== null) return { kind, about: names[0] ?? null };
    }
  return null;
};

/**
 * A text as it is compared: without tags, one form of each character, quote and blank. `lower` is what is searched,
 * `spelled` what names are taken from; both are of one length, else names come in lower case.
 */
const legible = (text: string): { lower: string; spelled: string } => {
  const spelled = plain(withoutMarkup(text));
  const lower = folded(spelled);
  return { lower, spelled: lower.length === spelled.length ? spelled : lower };
};

/** Lower case; the two letters i of Turkish are one, since capitals of other languages cannot tell them apart. */
const folded = (text: string) => text.replace(/İ/g, 'I').toLowerCase().replace(/ı/g, 'i');

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
// A tag has no bracket in it, so that a text of brackets alone is read once and not once for each.
const withoutMarkup = (text: string) =>
  text
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
      if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0x10ffff ? whole : String.fromCodePoint(code);
    });

/** NFKC makes one of `：` and `:`, of `（` and `(`. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[‘’`´]/g, "'")
    .replace(/[“”„«»「」]/g, '"')
    .replace(/\s+/g, ' ')
    .replace(/ :/g, ':');

const known = (Object.keys(casdoorWords) as (keyof typeof casdoorWords)[]).map((kind) => ({
  kind,
  sentences: (casdoorWords[kind] as readonly string[]).map((sentence) =>
    folded(plain(sentence))
      .split(/%[sd]/)
      .map((part) => part.trim()),
  ),
}));

/** What stands between the parts of a sentence, where all of them are in the text in their order; null where not. */
const namesIn = ({ lower, spelled }: { lower: string; spelled: string }, parts: readonly string[]): string[] | null => {
  const [first = '', ...rest] = parts;
  for (let from = lower.indexOf(first); from !== -1; from = first === '' ? -1 : lower.indexOf(first, from + 1)) {
    const names: string[] = [];
    let at = from + first.length;
    const isWhole = rest.every((part, number) => {
      // Where a sentence begins with a name, that name may stand anywhere before its words.
      const within = first === '' && number === 0 ? lower.length : at + widestGap + part.length;
      // A name at the end of a sentence is one word.
      const end = part === '' ? `${lower} `.indexOf(' ', at + 1) : -1;
      const found = part === '' ? end : lower.slice(0, within).indexOf(part, at);
      if (found === -1) return false;
      names.push(nameOf(spelled.slice(Math.max(at, found - widestGap), found)));
      at = found + part.length;
      return true;
    });
    if (isWhole) return names.filter((name) => name !== '');
  }
  return null;
};

/** Without the quotes and colons around it; of several lines' worth of text the last word is the name. */
const nameOf = (between: string) => between.trim().replace(/^["':\s]+|["':,.\s]+$/g, '');
