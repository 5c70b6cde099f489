import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass, warn } from '../define-check';
import { redemptionCauses } from './way-back';

/**
 * A key that names an algorithm is for that one alone (RFC 7517 §4.4). miniOrange's plugin for Data Center verifies RSA
 * signatures only (1.1.28); RS256 alone is asked of every client (Core 1.0 §15.1).
 */
export const tokenAlgorithmUnsupported = defineCheck({
  id: 'token-algorithm-unsupported',
  area: 'sign-in',
  title: 'Algorithm that the plugin accepts',
  heading: 'The plugin cannot verify the signature of the ID token',
  severity: 'blocker',
  needs: ['idToken'],
  uses: ['application', 'address'],
  after: [
    ...redemptionCauses,
    'signing-algorithm-unsupported',
    'signing-algorithm-mismatch',
    'id-token-missing',
    'token-algorithm-refused',
  ],
  why: 'The plugin takes RSA keys only. It refuses every sign-in that is signed with another kind.',
  fix: 'In Casdoor open Applications → {application}, choose RS256 under “Token signing method”, and under “Cert” a certificate whose “Crypto algorithm” is RS256.',
  handOver:
    'The plugin in {product} verifies RSA signatures only, and tokens of {application} are signed with {algorithm}. Can you choose RS256 there under “Token signing method”, and a certificate for RS256 under “Cert”?',
  evaluate({ idToken, application, address }, { target }) {
    const algorithm = idToken.algorithm ?? '';
    const links = applicationPage(address, application);
    if (idToken.keyAlgorithm !== null && idToken.keyAlgorithm !== algorithm) {
      const values = { algorithm, marked: idToken.keyAlgorithm };
      return fail('The ID token is signed with {algorithm}, and its key is published as one for {marked}.', values, {
        headline: { text: 'Casdoor signs with another algorithm than its key is for', values: {} },
        heading: { text: 'The signing method does not fit the certificate of the application', values: {} },
        why: {
          text: '{product} finds a token signed with another algorithm than its key is for, and refuses every sign-in.',
          values: {},
        },
        fix: {
          text: 'In Casdoor open Applications → {application} and choose {marked} under “Token signing method”, or a certificate for {algorithm} under “Cert”.',
          values: {},
        },
        handOver: {
          text: 'In Casdoor, {application} signs with {algorithm}, and its certificate is made for {marked}. Can you choose a “Token signing method” and a “Cert” there that fit each other?',
          values: {},
        },
        detail: {
          kind: 'comparison',
          expectedLabel: 'Certificate',
          expected: idToken.keyAlgorithm,
          actualLabel: 'Signing method',
          actual: algorithm,
        },
        links,
      });
    }
    if (/^RS\d/.test(algorithm)) return pass('The ID token is signed with {algorithm}.', { algorithm });
    if (target.plugin === 'miniorange' && !algorithm.startsWith('PS'))
      return fail(
        'The ID token is signed with {algorithm}. Its signature holds, and the plugin does not know this kind.',
        { algorithm },
        { headline: { text: 'The plugin cannot verify Casdoor’s signatures', values: {} }, links },
      );
    return warn(
      'The ID token is signed with {algorithm}. Whether the plugin verifies that is not known: every client has to know RS256, and no other.',
      { algorithm },
      {
        severity: 'advice',
        heading: { text: 'Not every plugin verifies this kind of signature', values: {} },
        why: { text: 'A plugin that does not know the algorithm refuses everybody.', values: {} },
        handOver: null,
        links,
      },
    );
  },
});
