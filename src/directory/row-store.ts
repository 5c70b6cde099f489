import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import type { DryRunRow, RowGroup } from '../contract/dry-run';
import { bytesOf, deleteAll, deleteBelow, type Entry, getAll, setAll } from '../store/batches';
import { chunksOf, splitText } from '../store/chunks';
import type { Place } from '../store/place';
import { moment } from '../store/shapes';
import { dryRunRow } from './dry-run-shapes';
import { groupBits, searchable, searchLine } from './row-groups';
import { type IndexedPage, indexedPage, type Located, RowIndex, rowsOf } from './row-index';
import { partsOf } from './row-parts';
import { keyLine } from './standing';

/** How long people are kept by name, in days: rows, checkpoints and files of accounts. The store deletes late. */
export const rowDays = 7;
export const rowTtl = { value: rowDays, unit: 'DAYS' } as const;

/** Rows and bytes of one window: an answer on Forge has at most 5 MB. */
const mostRows = 200;
const windowBytes = 3_000_000;
/** Rows of one piece of an export. */
const pieceRows = 10_000;
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

/** A page by itself: its bits are texts too. */
const pageRecord = v.object({ ...indexedPage.entries, bits: v.number() });
const sealShape = v.object({ rows: v.number(), chunks: v.number(), at: moment });
const indexShape = v.array(indexedPage);

/** @param key Makes a key below the run's own. */
export const rowStoreAt = (place: Place, key: (...rest: (string | number)[]) => string): RowStore => {
  const rowsKey = (...rest: (string | number)[]) => key('rows', ...rest);
  const index = chunksOf((at) => rowsKey('index', at), { sealed: false });

  const readIndex = async (): Promise<RowIndex | null> => {
    const found = await kvs.get<unknown>(rowsKey('seal'));
    if (found === undefined) return null;
    const { at, chunks } = v.parse(sealShape, found);
    if (place.now().getTime() - Date.parse(at) >= rowDays * 86_400_000) return null;
    const text = await index.read(chunks);
    return text === null ? null : new RowIndex(v.parse(indexShape, JSON.parse(text)));
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

  const found = async (pages: RowIndex, group: RowGroup | null, search: string): Promise<number[] | null> => {
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
      const whole: IndexedPage[] = [];
      for (const [page, record] of records.entries()) {
        const names = Array.from({ length: record.bits }, (_, at) => rowsKey('bits', page, at));
        const bits = v.parse(v.array(v.string()), await getAll(names, textsAtOnce)).join('');
        whole.push({ ...record, bits });
      }
      const sealed = new RowIndex(whole);
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
      const rows = await readRows(pages.locate(pages.range(from, pieceRows)), mostBytes);
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
