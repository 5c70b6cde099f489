import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { administers } from '../../atlassian/caller';
import { comeIn, redirect, turnedAway } from '../../atlassian/front-door';
import type { Site } from '../../atlassian/site';
import type { StandInAnswer } from '../../atlassian/site-plugin';
import { bringAccount } from './bring-account';
import { PluginClaims } from './claims';
import { type Configuration, isObject, type Json } from './configuration';
import { doorIn, type ProviderSettings, providersIn } from './settings';

export const authPath = '/plugins/servlet/oauth/auth';
export const callbackPath = '/plugins/servlet/oauth/callback';

/** Sign-ins that were begun, by their state. */
export type BegunSignIns = Map<string, { provider: string }>;

/** Sends the browser to the provider: the one that is named, or the first. */
export const begin = (url: URL, site: Site, configuration: Configuration, begun: BegunSignIns): StandInAnswer => {
  const providers = providersIn(configuration.stored);
  const named = url.searchParams.get('idp');
  const provider = named === null ? providers[0] : providers.find(({ id }) => id === named);
  if (provider === undefined) return turnedAway('MO_00010: No identity provider is configured.');
  const state = randomUUID();
  begun.set(state, { provider: provider.id });
  const authorize = new URL(provider.authorizeEndpoint);
  const query = {
    response_type: 'code',
    client_id: provider.clientId,
    scope: provider.scope,
    redirect_uri: site.baseUrl + callbackPath,
    state,
  };
  for (const [name, value] of Object.entries(query)) authorize.searchParams.set(name, value);
  return redirect(authorize.href);
};

/** Redeems the code, reads the claims, brings the account in line with them and opens a session. */
export const finish = async (
  url: URL,
  site: Site,
  configuration: Configuration,
  begun: BegunSignIns,
): Promise<StandInAnswer> => {
  const state = url.searchParams.get('state') ?? '';
  const known = begun.get(state);
  begun.delete(state);
  const provider = providersIn(configuration.stored).find(({ id }) => id === known?.provider);
  if (known === undefined || provider === undefined) return turnedAway('MO_00009: This sign-in was not begun here.');
  const code = url.searchParams.get('code');
  if (code === null) return turnedAway(`MO_00008: ${url.searchParams.get('error') ?? 'No code was received.'}`);
  const claims = await claimsFor(code, provider, site.baseUrl + callbackPath).catch(
    (error: unknown) =>
      new Trouble(error instanceof Trouble ? error.message : 'MO_00005: The provider was not understood.'),
  );
  if (claims instanceof Trouble) return turnedAway(claims.message);
  const door = doorIn(configuration.stored);
  const { people } = site;
  const brought = bringAccount(new PluginClaims(claims), provider, door.allowedDomains, {
    all: people.all,
    named: (name) => people.named(name),
    groups: people.groups,
    hasOtherAdministrator: (user) =>
      people.all.some((other) => other.name !== user.name && other.active && administers(other, site)) ||
      !administers(user, site),
  });
  if ('refused' in brought) return turnedAway(`${brought.refused}: ${brought.words}`);
  people.put(brought.user);
  return comeIn(site, brought.user.name, door.relayState === '' ? undefined : door.relayState);
};

/** What ends a sign-in, in the plugin's words. */
class Trouble extends Error {}

const claimsFor = async (code: string, provider: ProviderSettings, redirectUri: string): Promise<Json> => {
  const { clientId, clientSecret } = provider;
  const isInHeader = provider.sendsSecretIn === 'header';
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    ...(isInHeader ? {} : { client_id: clientId, client_secret: clientSecret }),
  });
  const answer = await fetch(provider.tokenEndpoint, {
    method: 'POST',
    body: form,
    redirect: 'error',
    headers: isInHeader
      ? { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` }
      : {},
  });
  const tokens: unknown = await answer.json();
  if (!isObject(tokens) || typeof tokens.access_token !== 'string')
    throw new Trouble(`MO_00007: ${isObject(tokens) ? String(tokens.error ?? 'no token') : 'no token'}`);
  if (!provider.readsToken) return fromEndpoint(provider.userinfoEndpoint, tokens.access_token);
  if (typeof tokens.id_token !== 'string') throw new Trouble('MO_00007: No ID token was received.');
  return verified(tokens.id_token, provider);
};

const fromEndpoint = async (endpoint: string, token: string): Promise<Json> => {
  const answer = await fetch(endpoint, { headers: { authorization: `Bearer ${token}` }, redirect: 'error' });
  const json: unknown = await answer.json();
  if (!isObject(json)) throw new Trouble('MO_00005: The user info endpoint answered no object.');
  return json;
};

/** Rules 10 and 11: RSA alone, by `kid`; "Issuer Check: Default" compares the audience. */
const verified = async (token: string, { keys, clientId, issuer }: ProviderSettings): Promise<Json> => {
  if (!URL.canParse(keys)) {
    const claims = decodeJwt(token);
    if (![claims.aud].flat().includes(clientId)) throw new Trouble('MO_00005: The audience does not match.');
    return { ...claims };
  }
  const jwks = createRemoteJWKSet(new URL(keys));
  try {
    const { payload } = await jwtVerify(token, jwks, {
      algorithms: ['RS256', 'RS384', 'RS512'],
      audience: clientId,
      ...(issuer === null ? {} : { issuer }),
    });
    return { ...payload };
  } catch {
    throw new Trouble('MO_00001: The signature, the audience or the issuer of the token does not match.');
  }
};
