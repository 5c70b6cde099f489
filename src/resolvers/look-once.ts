import { randomUUID } from 'node:crypto';
import { journalIn } from '../apply/journal';
import { isOpen } from '../contract/apply';
import type { Finding, Report } from '../contract/report';
import type { Failure } from '../contract/result';
import type { WatchLook } from '../contract/watch';
import type { Secret } from '../secrets/secret';
import type { WatchLog } from '../watch/kept-log';
import { type Held, keptWatchIn } from '../watch/kept-watch';
import { newsBetween, sightsAfter } from '../watch/sights';
import { afterLook } from '../watch/watch-log';
import { keyMark } from '../watch/watched-field';
import type { Asked } from './call';
import { heldOf } from './held-of';
import { appliedIn, type CasdoorSight, driftOf, isSecretShown, lookAtCasdoor } from './look-at-casdoor';
import { failureOf, lookAtPlugin, type RefusedBefore } from './look-at-plugin';

/** What one look came to; `busy`: none could be made now, and why. Null: nothing was applied yet. */
export type Looked = { kind: 'looked'; look: WatchLook } | { kind: 'busy'; why: string } | null;

/** Whoever asks: their display name, and the holder of their credentials. */
export type Watcher = { name: string; holder: string };

/**
 * Looks once: reads the plugin and Casdoor's application, makes the checks, holds all of it against what was applied or
 * accepted, and notes what differs. Writes to neither.
 *
 * @param who Null for a schedule or a start: the plugin is then read with the credentials of whoever applied.
 * @param signal Ends it: nothing is noted then, and it rejects.
 */
export const lookOnce = async (
  asked: Asked,
  target: string,
  who: Watcher | null,
  signal?: AbortSignal,
): Promise<Looked> => {
  const watch = keptWatchIn(asked.place);
  const found = await heldOf(asked, target);
  if (found === null) return null;
  // Between the two nobody knows which settings should be there.
  const unsettled = await whyUnsettled(asked, target);
  if (unsettled !== null) return { kind: 'busy', why: unsettled };
  if (!(await watch.begin(target))) return { kind: 'busy', why: 'Another look goes on.' };
  try {
    const { holder, ...held } = found;
    // Whoever asks may try their own again as often as they like; those of others nobody uses up for them.
    const refused = refusedIn(await watch.log(target));
    const others = who?.holder === holder ? [] : [{ holder, refused }];
    const holders = [...(who ? [{ holder: who.holder, refused: null }] : []), ...others];
    return { kind: 'looked', look: await look(asked, target, held, { who: who?.name ?? null, holders, signal }) };
  } finally {
    await watch.end(target);
  }
};

/** An apply that is neither kept nor restored; null where there is none. */
const whyUnsettled = async ({ place }: Asked, target: string): Promise<string | null> => {
  const newest = await journalIn(place).newest(target);
  return newest !== null && isOpen(newest.entries.at(-1)?.step ?? 'begun')
    ? `What ${newest.head.who} wrote to ${newest.head.called} is neither kept nor restored yet.`
    : null;
};

/** Looks where something was kept that nobody has looked at yet. Never rejects: whatever it misses, the next look has. */
export const lookFirst = async (asked: Asked, target: string): Promise<void> => {
  try {
    const held = await heldOf(asked, target);
    const known = await keptWatchIn(asked.place).held.get(target);
    if (held !== null && (held.apply !== known?.apply || known.plugin === null)) await lookOnce(asked, target, null);
  } catch (error) {
    failureOf(error);
  }
};

const look = async (
  asked: Asked,
  target: string,
  found: Held,
  { who, holders, signal }: { who: string | null; holders: readonly Holder[]; signal: AbortSignal | undefined },
): Promise<WatchLook> => {
  const watch = keptWatchIn(asked.place);
  const [id, at] = [randomUUID(), asked.place.now().toISOString()];
  const key = await watch.printKey(target);
  const before = ofThisKey(found, key);
  const plugin = lookAtFirst(asked, target, { held: before, holders, signal });
  const casdoor = await lookAtCasdoor(asked, { target, held: before, key, plugin, signal }).catch(failureOf);
  const sight = await plugin;
  signal?.throwIfAborted();
  const seen: CasdoorSight | null = 'report' in casdoor ? casdoor : null;
  const fields = sight.kind === 'read' ? sight.fields : null;
  const application = seen?.application?.fields ?? null;
  const held: Held = {
    ...before,
    plugin: appliedIn(before, sight),
    application: before.application ?? application,
    applicationSince: before.application === null ? application && at : (before.applicationSince ?? before.at),
    isSecretShown: isSecretShown(before, sight),
    findings: before.findings ?? (seen && baselineOf(seen.report)),
  };
  const drift = {
    plugin: driftOf(held.plugin, fields),
    application: driftOf(held.application, application),
  };
  const compared = watchedParts.filter((thing) => drift[thing] !== null);
  // That of the plugin first: by it nothing that runs by itself tries the same credentials again.
  const failure: WatchLook['failure'] =
    sight.kind === 'failed' ? sight.failure : 'report' in casdoor ? whyUnread(held, casdoor) : (casdoor as Failure);
  const isDrifted = [drift.plugin, drift.application].some((changes) => (changes?.length ?? 0) > 0);
  const ended: WatchLook = {
    id,
    at,
    who,
    failure,
    compared,
    verdict: verdictOf(seen?.report ?? null, isDrifted, failure !== null),
  };
  // What it is held against before what differs from it: a look that dies in between is made again.
  await watch.held.set(target, held);
  await watch.found.set(target, {
    look: id,
    plugin: fields,
    application,
    findings: seen && faultsIn(seen.report).map((finding) => finding.id),
  });
  const log = await watch.log(target);
  const sights = seen && sightsAfter(log.sights, seen.sights);
  await watch.saveLog(
    target,
    afterLook(log, {
      look: ended,
      // What was accepted was read by a look before, which the log knows; what was applied, then.
      plugin: drift.plugin && {
        called: held.called,
        since: held.how === 'applied' ? held.at : null,
        who: held.who,
        changes: drift.plugin,
        found: fields ?? [],
      },
      application: drift.application && {
        called: seen?.application?.name ?? '',
        since: held.applicationHow === 'applied' ? held.applicationSince : null,
        who: held.who,
        changes: drift.application,
        found: application ?? [],
      },
      findings: seen?.report.findings ?? null,
      // As long as nobody knows what was there at the apply, only what keeps everybody out counts.
      accepted:
        held.findings ??
        (seen
          ? faultsIn(seen.report)
              .filter(isLight)
              .map((finding) => finding.id)
          : []),
      news: sights ? newsBetween(log.sights, sights) : [],
      sights,
    }),
  );
  return ended;
};

const watchedParts = ['plugin', 'application'] as const;

/** Whose credentials may be used, and how they were refused before. */
type Holder = { holder: string; refused: RefusedBefore | null };

/** With the credentials of the first of them who has any. */
const lookAtFirst = async (
  asked: Asked,
  target: string,
  { holders, ...more }: Omit<Parameters<typeof lookAtPlugin>[2], 'actor' | 'refused'> & { holders: readonly Holder[] },
) => {
  for (const { holder, refused } of holders) {
    const actor = { name: '', holder, isPerson: false };
    const sight = await lookAtPlugin(asked, target, { ...more, actor, refused });
    if (sight.kind !== 'blind') return sight;
  }
  return { kind: 'blind' as const };
};

/**
 * Each refusal brings an account nearer to its CAPTCHA: nothing that runs by itself tries the same credentials again. What a
 * person has tried in vain says nothing of those, since it may have been another password.
 */
const refusedIn = ({ looks }: WatchLog): RefusedBefore | null => {
  const last = looks.findLast(({ who, failure }) => who === null || failure === null);
  const failure = last?.failure ?? null;
  return last && failure !== null && 'isFinal' in failure && failure.isFinal ? { at: last.at, failure } : null;
};

/** Casdoor has answered, and did not show the application. Where it never could be shown, nothing has failed. */
const whyUnread = ({ application }: Held, seen: CasdoorSight): Failure | null =>
  (application === null && !seen.hasSecret) || seen.application !== null || seen.report.verdict === 'broken'
    ? null
    : {
        code: 'refused',
        message: 'The application in Casdoor could not be read, so whether it is as it was is not known.',
        remedy: 'Look whether the client secret is saved in the step Client, then run the checks there.',
      };

/** Prints of another key tell nothing: what was written is then taken out of the backup once more. */
const ofThisKey = (held: Held, key: Secret): Held => {
  const mark = keyMark(key);
  return held.keyMark === mark
    ? held
    : {
        ...held,
        keyMark: mark,
        plugin: null,
        application: null,
        applicationSince: null,
        applicationHow: 'first-look',
        secretPrint: null,
      };
};

const faultsIn = ({ findings }: Report): Finding[] =>
  findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn');

const isLight = ({ severity }: Finding): boolean => severity !== 'blocker';

/**
 * What was there when it was applied: somebody has seen it then. Not what keeps everybody out, and nothing as long as
 * Casdoor does not answer.
 */
const baselineOf = (report: Report): string[] | null =>
  report.steps.connect.verdict === 'broken'
    ? null
    : faultsIn(report)
        .filter(isLight)
        .map(({ id }) => id);

/** Null where the plugin or Casdoor could not be seen, unless something worse is known. */
const verdictOf = (report: Report | null, isDrifted: boolean, isUnseen: boolean): WatchLook['verdict'] => {
  if (report?.verdict === 'broken') return 'broken';
  if (isDrifted) return 'drifted';
  return report === null || isUnseen ? null : report.verdict;
};
