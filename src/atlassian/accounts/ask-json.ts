import * as v from 'valibot';
import type { Attempt, NetworkFailure } from '../../checks/evidence';
import { type Clock, longestPause, mostTries, passingFailures, waitOf } from '../../directory/ask-page';
import type { AskAtlassian, AtlassianAnswer } from './ask-atlassian';

/** Why Jira or Confluence did not tell something. */
export type AskFailure =
  | { kind: 'cancelled' }
  | { kind: 'unreachable'; failure: NetworkFailure }
  /** 401: wrong, expired, or none. */
  | { kind: 'credentials-wrong' }
  /** Too many wrong passwords: only a sign-in in the browser, with the CAPTCHA, opens the account again. */
  | { kind: 'captcha' }
  /** Passwords are taken in no request, right or wrong. */
  | { kind: 'basic-auth-blocked' }
  /** 403: the account may not. */
  | { kind: 'forbidden' }
  /** 404: not in this version, not at this address, or no such group. */
  | { kind: 'not-there' }
  /** Milliseconds; null where none were named. */
  | { kind: 'limited'; wait: number | null }
  | { kind: 'redirected'; status: number }
  | { kind: 'status'; status: number }
  | { kind: 'page-instead-of-json' }
  /** JSON of another shape than is documented, or none. */
  | { kind: 'unreadable' }
  /** Whatever page is asked for, the same people come. */
  | { kind: 'repeats' };

export type Asked<T> = { ok: true; value: T } | { ok: false; failure: AskFailure };

/** One reading: whom it asks, and when it stops. */
export type Asking = { ask: AskAtlassian; signal: AbortSignal; clock: Clock };

/** Milliseconds before the second try; doubled for each further one. */
const firstPause = 1000;

/**
 * Asks until there is an answer of the shape or a reason that another try would not mend. A refusal of the credentials
 * is asked no second time: each one brings the account nearer to its CAPTCHA.
 */
export const askJson = async <Shape extends v.GenericSchema>(
  { ask, signal, clock }: Asking,
  path: string,
  shape: Shape,
): Promise<Asked<v.InferOutput<Shape>>> => {
  for (let tries = 1; ; tries += 1) {
    if (signal.aborted) return failed({ kind: 'cancelled' });
    const attempt = await ask(path, signal);
    if (signal.aborted) return failed({ kind: 'cancelled' });
    const failure = failureOf(attempt, clock.now());
    if (failure === null && attempt.answered) {
      const read = v.safeParse(shape, attempt.value.json);
      return read.success ? { ok: true, value: read.output } : failed({ kind: 'unreadable' });
    }
    if (failure === null || !passes(failure) || tries >= mostTries) return failed(failure ?? { kind: 'unreadable' });
    const named = failure.kind === 'limited' ? failure.wait : null;
    const pause = named ?? firstPause * 2 ** (tries - 1);
    if (pause > longestPause) return failed(failure);
    await clock.pause(pause, signal);
  }
};

const failed = (failure: AskFailure): { ok: false; failure: AskFailure } => ({ ok: false, failure });

/** What may be over a little later. */
const passes = (failure: AskFailure): boolean => {
  if (failure.kind === 'limited') return true;
  if (failure.kind === 'status') return failure.status >= 500;
  return failure.kind === 'unreachable' && passing.has(failure.failure.kind);
};

const passing: ReadonlySet<NetworkFailure['kind']> = new Set(passingFailures);

/** Whether a change was taken. What the answer says beside that is not looked at. */
export const answerToChange = (attempt: Attempt<AtlassianAnswer>, now: number): Asked<null> => {
  const failure = statusFailure(attempt, now);
  return failure === null ? { ok: true, value: null } : failed(failure);
};

const failureOf = (attempt: Attempt<AtlassianAnswer>, now: number): AskFailure | null => {
  const failure = statusFailure(attempt, now);
  if (failure !== null || !attempt.answered) return failure;
  if (attempt.value.isHtml) return { kind: 'page-instead-of-json' };
  return attempt.value.json === undefined ? { kind: 'unreadable' } : null;
};

const statusFailure = (attempt: Attempt<AtlassianAnswer>, now: number): AskFailure | null => {
  if (!attempt.answered) {
    const { failure } = attempt;
    return failure.kind === 'stopped' ? { kind: 'cancelled' } : { kind: 'unreachable', failure };
  }
  const { status, headers } = attempt.value;
  const retryAfter = headers['retry-after'] ?? null;
  if (status === 429 || (status === 503 && retryAfter !== null))
    return { kind: 'limited', wait: waitOf(retryAfter, now) };
  if (status === 401 || status === 403) return refusalOf(attempt.value);
  // 405: an older version has the path for something else.
  if (status === 404 || status === 405) return { kind: 'not-there' };
  if (status >= 300 && status <= 399) return { kind: 'redirected', status };
  return status < 200 || status > 299 ? { kind: 'status', status } : null;
};

/** Three things that look alike are told apart: each is mended elsewhere. */
const refusalOf = ({ status, headers, json }: AtlassianAnswer): AskFailure => {
  // "X-Authentication-Denied-Reason: CAPTCHA_CHALLENGE; login-url=…", Jira and Confluence Data Center alike.
  if (/captcha/i.test(headers['x-authentication-denied-reason'] ?? '')) return { kind: 'captcha' };
  if (/AUTHENTICATION_DENIED/.test(headers['x-seraph-loginreason'] ?? '')) return { kind: 'captcha' };
  // Data Center 8.15 and later: "Basic Authentication has been disabled on this instance."
  if (status === 403 && /basic auth\w* has been disabled/i.test(wordsOf(json))) return { kind: 'basic-auth-blocked' };
  return { kind: status === 401 ? 'credentials-wrong' : 'forbidden' };
};

const words = v.object({
  message: v.optional(v.string(), ''),
  errorMessages: v.optional(v.array(v.string()), []),
});

/** What a refusal says of itself; empty where it is no JSON. */
const wordsOf = (json: unknown): string => {
  const read = v.safeParse(words, json);
  return read.success ? [read.output.message, ...read.output.errorMessages].join(' ') : '';
};
