import * as v from 'valibot';
import type { Attempted } from '../../apply/apply-target';
import type { AtlassianCredentials } from '../../atlassian/accounts/ask-atlassian';
import type { TargetFailure } from '../../contract/apply';
import { type Product, productNames } from '../../contract/target';
import { redact } from '../../secrets/redact';
import { Secret } from '../../secrets/secret';
import { isObject } from '../file-provider';
import { credentialsWrong, notAdministrator } from '../product-failures';
import type { AskPlugin } from './ask-plugin';
import { secretsIn } from './open-document';
import { basicBlocked, type FailureContext, failureOf, passwordColon } from './plugin-failures';

/** Where the plugin exports and imports all of its configuration, 1.1.28. */
export const configurePath = '/plugins/servlet/oauth/configureplugin';

export type PluginApi = {
  /** The configuration, every character as it came. */
  export: (signal: AbortSignal) => Promise<Attempted<string>>;
  /** Clears everything, then imports. That it says SUCCESS proves nothing: it is read again. */
  import: (text: string, signal: AbortSignal) => Promise<Attempted<void>>;
};

/**
 * The plugin's API. Since each of its errors is a 401, the product is asked first whose the credentials are: what it
 * refuses is wrong, what only the plugin refuses is not allowed. A wrong password is so tried once and no second time.
 *
 * @param credentials Those that `ask` sends: of which kind they are, and whether the pair has a colon too many.
 */
export const pluginApi = (ask: AskPlugin, product: Product, credentials: AtlassianCredentials): PluginApi => {
  const { kind } = credentials;
  const hasColon = kind === 'password' && `${credentials.user}${credentials.password.expose()}`.includes(':');
  const name = productNames[product];
  const own = kind === 'password' ? credentials.password : credentials.token;
  /** The plugin's words are passed on, and could repeat what it was sent. */
  const failed = (failure: TargetFailure, sent: readonly Secret[] = []): { ok: false; failure: TargetFailure } => ({
    ok: false,
    failure: { ...failure, message: redact(failure.message, [own, ...sent]) },
  });
  return {
    export: async (signal) => {
      if (hasColon) return { ok: false, failure: passwordColon };
      const met = await meet(ask, product, kind, signal);
      if (!met.ok) return met;
      if (met.value === false) return { ok: false, failure: notAdministrator(name) };
      const attempt = await ask({ method: 'GET', path: configurePath }, signal);
      const context: FailureContext = { asked: 'plugin', product, kind, isSystemAdministrator: met.value };
      const failure = failureOf(attempt, context);
      if (failure !== null) return failed(failure);
      return { ok: true, value: attempt.answered ? attempt.value.body : '' };
    },
    import: async (text, signal) => {
      if (hasColon) return { ok: false, failure: passwordColon };
      const attempt = await ask({ method: 'POST', path: configurePath, body: text }, signal);
      const failure = failureOf(attempt, { asked: 'plugin', product, kind, isSystemAdministrator: true });
      return failure === null ? { ok: true, value: undefined } : failed(failure, secretsOfText(text));
    },
  };
};

const secretsOfText = (text: string): Secret[] => {
  const root: unknown = JSON.parse(text);
  return isObject(root) ? secretsIn(root).map((secret) => new Secret(secret)) : [];
};

const permissions = v.object({
  permissions: v.object({ SYSTEM_ADMIN: v.optional(v.object({ havePermission: v.boolean() })) }),
});
const confluenceSelf = v.object({ type: v.optional(v.string()) });
/** Jira and Confluence Data Center 8.15, 7.13 and later. */
const basicConfig = v.object({ 'block-requests': v.boolean() });

const selfPaths: Record<Product, string> = {
  jira: '/rest/api/2/mypermissions?permissions=SYSTEM_ADMIN',
  confluence: '/rest/api/user/current',
};

/** Whether the credentials are taken, and whether they are a system administrator's: null where that is not told, as in Confluence. */
const meet = async (
  ask: AskPlugin,
  product: Product,
  kind: FailureContext['kind'],
  signal: AbortSignal,
): Promise<Attempted<boolean | null>> => {
  const attempt = await ask({ method: 'GET', path: selfPaths[product] }, signal);
  const failure = failureOf(attempt, { asked: 'product', product, kind, isSystemAdministrator: null });
  if (failure !== null) {
    const isRefusal = failure.code === 'credentials-wrong' || failure.code === 'not-administrator';
    if (kind === 'password' && isRefusal && (await isBasicBlocked(ask, signal)))
      return { ok: false, failure: basicBlocked(productNames[product]) };
    return { ok: false, failure };
  }
  const json = attempt.answered ? attempt.value.json : undefined;
  if (product === 'jira') {
    const read = v.safeParse(permissions, json);
    return { ok: true, value: read.success ? (read.output.permissions.SYSTEM_ADMIN?.havePermission ?? null) : null };
  }
  const self = v.safeParse(confluenceSelf, json);
  // Whoever is not taken is nobody where anonymous access is on.
  if (self.success && self.output.type === 'anonymous')
    return { ok: false, failure: credentialsWrong(productNames[product], kind) };
  return { ok: true, value: null };
};

/** Asked without credentials: another refusal would bring the account nearer to its CAPTCHA. */
const isBasicBlocked = async (ask: AskPlugin, signal: AbortSignal): Promise<boolean> => {
  const attempt = await ask({ method: 'GET', path: '/rest/basicauth/1.0/config', isAnonymous: true }, signal);
  if (!attempt.answered || attempt.value.status !== 200) return false;
  const read = v.safeParse(basicConfig, attempt.value.json);
  return read.success && read.output['block-requests'];
};
