import { useRef, useState } from 'react';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';

/** What was filled in already. Shown at once, saved one after another, so that two quick ticks do not undo each other. */
export const useTicks = () => {
  const { target, reload } = usePanel();
  const [ticks, setTicks] = useState<ReadonlySet<string>>(() => new Set(target?.ticks));
  const [failure, setFailure] = useState<Failure | null>(null);
  const saving = useRef<Promise<void>>(Promise.resolve());
  const wanted = useRef(ticks);

  const save = async () => {
    if (!target) return;
    const answer = await call('saveTicks', { target: target.id, ticks: [...wanted.current] });
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) await reload();
  };
  const toggle = (id: string) => {
    const next = new Set(wanted.current);
    if (!next.delete(id)) next.add(id);
    wanted.current = next;
    setTicks(next);
    saving.current = saving.current.then(save);
  };
  return { ticks, toggle, failure };
};
