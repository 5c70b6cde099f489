import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';
import { certificateName, signingKeys } from './signing-keys';

/** What Casdoor signs with where the application says nothing, or something that it does not know (v3.158.0). */
const fallback = 'RS256';
const known = new Set(['RS256', 'RS512', 'ES256', 'ES384', 'ES512']);

/** Signs with “Token signing method” and the certificate's key; a key marked with `alg` is for that one only (RFC 7517 §4.4). */
export const signingAlgorithmMismatch = defineCheck({
  id: 'signing-algorithm-mismatch',
  area: 'keys',
  title: 'Signing method and certificate',
  heading: 'The signing method does not fit the certificate of the application',
  severity: 'blocker',
  needs: ['application', 'keys'],
  uses: ['applicationKeys'],
  after: [...documentCauses, 'keys-unreachable', 'keys-unreadable', 'keys-empty', 'certificate-missing'],
  why: '{product} finds a token signed with another algorithm than its key is for, and refuses every sign-in.',
  fix: 'In Casdoor open Applications → {application} and choose {better} under “Token signing method”, or a certificate for {method} under “Cert”.',
  handOver:
    'In Casdoor, {application} signs with {method}, and its certificate {cert} is made for {alg}. Can you choose a “Token signing method” and a “Cert” there that fit each other?',
  evaluate(facts) {
    const { application } = facts;
    const method = known.has(application.tokenSigningMethod) ? application.tokenSigningMethod : fallback;
    const { keys, isCertain } = signingKeys(facts);
    const [key] = keys;
    if (!key || !isCertain || key.kid !== certificateName(application)) return pass();
    const family = method.startsWith('RS') ? 'RSA' : 'EC';
    const alg = key.alg ?? (key.kty === 'EC' ? 'ES' : key.kty);
    const values = {
      method,
      cert: key.kid ?? '',
      alg,
      better: key.alg !== null && known.has(key.alg) ? key.alg : ownWords('one that fits it'),
    };
    if (key.kty !== family)
      return fail('{application} signs with {method}, and its certificate {cert} holds a key for {alg}.', values, {
        why: {
          text: 'Casdoor cannot sign with such a key: whoever signs in sees an error of Casdoor instead of {product}.',
          values: {},
        },
      });
    if (key.alg === null || key.alg === method) return pass();
    return fail('{application} signs with {method}, and its certificate {cert} is marked for {alg}.', values, {
      detail: {
        kind: 'comparison',
        expectedLabel: 'Certificate',
        expected: key.alg,
        actualLabel: 'Signing method',
        actual: method,
      },
    });
  },
});
