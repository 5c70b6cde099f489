import { type MutableRefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { ApplyChange, ApplyPlan } from '../../../../src/contract/apply-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { planSince } from './plan-since';
import type { ShownPlan } from './use-write-draft';

export type Planning = {
  /** Null until it was made. The last one stays while another is made. */
  plan: ApplyPlan | null;
  isLoading: boolean;
  /** Why the last one could not be made. */
  failure: Failure | null;
  /** How it differs from what was shown before, field by field; empty where it does not, null where nothing was shown. */
  since: readonly string[] | null;
  /** Makes it anew. Whether that came to a plan; false also where another was asked for meanwhile. */
  again: () => Promise<boolean>;
};

/** What would be written, made anew whenever that which it is made of changes. Null for `madeOf`: it cannot be made yet. */
export const usePlan = (
  target: string,
  change: ApplyChange,
  madeOf: string | null,
  onFailure: (failure: Failure) => void,
  shown: MutableRefObject<ShownPlan | null>,
): Planning => {
  const [plan, setPlan] = useState<ApplyPlan | null>(null);
  const [isLoading, setIsLoading] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [since, setSince] = useState<readonly string[] | null>(null);
  const newest = useRef(0);
  /** One at a time: at Atlassian's own SSO, two at once stand in each other's way. */
  const going = useRef<Promise<unknown>>(Promise.resolve());
  const tell = useRef(onFailure);
  tell.current = onFailure;
  const asked = JSON.stringify(change);

  const again = useCallback(async () => {
    newest.current += 1;
    const mine = newest.current;
    setIsLoading(true);
    const turn = going.current.then(async () => {
      if (mine !== newest.current) return false;
      const answer = await call('planApply', { target, change: JSON.parse(asked) as ApplyChange });
      if (mine !== newest.current) return false;
      setIsLoading(false);
      setFailure(answer.ok ? null : answer.error);
      if (!answer.ok) {
        tell.current(answer.error);
        return false;
      }
      const { changes } = answer.value.summary;
      const of = `${target} ${asked}`;
      const lines = shown.current?.of === of ? planSince(shown.current.changes, changes) : null;
      // What has changed stays said, also where it is read once more.
      if (lines !== null) setSince((before) => (lines.length > 0 || before === null ? lines : before));
      shown.current = { of, changes };
      setPlan(answer.value);
      return true;
    });
    going.current = turn;
    return turn;
  }, [target, asked, shown]);

  // Another change is another page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was shown of the one before says nothing of this one.
  useEffect(() => {
    setPlan(null);
    setFailure(null);
    setSince(null);
  }, [target, asked]);
  useEffect(() => {
    if (madeOf !== null) void again();
    return () => {
      newest.current += 1;
    };
  }, [again, madeOf]);
  return { plan, isLoading, failure, since, again };
};
