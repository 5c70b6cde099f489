import * as v from 'valibot';
import { backupsIn } from '../apply/backups';
import { failed, succeeded } from '../contract/result';
import type { WatchState } from '../contract/watch';
import { holderOf } from '../store/plugin-access';
import { Refusal } from '../store/refusal';
import { targetId } from '../store/shapes';
import { keptWatchIn } from '../watch/kept-watch';
import { afterAccepting, shownEvent } from '../watch/watch-log';
import { ofTarget } from './apply-payload';
import { applyWayOf } from './apply-way';
import type { Asked, Calls } from './call';
import { heldOf } from './held-of';
import { lookOnce } from './look-once';
import { requireTarget } from './panel-state';

const lookId = v.pipe(v.string(), v.uuid());
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
    payload: v.strictObject({ target: targetId, look: lookId }),
    answer: async (asked, { target, look }) => {
      const held = await heldOf(asked, target);
      if (held === null) return nothingApplied();
      await accept(asked, target, look, held);
      return succeeded(await watchState(asked, target));
    },
  },
};

const nothingApplied = () =>
  failed('refused', 'Nothing was applied from here yet: there is nothing to hold the settings against.', {
    remedy: 'Write the settings in the step Apply, and keep them.',
  });

const accept = async (
  { place }: Asked,
  target: string,
  look: string,
  { holder: _holder, ...held }: NonNullable<Awaited<ReturnType<typeof heldOf>>>,
): Promise<void> => {
  const watch = keptWatchIn(place);
  const busy = () =>
    new Refusal('conflict', 'It was looked at again meanwhile, or is being looked at.', {
      remedy: 'Look at what was found now, then accept it.',
    });
  if (!(await watch.begin(target))) throw busy();
  try {
    const found = await watch.found.get(target);
    if (found?.look !== look) throw busy();
    const at = place.now().toISOString();
    await watch.held.set(target, {
      ...held,
      at,
      who: place.who,
      how: 'accepted',
      // What could not be seen is accepted by nobody.
      plugin: found.plugin ?? held.plugin,
      application: found.application ?? held.application,
      findings: found.findings ?? held.findings,
    });
    await watch.saveLog(target, afterAccepting(await watch.log(target), { at, who: place.who }));
  } finally {
    await watch.end(target);
  }
};

/** What the last looks saw, and what it is held against. Asks neither the plugin nor Casdoor. */
export const watchState = async (asked: Asked, target: string): Promise<WatchState> => {
  const watch = keptWatchIn(asked.place);
  const held = await heldOf(asked, target);
  if (held === null) return { since: null, looks: [], events: [], isLooking: false, nextAt: null, blind: null };
  const [log, isLooking, blind] = await Promise.all([
    watch.log(target),
    watch.isLooking(target),
    whyBlind(asked, target, held),
  ]);
  const { apply, at, who, how } = held;
  return {
    since: { apply, at, who, how },
    looks: log.looks,
    events: log.events.map(shownEvent),
    isLooking,
    nextAt: nextAt(log.looks),
    blind,
  };
};

/** A day after the last look that nobody asked for. Before there was one, nobody knows. */
const nextAt = (looks: WatchState['looks']): string | null => {
  const last = looks.findLast(({ who }) => who === null);
  return last ? new Date(Date.parse(last.at) + interval).toISOString() : null;
};

const whyBlind = async (
  asked: Asked,
  target: string,
  held: { apply: string; holder: string; called: string; plugin: unknown },
): Promise<string | null> => {
  const { value: settings } = await requireTarget(asked, target);
  const way = await applyWayOf(asked, settings);
  if (way.kind === 'by-hand') return way.why;
  const { pluginAccess } = asked.store;
  const own = await pluginAccess.use(target, settings.baseUrl, holderOf(asked.place.account));
  const access = own ?? (await pluginAccess.use(target, settings.baseUrl, held.holder));
  if (!access)
    return `The settings of ${held.called} are not looked at, because no credentials are kept with which they could be read.`;
  if (held.plugin === null && (await backupsIn(asked.place).until(target, held.apply)) === null)
    return `The settings of ${held.called} have nothing to be held against: the backup of what was applied is gone.`;
  return null;
};
