import * as v from 'valibot';
import type { AtlassianCredentials } from '../atlassian/accounts/ask-atlassian';
import { Secret } from '../secrets/secret';
import type { SecretHome } from './secrets';

/** Credentials for Jira or Confluence as they lie in a secret: the name belongs to the password. */

const kept = v.variant('kind', [
  v.object({ kind: v.literal('password'), user: v.string(), password: v.string() }),
  v.object({ kind: v.literal('token'), token: v.string() }),
]);

export const textOfCredentials = (credentials: AtlassianCredentials): Secret =>
  new Secret(
    JSON.stringify(
      credentials.kind === 'token'
        ? { kind: 'token', token: credentials.token.expose() }
        : { kind: 'password', user: credentials.user, password: credentials.password.expose() },
    ),
  );

export const credentialsOf = (text: Secret): AtlassianCredentials => {
  const read = v.parse(kept, JSON.parse(text.expose()));
  return read.kind === 'token'
    ? { kind: 'token', token: new Secret(read.token) }
    : { kind: 'password', user: read.user, password: new Secret(read.password) };
};

/** Where credentials that are typed for a base URL belong; null where it is no address of the web. */
export const homeOf = (baseUrl: string | null): SecretHome | null => {
  if (baseUrl === null || !URL.canParse(baseUrl)) return null;
  const { protocol, hostname, port, pathname } = new URL(baseUrl);
  const scheme = protocol.slice(0, -1);
  if (scheme !== 'https' && scheme !== 'http') return null;
  const usual = scheme === 'https' ? 443 : 80;
  return { scheme, host: hostname, port: Number(port || usual), path: pathname.replace(/\/+$/, ''), clientId: '' };
};
