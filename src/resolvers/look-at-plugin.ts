import { askTarget, openBackup } from '../apply/look';
import type { TargetFailure } from '../contract/apply';
import type { Failure } from '../contract/result';
import type { PluginEvidence } from '../diagnosis/plugin-evidence';
import { Refusal } from '../store/refusal';
import { type Held, keptWatchIn } from '../watch/kept-watch';
import { type WatchedField, watchedFields } from '../watch/watched-field';
import { type Asked, logFailure } from './call';
import { type Actor, type OpenPlugin, withPlugin } from './open-plugin';
import { reachOf } from './way-back';

/** Milliseconds: a call on Forge lives 25 s, and the checks take up to 20 at the same time. */
const lookLasts = 16_000;

/** What a look saw of the plugin. */
export type PluginSight =
  /** `applied`: as it was written, out of the backup; null where it is known already, or gone. */
  | { kind: 'read'; fields: WatchedField[]; applied: WatchedField[] | null; evidence: PluginEvidence }
  /** It does not answer as it should: nobody can be sure to get in through it. */
  | { kind: 'broken'; evidence: PluginEvidence }
  | { kind: 'failed'; failure: TargetFailure | Failure }
  /** By hand, or without credentials: the state of Watch says why. */
  | { kind: 'blind' };

/** The last look was refused in a way that another unattended try would make worse, such as by a CAPTCHA. */
export type RefusedBefore = { at: string; failure: TargetFailure };

type LookAtPlugin = {
  held: Held;
  actor: Actor;
  /** Null where a person asks. */
  refused: RefusedBefore | null;
  signal: AbortSignal | undefined;
};

/** Reads the plugin, and what it is held against where that is not known yet. Never rejects. */
export const lookAtPlugin = async (
  asked: Asked,
  target: string,
  { held, actor, refused, signal }: LookAtPlugin,
): Promise<PluginSight> => {
  const limit = AbortSignal.timeout(lookLasts);
  const ends = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    return await withPlugin(asked, target, actor, async (plugin): Promise<PluginSight> => {
      // Typed anew since, they may be taken now.
      if (refused !== null && plugin.access.at <= refused.at) return { kind: 'failed', failure: refused.failure };
      return readPlugin(asked, plugin, held, ends);
    });
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'blind' };
    return { kind: 'failed', failure: failureOf(error) };
  }
};

const readPlugin = async <D, W>(
  asked: Asked,
  plugin: OpenPlugin<D, W>,
  held: Held,
  signal: AbortSignal,
): Promise<PluginSight> => {
  const { access, parts, target, targetId } = plugin;
  const [{ pluginEvidence }, read, reach] = await Promise.all([
    import('../diagnosis/plugin-evidence'),
    askTarget(parts, (own) => target.read(AbortSignal.any([own, signal]))),
    access.user === null ? null : reachOf(asked, targetId, access.user),
  ]);
  const about = {
    account: access.user,
    restoreAccount:
      access.user === null || reach === 'untold'
        ? null
        : { account: access.user, reachedBy: reach?.by ?? null, groupsLost: [...(reach?.groupsLost ?? [])] },
  };
  const evidence = await pluginEvidence(plugin, read, about, signal);
  const failure = read.ok ? (target.whyNot?.(read.value.document) ?? null) : read.failure;
  if (failure !== null || !read.ok) {
    const isBroken = failure !== null && broken.includes(failure.code);
    return isBroken || failure === null ? { kind: 'broken', evidence } : { kind: 'failed', failure };
  }
  const key = await keptWatchIn(asked.place).printKey(targetId);
  const { document } = read.value;
  const opened = held.plugin === null ? await openBackup(parts, held.apply) : null;
  return {
    kind: 'read',
    fields: watchedFields(plugin.fieldsOf(document, null), key),
    applied: opened?.ok ? watchedFields(plugin.fieldsOf(opened.value.after, document), key) : null,
    evidence,
  };
};

/** What keeps people out, and not only this look. */
const broken: readonly TargetFailure['code'][] = ['missing', 'licence', 'document-unknown'];

/** What went wrong on our side. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof Refusal) return error.failure;
  logFailure('lookOnce', error);
  return {
    code: 'unexpected',
    message: 'Something went wrong that this product does not know.',
    remedy: 'Look once more. If it stays, look for this call in the log of the app.',
  };
};
