import { defineCheck, fail, pass } from '../define-check';
import { redemptionCauses } from './way-back';

/** The answer to an OpenID Connect code has an ID token in it, and that is a JWT: OpenID Connect Core 1.0 §3.1.3.3, §2. */
export const idTokenMissing = defineCheck({
  id: 'id-token-missing',
  area: 'sign-in',
  title: 'ID token in the answer',
  heading: 'No ID token came',
  severity: 'blocker',
  needs: ['redemption'],
  uses: ['idToken'],
  after: [...redemptionCauses, 'scope-openid-missing'],
  explains: ['idToken', 'signInPrediction'],
  why: 'An app of the OpenID type reads from the ID token who has signed in, and refuses everybody without one.',
  fix: 'Put `openid` into the field “Scope”, here and in the plugin, and sign in again. If it stands there, look at what answers for {host}: Casdoor itself always sends an ID token.',
  evaluate({ redemption, idToken }, { scopes }) {
    if (redemption.kind !== 'tokens') return pass();
    const headline = { text: 'No ID token came', values: {} };
    if (!redemption.hasIdToken)
      return fail(
        'Tokens came for the scopes {scopes}, and no ID token among them.',
        { scopes: scopes.join(' ') },
        { headline },
      );
    if (idToken?.signature === 'unreadable')
      return fail(
        'What came as ID token is no signed JWT: {bytes, plural, one {# byte} other {# bytes}} that cannot be read.',
        { bytes: idToken.bytes },
        {
          headline,
          heading: { text: 'The ID token cannot be read', values: {} },
          fix: {
            text: 'Look at what answers for {host}: Casdoor itself sends a signed JWT. A proxy must not change its answers.',
            values: {},
          },
        },
      );
    return pass('An ID token came.');
  },
});
