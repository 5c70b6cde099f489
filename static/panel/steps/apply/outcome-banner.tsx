import type { ApplyView } from '../../../../src/contract/apply';
import type { ApplyOrderView } from '../../../../src/contract/apply-calls';
import { Banner } from '../../parts/banner';
import { wordsOfOutcome } from './after/after-words';

type OutcomeBannerProps = {
  order: ApplyOrderView;
  /** The apply of the order; null where it is not there any more. */
  view: ApplyView | null;
  called: string;
};

/** What came of an order to write that has changed nothing. What was written stands elsewhere. */
export const OutcomeBanner = ({ order, view, called }: OutcomeBannerProps) => {
  const words = view?.step === 'not-written' && order.outcome?.kind === 'done' ? notWritten(view) : null;
  const { title, text } = words ?? wordsOfOutcome(order, called) ?? { title: null, text: null };
  if (title === null) return null;
  return (
    <div role="alert" id="apply-outcome" tabIndex={-1}>
      <Banner of={order.outcome?.kind === 'nothing-to-write' ? 'info' : 'look'} title={title} label="What came of it">
        {text}
      </Banner>
    </div>
  );
};

/** The journal's last line, and what the target had against it. */
const notWritten = ({ entries }: ApplyView): { title: string; text: string | null } => {
  const last = entries.at(-1);
  const failure = last?.failure ?? null;
  return {
    title: last?.message ?? 'Nothing was written.',
    text: failure && (failure.message === last?.message ? failure.remedy : `${failure.message} ${failure.remedy}`),
  };
};
