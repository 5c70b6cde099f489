import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import type { Summary } from '../../src/contract/report';
import type { SignInResult, SignInState, SignInView } from '../../src/contract/sign-in';
import { call } from './bridge';
import { patternEngineFor } from './pattern-engine';
import type { SeenPerson } from './steps/sign-in/person-of';
import { isWaiting } from './steps/sign-in/waiting-time';
import { useWatched, type Watched } from './use-watched';

type Doing = 'start' | 'cancel' | 'tell' | 'confirm' | 'delete';

export type SignIn = Pick<Watched<SignInState, Doing>, 'state' | 'doing' | 'failure' | 'refresh'> & {
  /** The person who signed in, by the mapping in force; null while that is not known. */
  person: SeenPerson | null;
  /** Of the result, as long as it may be relied on: the maker's own, about what is saved now, of the person meant. */
  summary: Summary | null;
  start: () => Promise<void>;
  cancel: () => Promise<void>;
  tell: (words: string) => Promise<void>;
  confirm: (isMeant: boolean) => Promise<void>;
  remove: () => Promise<void>;
};

type Options = {
  state: PanelState;
  target: TargetView | null;
  reload: () => Promise<void>;
  announce: (sentence: string) => void;
};

const look = (target: string) => call('signIn', { target });
const isOpen = (state: SignInState | null) => isWaiting(state?.current ?? null);

/** The test sign-in of the target; its end is said once. */
export const useSignIn = ({ state: panel, target, reload, announce }: Options): SignIn => {
  const judgedBy = useRef(target);
  judgedBy.current = target;
  const onChange = useCallback(
    (before: SignInState | undefined, { current }: SignInState) => {
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
  const watched = useWatched<SignInState, Doing>({
    from: panel.place.from,
    target,
    look,
    isGoingOn: isOpen,
    onChange,
    announce,
  });
  const current = watched.state?.current ?? null;
  const person = usePersonOf(current, target);
  const id = current?.id ?? '';
  return useMemo(() => {
    const { state, doing, failure, refresh, act } = watched;
    return {
      state,
      doing,
      failure,
      refresh,
      person,
      summary: summaryOf(current),
      start: () => act('start', (of) => call('startSignIn', { target: of })),
      cancel: () => act('cancel', (of) => call('cancelSignIn', { target: of, id })),
      tell: (words) => act('tell', (of) => call('tellSignIn', { target: of, id, words })),
      confirm: async (isMeant) => {
        await act('confirm', (of) => call('confirmSignIn', { target: of, id, isMeant }));
        await reload();
      },
      remove: async () => {
        await act('delete', (of) => call('deleteSignIn', { target: of, id }));
        await reload();
      },
    };
  }, [watched, person, current, id, reload]);
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
