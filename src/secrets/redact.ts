import type { Secret } from './secret';

const mark = '•••';

/**
 * Takes every given secret out of a text, by value, in each form in which it may have travelled: as it is, in base64
 * and base64url (alone, and behind a name and a colon, as Basic carries it), percent-encoded, and as JSON and HTML
 * spell it.
 */
export const redact = (text: string, secrets: readonly Secret[], names: readonly string[] = []): string =>
  redacting(secrets, names)(text);

/** The same for many texts: the forms of a token are thousands of characters each, and are spelled out once. */
export const redacting = (secrets: readonly Secret[], names: readonly string[] = []): ((text: string) => string) => {
  const forms = formsOf(secrets, names);
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, mark), text);
};

/** The same for every text inside a JSON value, keys left as they are. */
export const redactJson = (value: unknown, secrets: readonly Secret[], names: readonly string[] = []): unknown => {
  const struck = redacting(secrets, names);
  const clean = (inner: unknown): unknown => {
    if (typeof inner === 'string') return struck(inner);
    if (Array.isArray(inner)) return inner.map(clean);
    if (inner === null || typeof inner !== 'object') return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, clean(item)]));
  };
  return clean(value);
};

/** Longest first, so that no form is cut in two by a shorter one that it contains. */
const formsOf = (secrets: readonly Secret[], names: readonly string[]): string[] => {
  const forms = new Set<string>();
  for (const value of new Set(secrets.map((secret) => secret.expose()))) {
    for (const form of new Set([value, value.trim()])) {
      // Spaces alone are no secret, and stand in every text.
      if (form.trim() === '') continue;
      for (const spelling of spellings(form)) forms.add(spelling);
      for (const name of names) {
        const pair = `${name}:${form}`;
        for (const spelling of encodings(pair)) forms.add(spelling);
      }
    }
  }
  return [...forms].sort((one, other) => other.length - one.length);
};

const spellings = (value: string): string[] => {
  const percent = encodeURIComponent(value);
  return [
    value,
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    percent.replaceAll('%20', '+'),
    // RFC 3986 would have these encoded; encodeURIComponent does not.
    percent.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
    JSON.stringify(value).slice(1, -1),
    // Go writes these so inside JSON.
    JSON.stringify(value)
      .slice(1, -1)
      .replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    ...encodings(value),
  ];
};

/** Base64 with and without padding, both alphabets (RFC 4648 §4, §5). */
const encodings = (value: string): string[] => {
  const base64 = bytesToBase64(new TextEncoder().encode(value));
  const url = base64.replaceAll('+', '-').replaceAll('/', '_');
  return [base64, base64.replace(/=+$/, ''), url, url.replace(/=+$/, ''), encodeURIComponent(base64)];
};

/** Without Buffer, so that this file runs wherever text is shown. */
const bytesToBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
};
