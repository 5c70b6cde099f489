import { stretchOf } from '../date-words';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';
import { aheadBy, allowedSkew } from './token-expired';
import { signatureCauses } from './way-back';

/** Milliseconds; nobody allows for so much. */
const neverAllowed = 300_000;

/** A token must not be made in the future: RFC 7519 §4.1.5, §4.1.6. Casdoor (v3.158.0) writes `nbf` and `iat` as one. */
export const tokenNotYetValid = defineCheck({
  id: 'token-not-yet-valid',
  area: 'sign-in',
  title: 'Beginning of the ID token',
  heading: 'The ID token is made in the future',
  severity: 'blocker',
  needs: ['idToken'],
  after: [...signatureCauses, 'clock-skew', 'token-expired'],
  why: '{product} rejects tokens that were made in the future. A minute is allowed for, five are not.',
  fix: 'Set the clocks by NTP: that of the host of Casdoor, and that of where this test ran, whichever is wrong.',
  handOver:
    'The clock of Casdoor at {address} is {stretch} ahead of the one that read its token. Is the host of Casdoor set by NTP?',
  evaluate({ idToken }, { target }) {
    const ahead = aheadBy(idToken.times);
    if (ahead <= allowedSkew) return pass();
    // How much miniOrange allows for is not known; nobody allows for five minutes.
    const isCertain = ahead > neverAllowed || target.plugin === 'atlassian-dc' || target.plugin === 'other';
    return fail(
      'The ID token is valid from {stretch} after it came.',
      { stretch: ownWords(stretchOf(ahead)) },
      {
        // Which of the two is wrong cannot be told from here.
        headline: { text: 'Casdoor’s clock is ahead of the one here', values: {} },
        severity: isCertain ? 'blocker' : 'serious',
        detail: { kind: 'times', label: 'Difference', milliseconds: ahead, limit: allowedSkew },
      },
    );
  },
});
