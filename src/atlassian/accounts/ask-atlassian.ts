import type { Vantage } from '../../casdoor/vantage';
import type { Answer, Attempt } from '../../checks/evidence';
import type { Secret } from '../../secrets/secret';

/** What the reading needs of an answer. */
export type AtlassianAnswer = Pick<Answer, 'status' | 'headers' | 'json' | 'isHtml'>;

/**
 * Asks one site with the credentials of one person: a GET of a path that begins with `/rest/`, below the base URL. Never
 * rejects: what goes wrong on the network is a value. Who reads accounts knows neither address nor credentials.
 */
export type AskAtlassian = (path: string, signal: AbortSignal) => Promise<Attempt<AtlassianAnswer>>;

/** `body` goes out as JSON. */
export type AtlassianChange = { method: 'POST' | 'PUT'; path: string; body?: Readonly<Record<string, string>> };

/** Asks for one change, with the same rules. It is sent once: what was sent may have arrived although nothing came back. */
export type ChangeAtlassian = (change: AtlassianChange, signal: AbortSignal) => Promise<Attempt<AtlassianAnswer>>;

export type AtlassianCredentials =
  /** Basic; the name must not have a colon (RFC 7617 §2). */
  | { kind: 'password'; user: string; password: Secret }
  /** A personal access token of Data Center. */
  | { kind: 'token'; token: Secret };

/** Two thousand users of Jira are about 1.5 MB. */
const pageLimit = 16 * 1024 * 1024;
/** Milliseconds: a large Jira takes its time over a page. */
const pageTimeout = 60_000;

/**
 * Asks over a vantage. The credentials go to the origin that was typed and nowhere else: paths are appended to it, and a
 * redirect is not followed.
 *
 * @param baseUrl As typed, with its context path.
 */
export const askOverVantage = (vantage: Vantage, baseUrl: URL, credentials: AtlassianCredentials): AskAtlassian => {
  const base = baseOf(baseUrl);
  return async (path, signal) => {
    if (!path.startsWith('/rest/')) throw new TypeError('A path of the REST API is needed.');
    const headers = headersWith(credentials);
    return vantage.request(
      { method: 'GET', url: base + path, headers, limit: pageLimit, timeout: pageTimeout },
      signal,
    );
  };
};

/** The same for changes. */
export const changeOverVantage = (
  vantage: Vantage,
  baseUrl: URL,
  credentials: AtlassianCredentials,
): ChangeAtlassian => {
  const base = baseOf(baseUrl);
  return async ({ method, path, body }, signal) => {
    if (!path.startsWith('/rest/')) throw new TypeError('A path of the REST API is needed.');
    return vantage.request(
      {
        method,
        url: base + path,
        headers: { ...headersWith(credentials), ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
        once: true,
        fresh: true,
        limit: pageLimit,
        timeout: pageTimeout,
      },
      signal,
    );
  };
};

const baseOf = ({ origin, pathname }: URL): string => `${origin}${pathname.replace(/\/+$/, '')}`;

const headersWith = (credentials: AtlassianCredentials) => ({
  accept: 'application/json',
  authorization: authorizationOf(credentials),
  // Jira and Confluence answer a client that they take for a browser with a check for XSRF.
  'x-atlassian-token': 'no-check',
});

/** The header that carries them. */
export const authorizationOf = (credentials: AtlassianCredentials): string => {
  if (credentials.kind === 'token') return `Bearer ${credentials.token.expose()}`;
  const pair = `${credentials.user}:${credentials.password.expose()}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
};
