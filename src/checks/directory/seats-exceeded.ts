import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { headlineOf } from './harm';

/** Seats of the licence, by application of Jira. */
export const seatsExceeded = defineCheck({
  id: 'seats-exceeded',
  area: 'directory',
  title: 'Seats of the licence',
  heading: 'The licence has too few seats',
  severity: 'serious',
  needs: ['directory'],
  why: 'Once the seats are used up, {product} lets nobody create anything, those who had access before among them.',
  fix: 'In {product} open Administration → Applications → Versions & licenses and add seats before the first sign-ins.',
  evaluate({ directory }) {
    if (directory.seats === null) return notApplicable('How many seats {product} has left cannot be told.');
    const over = directory.seats.flatMap(({ application, gaining, left }) =>
      left !== null && gaining > left ? [{ application, gaining, left }] : [],
    );
    const [first] = over;
    if (first === undefined) {
      const gaining = Math.max(0, ...directory.seats.map((seat) => seat.gaining));
      return pass(
        gaining === 0
          ? 'Nobody needs another one.'
          : 'There are enough for {gaining, plural, one {# person who gains} other {# people who gain}} access.',
        { gaining },
      );
    }
    return fail(
      '{gaining, plural, one {# person gains} other {# people gain}} access to {application}, which has {left, plural, =0 {no seat} one {# seat} other {# seats}} left.',
      first,
      {
        headline: headlineOf(directory, 'The licence has too few seats for those who gain access'),
        detail: {
          kind: 'list',
          label: 'Applications with too few seats',
          items: over.map(({ application, gaining, left }) => ({
            text: application,
            note: `${gaining} gain access, ${left} left`,
          })),
        },
      },
    );
  },
});
