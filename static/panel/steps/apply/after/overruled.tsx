import type { ApplyView } from '../../../../../src/contract/apply';
import { Mark } from '../../../parts/mark';

/** Guards that did not hold and were overruled: whoever decides to keep it should know. */
export const Overruled = ({ view }: { view: ApplyView }) => {
  if (view.overruled.length === 0) return null;
  return (
    <section className="group" aria-labelledby="overruled">
      <h2 className="group-title" id="overruled">
        Overruled by {view.who}
      </h2>
      <ul className="stack-small">
        {view.overruled.map(({ id, message, consequence }) => (
          <li key={id} className="after-line">
            <Mark of="look" />
            <span>
              {message} {consequence !== null && <span className="subtle">{consequence}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
