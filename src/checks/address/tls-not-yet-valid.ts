import { dayOf } from '../date-words';
import { fail } from '../define-check';
import { ownWords } from '../say';
import { certificateDetail, faultCheck } from './certificate-fault';

/** The current time lies before notBefore (RFC 5280 §6.1.3). */
export const tlsNotYetValid = faultCheck({
  id: 'tls-not-yet-valid',
  kind: 'not-yet-valid',
  title: 'Beginning of the TLS certificate',
  heading: 'The TLS certificate of Casdoor is not valid yet',
  why: 'Browsers warn, and {product} refuses to connect until that day.',
  fix: 'Look whether the clocks of this computer and of the host are right. If they are, have a certificate made that is valid today.',
  handOver:
    'The TLS certificate of {host} is valid from {from} only. Is the clock of the machine that made it right? A certificate that is valid today is needed.',
  judge({ certificate, tls }, { now }) {
    if (!certificate)
      return fail('The certificate of {host} was refused because it is not valid yet.', {
        from: ownWords('a later day'),
      });
    return fail(
      'The certificate {subject} is valid from {from}; by the clock of this computer today is {today}.',
      { subject: certificate.subject, from: ownWords(dayOf(certificate.notBefore)), today: ownWords(dayOf(now)) },
      { detail: certificateDetail(certificate, tls) },
    );
  },
});
