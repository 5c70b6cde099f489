import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { type DryRunRow, type RowGroup, rowGroups } from '../contract/dry-run';
import { bytesOf, deleteAll, deleteBelow, type Entry, getAll, setAll } from '../store/batches';
import { chunksOf, splitText } from '../store/chunks';
import type { Place } from '../store/place';
import { moment } from '../store/shapes';
import { dryRunRow } from './dry-run-shapes';
import { bitOf, groupBits, searchable, searchLine } from './row-groups';
import { keyLine } from './standing';

/** How long people are kept by name, in days: rows, checkpoints and files of accounts. The store deletes late. */
export const rowDays = 7;
export const rowTtl = { value: rowDays, unit: 'DAYS' } as const;

/** Bytes of rows in one value: few enough that a window of rows from all over the directory is read quickly. */
const partBytes = 16 * 1024;
/** Bytes of one row; with what stands around it, it fits into a value. */
const rowBytes = 200 * 1024;
/** Rows and bytes of one window: an answer on Forge has at most 5 MB. */
const mostRows = 200;
const windowBytes = 3_000_000;
/** Texts that are asked for at once: each has up to 180 KB, and a batch at most 4 MB. */
const textsAtOnce = 15;

export type RowWindow = { group: RowGroup | null; search: string; from: number; count: number };

/**
 * The rows of one run, in pages that count from 0. A page that is written twice is kept once. Nothing of it is told
 * before `seal`, nor once it is older than `rowDays`.
 */
export type RowStore = {
  write: (page: number, rows: readonly DryRunRow[]) => Promise<void>;
  /**
   * Once each page is there: makes the index that windows are told by, and counts the groups.
   *
   * @throws Error where one of the pages is missing.
   */
  seal: (pages: number) => Promise<Record<RowGroup, number>>;
  /** Null where there are no rows, or none any more. Ends early rather than be too large for an answer. */
  window: (asked: RowWindow) => Promise<{ total: number; rows: DryRunRow[] } | null>;
  /** All rows from a place on, as many as fit; `next` is null at the end. */
  piece: (from: number, mostBytes: number) => Promise<{ rows: DryRunRow[]; next: number | null } | null>;
  /** The rows at some places, ascending; empty where there are none any more. */
  at: (places: readonly number[]) => Promise<DryRunRow[]>;
  /** Who is in which rank, a line a row as `keyLine` writes it, page by page. */
  keys: () => AsyncIterable<string[]>;
  delete: () => Promise<void>;
};

const pageShape = v.object({
  /** Rows of each part. */
  sizes: v.array(v.number()),
  bits: v.string(),
  /** Values that the texts of the page take. */
  lines: v.number(),
  keys: v.number(),
});
type Page = v.InferOutput<typeof pageShape>;
/** The same as it is kept of one page: its bits are texts too. */
const pageRecord = v.object({ ...pageShape.entries, bits: v.number() });
const sealShape = v.object({ rows: v.number(), chunks: v.number(), at: moment });
const indexShape = v.array(pageShape);

/** @param key Makes a key below the run's own. */
export const rowStoreAt = (place: Place, key: (...rest: (string | number)[]) => string): RowStore => {
  const rowsKey = (...rest: (string | number)[]) => key('rows', ...rest);
  const index = chunksOf((at) => rowsKey('index', at), { sealed: false });

  const readIndex = async (): Promise<Index | null> => {
    const found = await kvs.get<unknown>(rowsKey('seal'));
    if (found === undefined) return null;
    const { at, chunks } = v.parse(sealShape, found);
    if (place.now().getTime() - Date.parse(at) >= rowDays * 86_400_000) return null;
    const text = await index.read(chunks);
    return text === null ? null : new Index(v.parse(indexShape, JSON.parse(text)));
  };

  const readTexts = async (kind: 'lines' | 'keys', page: number, count: number): Promise<string[]> => {
    const keys = Array.from({ length: count }, (_, at) => rowsKey(kind, page, at));
    return v
      .parse(v.array(v.string()), await getAll(keys, textsAtOnce))
      .join('')
      .split('\n');
  };

  const readRows = async (places: readonly Located[], mostBytes: number): Promise<DryRunRow[]> => {
    const rows: DryRunRow[] = [];
    let bytes = 0;
    // A few parts at a time, so that a window that ends early has not read everything.
    for (let from = 0; from < places.length; from += mostRows) {
      const some = places.slice(from, from + mostRows);
      const names = [...new Set(some.map(({ page, part }) => rowsKey('part', page, part)))];
      const parts = new Map((await getAll(names)).map((value, at) => [names[at], value] as const));
      for (const { page, part, offset } of some) {
        const value = parts.get(rowsKey('part', page, part));
        const row = v.parse(dryRunRow, Array.isArray(value) ? value[offset] : undefined);
        bytes += bytesOf(row);
        if (rows.length > 0 && bytes > mostBytes) return rows;
        rows.push(row);
      }
    }
    return rows;
  };

  const found = async (pages: Index, group: RowGroup | null, search: string): Promise<number[] | null> => {
    if (search === '') return group === null ? null : pages.inGroup(group);
    const wanted = searchable(search);
    const places: number[] = [];
    let before = 0;
    for (const [number, page] of pages.pages.entries()) {
      for (const [at, line] of (await readTexts('lines', number, page.lines)).entries())
        if (line.includes(wanted) && (group === null || pages.isIn(before + at, group))) places.push(before + at);
      before += rowsOf(page);
    }
    return places;
  };

  return {
    write: async (page, rows) => {
      const parts = partsOf(rows);
      const lines = splitText(rows.map(searchLine).join('\n'));
      const keys = splitText(rows.map(keyLine).join('\n'));
      const texts = (kind: string, values: readonly string[]): Entry[] =>
        values.map((value, at) => ({ key: rowsKey(kind, page, at), value }));
      const bits = Buffer.from(Uint16Array.from(rows, groupBits).buffer).toString('base64');
      await setAll(
        [
          ...parts.map((value, part) => ({ key: rowsKey('part', page, part), value })),
          ...texts('lines', lines),
          ...texts('keys', keys),
          ...texts('bits', splitText(bits)),
        ],
        rowTtl,
      );
      // Last, so that nobody meets a page of which a part is missing.
      const record = {
        sizes: parts.map((part) => part.length),
        bits: splitText(bits).length,
        lines: lines.length,
        keys: keys.length,
      } satisfies v.InferOutput<typeof pageRecord>;
      await kvs.set(rowsKey('page', page), record, { ttl: rowTtl });
    },
    seal: async (pages) => {
      const numbers = Array.from({ length: pages }, (_, page) => page);
      const records = v.parse(v.array(pageRecord), await getAll(numbers.map((page) => rowsKey('page', page))));
      const whole: Page[] = [];
      for (const [page, record] of records.entries()) {
        const names = Array.from({ length: record.bits }, (_, at) => rowsKey('bits', page, at));
        const bits = v.parse(v.array(v.string()), await getAll(names, textsAtOnce)).join('');
        whole.push({ ...record, bits });
      }
      const sealed = new Index(whole);
      const chunks = await index.write(JSON.stringify(whole), rowTtl);
      const seal = { rows: sealed.rows, chunks, at: place.now().toISOString() } satisfies v.InferOutput<
        typeof sealShape
      >;
      await kvs.set(rowsKey('seal'), seal, { ttl: rowTtl });
      return sealed.counts();
    },
    window: async ({ group, search, from, count }) => {
      const pages = await readIndex();
      if (!pages) return null;
      const places = await found(pages, group, search);
      const most = Math.min(count, mostRows);
      const some = places?.slice(from, from + most) ?? pages.range(from, most);
      const rows = await readRows(pages.locate(some), windowBytes);
      return { total: places?.length ?? pages.rows, rows };
    },
    piece: async (from, mostBytes) => {
      const pages = await readIndex();
      if (!pages) return null;
      const rows = await readRows(pages.locate(pages.range(from, pages.rows)), mostBytes);
      const next = from + rows.length;
      return { rows, next: next < pages.rows ? next : null };
    },
    at: async (places) => {
      const pages = await readIndex();
      return pages ? readRows(pages.locate(places), Number.POSITIVE_INFINITY) : [];
    },
    async *keys() {
      const pages = await readIndex();
      for (const [number, page] of (pages?.pages ?? []).entries()) yield await readTexts('keys', number, page.keys);
    },
    delete: async () => {
      await kvs.delete(rowsKey('seal'));
      // By name as far as pages are known, since a query brings all values along and may be behind.
      for (let page = 0; ; page += 1) {
        const found = await kvs.get<unknown>(rowsKey('page', page));
        if (found === undefined) break;
        const { sizes, ...texts } = v.parse(pageRecord, found);
        const parts = sizes.map((_, part) => rowsKey('part', page, part));
        const others = (['lines', 'keys', 'bits'] as const).flatMap((kind) =>
          Array.from({ length: texts[kind] }, (_, at) => rowsKey(kind, page, at)),
        );
        await deleteAll([...parts, ...others]);
        await kvs.delete(rowsKey('page', page));
      }
      await deleteBelow(`${rowsKey()}:`);
    },
  };
};

type Located = { page: number; part: number; offset: number };

const rowsOf = ({ sizes }: Page): number => sizes.reduce((sum, size) => sum + size, 0);

/** Where each row stands, and which groups it is in. */
class Index {
  readonly pages: readonly Page[];
  readonly rows: number;
  readonly #bits: Uint16Array;

  constructor(pages: readonly Page[]) {
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
    const counts = rowGroups.map((group) => [
      group,
      this.#bits.reduce((sum, bits) => sum + (bits & bitOf(group) ? 1 : 0), 0),
    ]);
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

const partsOf = (rows: readonly DryRunRow[]): DryRunRow[][] => {
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
