import type { DryRunProgress, DryRunRow } from '../../src/contract/dry-run';
import type { DryRunOrder } from '../../src/directory/dry-run-order';
import { keptRunsIn } from '../../src/directory/kept-runs';
import type { DryRunMeans, DryRuns } from '../../src/resolvers/adapters';
import { type SumChanges, sumsOf } from '../checks/directory/dry-run';

type Begun = { order: DryRunOrder; means: DryRunMeans; goesOn: boolean };

/** Whoever works on dry runs, in the hands of a test: nothing goes on but what the test does. */
export type PlayedDryRuns = DryRuns & {
  begun: Begun[];
  discarded: string[];
  /** Does for the last that was begun what a worker does at its end. Within an invocation. */
  finish: (rows: readonly DryRunRow[], sums?: SumChanges) => Promise<void>;
  /** Has read so many people, and keeps from where it can be gone on. */
  read: (people: number) => Promise<void>;
};

export const playDryRuns = (now: () => Date): PlayedDryRuns => {
  const begun: Begun[] = [];
  const discarded: string[] = [];
  const last = () => {
    const found = begun.at(-1);
    if (!found) throw new Error('No dry run was begun.');
    const place = { product: found.means.product, who: found.order.who, account: null, now };
    return { ...found, kept: keptRunsIn(place) };
  };
  return {
    begun,
    discarded,
    start: async (order, means) => void begun.push({ order, means, goesOn: false }),
    goOn: async (order, means) => void begun.push({ order, means, goesOn: true }),
    discard: async (ids) => void discarded.push(...ids),
    forecast: async ({ people, milliseconds }) => ({ people, seconds: milliseconds && 1, note: null }),
    finish: async (rows, sums) => {
      const { kept, order, means } = last();
      await kept.rows(order.id).write(0, rows);
      await means.finish({ kind: 'done', sums: sumsOf({ people: rows.length, ...sums }) }, 1);
    },
    read: async (people) => {
      const { kept, order } = last();
      await kept.checkpoint(order.id).set({ people });
      await kept.progress(order.id, progressAt(people));
    },
  };
};

export const progressAt = (read: number): DryRunProgress => ({
  phase: 'reading',
  people: { read, total: 100_000, perSecond: 5_000, isDone: false },
  accounts: null,
  known: { barred: 0, withoutEmail: 0, sharedUsernames: 0, repeated: 0 },
  savedAt: null,
  waitsUntil: null,
});
