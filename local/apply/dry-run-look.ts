import type { DryRunRow, DryRunSums } from '../../src/contract/dry-run';
import { isSameName } from '../../src/mapping/same-name';
import { changedByRow } from '../../src/people/noted-person';
import type { Reach } from '../../src/targets/prove-way-back';

/** What an apply has to know of a dry run, taken from its rows as they come. */
export class DryRunLook {
  readonly #account: string | null;
  readonly #changed: DryRunRow[] = [];
  #reachedBy: string | null = null;
  #affected = 0;

  /** @param account The account of the way back; null where none was named. */
  constructor(account: string | null) {
    this.#account = account;
  }

  readonly add = (rows: readonly DryRunRow[]): void => {
    for (const row of rows) {
      if (row.administrator === true && (row.lockedOut || row.losesRights)) this.#affected += 1;
      if (changedByRow(row) !== null) this.#changed.push(row);
      if (this.#reachedBy === null && this.#reaches(row)) this.#reachedBy = row.name;
    }
  };

  #reaches({ kind, outcome, username, account }: DryRunRow): boolean {
    const own = this.#account;
    if (own === null || kind !== 'person' || outcome === 'refused' || outcome === 'barred') return false;
    return [username, account].some((name) => name !== null && isSameName(name, own));
  }

  /** Who in Casdoor signs in to the account of the way back. */
  reach(sums: DryRunSums | null): Reach {
    if (this.#reachedBy !== null) return { by: this.#reachedBy };
    return sums === null || sums.untold.some(({ what }) => what === 'people') ? 'untold' : null;
  }

  /** Administrators who would lose rights or access; null where nobody can tell. */
  administrators(sums: DryRunSums | null): { affected: number } | null {
    if (sums === null || sums.administrators.total === null) return null;
    const isPartial = sums.untold.some(({ what }) => what === 'people' || what === 'accounts');
    return isPartial && this.#affected === 0 ? null : { affected: this.#affected };
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
