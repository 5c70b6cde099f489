import { defineCheck, fail, pass, warn } from '../define-check';
import { signatureCauses } from './way-back';

/**
 * The nonce that was sent has to come back in the token: OpenID Connect Core 1.0 §3.1.3.7, item 11. miniOrange has a
 * setting for it, and whether it is on is not known.
 */
export const tokenNonceMismatch = defineCheck({
  id: 'token-nonce-mismatch',
  area: 'sign-in',
  title: 'Nonce of the ID token',
  heading: 'The ID token does not carry the nonce that was sent',
  severity: 'blocker',
  needs: ['idToken'],
  after: signatureCauses,
  why: 'The token belongs to another sign-in, perhaps to another person’s. A careful plugin refuses it, and people come back to an error.',
  fix: 'Sign in again. If it comes back the same, look whether a proxy in front of {host} takes `nonce` out of the query of `/login/oauth/authorize`.',
  handOver:
    'Tokens of Casdoor at {address} do not carry the nonce of the sign-in. Does a proxy in front of it change the query of /login/oauth/authorize?',
  evaluate({ idToken }, { target }) {
    if (idToken.nonce === 'same') return pass('The nonce is the one that was sent.');
    const text =
      idToken.nonce === 'absent'
        ? 'A nonce was sent, and the ID token has none.'
        : 'The ID token carries another nonce than the one that was sent.';
    const headline = { text: 'Casdoor’s tokens do not belong to the sign-in', values: {} };
    if (target.plugin === 'miniorange' || target.plugin === 'miniorange-cloud')
      return warn(
        text,
        {},
        {
          headline,
          why: {
            text: 'The token belongs to another sign-in, perhaps to another person’s. Whether the plugin compares the nonce is not known: a strict version refuses everybody, one that does not look lets a stolen token in.',
            values: {},
          },
        },
      );
    return fail(text, {}, { headline });
  },
});
