import { defineCheck, fail, pass, warn } from '../define-check';
import {
  asksBeside,
  notAskedBeside,
  perhapsAskedBeside,
  redemptionCauses,
  shortened,
  weightBeside,
  wholeWords,
} from './way-back';

/** Casdoor (v3.158.0) refuses an access token with HTTP 200 and a status of `error`: RFC 6750 §3 would have a 401. */
export const userinfoRefused = defineCheck({
  id: 'userinfo-refused',
  area: 'sign-in',
  title: 'Claims beside the token',
  heading: 'Casdoor refuses to say who signed in',
  severity: 'blocker',
  needs: ['claimsLook'],
  uses: ['idToken'],
  after: [...redemptionCauses, 'token-lifetime-zero', 'token-expired', 'userinfo-unanswered'],
  why: 'People sign in at Casdoor and come back to an error: the plugin gets nothing to tell who they are.',
  fix: 'Let the proxy in front of {host} hand the header Authorization on to Casdoor. If it does, look at “Token expire” of {application} and at the clock of its host.',
  handOver:
    'At {address} {path} refuses a fresh access token with {words}. Does the proxy hand the header Authorization on, and what stands under “Token expire” of {application}?',
  evaluate({ claimsLook, idToken }, given) {
    const { path } = claimsLook;
    if (claimsLook.kind !== 'refused') return pass('{path} answered.', { path });
    const asks = asksBeside(given, claimsLook, idToken);
    const judge = asks === 'not-known' ? warn : fail;
    return judge(
      'Asked with the access token of this sign-in, {path} answered {status} and {words}.',
      { path, status: String(claimsLook.status), words: shortened(claimsLook.words) },
      {
        severity: weightBeside[asks],
        headline: { text: 'Casdoor refuses to say who signed in', values: {} },
        ...(asks === 'never' && { why: { text: notAskedBeside, values: {} } }),
        ...(asks === 'not-known' && { why: { text: perhapsAskedBeside, values: {} } }),
        ...wholeWords('What Casdoor answered', claimsLook.words),
      },
    );
  },
});
