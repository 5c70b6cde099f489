import { addressCauses, silenceCauses } from '../causes';
import { dayOf, daysBetween } from '../date-words';
import { defineCheck, pass, warn } from '../define-check';
import type { Certificate, TlsLook } from '../evidence';
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
    const last = firstToEnd(leaf, tls);
    const left = daysBetween(now, last.notAfter);
    // A certificate of a few days is always near its end: a third of its life is time enough there.
    const soon = Math.min(limit, daysBetween(last.notBefore, last.notAfter) / 3);
    const values = { until: ownWords(dayOf(last.notAfter)), days: left };
    if (left < 0 || left >= soon) return pass('{host} is valid until {until}.', values);
    if (last !== leaf)
      return warn(
        'The authority {authority}, which made the certificate of {host}, is valid until {until}. {product} cannot reach Casdoor after that.',
        { ...values, authority: last.subject },
        {
          heading: { text: 'An authority in the TLS chain expires soon', values: {} },
          fix: {
            text: 'Have the certificate of {host} made anew by an authority that is valid for longer, and put its whole chain on the reverse proxy.',
            values: {},
          },
          handOver: {
            text: 'The certificate of {host} was made by {authority}, whose own certificate ends on {until}. Is a new chain on its way?',
            values: {},
          },
          detail: certificateDetail(last, tls),
        },
      );
    return warn('{host}, valid until {until}. {product} cannot reach Casdoor after that.', values, {
      heading: {
        text: 'The TLS certificate expires {days, plural, =0 {today} one {in # day} other {in # days}}',
        values: {},
      },
      detail: certificateDetail(leaf, tls),
    });
  },
});

/**
 * The certificate itself or the one that vouches for it. What comes after that in a chain may be a cross-signature that
 * nobody needs, such as the one by which Let's Encrypt's root was known to old devices.
 */
const firstToEnd = (leaf: Certificate, { chain }: TlsLook): Certificate => {
  const authority = chain.find(({ subject, isSelfSigned }) => subject === leaf.issuer && !isSelfSigned);
  return authority !== undefined && Date.parse(authority.notAfter) < Date.parse(leaf.notAfter) ? authority : leaf;
};
