import { documentCauses } from '../causes';
import { defineCheck, fail, pass, warn } from '../define-check';
import { nameOfKey, signingKeys } from './signing-keys';

/** miniOrange's plugin for Data Center verifies RSA signatures only (1.1.28). */
export const signingAlgorithmUnsupported = defineCheck({
  id: 'signing-algorithm-unsupported',
  area: 'keys',
  title: 'Signatures that the plugin can verify',
  heading: 'The plugin cannot verify the signatures of Casdoor',
  severity: 'blocker',
  needs: ['keys'],
  uses: ['applicationKeys', 'application'],
  after: [
    ...documentCauses,
    'keys-unreachable',
    'keys-unreadable',
    'keys-empty',
    'certificate-missing',
    'signing-algorithm-mismatch',
  ],
  appliesTo: ({ target }) =>
    target.plugin === 'miniorange' ? null : 'Only miniOrange for Data Center is limited to RSA.',
  why: 'The plugin takes RSA keys only. It refuses every sign-in that is signed with another kind.',
  fix: 'In Casdoor open Applications → {application}, choose RS256 under “Token signing method”, and under “Cert” a certificate whose “Crypto algorithm” is RS256.',
  handOver:
    'The plugin in {product} verifies RSA signatures only, and {application} signs with {kty}. Can you choose RS256 there under “Token signing method”, and a certificate for RS256 under “Cert”?',
  evaluate(facts) {
    const { keys, isCertain } = signingKeys(facts);
    const others = keys.filter(({ kty }) => kty !== 'RSA');
    if (others.length === 0) return pass();
    const values = {
      names: others.map(nameOfKey).join(', '),
      kty: [...new Set(others.map(({ kty, alg }) => alg ?? kty))].join(', '),
    };
    if (isCertain || others.length === keys.length) return fail('The key {names} is for {kty}, not for RSA.', values);
    return warn(
      'Beside RSA keys there are keys for {kty}: {names}. Which one signs is told by the configuration of the application, which was not read.',
      values,
      { severity: 'advice', heading: { text: 'Some keys are of a kind that the plugin cannot verify', values: {} } },
    );
  },
});
