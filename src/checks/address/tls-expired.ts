import { dayOf } from '../date-words';
import { fail } from '../define-check';
import { ownWords } from '../say';
import { certificateDetail, faultCheck } from './certificate-fault';

/** The current time lies after notAfter (RFC 5280 §6.1.3). */
export const tlsExpired = faultCheck({
  id: 'tls-expired',
  kind: 'expired',
  title: 'End of the TLS certificate',
  heading: 'The TLS certificate of Casdoor has expired',
  why: 'Browsers warn before the sign-in page, and {product} refuses to connect to Casdoor.',
  fix: 'Renew the certificate on the reverse proxy of {host} and reload the proxy. Then look why it was not renewed by itself.',
  handOver: 'The TLS certificate of {host} ended on {until}. It has to be renewed, and the reverse proxy reloaded.',
  judge({ certificate, tls }, { now }) {
    if (!certificate)
      return fail('The certificate of {host} was refused because it has expired.', {
        until: ownWords('an earlier day'),
      });
    const values = {
      subject: certificate.subject,
      until: ownWords(dayOf(certificate.notAfter)),
      today: ownWords(dayOf(now)),
    };
    const detail = certificateDetail(certificate, tls);
    if (certificate !== tls?.chain[0])
      return fail(
        'The certificate {subject}, which the one of {host} builds on, was valid until {until}. Today is {today}.',
        values,
        { detail },
      );
    return fail('The certificate {subject} was valid until {until}. Today is {today}.', values, { detail });
  },
});
