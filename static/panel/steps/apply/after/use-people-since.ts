import { useCallback, useEffect, useRef, useState } from 'react';
import type { PersonSince } from '../../../../../src/contract/apply-calls';
import type { Failure } from '../../../../../src/contract/result';
import { call } from '../../../bridge';

export type PeopleSince = {
  /** Who differs, or could not be looked at, in the order in which they were noted: administrators first. */
  people: readonly PersonSince[];
  /** How many were looked at. */
  looked: number;
  /** How many were noted; null until the first window is there. */
  total: number | null;
  isLooking: boolean;
  failure: Failure | null;
  /** Goes on where it stopped. */
  goOn: () => void;
  /** Looks at all of them anew. */
  again: () => void;
  cancel: () => void;
  /** Takes over how some of them are now. */
  take: (some: readonly PersonSince[]) => void;
  /** Takes over which administrators differ now: all of them were looked at anew. */
  renew: (administrators: readonly PersonSince[]) => void;
};

/** People of one window: each of them is asked for at the product. */
const windowSize = 50;

/** How everybody who was noted before a write is now: window by window, so that it can be watched and stopped. */
export const usePeopleSince = (target: string, apply: string): PeopleSince => {
  const [people, setPeople] = useState<readonly PersonSince[]>([]);
  const [looked, setLooked] = useState(0);
  const [total, setTotal] = useState<number | null>(null);
  const [isLooking, setIsLooking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const turn = useRef(0);
  const next = useRef(0);

  const goOn = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    setIsLooking(true);
    setFailure(null);
    for (;;) {
      const answer = await call('peopleSince', { target, apply, from: next.current, count: windowSize });
      if (mine !== turn.current) return;
      if (!answer.ok) {
        setFailure(answer.error);
        break;
      }
      const { people: some, total: all } = answer.value;
      next.current = Math.min(all, next.current + windowSize);
      setPeople((before) => [...before, ...some]);
      setTotal(all);
      setLooked(next.current);
      if (next.current >= all) break;
    }
    setIsLooking(false);
  }, [target, apply]);
  const cancel = useCallback(() => {
    turn.current += 1;
    setIsLooking(false);
  }, []);
  const take = useCallback((some: readonly PersonSince[]) => {
    const now = new Map(some.map((person) => [person.user, person]));
    setPeople((before) => before.map((person) => now.get(person.user) ?? person));
  }, []);
  const renew = useCallback((administrators: readonly PersonSince[]) => {
    setPeople((before) => [...administrators, ...before.filter(({ isAdministrator }) => !isAdministrator)]);
  }, []);
  const again = useCallback(() => {
    next.current = 0;
    setLooked(0);
    setPeople([]);
    setTotal(null);
    void goOn();
  }, [goOn]);
  useEffect(() => {
    again();
    return () => {
      turn.current += 1;
    };
  }, [again]);
  return { people, looked, total, isLooking, failure, goOn: () => void goOn(), again, cancel, take, renew };
};
