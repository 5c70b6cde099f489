import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { expectedIssuer, issuerFault } from './issuer-kinds';

/** Casdoor as it is shipped has `runmode = dev` and no `origin` (v3.158.0, conf/app.conf). */
export const developmentMode = defineCheck({
  id: 'development-mode',
  area: 'discovery',
  title: 'Place of the sign-in page',
  heading: 'Casdoor sends people to the development server of its front end',
  severity: 'blocker',
  needs: ['address', 'metadata'],
  uses: ['identity', 'signInPage'],
  after: [...documentCauses, 'metadata-missing'],
  answered: 'answer',
  why: 'Browsers are sent to {page}, which exists on the computer of a developer of Casdoor only. People see a page that cannot be reached.',
  fix: 'Set `origin` in `conf/app.conf` of Casdoor to its public address, remove `originFrontend` if it is there, and restart it. For a server that people use, `runmode` is `prod`.',
  handOver:
    'Casdoor sends browsers to {page}, the development server of its front end. In conf/app.conf, origin has to be {expected}, originFrontend has to be empty, and Casdoor has to be restarted.',
  evaluate({ address, metadata, identity, signInPage }) {
    if (issuerFault(address, metadata, identity) !== 'development-mode') return pass();
    const page = metadata.authorizationEndpoint ?? '';
    const expected = expectedIssuer(address);
    // A developer who runs both has a page there.
    if (signInPage?.answered && signInPage.value.isHtml && signInPage.value.status < 400)
      return pass('The sign-in page is at {page}, the development server of the front end, and it runs.', { page });
    return fail(
      'The sign-in page is advertised at {page}, and Casdoor is at {expected}.',
      { page, expected },
      {
        detail: {
          kind: 'comparison',
          expectedLabel: 'Sign-in page expected',
          expected: `${expected}/login/oauth/authorize`,
          actualLabel: 'Sign-in page found',
          actual: page,
        },
        copy: [{ label: 'conf/app.conf', text: `origin = ${expected}` }],
      },
    );
  },
});
