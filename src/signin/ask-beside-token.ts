import { isRecord, isRefusal } from '../casdoor/read-metadata';
import type { Vantage } from '../casdoor/vantage';
import { type Answer, type Fact, known, missing } from '../checks/evidence';
import type { ClaimsLook } from '../checks/sign-in-evidence';
import type { Secret } from '../secrets/secret';
import { type CleanedClaims, cleanClaims, type KeptNames } from './clean-claims';
import { endpointsOf, mayTravel } from './endpoints';
import type { SignInQuestion } from './question';
import { refusalIn, shownWords } from './redeem';
import type { Strike } from './strike';

export type BesideOptions = {
  question: SignInQuestion;
  accessToken: Secret;
  vantage: Vantage;
  signal: AbortSignal;
  kept: KeptNames;
  strike: Strike;
};

export type BesideToken = { look: Fact<ClaimsLook>; withheld: CleanedClaims['withheld'] };

/**
 * Asks userinfo (OpenID Connect Core 1.0 §5.3), or get-account where the mapping reads it, with the access token, as the
 * plugin does. Casdoor refuses with HTTP 200 (v3.158.0), and each get-account makes one more token.
 */
export const askBesideToken = async (options: BesideOptions): Promise<BesideToken> => {
  const { question, accessToken, vantage, signal } = options;
  const { claims: url, source } = endpointsOf(question);
  const lacks = (because: Parameters<typeof missing>[0]): BesideToken => ({ look: missing(because), withheld: [] });
  if (url === null) return lacks({ reason: 'not-casdoor' });
  if (!mayTravel(question.origin, question.allowsHttp)) return lacks({ reason: 'not-given', what: 'http-consent' });
  const attempt = await vantage.request(
    {
      method: 'GET',
      url,
      headers: { authorization: `Bearer ${accessToken.expose()}` },
      // Asked twice it would make two.
      ...(source === 'get-account' ? { fresh: true, once: true } : {}),
    },
    signal,
  );
  if (!attempt.answered && attempt.failure.kind === 'stopped') return lacks({ reason: 'stopped' });
  const path = new URL(url).pathname;
  if (!attempt.answered) {
    const { failure } = attempt;
    const { milliseconds } = failure;
    return { look: known({ source, path, milliseconds, kind: 'unanswered', failure }), withheld: [] };
  }
  const { told, withheld } = readClaims(attempt.value, source, options);
  return { look: known({ source, path, milliseconds: attempt.value.milliseconds, ...told }), withheld };
};

/** What is told apart once an answer is there. */
type Told =
  | Pick<Extract<ClaimsLook, { kind: 'claims' }>, 'kind' | 'claims' | 'subject'>
  | Pick<Extract<ClaimsLook, { kind: 'refused' }>, 'kind' | 'status' | 'words'>
  | Pick<Extract<ClaimsLook, { kind: 'unreadable' }>, 'kind' | 'status' | 'contentType'>;

const readClaims = (
  { contentType, json, status }: Answer,
  source: ClaimsLook['source'],
  { kept, strike }: BesideOptions,
): { told: Told; withheld: string[] } => {
  const isSuccess = status >= 200 && status < 300;
  const refusal = isSuccess && isRecord(json) && !isRefusal(json) && 'sub' in json ? null : refusalIn(json);
  if (refusal !== null)
    return { told: { kind: 'refused', status, words: shownWords(refusal.words, strike) }, withheld: [] };
  // An account is inside `data`: without it nobody is described.
  const isDescribed = isRecord(json) && (source === 'userinfo' || isRecord(json.data));
  if (!isSuccess || !isRecord(json) || !isDescribed)
    return { told: { kind: 'unreadable', status, contentType }, withheld: [] };
  const { claims, withheld } = cleanClaims(json, kept, strike);
  const subject = typeof json.sub === 'string' && json.sub !== '' ? strike.text(json.sub) : null;
  return { told: { kind: 'claims', claims, subject }, withheld };
};
