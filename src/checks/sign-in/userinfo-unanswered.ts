import { waitOf } from '../date-words';
import { defineCheck, fail, pass, warn } from '../define-check';
import { ownWords } from '../say';
import { asksBeside, notAskedBeside, perhapsAskedBeside, redemptionCauses, weightBeside } from './way-back';

/** The endpoint beside the token answers the access token in JSON: OpenID Connect Core 1.0 §5.3.2. */
export const userinfoUnanswered = defineCheck({
  id: 'userinfo-unanswered',
  area: 'sign-in',
  title: 'Answer of the endpoint beside the token',
  heading: 'What was asked about the person got no answer that could be read',
  severity: 'blocker',
  needs: ['claimsLook'],
  uses: ['idToken'],
  after: [...redemptionCauses, 'userinfo-unreachable'],
  why: 'People sign in at Casdoor and come back to an error: the plugin gets nothing to tell who they are.',
  fix: 'Let the proxy or firewall in front of {host} hand {path} on to Casdoor, with the header Authorization.',
  handOver:
    'A request to {address}{path} with an access token is not answered by Casdoor. Can the proxy or firewall let it through, with the header Authorization? {product} asks there who has signed in.',
  evaluate({ claimsLook, idToken }, given) {
    const { path } = claimsLook;
    if (claimsLook.kind !== 'unanswered' && claimsLook.kind !== 'unreadable') return pass();
    const asks = asksBeside(given, claimsLook, idToken);
    const particulars = {
      severity: weightBeside[asks],
      headline: { text: 'Casdoor could not be asked who signed in', values: {} },
      ...(asks === 'never' && { why: { text: notAskedBeside, values: {} } }),
      ...(asks === 'not-known' && { why: { text: perhapsAskedBeside, values: {} } }),
    };
    const judge = asks === 'not-known' ? warn : fail;
    if (claimsLook.kind === 'unanswered')
      return judge(
        'After {waited} {path} had given no answer ({code}).',
        {
          path,
          waited: ownWords(waitOf(claimsLook.failure.milliseconds)),
          code: claimsLook.failure.code ?? claimsLook.failure.kind,
        },
        particulars,
      );
    return judge(
      '{path} answered {status} and {contentType}: no claims in JSON.',
      {
        path,
        status: String(claimsLook.status),
        contentType: claimsLook.contentType ?? ownWords('no content type'),
      },
      particulars,
    );
  },
});
