import { waitOf } from '../date-words';
import { defineCheck, fail, type Particulars, pass } from '../define-check';
import { ownWords } from '../say';
import { factsOfTheTokens, returnCauses } from './way-back';

/** The token endpoint answers in JSON, with tokens or an error: RFC 6749 §5. */
export const tokenUnanswered = defineCheck({
  id: 'token-unanswered',
  area: 'sign-in',
  title: 'Answer of the token endpoint',
  heading: 'The token endpoint gave no answer that could be read',
  severity: 'blocker',
  needs: ['redemption'],
  after: [...returnCauses, 'token-endpoint-unreachable'],
  explains: factsOfTheTokens,
  why: 'People sign in at Casdoor and come back to an error: {product} cannot exchange the code that they bring for tokens.',
  fix: 'Let the proxy or firewall in front of {host} hand POST requests to `/api/login/oauth/access_token` on to Casdoor, then sign in again.',
  handOver:
    'A POST to /api/login/oauth/access_token at {address} is not answered by Casdoor. Can the proxy or firewall let it through? Jira and Confluence redeem every sign-in there.',
  evaluate({ redemption }) {
    const headline = { text: 'The code could not be exchanged for tokens', values: {} };
    if (redemption.kind === 'unanswered') {
      const { host, port, milliseconds, code, kind } = redemption.failure;
      return fail(
        'After {waited} the token endpoint at {place} had given no answer ({code}).',
        { place: `${host}:${port}`, waited: ownWords(waitOf(milliseconds)), code: code ?? kind },
        { headline, ...(kind === 'connection-refused' && isDown) },
      );
    }
    if (redemption.kind === 'unreadable')
      return fail(
        'The token endpoint answered {status} and {contentType}: no JSON object with tokens or an error.',
        { status: String(redemption.status), contentType: redemption.contentType ?? ownWords('no content type') },
        { headline, ...(gatewayErrors.includes(redemption.status) && isDown) },
      );
    if (redemption.kind === 'tokens' && !redemption.hasAccessToken)
      return fail('The answer of the token endpoint has no access token.', {}, { headline });
    return pass();
  },
});

/** A proxy says in these that nobody stands behind it: RFC 9110 §15.6.3 to §15.6.5. */
const gatewayErrors = [502, 503, 504];

const isDown: Particulars = {
  fix: {
    text: 'Look whether Casdoor still runs behind {host}: its sign-in page had answered a moment before. Start it, then sign in again.',
    values: {},
  },
  handOver: {
    text: 'Casdoor at {address} showed its sign-in page, and a moment later nobody answered a POST to /api/login/oauth/access_token. Does it still run, and what do its logs say?',
    values: {},
  },
};
