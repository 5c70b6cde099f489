import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import type { ComparedRow, DryRunComparison } from '../contract/dry-run';
import { personOutcomes } from '../contract/mapping';
import { keptDays } from '../runs/runs';
import { deleteBelow, getAll } from '../store/batches';
import type { Place } from '../store/place';
import { moment } from '../store/shapes';
import { rowDays, rowTtl } from './row-store';

/** What became of whom since the run before: the sums as long as the run's own, the names as long as rows. */
export type KeptComparison = {
  /** Takes rows until it is sealed with the sums. */
  writer: () => { add: (row: ComparedRow) => Promise<void>; seal: (comparison: DryRunComparison) => Promise<void> };
  /** Null where there was no run before. */
  get: () => Promise<DryRunComparison | null>;
  /** Null where there are no rows, or none any more. */
  window: (isBetter: boolean, from: number, count: number) => Promise<{ total: number; rows: ComparedRow[] } | null>;
  deleteRows: () => Promise<void>;
  delete: () => Promise<void>;
};

/** Rows of one value, and characters of a name: together far below what a value may have. */
const perPart = 100;
const longestName = 200;
const mostRows = 200;

const count = v.number();
const comparisonShape = v.object({
  before: moment,
  mappingVersion: count,
  better: count,
  worse: count,
  came: count,
  left: count,
  outcomes: v.object(
    Object.fromEntries(personOutcomes.map((outcome) => [outcome, count])) as Record<
      (typeof personOutcomes)[number],
      typeof count
    >,
  ),
  administrators: v.object({ lockedOut: count, losingRights: count }),
}) satisfies v.GenericSchema<unknown, DryRunComparison>;
const record = v.object({ comparison: comparisonShape, at: moment });

const rowShape = v.object({
  name: v.string(),
  displayName: v.string(),
  before: v.string(),
  after: v.string(),
  isBetter: v.boolean(),
}) satisfies v.GenericSchema<unknown, ComparedRow>;

/** @param key Makes a key below the run's own. */
export const keptComparisonAt = (place: Place, key: (...rest: (string | number)[]) => string): KeptComparison => {
  const partKey = (isBetter: boolean, part: number) => key('compared', isBetter ? 'better' : 'worse', part);
  const get = async () => {
    const found = await kvs.get<unknown>(key('comparison'));
    return found === undefined ? null : v.parse(record, found);
  };
  const deleteRows = () => deleteBelow(`${key('compared')}:`);
  return {
    writer: () => {
      const waiting = { better: [] as ComparedRow[], worse: [] as ComparedRow[] };
      const parts = { better: 0, worse: 0 };
      const flush = async (side: 'better' | 'worse') => {
        const rows = waiting[side];
        if (rows.length === 0) return;
        await kvs.set(partKey(side === 'better', parts[side]), rows, { ttl: rowTtl });
        parts[side] += 1;
        waiting[side] = [];
      };
      return {
        add: async (row) => {
          const side = row.isBetter ? 'better' : 'worse';
          const displayName = row.displayName.slice(0, longestName);
          waiting[side].push({ ...row, name: row.name.slice(0, longestName), displayName });
          if (waiting[side].length === perPart) await flush(side);
        },
        seal: async (comparison) => {
          await flush('better');
          await flush('worse');
          const made = { comparison, at: place.now().toISOString() } satisfies v.InferOutput<typeof record>;
          await kvs.set(key('comparison'), made, { ttl: { value: keptDays, unit: 'DAYS' } });
        },
      };
    },
    get: async () => (await get())?.comparison ?? null,
    window: async (isBetter, from, wanted) => {
      const found = await get();
      if (!found || place.now().getTime() - Date.parse(found.at) >= rowDays * 86_400_000) return null;
      const total = isBetter ? found.comparison.better : found.comparison.worse;
      const until = Math.min(total, from + Math.min(wanted, mostRows));
      const parts: number[] = [];
      for (let part = Math.floor(from / perPart); part * perPart < until; part += 1) parts.push(part);
      const values = await getAll(parts.map((part) => partKey(isBetter, part)));
      const rows = v.parse(v.array(v.array(rowShape)), values).flat();
      const first = (parts[0] ?? 0) * perPart;
      return { total, rows: rows.slice(from - first, Math.max(0, until - first)) };
    },
    deleteRows,
    delete: async () => {
      await kvs.delete(key('comparison'));
      await deleteRows();
    },
  };
};
