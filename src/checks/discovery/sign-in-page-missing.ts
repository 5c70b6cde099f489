import { isChallenge } from '../address/answer-fault';
import { documentCauses, issuerCauses } from '../causes';
import { defineCheck, fail, pass, warn } from '../define-check';
import type { Answer } from '../evidence';
import { ownWords } from '../say';

/** Browsers are sent to the authorization endpoint (OpenID Connect Core 1.0 §3.1.2); Casdoor's is a page in any case. */
export const signInPageMissing = defineCheck({
  id: 'sign-in-page-missing',
  area: 'discovery',
  title: 'Sign-in page',
  heading: 'There is no sign-in page where people are sent',
  severity: 'blocker',
  needs: ['metadata', 'signInPage'],
  uses: ['identity', 'address'],
  after: [...documentCauses, ...issuerCauses],
  answered: 'signInPage',
  why: 'Whoever presses the sign-in button of {product} ends on this address and sees an error instead of the sign-in.',
  fix: 'Let the reverse proxy of {host} hand every path on to Casdoor, `/login` too, and look whether `originFrontend` in `conf/app.conf` is right or empty.',
  handOver:
    'People are sent to {page} to sign in, and no sign-in page is there. Does the reverse proxy hand /login on to Casdoor, and is originFrontend in conf/app.conf right?',
  evaluate({ metadata, signInPage, identity, address }, { from }) {
    const page = metadata.authorizationEndpoint ?? '';
    if (!signInPage.answered) {
      const { failure } = signInPage;
      return fail(
        from === 'cloud'
          ? 'From the cloud, {page} gives no answer.'
          : 'At {page} nothing answers: {failedHost}, port {port}, {kind}.',
        {
          page,
          failedHost: failure.host,
          port: String(failure.port),
          kind: ownWords(kinds[failure.kind] ?? 'cannot be reached'),
        },
      );
    }
    const { status, isHtml, contentType } = signInPage.value;
    const values = { page, status: String(status), contentType: contentType ?? ownWords('no content type') };
    if (status >= 500 || status === 404 || status === 410) return fail('{page} answers {status}.', values);
    // Other servers refuse a request without a known client, or lead on to their page.
    if (identity?.isCasdoor === false || (status >= 300 && status < 400)) return pass();
    if (status >= 400) return fail('{page} answers {status}.', values);
    if (!isHtml) return fail('{page} answers {contentType} instead of a page.', values);
    // Of another origin's page the body is not kept.
    const isTyped = address !== undefined && URL.canParse(page) && new URL(page).origin === address.origin;
    if (isTyped && !isFrontEnd(signInPage.value) && !isChallenge(signInPage.value))
      return warn('At {page} a page answers that does not look like Casdoor’s sign-in page.', values, {
        heading: { text: 'Where people are sent to sign in stands another page', values: {} },
        fix: {
          text: 'Open {page} in a browser. Where no sign-in of Casdoor comes, let the reverse proxy of {host} hand every path on to Casdoor, `/login` too, not only `/api` and `/.well-known`.',
          values: {},
        },
        handOver: {
          text: 'People are sent to {page} to sign in, and another page than Casdoor’s stands there. Does the reverse proxy hand every path on to Casdoor, /login too?',
          values: {},
        },
      });
    return pass();
  },
});

/** Every build of Casdoor's front end hangs on `<div id="root">`, and its server sends its settings along as a cookie. */
const isFrontEnd = ({ body, headers }: Answer): boolean =>
  /<div[^>]*\sid\s*=\s*["']?root\b/i.test(body) || (headers['set-cookie'] ?? '').includes('jsonWebConfig=');

const kinds: Partial<Record<string, string>> = {
  'host-unknown': 'has a name without an address',
  'connection-refused': 'refuses connections',
  'connection-timeout': 'does not answer',
  'answer-timeout': 'takes the request and does not answer',
  'connection-closed': 'closes the connection',
  'tls-untrusted': 'has a certificate that is not trusted',
  'tls-not-spoken': 'speaks http, not https',
  'tls-required': 'speaks https, not http',
};
