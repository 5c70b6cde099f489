import type { Product } from '../contract/target';
import type { ApplyTarget } from './apply-target';
import type { Backups } from './backups';
import type { Journal } from './journal';

/** What the engine is given. It does nothing of its own: no request, no record, no look at the time. */
export type EngineParts<D, W> = {
  target: ApplyTarget<D, W>;
  /** Id of the target in the store, and what it is called in a sentence, such as "miniOrange on jira.acme.example". */
  targetId: string;
  called: string;
  product: Product;
  journal: Journal;
  backups: Backups;
  clock: {
    now: () => Date;
    /** Aborts after so many milliseconds. */
    limit: (milliseconds: number) => AbortSignal;
  };
  /** Who asks; null where the app itself does: a schedule, or the start of a process. */
  who: { name: string; account: string } | null;
};
