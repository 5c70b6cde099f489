import { products } from '../../src/contract/target';
import type { WatchedPart } from '../../src/contract/watch';
import { askedAt } from '../../src/resolvers/asked';
import type { Asked } from '../../src/resolvers/call';
import { newestKept } from '../../src/resolvers/held-of';
import { lookOnce } from '../../src/resolvers/look-once';
import { calledOf } from '../../src/resolvers/open-plugin';
import { watchState } from '../../src/resolvers/watch';
import { keptWatchIn } from '../../src/watch/kept-watch';
import type { LookedTarget } from '../../src/watch/watch-json';
import { openApplySite } from '../apply/apply-site';
import { notedTargets } from '../apply/command-targets';
import { siteAdapters } from '../command/site-adapters';
import type { WatchArguments } from './watch-arguments';

/**
 * Looks at every target of the panel's data folder once, as its schedule would, and names beside them what the command of
 * Apply has written to and nobody looks at.
 *
 * @param authorities PEMs from the command line.
 * @throws NeedsSomebody where another process has the folder; Unusable where it cannot be opened.
 */
export const lookAtFolder = async (
  given: Pick<WatchArguments, 'data' | 'keyFile'>,
  authorities: readonly string[],
  signal: AbortSignal,
): Promise<LookedTarget[]> => {
  const site = await openApplySite(given, {
    isLookOnly: true,
    whereHeld:
      'Where it is the panel, it looks by itself at its start and once a day, and by “Check now” in its step Watch.',
  });
  const adapters = siteAdapters(authorities);
  try {
    const looked: LookedTarget[] = [];
    for (const product of products)
      await site.inside(product, async () => {
        const asked = askedAt({ ...site.place(product), who: '', account: null }, adapters);
        const ids = (await asked.store.targets.latest())?.value ?? [];
        looked.push(...(await notLookedAt(asked, ids)));
        for (const id of ids) {
          const settings = (await asked.store.target(id).latest())?.value;
          if (!settings) continue;
          // Nobody else has the folder: a look that goes on is of a process that is gone.
          await keptWatchIn(asked.place).endLost(id, new Date());
          const look = await lookOnce(asked, id, null, signal);
          const state = await watchState(asked, id);
          looked.push({ product, called: calledOf(settings), state, busy: look?.kind === 'busy' ? look.why : null });
        }
      });
    return looked;
  } finally {
    await site.close();
  }
};

/** What the command has written to and the panel has no target for: the credentials for it were not kept. */
const notLookedAt = async ({ place, store }: Asked, known: readonly string[]): Promise<LookedTarget[]> => {
  const looked: LookedTarget[] = [];
  /** When the panel's own target of the same plugin was kept last: what was written there before is written over. */
  const since = new Map<string, string>();
  for (const id of known) {
    const settings = (await store.target(id).latest())?.value;
    const kept = settings && (await newestKept(place, id, calledOf(settings)));
    if (kept) since.set(kept.log.head.called, kept.at);
  }
  for (const { id, typed } of await notedTargets(place)) {
    // Of a redirect URI of the panel's own target, which the checks there look at.
    if (known.some((one) => id === one || id.startsWith(`${one}-`))) continue;
    const kept = await newestKept(place, id, null);
    if (kept === null || (typed.kind !== 'casdoor' && kept.at < (since.get(kept.log.head.called) ?? ''))) continue;
    const { called, who } = kept.log.head;
    const part: WatchedPart = {
      thing: typed.kind === 'casdoor' ? 'application' : 'plugin',
      called,
      ...{ since: null, isLate: false, isCompared: false, remedy: null, untold: [] },
      why:
        typed.kind === 'casdoor'
          ? `The redirect URI ${typed.redirectUri} was put in by the command “npm run apply”, and is not looked at here. Whether Casdoor still takes it, “npm run doctor” tells with --redirect-uri.`
          : 'It was applied by the command “npm run apply”, which keeps no credentials, and the panel has no target for it. Add it in the step Client of the panel, and write it from there.',
    };
    looked.push({
      product: place.product,
      called,
      state: {
        since: { apply: kept.log.head.id, at: kept.at, who, how: 'applied' },
        ...{ looks: [], events: [], isLooking: false, nextAt: null },
        parts: [part],
      },
      busy: null,
    });
  }
  return looked;
};
