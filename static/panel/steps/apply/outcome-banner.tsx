import type { ApplyView } from '../../../../src/contract/apply';
import type { ApplyOrderView, ApplyOutcome } from '../../../../src/contract/apply-calls';
import { Banner } from '../../parts/banner';
import { timeOf } from '../../parts/moment';

type OutcomeBannerProps = {
  order: ApplyOrderView;
  /** The apply of the order; null where it is not there any more. */
  view: ApplyView | null;
  called: string;
};

/** What came of an order to write that has changed nothing. What was written stands on the page after it. */
export const OutcomeBanner = ({ order, view, called }: OutcomeBannerProps) => {
  const words = order.outcome && wordsOf(order.outcome, called, view);
  if (words === null) return null;
  return (
    <div role="alert" id="apply-outcome" tabIndex={-1}>
      <Banner of={words.of} title={words.title} label="What came of it">
        {words.text}
      </Banner>
    </div>
  );
};

type Words = { of: 'info' | 'look' | 'blocker'; title: string; text: string | null };

const wordsOf = (outcome: ApplyOutcome, called: string, view: ApplyView | null): Words | null => {
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
      return {
        of: 'look',
        title: 'Nothing was written: what was shown is not what would have been written.',
        text: 'Somebody has changed the plugin or the settings since. The plan was made anew and stands below.',
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

/** The journal's last line, and what the target had against it. */
const notWritten = ({ entries }: ApplyView): Words => {
  const last = entries.at(-1);
  const failure = last?.failure ?? null;
  return {
    of: 'blocker',
    title: last?.message ?? 'Nothing was written.',
    text: failure && (failure.message === last?.message ? failure.remedy : `${failure.message} ${failure.remedy}`),
  };
};
