import type { ApplyView } from '../../../../../src/contract/apply';
import { exactTimeOf } from '../../../parts/moment';
import { StationLine } from '../../../parts/station-line';
import { stationsOf } from './stations-of';

/** What was done, line by line, with the time of each. */
export const Journal = ({ view }: { view: ApplyView }) => (
  <section className="group" aria-labelledby="what-was-done">
    <h2 className="group-title" id="what-was-done">
      What was done
    </h2>
    <JournalLines view={view} />
  </section>
);

export const JournalLines = ({ view }: { view: ApplyView }) => (
  <ol className="stations stations-narrow">
    {stationsOf(view).map(({ key, of, name, note, remedy, at, by }) => (
      <StationLine key={key} of={of} name={name} time={exactTimeOf(at)}>
        {note}
        {remedy !== null && ` ${remedy}`}
        {by !== null && ` By ${by}.`}
      </StationLine>
    ))}
  </ol>
);
