import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';
import { redemptionCauses } from './way-back';

/** The key that a token's `kid` names has to be published: RFC 7515 §4.1.4, OpenID Connect Core 1.0 §10.1. */
export const tokenKeyUnknown = defineCheck({
  id: 'token-key-unknown',
  area: 'sign-in',
  title: 'Key of the ID token',
  heading: 'The key that signed the ID token is not published',
  severity: 'blocker',
  needs: ['idToken'],
  after: [
    ...redemptionCauses,
    'keys-unreachable',
    'keys-unreadable',
    'keys-empty',
    'signing-key-missing',
    'id-token-missing',
    'token-algorithm-refused',
  ],
  why: '{product} looks the key of each sign-in up by its name, does not find it, and refuses everybody.',
  fix: 'Look whether `/.well-known/jwks` at {host} is answered by the Casdoor that people sign in at, and empty the cache of the proxy in front of it.',
  handOver:
    'The certificate {key} signs at {address}, and the published keys have none of that name for {algorithm}. Is an old answer of /.well-known/jwks kept in a cache, or does another server answer there?',
  evaluate({ idToken }) {
    const { signature, keyId, keyFrom, algorithm } = idToken;
    const values = {
      key: keyId ?? ownWords('without a name'),
      algorithm: algorithm ?? ownWords('an algorithm without a name'),
    };
    if (signature === 'key-unknown')
      return fail('The ID token is signed by the key {key} with {algorithm}. No such key is published.', values, {
        headline: { text: 'The key that signed the token is not published', values: {} },
      });
    if (signature === 'keys-unreachable')
      return fail('The ID token is signed by the key {key}. The published keys could not be had.', values, {
        heading: { text: 'The keys could not be had', values: {} },
        headline: { text: 'The keys that verify tokens could not be had', values: {} },
        why: { text: 'Without the keys nothing in a token can be believed: {product} refuses everybody.', values: {} },
        fix: {
          text: 'Let the proxy or firewall in front of {host} hand `/.well-known/jwks` on to Casdoor, then sign in again.',
          values: {},
        },
        handOver: {
          text: 'The keys at {address}/.well-known/jwks cannot be had. Can the proxy or firewall let that through?',
          values: {},
        },
      });
    return keyFrom === 'instance'
      ? pass('The ID token is signed by {key}, one of the keys of all of Casdoor.', values)
      : pass('The ID token is signed by {key}.', values);
  },
});
