import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, type Judgement, pass } from '../define-check';
import type { Sentence } from '../say';
import type { RedemptionRefusal } from '../sign-in-evidence';
import { factsOfTheTokens, returnCauses, shortened, wholeWords } from './way-back';

/** Why a code is not redeemed: RFC 6749 §5.2, in the words and the order of Casdoor v3.158.0. */
export const tokenRefused = defineCheck({
  id: 'token-refused',
  area: 'sign-in',
  title: 'Code exchanged for tokens',
  heading: 'Casdoor gave no tokens for the code',
  severity: 'blocker',
  needs: ['redemption'],
  uses: ['application', 'appLogin', 'address'],
  after: [
    ...returnCauses,
    'token-endpoint-unreachable',
    'certificate-missing',
    'client-unknown',
    'client-swapped',
    'client-secret-padded',
    'client-secret-wrong',
    'token-unanswered',
    'code-expired',
  ],
  explains: factsOfTheTokens,
  why: 'People sign in at Casdoor and come back to an error: {product} cannot redeem the code that they bring.',
  fix: 'Sign in again. If it comes back the same, look for these words in the logs of Casdoor.',
  evaluate({ redemption, application, appLogin, address }): Judgement {
    if (redemption.kind !== 'refused' || redemption.reason === 'code-expired') return pass();
    const { reason, words, status, error } = redemption;
    const { found, heading, fix, why, handOver, onPage } = meanings[reason];
    return fail(
      found,
      { words: shortened(words), status: String(status), error: error ?? String(status) },
      {
        heading: sentence(heading),
        headline: sentence(heading),
        ...(fix && { fix: sentence(fix) }),
        ...(why && { why: sentence(why) }),
        ...(handOver && { handOver: sentence(handOver) }),
        ...(onPage && { links: applicationPage(address, application ?? appLogin?.application) }),
        ...wholeWords('What Casdoor answered', words),
      },
    );
  },
});

const sentence = (text: string): Sentence => ({ text, values: {} });

type Meaning = { found: string; heading: string; fix?: string; why?: string; handOver?: string; onPage?: boolean };

/** Each with what only a sign-in shows: the same secret may have been right a minute ago. */
const meanings: Record<Exclude<RedemptionRefusal, 'code-expired'>, Meaning> = {
  'client-unknown': {
    heading: 'The token endpoint does not know the client ID',
    found: 'Casdoor’s sign-in page knew the client {clientId} a moment before. Its token endpoint answered “{words}”.',
    fix: 'Let the proxy in front of {host} hand the header Authorization on to Casdoor: client ID and secret are in it. If it does, look whether the application still stands under Applications.',
    handOver:
      'At {address} the token endpoint answers “{words}” to a client that the sign-in page knows. Does the proxy hand the header Authorization on, and do all servers behind it share one database?',
  },
  'secret-wrong': {
    heading: 'Casdoor refuses the client secret',
    found:
      'Casdoor took the code and refused the client secret: “{words}”. Perhaps it was changed since it was saved here.',
    fix: 'In Casdoor open Applications → {application}, copy “Client secret”, and put it in here and in the plugin.',
    handOver:
      'The client secret that I have for {application} at {address} is refused. I need the one that stands under Applications → {application} → “Client secret” now, by a way that is safe for passwords.',
    onPage: true,
  },
  'code-unknown': {
    heading: 'Casdoor does not know the code',
    found: 'Casdoor answered “{words}”. The code came from its sign-in page a moment before.',
    fix: 'Look whether {host} leads to more than one Casdoor: all of its servers have to share one database.',
    handOver:
      'Casdoor at {address} makes a code and then does not know it. Do several servers stand behind this name, and do they share one database?',
  },
  'code-used': {
    heading: 'The code was used already',
    found: 'Casdoor answered “{words}”. A code works once, and this test redeems each one once.',
    why: 'Somebody else redeemed the code first: a proxy that sends requests twice, or something that reads addresses on the way. {product} would come back with an error, or somebody else would be signed in.',
    fix: 'Look whether the proxy in front of {host} repeats POST requests, and switch that off.',
    handOver:
      'At {address} the code of a sign-in was redeemed twice. Does the proxy in front of Casdoor repeat POST requests that take long?',
  },
  'verifier-wrong': {
    heading: 'Casdoor refuses the proof of PKCE',
    found: 'Casdoor answered “{words}”: the challenge of the sign-in is not the one that belongs to the code.',
    why: 'The code belongs to another sign-in, or the address of the sign-in page was changed on the way. A plugin that uses PKCE comes back with an error.',
    fix: 'Start the test sign-in again. If it comes back the same, look whether a proxy in front of {host} changes the query of `/login/oauth/authorize`.',
  },
  'other-application': {
    heading: 'The code was made for another application',
    found: 'Asked for tokens by the client {clientId}, Casdoor answered “{words}”.',
    fix: 'In Casdoor open Applications → {application}, and compare “Client ID” with the one here.',
    onPage: true,
  },
  'certificate-missing': {
    heading: 'The certificate that signs for the application does not exist',
    found: 'Casdoor answered “{words}”.',
    why: 'Casdoor cannot sign tokens for {application}, so nobody gets into {product}.',
    fix: 'In Casdoor open Applications → {application} and choose a certificate that exists under “Cert”.',
    handOver:
      'Casdoor cannot sign tokens for {application}: “{words}”. Can you choose a certificate that exists under Applications → {application} → “Cert”?',
    onPage: true,
  },
  'grant-refused': {
    heading: 'The application may not redeem codes',
    found: 'Casdoor answered “{words}”.',
    fix: 'In Casdoor open Applications → {application} and choose authorization_code under “Grant types”.',
    handOver:
      'At {address} the application {application} refuses to redeem codes: “{words}”. Can you choose authorization_code under “Grant types”?',
    onPage: true,
  },
  other: {
    heading: 'Casdoor gave no tokens for the code',
    found: 'Casdoor answered {status} and “{words}”. What that means is not known here.',
    handOver:
      'A sign-in at {address} for {application} ends at the token endpoint with “{words}”. What do the logs of Casdoor say?',
  },
};
