import * as v from 'valibot';
import { failed, succeeded } from '../contract/result';
import type { WatchState } from '../contract/watch';
import { holderOf } from '../store/plugin-access';
import { Refusal } from '../store/refusal';
import { targetId } from '../store/shapes';
import type { KeptEvent } from '../watch/kept-log';
import { type Found, type Held, keptWatchIn } from '../watch/kept-watch';
import { afterAccepting, fieldsIn, shownEvent } from '../watch/watch-log';
import { withAccepted } from '../watch/watched-field';
import { ofTarget } from './apply-payload';
import type { Asked, Calls } from './call';
import { heldOf } from './held-of';
import { lookOnce } from './look-once';
import { requireTarget } from './panel-state';
import { watchedParts } from './watched-parts';

const lookId = v.pipe(v.string(), v.uuid());
/** That of the look that saw it first, and its place there; what was split off has that look's behind it. */
const eventId = v.pipe(v.string(), v.maxLength(1_000));
/** Milliseconds between two looks that nobody asked for; the manifest says "day". */
const interval = 86_400_000;

/** Watch: whether what was applied still is so. */
export const watchCalls: Calls<'watchState' | 'lookNow' | 'acceptDrift'> = {
  watchState: {
    payload: ofTarget,
    answer: async (asked, { target }) => succeeded(await watchState(asked, target)),
  },
  lookNow: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      const { who, account } = asked.place;
      const looked = await lookOnce(asked, target, { name: who, holder: holderOf(account) });
      if (looked === null) return nothingApplied();
      const state = await watchState(asked, target);
      // Where another look goes on, its end is waited for like one's own.
      if (looked.kind === 'looked' || state.isLooking) return succeeded(state);
      return failed('busy', looked.why, { remedy: 'Press Keep or Restore on Apply, then look again.' });
    },
  },
  acceptDrift: {
    payload: v.strictObject({ target: targetId, look: lookId, event: v.nullable(eventId) }),
    answer: async (asked, { target, look, event }) => {
      if (!(await accept(asked, target, { look, event }))) return nothingApplied();
      return succeeded(await watchState(asked, target));
    },
  },
};

const nothingApplied = () =>
  failed('refused', 'Nothing was applied from here yet: there is nothing to hold the settings against.', {
    remedy: 'Write the settings in the step Apply, and keep them.',
  });

/** False where nothing was applied yet. */
const accept = async (asked: Asked, target: string, asks: { look: string; event: string | null }): Promise<boolean> => {
  const { place } = asked;
  const watch = keptWatchIn(place);
  const busy = () =>
    new Refusal('conflict', 'It was looked at again meanwhile, or is being looked at.', {
      remedy: 'Look at what was found now, then accept it.',
    });
  if (!(await watch.begin(target))) throw busy();
  try {
    // Only now that nobody else looks: an apply that was kept meanwhile would be held against what was before it.
    const [of, found, log] = await Promise.all([heldOf(asked, target), watch.found.get(target), watch.log(target)]);
    if (of === null) return false;
    const { holder: _holder, ...held } = of;
    const seenAt = log.looks.find(({ id }) => id === asks.look)?.at;
    if (found?.look !== asks.look || seenAt === undefined) throw busy();
    const event = log.events.find(({ id, until }) => id === asks.event && until === null) ?? null;
    if (asks.event !== null && event === null) throw busy();
    if (event !== null && event.thing !== 'checks' && found[event.thing] === null)
      throw new Refusal('refused', 'The last look could not see it, so nobody knows what would be accepted.', {
        remedy: 'Press Check now, then accept what is found.',
      });
    const at = place.now().toISOString();
    await watch.held.set(target, {
      ...held,
      ...(event === null ? allOf(held, found, seenAt) : partOf(held, found, event)),
      at,
      who: place.who,
      how: 'accepted',
    });
    await watch.saveLog(target, afterAccepting(log, { at, who: place.who, only: asks.event, seen: found }));
    return true;
  } finally {
    await watch.end(target);
  }
};

type Accepted = Partial<Pick<Held, 'plugin' | 'application' | 'applicationSince' | 'applicationHow' | 'findings'>>;

/** What could not be seen is accepted by nobody. */
const allOf = (held: Held, { plugin, application, findings }: Found, seenAt: string): Accepted => ({
  plugin: plugin ?? held.plugin,
  ...(application && { application, applicationSince: seenAt, applicationHow: 'accepted' }),
  findings: findings ?? held.findings,
});

/** The rest stays held against what it was held against before. */
const partOf = (held: Held, found: Found, event: KeptEvent): Accepted => {
  if (event.thing === 'checks')
    return { findings: [...new Set([...(held.findings ?? found.findings ?? []), ...event.marks])] };
  return { [event.thing]: withAccepted(held[event.thing] ?? [], found[event.thing] ?? [], fieldsIn(event)) };
};

/** What the last looks saw, and what it is held against. Asks neither the plugin nor Casdoor. */
export const watchState = async (asked: Asked, target: string): Promise<WatchState> => {
  const watch = keptWatchIn(asked.place);
  const held = await heldOf(asked, target);
  if (held === null) return { since: null, looks: [], events: [], isLooking: false, nextAt: null, parts: [] };
  const [log, isLooking, { value: settings }] = await Promise.all([
    watch.log(target),
    watch.isLooking(target),
    requireTarget(asked, target),
  ]);
  const { apply, at, who, how } = held;
  const { meaningsFor } = await import('../watch/what-it-means');
  const meaning = meaningsFor({ ...settings, held: held.plugin });
  return {
    since: { apply, at, who, how },
    looks: log.looks,
    events: log.events.map((event) => shownEvent(event, meaning)),
    isLooking,
    nextAt: nextAt(log.looks),
    parts: await watchedParts(asked, target, held, log),
  };
};

/** A day after the last look that nobody asked for. Before there was one, nobody knows. */
const nextAt = (looks: WatchState['looks']): string | null => {
  const last = looks.findLast(({ who }) => who === null);
  return last ? new Date(Date.parse(last.at) + interval).toISOString() : null;
};
