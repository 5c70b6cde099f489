import type { DryRunRow } from '../contract/dry-run';
import { bytesOf } from '../store/batches';

/** Bytes of rows in one value: few enough that a window of rows from all over the directory is read quickly. */
const partBytes = 16 * 1024;
/** Bytes of one row; with what stands around it, it fits into a value. */
const rowBytes = 200 * 1024;

/** Rows in parts that a value of the store can hold, in their order. */
export const partsOf = (rows: readonly DryRunRow[]): DryRunRow[][] => {
  const parts: DryRunRow[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const whole of rows) {
    const { row, size } = keepable(whole);
    if (bytes + size > partBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(row);
    bytes += size;
  }
  return parts;
};

/** A row that is too large for a value loses the ends of its texts and lists, and says so. */
const keepable = (row: DryRunRow): { row: DryRunRow; size: number } => {
  const whole = bytesOf(row);
  if (whole <= rowBytes) return { row, size: whole };
  const reasons = [...row.reasons.slice(0, 20), 'This person has more and longer values than are kept of one person.'];
  for (let most = 1_000; ; most /= 2) {
    const cut = shortened({ ...row, reasons }, Math.ceil(most)) as DryRunRow;
    const size = bytesOf(cut);
    if (size <= rowBytes) return { row: cut, size };
  }
};

const shortened = (value: unknown, most: number): unknown => {
  if (typeof value === 'string') return value.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  if (Array.isArray(value)) return value.slice(0, most).map((item) => shortened(item, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shortened(item, most)]));
};
