import { defineCheck, fail, pass } from '../define-check';
import { signatureCauses } from './way-back';

/** Every ID token names its subject: OpenID Connect Core 1.0 §2. Casdoor (v3.158.0) writes the person's “ID” there. */
export const tokenSubjectMissing = defineCheck({
  id: 'token-subject-missing',
  area: 'sign-in',
  title: 'Subject of the ID token',
  heading: 'The ID token names no subject',
  severity: ({ target }) => (target.plugin === 'atlassian-dc' || target.plugin === 'other' ? 'blocker' : 'serious'),
  needs: ['idToken'],
  after: signatureCauses,
  why: 'The subject is who somebody lastingly is. A plugin that finds accounts by it knows nobody, and what userinfo says cannot be told to be about the same person.',
  fix: 'In Casdoor open Users → the person who signed in, and fill in “ID”.',
  handOver:
    'The token of a person at {address} has no subject. Is the field “ID” of that person empty under Users, and for how many others is it?',
  evaluate({ idToken }) {
    if (idToken.subject !== null && idToken.subject !== '') return pass();
    return fail(
      'The claim {claim} of the ID token is absent or empty.',
      { claim: 'sub' },
      { headline: { text: 'The token does not say lastingly who signed in', values: {} } },
    );
  },
});
