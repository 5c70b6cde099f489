import type { PersonOutcome, Trail } from '../../../../src/contract/mapping';
import { Mark } from '../../parts/mark';
import type { Meaning } from '../../parts/verdict-words';

export const outcomeWords: Record<PersonOutcome, [Meaning, string]> = {
  unchanged: ['passed', 'Unchanged'],
  updated: ['look', 'Updated'],
  renamed: ['look', 'Renamed'],
  created: ['passed', 'Created'],
  collides: ['serious', 'Collides'],
  refused: ['serious', 'Refused'],
  barred: ['serious', 'Barred by Casdoor'],
  'not-certain': ['not-certain', 'Not certain'],
};

/** What would become of a person's account, and why. */
export const Outcome = ({ trail }: { trail: Trail }) => {
  const [meaning, words] = outcomeWords[trail.outcome];
  return (
    <div className="row outcome">
      <Mark of={meaning} silent />
      <span className="grow">
        <strong>{words}.</strong> {trail.reasons.join(' ')}
      </span>
    </div>
  );
};
