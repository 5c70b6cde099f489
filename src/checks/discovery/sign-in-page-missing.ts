import { documentCauses, issuerCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';

/** Browsers are sent to the authorization endpoint (OpenID Connect Core 1.0 §3.1.2); Casdoor's is a page in any case. */
export const signInPageMissing = defineCheck({
  id: 'sign-in-page-missing',
  area: 'discovery',
  title: 'Sign-in page',
  heading: 'There is no sign-in page where people are sent',
  severity: 'blocker',
  needs: ['metadata', 'signInPage'],
  uses: ['identity'],
  after: [...documentCauses, ...issuerCauses],
  answered: 'signInPage',
  why: 'Whoever presses the sign-in button of {product} ends on this address and sees an error instead of the sign-in.',
  fix: 'Let the reverse proxy of {host} hand every path on to Casdoor, `/login` too, and look whether `originFrontend` in `conf/app.conf` is right or empty.',
  handOver:
    'People are sent to {page} to sign in, and no sign-in page is there. Does the reverse proxy hand /login on to Casdoor, and is originFrontend in conf/app.conf right?',
  evaluate({ metadata, signInPage, identity }, { from }) {
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
    return pass();
  },
});

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
