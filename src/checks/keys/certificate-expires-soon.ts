import { documentCauses } from '../causes';
import { dayOf, daysBetween } from '../date-words';
import { defineCheck, pass, warn } from '../define-check';
import { ownWords } from '../say';
import { nameOfKey, signingKeys } from './signing-keys';

/** Days. A new key has to reach everybody who verifies before the old one ends. */
const limit = 30;

export const certificateExpiresSoon = defineCheck({
  id: 'certificate-expires-soon',
  area: 'keys',
  title: 'Time left for the signing certificate',
  heading: 'The certificate that signs the tokens expires soon',
  severity: 'advice',
  needs: ['keys'],
  uses: ['applicationKeys', 'application'],
  after: [
    ...documentCauses,
    'keys-unreachable',
    'keys-unreadable',
    'keys-empty',
    'certificate-missing',
    'certificate-expired',
  ],
  why: 'Casdoor goes on signing with it after that day, and a plugin that reads the dates refuses every sign-in.',
  fix: 'In Casdoor open Certs → Add, make a certificate, and choose it under Applications → {application} → “Cert” before that day: people who are signed in stay signed in.',
  handOver:
    'The certificate {cert} that signs for {application} ends on {until}. Can you make a new one under Certs before that, and choose it under Applications → {application} → “Cert”?',
  evaluate(facts, { now }) {
    const { keys, isCertain } = signingKeys(facts);
    // Which of several signs is not known: an old certificate that nobody uses is no reason to look.
    if (!isCertain) return pass();
    const [key] = keys;
    if (!key?.notAfter) return pass();
    const days = daysBetween(now, key.notAfter);
    const values = { cert: nameOfKey(key), until: ownWords(dayOf(key.notAfter)), days };
    if (days < 0 || days >= limit) return pass('The certificate {cert} is valid until {until}.', values);
    return warn('The certificate {cert} is valid until {until}.', values, {
      heading: {
        text: 'The certificate that signs the tokens expires {days, plural, =0 {today} one {in # day} other {in # days}}',
        values: {},
      },
    });
  },
});
