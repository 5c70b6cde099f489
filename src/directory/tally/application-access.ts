import type { ApplicationAccess } from '../../atlassian/accounts/application-roles';
import type { DryRunRow, DryRunSums } from '../../contract/dry-run';
import { nameKey } from '../../mapping/same-name';

type Changed = Pick<DryRunRow, 'outcome' | 'existing' | 'groupsGained' | 'groupsLost'>;

/** Who may use the product once the sign-in has done its work. */
export class AccessCount {
  readonly #applications: readonly { access: ApplicationAccess; groups: ReadonlySet<string>; gaining: number }[];
  /** Jira may put a new account into groups by itself; whether it does where a plugin makes it, is not known. */
  readonly #fillsNew: boolean;
  /** People in the same groups share one list. */
  readonly #known = new WeakMap<readonly string[], readonly boolean[]>();
  #without = 0;
  #withoutToday = 0;
  #isUntold: boolean;

  /** @param access Null: not known. */
  constructor(access: readonly ApplicationAccess[] | null) {
    this.#applications = (access ?? []).map((one) => ({
      access: one,
      groups: new Set(one.groups.map(nameKey)),
      gaining: 0,
    }));
    this.#fillsNew = this.#applications.some((one) => one.access.defaultGroups.length > 0);
    // Where no application is told of, nobody could use any, which is not so.
    this.#isUntold = this.#applications.length === 0;
  }

  /** Counts one, and answers whether nothing may be used. */
  add(row: Changed): boolean {
    const { existing, groupsGained, groupsLost } = row;
    // Who probably gets in is not counted, and hides what cannot be told of the groups.
    if (row.outcome === 'not-certain' && existing?.active && existing.groups === null) this.#isUntold = true;
    if (this.#applications.length === 0 || !getsIn.has(row.outcome)) return false;
    const has = row.outcome === 'created' ? nobodys : existing?.groups;
    if (has === null || has === undefined) {
      this.#isUntold = true;
      return false;
    }
    const before = this.#mayUse(has);
    const after = this.#afterwards(before, has, groupsGained, groupsLost);
    this.#applications.forEach((one, at) => {
      if (after[at] && !before[at]) one.gaining += 1;
    });
    const hasNone = !after.includes(true) && !(row.outcome === 'created' && this.#fillsNew);
    if (hasNone) this.#without += 1;
    if (hasNone && row.outcome !== 'created' && !before.includes(true)) this.#withoutToday += 1;
    return hasNone;
  }

  get noApplicationAccess(): number | null {
    return this.#isUntold ? null : this.#without;
  }

  /** Of those, who could not use anything before. */
  get noAccessToday(): number | null {
    return this.#isUntold ? null : this.#withoutToday;
  }

  get seats(): DryRunSums['seats'] {
    if (this.#applications.length === 0) return null;
    return this.#applications.map(({ access, gaining }) => ({
      application: access.name,
      gaining,
      left: access.seatsLeft,
    }));
  }

  /** Most people lose no group, and then those that they have need not be looked through again. */
  #afterwards(
    before: readonly boolean[],
    has: readonly string[],
    gained: readonly string[],
    lost: readonly string[],
  ): readonly boolean[] {
    if (lost.length > 0) return this.#of(changed(has, gained, lost));
    if (gained.length === 0) return before;
    const given = this.#mayUse(gained);
    return before.map((may, at) => may || given[at] === true);
  }

  #mayUse(groups: readonly string[]): readonly boolean[] {
    const known = this.#known.get(groups);
    if (known !== undefined) return known;
    const found = this.#of(groups);
    this.#known.set(groups, found);
    return found;
  }

  #of(groups: readonly string[]): readonly boolean[] {
    const keys = groups.map(nameKey);
    return this.#applications.map((one) => keys.some((key) => one.groups.has(key)));
  }
}

const nobodys: readonly string[] = Object.freeze([]);
const getsIn: ReadonlySet<DryRunRow['outcome']> = new Set(['unchanged', 'updated', 'created']);

const changed = (has: readonly string[], gained: readonly string[], lost: readonly string[]): string[] => {
  const gone = new Set(lost);
  return [...has.filter((name) => !gone.has(name)), ...gained];
};
