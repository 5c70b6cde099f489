import type { AtlassianCredentials } from '../../atlassian/accounts/ask-atlassian';
import type { Attempt } from '../../checks/evidence';
import { visible } from '../../checks/visible';
import type { TargetFailure } from '../../contract/apply';
import { type Product, productNames } from '../../contract/target';
import { isObject } from '../file-provider';
import {
  basicBlockedFor,
  captchaAsked,
  credentialsWrong,
  failure,
  notAdministrator,
  notAnswered,
  notGood,
  notJson,
  pageInstead,
  redirected,
} from '../product-failures';
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
  const none = notAnswered(attempt, name);
  if (none !== null || !attempt.answered) return none;
  const { status, isHtml, json } = attempt.value;
  if (status === 401 || status === 402 || status === 403) return refusalOf(attempt.value, context, name);
  if (status === 404)
    return failure(
      'missing',
      `${name} has no API for its sign-in settings (404): it has one from ${since[context.product]} on.`,
      {
        remedy: `Look at the version of ${name} and whether "SSO for Atlassian Data Center" is enabled under Manage apps, or fill the fields in by hand.`,
      },
    );
  const elsewhere = redirected(status, name);
  if (elsewhere !== null) return elsewhere;
  if (status === 400 || status === 409 || status === 422) return notTaken(attempt.value, context, name);
  const bad = notGood(status, name);
  if (bad !== null) return bad;
  // To a DELETE there is nothing to say.
  if (status === 204) return null;
  if (isHtml) return pageInstead(name);
  if (json === undefined && attempt.value.body.trim() !== '') return notJson(name);
  return null;
};

const since: Record<Product, string> = { jira: 'Jira 8.15', confluence: 'Confluence 7.13' };

/** Things that look alike and are mended elsewhere. */
const refusalOf = (answer: AuthconfigAnswer, context: FailureContext, name: string): TargetFailure => {
  const { status, body } = answer;
  const captcha = captchaAsked(answer, name);
  if (captcha !== null) return captcha;
  if (/basic auth\w* has been disabled/i.test(body))
    return basicBlockedFor(
      name,
      'Make a personal access token of a system administrator and type it, or fill the fields in by hand.',
    );
  const words = wordsIn(answer, context);
  if (status !== 401 && /licen[cs]e/i.test(words))
    return failure('licence', `${name} refuses because of its licence: “${words}”.`, {
      remedy: `Look at the licence of ${name}: its own single sign-on needs Data Center.`,
    });
  return status === 401 ? credentialsWrong(name, context.kind) : notAdministrator(name);
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
  isHtml
    ? ''
    : visible(clean([...textsIn(json)].slice(0, 8).join(' ')))
        .slice(0, 300)
        // The sentence that it is quoted in has a point of its own.
        .replace(/\.$/, '');

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
