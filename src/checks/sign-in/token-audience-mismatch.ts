import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';
import { signatureCauses } from './way-back';

/** `aud` has to hold the client's own id: OpenID Connect Core 1.0 §3.1.3.7, item 3. All plugins compare it. */
export const tokenAudienceMismatch = defineCheck({
  id: 'token-audience-mismatch',
  area: 'sign-in',
  title: 'Audience of the ID token',
  heading: 'The ID token is made out to another client ID',
  severity: 'blocker',
  needs: ['idToken'],
  after: [...signatureCauses, 'application-shared'],
  why: 'The plugin compares the audience of each token with its client ID and refuses all of them: people come back to an error.',
  fix: 'Use this client ID here and in the plugin:',
  evaluate({ idToken }) {
    const { expected, actual, isTaken } = idToken.audience;
    if (isTaken) return pass('The audience is {expected}.', { expected });
    const [first] = actual;
    const headline = { text: 'Casdoor’s tokens are made out to somebody else', values: {} };
    const values = { expected, actual: actual.join(', ') || ownWords('nobody') };
    const detail = {
      kind: 'comparison' as const,
      expectedLabel: 'Client ID',
      expected,
      actualLabel: 'ID token',
      actual: actual.join(', '),
    };
    if (first === undefined)
      return fail('The ID token names no audience. The client ID is {expected}.', values, {
        headline,
        detail,
        fix: {
          text: 'Look at what answers for {host}: Casdoor itself makes each token out to the client ID of its application.',
          values: {},
        },
      });
    // Shared applications: `<client id>-org-<organization>`, which every endpoint of Casdoor v3.158.0 takes.
    const isShared = first.startsWith(`${expected}-org-`);
    return fail(
      isShared
        ? 'The ID token is made out to {actual}, and the client ID is {expected}: the application is shared between organizations.'
        : 'The ID token is made out to {actual}, and the client ID is {expected}.',
      values,
      { headline, detail, copy: [{ label: 'Client ID', text: first }] },
    );
  },
});
