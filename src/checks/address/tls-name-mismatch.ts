import { fail } from '../define-check';
import { ownWords } from '../say';
import { certificateDetail, faultCheck } from './certificate-fault';

/** None of the names in the certificate is the host's (RFC 9525 §6). */
export const tlsNameMismatch = faultCheck({
  id: 'tls-name-mismatch',
  kind: 'name-mismatch',
  title: 'Name in the TLS certificate',
  heading: 'The TLS certificate is made for another name',
  why: 'Browsers warn before the sign-in page, and {product} refuses to connect to Casdoor.',
  fix: 'Have a certificate made for {host}, or use an address that the present one is made for.',
  handOver:
    'The certificate that is sent for {host} is made for {names}. It needs to cover {host}, or the reverse proxy picks the wrong one for that name.',
  judge({ certificate, tls }) {
    if (!certificate)
      return fail('The certificate that was sent for {host} is made for another name.', {
        names: ownWords('another name'),
      });
    const names = certificate.names.length > 0 ? certificate.names.slice(0, 5).join(', ') : certificate.subject;
    return fail(
      'The certificate is made for {names}, not for {host}.',
      { names },
      { detail: certificateDetail(certificate, tls) },
    );
  },
});
