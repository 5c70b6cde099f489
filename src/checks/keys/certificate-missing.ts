import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';
import { builtInCertificate, certificateName } from './signing-keys';

/**
 * An application whose certificate does not exist looks healthy to every probe; its sign-in ends in an error
 * (v3.158.0). The `kid`s of the published keys are the names of the certificates.
 */
export const certificateMissing = defineCheck({
  id: 'certificate-missing',
  area: 'keys',
  title: 'Certificate of the application',
  heading: 'The certificate that signs for the application does not exist',
  severity: 'blocker',
  needs: ['application', 'keys'],
  uses: ['applicationKeys'],
  after: [...documentCauses, 'keys-unreachable', 'keys-unreadable', 'keys-empty'],
  answered: 'applicationKeysAnswer',
  why: 'Casdoor cannot sign tokens for {application}: whoever signs in sees an error of Casdoor instead of {product}.',
  fix: 'In Casdoor open Applications → {application} and choose a certificate that exists under “Cert”.',
  handOver:
    'Casdoor cannot sign tokens for {application}: its certificate {cert} does not exist. Can you choose one of those that exist under Applications → {application} → “Cert”: {existing}?',
  evaluate({ application, keys, applicationKeys }) {
    const cert = certificateName(application);
    const published = [...keys, ...(applicationKeys ?? [])];
    if (published.some(({ kid }) => kid === cert)) return pass();
    const names = [...new Set(keys.flatMap(({ kid }) => (kid === null ? [] : [kid])))];
    const existing = names.join(', ') || ownWords('none is there');
    return fail(
      application.cert === ''
        ? 'The application {application} names no certificate, so {cert} would sign, and there is none of that name.'
        : 'Casdoor cannot sign tokens for {application}: its certificate {cert} does not exist.',
      { cert, existing },
      {
        detail: {
          kind: 'list',
          label: 'Certificates that exist',
          items: names.map((name) =>
            name === builtInCertificate ? { text: name, note: 'made by Casdoor itself' } : { text: name },
          ),
        },
      },
    );
  },
});
