import type { Product } from '../contract/target';
import type { KeptRuns } from '../directory/kept-runs';
import type { DryRuns } from './adapters';

/**
 * Dry runs as chains of events, each of which sends for the next: the way of Forge, where nothing works for hours. Its
 * code is loaded when it is asked for, as that of every step.
 */
export const chainedDryRuns = (now: () => Date): DryRuns => ({
  start: async ({ id }, { product, accounts }) => {
    const [{ startChain }, dryRuns] = await Promise.all([nextStep(), keptRuns(product, now)]);
    await startChain(dryRuns, id, accounts.kind !== 'none');
  },
  goOn: async ({ id }, { product }) => {
    const [{ goOnWithChain }, dryRuns] = await Promise.all([nextStep(), keptRuns(product, now)]);
    if (!(await goOnWithChain(dryRuns, id, now().getTime())))
      await dryRuns.end(id, { state: 'failed', problem: nothingLeft });
  },
  lookAfter: async (asked, { id, state, progress }) => {
    const { dryRuns } = asked;
    const order = await dryRuns.order(id);
    if (!order || (await dryRuns.hasEnded(id))) return false;
    const moment = now().getTime();
    const until = progress?.waitsUntil ?? null;
    if (state === 'cancelled' || (state === 'cancelling' && until !== null && Date.parse(until) > moment)) {
      // No event would hear of it for a quarter of an hour.
      const { finishDryRun } = await import('./finish-dry-run');
      await finishDryRun(asked, order, { kind: 'cancelled' }, 0);
      return true;
    }
    if (state !== 'stopped') return false;
    const { recoverChain } = await nextStep();
    const recovered = await recoverChain(dryRuns, id, progress, moment);
    if (recovered !== 'sent')
      await dryRuns.end(id, { state: 'failed', problem: recovered === 'gone' ? nothingLeft : againAndAgain });
    return true;
  },
  discard: async () => {},
  forecast: async (known) => (await import('../directory/chain/forecast')).forecastOfChain(known),
});

const nextStep = () => import('../directory/chain/next-step');
const keptRuns = async (product: Product, now: () => Date): Promise<KeptRuns> =>
  (await import('../directory/kept-runs')).keptRunsIn({ product, who: '', account: null, now });

const nothingLeft = 'What was read of it is not there any more. Start a new one.';
const againAndAgain = 'It broke off at the same place again and again. The log of the app may say why.';
