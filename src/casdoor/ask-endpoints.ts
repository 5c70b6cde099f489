import type { Answer, Attempt, Given } from '../checks/evidence';
import type { CasdoorAddress } from '../contract/address';
import { isLoopback } from './address';
import type { FirstWave } from './first-wave';
import type { Gathering } from './gathering';
import { readKeys } from './read-keys';

export const askSignInPage = async (g: Gathering, address: CasdoorAddress, first: FirstWave): Promise<void> => {
  const { metadata } = g.evidence;
  const endpoint = metadata.known ? metadata.value.authorizationEndpoint : null;
  if (endpoint === null) {
    g.lacks({ reason: 'needs', fact: 'metadata' }, 'signInPage');
    return;
  }
  const { given } = g;
  const url = new URL(endpoint);
  const parameters = {
    response_type: 'code',
    ...(first.asksClient ? { client_id: first.question.clientId } : {}),
    ...(given.redirectUri === null ? {} : { redirect_uri: given.redirectUri }),
    scope: given.scopes.join(' '),
    state: 'check',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const attempt = await askDocumented(g, address, url);
  if (attempt === null) g.lacks({ reason: 'not-applicable' }, 'signInPage');
  else g.knowsAttempt('signInPage', shownFrom(address, attempt));
};

/** Not Casdoor: its keys are where its document says. */
export const askKeysElsewhere = async (
  g: Gathering,
  address: CasdoorAddress,
  jwksUri: string | null,
): Promise<void> => {
  if (jwksUri === null) {
    g.lacks({ reason: 'needs', fact: 'metadata' }, 'keysAnswer', 'keys');
    return;
  }
  const attempt = await askDocumented(g, address, new URL(jwksUri));
  if (attempt === null) {
    g.lacks({ reason: 'not-applicable' }, 'keysAnswer', 'keys');
    return;
  }
  g.knowsAttempt('keysAnswer', shownFrom(address, attempt));
  const keys = attempt.answered ? await readKeys(attempt.value.json) : null;
  if (keys === null) g.lacks({ reason: 'needs', fact: 'keysAnswer' }, 'keys');
  else g.knows('keys', keys);
};

/** An address that a document names: without credentials, and null where it may not be looked at from here. */
const askDocumented = async (g: Gathering, address: CasdoorAddress, url: URL): Promise<Attempt<Answer> | null> => {
  const isTyped = url.origin === address.origin;
  const allowsPrivate = isTyped || (await typedIsPrivate(g, address));
  const attempt = await g.ask({
    method: 'GET',
    url: url.href,
    ...(isTyped ? {} : { foreign: { allowsPrivate } }),
  });
  if (!attempt.answered && attempt.failure.code === 'ADDRESS_NOT_ALLOWED') return null;
  return attempt;
};

/** What stands at an address of somebody else's choosing may be anything: that it answered is kept, what it said is not. */
const shownFrom = (address: CasdoorAddress, attempt: Attempt<Answer>): Attempt<Answer> => {
  if (!attempt.answered || new URL(attempt.value.url).origin === address.origin) return attempt;
  const { location, 'content-type': contentType } = attempt.value.headers;
  const headers = { ...(location ? { location } : {}), ...(contentType ? { 'content-type': contentType } : {}) };
  return { answered: true, value: { ...attempt.value, headers, body: '', json: undefined } };
};

const typedIsPrivate = async (g: Gathering, address: CasdoorAddress): Promise<boolean> => {
  if (isLoopback(address.host)) return true;
  const lookup = await g.vantage.lookup(address.host, g.signal);
  return lookup.known && lookup.value.answered && lookup.value.value.hasPrivate;
};

export const askSignOut = async (g: Gathering, first: FirstWave): Promise<void> => {
  const { baseUrl } = g.given.target;
  if (baseUrl === null) {
    g.lacks({ reason: 'not-given', what: 'base-url' }, 'signOut');
    return;
  }
  const attempt = await g.ask({
    method: 'GET',
    url: first.urls.signOut({
      post_logout_redirect_uri: baseUrl,
      ...(first.asksClient ? { client_id: first.question.clientId } : {}),
    }),
  });
  g.knowsAttempt('signOut', attempt);
};

/**
 * What Jira and Confluence send to redeem a code, but without client and code: Casdoor says no in JSON and keeps
 * nothing. Whatever else answers stands in the way of every sign-in.
 */
export const askTokenEndpoint = async (g: Gathering, first: FirstWave): Promise<void> => {
  const attempt = await g.ask({
    method: 'POST',
    url: first.urls.token,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=authorization_code',
  });
  g.knowsAttempt('tokenAnswer', attempt);
};

/** Where a mapping reads from beside the token; null where from nowhere else. */
export const readsBeside = ({ mapping, target }: Given): 'userinfo' | 'get-account' | null => {
  if (mapping === null) return null;
  // What the ID token lacks as a username, Data Center's own SSO asks userinfo for.
  if (target.plugin === 'atlassian-dc') return 'userinfo';
  return mapping.source === 'userinfo' || mapping.source === 'get-account' ? mapping.source : null;
};

/** The endpoint that claims are read from, asked without a token: Casdoor refuses in JSON, and keeps nothing. */
export const askClaimsEndpoint = async (g: Gathering, first: FirstWave): Promise<void> => {
  const source = readsBeside(g.given);
  if (source === null) {
    g.lacks(
      g.given.mapping === null ? { reason: 'not-given', what: 'mapping' } : { reason: 'not-applicable' },
      'claimsAnswer',
    );
    return;
  }
  g.knowsAttempt('claimsAnswer', await g.ask({ method: 'GET', url: first.urls.claims(source) }));
};
