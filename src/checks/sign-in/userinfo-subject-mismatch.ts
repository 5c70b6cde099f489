import { defineCheck, fail, pass, warn } from '../define-check';
import { ownWords } from '../say';
import { asksBeside, notAskedBeside, perhapsAskedBeside, signatureCauses, weightBeside } from './way-back';

/** What userinfo says counts only where its `sub` is that of the ID token: OpenID Connect Core 1.0 §5.3.2. */
export const userinfoSubjectMismatch = defineCheck({
  id: 'userinfo-subject-mismatch',
  area: 'sign-in',
  title: 'Same subject in both answers',
  heading: 'The answer beside the token is about somebody else',
  severity: 'blocker',
  needs: ['idToken', 'claimsLook'],
  after: [...signatureCauses, 'token-subject-missing', 'userinfo-unanswered', 'userinfo-refused'],
  why: 'A plugin that compares the two refuses everybody. One that does not lets people in as somebody else.',
  fix: 'Let no proxy in front of {host} keep answers of {path}, and sign in again.',
  handOver:
    'At {address} {path} answers an access token with the claims of another person. Does a proxy keep answers of that address? It must not.',
  evaluate({ idToken, claimsLook }, given) {
    const { path } = claimsLook;
    if (claimsLook.kind !== 'claims') return pass();
    if (claimsLook.subject !== null && claimsLook.subject === idToken.subject)
      return pass('Both name the subject {subject}.', { subject: claimsLook.subject });
    const asks = asksBeside(given, claimsLook, idToken);
    const judge = asks === 'not-known' ? warn : fail;
    const expected = idToken.subject ?? '';
    const actual = claimsLook.subject ?? '';
    return judge(
      actual === ''
        ? '{path} names no subject, so it cannot be told whom it is about. The ID token is about {expected}.'
        : 'The ID token is about the subject {expected}, and {path} about {actual}.',
      { path, expected: expected || ownWords('nobody'), actual: actual || ownWords('nobody') },
      {
        severity: weightBeside[asks],
        headline: { text: 'Two answers of Casdoor are about two people', values: {} },
        ...(asks === 'never' && { why: { text: notAskedBeside, values: {} } }),
        ...(asks === 'not-known' && { why: { text: perhapsAskedBeside, values: {} } }),
        detail: { kind: 'comparison', expectedLabel: 'ID token', expected, actualLabel: path, actual },
      },
    );
  },
});
