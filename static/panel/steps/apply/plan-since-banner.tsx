import { Banner } from '../../parts/banner';
import { timeOf } from '../../parts/moment';

/** Sentences that are shown; who has to look at more of them looks at the fields. */
const most = 6;

/** The plan was made anew, and is another one than was shown before: what differs, field by field. */
export const PlanSince = ({ since, at }: { since: readonly string[] | null; at: string }) => {
  if (since === null || since.length === 0) return null;
  const more = since.length - most;
  return (
    <div role="status">
      <Banner of="look" title="Other fields would be written than were shown before." label="The plan has changed">
        It was made anew at {timeOf(at)}, and nothing is overruled in it yet. Since then:
        <ul className="notes">
          {since.slice(0, most).map((line) => (
            <li key={line}>{line}</li>
          ))}
          {more > 0 && <li>{more === 1 ? 'One more field differs.' : `${more} more fields differ.`}</li>}
        </ul>
      </Banner>
    </div>
  );
};
