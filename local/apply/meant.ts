import type { ApplyTarget, Plan } from '../../src/apply/apply-target';
import type { Guard } from '../../src/contract/apply';
import type { FieldByHand } from '../../src/contract/apply-calls';
import type { Product } from '../../src/contract/target';
import type { CameInLook, Said } from '../../src/people/who-came-in';
import type { PeopleAfterLook } from './people-after';

/** Who came in through the plugin. `since`: when it was written, ISO 8601. */
export type WhoCameIn = {
  /** Where people come in through the plugin. */
  address: string;
  /** As far as the product's audit log tells. */
  look: (since: string, signal: AbortSignal) => Promise<CameInLook>;
  /** As somebody at the terminal says. */
  said: (user: string, since: string, signal: AbortSignal) => Promise<Said>;
};

/** What a run of the command writes to, and how it is judged. */
export type Meant<D, W> = {
  target: ApplyTarget<D, W>;
  wanted: W;
  /** In a sentence, such as "miniOrange on jira.acme.example". */
  called: string;
  product: Product;
  byHand: FieldByHand[];
  /** It sends everybody to the new sign-in, and writes nothing else. */
  isSecond: boolean;
  /** Pure. The field that would send everybody, once these settings are in force; null where it does, or there is none. */
  redirectOf: (document: D) => string | null;
  /** Who differs once the old settings are back. */
  peopleAfter: PeopleAfterLook;
  /** Null: nobody signs in through it, and it is kept at once. */
  whoCameIn: WhoCameIn | null;
  /**
   * Guards as they stand now, of what was read now. `apply`: what is about to be written, for which people are noted; null
   * where it is only looked at.
   */
  judge: (
    about: { document: D; plan: Plan<D> },
    given: { apply: string | null; hasUserComeIn: boolean },
  ) => Promise<Guard[]>;
};
