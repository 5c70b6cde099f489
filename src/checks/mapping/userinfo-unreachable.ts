import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { documentCauses, issuerCauses } from '../causes';
import { defineCheck, fail, notApplicable, pass, warn } from '../define-check';
import { isRefusalOfCasdoor } from '../discovery/token-endpoint-unreachable';
import { ownWords } from '../say';
import { claimsAsked, findAsked } from './claims-asked';

/**
 * Claims that are not read from the token are fetched from `/api/userinfo` (OpenID Connect Core 1.0 §5.3) or its elder,
 * `/api/get-account`. Asked without a token Casdoor (v3.158) refuses in JSON; whatever else answers stands in front of it.
 */
export const userinfoUnreachable = defineCheck({
  id: 'userinfo-unreachable',
  area: 'mapping',
  title: 'Endpoint that the claims are read from',
  heading: 'What {product} asks about a person does not reach Casdoor',
  severity: 'blocker',
  needs: ['claimsAnswer', 'address'],
  uses: ['application'],
  asks: ['mapping'],
  after: [...documentCauses, ...issuerCauses, 'token-endpoint-unreachable'],
  answered: 'claimsAnswer',
  why: 'People sign in at Casdoor and come back to an error: {plugin} gets nothing to tell who they are.',
  fix: 'Let the proxy or firewall in front of {host} hand {path} on to Casdoor.',
  handOver:
    'A request to {page} is answered by something in front of Casdoor instead of Casdoor. Can the proxy or firewall let {path} through? {product} asks there who has signed in.',
  evaluate({ claimsAnswer, address, application }, { mapping, target, seen }) {
    const isExpression = target.plugin === 'atlassian-dc';
    if (mapping === null) return notApplicable('There is no mapping.');
    if (isExpression) {
      const format = application === undefined ? undefined : tokenFormatOf(application.tokenFormat);
      const username = claimsAsked(mapping, target).find(({ field }) => field === 'username');
      // The plugin asks only for what the ID token lacks.
      const asks =
        application === undefined || format === undefined || username === undefined
          ? null
          : findAsked(username, format, application, seen).some(({ source }) => source === 'userinfo');
      if (asks !== true)
        return notApplicable(
          asks === null
            ? 'Whether the plugin asks there cannot be told without the configuration of the application.'
            : 'The plugin reads all it needs from the ID token.',
        );
    }
    const path = mapping.source === 'get-account' ? '/api/get-account' : '/api/userinfo';
    const page = `${address.origin}${address.prefix}${path}`;
    if (!claimsAnswer.answered)
      return warn('{page} gave no answer ({code}), though other addresses did.', {
        page,
        path,
        code: claimsAnswer.failure.code ?? claimsAnswer.failure.kind,
      });
    const { status, json, contentType } = claimsAnswer.value;
    const values = { page, path, status: String(status), contentType: contentType ?? ownWords('no content type') };
    if (isRefusalOfCasdoor(json)) return pass('{page} answers.', values);
    if (status === 429) return warn('{page} answers {status}: too many requests.', values);
    return fail('{page} answers {status} and {contentType}, and that is not Casdoor.', values);
  },
});
