import { products } from '../contract/target';
import { keptRunsIn } from '../directory/kept-runs';
import { ordersIn } from '../signin/orders';
import type { Place } from '../store/place';
import { storeIn } from '../store/store';
import type { Adapters } from './adapters';
import { logFailure } from './call';

/**
 * Deletes what has expired, and what is kept of accounts that were closed, for both products of the installation: a store's own time to live may be 48 hours late.
 * Never rejects: the next day tries again, and nothing that has expired is read meanwhile.
 */
export const sweepExpired = async (adapters: Adapters): Promise<void> => {
  for (const product of products)
    try {
      const place: Place = { product, who: '', account: null, now: adapters.now };
      await ordersIn(place).sweep();
      const { accounts, samples, targets } = storeIn(place);
      const ids = (await targets.latest())?.value ?? [];
      for (const id of ids) await accounts.files.sweep(id);
      await samples.sweep(ids);
      const old = await keptRunsIn(place).sweep(ids);
      await adapters.dryRuns?.discard(old);
      const { sweepApplies } = await import('./forget-applies');
      await sweepApplies(place, ids, adapters.applies);
    } catch (error) {
      logFailure('sweep', error);
    }
  if (adapters.from === 'cloud')
    for (const product of products)
      try {
        await forgetClosed({ product, who: '', account: null, now: adapters.now });
      } catch (error) {
        logFailure('closedAccounts', error);
      }
};

/** Account ids are kept of those who made a test sign-in. Locally nobody has an account of Atlassian's. */
const forgetClosed = async (place: Place): Promise<void> => {
  const orders = ordersIn(place);
  const makers = await orders.makers();
  if (makers.size === 0) return;
  const { closedAccounts } = await import('../atlassian/closed-accounts');
  const closed = await closedAccounts(makers);
  if (closed.size > 0) await orders.forgetMakers(closed);
};
