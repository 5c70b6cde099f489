import { applicationPage } from '../casdoor-pages';
import { stretchOf } from '../date-words';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';
import type { IdTokenLook } from '../sign-in-evidence';
import { signatureCauses } from './way-back';

/** Milliseconds that two clocks may differ by; Atlassian's plugin allows as much. */
export const allowedSkew = 60_000;

/** A token must end after it is read: OpenID Connect Core 1.0 §3.1.3.7, item 9; RFC 7519 §4.1.4. */
export const tokenExpired = defineCheck({
  id: 'token-expired',
  area: 'sign-in',
  title: 'End of the ID token',
  heading: 'The ID token had expired when it came',
  severity: 'blocker',
  needs: ['idToken'],
  uses: ['application', 'address'],
  after: [...signatureCauses, 'token-lifetime-zero', 'clock-skew'],
  why: 'The token that {product} gets has expired before it is read, so people come back to an error.',
  fix: 'Set the clock of the host of Casdoor by NTP, and look at “Token expire” under Applications → {application} in Casdoor.',
  handOver:
    'A token of {application} at {address} had expired when it came. Is the clock of the host of Casdoor set by NTP, and what stands under “Token expire”?',
  evaluate({ idToken, application, address }) {
    const { times } = idToken;
    const headline = { text: 'Casdoor’s tokens have expired when they come', values: {} };
    if (times.expiresAt === null)
      return fail(
        'The ID token does not say when it ends.',
        {},
        {
          headline: { text: 'Casdoor’s tokens do not say when they end', values: {} },
          heading: { text: 'The ID token does not say when it ends', values: {} },
          why: { text: 'A token without an end could be used for ever, so a careful plugin refuses it.', values: {} },
          fix: { text: 'Look at what answers for {host}: Casdoor itself always writes an end.', values: {} },
          handOver: null,
        },
      );
    const [issued, expires, received] = [times.issuedAt, times.expiresAt, times.receivedAt].map((time) =>
      Date.parse(time ?? ''),
    ) as [number, number, number];
    const lived = expires - issued;
    const after = ownWords(stretchOf(received - expires));
    if (lived <= 0)
      return fail(
        application?.expireInHours === 0
          ? 'The ID token ends at the moment in which it was made: under “Token expire” of {application} stands 0.'
          : 'The ID token ends at the moment in which it was made.',
        {},
        {
          headline: { text: 'Casdoor’s tokens expire at once', values: {} },
          heading: { text: 'Tokens are dead on arrival', values: {} },
          fix: {
            text: 'In Casdoor open Applications → {application} and put 168 under “Token expire” and under “Refresh token expire”.',
            values: {},
          },
          handOver: {
            text: 'Tokens of {application} at {address} expire at once, so nobody gets into {product}. Can you put 168 under “Token expire” there, and under “Refresh token expire” too?',
            values: {},
          },
          copy: [{ label: 'Token expire, hours', text: '168' }],
          links: applicationPage(address, application),
        },
      );
    if (received - allowedSkew >= expires)
      return fail(
        Number.isNaN(lived)
          ? 'The ID token had ended {after} before it came.'
          : 'The ID token had ended {after} before it came. It was made for {lifetime}.',
        { after, lifetime: ownWords(stretchOf(lived)) },
        { headline, links: applicationPage(address, application) },
      );
    // Neither in the past nor in the future, and yet not a time: such as a text where a number belongs.
    if (!times.isTimely && !isAhead(times))
      return fail(
        'A time in the ID token cannot be read.',
        {},
        {
          headline,
          heading: { text: 'A time in the ID token cannot be read', values: {} },
          fix: {
            text: 'Look at what answers for {host}: Casdoor itself writes times as numbers of seconds.',
            values: {},
          },
          handOver: null,
        },
      );
    return pass('It ends {rest} after it came.', { rest: ownWords(stretchOf(expires - received)) });
  },
});

/** Milliseconds by which a token is made, or valid, later than it came; 0 where it is not. */
export const aheadBy = ({ issuedAt, notBefore, receivedAt }: IdTokenLook['times']): number =>
  Math.max(
    0,
    ...[issuedAt, notBefore].flatMap((time) => (time === null ? [] : [Date.parse(time) - Date.parse(receivedAt)])),
  );

const isAhead = (times: IdTokenLook['times']) => aheadBy(times) > allowedSkew;
