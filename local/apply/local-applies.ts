import { type Product, products } from '../../src/contract/target';
import type { Adapters, Applies } from '../../src/resolvers/adapters';
import { logFailure } from '../../src/resolvers/call';
import { type RestorePlace, restoreCommand } from './restore-command';

export type LocalAppliesOptions = RestorePlace & {
  /** Runs something as the app would, in a product of the site. */
  inside: <T>(product: Product, act: () => Promise<T>) => Promise<T>;
  now: () => Date;
};

export type LocalApplies = Applies & {
  /** Looks after whatever a process that was ended has left, on both products. What it is given works on all that follows. */
  begin: (adapters: Adapters) => void;
  /** No timer goes off any more; resolves once nobody is at work. */
  close: () => Promise<void>;
};

/** The longest that a timer of Node can be set to, milliseconds. */
const longestTimer = 2 ** 31 - 1;
/** Milliseconds after a look that broke. */
const retryIn = 60_000;

/**
 * Works on what is ordered at plugins in this process, and has a timer for what is due on each target. Whatever is not
 * done when the process ends is done at its next start.
 */
export const localApplies = ({ inside, now, ...place }: LocalAppliesOptions): LocalApplies => {
  const timers = new Map<string, NodeJS.Timeout>();
  const working = new Set<Promise<void>>();
  let adapters: Adapters | null = null;
  let isOpen = true;

  const act = (product: Product, work: (given: Adapters) => Promise<void>): void => {
    const given = adapters;
    if (!isOpen || !given) return;
    const going = inside(product, () => work(given)).catch((error: unknown) => logFailure('applies', error));
    working.add(going);
    void going.finally(() => working.delete(going));
  };
  /** Acts after so many milliseconds; in place of what was to be done by that name. */
  const later = (key: string, wait: number, again: () => void): void => {
    clearTimeout(timers.get(key));
    const timer = setTimeout(
      () => {
        timers.delete(key);
        again();
      },
      Math.min(Math.max(0, wait), longestTimer),
    );
    // The next start does what is due by then.
    timer.unref();
    timers.set(key, timer);
  };
  const until = (at: string): number => Date.parse(at) - now().getTime();
  /** A look that broke is made again: nobody else would set its timer before the next start. */
  const orAgain = async <T>(key: string, again: () => void, look: () => Promise<T>): Promise<T> => {
    try {
      return await look();
    } catch (error) {
      later(key, retryIn, again);
      throw error;
    }
  };

  const recover = (product: Product, target: string) =>
    act(product, (given) =>
      orAgain(
        keyOf(product, target),
        () => recover(product, target),
        async () => {
          const [{ recoverApplies }, { askedAt }] = await Promise.all([
            import('../../src/resolvers/recover-applies'),
            import('../../src/resolvers/asked'),
          ]);
          await recoverApplies(askedAt({ product, who: '', account: null, now: given.now }, given), target);
        },
      ),
    );

  /** Of the command's own targets, which are no target of the panel's. */
  const recoverCommands = (product: Product) =>
    act(product, async (given) => {
      const key = keyOf(product, 'commands');
      const again = () => recoverCommands(product);
      const at = await orAgain(key, again, async () => {
        const { recoverCommandTargets } = await import('./recover-command-targets');
        const place = { product, who: '', account: null, now: given.now };
        return recoverCommandTargets(place, () => given.vantage([]));
      });
      if (at !== null) later(key, until(at), again);
    });

  return {
    work: async (product, _target, order) =>
      act(product, async (given) => {
        const { workOnApply } = await import('../../src/resolvers/work-on-apply');
        await workOnApply(given, product, order);
      }),
    lookAt: async (product, target, at) => later(keyOf(product, target), until(at), () => recover(product, target)),
    restoreCommand: (apply) => restoreCommand(place, apply),
    begin: (given) => {
      adapters = given;
      for (const product of products)
        act(product, async () => {
          const { recoverProduct } = await import('../../src/resolvers/recover-applies');
          await recoverProduct(given, product);
        });
      for (const product of products) recoverCommands(product);
    },
    close: async () => {
      isOpen = false;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(working);
    },
  };
};

const keyOf = (product: Product, what: string): string => `${product}:${what}`;
