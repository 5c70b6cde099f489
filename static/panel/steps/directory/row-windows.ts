import type { Failure, Result } from '../../../../src/contract/result';

/** A part of a long list, and how long the list is. */
export type RowPage<T> = { total: number; rows: T[] };

export type RowWindowsOptions<T> = {
  fetchPage: (from: number, count: number) => Promise<Result<RowPage<T>>>;
  /** Called whenever something came, or failed. */
  onChange: () => void;
};

export type RowWindows<T> = {
  /** Null until the first answer. */
  total: () => number | null;
  /** Undefined until it has come. */
  at: (index: number) => T | undefined;
  /** Asks for what is missing of a stretch that is looked at; what was asked for and is not looked at any more is let go. */
  want: (from: number, to: number) => void;
  failure: () => Failure | null;
  retry: () => void;
  stop: () => void;
};

/** Rows asked for at once. */
export const windowSize = 100;
/** Requests under way: who drags the scroll bar passes hundreds of windows. */
const atOnce = 2;
/** Milliseconds that a stretch has to be looked at before it is asked for. */
const patience = 60;
/** Windows that are kept; the longest unseen goes first. */
const kept = 60;

/** Fetches a long list in windows as it is looked at. */
export const makeRowWindows = <T>({ fetchPage, onChange }: RowWindowsOptions<T>): RowWindows<T> => {
  /** In the order in which they were looked at last. */
  const windows = new Map<number, T[]>();
  const asking = new Set<number>();
  let wanted: number[] = [0];
  let total: number | null = null;
  let failure: Failure | null = null;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const askNext = () => {
    while (!isStopped && failure === null && asking.size < atOnce) {
      const next = wanted.find((page) => !windows.has(page) && !asking.has(page));
      if (next === undefined) return;
      void ask(next);
    }
  };

  const ask = async (page: number) => {
    asking.add(page);
    const answer = await fetchPage(page * windowSize, windowSize);
    asking.delete(page);
    if (isStopped) return;
    if (answer.ok) {
      total = answer.value.total;
      windows.set(page, answer.value.rows);
      for (const old of windows.keys()) {
        if (windows.size <= kept) break;
        if (!wanted.includes(old)) windows.delete(old);
      }
    } else failure = answer.error;
    onChange();
    askNext();
  };

  return {
    total: () => total,
    at: (index) => windows.get(Math.floor(index / windowSize))?.[index % windowSize],
    want: (from, to) => {
      const first = Math.max(0, Math.floor(from / windowSize));
      const last = Math.max(first, Math.floor(to / windowSize));
      wanted = Array.from({ length: last - first + 1 }, (_, at) => first + at);
      for (const page of wanted) {
        const rows = windows.get(page);
        if (!rows) continue;
        windows.delete(page);
        windows.set(page, rows);
      }
      if (wanted.every((page) => windows.has(page))) return;
      clearTimeout(timer);
      // What is looked at first is not passed by.
      if (windows.size === 0) askNext();
      else timer = setTimeout(askNext, patience);
    },
    failure: () => failure,
    retry: () => {
      failure = null;
      onChange();
      askNext();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
};
