import { InvocationError, InvocationErrorCode } from '@forge/events';
import * as v from 'valibot';
import { products } from '../contract/target';
import { runId } from '../runs/runs';
import { Refusal } from '../store/refusal';
import type { Adapters } from './adapters';
import { askedAt } from './asked';
import { logFailure } from './call';
import { ChainStep, mostRetries } from './chain-step';

/** An event's body names a run and a step: what is to be done is what an administrator has ordered. */
const eventShape = v.object({
  body: v.object({ run: runId, step: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  retryContext: v.optional(v.object({ retryCount: v.number() })),
});

/** Seconds until the platform is to bring an event again. */
const retryAfter = 60;

/**
 * The consumer of a dry run's events. An event comes at least once, in no order, late or never: whichever attempt makes
 * the next record first counts, and sends for the next step; what others have read is thrown away.
 */
export const workOnStep = async (event: unknown, adapters: Adapters): Promise<InvocationError | undefined> => {
  const read = v.safeParse(eventShape, event);
  if (!read.success) return undefined;
  const { body, retryContext } = read.output;
  const retries = retryContext?.retryCount ?? 0;
  for (const product of products) {
    const asked = askedAt({ product, who: '', account: null, now: adapters.now }, adapters);
    const order = await asked.dryRuns.order(body.run);
    if (!order) continue;
    try {
      return (await new ChainStep(asked, order, body.step, retries).work()) ? again() : undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) logFailure('dryRunStep', error);
      // Another attempt may have ended the run meanwhile, and taken away what this one still read.
      if (await asked.dryRuns.hasEnded(order.id)) return undefined;
      if (!(error instanceof Refusal) && retries < mostRetries) return again();
      const problem = error instanceof Refusal ? error.message : unknownProblem;
      await asked.dryRuns.end(order.id, { state: 'stopped', problem });
      return undefined;
    }
  }
  return undefined;
};

const again = () => new InvocationError({ retryAfter, retryReason: InvocationErrorCode.FUNCTION_RETRY_REQUEST });

const unknownProblem = 'Something went wrong that this product does not know. The log of the app may say more.';
