import { isRecord, isRefusal } from '../casdoor/read-metadata';
import type { Vantage } from '../casdoor/vantage';
import { type Answer, type Fact, known, missing } from '../checks/evidence';
import type { ClaimsLook } from '../checks/sign-in-evidence';
import type { Secret } from '../secrets/secret';
import { cleanClaims, type KeptNames } from './clean-claims';
import { endpointsOf, mayTravel } from './endpoints';
import type { SignInQuestion } from './question';
import { refusalIn, shownWords } from './redeem';
import type { Strike } from './strike';

type BesideOptions = {
  question: SignInQuestion;
  accessToken: Secret;
  vantage: Vantage;
  signal: AbortSignal;
  kept: KeptNames;
  strike: Strike;
};

/**
 * Asks userinfo (OpenID Connect Core 1.0 §5.3), or get-account where the mapping reads it, with the access token, as the
 * plugin does. Casdoor refuses with HTTP 200 (v3.158.0), and each get-account makes one more token.
 */
export const askBesideToken = async (options: BesideOptions): Promise<Fact<ClaimsLook>> => {
  const { question, accessToken, vantage, signal } = options;
  const { claims: url, source } = endpointsOf(question);
  if (url === null) return missing({ reason: 'not-casdoor' });
  if (!mayTravel(question.origin, question.allowsHttp)) return missing({ reason: 'not-given', what: 'http-consent' });
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
  if (!attempt.answered && attempt.failure.kind === 'stopped') return missing({ reason: 'stopped' });
  const path = new URL(url).pathname;
  if (!attempt.answered) {
    const { failure } = attempt;
    const { milliseconds } = failure;
    return known({ source, path, milliseconds, kind: 'unanswered', failure });
  }
  const told = readClaims(attempt.value, source, options);
  return known({ source, path, milliseconds: attempt.value.milliseconds, ...told });
};

/** What is told apart once an answer is there. */
type Told =
  | Pick<Extract<ClaimsLook, { kind: 'claims' }>, 'kind' | 'claims' | 'withheld' | 'subject'>
  | Pick<Extract<ClaimsLook, { kind: 'refused' }>, 'kind' | 'status' | 'words'>
  | Pick<Extract<ClaimsLook, { kind: 'unreadable' }>, 'kind' | 'status' | 'contentType'>;

const readClaims = (
  { contentType, json, status }: Answer,
  source: ClaimsLook['source'],
  { kept, strike }: BesideOptions,
): Told => {
  const isSuccess = status >= 200 && status < 300;
  const refusal = isSuccess && isRecord(json) && !isRefusal(json) && 'sub' in json ? null : refusalIn(json);
  if (refusal !== null) return { kind: 'refused', status, words: shownWords(refusal.words, strike) };
  // An account is inside `data`: without it nobody is described.
  const isDescribed = isRecord(json) && (source === 'userinfo' || isRecord(json.data));
  if (!isSuccess || !isRecord(json) || !isDescribed) return { kind: 'unreadable', status, contentType };
  const { claims, withheld } = cleanClaims(json, kept, strike);
  const subject = typeof json.sub === 'string' && json.sub !== '' ? strike.text(json.sub) : null;
  return { kind: 'claims', claims, withheld, subject };
};
