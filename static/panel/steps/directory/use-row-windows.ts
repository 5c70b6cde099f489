import { useEffect, useMemo, useRef, useState } from 'react';
import type { Failure } from '../../../../src/contract/result';
import { makeRowWindows, type RowWindowsOptions } from './row-windows';
import type { RowSource } from './virtual-table';

export type Rows<T> = RowSource<T> & { failure: Failure | null; retry: () => void };

/** A long list that is fetched as it is looked at; another `of` is another list. */
export const useRowWindows = <T>(of: string, fetchPage: RowWindowsOptions<T>['fetchPage']): Rows<T> => {
  const [changes, setChanges] = useState(0);
  const fetcher = useRef(fetchPage);
  fetcher.current = fetchPage;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins anew.
  const windows = useMemo(
    () =>
      makeRowWindows<T>({
        fetchPage: (from, count) => fetcher.current(from, count),
        onChange: () => setChanges((before) => before + 1),
      }),
    [of],
  );
  useEffect(() => {
    windows.want(0, 0);
    return windows.stop;
  }, [windows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what came is another source.
  return useMemo(
    () => ({
      total: windows.total(),
      at: windows.at,
      want: windows.want,
      failure: windows.failure(),
      retry: windows.retry,
    }),
    [windows, changes],
  );
};
