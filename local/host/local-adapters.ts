import type { Adapters } from '../../src/resolvers/adapters';
import { callbackUrl } from '../../src/resolvers/callback-url';
import { type LocalApplies, localApplies } from '../apply/local-applies';
import type { DemoKeeping } from '../demo/kept-demo';
import { type LocalDryRunsOptions, localDryRuns } from '../dry-run/local-dry-runs';
import { makeLocalVantage } from '../vantage/local-vantage';
import type { LocalHostOptions } from './local-host';

export type LocalAdapters = {
  adapters: Adapters;
  applies: LocalApplies;
  /** Once, before anybody asks: what a process that was ended left behind. */
  recover: () => Promise<void>;
  close: () => Promise<void>;
};

/** What the app is given on this machine. */
export const localAdapters = async (options: {
  hasDemo: boolean;
  /** PEMs from the command line. */
  authorities: readonly string[];
  /** Where dry runs keep what they have read. */
  runsFolder: string;
  /** Runs something as the app would, while no call of the panel waits for it. */
  inside: LocalDryRunsOptions['inside'];
  /** As they were named on the command line. */
  data: string | null;
  keyFile: string | null;
  /** Where the demo keeps what is changed in its stand-ins. */
  keeping: DemoKeeping;
  demo?: LocalHostOptions['demo'];
}): Promise<LocalAdapters> => {
  const look: Adapters['vantage'] = (trusted) =>
    makeLocalVantage({
      authorities: [
        ...options.authorities.map((pem) => ({ pem, from: 'file' as const })),
        ...trusted.map((pem) => ({ pem, from: 'panel' as const })),
      ],
    });
  const now = () => new Date();
  const { authorities, data, inside, keyFile, runsFolder } = options;
  const applies = localApplies({ data, keyFile, inside, now });
  const runs = (standIns: ReadonlyMap<string, string>) =>
    localDryRuns({ folder: runsFolder, inside, authorities, standIns, now });
  const usual: Omit<Adapters, 'dryRuns'> = {
    from: 'local',
    vantage: look,
    callbackUrl,
    // This machine is nobody's site.
    askProduct: null,
    applies,
    demo: null,
    now,
  };
  if (!options.hasDemo) {
    const dryRuns = runs(new Map());
    const close = async () => {
      await applies.close();
      await dryRuns.close();
    };
    return { adapters: { ...usual, dryRuns }, applies, recover: dryRuns.recover, close };
  }
  const [{ startDemo }, { withStandIns }] = await Promise.all([
    import('../demo/start-demo'),
    import('../demo/demo-vantage'),
  ]);
  const { size, onStart } = options.demo ?? {};
  const running = await startDemo({ now, keeping: options.keeping, ...(size !== undefined && { size }) });
  onStart?.(running);
  const dryRuns = runs(running.standIns);
  return {
    adapters: {
      ...usual,
      vantage: (trusted) => withStandIns(look(trusted), running.standIns),
      dryRuns,
      demo: running.demo,
    },
    applies,
    recover: dryRuns.recover,
    close: async () => {
      await applies.close();
      await dryRuns.close();
      await running.close();
    },
  };
};
