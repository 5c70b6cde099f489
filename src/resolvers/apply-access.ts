import * as v from 'valibot';
import { journalIn } from '../apply/journal';
import { type MistakenSecret, mistakenFor } from '../apply/mistaken-secret';
import type { AtlassianCredentials } from '../atlassian/accounts/ask-atlassian';
import { failed, succeeded } from '../contract/result';
import { Secret } from '../secrets/secret';
import { holderOf } from '../store/plugin-access';
import { Refusal } from '../store/refusal';
import { targetId } from '../store/shapes';
import { actorOf, stateOf } from './apply-orders';
import { ofTarget, typedLine } from './apply-payload';
import { requireWritable } from './apply-way';
import type { Asked, Calls } from './call';
import { type OpenPlugin, withPlugin } from './open-plugin';
import { replacedHome, requireTarget, secretHome } from './panel-state';
import { requireSettled } from './recover-applies';
import { refusalOf } from './wanted-change';
import { wayBackOf } from './way-back';

/** Milliseconds for one try of an account. */
const tryLasts = 10_000;

/** Apply: what the plugin is written with, and the account by which somebody gets in without it. */
export const applyAccessCalls: Calls<'savePluginAccess' | 'savePluginSecret' | 'forgetPluginAccess' | 'proveWayBack'> =
  {
    savePluginAccess: {
      payload: v.strictObject({
        target: targetId,
        access: v.variant('kind', [
          v.strictObject({ kind: v.literal('password'), user: typedLine(255), password: typedLine(2_000) }),
          v.strictObject({ kind: v.literal('token'), token: typedLine(2_000) }),
          v.strictObject({ kind: v.literal('as-accounts') }),
        ]),
        isKept: v.boolean(),
        isShared: v.boolean(),
      }),
      answer: async (asked, { target, access, isKept, isShared }) => {
        const { value: settings } = await requireTarget(asked, target);
        await requireWritable(asked, settings);
        if (access.kind === 'password' && access.user.includes(':'))
          return failed('refused', 'A user name with a colon cannot be sent with a password (RFC 7617).', {
            field: 'access.user',
            remedy: 'Use a personal access token, or another account.',
          });
        const credentials = await credentialsFrom(asked, target, settings.baseUrl, access);
        const holder = holderOf(asked.place.account);
        const before = await asked.store.pluginAccess.use(target, settings.baseUrl, holder);
        // Whoever wrote with them could put nothing back unasked.
        if (before?.isOwn && before.isShared && !isShared)
          await requireSettled(asked, target, 'what other administrators write with stays shared');
        await asked.store.pluginAccess.save(target, settings.baseUrl, holder, { credentials, isKept, isShared });
        return stateOf(asked, target);
      },
    },
    savePluginSecret: {
      payload: v.strictObject({ target: targetId, secret: typedLine(2_000) }),
      answer: async (asked, { target, secret }) => {
        const { value: settings } = await requireTarget(asked, target);
        const home = replacedHome((await asked.store.connection.latest())?.value ?? null, settings.baseUrl);
        if ((await requireWritable(asked, settings)) !== 'atlassian-dc' || !home)
          return failed('refused', 'This plugin shows the client secret that stands there: it need not be typed.');
        await requireSettled(asked, target, 'the client secret that stood there stays as it is known');
        const problem = await problemOfTyped(asked, target, secret);
        if (problem !== null) return problem;
        await asked.store.replacedSecrets.save(target, home, new Secret(secret));
        return stateOf(asked, target);
      },
    },
    forgetPluginAccess: {
      payload: ofTarget,
      answer: async (asked, { target }) => {
        const { baseUrl } = (await requireTarget(asked, target)).value;
        const holder = holderOf(asked.place.account);
        const own = baseUrl === '' ? null : await asked.store.pluginAccess.use(target, baseUrl, holder);
        const newest = await journalIn(asked.place).newest(target);
        // Without them nobody could put the old settings back unasked.
        if (own?.isOwn && (own.isShared || newest?.head.account === holder))
          await requireSettled(asked, target, 'what it was written with cannot be forgotten');
        await asked.store.pluginAccess.forget(target, holder);
        return stateOf(asked, target);
      },
    },
    proveWayBack: {
      payload: v.strictObject({ target: targetId, user: typedLine(255), password: typedLine(2_000) }),
      answer: async (asked, { target, user, password }) => {
        if (user.includes(':'))
          return failed('refused', 'A user name with a colon cannot be sent with a password (RFC 7617).', {
            field: 'user',
            remedy: 'Name another account.',
          });
        const account = { user, password: new Secret(password) };
        const wayBack = await withPlugin(asked, target, actorOf(asked), (plugin) => prove(asked, plugin, account));
        return succeeded({
          wayBack,
          state: await import('./apply-state').then((made) => made.applyStateOf(asked, target)),
        });
      },
    },
  };

type Typed =
  | { kind: 'password'; user: string; password: string }
  | { kind: 'token'; token: string }
  | { kind: 'as-accounts' };

/** What is easily pasted instead of the client secret that stands in the plugin; null where it is none of that. */
const problemOfTyped = async (asked: Asked, target: string, typed: string) => {
  const { value: settings } = await requireTarget(asked, target);
  const home = secretHome((await asked.store.connection.latest())?.value ?? null, settings);
  const next = home && (await asked.store.secrets.use(target, home));
  const mistaken = mistakenFor(typed, { clientId: settings.clientId, newSecret: next?.expose() ?? null });
  if (mistaken === null) return null;
  const { message, remedy } = mistakenWords[mistaken];
  return failed('refused', message, { field: 'secret', remedy });
};

const mistakenWords: Record<MistakenSecret, { message: string; remedy: string }> = {
  padded: {
    message: 'What was typed begins or ends with a blank, which no client secret of Casdoor has.',
    remedy: 'Paste it again without the blank.',
  },
  'client-id': {
    message: 'This is the client ID, not the client secret.',
    remedy: 'Type the client secret that stands in the plugin now.',
  },
  'new-secret': {
    message: 'This is the client secret that is to be written, saved in the step Client.',
    remedy: 'Type the one that stands in the plugin now. Where that is the same, tick "Write anyway" instead.',
  },
};

const credentialsFrom = async (
  { store }: Asked,
  target: string,
  baseUrl: string,
  access: Typed,
): Promise<AtlassianCredentials> => {
  if (access.kind === 'token') return { kind: 'token', token: new Secret(access.token) };
  if (access.kind === 'password') return { kind: 'password', user: access.user, password: new Secret(access.password) };
  const credentials = await store.accounts.ownOf(target, baseUrl);
  if (!credentials)
    throw new Refusal('refused', 'You have saved no credentials that accounts are read with.', {
      field: 'access',
      remedy: 'Type the user name and password of a system administrator, or a personal access token.',
    });
  return credentials;
};

/** Tries the account, once; that it was accepted is kept for a while, the password is not. */
const prove = async <D, W>(
  asked: Asked,
  plugin: OpenPlugin<D, W>,
  { user, password }: { user: string; password: Secret },
) => {
  const { settings, target, targetId, vantage } = plugin;
  const [{ askPluginOverVantage }, { tryAccount }] = await Promise.all([
    import('../targets/miniorange/ask-plugin'),
    import('../targets/prove-way-back'),
  ]);
  const { askTarget } = await import('../apply/look');
  const read = await askTarget(plugin.parts, (signal) => target.read(signal));
  if (!read.ok) throw refusalOf(read.failure);
  const ask = askPluginOverVantage(vantage, new URL(settings.baseUrl), { kind: 'password', user, password });
  const tried = await tryAccount(ask, plugin, AbortSignal.timeout(tryLasts));
  if (tried.kind === 'failed') throw refusalOf(tried.failure);
  if (tried.kind === 'refused') {
    const kept = await asked.store.wayBack.get(targetId);
    if (kept?.account === user) await asked.store.wayBack.delete(targetId);
    return { kind: 'account-refused', account: user } as const;
  }
  await asked.store.wayBack.set(targetId, {
    account: user,
    baseUrl: settings.baseUrl,
    who: asked.place.who,
    at: asked.place.now().toISOString(),
  });
  return wayBackOf(asked, plugin, read.value.document);
};
