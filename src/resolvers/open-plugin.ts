import type { ApplyTarget } from '../apply/apply-target';
import { backupsIn } from '../apply/backups';
import { type ApplyEngine, applyEngine } from '../apply/engine';
import { journalIn } from '../apply/journal';
import type { EngineParts } from '../apply/parts';
import type { Vantage } from '../casdoor/vantage';
import type { TargetFailure } from '../contract/apply';
import type { TargetSettings } from '../contract/panel-calls';
import { pluginNames, productNames } from '../contract/target';
import type { Secret } from '../secrets/secret';
import type { UsableAccess } from '../store/plugin-access';
import { Refusal } from '../store/refusal';
import type { PluginTarget } from '../targets/plugin-target';
import { requireWritable, type WritablePlugin } from './apply-way';
import type { Asked } from './call';
import { ordering } from './order-dry-run';
import { originOf, replacedHome, requireTarget } from './panel-state';

/** A plugin that can be read and written, with the credentials of one person. */
export type OpenPlugin<D, W> = PluginTarget<D, W> & {
  targetId: string;
  settings: TargetSettings;
  access: UsableAccess;
  /** The client secret that stands there now, where somebody has typed it: the plugin does not show it. */
  typedSecret: Secret | null;
  /** In a sentence, such as "miniOrange on jira.acme.example". */
  called: string;
  parts: EngineParts<D, W>;
  engine: ApplyEngine<D, W>;
  /** A place to look from, open as long as the plugin is. */
  vantage: Vantage;
};

/** Works with a plugin whichever it is. */
export type PluginWork<T> = <D, W>(plugin: OpenPlugin<D, W>) => Promise<T>;

/** Who acts: a person by their order or call, or the app itself with the credentials of whoever applied. */
export type Actor = { name: string; holder: string; isPerson: boolean };

/**
 * Opens the plugin of a target for as long as `work` takes.
 *
 * @throws Refusal where it is written by hand, or there are no credentials that may be used.
 */
export const withPlugin = async <T>(asked: Asked, target: string, actor: Actor, work: PluginWork<T>): Promise<T> => {
  const { value: settings } = await requireTarget(asked, target);
  const plugin = await requireWritable(asked, settings);
  const access = await asked.store.pluginAccess.use(target, settings.baseUrl, actor.holder);
  if (!access)
    throw new Refusal('refused', `Nobody has given credentials with which ${calledOf(settings)} can be read.`, {
      field: 'access',
      remedy: 'Type the user name and password of a system administrator, or a personal access token.',
    });
  const vantage = asked.adapters.vantage([]);
  try {
    return await workOn(asked, { target, plugin, settings, access, vantage, actor }, work);
  } finally {
    await vantage.close();
  }
};

type Given = {
  target: string;
  plugin: WritablePlugin;
  settings: TargetSettings;
  access: UsableAccess;
  vantage: Vantage;
  actor: Actor;
};

const workOn = async <T>(asked: Asked, given: Given, work: PluginWork<T>): Promise<T> => {
  const { target, plugin, settings, access, vantage } = given;
  const { credentials } = access;
  const { product } = settings;
  const baseUrl = new URL(settings.baseUrl);
  const connection = (await asked.store.connection.latest())?.value ?? null;
  const { clientId } = ordering(settings, connection);
  const { askPluginOverVantage } = await import('../targets/miniorange/ask-plugin');
  const ask = askPluginOverVantage(vantage, baseUrl, credentials);
  if (plugin === 'miniorange') {
    const { miniorangePlugin } = await import('../targets/miniorange/plugin');
    const origin = originOf(connection);
    const host = origin === null ? null : new URL(origin).host;
    return work(opened(asked, given, miniorangePlugin({ ask, product, credentials, clientId, host }), null));
  }
  const [{ askAuthconfigOverVantage }, { atlassianDcPlugin }] = await Promise.all([
    import('../targets/atlassian-dc/ask-authconfig'),
    import('../targets/atlassian-dc/plugin'),
  ]);
  const askAuthconfig = askAuthconfigOverVantage(vantage, baseUrl, credentials);
  const home = replacedHome(connection, settings.baseUrl);
  const typed = home && (await asked.store.replacedSecrets.use(target, home));
  const knownSecret = typed ?? (await secretWrittenLast(asked, target, calledOf(settings)));
  const made = atlassianDcPlugin({ ask, askAuthconfig, product, credentials, clientId, knownSecret });
  return work(opened(asked, given, made, typed));
};

const opened = <D, W>(
  { place }: Asked,
  { target: targetId, settings, access, vantage, actor }: Given,
  plugin: PluginTarget<D, W>,
  typedSecret: Secret | null,
): OpenPlugin<D, W> => {
  const called = calledOf(settings);
  const parts: EngineParts<D, W> = {
    target: plugin.target,
    targetId,
    called,
    product: place.product,
    ...keptOf(place),
    who: actor.isPerson ? { name: actor.name, account: actor.holder } : null,
  };
  return { ...plugin, targetId, settings, access, typedSecret, called, parts, engine: applyEngine(parts), vantage };
};

const keptOf = (place: Asked['place']) => ({
  journal: journalIn(place),
  backups: backupsIn(place),
  clock: { now: place.now, limit: (milliseconds: number) => AbortSignal.timeout(milliseconds) },
});

const shortNames: Record<TargetSettings['plugin'], string> = { ...pluginNames, miniorange: 'miniOrange' };

/** Of whatever is saved. */
export const calledOf = ({
  plugin,
  product,
  baseUrl,
}: Pick<TargetSettings, 'plugin' | 'product' | 'baseUrl'>): string =>
  `${shortNames[plugin]} on ${URL.canParse(baseUrl) ? placeOf(new URL(baseUrl)) : productNames[product]}`;

/** With the path: beside each other on one host, one for trying things out is not the one in use. */
const placeOf = ({ host, pathname }: URL): string => host + pathname.replace(/\/+$/, '');

/**
 * The engine of a target that nobody can ask at this moment: what was done stays readable, and what needs no request can
 * be done.
 */
export const closedEngine = async (
  asked: Asked,
  target: string,
  actor: Actor,
): Promise<ApplyEngine<unknown, unknown>> => {
  const settings = (await asked.store.target(target).latest())?.value ?? null;
  const called = settings ? calledOf(settings) : 'The plugin';
  return applyEngine({
    target: unasked(settings?.plugin === 'atlassian-dc' ? 'atlassian-dc' : 'miniorange'),
    targetId: target,
    called,
    product: asked.place.product,
    ...keptOf(asked.place),
    who: actor.isPerson ? { name: actor.name, account: actor.holder } : null,
  });
};

const noCredentials: TargetFailure = {
  code: 'credentials-wrong',
  message: 'There are no credentials any more with which the plugin could be read.',
  remedy: 'Type credentials of a system administrator, then press Restore or look again.',
  isFinal: true,
};

const unasked = (kind: WritablePlugin): ApplyTarget<unknown, unknown> => {
  const refuse = async () => ({ ok: false, failure: noCredentials }) as const;
  const nothing = { changes: [], unchanged: [] };
  return {
    kind,
    read: refuse,
    write: refuse,
    restore: refuse,
    plan: (document) => ({ after: document, difference: nothing }),
    difference: () => nothing,
    isSame: () => false,
    isHalfWay: () => false,
    // Whether it opens is told by whoever knows the plugin; it is not sent anywhere from here.
    documentOf: () => ({ ok: true, value: null }),
    textOf: (): Secret => {
      throw new TypeError('Nothing is written without credentials.');
    },
  };
};

/** The client secret that the last apply left in Atlassian's own plugin, out of its backup; null where none tells. */
export const secretWrittenLast = async (
  asked: Pick<Asked, 'place'>,
  target: string,
  called: string,
): Promise<Secret | null> => {
  const { journal, backups } = keptOf(asked.place);
  const [{ documentOf }, { secretKnownIn }] = await Promise.all([
    import('../targets/atlassian-dc/document'),
    import('../targets/atlassian-dc/plugin'),
  ]);
  for (const { apply } of await backups.list(target)) {
    const log = await journal.read(apply);
    const last = log?.entries.at(-1);
    if (!last || last.step === 'not-written') continue;
    // Of another Jira, before the base URL was changed.
    if (log?.head.called !== called) return null;
    const backup = await backups.get(target, apply);
    const secretIn = (text: Secret): Secret | null => {
      const opened = documentOf(text);
      return opened.ok ? secretKnownIn(opened.value) : null;
    };
    if (backup === null) return null;
    if (last.step === 'restored') return secretIn(backup.before);
    const written = secretIn(backup.after);
    // Whoever put the rest back by hand may have typed the old one, or not; and earlier settings bring the secret of then
    // only where the apply that is undone had changed it.
    const isThere = last.step !== 'left' || last.inForce === 'new' || last.inForce === 'neither';
    const isCertain = isThere && log.head.isAsBefore !== true;
    return isCertain || written?.expose() === secretIn(backup.before)?.expose() ? written : null;
  }
  return null;
};
