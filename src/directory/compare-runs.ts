import type { DryRunComparison, DryRunResult, DryRunView } from '../contract/dry-run';
import { personOutcomes } from '../contract/mapping';
import type { KeptComparison } from './kept-comparison';
import type { RowStore } from './row-store';
import { personKey, readKeyLine, standings, usualStanding } from './standing';

/** People of the run before that are held in memory at once; the rest wait for another pass. */
const usuallyAtOnce = 200_000;
/** Rows that are looked up at once for their names. */
const window = 200;

export type Compared = {
  before: { view: DryRunView & { result: DryRunResult }; rows: RowStore };
  after: { result: DryRunResult; rows: RowStore };
  into: KeptComparison;
  /** Left out: as many as a process can well hold. */
  atOnce?: number;
};

/**
 * Holds two runs of a target against each other, person by person, by the order of `standings`. Where the unchanged are
 * not kept, whoever is not among the rows counts as unchanged, and of who came and left only the difference is told.
 * Tells nothing where the names of the run before are gone.
 */
export const compareRuns = async ({
  before,
  after,
  into,
  atOnce = usuallyAtOnce,
}: Compared): Promise<DryRunComparison | null> => {
  if ((await before.rows.piece(0, 1)) === null) return null;
  const keepsAll = before.view.result.keepsUnchanged && after.result.keepsUnchanged;
  const passes = Math.max(1, Math.ceil(before.view.result.sums.people / atOnce));
  let met = 0;
  let known = 0;
  let now = 0;
  const counts = { better: 0, worse: 0 };
  const writer = into.writer();
  const told = new Told(after.rows, async (row, from, to) => {
    counts[to > from ? 'better' : 'worse'] += 1;
    const words = { before: standings[from] ?? '', after: standings[to] ?? '', isBetter: to > from };
    await writer.add({ name: row.name, displayName: row.displayName, ...words });
  });
  for (let pass = 0; pass < passes; pass += 1) {
    const earlier = new Map<string, number>();
    for await (const lines of before.rows.keys())
      for (const line of lines) {
        const read = readKeyLine(line);
        if (read && passOf(read.key, passes) === pass) earlier.set(read.key, read.standing);
      }
    known += earlier.size;
    let at = 0;
    for await (const lines of after.rows.keys())
      for (const line of lines) {
        const read = readKeyLine(line);
        if (read && passOf(read.key, passes) === pass) {
          now += 1;
          const was = earlier.get(read.key);
          if (was !== undefined) met += 1;
          earlier.delete(read.key);
          const from = was ?? (keepsAll ? read.standing : usualStanding);
          if (from !== read.standing) await told.add(at, from, read.standing);
        }
        at += 1;
      }
    // Of whom nothing is kept now are unchanged now, unless everybody would be kept.
    if (!keepsAll) await addGone(before.rows, earlier, told);
    // Places are looked up in ascending order, and the next pass begins at the first again.
    await told.flush();
  }
  const { sums: was } = before.view.result;
  const { sums: is } = after.result;
  const difference = is.people - was.people;
  const comparison: DryRunComparison = {
    before: before.view.startedAt,
    mappingVersion: before.view.mappingVersion,
    ...counts,
    came: keepsAll ? now - met : Math.max(0, difference),
    left: keepsAll ? known - met : Math.max(0, -difference),
    outcomes: Object.fromEntries(
      personOutcomes.map((outcome) => [outcome, is.outcomes[outcome] - was.outcomes[outcome]]),
    ) as DryRunComparison['outcomes'],
    administrators: {
      lockedOut: is.administrators.lockedOut - was.administrators.lockedOut,
      losingRights: is.administrators.losingRights - was.administrators.losingRights,
    },
  };
  await writer.seal(comparison);
  return comparison;
};

type Named = { name: string; displayName: string };

/** Looks names up a window at a time, since a comparison meets thousands one by one. */
class Told {
  readonly #rows: RowStore;
  readonly #tell: (row: Named, from: number, to: number) => Promise<void>;
  #waiting: { at: number; from: number; to: number }[] = [];

  constructor(rows: RowStore, tell: (row: Named, from: number, to: number) => Promise<void>) {
    this.#rows = rows;
    this.#tell = tell;
  }

  async add(at: number, from: number, to: number): Promise<void> {
    this.#waiting.push({ at, from, to });
    if (this.#waiting.length === window) await this.flush();
  }

  tell(row: Named, from: number, to: number): Promise<void> {
    return this.#tell(row, from, to);
  }

  async flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const rows = await this.#rows.at(waiting.map(({ at }) => at));
    for (const [place, { from, to }] of waiting.entries()) {
      const row = rows[place];
      if (row) await this.#tell(row, from, to);
    }
  }
}

const addGone = async (rows: RowStore, earlier: ReadonlyMap<string, number>, told: Told): Promise<void> => {
  const worse = new Map([...earlier].filter(([, standing]) => standing !== usualStanding));
  if (worse.size === 0) return;
  for (let from: number | null = 0; from !== null; ) {
    const piece: Awaited<ReturnType<RowStore['piece']>> = await rows.piece(from, 1_000_000);
    for (const row of piece?.rows ?? []) {
      const standing = worse.get(personKey(row));
      if (row.kind === 'person' && standing !== undefined) await told.tell(row, standing, usualStanding);
    }
    from = piece?.next ?? null;
  }
};

/** The same person in the same pass of both runs. */
const passOf = (key: string, passes: number): number => {
  if (passes === 1) return 0;
  let hash = 0;
  for (let index = 0; index < key.length; index += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0;
  return Math.abs(hash) % passes;
};
