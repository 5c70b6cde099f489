import type { Answer, Attempt, ClockReading } from '../checks/evidence';

/** When an answer came, by this machine's clock, milliseconds since the epoch. */
export type Timed = { attempt: Attempt<Answer>; receivedAt: number };

type Offset = { milliseconds: number; uncertainty: number };

/** How far Casdoor's clock is from the reference's: Jira's or Confluence's where it answered, else this machine's. */
export const readClock = (
  casdoor: readonly Timed[],
  reference: { product: 'jira' | 'confluence'; timed: Timed } | null,
): ClockReading | null => {
  const theirs = best(casdoor.map(offsetOf));
  if (theirs === null) return null;
  const product = reference === null ? null : offsetOf(reference.timed);
  if (reference !== null && product !== null)
    return {
      skew: Math.round(theirs.milliseconds - product.milliseconds),
      reference: reference.product,
      uncertainty: Math.round(theirs.uncertainty + product.uncertainty),
    };
  return {
    skew: Math.round(theirs.milliseconds),
    reference: 'this-machine',
    uncertainty: Math.round(theirs.uncertainty),
  };
};

const offsetOf = ({ attempt, receivedAt }: Timed): Offset | null => {
  if (!attempt.answered) return null;
  const { headers, milliseconds } = attempt.value;
  const date = Date.parse(headers.date ?? '');
  // A cache sends the Date of when it stored the answer: it tells no time.
  if (Number.isNaN(date) || Number(headers.age ?? 0) > 0) return null;
  // The header has whole seconds, cut off (RFC 9110 §5.6.7): the middle of that second is meant.
  return { milliseconds: date + 500 - (receivedAt - milliseconds / 2), uncertainty: milliseconds / 2 + 500 };
};

const best = (offsets: readonly (Offset | null)[]): Offset | null =>
  offsets
    .filter((offset) => offset !== null)
    .sort((one, other) => one.uncertainty - other.uncertainty)
    .at(0) ?? null;
