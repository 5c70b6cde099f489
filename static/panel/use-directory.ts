import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DirectoryState, DryRunView } from '../../src/contract/dry-run';
import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import type { Summary } from '../../src/contract/report';
import type { Failure, Result } from '../../src/contract/result';
import { call } from './bridge';
import { useLooking } from './use-looking';

/** What a button of the step is doing. */
type Doing = 'start' | 'go-on' | 'cancel' | 'delete';

export type Directory = {
  /** As the backend told it last; null until it did. */
  state: DirectoryState | null;
  doing: Doing | null;
  /** Why the last thing that was asked for was not done, or nothing is heard of the run any more. */
  failure: Failure | null;
  /** Of the newest run that was done, as long as nothing was saved since that it depends on. */
  summary: Summary | null;
  refresh: () => Promise<void>;
  start: () => Promise<void>;
  goOn: (run: string) => Promise<void>;
  cancel: (run: string) => Promise<void>;
  remove: (run: string) => Promise<void>;
  /** Takes over what a call about the accounts answered. */
  adopt: (part: Partial<Pick<DirectoryState, 'access' | 'administratorGroups'>>) => void;
};

/** Milliseconds between two looks. On Forge 500 calls may be made in 25 s, by all who look. */
const pause = { local: 1000, cloud: 3000 } as const;
/** Looks in a row that get no answer before that is said; one alone is a moment of the network. */
const missedAtMost = 3;

type Options = {
  state: PanelState;
  target: TargetView | null;
  announce: (sentence: string) => void;
};

/** Whether a run goes on. */
export const isGoingOn = (run: DryRunView | null | undefined): boolean =>
  run?.state === 'working' || run?.state === 'cancelling';

/** The dry run of the target: looks at it while it goes on, whoever started it, and says once how it ended. */
export const useDirectory = ({ state: panel, target, announce }: Options): Directory => {
  const id = target?.id ?? null;
  const [states, setStates] = useState<Record<string, DirectoryState>>({});
  const [doing, setDoing] = useState<Doing | null>(null);
  const [failed, setFailed] = useState<{ of: string; failure: Failure } | null>(null);
  /** Why nothing is known of how it goes on. */
  const [silent, setSilent] = useState<{ of: string; failure: Failure } | null>(null);
  const missed = useRef(0);
  const known = useRef(states);
  /** Counts what was done: a look that was begun before it would bring back what was there. */
  const deeds = useRef(0);

  const take = useCallback(
    (of: string, next: DirectoryState) => {
      const before = known.current[of];
      // The same again would have everything drawn anew each second.
      if (JSON.stringify(before) === JSON.stringify(next)) return;
      known.current = { ...known.current, [of]: next };
      setStates(known.current);
      const ended = before?.current;
      if (!ended || !isGoingOn(ended) || isGoingOn(next.current)) return;
      void import('./steps/directory/result-words').then(({ endOf }) => announce(endOf(next, ended.id)));
    },
    [announce],
  );

  const refresh = useCallback(async () => {
    if (id === null) return;
    const deed = deeds.current;
    const answer = await call('directory', { target: id });
    if (deed !== deeds.current) return;
    missed.current = answer.ok ? 0 : missed.current + 1;
    if (answer.ok) {
      setSilent(null);
      take(id, answer.value);
    } else if (missed.current >= missedAtMost || known.current[id] === undefined)
      setSilent({ of: id, failure: answer.error });
  }, [id, take]);

  const act = useCallback(
    async (what: Doing, ask: (target: string) => Promise<Result<DirectoryState>>) => {
      if (id === null) return;
      setDoing(what);
      setFailed(null);
      const answer = await ask(id);
      deeds.current += 1;
      setDoing(null);
      if (answer.ok) return take(id, answer.value);
      setFailed({ of: id, failure: answer.error });
      announce(answer.error.message);
      await refresh();
    },
    [announce, id, refresh, take],
  );

  const adopt = useCallback<Directory['adopt']>(
    (part) => {
      const before = id === null ? undefined : known.current[id];
      deeds.current += 1;
      if (id !== null && before) take(id, { ...before, ...part });
    },
    [id, take],
  );

  // What is saved of the target decides whether a result is about earlier settings.
  const changedAt = target?.changedAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew where something was saved.
  useEffect(() => void refresh(), [refresh, changedAt]);

  const state = id === null ? null : (states[id] ?? null);
  useLooking(isGoingOn(state?.current), pause[panel.place.from], refresh);

  return useMemo(
    () => ({
      state,
      doing,
      failure: [failed, silent].find((one) => one?.of === id)?.failure ?? null,
      summary: state?.last && state.last.changedSince.length === 0 ? state.summary : null,
      refresh,
      start: () => act('start', (of) => call('startDryRun', { target: of, run: crypto.randomUUID() })),
      goOn: (run) => act('go-on', (of) => call('continueDryRun', { target: of, run })),
      cancel: (run) => act('cancel', (of) => call('cancelDryRun', { target: of, run })),
      remove: (run) => act('delete', (of) => call('deleteDryRun', { target: of, run })),
      adopt,
    }),
    [state, doing, failed, silent, id, refresh, act, adopt],
  );
};
