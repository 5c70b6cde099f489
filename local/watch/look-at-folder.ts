import { products } from '../../src/contract/target';
import type { Adapters } from '../../src/resolvers/adapters';
import { askedAt } from '../../src/resolvers/asked';
import { callbackUrl } from '../../src/resolvers/callback-url';
import { lookOnce } from '../../src/resolvers/look-once';
import { calledOf } from '../../src/resolvers/open-plugin';
import { watchState } from '../../src/resolvers/watch';
import type { LookedTarget } from '../../src/watch/watch-json';
import { openApplySite } from '../apply/apply-site';
import { makeLocalVantage } from '../vantage/local-vantage';
import type { WatchArguments } from './watch-arguments';

/**
 * Looks at every target of the panel's data folder once, as its schedule would.
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
  const adapters: Adapters = {
    from: 'local',
    vantage: (trusted) =>
      makeLocalVantage({
        authorities: [
          ...authorities.map((pem) => ({ pem, from: 'file' as const })),
          ...trusted.map((pem) => ({ pem, from: 'panel' as const })),
        ],
      }),
    callbackUrl,
    askProduct: null,
    dryRuns: null,
    applies: null,
    demo: null,
    now: () => new Date(),
  };
  try {
    const looked: LookedTarget[] = [];
    for (const product of products)
      await site.inside(product, async () => {
        const asked = askedAt({ ...site.place(product), who: '', account: null }, adapters);
        for (const id of (await asked.store.targets.latest())?.value ?? []) {
          const settings = (await asked.store.target(id).latest())?.value;
          if (!settings) continue;
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
