import type { ApplyView } from '../../../../src/contract/apply';
import type { ApplyOrderView } from '../../../../src/contract/apply-calls';
import { Banner } from '../../parts/banner';
import { outcomeWords } from './outcome-words';

type OutcomeBannerProps = {
  order: ApplyOrderView;
  /** The apply of the order; null where it is not there any more. */
  view: ApplyView | null;
  called: string;
  /** The plan that was made anew has the same fields as the one that was shown. */
  isAsShown: boolean;
};

/** What came of an order to write that has changed nothing. What was written stands on the page after it. */
export const OutcomeBanner = ({ order, view, called, isAsShown }: OutcomeBannerProps) => {
  const words = order.outcome && outcomeWords(order.outcome, { called, view, isAsShown });
  if (words === null) return null;
  return (
    <div role="alert" id="apply-outcome" tabIndex={-1}>
      <Banner of={words.of} title={words.title} label="What came of it">
        {words.text}
      </Banner>
    </div>
  );
};
