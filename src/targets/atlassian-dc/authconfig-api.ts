import type { Attempted } from '../../apply/apply-target';
import type { AtlassianCredentials } from '../../atlassian/accounts/ask-atlassian';
import { type Product, productNames } from '../../contract/target';
import { redacting } from '../../secrets/redact';
import { Secret } from '../../secrets/secret';
import { isObject, type Json, Section } from '../file-provider';
import type { AskAuthconfig, AuthconfigRequest } from './ask-authconfig';
import { documentUnknown, failureOf, userColon } from './authconfig-failures';

/** Everything that the API tells, as it tells it. */
export type AuthconfigSettings = { idps: readonly Json[]; sso: Json; loginOptions: readonly Json[] };

export type AuthconfigApi = {
  product: Product;
  read: (signal: AbortSignal) => Promise<Attempted<AuthconfigSettings>>;
  readIdp: (id: string, signal: AbortSignal) => Promise<Attempted<Json>>;
  /** The identity provider as it was made; empty where the answer does not tell. */
  createIdp: (idp: Json, signal: AbortSignal) => Promise<Attempted<Json>>;
  /** Writes what is given and nothing else. `isDiscovered`: it is saved with discovery on. */
  patchIdp: (id: string, patch: Json, isDiscovered: boolean, signal: AbortSignal) => Promise<Attempted<void>>;
  deleteIdp: (id: string, signal: AbortSignal) => Promise<Attempted<void>>;
  patchSso: (patch: Json, signal: AbortSignal) => Promise<Attempted<void>>;
};

/** Identity providers; nobody has more. */
const mostIdps = 100;

/** @param credentials Those that `ask` sends: of which kind they are, and whether the user name has a colon. */
export const authconfigApi = (
  ask: AskAuthconfig,
  product: Product,
  credentials: AtlassianCredentials,
): AuthconfigApi => {
  const { kind } = credentials;
  const name = productNames[product];
  const answerOf = async (request: AuthconfigRequest, savesWithDiscovery: boolean, signal: AbortSignal) => {
    if (credentials.kind === 'password' && credentials.user.includes(':')) return refusedBy(userColon);
    const attempt = await ask(request, signal);
    const failure = failureOf(attempt, { product, kind, savesWithDiscovery, clean: cleaning(request) });
    if (failure !== null) return refusedBy(failure);
    return { ok: true as const, value: attempt.answered ? attempt.value.json : undefined };
  };
  const get = (path: string, signal: AbortSignal) => answerOf({ method: 'GET', path }, false, signal);
  const done = (answer: Attempted<unknown>): Attempted<void> => (answer.ok ? { ok: true, value: undefined } : answer);

  const readIdp = async (id: string, signal: AbortSignal): Promise<Attempted<Json>> => {
    const read = await get(`/idps/${encodeURIComponent(id)}`, signal);
    if (!read.ok) return read;
    return isObject(read.value) && idOf(read.value) === id
      ? { ok: true, value: read.value }
      : refusedBy(documentUnknown('An identity provider', name));
  };

  return {
    product,
    readIdp,
    read: async (signal) => {
      const listed = await get('/idps?limit=-1', signal);
      if (!listed.ok) return listed;
      const list = listIn(listed.value);
      // Without its id, an identity provider can neither be changed nor be left alone.
      if (list === null || list.length > mostIdps || list.some((idp) => idOf(idp) === ''))
        return refusedBy(documentUnknown('The list of identity providers', name));
      // At the same time: none of them decides about another, and the credentials have proved to be right. The list may tell
      // less of each identity provider than is there.
      const [sso, options, ...wholes] = await Promise.all([
        get('/sso', signal),
        get('/login-options', signal),
        ...list.map((idp) => readIdp(idOf(idp), signal)),
      ]);
      const idps: Json[] = [];
      for (const whole of wholes) {
        if (!whole.ok) return whole;
        idps.push(whole.value);
      }
      if (!sso.ok) return sso;
      if (!isObject(sso.value) || new Section(sso.value).flag('show-login-form') === undefined)
        return refusedBy(documentUnknown('What is shown on the sign-in page', name));
      if (!options.ok) return options;
      return { ok: true, value: { idps, sso: sso.value, loginOptions: listIn(options.value) ?? [] } };
    },
    createIdp: async (idp, signal) => {
      const made = await answerOf({ method: 'POST', path: '/idps', body: idp }, isDiscovering(idp), signal);
      if (!made.ok) return made;
      return { ok: true, value: isObject(made.value) ? made.value : {} };
    },
    patchIdp: async (id, patch, isDiscovered, signal) =>
      done(
        await answerOf({ method: 'PATCH', path: `/idps/${encodeURIComponent(id)}`, body: patch }, isDiscovered, signal),
      ),
    deleteIdp: async (id, signal) =>
      done(await answerOf({ method: 'DELETE', path: `/idps/${encodeURIComponent(id)}` }, false, signal)),
    patchSso: async (patch, signal) =>
      done(await answerOf({ method: 'PATCH', path: '/sso', body: patch }, false, signal)),
  };
};

/** A number, or a text; empty where there is none. */
export const idOf = (idp: Json): string => new Section(idp).text('id');

export const isDiscovering = (idp: Json): boolean => new Section(idp).flag('discovery-enabled') === true;

/** A list, or a page of one. */
const listIn = (json: unknown): Json[] | null => {
  const list = isObject(json) ? json.results : json;
  return Array.isArray(list) && list.every(isObject) ? list : null;
};

/** The client secret that was sent is in no complaint about it. */
const cleaning = (request: AuthconfigRequest): ((text: string) => string) => {
  const sent = 'body' in request ? request.body['client-secret'] : undefined;
  return redacting(typeof sent === 'string' ? [new Secret(sent)] : []);
};

const refusedBy = <F>(failure: F): { ok: false; failure: F } => ({ ok: false, failure });
