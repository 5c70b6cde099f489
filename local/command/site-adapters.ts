import type { Adapters } from '../../src/resolvers/adapters';
import { callbackUrl } from '../../src/resolvers/callback-url';
import { makeLocalVantage } from '../vantage/local-vantage';

/**
 * What a command that has the panel's data folder gives to features of the backend. Nobody comes back to it from Casdoor,
 * and it hands nothing on.
 *
 * @param authorities PEMs from the command line.
 */
export const siteAdapters = (authorities: readonly string[]): Adapters => ({
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
});
