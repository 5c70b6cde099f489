import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What opens the panel. All three live as long as the process. */
export type Session = {
  /** Stands in the printed address. */
  token: string;
  /** In a cookie that scripts cannot read. Another local port is same-site, so the cookie alone opens nothing. */
  cookie: string;
  /** In the page alone, which another origin cannot read; each call carries it. */
  pageKey: string;
};

export const newSession = (): Session => ({ token: secret(), cookie: secret(), pageKey: secret() });

const secret = () => randomBytes(32).toString('base64url');

/** Cookies know no port: the name tells two panels of one machine apart. */
export const cookieName = (port: number) => `companion-${port}`;

/** Compares in a time that does not depend on where the two differ, nor on their lengths. */
export const isSame = (given: string | null | undefined, expected: string): boolean =>
  typeof given === 'string' && timingSafeEqual(digest(given), digest(expected));

const digest = (text: string) => createHash('sha256').update(text).digest();

export const cookieOf = (request: IncomingMessage, name: string): string | null => {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
};

/**
 * Why a call is not answered; null where it may be. A foreign page can send a simple POST with the cookie, so a call
 * must be JSON from our own page, and show the value that stands in it.
 */
export const problemOfCall = (request: IncomingMessage, origin: string, pageKey: string): string | null => {
  const { headers } = request;
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) return 'A call is JSON.';
  if (headers.origin !== origin || headers['sec-fetch-site'] !== 'same-origin')
    return 'A call comes from the panel itself.';
  const shown = headers['x-companion-call'];
  return isSame(typeof shown === 'string' ? shown : null, pageKey) ? null : 'A call carries the value of its page.';
};
