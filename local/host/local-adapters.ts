import type { Adapters } from '../../src/resolvers/adapters';
import { makeLocalVantage } from '../vantage/local-vantage';

/** What the app is given on this machine. */
export const localAdapters = async (options: {
  hasDemo: boolean;
  authorities: readonly string[];
}): Promise<{ adapters: Adapters; close: () => Promise<void> }> => ({
  adapters: {
    from: 'local',
    vantage: (trusted) =>
      makeLocalVantage({
        authorities: [
          ...options.authorities.map((pem) => ({ pem, from: 'file' as const })),
          ...trusted.map((pem) => ({ pem, from: 'panel' as const })),
        ],
      }),
    demo: null,
    now: () => new Date(),
  },
  close: async () => {},
});
