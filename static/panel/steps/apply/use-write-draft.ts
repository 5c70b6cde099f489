import { type MutableRefObject, useCallback, useMemo, useRef, useState } from 'react';
import type { PlannedChange } from '../../../../src/contract/apply';

/** What was chosen beside a plan. It outlives the page on which an order is worked on, and no more. */
export type WriteChoices = {
  /** Guards that are overruled. */
  overruled: readonly string[];
  /** Null: the usual time. */
  minutes: number | null;
  typedName: string;
};

/** The fields that were shown last, of which plan. */
export type ShownPlan = { of: string; changes: readonly PlannedChange[] };

export type WriteDraft = WriteChoices & {
  change: (part: Partial<WriteChoices>) => void;
  shown: MutableRefObject<ShownPlan | null>;
};

const none: WriteChoices = { overruled: [], minutes: null, typedName: '' };

/** @param of Names the plan: what was chosen for one is chosen for no other. */
export const useWriteDraft = (of: string): WriteDraft & { forget: () => void } => {
  const [kept, setKept] = useState<{ of: string; choices: WriteChoices }>({ of, choices: none });
  const shown = useRef<ShownPlan | null>(null);
  const choices = kept.of === of ? kept.choices : none;
  const change = useCallback(
    (part: Partial<WriteChoices>) =>
      setKept((before) => ({ of, choices: { ...(before.of === of ? before.choices : none), ...part } })),
    [of],
  );
  const forget = useCallback(() => {
    shown.current = null;
    change(none);
  }, [change]);
  return useMemo(() => ({ ...choices, change, shown, forget }), [choices, change, forget]);
};
