import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { isObject, type Json } from '../../../src/targets/file-provider';
import { comeIn, redirect, turnedAway } from '../../atlassian/front-door';
import type { Site } from '../../atlassian/site';
import type { StandInAnswer } from '../../atlassian/site-plugin';
import { bringAccount } from './bring-account';
import { documentOf } from './discovery';
import { isOn, jitIn, listIn, type StoredIdp, type StoredSettings, textIn } from './stored-settings';

export const initiatePath = '/plugins/servlet/oidc/initiate-login';
export const callbackPath = '/plugins/servlet/oidc/callback';

/** Sign-ins that were begun, by their state. */
export type BegunSignIns = Map<string, { idp: number; nonce: string }>;
/** User names, by the subject of an earlier sign-in. */
export type KnownSubjects = Map<string, string>;

/** Sends the browser to the provider: the one that is named, or the first that is on. */
export const initiate = async (
  url: URL,
  site: Site,
  { idps }: StoredSettings,
  begun: BegunSignIns,
): Promise<StandInAnswer> => {
  const named = url.searchParams.get('idp');
  const idp = idps.find((one) => isOn(one, 'enabled') && (named === null || String(one.id) === named));
  if (idp === undefined) return turnedAway('No identity provider is configured.');
  const authorization = (await endpointsOf(idp)).authorization;
  if (!URL.canParse(authorization)) return turnedAway('The identity provider could not be reached.');
  const [state, nonce] = [randomUUID(), randomUUID()];
  begun.set(state, { idp: idp.id, nonce });
  const scopes = ['openid', ...listIn(idp, 'additional-scopes'), ...listIn(jitIn(idp), 'additional-openid-scopes')];
  const authorize = new URL(authorization);
  const query = {
    response_type: 'code',
    client_id: textIn(idp, 'client-id'),
    scope: [...new Set(scopes)].join(' '),
    redirect_uri: site.baseUrl + callbackPath,
    state,
    nonce,
  };
  for (const [name, value] of Object.entries(query)) authorize.searchParams.set(name, value);
  return redirect(authorize.href);
};

/** Redeems the code, reads the claims, brings the account in line with them and opens a session. */
export const finish = async (
  url: URL,
  site: Site,
  { idps }: StoredSettings,
  { begun, subjects }: { begun: BegunSignIns; subjects: KnownSubjects },
): Promise<StandInAnswer> => {
  const state = url.searchParams.get('state') ?? '';
  const known = begun.get(state);
  begun.delete(state);
  const idp = idps.find(({ id }) => id === known?.idp);
  if (known === undefined || idp === undefined) return turnedAway('This sign-in was not begun here.');
  const code = url.searchParams.get('code');
  if (code === null) return turnedAway(url.searchParams.get('error') ?? 'No code was received.');
  try {
    const endpoints = await endpointsOf(idp);
    const tokens = await redeem(code, idp, endpoints.token, site.baseUrl + callbackPath);
    const idToken = await verified(tokens.idToken, idp, endpoints.keys, known.nonce);
    const brought = await bringAccount(
      { idToken: { ...idToken }, userinfo: () => userinfoOf(endpoints.userinfo, tokens.accessToken) },
      idp,
      {
        product: site.product,
        named: (name) => site.people.named(name),
        bySubject: (subject) => subjects.get(subject),
      },
    );
    if ('refused' in brought) return turnedAway(brought.refused);
    site.people.put(brought.user);
    subjects.set(brought.subject, brought.user.name);
    return comeIn(site, brought.user.name);
  } catch (error) {
    return turnedAway(error instanceof Trouble ? error.message : 'The identity provider was not understood.');
  }
};

/** What ends a sign-in, in the plugin's words. */
class Trouble extends Error {}

type PluginEndpoints = { authorization: string; token: string; userinfo: string; keys: string };

const endpointsOf = async (idp: StoredIdp): Promise<PluginEndpoints> => {
  if (!isOn(idp, 'discovery-enabled'))
    return {
      authorization: textIn(idp, 'authorization-endpoint'),
      token: textIn(idp, 'token-endpoint'),
      userinfo: textIn(idp, 'userinfo-endpoint'),
      keys: '',
    };
  const document = (await documentOf(textIn(idp, 'issuer-url'))) ?? {};
  return {
    authorization: textIn(document, 'authorization_endpoint'),
    token: textIn(document, 'token_endpoint'),
    userinfo: textIn(document, 'userinfo_endpoint'),
    keys: textIn(document, 'jwks_uri'),
  };
};

/** client_secret_basic and nothing else; no PKCE. */
const redeem = async (
  code: string,
  idp: Json,
  endpoint: string,
  redirectUri: string,
): Promise<{ idToken: string; accessToken: string }> => {
  const pair = [textIn(idp, 'client-id'), textIn(idp, 'client-secret')].map(encodeURIComponent).join(':');
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    redirect: 'error',
  });
  const tokens: unknown = await answer.json();
  if (!isObject(tokens) || typeof tokens.id_token !== 'string')
    throw new Trouble(`The code was not redeemed: ${isObject(tokens) ? textIn(tokens, 'error') : 'no answer'}.`);
  return { idToken: tokens.id_token, accessToken: textIn(tokens, 'access_token') };
};

/** Seconds. */
const clockSkew = 60;

const verified = async (token: string, idp: Json, keys: string, nonce: string): Promise<JWTPayload> => {
  const [audience, issuer] = [textIn(idp, 'client-id'), textIn(idp, 'issuer-url')];
  let payload: JWTPayload;
  if (keys === '') {
    // Filled in by hand, there is no field for keys: the token came straight from the token endpoint (Core §3.1.3.7).
    payload = decodeJwt(token);
    if (payload.iss !== issuer || ![payload.aud].flat().includes(audience) || (payload.exp ?? 0) * 1000 < Date.now())
      throw new Trouble('Issuer, audience or expiry of the ID token do not match.');
  } else {
    const options = { audience, issuer, clockTolerance: clockSkew };
    const read = await jwtVerify(token, createRemoteJWKSet(new URL(keys)), options).catch(() => null);
    if (read === null) throw new Trouble('Signature, issuer or audience of the ID token do not match.');
    payload = read.payload;
  }
  if (payload.nonce !== nonce) throw new Trouble('The nonce of the ID token does not match.');
  return payload;
};

const userinfoOf = async (endpoint: string, accessToken: string): Promise<Json> => {
  if (endpoint === '') return {};
  const answer = await fetch(endpoint, { headers: { authorization: `Bearer ${accessToken}` }, redirect: 'error' });
  const json: unknown = await answer.json();
  return isObject(json) && json.status !== 'error' ? json : {};
};
