import { isLoopback } from '../casdoor/address';
import type { ApplyWay } from '../contract/apply-calls';
import type { TargetSettings } from '../contract/panel-calls';
import { pluginNames, productNames } from '../contract/target';
import { Refusal } from '../store/refusal';
import type { Asked } from './call';

/** A plugin that has an interface for programs. */
export type WritablePlugin = 'miniorange' | 'atlassian-dc';

const isWritable = (plugin: TargetSettings['plugin']): plugin is WritablePlugin =>
  plugin === 'miniorange' || plugin === 'atlassian-dc';

/** Milliseconds: on Forge what is not granted is refused at once. */
const lookLasts = 5_000;
/** Milliseconds that it is believed that requests to a host are granted: whoever allowed it may take it back. */
const grantLasts = 10 * 60_000;

/**
 * Whether the plugin is written to from here, by what is saved; on Forge also by whether requests to its host were
 * granted, which the platform itself answers.
 */
export const applyWayOf = async (asked: Asked, settings: TargetSettings): Promise<ApplyWay> => {
  const why = whyByHand(settings);
  if (why !== null) return { kind: 'by-hand', why };
  if (asked.adapters.from === 'local' || (await isGranted(asked, settings.baseUrl))) return { kind: 'api' };
  const { host } = new URL(settings.baseUrl);
  return {
    kind: 'by-hand',
    why: `This app may not send requests to ${host}: nobody has allowed it on this site, or the host cannot be reached from Atlassian’s cloud.`,
  };
};

/** @throws Refusal where it is not. */
export const requireWritable = async (asked: Asked, settings: TargetSettings): Promise<WritablePlugin> => {
  const way = await applyWayOf(asked, settings);
  if (way.kind === 'by-hand') {
    const code = whyByHand(settings) === null ? 'egress-not-granted' : 'not-here';
    throw new Refusal(code, way.why, { remedy: 'Fill in the fields by hand.' });
  }
  const { plugin } = settings;
  if (!isWritable(plugin)) throw new TypeError('A plugin without an interface is written to by hand.');
  return plugin;
};

/**
 * The same after no answer came: on Forge the consent may have been taken back since, so it is not believed from before.
 *
 * @throws Refusal where it is not.
 */
export const requireStillWritable = async (asked: Asked, settings: TargetSettings): Promise<WritablePlugin> => {
  await forgetReached(asked, settings);
  return requireWritable(asked, settings);
};

/** Whether requests to its host are granted is asked anew by whoever looks next. */
export const forgetReached = async ({ adapters, store }: Asked, { baseUrl }: TargetSettings): Promise<void> => {
  if (adapters.from === 'cloud' && baseUrl !== '') await store.reachedHosts.delete(hostKey(new URL(baseUrl).origin));
};

const whyByHand = ({ plugin, product, baseUrl }: TargetSettings): string | null => {
  const name = productNames[product];
  if (!isWritable(plugin))
    return plugin === 'miniorange-cloud'
      ? `${pluginNames[plugin]} has no interface over which its settings can be written.`
      : 'Which plugin this is, is not known here, and so not how its settings are written.';
  if (baseUrl === '') return `Where ${name} is, is not known: the step Client has no base URL.`;
  const { protocol, hostname, origin } = new URL(baseUrl);
  if (protocol !== 'https:' && !isLoopback(hostname))
    return `Settings and password would travel unencrypted to ${origin}: the base URL has to begin with https.`;
  return null;
};

/**
 * Asked without credentials, and not again for a while: what is not granted costs nothing, since the platform refuses it
 * before anything leaves.
 */
const isGranted = async ({ adapters, place, store }: Asked, baseUrl: string): Promise<boolean> => {
  const { origin } = new URL(baseUrl);
  const reached = await store.reachedHosts.get(hostKey(origin));
  if (reached?.origin === origin && place.now().getTime() - Date.parse(reached.at) < grantLasts) return true;
  const vantage = adapters.vantage([]);
  try {
    const attempt = await vantage.request(
      { method: 'GET', url: `${baseUrl.replace(/\/+$/, '')}/status` },
      AbortSignal.timeout(lookLasts),
    );
    const isRefused = !attempt.answered && attempt.failure.kind === 'egress-refused';
    if (!isRefused) await store.reachedHosts.set(hostKey(origin), { origin, at: place.now().toISOString() });
    return !isRefused;
  } finally {
    await vantage.close();
  }
};

/** What a key of the store may hold. */
const hostKey = (origin: string): string => Buffer.from(origin).toString('hex').slice(0, 400);
