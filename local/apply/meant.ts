import type { ApplyTarget, Plan } from '../../src/apply/apply-target';
import type { CameIn, Guard } from '../../src/contract/apply';
import type { FieldByHand } from '../../src/contract/apply-calls';
import type { Product } from '../../src/contract/target';

/** Who came in through the plugin since it was written, and how that is known. */
export type WhoCameIn = {
  /** Asks the product; a sentence where it does not tell. */
  look: (
    since: string,
    signal: AbortSignal,
  ) => Promise<{ isTold: true; cameIn: CameIn[] } | { isTold: false; why: string }>;
  /** Whether an account administers, as somebody said that it came in; a sentence where the product does not tell. */
  said: (
    user: string,
    signal: AbortSignal,
  ) => Promise<{ isTold: true; cameIn: CameIn } | { isTold: false; why: string }>;
};

/** What a run of the command writes to, and how it is judged. */
export type Meant<D, W> = {
  target: ApplyTarget<D, W>;
  wanted: W;
  /** In a sentence, such as "miniOrange on jira.acme.example". */
  called: string;
  product: Product;
  byHand: FieldByHand[];
  /** Null: nobody signs in through it, and it is kept at once. */
  whoCameIn: WhoCameIn | null;
  /**
   * Guards as they stand now, of what was read now. `apply`: what is about to be written, for which people are noted; null
   * where it is only looked at.
   */
  judge: (about: { document: D; plan: Plan<D> }, apply: string | null) => Promise<Guard[]>;
};
