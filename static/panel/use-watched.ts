import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import type { Failure, Result } from '../../src/contract/result';
import { useLooking } from './use-looking';

/** Something of a target that goes on by itself and that several people may look at. */
export type Watched<State, Doing> = {
  /** As the backend told it last; null until it did. */
  state: State | null;
  /** What a button of the step is doing. */
  doing: Doing | null;
  /** Why the last thing that was asked for was not done, or nothing is heard any more. */
  failure: Failure | null;
  /** What was asked for when it failed, so that it is said there; null where nothing is heard any more. */
  failedDoing: Doing | null;
  refresh: () => Promise<void>;
  act: (what: Doing, ask: (target: string) => Promise<Result<State>>) => Promise<void>;
  /** Takes over what another call answered. */
  take: (change: (before: State) => State) => void;
};

/** Milliseconds between two looks. On Forge 500 calls may be made in 25 s, by all who look. */
const pause = { local: 1000, cloud: 3000 } as const;
/** Between two looks at what waits for somebody. */
const longPause = 5000;
/** Looks in a row that get no answer before that is said; one alone is a moment of the network. */
const missedAtMost = 3;

type Options<State> = {
  from: PanelState['place']['from'];
  target: TargetView | null;
  look: (target: string) => Promise<Result<State>>;
  /** `slowly`: it waits for somebody, so that a look now and then is enough. */
  isGoingOn: (state: State | null) => boolean | 'slowly';
  /** Called where something is another than before, so that its end can be said. */
  onChange: (before: State | undefined, next: State) => void;
  announce: (sentence: string) => void;
};

/** Looks at it while it goes on, whoever started it. `look`, `isGoingOn` and `onChange` must not change by themselves. */
export const useWatched = <State, Doing extends string>(options: Options<State>): Watched<State, Doing> => {
  const { from, target, look, isGoingOn, onChange, announce } = options;
  const id = target?.id ?? null;
  const [states, setStates] = useState<Record<string, State>>({});
  const [doing, setDoing] = useState<Doing | null>(null);
  const [failed, setFailed] = useState<{ of: string; what: Doing; failure: Failure } | null>(null);
  /** Why nothing is known of how it goes on; a countdown over a dead backend would be waited out. */
  const [silent, setSilent] = useState<{ of: string; failure: Failure } | null>(null);
  const missed = useRef(0);
  const known = useRef(states);
  /** Counts what was done: a look that was begun before it would bring back what was there. */
  const deeds = useRef(0);

  const adopt = useCallback(
    (of: string, next: State) => {
      const before = known.current[of];
      // The same again would have everything drawn anew each second.
      if (JSON.stringify(before) === JSON.stringify(next)) return;
      known.current = { ...known.current, [of]: next };
      setStates(known.current);
      onChange(before, next);
    },
    [onChange],
  );

  const refresh = useCallback(async () => {
    if (id === null) return;
    const deed = deeds.current;
    const answer = await look(id);
    if (deed !== deeds.current) return;
    missed.current = answer.ok ? 0 : missed.current + 1;
    if (answer.ok) {
      setSilent(null);
      adopt(id, answer.value);
    } else if (missed.current >= missedAtMost || known.current[id] === undefined)
      setSilent({ of: id, failure: answer.error });
  }, [id, look, adopt]);

  const act = useCallback(
    async (what: Doing, ask: (target: string) => Promise<Result<State>>) => {
      if (id === null) return;
      setDoing(what);
      setFailed(null);
      const answer = await ask(id);
      deeds.current += 1;
      setDoing(null);
      if (answer.ok) return adopt(id, answer.value);
      setFailed({ of: id, what, failure: answer.error });
      announce(answer.error.message);
      await refresh();
    },
    [announce, id, refresh, adopt],
  );

  const take = useCallback(
    (change: (before: State) => State) => {
      const before = id === null ? undefined : known.current[id];
      deeds.current += 1;
      if (id !== null && before) adopt(id, change(before));
    },
    [id, adopt],
  );

  // What is saved of the target decides whether a result is about earlier settings.
  const changedAt = target?.changedAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew where something was saved.
  useEffect(() => void refresh(), [refresh, changedAt]);

  const state = id === null ? null : (states[id] ?? null);
  const goesOn = isGoingOn(state);
  useLooking(goesOn !== false, goesOn === 'slowly' ? longPause : pause[from], refresh);
  // Who hears nothing any more has to know that first.
  const silentHere = silent?.of === id ? silent : null;
  const failedHere = silentHere === null && failed?.of === id ? failed : null;
  const failure = silentHere?.failure ?? failedHere?.failure ?? null;
  const failedDoing = failedHere?.what ?? null;
  return useMemo(
    () => ({ state, doing, failure, failedDoing, refresh, act, take }),
    [state, doing, failure, failedDoing, refresh, act, take],
  );
};
