import type { DriftedField, WatchEvent, WatchState } from '../../../../src/contract/watch';
import { AboutLink } from '../../parts/about-check';
import { Comparison } from '../../parts/comparison';
import { Mark } from '../../parts/mark';
import { whenOf } from '../../parts/moment';
import { TryIt } from './try-it';
import { cameAbout, eventMeanings, openEvents } from './watch-words';
import { WaysOut } from './ways-out';

/** What changed, newest first: applied against found, what it does to people, and both ways out of what still is so. */
export const Events = ({ state }: { state: WatchState }) => {
  const open = openEvents(state);
  const { events, looks } = state;
  const last = looks.at(-1);
  if (!last) return null;
  return (
    <section className="group" aria-labelledby="watch-events">
      <h2 className="group-title" id="watch-events">
        What changed
      </h2>
      {events.length === 0 ? (
        <p className="subtle">Nothing so far.</p>
      ) : (
        <ol className="events">
          {events.map((event) => (
            <li key={event.id}>
              <span className="event-when figures">{whenOf(event.at)}</span>
              <span className="event-dot">
                <Mark of={eventMeanings[event.severity]} size="medium" />
              </span>
              <div className="event-what">
                <div className="row spread event-head">
                  <h3>{event.title}</h3>
                  <AboutLink id={event.check} title={event.title} look="id" />
                </div>
                <Changes event={event} how={state.since?.how ?? 'applied'} />
                <p className="subtle">
                  {event.severity === 'good' ? null : `${cameAbout(event)} `}
                  {event.message}
                  {event.until !== null && event.until !== event.at && ` Over since ${whenOf(event.until)}.`}
                </p>
                {open.includes(event) && <WaysOut event={event} look={last.id} isFirst={event === open[0]} />}
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};

type ChangesProps = { event: WatchEvent; how: 'applied' | 'accepted' };

const Changes = ({ event: { changes, thing, until }, how }: ChangesProps) => {
  const [first, ...more] = changes;
  if (!first) return null;
  // Once something was accepted, a field may be held against that.
  const applied = how === 'accepted' ? 'Before' : thing === 'plugin' ? 'Applied' : 'At the apply';
  if (more.length === 0) return <Change change={first} applied={applied} isOver={until !== null} />;
  return (
    <ul className="event-changes">
      {changes.map((change) => (
        <li key={change.key}>
          <p>
            {change.label} <span className="small subtle">{change.tab}</span>
          </p>
          <Change change={change} applied={applied} isOver={until !== null} />
        </li>
      ))}
    </ul>
  );
};

type ChangeProps = { change: DriftedField; applied: string; isOver: boolean };

const Change = ({ change, applied, isOver }: ChangeProps) => {
  const { isSecret, before, after, meaning, tryIn } = change;
  return (
    <>
      {isSecret ? (
        <p>Changed. Its value is shown nowhere, and was not kept.</p>
      ) : (
        <Comparison
          expected={{ label: applied, text: before ?? '' }}
          actual={{ label: isOver ? 'Found' : 'Now there', text: after ?? '' }}
        />
      )}
      <p>{meaning}</p>
      {tryIn !== null && !isOver && <TryIt tryIn={tryIn} />}
    </>
  );
};
