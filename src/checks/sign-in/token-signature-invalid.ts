import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';
import { redemptionCauses } from './way-back';

/** A token whose signature does not hold says nothing: OpenID Connect Core 1.0 §3.1.3.7, item 6. */
export const tokenSignatureInvalid = defineCheck({
  id: 'token-signature-invalid',
  area: 'sign-in',
  title: 'Signature of the ID token',
  heading: 'The signature of the ID token does not hold',
  severity: 'blocker',
  needs: ['idToken'],
  after: [
    ...redemptionCauses,
    'signing-algorithm-mismatch',
    'id-token-missing',
    'token-algorithm-refused',
    'token-key-unknown',
  ],
  why: 'The token was changed on the way, or another key signed it than the one of that name. {product} refuses everybody.',
  fix: 'In Casdoor open Applications → {application}, look which certificate stands under “Cert”, and compare it with the key of that name at `/.well-known/jwks`. Two certificates of one name, or an old answer kept by a proxy, look like this.',
  handOver:
    'The signature of tokens of {application} at {address} is not by the key {key} that is published there. Are there two certificates of that name, or does a cache keep old keys?',
  evaluate({ idToken }) {
    const values = {
      key: idToken.keyId ?? ownWords('without a name'),
      algorithm: idToken.algorithm ?? ownWords('an algorithm without a name'),
    };
    if (idToken.signature === 'valid')
      return pass('The signature is by {key}, {owner}.', {
        ...values,
        owner: ownWords(
          idToken.keyFrom === 'application' ? 'the application’s own key' : 'one of the keys of all of Casdoor',
        ),
      });
    // Where it could not be verified at all, that is a finding of its own, and this one is blocked by it.
    return fail('The header names the key {key} and {algorithm}, and the signature is not by that key.', values, {
      headline: { text: 'The signature of the token does not hold', values: {} },
    });
  },
});
