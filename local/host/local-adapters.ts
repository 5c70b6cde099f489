import { makeCloudVantage } from '../../src/casdoor/cloud-vantage';
import type { Adapters } from '../../src/resolvers/adapters';

/** What the app is given on this machine. */
export const localAdapters = async (_options: {
  hasDemo: boolean;
  authorities: readonly string[];
}): Promise<{ adapters: Adapters; close: () => Promise<void> }> => ({
  adapters: {
    from: 'local',
    vantage: () => makeCloudVantage({ fetch: (url, init) => fetch(url, init) }),
    demo: null,
    now: () => new Date(),
  },
  close: async () => {},
});
