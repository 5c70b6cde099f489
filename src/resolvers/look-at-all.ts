import { products } from '../contract/target';
import { storeIn } from '../store/store';
import { keptWatchIn } from '../watch/kept-watch';
import type { Adapters } from './adapters';
import { askedAt } from './asked';
import { logFailure } from './call';
import { lookOnce } from './look-once';

/**
 * Looks at every target of both products, one after the other: by a schedule, and at a start. Never rejects, and what
 * goes wrong with one keeps no other waiting.
 *
 * @param signal Ends the looks; one that goes on is not noted then.
 * @param alone When whoever has the store alone began: a look of before is of a process that was ended in the middle of it.
 */
export const lookAtAll = async (adapters: Adapters, signal?: AbortSignal, alone?: Date): Promise<void> => {
  for (const product of products) {
    const place = { product, who: '', account: null, now: adapters.now };
    const ids = (await storeIn(place).targets.latest())?.value ?? [];
    for (const id of ids)
      try {
        if (signal?.aborted) return;
        if (alone) await keptWatchIn(place).endLost(id, alone);
        await lookOnce(askedAt(place, adapters), id, null, signal);
      } catch (error) {
        if (!signal?.aborted) logFailure('lookAtAll', error);
      }
  }
};
