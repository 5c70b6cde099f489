import { administratorsBy, type GuardFacts } from '../../src/apply/guards';
import type { DryRunRow, DryRunSums } from '../../src/contract/dry-run';
import { changedByRow } from '../../src/people/noted-person';
import type { Reach } from '../../src/targets/prove-way-back';
import { WhoReaches } from '../../src/targets/who-reaches';

/** What an apply has to know of a dry run, taken from its rows as they come. */
export class DryRunLook {
  readonly #changed: DryRunRow[] = [];
  readonly #who: WhoReaches | null;

  /** @param account The account of the way back; null where none was named. */
  constructor(account: string | null) {
    this.#who = account === null ? null : new WhoReaches(account, { keepsUnchanged: true });
  }

  readonly add = (rows: readonly DryRunRow[]): void => {
    for (const row of rows) {
      if (changedByRow(row) !== null) this.#changed.push(row);
      this.#who?.add(row);
    }
  };

  /** Who in Casdoor signs in to the account of the way back. */
  reach(sums: DryRunSums | null): Reach {
    const reach = this.#who?.reach ?? null;
    if (reach !== null) return reach;
    return sums === null || sums.untold.some(({ what }) => what === 'people') ? 'untold' : null;
  }

  administrators(sums: DryRunSums | null): GuardFacts['administrators'] {
    return sums && administratorsBy(sums);
  }

  /** Rows of those whom a sign-in changes. */
  get changed(): AsyncIterable<readonly DryRunRow[]> {
    const rows = this.#changed;
    return {
      async *[Symbol.asyncIterator]() {
        yield rows;
      },
    };
  }
}
