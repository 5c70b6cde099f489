import * as v from 'valibot';
import type { Attempt } from '../../checks/evidence';
import { visible } from '../../checks/visible';
import type { TargetFailure } from '../../contract/apply';
import { type Product, productNames } from '../../contract/target';
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
  const none = notAnswered(attempt, name);
  if (none !== null || !attempt.answered) return none;
  const { status, json, isHtml } = attempt.value;
  if (status === 401 || status === 403) return refusalOf(attempt.value, context, name);
  if (status === 404)
    return context.asked === 'plugin'
      ? failure('missing', `${name} has no miniOrange plugin that can be configured over its API (404).`, {
          remedy: 'Look under Manage apps whether miniOrange OAuth/OIDC SSO is installed and enabled.',
        })
      : failure('missing', `At this address is no ${name} (404).`, {
          remedy: `Compare the base URL with the one under System → General Configuration of ${name}.`,
        });
  const elsewhere = redirected(status, name) ?? notGood(status, name);
  if (elsewhere !== null) return elsewhere;
  if (isHtml) return pageInstead(name);
  if (json === undefined) return notJson(name);
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

/** Things that look alike and are mended elsewhere. */
const refusalOf = (
  answer: PluginAnswer,
  { asked, kind, isSystemAdministrator }: FailureContext,
  name: string,
): TargetFailure => {
  const captcha = captchaAsked(answer, name);
  if (captcha !== null) return captcha;
  const { status, json, body } = answer;
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

export const basicBlocked = (name: string): TargetFailure =>
  basicBlockedFor(
    name,
    'Allow it for /plugins/servlet/oauth/configureplugin under Authentication methods, or fill the fields in by hand.',
  );

export const passwordColon: TargetFailure = {
  code: 'password-colon',
  message: 'The user name or the password has a colon, and the API of the plugin cuts the pair at each of them.',
  remedy: 'Use an account whose user name and password have none.',
  isFinal: true,
};
