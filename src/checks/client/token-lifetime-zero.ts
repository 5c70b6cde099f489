import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass } from '../define-check';

/** A token must expire after it was made: RFC 7519 §4.1.4. Applications made by Casdoor's API start with 0 hours. */
export const tokenLifetimeZero = defineCheck({
  id: 'token-lifetime-zero',
  area: 'client',
  title: 'Lifetime of tokens',
  heading: 'Tokens are dead on arrival',
  severity: 'blocker',
  needs: ['application'],
  uses: ['address'],
  why: 'The token that {product} gets has expired before it is read, so people come back to an error.',
  fix: 'In Casdoor open Applications → {application} and put 168 under “Token expire” and under “Refresh token expire”.',
  handOver:
    'At {address} the application {application} has {hours} hours under “Token expire”: its tokens expire at once and nobody gets into {product}. Can you put 168 there, and under “Refresh token expire” too?',
  evaluate({ application, address }) {
    const hours = application.expireInHours;
    if (hours > 0) return pass('Tokens live for {hours, plural, one {# hour} other {# hours}}.', { hours });
    return fail(
      'Under “Token expire” of {application} stands {hours}.',
      { hours },
      {
        headline: { text: 'Casdoor’s tokens expire at once', values: {} },
        links: applicationPage(address, application),
        copy: [{ label: 'Token expire, hours', text: '168' }],
      },
    );
  },
});
