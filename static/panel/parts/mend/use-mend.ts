import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { AddedRedirectUri, RedirectUriKind, RedirectUriPlan } from '../../../../src/contract/apply-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';
import { doneWords, failureOf, settledWords } from './mend-words';

/** What is to be done, and where on the screen: the id of a finding or of an addition. */
export type MendSubject = { place: string; uri: RedirectUriKind; isRegistered: boolean; added?: string };

export type MendFlow = MendSubject &
  (
    | { phase: 'reading' }
    /** `isAnew`: something changed since it was shown first. */
    | { phase: 'shown' | 'writing'; plan: RedirectUriPlan; isAnew: boolean }
    | { phase: 'failed'; failure: Failure; plan: RedirectUriPlan | null }
  );

/** "Mend it" on one target: a change of Casdoor's list that is shown first and made by a second press. */
export type Mend = {
  /** What was added from here; null until it is known. */
  added: AddedRedirectUri[] | null;
  /** The one thing that goes on. */
  flow: MendFlow | null;
  /** What was done last, a whole sentence, and the addition that it made, where it made one; null before that. */
  last: { words: string; at: string; apply: string | null } | null;
  /** Reads the list and shows the change. */
  open: (subject: MendSubject) => Promise<void>;
  /** The second press. */
  confirm: () => Promise<void>;
  close: () => void;
  ids: ReturnType<typeof idsFor>;
};

type Options = {
  target: string;
  /** Called once the list is as it was asked for. */
  onWritten: (subject: MendSubject) => void;
};

/** Ids of what the focus goes to. The same addition can stand on one screen twice. */
const idsFor = (own: string) => ({
  opener: (place: string) => `${own}-open-${place}`,
  plan: (place: string) => `${own}-plan-${place}`,
  last: `${own}-last`,
});

export const useMend = ({ target, onWritten }: Options): Mend => {
  const { announce, check } = usePanel();
  const own = useId();
  const ids = useMemo(() => idsFor(own), [own]);
  const [added, setAdded] = useState<AddedRedirectUri[] | null>(null);
  const [flow, setFlow] = useState<MendFlow | null>(null);
  const [last, setLast] = useState<Mend['last']>(null);
  const [focus, setFocus] = useState<string | null>(null);
  /** Counts what was begun: an answer to something that was left is not taken up. */
  const turn = useRef(0);

  const refresh = useCallback(async () => {
    const answer = await call('addedRedirectUris', { target });
    if (answer.ok) setAdded(answer.value);
  }, [target]);
  // Whatever was mended elsewhere on the screen is checked again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew after each check.
  useEffect(() => void refresh(), [refresh, check.reportRun]);

  const end = useCallback(
    (words: string, apply: string | null, subject: MendSubject) => {
      setFlow(null);
      setLast({ words, at: new Date().toISOString(), apply });
      setFocus(ids.last);
      announce(words);
      onWritten(subject);
    },
    [announce, ids, onWritten],
  );

  const show = useCallback(
    async (subject: MendSubject, isAnew: boolean) => {
      turn.current += 1;
      const mine = turn.current;
      setFlow({ ...subject, phase: 'reading' });
      const { uri, isRegistered, added: undone } = subject;
      const asked = { target, uri, isRegistered, ...(undone === undefined ? {} : { added: undone }) };
      const answer = await call('planRedirectUri', asked);
      if (mine !== turn.current) return;
      if (answer.ok && answer.value.changes.length === 0) {
        // Somebody was quicker: what is on the screen is of before.
        end(settledWords(answer.value), null, subject);
        return;
      }
      setFlow(
        answer.ok
          ? { ...subject, phase: 'shown', plan: answer.value, isAnew }
          : { ...subject, phase: 'failed', failure: answer.error, plan: null },
      );
      setFocus(ids.plan(subject.place));
    },
    [end, target, ids],
  );
  const open = useCallback(
    (subject: MendSubject) => {
      // It was true then; the list may be another by now.
      setLast(null);
      return show(subject, false);
    },
    [show],
  );

  const confirm = useCallback(async () => {
    if (flow?.phase !== 'shown') return;
    turn.current += 1;
    const mine = turn.current;
    const { plan, isAnew: _, phase: __, ...subject } = flow;
    setFlow({ ...flow, phase: 'writing' });
    const { uri, isRegistered, added: undone } = subject;
    const answer = await call('mendRedirectUri', {
      ...{ target, uri, isRegistered, shown: plan.fingerprint, press: plan.press },
      ...(undone === undefined ? {} : { added: undone }),
    });
    await refresh();
    if (mine !== turn.current) return;
    if (answer.ok && ['changed', 'nothing-to-write'].includes(answer.value.outcome.kind)) return show(subject, true);
    const failure = answer.ok ? failureOf(answer.value.outcome, answer.value.view) : answer.error;
    if (failure) {
      setFlow({ ...subject, phase: 'failed', failure, plan });
      setFocus(ids.plan(subject.place));
      return;
    }
    end(doneWords(plan), isRegistered && answer.ok ? (answer.value.view?.id ?? null) : null, subject);
  }, [end, flow, ids, refresh, show, target]);

  const close = useCallback(() => {
    turn.current += 1;
    if (flow) setFocus(ids.opener(flow.place));
    setFlow(null);
  }, [flow, ids]);

  // Once what is to have the focus is there.
  useEffect(() => {
    if (focus === null) return;
    document.getElementById(focus)?.focus();
    setFocus(null);
  }, [focus]);

  return useMemo(
    () => ({ added, flow, last, open, confirm, close, ids }),
    [added, flow, last, open, confirm, close, ids],
  );
};
