import { documentCauses, issuerCauses } from '../causes';
import { defineCheck, fail, pass, warn } from '../define-check';
import { ownWords } from '../say';

/**
 * A code is redeemed by a POST to the token endpoint: RFC 6749 §3.2. Asked without client and code, Casdoor (v3.158)
 * refuses in JSON; a proxy or firewall that takes no POST answers with a page of its own.
 */
export const tokenEndpointUnreachable = defineCheck({
  id: 'token-endpoint-unreachable',
  area: 'discovery',
  title: 'Token endpoint',
  heading: 'What {product} sends to redeem a code does not reach Casdoor',
  severity: 'blocker',
  needs: ['tokenAnswer', 'address'],
  after: [...documentCauses, ...issuerCauses],
  answered: 'tokenAnswer',
  why: 'People sign in at Casdoor and come back to an error: {product} cannot exchange the code that they bring for a token.',
  fix: 'Let the proxy or firewall in front of {host} hand POST requests to `/api/login/oauth/access_token` on to Casdoor.',
  handOver:
    'A POST to {page} is answered by something in front of Casdoor instead of Casdoor. Can the proxy or firewall let POST requests to /api through? Jira and Confluence redeem every sign-in there.',
  evaluate({ tokenAnswer, address }) {
    const page = `${address.origin}${address.prefix}/api/login/oauth/access_token`;
    // Everything else of the host answered: a single request that fails says less than one that is refused.
    if (!tokenAnswer.answered)
      return warn('A POST to {page} got no answer ({code}), though other requests did.', {
        page,
        code: tokenAnswer.failure.code ?? tokenAnswer.failure.kind,
      });
    const { status, json, contentType } = tokenAnswer.value;
    const values = { page, status: String(status), contentType: contentType ?? ownWords('no content type') };
    if (isRefusalOfCasdoor(json)) return pass('{page} answers POST requests.', values);
    if (status === 429) return warn('A POST to {page} is answered with {status}: too many requests.', values);
    return fail('A POST to {page} is answered with {status} and {contentType}, not by Casdoor.', values);
  },
});

/** RFC 6749 §5.2, or an internal error in Casdoor's own shape. */
export const isRefusalOfCasdoor = (json: unknown): boolean =>
  typeof json === 'object' &&
  json !== null &&
  (typeof (json as { error?: unknown }).error === 'string' ||
    typeof (json as { status?: unknown }).status === 'string');
