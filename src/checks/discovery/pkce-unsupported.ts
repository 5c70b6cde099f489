import { documentCauses } from '../causes';
import { defineCheck, pass, warn } from '../define-check';

/** RFC 7636; RFC 9700 §2.1.1 recommends it for every client. The plugins work without. */
export const pkceUnsupported = defineCheck({
  id: 'pkce-unsupported',
  area: 'discovery',
  title: 'Protection of the code (PKCE)',
  heading: 'The server does not offer PKCE with S256',
  severity: 'advice',
  needs: ['metadata'],
  after: documentCauses,
  why: 'A code that is caught on its way could be used by somebody else. The client secret still stands in between.',
  fix: 'Leave PKCE switched off in the plugin, and upgrade Casdoor when it can be done: current versions offer it.',
  evaluate({ metadata: { codeChallengeMethods } }) {
    if (codeChallengeMethods.includes('S256')) return pass();
    return codeChallengeMethods.length === 0
      ? warn('The document names no method.')
      : warn('The document names {methods} only.', { methods: codeChallengeMethods.join(', ') });
  },
});
