import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass } from '../define-check';

/** Minutes below which clocks, a slow network and a second factor eat up the life of a token. */
const shortest = 5;

/** Tokens must outlive a sign-in, and clocks that differ a little: RFC 7519 §4.1.4 allows a few minutes for these. */
export const tokenLifetimeShort = defineCheck({
  id: 'token-lifetime-short',
  area: 'client',
  title: 'Lifetime of tokens, at the least',
  heading: 'Tokens live for a few minutes only',
  severity: 'serious',
  needs: ['application'],
  uses: ['address'],
  after: ['token-lifetime-zero'],
  why: 'Some people come back to an error: whose sign-in is slow, or when the clocks of {product} and Casdoor differ a little.',
  fix: 'In Casdoor open Applications → {application} and put at least 1 hour under “Token expire”; 168 is the usual.',
  handOver:
    'At {address} the application {application} gives tokens that live for {minutes} minutes. Can you put at least 1 hour under “Token expire”?',
  evaluate({ application, address }) {
    const minutes = Math.round(application.expireInHours * 600) / 10;
    if (minutes >= shortest) return pass();
    return fail(
      'Tokens of {application} live for {minutes, plural, one {# minute} other {# minutes}}.',
      { minutes },
      { links: applicationPage(address, application) },
    );
  },
});
