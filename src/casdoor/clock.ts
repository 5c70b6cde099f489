import type { Answer, Attempt, ClockReading } from '../checks/evidence';

/** When an answer came, by this machine's clock, milliseconds since the epoch. */
export type Timed = { attempt: Attempt<Answer>; receivedAt: number };

type Offset = { milliseconds: number; uncertainty: number };

/** How far Casdoor's clock is from the reference's: Jira's or Confluence's where it answered, else this machine's. */
export const readClock = (
  casdoor: readonly Timed[],
  reference: { product: 'jira' | 'confluence'; timed: Timed } | null,
): ClockReading | null => {
  const theirs = latest(casdoor.map(offsetOf));
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
  // An error page is a proxy's as often as not, and so is its clock.
  if (!attempt.answered || attempt.value.status >= 400) return null;
  const { headers, milliseconds } = attempt.value;
  const date = Date.parse(headers.date ?? '');
  // A cache sends the Date of when it stored the answer (RFC 9111 §5.1): it tells no time.
  if (Number.isNaN(date) || Number(headers.age ?? 0) > 0) return null;
  // The header has whole seconds, cut off (RFC 9110 §5.6.7): the middle of that second is meant.
  return { milliseconds: date + 500 - (receivedAt - milliseconds / 2), uncertainty: milliseconds / 2 + 500 };
};

/**
 * Not every cache says that it is one, but its Date is never ahead: of all answers those with the latest count, and of
 * these the one that is surest.
 */
const latest = (offsets: readonly (Offset | null)[]): Offset | null => {
  const known = offsets.filter((offset) => offset !== null);
  const last = Math.max(...known.map(({ milliseconds, uncertainty }) => milliseconds - uncertainty));
  return (
    known
      .filter(({ milliseconds, uncertainty }) => milliseconds + uncertainty >= last)
      .sort((one, other) => one.uncertainty - other.uncertainty)
      .at(0) ?? null
  );
};
