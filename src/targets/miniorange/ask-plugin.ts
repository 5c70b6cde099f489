import { type AtlassianCredentials, authorizationOf } from '../../atlassian/accounts/ask-atlassian';
import type { Vantage } from '../../casdoor/vantage';
import type { Answer, Attempt } from '../../checks/evidence';

export type PluginRequest =
  | { method: 'GET'; path: string; isAnonymous?: boolean }
  /** The body goes out as it is, in UTF-8. */
  | { method: 'POST'; path: string; body: string };

export type PluginAnswer = Pick<Answer, 'status' | 'headers' | 'body' | 'json' | 'isHtml'>;

/** One request below the base URL. Never rejects: what goes wrong on the network is a value. */
export type AskPlugin = (request: PluginRequest, signal: AbortSignal) => Promise<Attempt<PluginAnswer>>;

/** A configuration with the mapping of a thousand groups is some hundred kilobytes. */
const answerLimit = 4 * 1024 * 1024;
/** Milliseconds: an import writes every setting of the plugin one by one. */
const answerTimeout = 60_000;

/**
 * Asks over a vantage. The credentials go to the origin that was typed and nowhere else, and no redirect is followed.
 *
 * @param baseUrl As typed, with its context path.
 */
export const askPluginOverVantage = (vantage: Vantage, baseUrl: URL, credentials: AtlassianCredentials): AskPlugin => {
  const base = `${baseUrl.origin}${baseUrl.pathname.replace(/\/+$/, '')}`;
  return async (request, signal) => {
    const isAnonymous = request.method === 'GET' && request.isAnonymous === true;
    return vantage.request(
      {
        method: request.method,
        url: base + request.path,
        headers: {
          accept: 'application/json',
          // Exactly this, with no charset behind it, or the plugin takes the body for none.
          'content-type': 'application/json',
          // Jira and Confluence answer a client that they take for a browser with a check for XSRF.
          'x-atlassian-token': 'no-check',
          ...(isAnonymous ? {} : { authorization: authorizationOf(credentials) }),
        },
        // What was sent may have arrived although nothing came back: it is read again, not sent again.
        ...(request.method === 'POST' ? { body: request.body, once: true, fresh: true } : {}),
        limit: answerLimit,
        timeout: answerTimeout,
      },
      signal,
    );
  };
};
