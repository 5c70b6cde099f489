import { setTimeout as after } from 'node:timers/promises';
import type { Attempt, NetworkFailure } from '../checks/evidence';
import { type PageRefusal, type ScannedPage, scanPage } from './scan-page';
import type { WantedKeys } from './wanted-keys';

/** What the reading needs of an answer. `bytes` are decoded from the content encoding, not from the charset. */
export type PageAnswer = {
  status: number;
  bytes: Uint8Array;
  contentType: string | null;
  /** The header as it came, RFC 9110 §10.2.3. */
  retryAfter: string | null;
};

/**
 * Asks for one page of everybody, sorted by name, with the application's credentials; pages count from 1. Never rejects:
 * what goes wrong on the network is a value.
 */
export type FetchPage = (page: number, size: number, signal: AbortSignal) => Promise<Attempt<PageAnswer>>;

/** Why the reading stopped before its end. */
export type StopReason =
  | { kind: 'cancelled' }
  /** The credentials are taken no more, or never were: 401, 403, or Casdoor's own no with 200. */
  | { kind: 'refused'; status: number }
  /** Asked for a longer pause than is waited for, or again and again. Milliseconds; null where none was named. */
  | { kind: 'limited'; status: number; wait: number | null }
  | { kind: 'server-error' | 'status'; status: number }
  | { kind: 'unreachable'; failure: NetworkFailure['kind']; code: string | null }
  | { kind: 'unreadable'; refusal: PageRefusal }
  /** Whatever page is asked for, the same people come. */
  | { kind: 'repeats' };

export type AskedPage =
  | { got: 'page'; page: ScannedPage }
  /** A smaller page may pass. */
  | { got: 'too-large'; stop: StopReason }
  | { got: 'stop'; stop: StopReason };

export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Resolves after the milliseconds, or as soon as the signal is aborted. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

export const systemClock: Clock = {
  now: Date.now,
  // Cut short by the signal, it rejects; whoever waits looks at the signal next.
  pause: (milliseconds, signal) => after(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** A restart of Casdoor takes some seconds; with the pauses below this is half a minute. */
export const mostTries = 6;
/** Milliseconds before the second try; doubled for each further one. */
const firstPause = 1000;
/** A limit by the minute is waited for, one by the hour is the administrator's to decide. */
export const longestPause = 120_000;

/** Asks until there is a page or a reason that another try would not mend. */
export const askPage = async (
  ask: (signal: AbortSignal) => Promise<Attempt<PageAnswer>>,
  wanted: WantedKeys,
  signal: AbortSignal,
  clock: Clock,
): Promise<AskedPage> => {
  for (let tries = 1; ; tries += 1) {
    if (signal.aborted) return cancelled;
    const attempt = await ask(signal);
    if (signal.aborted) return cancelled;
    const { asked, again } = judged(attempt, wanted, clock.now());
    if (again === false || tries >= mostTries) return asked;
    const pause = again ?? firstPause * 2 ** (tries - 1);
    if (pause > longestPause) return asked;
    await clock.pause(pause, signal);
  }
};

const cancelled: AskedPage = { got: 'stop', stop: { kind: 'cancelled' } };

/** `again`: milliseconds to wait as the answer asks for, null for as long as we think fit, false for never. */
type Judged = { asked: AskedPage; again: number | null | false };
const stop = (reason: StopReason, again: Judged['again']): Judged => ({ asked: { got: 'stop', stop: reason }, again });

/** What passes by itself. A certificate, a name or a refusal by a rule does not. */
export const passingFailures: readonly NetworkFailure['kind'][] = [
  'name-service-silent',
  'connection-refused',
  'connection-timeout',
  'connection-closed',
  'host-unreachable',
  'answer-timeout',
  'answer-garbled',
  'proxy-refused',
];

/** Of a directory that is read for minutes, what nobody can name is tried again, too. */
const passing: ReadonlySet<NetworkFailure['kind']> = new Set([...passingFailures, 'unknown']);

const judged = (attempt: Attempt<PageAnswer>, wanted: WantedKeys, now: number): Judged => {
  if (!attempt.answered) {
    const { kind, code } = attempt.failure;
    const reason: StopReason = { kind: 'unreachable', failure: kind, code };
    if (kind === 'stopped') return stop({ kind: 'cancelled' }, false);
    if (kind === 'answer-too-large') return { asked: { got: 'too-large', stop: reason }, again: false };
    return stop(reason, passing.has(kind) ? null : false);
  }
  const { status, bytes, contentType, retryAfter } = attempt.value;
  if (status === 429 || (status === 503 && retryAfter !== null)) {
    const wait = waitOf(retryAfter, now);
    return stop({ kind: 'limited', status, wait }, wait);
  }
  if (status === 401 || status === 403) return stop({ kind: 'refused', status }, false);
  if (status >= 500) return stop({ kind: 'server-error', status }, null);
  if (status < 200 || status > 299) return stop({ kind: 'status', status }, false);
  const scan = scanPage(bytes, wanted, contentType);
  if (scan.read) return { asked: { got: 'page', page: scan.page }, again: false };
  const { refusal } = scan;
  if (refusal.kind === 'refused') return stop({ kind: 'refused', status }, false);
  // Something in between cut it off, and may not the next time.
  return stop({ kind: 'unreadable', refusal }, refusal.kind === 'truncated' ? null : false);
};

/** Seconds or a date, RFC 9110 §10.2.3; null where it says neither. */
export const waitOf = (retryAfter: string | null, now: number): number | null => {
  if (retryAfter === null) return null;
  if (/^\s*\d+\s*$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
};
