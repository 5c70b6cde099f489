/**
 * Why a text does not come back from `JSON.parse` and `JSON.stringify` with all that is in it; null where it does. An
 * object with one key twice would lose one of the values, a number such as 12345678901234567890 or 1.0 some of its
 * digits, half a pair of surrogates itself. Blanks, the order of keys and how a character is spelled are no content (RFC 8259).
 *
 * @param text JSON that `JSON.parse` takes.
 */
export const lossIn = (text: string): string | null => {
  const open: (Set<string> | null)[] = [];
  for (const [token] of text.matchAll(tokens)) {
    const first = token[0] ?? '';
    if (first === '{') open.push(new Set());
    else if (first === '[') open.push(null);
    else if (first === '}' || first === ']') open.pop();
    else if (first === '"') {
      const isKey = token.endsWith(':');
      const value = JSON.parse(isKey ? token.slice(0, -1) : token) as string;
      if (!isWellFormed(value)) return 'a text has half a character in it';
      if (!isKey) continue;
      const keys = open.at(-1);
      if (keys?.has(value)) return `the key “${value.slice(0, 100)}” stands twice in one place`;
      keys?.add(value);
    } else if (String(Number(token)) !== token) return `the number ${token.slice(0, 40)} would not come back as it is`;
  }
  return null;
};

/** A text, with the colon where it is a key; a number; or a sign that opens or closes. What is left are blanks, commas, true, false and null. */
const tokens = /"(?:[^"\\]|\\.)*"(?:\s*:)?|-?\d[\d.eE+-]*|[{}[\]]/g;

/** `String.prototype.isWellFormed` is younger than Node 20's types. */
const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text);

/** JSON in ASCII alone: the plugin's API takes no charset, so it may read a body as ISO 8859-1. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
