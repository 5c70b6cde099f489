import { addressCauses, silenceCauses } from '../causes';
import { dayOf, daysBetween } from '../date-words';
import { defineCheck, pass, warn } from '../define-check';
import { ownWords } from '../say';
import { certificateDetail } from './certificate-fault';

/** Public certificates of 90 days are renewed 30 days before their end; at 21 the renewal has been missed. */
const limit = 21;

export const tlsExpiresSoon = defineCheck({
  id: 'tls-expires-soon',
  area: 'address',
  title: 'Time left for the TLS certificate',
  heading: 'The TLS certificate expires soon',
  severity: 'advice',
  needs: ['tls'],
  after: [...addressCauses, ...silenceCauses],
  why: '{product} cannot reach Casdoor after that day, and nobody can sign in.',
  fix: 'Renew the certificate on the reverse proxy of {host}. If that is to happen by itself, look whether it still does.',
  handOver: 'The TLS certificate of {host} ends on {until}. Is its renewal on its way?',
  evaluate({ tls }, { now }) {
    const [leaf] = tls.chain;
    if (!leaf || !tls.authorized) return pass();
    const left = daysBetween(now, leaf.notAfter);
    // A certificate of a few days is always near its end: a third of its life is time enough there.
    const soon = Math.min(limit, daysBetween(leaf.notBefore, leaf.notAfter) / 3);
    const values = { until: ownWords(dayOf(leaf.notAfter)), days: left };
    if (left < 0 || left >= soon) return pass('{host} is valid until {until}.', values);
    return warn('{host}, valid until {until}. {product} cannot reach Casdoor after that.', values, {
      heading: {
        text: 'The TLS certificate expires {days, plural, =0 {today} one {in # day} other {in # days}}',
        values: {},
      },
      detail: certificateDetail(leaf, tls),
    });
  },
});
