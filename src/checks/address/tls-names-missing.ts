import { addressCauses, silenceCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { certificateDetail } from './certificate-fault';

/**
 * A certificate without subjectAltName. Node and Java fall back to the common name of the subject; browsers have not done
 * so since 2017, and RFC 9525 §2 rules it out. So machines connect, and people are warned.
 */
export const tlsNamesMissing = defineCheck({
  id: 'tls-names-missing',
  area: 'address',
  title: 'Names in the TLS certificate',
  heading: 'Browsers refuse the TLS certificate: it names no host',
  severity: 'blocker',
  needs: ['tls'],
  after: [...addressCauses, ...silenceCauses],
  why: 'Everybody who is sent to Casdoor to sign in sees a warning of the browser in place of the sign-in page.',
  fix: 'Have a certificate made that names {host} under “Subject Alternative Name”, and put it on the reverse proxy of {host}.',
  handOver:
    'The certificate of {host} has its name in the common name alone, {subject}, and no Subject Alternative Name. Browsers refuse that. Can you have one made that names {host} there?',
  evaluate({ tls }) {
    const [leaf] = tls.chain;
    if (!leaf || !tls.authorized || !tls.hostMatches || leaf.names.length > 0) return pass();
    return fail(
      'The certificate says whom it is made for only in its subject, {subject}. It has no “Subject Alternative Name”.',
      { subject: leaf.subject },
      { detail: certificateDetail(leaf, tls) },
    );
  },
});
