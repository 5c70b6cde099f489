import type { ApplyStep, ApplyView, InForce } from '../../../../../src/contract/apply';
import type { ApplyOrderView, ApplyOutcome, ApplyState } from '../../../../../src/contract/apply-calls';
import type { Plugin } from '../../../../../src/contract/target';
import { timeOf } from '../../../parts/moment';

/** What came of an order where the apply itself does not tell it. */
export type OutcomeWords = { title: string; text: string | null };

/** The plugin as it is called in a sentence. */
export const calledIn: Record<Plugin, string> = {
  miniorange: 'miniOrange',
  'atlassian-dc': "Atlassian's own SSO",
  'miniorange-cloud': 'miniOrange',
  other: 'The plugin',
};

/** What is in force, for people who must know without opening anything. */
export const inForceWords: Record<InForce, (called: string) => string> = {
  old: (called) => `${called} holds the old settings.`,
  new: (called) => `${called} holds the new settings.`,
  neither: (called) => `${called} holds neither the old settings nor the new ones.`,
  unknown: (called) => `Which settings ${called} holds is not known.`,
};

/** How an apply has ended, where that is what the press was for: whoever was quicker has done the same. */
const endOf: Partial<Record<ApplyOrderView['what'], ApplyStep>> = { keep: 'kept', restore: 'restored' };

/**
 * Null where the apply tells it, or nothing has come of it yet; what came of an order to write is told beside its plan.
 *
 * @param step How the apply stands by now.
 */
export const wordsOfOutcome = (
  { what, outcome }: Pick<ApplyOrderView, 'what' | 'outcome'>,
  called: string,
  step: ApplyStep | null,
): OutcomeWords | null =>
  outcome === null || what === 'write' || (step !== null && endOf[what] === step)
    ? null
    : words(outcome, called, notDone[what]);

const notDone: Record<Exclude<ApplyOrderView['what'], 'write'>, string> = {
  keep: 'Not kept',
  restore: 'Not restored',
  look: 'Not looked at',
  'redirect-uri': 'Not done',
};

const words = (outcome: ApplyOutcome, called: string, not: string): OutcomeWords | null => {
  switch (outcome.kind) {
    case 'nobody-came-in':
      return {
        title: `${not}: no administrator has come in through the plugin since it was written.`,
        text: 'Sign in through it as an administrator, in a private window, then press Keep again.',
      };
    case 'not-in-force':
      return {
        title: `${not}: ${called} does not hold the new settings any more.`,
        text: 'Somebody has changed them since. Restore shows what is there now before it writes.',
      };
    case 'not-waiting':
      return {
        title: `${not}: the new settings do not wait for anybody any more.`,
        text: 'Somebody else, or the deadline, was quicker. What stands here is how it is now.',
      };
    case 'differs':
      return {
        title: `${not} yet: ${called} holds something else than was applied.`,
        text: 'Somebody has changed it since, or it has not kept all of what was sent. Look at what restoring would change, then press again.',
      };
    case 'unreadable':
      return { title: `${not}: ${outcome.failure.message}`, text: outcome.failure.remedy };
    case 'not-open':
      return {
        title: `${not}: it has ended meanwhile, somebody is at work on it, or what was sent may still arrive.`,
        text: 'What stands here is how it is now.',
      };
    case 'busy':
      return { title: `${not}: ${outcome.who} has been at work here since ${timeOf(outcome.since)}.`, text: null };
    case 'failed':
      return { title: outcome.error.message, text: outcome.error.remedy ?? null };
    default:
      return null;
  }
};

const news: Partial<Record<ApplyStep, (view: ApplyView) => string>> = {
  waiting: ({ deadlineAt }) =>
    `Written and verified.${deadlineAt === null ? '' : ` The old settings return by themselves at ${timeOf(deadlineAt)}.`}`,
  kept: ({ isAsBefore }) => (isAsBefore ? 'The earlier settings are back.' : 'The new settings are kept.'),
  restored: () => 'The old settings are back.',
  left: () => 'The plugin is left as it is.',
  stuck: () => 'This apply needs you.',
};

type Known = Pick<ApplyState, 'order' | 'newest'>;

/** What has happened between two looks, as it is said to people who do not see it; null where that is nothing new. */
export const newsOf = (before: Known, next: Known): string | null => {
  const { order, newest } = next;
  const isSettled = order !== null && order.outcome !== null && !isSame(before.order, order);
  const told = isSettled ? wordsOfOutcome(order, 'the plugin', newest?.step ?? null) : null;
  if (told) return [told.title, told.text].filter(Boolean).join(' ');
  if (newest === null) return null;
  const was = before.newest?.id === newest.id ? before.newest : null;
  if (was?.step !== newest.step) return news[newest.step]?.(newest) ?? null;
  const came = newest.cameIn.find(({ who }) => !was.cameIn.some((each) => each.who === who));
  return came
    ? `${came.who} has come in through the plugin${came.isAdministrator ? '' : ', and is no administrator'}.`
    : null;
};

const isSame = (one: ApplyOrderView | null, other: ApplyOrderView) =>
  one !== null && one.id === other.id && one.outcome !== null;
