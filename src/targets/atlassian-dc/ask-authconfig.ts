import { type AtlassianCredentials, authorizationOf } from '../../atlassian/accounts/ask-atlassian';
import type { Vantage } from '../../casdoor/vantage';
import type { Answer, Attempt } from '../../checks/evidence';
import type { Json } from '../file-provider';

/** Below `/rest/authconfig/1.0`, such as `/idps/3`. */
export type AuthconfigRequest =
  | { method: 'GET' | 'DELETE'; path: string }
  | { method: 'POST' | 'PATCH'; path: string; body: Json };

export type AuthconfigAnswer = Pick<Answer, 'status' | 'headers' | 'body' | 'json' | 'isHtml'>;

/** One request to the API of the sign-in settings. Never rejects: what goes wrong on the network is a value. */
export type AskAuthconfig = (request: AuthconfigRequest, signal: AbortSignal) => Promise<Attempt<AuthconfigAnswer>>;

/** SSO for Atlassian Data Center as Jira 8.15, Confluence 7.13 and later have it. */
export const authconfigRoot = '/rest/authconfig/1.0';

const answerLimit = 4 * 1024 * 1024;
/** Milliseconds: with discovery on, saving waits for the node to fetch Casdoor's document. */
const answerTimeout = 60_000;

/**
 * Asks over a vantage. The credentials go to the origin that was typed and nowhere else, and no redirect is followed.
 *
 * @param baseUrl As typed, with its context path.
 */
export const askAuthconfigOverVantage = (
  vantage: Vantage,
  baseUrl: URL,
  credentials: AtlassianCredentials,
): AskAuthconfig => {
  const base = `${baseUrl.origin}${baseUrl.pathname.replace(/\/+$/, '')}${authconfigRoot}`;
  return async (request, signal) =>
    vantage.request(
      {
        method: request.method,
        url: base + request.path,
        headers: {
          accept: 'application/json',
          authorization: authorizationOf(credentials),
          // Jira and Confluence answer a client that they take for a browser with a check for XSRF.
          'x-atlassian-token': 'no-check',
          ...('body' in request ? { 'content-type': 'application/json' } : {}),
        },
        // What was sent may have arrived although nothing came back: it is read again, not sent again.
        ...(request.method === 'GET' ? {} : { once: true, fresh: true }),
        ...('body' in request ? { body: JSON.stringify(request.body) } : {}),
        limit: answerLimit,
        timeout: answerTimeout,
      },
      signal,
    );
};
