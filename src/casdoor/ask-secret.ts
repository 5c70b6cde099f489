import { allowInsecureRequests, Configuration, customFetch, tokenIntrospection } from 'openid-client';
import type { Answer, Attempt, SecretVerdict } from '../checks/evidence';
import { Secret } from '../secrets/secret';
import { nobodysClientId } from './ask-client';
import { isRecord } from './read-metadata';
import type { ProbeRequest } from './vantage';

export type SecretQuestion = { clientId: string; secret: Secret };
export type AskSecretOptions = {
  /** Casdoor's own introspection endpoint on the typed origin. */
  url: string;
  issuer: string;
  ask: (request: ProbeRequest) => Promise<Attempt<Answer>>;
};

/**
 * The one check of a secret without a side effect: introspection of a token that is none, with Basic (Casdoor v3.158.0;
 * RFC 7662 §2.1). openid-client makes and reads the exchange; what came is kept beside it.
 */
export const introspect = async (
  { clientId, secret }: SecretQuestion,
  { url, issuer, ask }: AskSecretOptions,
): Promise<{ attempt: Attempt<Answer>; isRight: boolean }> => {
  let attempt: Attempt<Answer> | null = null;
  // The vantage adds the credentials: openid-client's own Basic form-encodes them, which Casdoor does not decode.
  const configuration = new Configuration({ issuer, introspection_endpoint: url }, clientId, undefined, () => {});
  if (url.startsWith('http:')) allowInsecureRequests(configuration);
  configuration[customFetch] = async (_url, { body }) => {
    attempt = await ask({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(body),
      credentials: { clientId, secret },
    });
    if (!attempt.answered) throw new TypeError('No answer.');
    return new Response(attempt.value.status === 204 ? null : JSON.stringify(attempt.value.json ?? null), {
      status: attempt.value.status >= 200 && attempt.value.status < 600 ? attempt.value.status : 500,
      headers: { 'content-type': 'application/json' },
    });
  };
  const isRight = await tokenIntrospection(configuration, 'x').then(
    () => true,
    () => false,
  );
  if (attempt === null) throw new TypeError('openid-client made no request.');
  return { attempt, isRight };
};

/**
 * What a refused introspection means: right but for spaces around it, in each other's field, wrong, or nothing certain
 * because something other than Casdoor refused. Each try has a connection of its own, because Casdoor closes the kept
 * one after a refusal.
 */
export const explainRefusal = async (
  refused: Attempt<Answer>,
  { clientId, secret }: SecretQuestion,
  options: AskSecretOptions,
  triesSwapped: boolean,
): Promise<SecretVerdict> => {
  if (!refused.answered || !isClientRefusal(refused.value)) return 'not-certain';
  const fresh: AskSecretOptions = { ...options, ask: (request) => options.ask({ ...request, fresh: true }) };
  const typed = secret.expose();
  const trimmed = typed.replace(/^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/g, '');
  const [isRightTrimmed, isRightSwapped, control] = await Promise.all([
    trimmed !== typed && trimmed !== ''
      ? introspect({ clientId, secret: new Secret(trimmed) }, fresh).then(({ isRight }) => isRight)
      : false,
    triesSwapped && trimmed !== ''
      ? introspect({ clientId: trimmed, secret: new Secret(clientId.trim()) }, fresh).then(({ isRight }) => isRight)
      : false,
    hasErrorCode(refused.value) ? null : introspect({ clientId, secret: new Secret(nobodysClientId()) }, fresh),
  ]);
  if (isRightTrimmed) return 'right-when-trimmed';
  if (isRightSwapped) return 'right-when-swapped';
  const wrong = trimmed === clientId.trim() ? 'client-id' : 'wrong';
  if (control === null) return wrong;
  // A surely wrong secret gets the same words: it is the secret that was refused, not the request.
  const isSame =
    control.attempt.answered &&
    control.attempt.value.status === refused.value.status &&
    reasonOf(control.attempt.value) === reasonOf(refused.value);
  return isSame ? wrong : 'not-certain';
};

/** Too many requests, or a gateway without Casdoor behind it: the question did not arrive. */
export const isBusy = ({ status }: Answer): boolean => status === 429 || (status >= 502 && status <= 504);

/** Casdoor's ways to refuse a client: 401 `invalid_client`; before v2.397.0 HTTP 200 with a status, before v2.333 an `error` alone. */
const isClientRefusal = (answer: Answer): boolean => {
  const { json, status } = answer;
  if (!isRecord(json)) return false;
  if (hasErrorCode(answer)) return true;
  if (status !== 200 && status !== 400 && status !== 401) return false;
  return json.status === 'error' || (typeof json.error === 'string' && json.error !== 'invalid_request');
};

/** RFC 6749 §5.2: a code, in no language. */
const hasErrorCode = ({ json }: Answer): boolean => isRecord(json) && json.error === 'invalid_client';

const reasonOf = ({ json }: Answer): string =>
  isRecord(json) ? JSON.stringify([json.error ?? null, json.error_description ?? null, json.msg ?? null]) : '';
