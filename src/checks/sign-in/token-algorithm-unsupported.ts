import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass, warn } from '../define-check';
import { redemptionCauses } from './way-back';

/** miniOrange's plugin for Data Center verifies RSA signatures only (1.1.28); RS256 alone is asked of every client (Core 1.0 §15.1). */
export const tokenAlgorithmUnsupported = defineCheck({
  id: 'token-algorithm-unsupported',
  area: 'sign-in',
  title: 'Algorithm that the plugin accepts',
  heading: 'The plugin cannot verify the signature of the ID token',
  severity: 'blocker',
  needs: ['idToken'],
  uses: ['application', 'address'],
  after: [...redemptionCauses, 'signing-algorithm-unsupported', 'id-token-missing', 'token-algorithm-refused'],
  why: 'The plugin takes RSA keys only. It refuses every sign-in that is signed with another kind.',
  fix: 'In Casdoor open Applications → {application}, choose RS256 under “Token signing method”, and under “Cert” a certificate whose “Crypto algorithm” is RS256.',
  handOver:
    'The plugin in {product} verifies RSA signatures only, and tokens of {application} are signed with {algorithm}. Can you choose RS256 there under “Token signing method”, and a certificate for RS256 under “Cert”?',
  evaluate({ idToken, application, address }, { target }) {
    const algorithm = idToken.algorithm ?? '';
    if (/^RS\d/.test(algorithm)) return pass('The ID token is signed with {algorithm}.', { algorithm });
    const links = applicationPage(address, application);
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
