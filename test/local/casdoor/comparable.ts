import type { Json } from '../../../local/casdoor/documents';

/** What two servers can never have in common is replaced by its kind: key material, signatures, codes, ids of tokens. */
export const comparable = (body: Json): unknown => {
  if (typeof body === 'string') return comparableText(body);
  if (Array.isArray(body)) return body.map(comparable);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      'kty' in body ? keyMember(name, value) : name === 'users' ? unordered(value) : comparable(value),
    ]),
  );
};

/** Keys are compared by type, algorithm, curve and kid; of the rest only that it is there. */
const keyMember = (name: string, value: Json): unknown => {
  if (['n', 'e', 'x', 'y'].includes(name)) return typeof value === 'string' && value !== '' ? '<number>' : value;
  if (name === 'x5c') return Array.isArray(value) ? value.map(() => '<certificate>') : value;
  return value;
};

/** Casdoor lists the people of a group in no order that could be told. */
const unordered = (value: Json): unknown => (Array.isArray(value) ? [...value].sort() : value);

const comparableText = (text: string): unknown => {
  const [header, payload, signature, ...more] = text.split('.');
  if (/^eyJ/.test(text) && header && payload && signature && more.length === 0) {
    return { header: decoded(header), claims: comparable(decoded(payload)), signature: '<signature>' };
  }
  if (/^[0-9a-f]{20}$/.test(text)) return '<code>';
  return text.replace(/\badmin\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'admin/<id>');
};

const decoded = (part: string): Json => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Json;
