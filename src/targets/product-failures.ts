import type { AtlassianAnswer, AtlassianCredentials } from '../atlassian/accounts/ask-atlassian';
import { silenceOf } from '../atlassian/silent-product';
import type { Attempt, NetworkFailure } from '../checks/evidence';
import type { TargetFailure } from '../contract/apply';

/** What Jira and Confluence answer alike, whichever API of theirs is asked. `name`: of the product. */

export const failure = (
  code: TargetFailure['code'],
  message: string,
  { remedy, isFinal = false }: { remedy: string; isFinal?: boolean },
): TargetFailure => ({ code, message, remedy, isFinal });

type Answered = Pick<AtlassianAnswer, 'status' | 'headers'>;

/** No answer, or one that asks to wait; null where there is one to look at. */
export const notAnswered = (attempt: Attempt<Answered>, name: string): TargetFailure | null => {
  if (!attempt.answered) return unreachable(attempt.failure, name);
  const { status, headers } = attempt.value;
  if (status !== 429 && (status !== 503 || headers['retry-after'] === undefined)) return null;
  return failure('limited', `${name} limits the number of requests${waitIn(headers['retry-after'])}.`, {
    remedy: 'Wait, or add an exemption for this account under Rate limiting.',
  });
};

/** An answer from elsewhere; null where it is none. */
export const redirected = (status: number, name: string): TargetFailure | null =>
  status < 300 || status > 399
    ? null
    : failure(
        'answer-unreadable',
        `${name} leads to another address (${status}); credentials go to none but the one that was typed.`,
        { remedy: `Type the base URL as ${name} states it.` },
      );

/** A status that nothing more is known of; null where it is a good one. */
export const notGood = (status: number, name: string): TargetFailure | null =>
  status >= 200 && status <= 299
    ? null
    : failure('unreachable', `${name} answered ${status}.`, { remedy: `Look into the log of ${name}.` });

export const pageInstead = (name: string): TargetFailure =>
  failure('answer-unreadable', `A page came instead of data: a sign-in page or a proxy stands before ${name}.`, {
    remedy: `Use an address that reaches ${name} directly.`,
  });

export const notJson = (name: string): TargetFailure =>
  failure('answer-unreadable', `What ${name} answered is no JSON.`, { remedy: `Look into the log of ${name}.` });

/** Each refusal of a password brings the account nearer to its CAPTCHA; null where it has not come to it. */
export const captchaAsked = ({ headers }: Answered, name: string): TargetFailure | null =>
  /captcha/i.test(headers['x-authentication-denied-reason'] ?? '') ||
  /AUTHENTICATION_DENIED/.test(headers['x-seraph-loginreason'] ?? '')
    ? failure('captcha', `${name} asks this account for a CAPTCHA after too many wrong passwords.`, {
        remedy: 'Sign in once in a browser with the same account, then type the password again.',
        isFinal: true,
      })
    : null;

export const credentialsWrong = (name: string, kind: AtlassianCredentials['kind']): TargetFailure =>
  failure('credentials-wrong', `${name} did not take the ${kind === 'token' ? 'token' : 'user name and password'}.`, {
    remedy: kind === 'token' ? 'Make a new personal access token and type it.' : 'Type the password again.',
    isFinal: true,
  });

export const notAdministrator = (name: string): TargetFailure =>
  failure(
    'not-administrator',
    `This account is no system administrator of ${name}, and nobody else is shown how people sign in there.`,
    {
      remedy: 'Use an account with the global permission “System Administrators”.',
      isFinal: true,
    },
  );

/** What is said of it differs by what can be allowed instead. */
export const basicBlockedFor = (name: string, remedy: string): TargetFailure =>
  failure('basic-auth-blocked', `${name} takes no passwords in requests: basic authentication is switched off.`, {
    remedy,
    isFinal: true,
  });

const unreachable = (silence: NetworkFailure, name: string): TargetFailure => {
  const { message, remedy } = silenceOf(silence, name);
  return failure('unreachable', message, { remedy });
};

const waitIn = (retryAfter: string | undefined): string =>
  retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? ` and asks to wait ${retryAfter} s` : '';
