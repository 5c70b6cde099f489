import { useEffect } from 'react';
import type { ApplyView } from '../../../../src/contract/apply';
import type { ApplyOrderView } from '../../../../src/contract/apply-calls';
import { usePanel } from '../../panel-model';
import { Mark } from '../../parts/mark';
import { exactTimeOf } from '../../parts/moment';
import { useNow } from '../../parts/use-now';
import { Journal } from './after/journal';
import { quietWords } from './quiet-words';

type WorkingProps = {
  order: ApplyOrderView;
  /** The apply of the order; null until it has begun. */
  view: ApplyView | null;
  called: string;
  /** Somebody has to keep a program running for it to go on. */
  needsProcess: boolean;
};

/** An order to write is being worked on: what is being done now, and what has been done. */
export const Working = ({ order, view, called, needsProcess }: WorkingProps) => (
  <div className="stack">
    <section className="card card-padded stack" aria-label="Writing">
      <div className="row">
        <Mark of="running" size="medium" silent />
        <h2 id="apply-working" className="group-title" tabIndex={-1}>
          {called} is being written to
        </h2>
      </div>
      <p>{view?.entries.at(-1)?.message ?? 'It is ordered, and begins in a moment.'}</p>
      <Quiet view={view} called={called} />
      <p className="small subtle">
        Ordered by {order.who} at {exactTimeOf(order.at)}. It goes on when this panel is closed
        {needsProcess
          ? ', as long as npm start runs; where that is stopped, it is finished or undone at its next start.'
          : '.'}
      </p>
    </section>
    {view && view.entries.length > 0 && <Journal view={view} />}
  </div>
);

/** Of its own, since it looks at the clock each second. */
const Quiet = ({ view, called }: Pick<WorkingProps, 'view' | 'called'>) => {
  const { announce } = usePanel();
  const now = useNow(view !== null);
  const words = view && quietWords(view, called, now);
  useEffect(() => {
    if (words !== null) announce(words);
  }, [words, announce]);
  return words === null ? null : <p>{words}</p>;
};
