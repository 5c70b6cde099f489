import type { ApplyStep, ApplyView, InForce } from '../../../../../src/contract/apply';
import type { ApplyOrderView, ApplyOutcome, ApplyState } from '../../../../../src/contract/apply-calls';
import { timeOf } from '../../../parts/moment';

/** What came of an order where the apply itself does not tell it. */
export type OutcomeWords = { title: string; text: string | null };

type Of<Kind extends ApplyOutcome['kind']> = Extract<ApplyOutcome, { kind: Kind }>;
type Words = { [Kind in ApplyOutcome['kind']]: (outcome: Of<Kind>, called: string) => OutcomeWords | null };

const outcomeWords: Words = {
  done: () => null,
  busy: ({ who, since }, called) => ({
    title: `Nothing was begun: ${who} has been applying to ${called} since ${timeOf(since)}.`,
    text: 'Wait until it is kept or restored, then order yours again.',
  }),
  changed: (_, called) => ({
    title: `Nothing was written: ${called} has changed since the plan was shown.`,
    text: 'The plan is made anew. Look at it again before it is written.',
  }),
  held: ({ guards }) => ({
    title: `Nothing was written: ${guards.find(({ holds }) => !holds)?.message ?? 'a guard does not hold.'}`,
    text: null,
  }),
  'nothing-to-write': () => ({ title: 'Nothing was written: every field is as wanted already.', text: null }),
  'nobody-came-in': () => ({
    title: 'Not kept: no administrator has come in through the plugin since it was written.',
    text: 'Sign in through it as an administrator, in a private window, and press Keep again.',
  }),
  'not-in-force': (_, called) => ({
    title: `Not kept: ${called} does not hold the new settings any more.`,
    text: 'Somebody has changed them since. Restore shows what is there now before it writes.',
  }),
  'not-waiting': () => ({
    title: 'Not kept: the new settings do not wait for anybody any more.',
    text: 'Restore or the deadline was quicker.',
  }),
  differs: (_, called) => ({
    title: `Nothing was restored yet: ${called} holds something else than was applied.`,
    text: 'Somebody has changed it since. Look at what restoring would change, then press again.',
  }),
  unreadable: ({ failure }) => ({ title: `Nothing was restored: ${failure.message}`, text: failure.remedy }),
  'not-open': () => ({
    title: 'Nothing was restored: it has ended, or is being worked on at this moment.',
    text: 'What stands below is how it is now.',
  }),
  failed: ({ error }) => ({ title: error.message, text: error.remedy ?? null }),
};

/** Null where the apply tells it, or nothing has come of it yet. `called`: the plugin as it is called in a sentence. */
export const wordsOfOutcome = ({ outcome }: Pick<ApplyOrderView, 'outcome'>, called: string): OutcomeWords | null => {
  if (outcome === null) return null;
  const words = outcomeWords[outcome.kind] as (of: ApplyOutcome, called: string) => OutcomeWords | null;
  return words(outcome, called);
};

/** What is in force, for people who must know without opening anything. */
export const inForceWords: Record<InForce, (called: string) => string> = {
  old: (called) => `${called} holds the old settings.`,
  new: (called) => `${called} holds the new settings.`,
  neither: (called) => `${called} holds neither the old settings nor the new ones.`,
  unknown: (called) => `Which settings ${called} holds is not known: it could not be read.`,
};

const news: Partial<Record<ApplyStep, (view: ApplyView) => string>> = {
  waiting: ({ deadlineAt }) =>
    `Written and verified.${deadlineAt === null ? '' : ` The old settings return by themselves at ${timeOf(deadlineAt)}.`}`,
  kept: () => 'The new settings are kept.',
  restored: () => 'The old settings are back.',
  'not-written': () => 'Nothing was written.',
  left: () => 'The plugin is left as it is.',
  stuck: () => 'The old settings could not be restored: this needs you.',
};

/** What has happened between two looks, as it is said to people who do not see it; null where that is nothing new. */
export const newsOf = (before: Pick<ApplyState, 'order' | 'newest'>, next: Pick<ApplyState, 'order' | 'newest'>) => {
  const { order, newest } = next;
  const isSettled = order?.outcome != null && (before.order?.id !== order.id || before.order.outcome === null);
  const words = isSettled ? wordsOfOutcome(order, 'the plugin') : null;
  if (words) return [words.title, words.text].filter(Boolean).join(' ');
  if (newest === null) return null;
  const was = before.newest?.id === newest.id ? before.newest : null;
  if (was?.step !== newest.step) return news[newest.step]?.(newest) ?? null;
  const came = newest.cameIn.find(({ who }) => !was.cameIn.some((each) => each.who === who));
  if (!came) return null;
  return `${came.who} has come in through the plugin${came.isAdministrator ? '' : ', and is no administrator'}.`;
};
