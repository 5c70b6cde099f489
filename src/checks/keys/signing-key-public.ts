import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { nameOfKey, trustedKeys } from './signing-keys';

/** SHA-256 of the certificate whose private key lies in Casdoor's source tree (v3.158.0, token_jwt_key.pem). */
const published = '83763B6F4562026DD58E4C228AF5F4A1502A7FF7F4DAF0B55745D198F8A308C6';

export const signingKeyPublic = defineCheck({
  id: 'signing-key-public',
  area: 'keys',
  title: 'Secrecy of the signing keys',
  heading: 'Everybody has the private key of a certificate that is trusted here',
  severity: 'serious',
  needs: ['keys'],
  uses: ['applicationKeys', 'application'],
  after: [...documentCauses, 'keys-unreachable', 'keys-unreadable', 'keys-empty'],
  why: 'It is the key in the source code of Casdoor. Anybody can download it and make a token with which {product} takes them for anyone, administrators included.',
  fix: 'In Casdoor open Certs → Add, make a certificate, choose it under “Cert” of every application, and then delete {cert}.',
  handOver:
    'The certificate {cert} of Casdoor at {address} is the one from its public source code: anybody can sign tokens with it. Can you replace it in every application, and then delete it?',
  evaluate(facts) {
    const open = trustedKeys(facts).filter(
      ({ x5cSha256 }) => x5cSha256?.replaceAll(':', '').toUpperCase() === published,
    );
    if (open.length === 0) return pass();
    return fail('The certificate {cert} is the one that is published with the source code of Casdoor.', {
      cert: open.map(nameOfKey).join(', '),
    });
  },
});
