import { allowInsecureRequests, authorizationCodeGrant, Configuration, customFetch, None } from 'openid-client';
import { isRecord, isRefusal } from '../casdoor/read-metadata';
import type { Vantage } from '../casdoor/vantage';
import { type Answer, type Attempt, type Fact, known, missing } from '../checks/evidence';
import type { Redemption, RedemptionRefusal } from '../checks/sign-in-evidence';
import { Secret } from '../secrets/secret';
import { endpointsOf, mayTravel } from './endpoints';
import type { Proof } from './proof';
import type { SignInQuestion } from './question';
import type { Strike } from './strike';

type RedeemOptions = {
  question: SignInQuestion;
  code: Secret;
  proof: Pick<Proof, 'state' | 'nonce' | 'verifier'>;
  secret: Secret | null;
  vantage: Vantage;
  signal: AbortSignal;
  strike: Strike;
};

/** Tokens live no longer than the exchange that they are asked for in. */
export type Tokens = { idToken: Secret | null; accessToken: Secret | null; refreshToken: Secret | null };

/**
 * Redeems a code once, as the plugin would (RFC 6749 §4.1.3, RFC 7636 §4.5). openid-client makes the request and the
 * vantage sends it; the answer is read here, because openid-client drops the words of a refusal that came as HTTP 200,
 * as plain text or beside a challenge. What the ID token is worth is not judged here.
 */
export const redeem = async (
  options: RedeemOptions,
): Promise<{ redemption: Fact<Redemption>; tokens: Tokens | null }> => {
  const { question, strike } = options;
  const endpoint = endpointsOf(question).token;
  if (endpoint === null) return { redemption: missing({ reason: 'not-casdoor' }), tokens: null };
  if (!mayTravel(question.origin, question.allowsHttp))
    return { redemption: missing({ reason: 'not-given', what: 'http-consent' }), tokens: null };
  const attempt = await askOnce(endpoint, options);
  if (!attempt.answered) {
    const { failure } = attempt;
    const isStopped = failure.kind === 'stopped';
    return {
      redemption: isStopped ? missing({ reason: 'stopped' }) : known({ kind: 'unanswered', failure }),
      tokens: null,
    };
  }
  return readRedemption(attempt.value, strike);
};

const askOnce = async (
  url: string,
  { question, code, proof, secret, vantage, signal }: RedeemOptions,
): Promise<Attempt<Answer>> => {
  const { clientId, issuer, redirectUri, server } = question;
  // The secret goes to nobody who has not proved to be Casdoor; with PKCE it may be left out (v3.158.0).
  const credentials =
    server.kind === 'casdoor' && server.isProved && secret !== null && secret.expose() !== ''
      ? { clientId, secret }
      : null;
  let attempt: Attempt<Answer> | null = null;
  const configuration = new Configuration(
    { issuer, token_endpoint: url },
    clientId,
    undefined,
    // Casdoor reads Basic only where the body names no client, and does not decode what openid-client would encode.
    credentials === null ? None() : () => {},
  );
  if (url.startsWith('http:')) allowInsecureRequests(configuration);
  configuration[customFetch] = async (asked, { body }) => {
    if (attempt !== null || asked !== url) throw new TypeError('A code is redeemed once, and at one address.');
    const form = new URLSearchParams(String(body));
    // Exactly as it was in the question: openid-client makes it of the address that was called.
    form.set('redirect_uri', redirectUri);
    attempt = await vantage.request(
      {
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
        ...(credentials === null ? {} : { credentials }),
        // A kept connection may have been closed without a word, and the code may be spent by the first request.
        fresh: true,
        once: true,
      },
      signal,
    );
    // openid-client has done its part: what came is read by `readRedemption`.
    throw new TypeError('The answer is read elsewhere.');
  };
  const returned = new URL(redirectUri);
  returned.search = new URLSearchParams({ code: code.expose(), state: proof.state.expose() }).toString();
  await authorizationCodeGrant(configuration, returned, {
    expectedState: proof.state.expose(),
    expectedNonce: proof.nonce.expose(),
    pkceCodeVerifier: proof.verifier.expose(),
  }).catch(() => {});
  if (attempt === null) throw new TypeError('openid-client made no request.');
  return attempt;
};

const readRedemption = (answer: Answer, strike: Strike): { redemption: Fact<Redemption>; tokens: Tokens | null } => {
  const { contentType, json, milliseconds, status } = answer;
  const isSuccess = status >= 200 && status < 300;
  if (isRecord(json) && isSuccess) {
    const tokens: Tokens = {
      idToken: textOf(json.id_token),
      accessToken: textOf(json.access_token),
      refreshToken: textOf(json.refresh_token),
    };
    const [hasIdToken, hasAccessToken] = [tokens.idToken !== null, tokens.accessToken !== null];
    if (hasIdToken || hasAccessToken) {
      const expiresIn = secondsOf(json.expires_in);
      return { redemption: known({ kind: 'tokens', hasIdToken, hasAccessToken, expiresIn, milliseconds }), tokens };
    }
  }
  const refusal = refusalIn(json);
  if (refusal === null)
    return { redemption: known({ kind: 'unreadable', status, contentType, milliseconds }), tokens: null };
  const { error, words } = refusal;
  return {
    redemption: known({
      kind: 'refused',
      error: error === null ? null : strike.text(error).slice(0, longestWords),
      words: shownWords(words, strike),
      reason: reasonOf(error, words),
      status,
      milliseconds,
    }),
    tokens: null,
  };
};

const longestWords = 500;

/** An OAuth error (RFC 6749 §5.2), or Casdoor's own way to say no, whatever the status is. Null where it is neither. */
export const refusalIn = (json: unknown): { error: string | null; words: string } | null => {
  if (!isRecord(json)) return null;
  if (typeof json.error === 'string' && json.error !== '') {
    const description = typeof json.error_description === 'string' ? json.error_description : '';
    return { error: json.error, words: description === '' ? json.error : description };
  }
  return isRefusal(json) ? { error: null, words: typeof json.msg === 'string' ? json.msg : '' } : null;
};

/** A challenge that is not ours is somebody's, too: of a code that was made for another question. */
export const shownWords = (words: string, strike: Strike): string =>
  strike.text(words.replace(/((?:challengeAnswer|CodeChallenge): \[)[^\]]*\]/g, '$1•••]')).slice(0, longestWords);

const refusals: readonly { error: string | null; words: RegExp; reason: RedemptionRefusal }[] = [
  { error: 'invalid_client', words: /^client_id is invalid/, reason: 'client-unknown' },
  { error: 'invalid_client', words: /^client_secret is invalid/, reason: 'secret-wrong' },
  { error: 'invalid_grant', words: /^authorization code: \[[^\]]*\] is invalid/, reason: 'code-unknown' },
  { error: 'invalid_grant', words: /^authorization code has been used/, reason: 'code-used' },
  { error: 'invalid_grant', words: /^authorization code has expired/, reason: 'code-expired' },
  { error: 'invalid_grant', words: /^verifier is invalid/, reason: 'verifier-wrong' },
  { error: 'invalid_grant', words: /^the token is for wrong application/, reason: 'other-application' },
  { error: 'unsupported_grant_type', words: /^/, reason: 'grant-refused' },
  { error: null, words: /^The cert .* does not exist$|^cert: .* cannot be found$/, reason: 'certificate-missing' },
  { error: 'invalid_grant', words: /^cert: .* cannot be found$/, reason: 'certificate-missing' },
];

/** Casdoor v3.158.0 says these in English whatever language it was asked in. */
const reasonOf = (error: string | null, words: string): RedemptionRefusal =>
  refusals.find((one) => one.error === error && one.words.test(words))?.reason ?? 'other';

const textOf = (value: unknown): Secret | null =>
  typeof value === 'string' && value !== '' ? new Secret(value) : null;

/** RFC 6749 §5.1 wants a number; some servers send it as text. */
const secondsOf = (value: unknown): number | null => {
  const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : null;
};
