import type { ApplyView } from '../../../../src/contract/apply';
import type { ApplyOrderView } from '../../../../src/contract/apply-calls';
import { Mark } from '../../parts/mark';
import { exactTimeOf } from '../../parts/moment';
import { Journal } from './after/journal';

type WorkingProps = {
  order: ApplyOrderView;
  /** The apply of the order; null until it has begun. */
  view: ApplyView | null;
  called: string;
};

/** An order to write is being worked on: what is being done now, and what has been done. */
export const Working = ({ order, view, called }: WorkingProps) => (
  <div className="stack">
    <section className="card card-padded stack" aria-label="Writing">
      <div className="row">
        <Mark of="running" size="medium" silent />
        <h2 id="apply-working" className="group-title" tabIndex={-1}>
          {called} is being written to
        </h2>
      </div>
      <p>{view?.entries.at(-1)?.message ?? 'It is ordered, and begins in a moment.'}</p>
      <p className="small subtle">
        Ordered by {order.who} at {exactTimeOf(order.at)}. It goes on when this panel is closed.
      </p>
    </section>
    {view && view.entries.length > 0 && <Journal view={view} />}
  </div>
);
