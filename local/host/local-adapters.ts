import type { Adapters } from '../../src/resolvers/adapters';
import { callbackUrl } from '../../src/resolvers/callback-url';
import { makeLocalVantage } from '../vantage/local-vantage';

export type LocalAdapters = { adapters: Adapters; close: () => Promise<void> };

/** What the app is given on this machine. */
export const localAdapters = async (options: {
  hasDemo: boolean;
  /** PEMs from the command line. */
  authorities: readonly string[];
}): Promise<LocalAdapters> => {
  const look: Adapters['vantage'] = (trusted) =>
    makeLocalVantage({
      authorities: [
        ...options.authorities.map((pem) => ({ pem, from: 'file' as const })),
        ...trusted.map((pem) => ({ pem, from: 'panel' as const })),
      ],
    });
  const now = () => new Date();
  const usual: Adapters = {
    from: 'local',
    vantage: look,
    callbackUrl,
    askProduct: null,
    dryRuns: null,
    demo: null,
    now,
  };
  if (!options.hasDemo) return { adapters: usual, close: async () => {} };
  const [{ startDemo }, { withStandIns }] = await Promise.all([
    import('../demo/start-demo'),
    import('../demo/demo-vantage'),
  ]);
  const running = await startDemo({ now });
  return {
    adapters: {
      ...usual,
      vantage: (trusted) => withStandIns(look(trusted), running.standIns),
      demo: running.demo,
    },
    close: running.close,
  };
};
