import Button from '@atlaskit/button/default/button';
import LinkButton from '@atlaskit/button/link';
import type { PlannedChange } from '../../../../src/contract/apply';
import type { WatchEvent, WatchState } from '../../../../src/contract/watch';
import { usePanel } from '../../panel-model';
import { AboutLink } from '../../parts/about-check';
import { Comparison } from '../../parts/comparison';
import { Mark } from '../../parts/mark';
import { whenOf } from '../../parts/moment';
import { hrefOf } from '../../routes';
import { eventMeanings, openEvents } from './watch-words';

/** What changed, newest first: applied against found, and both ways out of what still is so. */
export const Events = ({ state }: { state: WatchState }) => {
  const open = openEvents(state);
  const { events, looks } = state;
  const last = looks.at(-1);
  if (!last) return null;
  const deciding = open.find(({ thing }) => thing !== 'checks') ?? open[0];
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
                <Changes event={event} />
                <p className="subtle">
                  {event.message}
                  {event.until !== null && event.until !== event.at && ` Over since ${whenOf(event.until)}.`}
                </p>
                {event === deciding && <WaysOut open={open} look={last.id} />}
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};

const Changes = ({ event: { changes, thing } }: { event: WatchEvent }) => {
  const [first, ...more] = changes;
  if (!first) return null;
  const applied = thing === 'plugin' ? 'Applied' : 'At the apply';
  if (more.length === 0) return <Change change={first} applied={applied} />;
  return (
    <ul className="event-changes">
      {changes.map((change) => (
        <li key={change.key}>
          <p>
            {change.label} <span className="small subtle">{change.tab}</span>
          </p>
          <Change change={change} applied={applied} />
        </li>
      ))}
    </ul>
  );
};

const Change = ({ change: { isSecret, before, after }, applied }: { change: PlannedChange; applied: string }) =>
  isSecret ? (
    <p>Changed. Its value is shown nowhere, and was not kept.</p>
  ) : (
    <Comparison expected={{ label: applied, text: before ?? '' }} actual={{ label: 'Now there', text: after ?? '' }} />
  );

/** They stand once, with the newest: accepting takes all that the last look found. */
const WaysOut = ({ open, look }: { open: readonly WatchEvent[]; look: string }) => {
  const { watch } = usePanel();
  const isPlugin = open.some(({ thing }) => thing === 'plugin');
  const accept = async () => {
    if (watch.doing !== null) return;
    await watch.accept(look);
    // The button goes with what it was about.
    if (document.activeElement === document.body) document.getElementById('watch-outcome')?.focus();
  };
  return (
    <>
      <div className="row event-ways">
        {isPlugin && (
          <LinkButton appearance="primary" href={hrefOf('apply')}>
            Write again…
          </LinkButton>
        )}
        <Button onClick={() => void accept()}>
          {watch.doing === 'accept' ? 'Accepting' : open.length === 1 ? 'Accept as it is' : 'Accept all as it is'}
        </Button>
      </div>
      <p className="small subtle">
        {isPlugin && 'Apply shows what would be written first. '}
        {open.length === 1
          ? 'Accepted, it counts as applied from now on.'
          : 'Accepted, everything here that is not over counts as applied from now on.'}
      </p>
    </>
  );
};
