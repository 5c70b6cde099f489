import * as v from 'valibot';
import type { Attempt, NetworkFailure } from '../../checks/evidence';
import { visible } from '../../checks/visible';
import type { TargetFailure } from '../../contract/apply';
import { type Product, productNames } from '../../contract/target';
import type { PluginAnswer } from './ask-plugin';

/** Whom an answer came from: the product itself, asked who the credentials belong to, or the plugin's API. */
export type Asked = 'product' | 'plugin';

/** What the plugin's API says of a request. */
const statement = v.object({
  Status: v.string(),
  Message: v.optional(v.string(), ''),
  Description: v.optional(v.string(), ''),
});

export type FailureContext = {
  asked: Asked;
  product: Product;
  kind: 'password' | 'token';
  /** The product said so itself, just before. */
  isSystemAdministrator: boolean | null;
};

/** Why an answer is none to go on with; null where it is one. */
export const failureOf = (attempt: Attempt<PluginAnswer>, context: FailureContext): TargetFailure | null => {
  const name = productNames[context.product];
  if (!attempt.answered) return unreachable(attempt.failure, name);
  const { status, headers, json, isHtml } = attempt.value;
  if (status === 429 || (status === 503 && headers['retry-after'] !== undefined))
    return failure('limited', `${name} limits the number of requests${waitIn(headers['retry-after'])}.`, {
      remedy: 'Wait, or add an exemption for this account under Rate limiting.',
    });
  if (status === 401 || status === 403) return refusalOf(attempt.value, context, name);
  if (status === 404)
    return context.asked === 'plugin'
      ? failure('missing', `${name} has no miniOrange plugin that can be configured over its API (404).`, {
          remedy: 'Look under Manage apps whether miniOrange OAuth/OIDC SSO is installed and enabled.',
        })
      : failure('missing', `At this address is no ${name} (404).`, {
          remedy: `Compare the base URL with the one under System → General Configuration of ${name}.`,
        });
  if (status >= 300 && status <= 399)
    return failure(
      'answer-unreadable',
      `${name} leads to another address (${status}); credentials go to none but the one that was typed.`,
      {
        remedy: `Type the base URL as ${name} states it.`,
      },
    );
  if (status < 200 || status > 299)
    return failure('unreachable', `${name} answered ${status}.`, { remedy: `Look into the log of ${name}.` });
  if (isHtml)
    return failure(
      'answer-unreadable',
      `A page came instead of data: a sign-in page or a proxy stands before ${name}.`,
      {
        remedy: `Use an address that reaches ${name} directly.`,
      },
    );
  if (json === undefined)
    return failure('answer-unreadable', `What ${name} answered is no JSON.`, {
      remedy: `Look into the log of ${name}.`,
    });
  const said = saidBy(json);
  return said?.isError ? refusedWith(said.words, name) : null;
};

/** What the plugin said of itself; null where the answer is no such statement. */
const saidBy = (json: unknown): { isError: boolean; words: string } | null => {
  const read = v.safeParse(statement, json);
  if (!read.success) return null;
  const words = [read.output.Message, read.output.Description].filter((text) => text.trim() !== '').join(' ');
  return { isError: !/^success$/i.test(read.output.Status), words: visible(words).slice(0, 300) };
};

const refusedWith = (words: string, name: string): TargetFailure =>
  /licen[cs]e/i.test(words)
    ? failure('licence', `The plugin in ${name} refuses because of its licence: “${words}”.`, {
        remedy: 'Look at the licence under Manage apps.',
      })
    : failure('refused', `The plugin in ${name} refused${words === '' ? '' : `: “${words}”`}.`, {
        remedy: 'Fill the fields in by hand as the step Apply lists them.',
      });

/** Things that look alike and are mended elsewhere. Each refusal of a password brings the account nearer to its CAPTCHA. */
const refusalOf = (
  { status, headers, json, body }: PluginAnswer,
  { asked, kind, isSystemAdministrator }: FailureContext,
  name: string,
): TargetFailure => {
  const isCaptcha =
    /captcha/i.test(headers['x-authentication-denied-reason'] ?? '') ||
    /AUTHENTICATION_DENIED/.test(headers['x-seraph-loginreason'] ?? '');
  if (isCaptcha)
    return failure('captcha', `${name} asks this account for a CAPTCHA after too many wrong passwords.`, {
      remedy: 'Sign in once in a browser with the same account, then type the password again.',
      isFinal: true,
    });
  if (status === 403 && /basic auth\w* has been disabled/i.test(body)) return basicBlocked(name);
  if (status === 401 && asked === 'product') return credentialsWrong(name, kind);
  // The product has taken the same credentials just before.
  if (kind === 'token' && status === 401 && isSystemAdministrator !== false)
    return failure(
      'credentials-wrong',
      `${name} takes the token, and the plugin's API does not: it asks for a user name and a password.`,
      {
        remedy: 'Type user name and password of a system administrator.',
        isFinal: true,
      },
    );
  if (isSystemAdministrator === true) return { ...refusedWith(saidBy(json)?.words ?? '', name), isFinal: true };
  if (asked === 'product' || isSystemAdministrator === false) return notAdministrator(name);
  return {
    ...notAdministrator(name),
    message: `${name} took this account, and the API of the plugin did not: it takes system administrators alone.`,
  };
};

export const credentialsWrong = (name: string, kind: FailureContext['kind']): TargetFailure =>
  failure('credentials-wrong', `${name} did not take the ${kind === 'token' ? 'token' : 'user name and password'}.`, {
    remedy: kind === 'token' ? 'Make a new personal access token and type it.' : 'Type the password again.',
    isFinal: true,
  });

export const notAdministrator = (name: string): TargetFailure =>
  failure('not-administrator', `This account is no system administrator of ${name}.`, {
    remedy: 'Use an account with the global permission “System Administrators”.',
    isFinal: true,
  });

export const basicBlocked = (name: string): TargetFailure =>
  failure('basic-auth-blocked', `${name} takes no passwords in requests: basic authentication is switched off.`, {
    remedy:
      'Allow it for /plugins/servlet/oauth/configureplugin under Authentication methods, or fill the fields in by hand.',
    isFinal: true,
  });

export const passwordColon: TargetFailure = {
  code: 'password-colon',
  message: 'The user name or the password has a colon, and the API of the plugin cuts the pair at each of them.',
  remedy: 'Use an account whose user name and password have none.',
  isFinal: true,
};

const unreachable = ({ kind, code }: NetworkFailure, name: string): TargetFailure =>
  failure(
    'unreachable',
    kind === 'stopped'
      ? `The answer of ${name} was not waited for.`
      : `${name} could not be reached (${visible(code ?? kind)}).`,
    { remedy: `Open the base URL of ${name} from where this runs.` },
  );

const waitIn = (retryAfter: string | undefined): string =>
  retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? ` and asks to wait ${retryAfter} s` : '';

const failure = (
  code: TargetFailure['code'],
  message: string,
  { remedy, isFinal = false }: { remedy: string; isFinal?: boolean },
): TargetFailure => ({ code, message, remedy, isFinal });
