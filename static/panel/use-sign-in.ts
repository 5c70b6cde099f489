import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import type { Summary } from '../../src/contract/report';
import type { Failure, Result } from '../../src/contract/result';
import type { SignInResult, SignInState, SignInView } from '../../src/contract/sign-in';
import { call } from './bridge';
import { patternEngineFor } from './pattern-engine';
import type { SeenPerson } from './steps/sign-in/person-of';
import { isWaiting } from './steps/sign-in/waiting-time';
import { useLooking } from './use-looking';

/** What a button of the step is doing. */
type Doing = 'start' | 'cancel' | 'tell' | 'confirm' | 'delete';

export type SignIn = {
  /** As the backend told it last; null until it did. */
  state: SignInState | null;
  doing: Doing | null;
  /** Why the last thing that was asked for was not done, or nothing is heard of the test any more. */
  failure: Failure | null;
  /** The person who signed in, by the mapping in force; null while that is not known. */
  person: SeenPerson | null;
  /** Of the result, as long as it may be relied on: the maker's own, about what is saved now, of the person meant. */
  summary: Summary | null;
  refresh: () => Promise<void>;
  start: () => Promise<void>;
  cancel: () => Promise<void>;
  tell: (words: string) => Promise<void>;
  confirm: (isMeant: boolean) => Promise<void>;
  remove: () => Promise<void>;
};

/** Milliseconds between two looks. On Forge 500 calls may be made in 25 s, by all who look. */
const pause = { local: 1000, cloud: 3000 } as const;
/** Looks in a row that get no answer before that is said; one alone is a moment of the network. */
const missedAtMost = 3;

type Options = {
  state: PanelState;
  target: TargetView | null;
  reload: () => Promise<void>;
  announce: (sentence: string) => void;
};

/** The test sign-in of the target: looks at it while it goes on, whoever started it, and says once how it ended. */
export const useSignIn = ({ state: panel, target, reload, announce }: Options): SignIn => {
  const id = target?.id ?? null;
  const [states, setStates] = useState<Record<string, SignInState>>({});
  const [doing, setDoing] = useState<Doing | null>(null);
  const [failed, setFailed] = useState<{ of: string; failure: Failure } | null>(null);
  /** Why nothing is known of how it goes on; a countdown over a dead backend would be waited out. */
  const [silent, setSilent] = useState<{ of: string; failure: Failure } | null>(null);
  const missed = useRef(0);
  const known = useRef(states);
  const judgedBy = useRef(target);
  judgedBy.current = target;
  /** Counts what was done: a look that was begun before it would bring back what was there. */
  const deeds = useRef(0);

  const take = useCallback(
    (of: string, next: SignInState) => {
      const before = known.current[of];
      // The same again would have everything drawn anew each second.
      if (JSON.stringify(before) === JSON.stringify(next)) return;
      known.current = { ...known.current, [of]: next };
      setStates(known.current);
      const { current } = next;
      if (!current || isWaiting(current) || !isWaiting(before?.current) || before?.current?.id !== current.id) return;
      const needed = [
        import('./steps/sign-in/sign-in-words'),
        patternEngineFor(judgedBy.current?.mapping?.value),
      ] as const;
      void Promise.all(needed).then(([{ endOf }, engine]) => {
        if (judgedBy.current) announce(endOf(current, judgedBy.current, engine));
      });
    },
    [announce],
  );

  const refresh = useCallback(async () => {
    if (id === null) return;
    const deed = deeds.current;
    const answer = await call('signIn', { target: id });
    if (deed !== deeds.current) return;
    missed.current = answer.ok ? 0 : missed.current + 1;
    if (answer.ok) {
      setSilent(null);
      take(id, answer.value);
    } else if (missed.current >= missedAtMost || known.current[id] === undefined)
      setSilent({ of: id, failure: answer.error });
  }, [id, take]);

  const act = useCallback(
    async (what: Doing, ask: (target: string) => Promise<Result<SignInState>>) => {
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

  // What is saved of the target decides whether a result is about earlier settings.
  const changedAt = target?.changedAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew where something was saved.
  useEffect(() => void refresh(), [refresh, changedAt]);

  const state = id === null ? null : (states[id] ?? null);
  const current = state?.current ?? null;
  useLooking(isWaiting(current), pause[panel.place.from], refresh);

  const person = usePersonOf(current, target);
  const currentId = current?.id ?? '';
  return useMemo(
    () => ({
      state,
      doing,
      failure: [failed, silent].find((one) => one?.of === id)?.failure ?? null,
      person,
      summary: summaryOf(current),
      refresh,
      start: () => act('start', (of) => call('startSignIn', { target: of })),
      cancel: () => act('cancel', (of) => call('cancelSignIn', { target: of, id: currentId })),
      tell: (words) => act('tell', (of) => call('tellSignIn', { target: of, id: currentId, words })),
      confirm: async (isMeant) => {
        await act('confirm', (of) => call('confirmSignIn', { target: of, id: currentId, isMeant }));
        await reload();
      },
      remove: async () => {
        await act('delete', (of) => call('deleteSignIn', { target: of, id: currentId }));
        await reload();
      },
    }),
    [state, doing, failed, silent, id, person, current, currentId, refresh, act, reload],
  );
};

const summaryOf = (view: SignInView | null): Summary | null =>
  view?.result && !view.isStale && view.result.isMeant !== false ? view.result.report.steps['sign-in'] : null;

/** Who it is, by the mapping in force. The rules of the plugins are fetched when there is somebody to be judged. */
const usePersonOf = (view: SignInView | null, target: TargetView | null): SeenPerson | null => {
  const [seen, setSeen] = useState<{ result: SignInResult; person: SeenPerson | null } | null>(null);
  const result = view?.result ?? null;
  useEffect(() => {
    if (!result || !target) return;
    let isCurrent = true;
    const needed = [import('./steps/sign-in/person-of'), patternEngineFor(target.mapping?.value)] as const;
    void Promise.all(needed).then(([{ personOf }, engine]) => {
      if (isCurrent) setSeen({ result, person: personOf(result, target, engine) });
    });
    return () => {
      isCurrent = false;
    };
  }, [result, target]);
  return seen !== null && seen.result === result ? seen.person : null;
};
