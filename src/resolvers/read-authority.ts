import { X509Certificate } from 'node:crypto';
import type { KeptAuthority } from '../store/store';

/** A certificate that may sign others, or a sentence why not. RFC 5280 §4.2.1.9. */
export const readAuthority = (text: string): Pick<KeptAuthority, 'pem' | 'subject' | 'fingerprint'> | string => {
  try {
    const certificate = new X509Certificate(text);
    if (!certificate.ca)
      return 'This is the certificate of a server, not of an authority. Trusting it would end with its next renewal.';
    return {
      pem: certificate.toString(),
      subject: certificate.subject.replaceAll('\n', ', '),
      fingerprint: certificate.fingerprint256,
    };
  } catch {
    return 'This is no certificate in PEM form: it begins with "-----BEGIN CERTIFICATE-----".';
  }
};
