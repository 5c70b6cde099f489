import { documentCauses } from '../causes';
import { defineCheck, fail, pass, warn } from '../define-check';
import { nameOfKey, signingKeys } from './signing-keys';

/** RS256 needs 2048 bits or more (RFC 7518 §3.3). */
const enough = 2048;

export const signingKeyWeak = defineCheck({
  id: 'signing-key-weak',
  area: 'keys',
  title: 'Size of the signing key',
  heading: 'The signing key is too small',
  severity: 'serious',
  needs: ['keys'],
  uses: ['applicationKeys', 'application'],
  after: [...documentCauses, 'keys-unreachable', 'keys-unreadable', 'keys-empty', 'certificate-missing'],
  why: 'A key of that size can be broken, and then anybody can be forged. Current Java libraries refuse to verify with it, so sign-ins to {product} may fail at once.',
  fix: 'In Casdoor open Certs → Add, make a certificate with 4096 under “Bit size”, and choose it under Applications → {application} → “Cert”.',
  handOver:
    'The certificate {cert} of Casdoor has {bits} bits. Can you make one with 4096 under Certs, and choose it under Applications → {application} → “Cert”?',
  evaluate(facts) {
    const { keys, isCertain } = signingKeys(facts);
    const weak = keys.filter(({ kty, bits }) => kty === 'RSA' && bits !== null && bits < enough);
    const [first] = weak;
    if (!first) return pass();
    const values = { cert: weak.map(nameOfKey).join(', '), bits: String(first.bits) };
    if (isCertain || weak.length === keys.length)
      return fail('The RSA key {cert} has {bits} bits. 2,048 are the least.', values);
    return warn(
      'The published RSA key {cert} has {bits} bits. Whether the application signs with it could not be told.',
      values,
      { severity: 'advice', heading: { text: 'A published key is too small', values: {} } },
    );
  },
});
