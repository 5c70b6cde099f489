import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';

/** All plugins use the authorization code flow (OpenID Connect Core 1.0 §3.1). */
export const codeFlowUnsupported = defineCheck({
  id: 'code-flow-unsupported',
  area: 'discovery',
  title: 'Authorization code flow',
  heading: 'The server does not offer the authorization code flow',
  severity: 'blocker',
  needs: ['metadata'],
  after: documentCauses,
  answered: 'answer',
  why: 'It is the only way in which {product} signs people in with OpenID Connect.',
  fix: 'Switch the authorization code flow on at the server. Casdoor always offers it: there, look who changes its document on the way.',
  handOver:
    'The discovery document of {address} does not list code among its response types. {product} needs the authorization code flow.',
  evaluate({ metadata: { responseTypes } }) {
    // Nothing named is nothing refused.
    if (responseTypes.length === 0 || responseTypes.includes('code')) return pass();
    return fail('Offered are {offered}, and not code.', { offered: responseTypes.join(', ') });
  },
});
