import { products } from '../contract/target';
import { storeIn } from '../store/store';
import type { Adapters } from './adapters';
import { askedAt } from './asked';
import { logFailure } from './call';
import { lookOnce } from './look-once';

/**
 * Looks at every target of both products, one after the other: by a schedule, and at a start. Never rejects, and what
 * goes wrong with one keeps no other waiting.
 *
 * @param signal Ends the looks; one that goes on is not noted then.
 */
export const lookAtAll = async (adapters: Adapters, signal?: AbortSignal): Promise<void> => {
  for (const product of products) {
    const place = { product, who: '', account: null, now: adapters.now };
    const ids = (await storeIn(place).targets.latest())?.value ?? [];
    for (const id of ids)
      try {
        if (signal?.aborted) return;
        await lookOnce(askedAt(place, adapters), id, null, signal);
      } catch (error) {
        if (!signal?.aborted) logFailure('lookAtAll', error);
      }
  }
};
