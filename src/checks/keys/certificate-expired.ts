import { documentCauses } from '../causes';
import { dayOf } from '../date-words';
import { defineCheck, fail, pass, warn } from '../define-check';
import { ownWords } from '../say';
import { nameOfKey, signingKeys } from './signing-keys';

/** Casdoor never looks at the end of its certificates and goes on signing (v3.158.0); verifiers may read `x5c` (RFC 7517 §4.7). */
export const certificateExpired = defineCheck({
  id: 'certificate-expired',
  area: 'keys',
  title: 'End of the signing certificate',
  heading: 'The certificate that signs the tokens has expired',
  severity: 'serious',
  needs: ['keys'],
  uses: ['applicationKeys', 'application'],
  after: [...documentCauses, 'keys-unreachable', 'keys-unreadable', 'keys-empty', 'certificate-missing'],
  why: 'Casdoor goes on signing with it, so nothing seems wrong there. A plugin that reads the dates refuses every sign-in.',
  fix: 'In Casdoor open Certs → Add, make a certificate, and choose it under Applications → {application} → “Cert”. A plugin that holds the old key itself, in place of a “JWKS EndPoint URL”, needs the new one.',
  handOver:
    'The certificate {cert} that signs for {application} ended on {until}. Can you make a new one under Certs and choose it under Applications → {application} → “Cert”?',
  evaluate(facts, { now }) {
    const { keys, isCertain } = signingKeys(facts);
    const expired = keys.filter(({ notAfter }) => notAfter !== null && Date.parse(notAfter) < Date.parse(now));
    const [first] = expired;
    if (!first) return pass();
    const values = {
      cert: expired.map(nameOfKey).join(', '),
      until: ownWords(dayOf(first.notAfter ?? '')),
      count: expired.length,
    };
    if (isCertain || expired.length === keys.length)
      return fail(
        expired.length === 1
          ? 'The certificate {cert} was valid until {until}.'
          : 'All {count} certificates have expired: {cert}.',
        values,
      );
    return warn(
      '{count, plural, one {One published certificate has} other {# published certificates have}} expired: {cert}. Whether the application signs with it could not be told.',
      values,
      { severity: 'advice', heading: { text: 'A published certificate has expired', values: {} } },
    );
  },
});
