import { products } from '../contract/target';
import { ordersIn } from '../signin/orders';
import type { Adapters } from './adapters';
import { logFailure } from './call';

/**
 * Deletes what has expired, for both products of the installation: a store's own time to live may be 48 hours late.
 * Never rejects: the next day tries again, and nothing that has expired is read meanwhile.
 */
export const sweepExpired = async (adapters: Adapters): Promise<void> => {
  for (const product of products)
    try {
      await ordersIn({ product, who: '', account: null, now: adapters.now }).sweep();
    } catch (error) {
      logFailure('sweep', error);
    }
};
