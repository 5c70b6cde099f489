import { defineCheck, fail, type Particulars, pass, warn } from '../define-check';
import type { IdTokenLook } from '../sign-in-evidence';
import {
  type AsksBeside,
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
  fix: 'Sign in again. If it comes back the same, look for these words in the logs of Casdoor.',
  handOver:
    'At {address} {path} refuses a fresh access token with “{words}”. Does the proxy hand the header Authorization on, and what stands under “Token expire” of {application}?',
  evaluate({ claimsLook, idToken }, given) {
    const { path } = claimsLook;
    if (claimsLook.kind !== 'refused') return pass('{path} answered.', { path });
    const asks = asksBeside(given, claimsLook, idToken);
    const judge = asks === 'not-known' ? warn : fail;
    return judge(
      'Asked with the access token of this sign-in, {path} answered {status} and “{words}”.',
      { path, status: String(claimsLook.status), words: shortened(claimsLook.words) },
      {
        severity: weightBeside[asks],
        headline: { text: 'Casdoor refuses to say who signed in', values: {} },
        ...(asks === 'never' && { why: { text: notAskedBeside, values: {} } }),
        ...(asks === 'not-known' && { why: { text: perhapsAskedBeside, values: {} } }),
        ...(isEnded(claimsLook.words, idToken) ? ended(asks) : fixFor(claimsLook.words)),
        ...wholeWords('What Casdoor answered', claimsLook.words),
      },
    );
  },
});

/** In English, as it is asked for. */
const fixFor = (words: string): Particulars => {
  const text = /login first|unauthorized/i.test(words)
    ? 'Let the proxy in front of {host} hand the header Authorization on to Casdoor.'
    : /expired/i.test(words)
      ? 'In Casdoor open Applications → {application}, look whether 168 stands under “Token expire”, and set the clock of its host by NTP.'
      : /exist in database/i.test(words)
        ? 'Look whether {host} leads to more than one Casdoor: all of its servers have to share one database.'
        : null;
  return text === null ? {} : { fix: { text, values: {} } };
};

/**
 * Whether the token was ended before its time: Casdoor (v3.158.0) ends all tokens of whoever is forbidden, deleted or
 * signed out, and then calls them expired.
 */
const isEnded = (words: string, idToken: Pick<IdTokenLook, 'times'> | undefined): boolean =>
  /is forbidden/i.test(words) || (/expired/i.test(words) && idToken?.times.isTimely === true);

/** It is about this person alone. */
const ended = (asks: AsksBeside): Particulars => ({
  ...(asks === 'always' && {
    severity: 'serious',
    why: {
      text: 'Casdoor has ended the tokens of this person before their time, as it does when somebody is forbidden, deleted or signed out. Others are not looked at by it.',
      values: {},
    },
  }),
  fix: {
    text: 'In Casdoor open Users → the person who signed in and look at “Is forbidden” and “Is deleted”. Then sign in again.',
    values: {},
  },
  handOver: null,
});
