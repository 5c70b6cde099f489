import { isUtf8 } from 'node:buffer';
import type { Answer, Attempt } from '../checks/evidence';
import type { PageAnswer } from '../directory/ask-page';
import { redact } from '../secrets/redact';
import type { ProbeRequest } from './vantage';

export const defaultLimit = 1024 * 1024;
/** Milliseconds for one exchange. A whole run has 20 s, of which two such have to fit. */
export const defaultTimeout = 8000;
export const userAgent = 'casdoor-sso-companion';

/** What every probe says of itself. Casdoor's messages are localised; a proxy may still force the language. */
export const probeHeaders = (request: ProbeRequest): Record<string, string> => {
  const headers: Record<string, string> = {
    accept: 'application/json, text/html;q=0.8, */*;q=0.5',
    'accept-language': 'en',
    'user-agent': userAgent,
  };
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  if (request.credentials) {
    const { clientId, secret } = request.credentials;
    // Not form-encoded first, as RFC 6749 §2.3.1 would have it: Casdoor (v3.158.0) does not decode the two parts.
    headers.authorization = `Basic ${Buffer.from(`${clientId}:${secret.expose()}`, 'utf8').toString('base64')}`;
  }
  return headers;
};

export type RawAnswer = {
  request: ProbeRequest;
  status: number;
  /** Lower-case names; several values joined by a comma. */
  headers: Record<string, string>;
  /** Decoded from its content encoding, not yet from its charset. */
  bytes: Uint8Array;
  milliseconds: number;
};

/** An answer read in one of the two ways; a failure stays as it is. */
export const readAs = <T>(attempt: Attempt<RawAnswer>, read: (raw: RawAnswer) => T): Attempt<T> =>
  attempt.answered ? { answered: true, value: read(attempt.value) } : attempt;

/** The bytes as they came, with what says how they are to be read. */
export const pageAnswer = ({ status, headers, bytes }: RawAnswer): PageAnswer => ({
  status,
  bytes,
  contentType: headers['content-type'] ?? null,
  retryAfter: headers['retry-after'] ?? null,
});

/** Turns bytes into evidence: charset, byte order mark, JSON whatever the content type says, secrets taken out. */
export const readAnswer = ({ request, status, headers, bytes, milliseconds }: RawAnswer): Answer => {
  const contentType = headers['content-type'] ?? null;
  const text = decodeText(bytes, contentType);
  const secrets = request.credentials ? [request.credentials.secret] : [];
  const names = request.credentials ? [request.credentials.clientId] : [];
  const clean = (value: string) => (secrets.length === 0 ? value : redact(value, secrets, names));
  return {
    url: request.url,
    method: request.method,
    status,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, name === 'set-cookie' ? cookieNames(value) : clean(value)]),
    ),
    contentType,
    body: clean(text),
    milliseconds,
    json: parsed(text),
    isHtml: isHtml(text, contentType),
  };
};

/** A byte order mark beats the declared charset; a charset that is wrong or unknown gives way to UTF-8. */
export const decodeText = (bytes: Uint8Array, contentType: string | null): string => {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const declared = declaredCharset(contentType);
  const inUtf8 = isUtf8(bytes) ? utf8Text(bytes) : null;
  if (marked === null && inUtf8 !== null) {
    // What is UTF-8 throughout is UTF-8, whatever is declared, unless the declared charset has wider units.
    if (!isWideCharset(contentType)) return inUtf8;
  }
  const text = marked !== null ? decodedAs(marked, bytes) : declared ? decodedAs(declared, bytes) : null;
  if (text === null || (declared && text.includes('\0'))) return inUtf8 ?? decodedAs('utf-8', bytes) ?? '';
  return text;
};

/** Several times as fast as a decoder that looks for faults, and in one byte a character where that does. */
const utf8Text = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
};

const declaredCharset = (contentType: string | null): string | undefined =>
  /charset\s*=\s*"?([\w:.-]+)/i.exec(contentType ?? '')?.[1];

/** Whether units wider than a byte are declared, which no look at the bytes alone rules out. */
export const isWideCharset = (contentType: string | null): boolean =>
  /^utf-?16|^utf-?32/i.test(declaredCharset(contentType) ?? '');

const decodedAs = (charset: string, bytes: Uint8Array): string | null => {
  try {
    // The decoder takes a byte order mark off.
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return null;
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const isHtml = (text: string, contentType: string | null): boolean => {
  const start = text.slice(0, 1024).trimStart().toLowerCase();
  if (/^(<!doctype html|<html|<head|<body|<!--)/.test(start)) return true;
  return /^text\/html|^application\/xhtml/i.test(contentType ?? '') && !/^[[{]/.test(start);
};

/** A session cookie of Casdoor's is as good as a password; its name alone says what answered. */
const cookieNames = (value: string): string =>
  value
    .split(/,\s*(?=[^;,=\s]+=)/)
    .map((cookie) => `${cookie.split('=')[0]}=•••`)
    .join(', ');
