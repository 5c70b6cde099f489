import type { SymptomReading } from '../contract/panel-calls';
import { curlChecks, explainCurl } from './curl-output';
import { type RefusalKind, refusalIn } from './refusals';

/** Longer messages are cut: what tells them apart stands at their beginning, and a log may be pasted by the megabyte. */
const longest = 20_000;

/**
 * What a pasted message of Jira, Confluence, a plugin, Casdoor or Java means, and which checks can explain it, likeliest
 * first. A text that nobody here knows is said to be unknown, with no checks.
 *
 * The messages are told apart by the parts that never change. Each is looked for as a plain string in the lower-cased
 * text, so that the time taken grows with its length and no further.
 */
export const explainSymptom = (text: string): SymptomReading => {
  const read = plainText(text.slice(0, longest));
  if (read.trim() === '') return { meaning: 'There is no message yet.', checks: [] };
  const curl = explainCurl(read);
  if (curl !== null) return curl;
  const refusal = refusalIn(text)?.kind;
  const found = symptoms.find(
    ({ signs, refusals }) =>
      (refusal !== undefined && refusals?.includes(refusal)) ||
      signs.some((sign) => sign.every((part) => read.includes(part))),
  );
  return found
    ? { meaning: found.meaning, checks: [...found.checks] }
    : {
        meaning:
          'This message is not known here. The checks look at everything that can be seen; start with the first one that fails.',
        checks: [],
      };
};

/** Lower case, one kind of quote and apostrophe, one space in place of many. */
const plainText = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[‘’`´]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/\s+/g, ' ');

type Symptom = {
  /** Any of these; of one, all parts. Lower case. */
  signs: readonly (readonly string[])[];
  /** What Casdoor's sign-in page says, in whichever language. */
  refusals?: readonly RefusalKind[];
  meaning: string;
  checks: readonly string[];
};

/**
 * The more particular first: `invalid_client` stands in many messages. Codes of miniOrange as its documentation lists
 * them; what Casdoor's sign-in page says is read by `refusals.ts`.
 */
const symptoms: readonly Symptom[] = [
  {
    signs: [['redirect_uri_mismatch'], ['invalid redirect_uri']],
    refusals: ['redirect-uri'],
    meaning:
      'Casdoor does not know the address that people would be sent back to: the redirect URI of the plugin is not in the list of the application, character by character.',
    checks: [
      'redirect-uri-unregistered',
      'redirect-uri-of-other-plugin',
      'redirect-uri-base-url',
      'redirect-uri-unreadable',
      'plugin-client-differs',
    ],
  },
  {
    signs: [
      ['received sso request for user', 'does not exist'],
      ['sso request for user', "doesn't exist"],
    ],
    meaning:
      'Jira or Confluence has no account of the name that the sign-in brought. Where that name is one of a claim, such as preferred_username, the field has no ${…} around it and was taken as it is written.',
    checks: [
      'username-literal',
      'username-mutable',
      'username-changed',
      'account-not-created',
      'username-constant',
      'username-absent',
      'identity-self-editable',
    ],
  },
  {
    signs: [['claim [', 'could not be found'], ['claim [', 'not found'], ['missing claim']],
    meaning:
      'The plugin looked for a claim that was not in the ID token. Casdoor’s token format decides which claims are there; e-mail, name and groups are never taken from anywhere else.',
    checks: [
      'claim-never-issued',
      'group-claim-missing',
      'claim-nested',
      'scope-too-narrow',
      'claim-wrong-type',
      'claim-absent',
      'expression-literal',
    ],
  },
  {
    signs: [
      ['mo_oauth_error', '00001'],
      ['mo_oauth_error', '00005'],
    ],
    meaning:
      'The plugin could not verify the signature of the token: it has another key than the one that Casdoor signs with, or one of a kind that it cannot read.',
    checks: [
      'signing-algorithm-unsupported',
      'signing-algorithm-mismatch',
      'signing-key-missing',
      'certificate-missing',
      'plugin-endpoint-differs',
      'keys-unreachable',
      'key-id-duplicate',
      'certificate-expired',
    ],
  },
  {
    signs: [['mo_oauth_error', '00003']],
    meaning:
      'The plugin found no account for who signed in, and may not make one: creating users is off, or the claim that finds the account is another one than the accounts were made with.',
    checks: [
      'username-mutable',
      'account-not-created',
      'username-changed',
      'claim-never-issued',
      'email-absent',
      'username-constant',
      'username-absent',
      'claim-nested',
    ],
  },
  {
    signs: [
      ['mo_oauth_error', '00004'],
      ['more than one user', 'email'],
      ['multiple users', 'email'],
    ],
    meaning:
      'More than one account has the e-mail of who signed in, so the plugin does not know which one is meant. A dry run of the directory counts them, and its list shows which they are.',
    checks: ['email-collision', 'identity-self-editable', 'claim-never-issued'],
  },
  {
    signs: [
      ['pkix path building failed'],
      ['unable to find valid certification path'],
      ['self signed certificate'],
      ['self-signed certificate'],
      ['unable to verify the first certificate'],
      ['unable_to_verify_leaf_signature'],
      ['depth_zero_self_signed_cert'],
      ['unable to get local issuer certificate'],
      ['unable_to_get_issuer_cert'],
      ['trustanchors parameter must be non-empty'],
    ],
    meaning:
      'The computer that Jira or Confluence runs on does not trust the certificate of Casdoor: its authority is not known there, or Casdoor does not send the certificate in between.',
    checks: ['tls-chain-incomplete', 'tls-untrusted', 'tls-private-ca', 'not-seen-from-target'],
  },
  {
    signs: [
      ['no subject alternative'],
      ["doesn't match any of the subject alternative names"],
      ['err_tls_cert_altname_invalid'],
      ['hostname', 'not verified'],
      ['certificate for', "doesn't match"],
    ],
    meaning: 'The certificate of Casdoor is made for another name than the one that it was asked under.',
    checks: ['tls-name-mismatch', 'plugin-endpoint-differs', 'endpoint-elsewhere'],
  },
  {
    signs: [['certificateexpiredexception'], ['certificate has expired'], ['cert_has_expired'], ['notafter:']],
    meaning: 'A certificate has run out: that of Casdoor’s address, or the one that its tokens are signed with.',
    checks: ['tls-expired', 'certificate-expired', 'clock-skew'],
  },
  {
    signs: [['unsupported or unrecognized ssl message'], ['plaintext connection'], ['wrong version number']],
    meaning: 'The plugin asks by https at a port that speaks http.',
    checks: ['tls-not-spoken', 'plugin-endpoint-differs'],
  },
  {
    signs: [
      ['client sent an http request to an https server'],
      ['plain http request was sent to https port'],
      ['requires tls'],
    ],
    meaning: 'The plugin asks by http at a port that speaks https.',
    checks: ['tls-required', 'scheme-insecure', 'plugin-endpoint-differs'],
  },
  {
    signs: [
      ['unknownhostexception'],
      ['enotfound'],
      ['name or service not known'],
      ['nodename nor servname'],
      ['eai_again'],
    ],
    meaning: 'The computer that asked does not know the name of Casdoor’s host.',
    checks: [
      'host-unknown',
      'name-service-silent',
      'endpoint-elsewhere',
      'not-seen-from-target',
      'plugin-endpoint-differs',
    ],
  },
  {
    signs: [['connection refused'], ['econnrefused']],
    meaning: 'Nothing listens at the address and port that were asked.',
    checks: [
      'connection-refused',
      'development-mode',
      'endpoint-elsewhere',
      'not-seen-from-target',
      'plugin-endpoint-differs',
    ],
  },
  {
    signs: [
      ['connect timed out'],
      ['connection timed out'],
      ['read timed out'],
      ['etimedout'],
      ['sockettimeoutexception'],
    ],
    meaning:
      'Casdoor did not answer in time where it was asked from. A firewall that drops what it does not let through looks the same.',
    checks: ['connection-timeout', 'answer-timeout', 'answer-slow', 'not-seen-from-target', 'endpoint-elsewhere'],
  },
  {
    signs: [['connection reset'], ['econnreset'], ['socket hang up'], ['remote host terminated the handshake']],
    meaning: 'The connection to Casdoor was closed before an answer came.',
    checks: ['connection-closed', 'tls-handshake-failed', 'not-seen-from-target'],
  },
  {
    signs: [['502 bad gateway'], ['503 service'], ['504 gateway'], ['no available server']],
    meaning: 'A proxy answered, and the Casdoor behind it did not.',
    checks: ['gateway-error', 'server-error'],
  },
  {
    signs: [
      ['authorization code has expired'],
      ['authorization code', 'has been used'],
      ['authorization code', 'is invalid'],
      ['authorization code should not be empty'],
      ['code_expired'],
    ],
    meaning:
      'Casdoor would not redeem the code that the browser brought: it is older than five minutes, was used before, or belongs to another Casdoor.',
    checks: ['clock-skew', 'plugin-endpoint-differs', 'plugin-client-differs', 'answer-slow'],
  },
  {
    signs: [['the token is for wrong application'], ['wrong application (client_id)']],
    meaning: 'The code was made for another application than the one whose client ID the plugin sends.',
    checks: ['plugin-client-differs', 'client-unknown', 'application-shared'],
  },
  {
    signs: [
      ['client_secret is invalid'],
      ['wrong clientsecret'],
      ['invalid application or wrong client'],
      ['incorrect client secret'],
    ],
    meaning:
      'Casdoor knows the client ID, and the client secret that the plugin sends is not the one of its application.',
    checks: [
      'client-secret-wrong',
      'client-secret-padded',
      'client-swapped',
      'client-unknown',
      'plugin-client-differs',
    ],
  },
  {
    signs: [['client_id is invalid']],
    refusals: ['client-unknown'],
    meaning: 'Casdoor knows no application with the client ID that the plugin sends.',
    checks: ['client-unknown', 'client-swapped', 'plugin-client-differs', 'plugin-endpoint-differs'],
  },
  {
    signs: [['invalid_client'], ['unauthorized_client']],
    meaning: 'Casdoor did not accept the client ID and secret that the plugin sent.',
    checks: [
      'client-secret-wrong',
      'client-unknown',
      'client-secret-padded',
      'client-swapped',
      'plugin-client-differs',
    ],
  },
  {
    signs: [['invalid_scope'], ['invalid scope'], ['the requested scope is invalid']],
    meaning: 'The application has scopes of its own, and the plugin asks for one that is not among them.',
    checks: ['scope-refused', 'scope-openid-missing', 'scope-unsupported'],
  },
  {
    signs: [['is not supported in this application'], ['unsupported_grant_type'], ['unsupported_response_type']],
    meaning: 'The plugin asks in a way that the application does not allow. It has to use the response type `code`.',
    checks: ['code-flow-unsupported', 'plugin-client-differs'],
  },
  {
    signs: [],
    refusals: ['application-closed', 'organization-closed'],
    meaning: 'Sign-in is switched off in Casdoor, for the application or for its organization.',
    checks: ['sign-in-disabled', 'sign-in-method-missing'],
  },
  {
    signs: [['unauthorized operation', 'signin method']],
    refusals: ['method-off'],
    meaning: 'The application does not offer the way in that was used.',
    checks: ['sign-in-method-missing', 'sign-in-disabled'],
  },
  {
    signs: [],
    refusals: ['person-unknown'],
    meaning:
      'Casdoor’s sign-in page looked for the person in the organization of the application, and nobody has that name there: people of another organization do not count.',
    checks: ['organization-empty', 'application-shared', 'client-built-in', 'plugin-client-differs'],
  },
  {
    signs: [
      ['unable to parse id token'],
      ['failed to parse id token'],
      ['error parsing id token'],
      ['invalid id token'],
      ['id token', 'not be parsed'],
    ],
    meaning:
      'The plugin could not read the ID token: it is signed in a way that the plugin does not know, or what came from the token endpoint is no token.',
    checks: [
      'signing-algorithm-unsupported',
      'plugin-endpoint-differs',
      'scope-openid-missing',
      'token-endpoint-unreachable',
    ],
  },
  {
    signs: [],
    refusals: ['certificate-missing'],
    meaning: 'The application names a certificate that Casdoor does not have, so it cannot sign a token for anybody.',
    checks: ['certificate-missing', 'signing-key-missing'],
  },
  {
    signs: [],
    refusals: ['token-format-unknown'],
    meaning: 'The application has a token format that Casdoor does not know, so it makes no token for anybody.',
    checks: ['token-format-unknown'],
  },
  {
    signs: [
      ['issuer', 'mismatch'],
      ['issuer', 'does not match'],
      ['issuer', "doesn't match"],
      ['issuer', 'did not match'],
      ['unexpected', 'issuer'],
      ['invalid issuer'],
      ['unexpected "iss"'],
      ['issuer validation failed'],
    ],
    meaning:
      'The token, or the discovery document, names another issuer than the plugin expects. Behind a proxy that is mostly Casdoor’s setting `origin`.',
    checks: [
      'issuer-mismatch',
      'issuer-per-application',
      'issuer-trailing-slash',
      'path-prefix-lost',
      'development-mode',
      'plugin-endpoint-differs',
    ],
  },
  {
    signs: [
      ['audience', 'mismatch'],
      ['audience', 'does not match'],
      ['invalid audience'],
      ['unexpected "aud"'],
      ['invalid aud'],
    ],
    meaning: 'The token is made out to another client ID than the one that the plugin has.',
    checks: ['application-shared', 'plugin-client-differs', 'client-unknown'],
  },
  {
    signs: [
      ['signature', 'verification failed'],
      ['signature', 'invalid'],
      ['invalid signature'],
      ['signature', 'does not match'],
      ['no matching key'],
      ['signed jwt rejected'],
      ['jwks', 'no key'],
    ],
    meaning: 'The signature of the token could not be verified with the keys that the plugin has.',
    checks: [
      'signing-algorithm-mismatch',
      'signing-algorithm-unsupported',
      'signing-key-missing',
      'certificate-missing',
      'key-id-duplicate',
      'plugin-endpoint-differs',
    ],
  },
  {
    signs: [
      ['access token has expired'],
      ['token has expired'],
      ['jwt expired'],
      ['expired jwt'],
      ['token expired'],
      ['token is not yet valid'],
      ['jwt before use time'],
    ],
    meaning: 'The token had expired when it was read, or was not valid yet: it lives too short, or two clocks differ.',
    checks: ['token-lifetime-zero', 'token-lifetime-short', 'clock-skew'],
  },
  {
    signs: [['please login first'], ["access token doesn't exist in database"]],
    meaning: 'The plugin asked Casdoor about a person with a token that Casdoor does not know, or without any.',
    checks: ['userinfo-legacy', 'plugin-endpoint-differs', 'token-lifetime-zero'],
  },
  {
    signs: [
      ['duplicate email'],
      ['email', 'not found in', 'response'],
      ['email', 'is empty'],
      ['email', 'cannot be blank'],
      ['email attribute'],
    ],
    meaning: 'The plugin got no e-mail for who signed in, or one that it cannot use.',
    checks: [
      'claim-never-issued',
      'claim-nested',
      'scope-too-narrow',
      'email-absent',
      'email-collision',
      'claim-wrong-type',
      'userinfo-legacy',
    ],
  },
  {
    signs: [
      ['username', 'not found in', 'response'],
      ['username', 'is null'],
      ['username', 'is empty'],
      ['username attribute'],
    ],
    meaning: 'The plugin found no username in what Casdoor sent.',
    checks: ['claim-never-issued', 'claim-nested', 'scope-too-narrow', 'username-absent', 'userinfo-legacy'],
  },
  {
    signs: [['json', 'unexpected'], ['unexpected token', '<'], ['not valid json'], ['expected json']],
    meaning: 'A page came where data was expected: the address leads to Casdoor’s front end, or to a proxy.',
    checks: [
      'page-instead-of-document',
      'document-unreadable',
      'plugin-endpoint-differs',
      'access-blocked',
      'gateway-error',
    ],
  },
  {
    signs: [['header', 'too large'], ['upstream sent too big header'], ['request-uri too long']],
    meaning:
      'A token is too large for a proxy or server on the way. Token format JWT puts nearly the whole user record into it.',
    checks: ['token-carries-secrets', 'gateway-error'],
  },
  {
    signs: [
      ['removed from', 'group'],
      ['lost', 'groups'],
      ['groups', 'vanish'],
      ['groups', 'disappear'],
    ],
    meaning:
      'A sign-in that brings no groups, or groups of other names, takes a person out of those that they had. Casdoor sends each group with its organization in front.',
    checks: [
      'group-prefix',
      'groups-emptied',
      'groups-removed',
      'administrator-loses-groups',
      'group-claim-missing',
      'group-unknown-in-source',
      'claim-wrong-type',
    ],
  },
  {
    signs: [['domain', 'not allowed'], ['allowed domains']],
    meaning:
      'The e-mail of who signed in is of none of the domains that the plugin allows. It compares them with their capitals.',
    checks: ['domain-not-allowed', 'email-absent'],
  },
  {
    signs: [
      ['user', 'is inactive'],
      ['account', 'is inactive'],
      ['account', 'is deactivated'],
    ],
    meaning: 'The sign-in found an account of Jira or Confluence that is inactive, and those are refused.',
    checks: ['account-inactive', 'account-in-two-directories'],
  },
  {
    signs: [],
    refusals: [
      'forbidden',
      'deleted',
      'password-expired',
      'provider-off',
      'provider-account-missing',
      'tag-missing',
      'address-barred',
      'organization-unknown',
    ],
    meaning:
      'Casdoor refuses this one person on its own page, before Jira or Confluence hear of them; others may get in. Passed on to the step Sign-in, these words lead to the switch that it is.',
    checks: ['sign-in-refused'],
  },
  {
    signs: [],
    refusals: ['password-wrong', 'frozen', 'code-wrong', 'second-factor', 'consent-pending', 'consent-denied'],
    meaning:
      'Casdoor asked for something that the person did not meet: the right password, a code, a second factor or consent. Nothing is wrong with the settings as far as this message tells.',
    checks: ['sign-in-refused'],
  },
  {
    signs: [['mo_oauth_error']],
    meaning:
      'An error of miniOrange whose number is not known here. It comes after Casdoor has let the person in, so it is about token, mapping or account.',
    checks: ['claim-never-issued', 'application-shared', 'signing-algorithm-unsupported', 'client-secret-wrong'],
  },
];

/** Every check that a message can lead to; a test holds them against the catalogue. */
export const symptomChecks = (): string[] => [...new Set([...curlChecks, ...symptoms.flatMap(({ checks }) => checks)])];
