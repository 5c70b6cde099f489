import type { ApplyView } from '../../../../src/contract/apply';
import type { ApplyOrderView } from '../../../../src/contract/apply-calls';
import { Mark } from '../../parts/mark';
import { exactTimeOf } from '../../parts/moment';

type WorkingProps = {
  order: ApplyOrderView;
  /** The apply of the order; null until it has begun. */
  view: ApplyView | null;
  called: string;
};

/** An order to write is being worked on: what has been done, and what is being done now. */
export const Working = ({ order, view, called }: WorkingProps) => {
  const entries = view?.entries ?? [];
  const current = entries.at(-1);
  return (
    <section className="card card-padded stack" aria-label="Writing">
      <div className="row">
        <Mark of="running" size="medium" silent />
        <h2 id="apply-working" className="group-title" tabIndex={-1}>
          {called} is being written to
        </h2>
      </div>
      <p>{current?.message ?? 'It is ordered, and begins in a moment.'}</p>
      {entries.length > 1 && (
        <ol className="journal" aria-label="What was done">
          {entries.slice(0, -1).map(({ at, message, step }) => (
            <li key={`${at} ${step}`} className="row">
              <Mark of="passed" silent />
              <span className="grow">{message}</span>
              <span className="small subtle figures">{exactTimeOf(at)}</span>
            </li>
          ))}
        </ol>
      )}
      <p className="small subtle">
        Ordered by {order.who} at {exactTimeOf(order.at)}. It goes on when this panel is closed.
      </p>
    </section>
  );
};
