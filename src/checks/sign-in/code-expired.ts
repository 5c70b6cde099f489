import { defineCheck, fail, pass } from '../define-check';
import { factsOfTheTokens, returnCauses, shortened, wholeWords } from './way-back';

/** Casdoor's codes live five minutes and are looked at for their age last (v3.158.0). RFC 6749 §4.1.2 asks for ten at most. */
export const codeExpired = defineCheck({
  id: 'code-expired',
  area: 'sign-in',
  title: 'Age of the code',
  heading: 'The code had expired when it was redeemed',
  severity: 'blocker',
  needs: ['redemption'],
  after: [...returnCauses, 'clock-skew'],
  explains: factsOfTheTokens,
  why: 'Codes live for five minutes. This one was redeemed at once, so Casdoor takes it for older than it is, or it was held up on the way: everybody else would come back to an error.',
  fix: 'Set the clock of the host of Casdoor by NTP. Where several servers of Casdoor share a database, set the clocks of all of them. Then sign in again.',
  handOver:
    'Casdoor at {address} says of a code that was redeemed at once that it has expired. Is its host set by NTP, and are all of its servers?',
  evaluate({ redemption }) {
    if (redemption.kind !== 'refused' || redemption.reason !== 'code-expired') return pass();
    return fail(
      'Casdoor answered “{words}”.',
      { words: shortened(redemption.words) },
      {
        headline: { text: 'The code had expired when it was redeemed', values: {} },
        ...wholeWords('What Casdoor answered', redemption.words),
      },
    );
  },
});
