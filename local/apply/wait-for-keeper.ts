import { setTimeout as sleep } from 'node:timers/promises';
import type { ApplyEngine } from '../../src/apply/engine';
import { visible } from '../../src/checks/visible';
import { type ApplyView, type CameIn, isOpen } from '../../src/contract/apply';
import type { WhoCameIn } from './meant';
import type { Questions } from './questions';
import type { Telling } from './telling';

/** Milliseconds between two looks at who came in. */
const lookEvery = 2_000;

export type Waiting<D, W> = {
  engine: ApplyEngine<D, W>;
  view: ApplyView;
  whoCameIn: WhoCameIn;
  telling: Telling;
  /** Null where nobody sits there. */
  questions: Questions | null;
  signal: AbortSignal;
};

/**
 * Waits for an administrator who comes in through the plugin, and keeps the new settings then. Ends as well when the time
 * is over or the wait is broken off; the view tells how it stands.
 */
export const waitForKeeper = async <D, W>(waiting: Waiting<D, W>): Promise<ApplyView> => {
  const { engine, telling, questions, signal } = waiting;
  const deadline = Date.parse(waiting.view.deadlineAt ?? '');
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  /** Whom somebody at the terminal has named; asked beside the looks. */
  const named: string[] = [];
  const asking = questions === null ? null : askAgainAndAgain(questions, named, either);
  let view = waiting.view;
  let said = '';
  const known = new Map<string, string>();
  try {
    while (!signal.aborted && Date.now() < deadline && view.step === 'waiting') {
      const { cameIn, why } = await lookOnce(waiting, named, known, either);
      if (why !== null && why !== said) telling.say(visible(why));
      said = why ?? said;
      for (const one of cameIn) {
        known.set(one.who, one.at);
        telling.say(visible(cameInWords(one)));
        view = (await engine.noteCameIn(view.id, one)) ?? view;
      }
      if (view.cameIn.some(({ isAdministrator }) => isAdministrator)) {
        const kept = await engine.keep(view.id);
        if (kept?.kind === 'done') return kept.view;
        if (kept && 'view' in kept) view = kept.view;
      }
      await sleep(Math.max(0, Math.min(lookEvery, deadline - Date.now())), undefined, { signal }).catch(() => {});
    }
    return view;
  } finally {
    over.abort();
    await asking;
  }
};

const cameInWords = ({ who, isAdministrator, how }: CameIn): string => {
  const told = how === 'said' ? ', as was said' : '';
  return isAdministrator
    ? `${who} has come in through the plugin${told}, and administers.`
    : `${who} has come in through the plugin${told}, and administers nothing: an administrator has to.`;
};

/** Those whom the audit log tells, and those who were named since; only news. */
const lookOnce = async <D, W>(
  { view, whoCameIn, telling }: Waiting<D, W>,
  named: string[],
  known: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<{ cameIn: CameIn[]; why: string | null }> => {
  const since = view.entries.find(({ step }) => step === 'written')?.at ?? view.startedAt;
  const { cameIn, why } = await whoCameIn.look(since, signal);
  const all = [...cameIn];
  for (const user of named.splice(0)) {
    const answer = await whoCameIn.said(user, since, signal);
    if (answer.ok) all.push(answer.cameIn);
    else telling.say(visible(answer.refused));
  }
  return { cameIn: all.filter(({ who, at }) => known.get(who) !== at), why };
};

const askAgainAndAgain = async (questions: Questions, named: string[], signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const answer = await questions.ask(
      'Who came in through the plugin? Type the user name of an administrator who did: ',
      signal,
    );
    if (answer !== null && answer.trim() !== '') named.push(answer.trim());
    // Where the terminal is gone each question ends at once: asked again without a pause, nothing else would get its turn.
    if (answer === null) await sleep(lookEvery, undefined, { signal }).catch(() => {});
  }
};

/** Does what is due on an apply until it has ended, needs a person, or the wait is broken off. */
export const lookAfter = async <D, W>(
  engine: ApplyEngine<D, W>,
  from: ApplyView,
  signal: AbortSignal,
): Promise<ApplyView> => {
  let view = from;
  while (isOpen(view.step) && view.dueAt !== null && !signal.aborted) {
    const due = Math.max(0, Date.parse(view.dueAt) - Date.now());
    await sleep(due, undefined, { signal }).catch(() => {});
    if (signal.aborted) return view;
    view = (await engine.recover())?.view ?? view;
  }
  return view;
};
