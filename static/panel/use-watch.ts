import { useCallback, useEffect, useMemo } from 'react';
import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import type { WatchState } from '../../src/contract/watch';
import { call } from './bridge';
import { watchWords } from './steps/watch/watch-words';
import type { Apply } from './use-apply';
import { useWatched, type Watched } from './use-watched';

type Doing = 'look' | 'accept';

/** Whether what was applied still is so. One for the whole panel. */
export type Watch = Pick<Watched<WatchState, Doing>, 'state' | 'doing' | 'failure' | 'refresh'> & {
  look: () => Promise<void>;
  /** What one event tells, or all that the look found, counts as applied from now on; then it is looked at once more. */
  accept: (look: string, event: string | null) => Promise<void>;
};

type Options = {
  state: PanelState;
  target: TargetView | null;
  /** What is written from here changes what is watched. */
  apply: Pick<Apply, 'state'>;
  announce: (sentence: string) => void;
};

const look = (target: string) => call('watchState', { target });
const isGoingOn = (state: WatchState | null): boolean => state?.isLooking === true;

/** The looks at the target; the end of one is said once. */
export const useWatch = ({ state: panel, target, apply, announce }: Options): Watch => {
  const onChange = useCallback(
    (before: WatchState | undefined, next: WatchState) => {
      if (!before || before.looks.at(-1)?.id === next.looks.at(-1)?.id) return;
      const { headline, text } = watchWords(next);
      announce([headline, text].filter((part) => part !== null).join('. '));
    },
    [announce],
  );
  const watched = useWatched<WatchState, Doing>({
    from: panel.place.from,
    target,
    look,
    isGoingOn,
    onChange,
    announce,
  });
  const { refresh } = watched;
  const written = `${apply.state?.newest?.id} ${apply.state?.newest?.step} ${apply.state?.access.kind}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew where something was written, kept or restored.
  useEffect(() => void refresh(), [refresh, written]);
  return useMemo(() => {
    const { state, doing, failure, act } = watched;
    return {
      state,
      doing,
      failure,
      refresh,
      look: () => act('look', (of) => call('lookNow', { target: of })),
      accept: async (seen, event) => {
        let isAccepted = false;
        await act('accept', async (of) => {
          const answer = await call('acceptDrift', { target: of, look: seen, event });
          isAccepted = answer.ok;
          return answer;
        });
        // How it stands then is told by a look of its own.
        if (isAccepted) await act('look', (of) => call('lookNow', { target: of }));
      },
    };
  }, [watched, refresh]);
};
