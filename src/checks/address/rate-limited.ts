import { defineCheck, fail, warn } from '../define-check';
import { ownWords } from '../say';
import { answerCheck } from './answer-fault';

/** 429 Too Many Requests (RFC 6585 §4); Retry-After is seconds or a date (RFC 9110 §10.2.3). */
const limitUsedUp = answerCheck({
  id: 'rate-limited',
  area: 'address',
  title: 'Limit on requests',
  heading: 'Requests to Casdoor are limited, and the limit is used up',
  severity: 'serious',
  why: '{product} sends all its requests from one address. In the morning, when everybody signs in, the same limit would keep people out.',
  fix: 'Check again {retry}. Then raise the limit of the proxy or firewall in front of Casdoor for the address of {product}.',
  handOver:
    'Requests to {address} are refused with 429. {product} sends all sign-ins from one address: can the limit be lifted for it?',
  judge(answer, _address, { now }) {
    return fail('{host} answered 429, too many requests.', {
      retry: ownWords(retryWords(answer.headers['retry-after'], now)),
    });
  },
});

/**
 * Beside that, a limit that the run itself ran into: it asks a dozen things in a second, so that alone is advice, and
 * what was refused was asked again.
 */
export const rateLimited = defineCheck({
  ...limitUsedUp,
  id: 'rate-limited',
  uses: ['limited'],
  evaluate({ limited, ...facts }, given) {
    const judgement = limitUsedUp.evaluate(facts, given);
    if (judgement.outcome !== 'pass' || limited === undefined || limited.requests === 0) return judgement;
    return warn(
      'While this ran, {host} answered {requests, plural, one {# request} other {# requests}} with {status}; asked more slowly it answered.',
      { requests: limited.requests, status: String(limited.status ?? '') },
      {
        severity: 'advice',
        heading: { text: 'Requests to Casdoor are limited', values: {} },
        fix: {
          text: 'Look how many requests a second the proxy or firewall in front of {host} lets through from one address, and leave out the address of {product}.',
          values: {},
        },
        handOver: {
          text: 'Requests to {address} are limited. {product} sends all sign-ins from one address: can the limit be lifted for it?',
          values: {},
        },
      },
    );
  },
});

const retryWords = (header: string | undefined, now: string): string => {
  if (header === undefined) return 'in a few minutes';
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.parse(now)) / 1000);
  if (!Number.isFinite(seconds)) return 'in a few minutes';
  if (seconds <= 1) return 'in a second';
  return seconds < 120 ? `in ${seconds} seconds` : `in ${Math.ceil(seconds / 60)} minutes`;
};
