import { productNames } from '../../contract/target';
import { documentCauses } from '../causes';
import { stretchOf } from '../date-words';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';

/** Milliseconds. Atlassian's plugin allows a minute, as most libraries do; nobody allows five. */
const serious = 60_000;
const blocker = 300_000;
/** A token that lives no longer than the clocks differ is dead on arrival; Casdoor's own default is a week. */
const hour = 3_600_000;

/** `nbf`, `iat` and `exp` are compared with the verifier's clock (OpenID Connect Core 1.0 §3.1.3.7, RFC 7519 §4.1). */
export const clockSkew = defineCheck({
  id: 'clock-skew',
  area: 'discovery',
  title: 'Clock of Casdoor',
  heading: 'The clock of Casdoor is wrong',
  severity: 'serious',
  needs: ['clock'],
  uses: ['application'],
  after: documentCauses,
  why: '{product} rejects tokens that were made in the future. A minute is allowed for, five are not.',
  fix: 'Set the clocks by NTP: that of the host of Casdoor, and that of {reference}, whichever is wrong.',
  handOver:
    'The clock of Casdoor at {address} and that of {reference} differ by {stretch}. Is the host of Casdoor set by NTP?',
  evaluate({ clock, application }) {
    const reference = clock.reference === 'this-machine' ? 'this computer' : productNames[clock.reference];
    const off = Math.abs(clock.skew) - clock.uncertainty;
    const values = { reference: ownWords(reference), stretch: ownWords(stretchOf(clock.skew)) };
    if (off <= serious) return pass();
    const detail = { kind: 'times' as const, label: 'Difference', milliseconds: Math.abs(clock.skew), limit: serious };
    if (clock.skew > 0)
      return fail('The clock of Casdoor is {stretch} ahead of the one of {reference}.', values, {
        severity: off > blocker ? 'blocker' : 'serious',
        detail,
      });
    // Behind: tokens seem older than they are, which only kills those that live shorter than that.
    const lifetime = application === undefined ? null : application.expireInHours * hour;
    const isDead = off > blocker && (lifetime === null || lifetime <= off);
    return fail('The clock of Casdoor is {stretch} behind the one of {reference}.', values, {
      severity: isDead ? 'blocker' : 'serious',
      why: {
        text: 'To {product} every token seems older than it is: it ends early, and a strict plugin refuses it.',
        values: {},
      },
      detail,
    });
  },
});
