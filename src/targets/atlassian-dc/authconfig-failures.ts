import type { AtlassianCredentials } from '../../atlassian/accounts/ask-atlassian';
import type { Attempt, NetworkFailure } from '../../checks/evidence';
import { visible } from '../../checks/visible';
import type { TargetFailure } from '../../contract/apply';
import { type Product, productNames } from '../../contract/target';
import { isObject } from '../file-provider';
import type { AuthconfigAnswer } from './ask-authconfig';

export type FailureContext = {
  product: Product;
  kind: AtlassianCredentials['kind'];
  /** With discovery on, the node fetches Casdoor's document before it saves. */
  savesWithDiscovery: boolean;
  /** Takes what was sent out of what came back. */
  clean: (text: string) => string;
};

/** Why an answer of `/rest/authconfig/1.0` is none to go on with; null where it is one. */
export const failureOf = (attempt: Attempt<AuthconfigAnswer>, context: FailureContext): TargetFailure | null => {
  const name = productNames[context.product];
  if (!attempt.answered) return unreachable(attempt.failure, name);
  const { status, headers, isHtml, json } = attempt.value;
  if (status === 429 || (status === 503 && headers['retry-after'] !== undefined))
    return failure('limited', `${name} limits the number of requests${waitIn(headers['retry-after'])}.`, {
      remedy: 'Wait, or add an exemption for this account under Rate limiting.',
    });
  if (status === 401 || status === 402 || status === 403) return refusalOf(attempt.value, context, name);
  if (status === 404)
    return failure(
      'missing',
      `${name} has no API for its sign-in settings (404): it has one from ${since[context.product]} on.`,
      {
        remedy: `Look at the version of ${name} and whether "SSO for Atlassian Data Center" is enabled under Manage apps, or fill the fields in by hand.`,
      },
    );
  if (status >= 300 && status <= 399)
    return failure(
      'answer-unreadable',
      `${name} leads to another address (${status}); credentials go to none but the one that was typed.`,
      { remedy: `Type the base URL as ${name} states it.` },
    );
  if (status === 400 || status === 409 || status === 422) return notTaken(attempt.value, context, name);
  if (status < 200 || status > 299)
    return failure('unreachable', `${name} answered ${status}.`, { remedy: `Look into the log of ${name}.` });
  // To a DELETE there is nothing to say.
  if (status === 204) return null;
  if (isHtml)
    return failure(
      'answer-unreadable',
      `A page came instead of data: a sign-in page or a proxy stands before ${name}.`,
      {
        remedy: `Use an address that reaches ${name} directly.`,
      },
    );
  if (json === undefined && attempt.value.body.trim() !== '')
    return failure('answer-unreadable', `What ${name} answered is no JSON.`, {
      remedy: `Look into the log of ${name}.`,
    });
  return null;
};

const since: Record<Product, string> = { jira: 'Jira 8.15', confluence: 'Confluence 7.13' };

/** Things that look alike and are mended elsewhere. Each refusal of a password brings the account nearer to its CAPTCHA. */
const refusalOf = (answer: AuthconfigAnswer, context: FailureContext, name: string): TargetFailure => {
  const { status, headers, body } = answer;
  const isCaptcha =
    /captcha/i.test(headers['x-authentication-denied-reason'] ?? '') ||
    /AUTHENTICATION_DENIED/.test(headers['x-seraph-loginreason'] ?? '');
  if (isCaptcha)
    return failure('captcha', `${name} asks this account for a CAPTCHA after too many wrong passwords.`, {
      remedy: 'Sign in once in a browser with the same account, then type the password again.',
      isFinal: true,
    });
  if (/basic auth\w* has been disabled/i.test(body))
    return failure(
      'basic-auth-blocked',
      `${name} takes no passwords in requests: basic authentication is switched off.`,
      {
        remedy: 'Make a personal access token of a system administrator and type it, or fill the fields in by hand.',
        isFinal: true,
      },
    );
  const words = wordsIn(answer, context);
  if (status !== 401 && /licen[cs]e/i.test(words))
    return failure('licence', `${name} refuses because of its licence: “${words}”.`, {
      remedy: `Look at the licence of ${name}: its own single sign-on needs Data Center.`,
    });
  if (status === 401)
    return failure(
      'credentials-wrong',
      `${name} did not take the ${context.kind === 'token' ? 'token' : 'user name and password'}.`,
      {
        remedy: context.kind === 'token' ? 'Make a new personal access token and type it.' : 'Type the password again.',
        isFinal: true,
      },
    );
  return failure('not-administrator', `This account is no system administrator of ${name}.`, {
    remedy: 'Use an account with the global permission “System Administrators”.',
    isFinal: true,
  });
};

const notTaken = (answer: AuthconfigAnswer, context: FailureContext, name: string): TargetFailure => {
  const words = wordsIn(answer, context);
  const said = `${name} did not take these settings (${answer.status})${words === '' ? '' : `: “${words}”`}.`;
  return failure(
    'refused',
    context.savesWithDiscovery
      ? `${said} With the data filled in from the identity provider, that is also what it says where the node itself cannot reach Casdoor.`
      : said,
    {
      remedy: context.savesWithDiscovery
        ? `Open Casdoor's discovery document from the server that ${name} runs on.`
        : 'Fill the fields in by hand as the step Apply lists them.',
    },
  );
};

/** What the API says for itself, whatever its shape. */
const wordsIn = ({ json, isHtml }: AuthconfigAnswer, { clean }: FailureContext): string =>
  isHtml ? '' : visible(clean([...textsIn(json)].slice(0, 8).join(' '))).slice(0, 300);

function* textsIn(value: unknown, depth = 0): Generator<string> {
  if (typeof value === 'string') yield value.trim();
  else if (depth > 4) return;
  else if (Array.isArray(value)) for (const inner of value) yield* textsIn(inner, depth + 1);
  else if (isObject(value)) for (const inner of Object.values(value)) yield* textsIn(inner, depth + 1);
}

export const userColon: TargetFailure = {
  code: 'password-colon',
  message: 'The user name has a colon, at which the product would cut it from its password (RFC 7617).',
  remedy: 'Use an account whose user name has none, or a personal access token.',
  isFinal: true,
};

export const documentUnknown = (what: string, name: string): TargetFailure =>
  failure('document-unknown', `${what} of ${name} could not be read whole, so nothing is written.`, {
    remedy: 'Fill the fields in by hand as the step Apply lists them.',
  });

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

export const failure = (
  code: TargetFailure['code'],
  message: string,
  { remedy, isFinal = false }: { remedy: string; isFinal?: boolean },
): TargetFailure => ({ code, message, remedy, isFinal });
