import { InvocationError, InvocationErrorCode } from '@forge/events';
import * as v from 'valibot';
import { applyOrdersIn } from '../apply/apply-orders';
import { products } from '../contract/target';
import { moment, targetId } from '../store/shapes';
import { storeIn } from '../store/store';
import type { Adapters } from './adapters';
import { applyId } from './apply-payload';
import { push } from './apply-queue';
import { askedAt } from './asked';
import { logFailure } from './call';

/** An event's body names a target and an order or a moment: what is to be done is what an administrator has ordered. */
const eventShape = v.object({
  body: v.union([v.object({ target: targetId, order: applyId }), v.object({ target: targetId, at: moment })]),
  retryContext: v.optional(v.object({ retryCount: v.number() })),
});

/** Seconds until the platform is to bring an event again, and how often. */
const retryAfter = 60;
const mostRetries = 5;
/** Milliseconds that an event may come too early: clocks differ, and a second is not worth another event. */
const early = 1_000;

/**
 * The consumer of what was ordered at a plugin. An event comes at least once, in no order, late or never: an order is begun
 * once, and a look does what is due by the apply's own journal.
 */
export const workOnApplyStep = async (event: unknown, adapters: Adapters): Promise<InvocationError | undefined> => {
  const read = v.safeParse(eventShape, event);
  if (!read.success) return undefined;
  const { body, retryContext } = read.output;
  try {
    for (const product of products) {
      const place = { product, who: '', account: null, now: adapters.now };
      const ids = (await storeIn(place).targets.latest())?.value ?? [];
      if (!ids.includes(body.target)) continue;
      if ('order' in body) {
        const order = await applyOrdersIn(place).get(body.order);
        if (order?.target === body.target)
          await (await import('./work-on-apply')).workOnApply(adapters, product, order.id);
        continue;
      }
      const left = Date.parse(body.at) - adapters.now().getTime();
      if (left > early) await push(body, left / 1_000);
      else await (await import('./recover-applies')).recoverApplies(askedAt(place, adapters), body.target);
    }
    return undefined;
  } catch (error) {
    logFailure('applyStep', error);
    if ((retryContext?.retryCount ?? 0) >= mostRetries) return undefined;
    return new InvocationError({ retryAfter, retryReason: InvocationErrorCode.FUNCTION_RETRY_REQUEST });
  }
};
