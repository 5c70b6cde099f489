import { useCallback, useMemo } from 'react';
import type { DirectoryState, DryRunView } from '../../src/contract/dry-run';
import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import type { Summary } from '../../src/contract/report';
import { call } from './bridge';
import { useWatched, type Watched } from './use-watched';

type Doing = 'start' | 'go-on' | 'cancel' | 'delete';

export type Directory = Pick<Watched<DirectoryState, Doing>, 'state' | 'doing' | 'failure' | 'refresh'> & {
  /** Of the newest run that was done, as long as nothing was saved since that it depends on. */
  summary: Summary | null;
  start: () => Promise<void>;
  goOn: (run: string) => Promise<void>;
  cancel: (run: string) => Promise<void>;
  remove: (run: string) => Promise<void>;
  /** Takes over what a call about the accounts answered. */
  adopt: (part: Partial<Pick<DirectoryState, 'access' | 'administratorGroups'>>) => void;
};

type Options = {
  state: PanelState;
  target: TargetView | null;
  announce: (sentence: string) => void;
};

/** Whether a run goes on. */
export const isGoingOn = (run: DryRunView | null | undefined): boolean =>
  run?.state === 'working' || run?.state === 'cancelling';

const look = (target: string) => call('directory', { target });
const hasRun = (state: DirectoryState | null) => isGoingOn(state?.current);

/** The dry run of the target; its end is said once. */
export const useDirectory = ({ state: panel, target, announce }: Options): Directory => {
  const onChange = useCallback(
    (before: DirectoryState | undefined, next: DirectoryState) => {
      const ended = before?.current;
      if (!ended || !isGoingOn(ended) || isGoingOn(next.current)) return;
      void import('./steps/directory/result-words').then(({ endOf }) => announce(endOf(next, ended.id)));
    },
    [announce],
  );
  const watched = useWatched<DirectoryState, Doing>({
    from: panel.place.from,
    target,
    look,
    isGoingOn: hasRun,
    onChange,
    announce,
  });
  return useMemo(() => {
    const { state, doing, failure, refresh, act, take } = watched;
    return {
      state,
      doing,
      failure,
      refresh,
      summary: state?.last && state.last.changedSince.length === 0 ? state.summary : null,
      start: () => act('start', (of) => call('startDryRun', { target: of, run: crypto.randomUUID() })),
      goOn: (run) => act('go-on', (of) => call('continueDryRun', { target: of, run })),
      cancel: (run) => act('cancel', (of) => call('cancelDryRun', { target: of, run })),
      remove: (run) => act('delete', (of) => call('deleteDryRun', { target: of, run })),
      adopt: (part) => take((before) => ({ ...before, ...part })),
    };
  }, [watched]);
};
