import type { Severity } from '../../contract/report';
import type { RefusalKind } from '../refusals';

/** What a refusal of Casdoor means. Texts name `{words}`, what Casdoor said, and `{about}`, what that is about. */
export type RefusalMeaning = {
  /**
   * Blocker: nobody gets in. Serious: this person does not, others may. Advice: the test came to nothing, and neither
   * the settings nor the person are the reason.
   */
  severity: Severity;
  heading: string;
  found: string;
  why: string;
  /** Labels as Casdoor v3.158 spells them in English. */
  fix: string;
  /** Null where there is nothing to ask of whoever runs Casdoor. */
  handOver: string | null;
  /** The page of Casdoor's console that the fix is made on. */
  page: 'application' | 'organization' | 'people' | null;
};

const onePerson = 'This person does not get into {product}. Others are not looked at by it.';
const nobody = 'Casdoor lets nobody in, whatever their password, so nobody gets into {product}.';
const nothingLearnt =
  'The sign-in ended before Casdoor had anything to send back, so neither the settings nor the person are known any better.';

export const refusalMeanings: Record<RefusalKind, RefusalMeaning> = {
  forbidden: {
    severity: 'serious',
    heading: 'Casdoor forbids this person to sign in',
    found: 'Casdoor said “{words}”. The switch “Is forbidden” is on for this person.',
    why: onePerson,
    fix: 'In Casdoor open Users → the person who signed in and switch “Is forbidden” off, if they are meant to get in.',
    handOver:
      'A person who should get into {product} is refused at {address}: “{words}”. Can you switch “Is forbidden” off for them under Users?',
    page: 'people',
  },
  deleted: {
    severity: 'serious',
    heading: 'Casdoor has deleted this person',
    found: 'Casdoor said “{words}”. The switch “Is deleted” is on for this person.',
    why: onePerson,
    fix: 'In Casdoor open Users → the person who signed in and switch “Is deleted” off, if they are meant to get in.',
    handOver:
      'A person who should get into {product} is refused at {address}: “{words}”. Can you switch “Is deleted” off for them under Users?',
    page: 'people',
  },
  'person-unknown': {
    severity: 'serious',
    heading: 'Casdoor knows nobody of this name',
    found: 'Casdoor said “{words}”. Nobody in the organization has that name; whoever was deleted may have had it.',
    why: onePerson,
    fix: 'In Casdoor open Users and look for {person}: capitals count, and so does the organization. Then sign in by the name that stands there.',
    handOver:
      'Casdoor at {address} says “{words}”. Is that person there under another name, or in another organization than {organization}?',
    page: 'people',
  },
  'organization-unknown': {
    severity: 'serious',
    heading: 'Casdoor knows no organization of this name',
    found: 'Casdoor said “{words}”.',
    why: onePerson,
    fix: 'Sign in to the organization {organization}, which the application {application} belongs to.',
    handOver: null,
    page: null,
  },
  'password-wrong': {
    severity: 'advice',
    heading: 'The password or code was not the right one',
    found: 'Casdoor said “{words}”.',
    why: nothingLearnt,
    fix: 'Sign in again with the right password. Where nobody knows it, open Users → the person in Casdoor and press “Modify password...”.',
    handOver: null,
    page: null,
  },
  'code-wrong': {
    severity: 'advice',
    heading: 'The verification code was not taken',
    found: 'Casdoor said “{words}”.',
    why: nothingLearnt,
    fix: 'Sign in again with a new code. Whoever has lost their second factor needs it taken off: in Casdoor under Users → the person → “Multi-factor authentication”.',
    handOver: null,
    page: null,
  },
  frozen: {
    severity: 'advice',
    heading: 'Casdoor has frozen this person after wrong passwords',
    found: 'Casdoor said “{words}”. Too many wrong passwords or codes were typed in a row.',
    why: nothingLearnt,
    fix: 'Wait as long as Casdoor says and sign in again, or sign in as somebody else. How long it lasts stands under Applications → {application} → “Failed signin frozen time”.',
    handOver: null,
    page: null,
  },
  'password-expired': {
    severity: 'serious',
    heading: 'Casdoor asks this person for a new password first',
    found: 'Casdoor said “{words}”.',
    why: 'Until they have chosen a new password this person does not get into {product}, and neither does anybody else whose password has run out.',
    fix: 'Sign in to Casdoor itself once and choose a new password, then sign in here again. In Casdoor it stands under Users → the person → “Need update password”, and under Organizations → {organization} → “Password expire days”.',
    handOver: null,
    page: 'people',
  },
  'second-factor': {
    severity: 'advice',
    heading: 'Casdoor asked for a second factor, and the sign-in ended there',
    found: 'Casdoor said “{words}”.',
    why: nothingLearnt,
    fix: 'Sign in again and meet what Casdoor asks: enter the code, or set a second factor up. Who must have one stands in Casdoor under Organizations → {organization} → “MFA items”.',
    handOver: null,
    page: null,
  },
  'consent-pending': {
    severity: 'advice',
    heading: 'Casdoor asked for consent, and nobody gave it',
    found: 'Casdoor’s page said “{words}”. It waits for a press on “Allow”.',
    why: nothingLearnt,
    fix: 'Sign in again and press “Allow” on the page “Authorization Request”. Everybody is asked once, at their first sign-in to {application}.',
    handOver: null,
    page: null,
  },
  'consent-denied': {
    severity: 'advice',
    heading: 'Consent was denied',
    found: 'Casdoor sent “{words}” back: “Deny” was pressed on its page “Authorization Request”.',
    why: 'Whoever does not allow {application} to read who they are does not get into {product}. It was the person’s choice, so nothing is known of the settings.',
    fix: 'Sign in again and press “Allow”.',
    handOver: null,
    page: null,
  },
  'application-closed': {
    severity: 'blocker',
    heading: 'Sign-in is switched off in the application',
    found: 'Casdoor said “{words}”. “Disable signin” is on in the application {about}.',
    why: nobody,
    fix: 'In Casdoor open Applications → {about} and switch “Disable signin” off.',
    handOver:
      'At {address} “Disable signin” is on for the application {about}, so that nobody gets into {product}. Can you switch it off?',
    page: 'application',
  },
  'organization-closed': {
    severity: 'blocker',
    heading: 'Sign-in is switched off in the organization',
    found:
      'Casdoor said “{words}”. “Disable signin” is on in the organization {about}, so none of its applications lets anybody in.',
    why: nobody,
    fix: 'In Casdoor open Organizations → {about} and switch “Disable signin” off.',
    handOver:
      'At {address} “Disable signin” is on for the organization {about}, so that nobody gets into {product}. Can you switch it off?',
    page: 'organization',
  },
  'method-off': {
    severity: 'serious',
    heading: 'The application does not take this way to sign in',
    found: 'Casdoor said “{words}”.',
    why: 'Whoever signs in this way does not get into {product}.',
    fix: 'In Casdoor open Applications → {application} and add the way under “Signin methods”, or sign in by one that stands there.',
    handOver:
      'At {address} the application {application} refuses a way to sign in that our people use: “{words}”. Can you add it under “Signin methods”?',
    page: 'application',
  },
  'provider-off': {
    severity: 'serious',
    heading: 'The application does not take this provider',
    found: 'Casdoor said “{words}”.',
    why: 'Whoever signs in through {about} does not get into {product}.',
    fix: 'In Casdoor open Applications → {application} → “Providers” and switch “Can signin” on for {about}.',
    handOver:
      'At {address} people sign in through {about}, and {application} refuses it. Can you switch “Can signin” on for it under “Providers”?',
    page: 'application',
  },
  'provider-account-missing': {
    severity: 'serious',
    heading: 'The provider knows this person, and Casdoor does not',
    found: 'Casdoor said “{words}”. It has no account for whom {about} sent, and may not make one.',
    why: 'Whoever comes through {about} and has no account in Casdoor does not get into {product}.',
    fix: 'In Casdoor add the person under Users with the same e-mail, or open Applications → {application} → “Providers” and switch “Can signup” on for {about}.',
    handOver:
      'At {address} a person who comes through {about} has no account in Casdoor: “{words}”. Can you add them, or let the provider do so?',
    page: 'application',
  },
  'tag-missing': {
    severity: 'serious',
    heading: 'The application is for people of other tags',
    found: 'Casdoor said “{words}”.',
    why: 'Only people with one of the tags of {application} get into {product}, and this person has none of them.',
    fix: 'In Casdoor open Users → the person who signed in and put one of the application’s tags under “Tag”. They stand under Applications → {application} → “Tags”.',
    handOver:
      'At {address} a person is refused because of their tag: “{words}”. Can you give them one that stands under Applications → {application} → “Tags”?',
    page: 'application',
  },
  'permission-missing': {
    severity: 'serious',
    heading: 'A permission in Casdoor keeps this person out',
    found:
      'Casdoor said “{words}”. That is what it says where a permission for the application does not allow the person.',
    why: 'As soon as one permission is about {application}, only those whom one allows get into {product}.',
    fix: 'In Casdoor open Permissions, look at those whose resources name {application}, and add the person, or a role or group of theirs.',
    handOver:
      'At {address} a person who should get into {product} is refused: “{words}”. Which permission is about {application}, and can you add them to it?',
    page: null,
  },
  'address-barred': {
    severity: 'serious',
    heading: 'Casdoor lets nobody in from this IP address',
    found: 'Casdoor said “{words}”.',
    why: 'Whoever comes from this address does not get into {product}; others may.',
    fix: 'In Casdoor open Applications → {application} and add the address under “IP whitelist”. One for all stands under Organizations → {organization}, one for a single person under Users.',
    handOver:
      'Casdoor at {address} refuses people who come from the IP address {about}. Can you add it under “IP whitelist” of {application}, or of the organization?',
    page: 'application',
  },
  'certificate-missing': {
    severity: 'blocker',
    heading: 'The certificate that signs for the application does not exist',
    found: 'Casdoor said “{words}”. Under “Cert” of {application} stands {about}, and there is no such certificate.',
    why: 'Casdoor cannot sign tokens for {application}: whoever signs in sees this error of Casdoor instead of {product}.',
    fix: 'In Casdoor open Applications → {application} and choose a certificate that exists under “Cert”.',
    handOver:
      'Casdoor cannot sign tokens for {application}: “{words}”. Can you choose a certificate that exists under Applications → {application} → “Cert”?',
    page: 'application',
  },
  'token-format-unknown': {
    severity: 'blocker',
    heading: 'The application has a token format that Casdoor does not know',
    found: 'Casdoor said “{words}”.',
    why: 'Casdoor makes no token for anybody, so nobody gets into {product}.',
    fix: 'In Casdoor open Applications → {application} and choose one of the entries under “Token format”.',
    handOver:
      'Casdoor at {address} makes no tokens for {application}: “{words}”. Can you choose another entry under “Token format” there?',
    page: 'application',
  },
  'redirect-uri': {
    severity: 'advice',
    heading: 'Casdoor does not know the callback of this test',
    found: 'Casdoor said “{words}”.',
    why: 'The test comes to nothing. It has a callback of its own, so this says nothing of the one of the plugin, which is checked apart.',
    fix: 'In Casdoor open Applications → {application} and add this under “Redirect URLs”:',
    handOver:
      'At {address} the application {application} refuses the callback of a test. Can you add this under “Redirect URLs”: {about}?',
    page: 'application',
  },
  'client-unknown': {
    severity: 'blocker',
    heading: 'Casdoor does not know the client ID',
    found: 'Casdoor said “{words}”, asked by the client {clientId}.',
    why: 'Casdoor shows nobody a page to sign in on, so nobody gets into {product}.',
    fix: 'In Casdoor open Applications → {application}, copy “Client ID”, and put it in here and in the plugin.',
    handOver: null,
    page: 'application',
  },
  'scope-refused': {
    severity: 'blocker',
    heading: 'Casdoor refuses a scope',
    found: 'Casdoor said “{words}”, asked for the scopes {scopes}.',
    why: 'Casdoor shows nobody a page to sign in on, so nobody gets into {product}.',
    fix: 'In Casdoor open Applications → {application} and add what is missing under “Scopes”, `openid` first. Or take out of the field “Scope”, here and in the plugin, what does not stand there.',
    handOver:
      'At {address} the application {application} has scopes of its own and refuses one of {scopes}. Can you add them under “Scopes”?',
    page: 'application',
  },
  'grant-refused': {
    severity: 'blocker',
    heading: 'The application does not allow this way of asking',
    found: 'Casdoor said “{words}”.',
    why: 'Casdoor gives nobody a code, so nobody gets into {product}.',
    fix: 'In Casdoor open Applications → {application} and choose authorization_code under “Grant types”.',
    handOver:
      'At {address} the application {application} refuses to give codes: “{words}”. Can you choose authorization_code under “Grant types”?',
    page: 'application',
  },
  other: {
    // Anybody who holds the link may have typed them.
    severity: 'serious',
    heading: 'Casdoor did not let the person in',
    found: 'Casdoor said “{words}”. What that means is not known here.',
    why: 'This person does not get into {product}. Whether anybody does cannot be told from these words.',
    fix: 'Look for these words in the logs of Casdoor, at the time of the test. Then sign in again, as somebody else too.',
    handOver:
      'A sign-in at {address} to {application} ends with “{words}”. What do the logs of Casdoor say of it, and is it so for everybody?',
    page: null,
  },
};
