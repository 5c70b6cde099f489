import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { factsOfTheCode } from './way-back';

/** A code goes only to the server that it was asked of, with the settings of then: RFC 9700 §4.4. */
export const signInOutdated = defineCheck({
  id: 'sign-in-outdated',
  area: 'sign-in',
  title: 'Settings of the test sign-in',
  heading: 'The connection was changed while somebody signed in',
  // Nothing is wrong with the settings; nothing is known of them either.
  severity: 'advice',
  needs: ['signInReturn'],
  explains: factsOfTheCode,
  why: 'What came back belongs to the earlier settings, so it says nothing of the present ones.',
  fix: 'Start the test sign-in again.',
  evaluate({ signInReturn }) {
    if (signInReturn.kind === 'nothing' || signInReturn.kind === 'told')
      return notApplicable('No answer of Casdoor came back.');
    if (signInReturn.kind !== 'foreign' || signInReturn.why !== 'connection-changed') return pass();
    return fail(
      'Something was saved in the connection after the link was made. The code that came back was not redeemed.',
      {},
      { headline: { text: 'The connection was changed while somebody signed in', values: {} } },
    );
  },
});
