import { type Evidence, known, noPlugin, type PluginFacts } from '../checks/evidence';
import type { Report } from '../contract/report';
import { askedAreas } from '../diagnosis/given';
import type { Secret } from '../secrets/secret';
import type { Held } from '../watch/kept-watch';
import { type Sights, sightsIn } from '../watch/sights';
import {
  changesBetween,
  secretField,
  secretPrint,
  type WatchedChange,
  type WatchedField,
} from '../watch/watched-field';
import type { Asked } from './call';
import { casdoorOf } from './casdoor-of';
import { givenOf } from './given-of';
import { heldApplication } from './held-application';
import type { PluginSight } from './look-at-plugin';
import { secretWrittenLast } from './open-plugin';

/** Milliseconds; the checks end by themselves a little before. */
const lookLasts = 20_000;

/** What a look saw of Casdoor. */
export type CasdoorSight = {
  /** Of all checks, those of the plugin too where it was asked. */
  report: Report;
  /** Null where its application could not be read. */
  application: { name: string; fields: WatchedField[] } | null;
  /** Whether a client secret is saved with which it could be read. */
  hasSecret: boolean;
  sights: Sights;
};

type Options = {
  target: string;
  held: Held;
  /** The key of the prints. */
  key: Secret;
  /** The plugin is asked at the same time. */
  plugin: Promise<PluginSight>;
  signal: AbortSignal | undefined;
};

/**
 * Makes all checks, with what the plugin said of itself beside what Casdoor says.
 *
 * @throws Refusal where no address is saved, or the target was removed.
 */
export const lookAtCasdoor = async (
  asked: Asked,
  { target, held, key, plugin, signal }: Options,
): Promise<CasdoorSight> => {
  const casdoor = await casdoorOf(asked, target);
  const given = await givenOf(asked, casdoor, target);
  const { diagnose } = await import('../diagnosis/diagnose');
  const limit = AbortSignal.timeout(lookLasts);
  const fieldsOf = await heldApplication(asked, given.redirectUri, key);
  const vantage = casdoor.vantage();
  const seen: { application: CasdoorSight['application']; sights: Sights | null } = { application: null, sights: null };
  const beside = async (evidence: Evidence) => {
    const sight = await plugin;
    const { application } = evidence;
    if (application.known)
      seen.application = {
        name: application.value.name,
        fields: fieldsOf(application.value),
      };
    const own = 'evidence' in sight ? sight.evidence : null;
    const settings = own ? own.settings : given.plugin;
    const all: Evidence = {
      ...evidence,
      ...(own?.facts ?? noPlugin),
      pluginSecret: await secretFact(asked, { target, held, key, sight, saved: casdoor.secret }),
      ...driftFacts(held, sight, seen.application),
      given: { ...evidence.given, plugin: settings },
    };
    seen.sights = sightsIn(all);
    return { evidence: all, asked: own || settings ? (['plugin'] as const) : [] };
  };
  try {
    const report = await diagnose({
      given,
      secret: casdoor.secret,
      allowsHttp: casdoor.connection.allowsHttp,
      vantage,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      onProgress: () => {},
      asked: askedAreas({ ...given, plugin: null }),
      beside,
    });
    if (seen.sights === null) throw new TypeError('Whoever makes the checks asks what was seen beside.');
    return { report, application: seen.application, hasSecret: casdoor.secret !== null, sights: seen.sights };
  } finally {
    await vantage.close();
  }
};

/** What the plugin is held against: as it was held, else as it was written. Null: nothing is known of that. */
export const appliedIn = (held: Held, sight: PluginSight): WatchedField[] | null =>
  held.plugin ?? (sight.kind === 'read' ? sight.applied : null);

/** Null where one of the two is not known. */
export const driftOf = (
  was: readonly WatchedField[] | null,
  is: readonly WatchedField[] | null,
): WatchedChange[] | null => (was === null || is === null ? null : changesBetween(was, is));

/** Whether the plugin shows its client secret in clear: it held the saved one at the apply. */
export const isSecretShown = (held: Held, sight: PluginSight): boolean =>
  held.isSecretShown || (held.secretPrint !== null && printIn(appliedIn(held, sight)) === held.secretPrint);

const printIn = (fields: readonly WatchedField[] | null): string | undefined =>
  fields?.find(({ key }) => key === secretField)?.print;

type SecretFactOptions = { target: string; held: Held; key: Secret; sight: PluginSight; saved: Secret | null };

/** The client secret that is saved here beside that of the plugin; where the plugin never shows it, the one written last. */
const secretFact = async (
  asked: Asked,
  { target, held, key, sight, saved }: SecretFactOptions,
): Promise<PluginFacts['pluginSecret']> => {
  if (saved === null || sight.kind !== 'read') return noPlugin.pluginSecret;
  if (isSecretShown(held, sight))
    return known(printIn(sight.fields) === secretPrint(key, saved) ? 'as-saved' : 'other');
  const written = await secretWrittenLast(asked, target, held.called);
  if (written === null) return noPlugin.pluginSecret;
  return known(written.expose() === saved.expose() ? 'as-saved' : 'written-other');
};

const driftFacts = (
  held: Held,
  sight: PluginSight,
  application: CasdoorSight['application'],
): Pick<PluginFacts, 'pluginDrift' | 'applicationDrift'> => {
  const { called, at: since, who } = held;
  const plugin = driftOf(appliedIn(held, sight), sight.kind === 'read' ? sight.fields : null);
  const ofApplication = driftOf(held.application, application?.fields ?? null);
  const changesIn = (changes: WatchedChange[]) => changes.map(({ change }) => change);
  return {
    pluginDrift: plugin ? known({ called, since, who, changes: changesIn(plugin) }) : noPlugin.pluginDrift,
    applicationDrift: ofApplication
      ? known({ called: application?.name ?? '', since, who, changes: changesIn(ofApplication) })
      : noPlugin.applicationDrift,
  };
};
