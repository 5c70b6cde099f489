import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { factsOfTheCode } from './way-back';

/**
 * An answer has to carry the state of its question (RFC 6749 §10.12), either a code or an error (§4.1.2), and, where it
 * names an issuer, the one that was asked (RFC 9207 §2.4). One without a known state reaches no check at all.
 */
export const signInStateMismatch = defineCheck({
  id: 'sign-in-state-mismatch',
  area: 'sign-in',
  title: 'Answer to this very sign-in',
  heading: 'What came back is not the answer of this Casdoor to this sign-in',
  severity: 'blocker',
  needs: ['signInReturn'],
  after: ['sign-in-outdated'],
  explains: factsOfTheCode,
  why: 'Somebody may have put an answer of their own in its place, so its code was not redeemed. {plugin} refuses such an answer too, and people come back to an error.',
  fix: 'Start the test sign-in again. If it comes back the same, look at what stands between the browser and {host}: a proxy must not change the query of a redirect.',
  handOver:
    'A sign-in at {address} came back with an answer that does not belong to it. Does a proxy in front of Casdoor, or another Casdoor behind the same name, change the redirect to the client?',
  evaluate({ signInReturn }) {
    if (signInReturn.kind === 'nothing' || signInReturn.kind === 'told')
      return notApplicable('No answer of Casdoor came back.');
    if (signInReturn.kind !== 'foreign') return pass('The answer carried the state of this sign-in.');
    if (signInReturn.why === 'connection-changed')
      return notApplicable('The settings were changed meanwhile, which is another finding.');
    const headline = { text: 'What came back is not the answer to this sign-in', values: {} };
    const expected = signInReturn.expected ?? '';
    const actual = signInReturn.actual ?? '';
    if (signInReturn.why === 'issuer-differs')
      return fail(
        'The answer says that it comes from {actual}. Asked was {expected}.',
        { expected, actual },
        {
          headline,
          detail: { kind: 'comparison', expectedLabel: 'Asked', expected, actualLabel: 'Answered', actual },
        },
      );
    return fail(
      signInReturn.why === 'code-and-error'
        ? 'The answer has both a code and an error. Casdoor sends one or the other.'
        : 'The answer has neither a code nor an error. Casdoor sends one or the other.',
      {},
      { headline },
    );
  },
});
