import * as v from 'valibot';
import { type RowGroup, rowGroups } from '../contract/dry-run';
import { bitOf } from './row-groups';

export const indexedPage = v.object({
  /** Rows of each part. */
  sizes: v.array(v.number()),
  /** Groups of each row as `groupBits` has them, two bytes each, little-endian, in base64. */
  bits: v.string(),
  /** Values that the texts of the page take. */
  lines: v.number(),
  keys: v.number(),
});
export type IndexedPage = v.InferOutput<typeof indexedPage>;

/** Where one row stands. */
export type Located = { page: number; part: number; offset: number };

export const rowsOf = ({ sizes }: IndexedPage): number => sizes.reduce((sum, size) => sum + size, 0);

/** Where each row of a run stands, and which groups it is in. */
export class RowIndex {
  readonly pages: readonly IndexedPage[];
  readonly rows: number;
  readonly #bits: Uint16Array;

  constructor(pages: readonly IndexedPage[]) {
    this.pages = pages;
    this.rows = pages.reduce((sum, page) => sum + rowsOf(page), 0);
    this.#bits = new Uint16Array(this.rows);
    let at = 0;
    for (const { bits } of pages) {
      const bytes = Buffer.from(bits, 'base64');
      for (let from = 0; from + 1 < bytes.length; from += 2) this.#bits[at++] = bytes.readUInt16LE(from);
    }
  }

  isIn(at: number, group: RowGroup): boolean {
    return ((this.#bits[at] ?? 0) & bitOf(group)) !== 0;
  }

  inGroup(group: RowGroup): number[] {
    const bit = bitOf(group);
    const places: number[] = [];
    this.#bits.forEach((bits, at) => {
      if ((bits & bit) !== 0) places.push(at);
    });
    return places;
  }

  counts(): Record<RowGroup, number> {
    const counts = rowGroups.map((group) => {
      const bit = bitOf(group);
      return [group, this.#bits.reduce((sum, bits) => sum + (bits & bit ? 1 : 0), 0)];
    });
    return Object.fromEntries(counts) as Record<RowGroup, number>;
  }

  /** Some places in a row, as far as there are any. */
  range(from: number, count: number): number[] {
    const length = Math.max(0, Math.min(count, this.rows - from));
    return Array.from({ length }, (_, at) => from + at);
  }

  /** @param places Ascending. */
  locate(places: readonly number[]): Located[] {
    const located: Located[] = [];
    let page = 0;
    let part = 0;
    let before = 0;
    for (const at of places) {
      for (;;) {
        const size = this.pages[page]?.sizes[part];
        if (size !== undefined && at < before + size) break;
        if (page >= this.pages.length) throw new RangeError('There is no such row.');
        if (size === undefined) {
          page += 1;
          part = 0;
        } else {
          before += size;
          part += 1;
        }
      }
      located.push({ page, part, offset: at - before });
    }
    return located;
  }
}
