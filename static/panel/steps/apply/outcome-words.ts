import type { ApplyView } from '../../../../src/contract/apply';
import type { ApplyOutcome } from '../../../../src/contract/apply-calls';
import { timeOf } from '../../parts/moment';

export type OutcomeWords = { of: 'info' | 'look' | 'blocker'; title: string; text: string | null };

type Around = {
  /** The plugin in a sentence. */
  called: string;
  /** The apply of the order; null where it is not there any more. */
  view: ApplyView | null;
  /** The plan that was made anew has the same fields as the one that was shown. */
  isAsShown: boolean;
};

/** Null where the page that follows it tells it. */
export const outcomeWords = (outcome: ApplyOutcome, { called, view, isAsShown }: Around): OutcomeWords | null => {
  switch (outcome.kind) {
    case 'done':
      return view?.step === 'not-written' ? notWritten(view) : null;
    case 'busy':
      return {
        of: 'look',
        title: `Nothing was written: ${outcome.who} has been writing to ${called} since ${timeOf(outcome.since)}.`,
        text: 'Two at the same time would undo each other. Wait until theirs is kept or restored.',
      };
    case 'changed':
      // A client secret shows no value: that another one was saved is seen in none of the fields.
      if (isAsShown && outcome.summary.changes.some(({ isSecret }) => isSecret))
        return {
          of: 'look',
          title: `Nothing was written: ${called} was changed since it was read, or another client secret was saved here.`,
          text: 'What the fields below show is the same as before, and what else stands there stays. Press once more to write them, with the client secret that is saved now.',
        };
      return {
        of: 'look',
        title: isAsShown
          ? `Nothing was written: somebody has changed ${called} since it was read.`
          : 'Nothing was written: what was shown is not what would have been written.',
        text: isAsShown
          ? 'What was changed is none of the fields below: they are the same as before, and what else stands there stays. Press once more to write them.'
          : 'Somebody has changed the plugin or the settings since. The plan stands below, made anew.',
      };
    case 'held':
      return {
        of: 'look',
        title: `Nothing was written: ${outcome.guards.find(({ holds }) => !holds)?.message ?? 'something did not hold.'}`,
        text: 'All of it was judged again at the moment of writing. How it stands now is said below.',
      };
    case 'nothing-to-write':
      return { of: 'info', title: 'Nothing was written: every field is as it is wanted already.', text: null };
    case 'unreadable':
      return { of: 'blocker', title: `Nothing was written: ${outcome.failure.message}`, text: outcome.failure.remedy };
    case 'failed':
      return { of: 'blocker', title: outcome.error.message, text: outcome.error.remedy ?? null };
    default:
      return null;
  }
};

/** Which settings are in force by the journal's last line, and what the target had against the new ones. */
const notWritten = ({ entries }: ApplyView): OutcomeWords => {
  const message = entries.at(-1)?.message ?? 'Nothing was written.';
  const failure = entries.findLast((entry) => entry.failure !== null)?.failure ?? null;
  return {
    of: 'blocker',
    title: /nothing was written/i.test(message) ? message : `Nothing was written: ${message}`,
    text: failure && (message.includes(failure.message) ? failure.remedy : `${failure.message} ${failure.remedy}`),
  };
};
