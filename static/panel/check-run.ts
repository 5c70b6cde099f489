import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import { plain, type Report } from '../../src/contract/report';
import type { Failure, Result } from '../../src/contract/result';
import type { RunView } from '../../src/contract/run';
import { call } from './bridge';
import { verdictWords } from './parts/verdict-words';

type CheckView = RunView<Report>;

export type Check = {
  /** The newest report of the target that ended. */
  report: Report | null;
  /** The run that the report came from; null for a report that is not there. */
  reportRun: string | null;
  running: CheckView | null;
  /** The finding whose button was pressed; null where all was asked for. */
  askedFor: string | null;
  /** How the last run ended, where that was not with a report. */
  ended: { kind: 'cancelled'; run: CheckView } | { kind: 'failed'; problem: string; remedy: string | null } | null;
  /**
   * With a finding, that check alone is judged anew, with what waited for it; the rest of the report stays. Where the
   * settings were changed since, the backend looks at everything.
   */
  start: (options?: { target?: string | null; finding?: string }) => Promise<void>;
  cancel: () => Promise<void>;
};

/** A check of an address alone belongs to no target; its run is found again by this. */
const keptRun = 'companion:run-without-target';
const withoutTarget = '';

/** Milliseconds between two looks at a run. On Forge 500 calls may be made in 25 s. */
const pause = { local: 250, cloud: 800 } as const;

type Options = {
  state: PanelState;
  target: TargetView | null;
  reload: () => Promise<void>;
  announce: (sentence: string) => void;
};

/** Starts a run of the checks, follows it (whoever started it), and keeps the last report until there is another. */
export const useCheck = ({ state, target, reload, announce }: Options): Check => {
  const subject = target?.id ?? withoutTarget;
  const [reports, setReports] = useState<Record<string, CheckView>>({});
  const [running, setRunning] = useState<{ subject: string; view: CheckView; askedFor: string | null } | null>(null);
  const [ended, setEnded] = useState<{ subject: string; how: NonNullable<Check['ended']> } | null>(null);
  const followed = useRef<string | null>(null);
  /** The run that somebody asked to cancel, from the press on: the backend may not know the run yet. */
  const unwanted = useRef<string | null>(null);
  const interval = pause[state.place.from];

  const settle = useCallback(
    async (of: string, view: CheckView) => {
      followed.current = null;
      setRunning(null);
      const how = howEnded(view);
      setEnded(how && { subject: of, how });
      if (view.state === 'done' && view.result) {
        setReports((before) => ({ ...before, [of]: view }));
        announce(`${plain(view.result.headline)}. ${verdictWords[view.result.verdict]}.`);
        if (of === withoutTarget) sessionStorage.setItem(keptRun, view.id);
      } else if (how) announce(how.kind === 'failed' ? how.problem : 'The check was cancelled.');
      await reload();
    },
    [announce, reload],
  );

  /** Looks at a run until it has ended. */
  const follow = useCallback(
    async (of: string, id: string, askedFor: string | null) => {
      while (followed.current === id) {
        const answer = await call('run', { run: id });
        if (followed.current !== id) return;
        if (answer.ok) {
          if (hasEnded(answer.value)) return settle(of, answer.value);
          const view = unwanted.current === id ? { ...answer.value, state: 'cancelling' as const } : answer.value;
          setRunning({ subject: of, view, askedFor });
        }
        await new Promise((resolve) => setTimeout(resolve, interval));
      }
    },
    [interval, settle],
  );

  const start = useCallback<Check['start']>(
    async ({ target: asked, finding } = {}) => {
      if (followed.current !== null) return;
      const of = asked === undefined ? subject : (asked ?? withoutTarget);
      const id = crypto.randomUUID();
      const askedFor = finding ?? null;
      followed.current = id;
      setEnded(null);
      setRunning({ subject: of, view: justStarted(id, state), askedFor });
      const watching = follow(of, id, askedFor);
      const answer = await call('check', {
        run: id,
        target: of === withoutTarget ? null : of,
        only: askedFor === null ? null : [askedFor],
      });
      if (followed.current !== id) return watching;
      if (answer.ok) return hasEnded(answer.value) ? settle(of, answer.value) : watching;
      // The call lives shorter than a run may: what it worked on can still be looked at.
      const seen = answer.error.code === 'unexpected' ? await call('run', { run: id }) : answer;
      if (seen.ok) return hasEnded(seen.value) ? settle(of, seen.value) : watching;
      followed.current = null;
      setRunning(null);
      setEnded({ subject: of, how: failureOf(answer.error) });
      announce(answer.error.message);
    },
    [announce, follow, settle, state, subject],
  );

  const cancel = useCallback(async () => {
    const id = followed.current;
    if (id === null) return;
    unwanted.current = id;
    setRunning((before) => before && { ...before, view: { ...before.view, state: 'cancelling' } });
    while (followed.current === id) {
      const answer = await call('cancel', { run: id });
      if (answer.ok) return;
      // Pressed so soon that the run is not written down yet: a press is not lost for that.
      if (answer.error.code !== 'not-found') {
        unwanted.current = null;
        return announce(answer.error.message);
      }
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  }, [announce, interval]);

  // A run that goes on, started before a reload or by somebody else.
  const goesOn = target?.running?.id ?? null;
  useEffect(() => {
    if (goesOn === null || followed.current !== null) return;
    followed.current = goesOn;
    void follow(subject, goesOn, null);
  }, [goesOn, subject, follow]);

  useEffect(() => {
    const id = sessionStorage.getItem(keptRun);
    if (id === null) return;
    void call('run', { run: id }).then((answer: Result<CheckView>) => {
      if (answer.ok && answer.value.result) setReports((before) => ({ [withoutTarget]: answer.value, ...before }));
    });
  }, []);
  useEffect(
    () => () => {
      followed.current = null;
    },
    [],
  );

  // A run that is cancelled later takes the place of the last one; the whole report is worth more than its beginning.
  const last = target?.lastCheck ?? null;
  useEffect(() => {
    if (last?.state === 'done' && last.result)
      setReports((before) => ({ ...before, [subject]: newer(before[subject], last) ?? last }));
  }, [last, subject]);

  return useMemo(() => {
    const newest = last?.state === 'done' ? newer(reports[subject], last) : (reports[subject] ?? last);
    return {
      report: newest?.result ?? null,
      reportRun: newest?.id ?? null,
      running: running?.subject === subject ? running.view : null,
      askedFor: running?.askedFor ?? null,
      ended: ended?.subject === subject ? ended.how : null,
      start,
      cancel,
    };
  }, [reports, subject, running, ended, start, cancel, last]);
};

const hasEnded = ({ state }: CheckView) => state !== 'working' && state !== 'cancelling';

const howEnded = (view: CheckView): Check['ended'] => {
  if (view.state === 'cancelled') return { kind: 'cancelled', run: view };
  if (view.state === 'failed')
    return { kind: 'failed', problem: view.problem ?? 'The check broke off and did not say why.', remedy: null };
  if (view.state === 'abandoned')
    return {
      kind: 'failed',
      problem: 'The check stopped without an end: nothing has been heard of it for 30 seconds.',
      remedy: 'Check again.',
    };
  return view.result
    ? null
    : { kind: 'failed', problem: 'The result of this check is no longer kept.', remedy: 'Check again.' };
};

const failureOf = ({ message, remedy }: Failure): NonNullable<Check['ended']> => ({
  kind: 'failed',
  problem: message,
  remedy: remedy ?? null,
});

const newer = (one: CheckView | undefined, other: CheckView | undefined): CheckView | undefined =>
  one && other ? (one.startedAt >= other.startedAt ? one : other) : (one ?? other);

const justStarted = (id: string, { me, place }: PanelState): CheckView => ({
  id,
  kind: 'check',
  who: me,
  product: place.product,
  startedAt: new Date().toISOString(),
  state: 'working',
  phase: '',
  progress: { done: 0, of: 0 },
  result: null,
  problem: null,
});
