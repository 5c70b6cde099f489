import type { Severity } from '../../contract/report';
import { claimsIn } from '../../mapping/username-expression';
import type { Given } from '../evidence';
import type { ClaimsLook, IdTokenLook } from '../sign-in-evidence';

/*
 * The checks of a test sign-in follow its way: back from Casdoor, the code, the tokens, the signature, what is signed,
 * the endpoint beside the token. What ends the way at one place leaves nothing to judge behind it.
 */

/**
 * With these settings Casdoor lets nobody in, whoever it is: what its page says, and that nobody comes back, follows from
 * them.
 */
export const closedDoors = [
  'client-unknown',
  'client-swapped',
  'scope-refused',
  'application-shared',
  'sign-in-disabled',
  'sign-in-method-missing',
  'certificate-missing',
  'token-format-unknown',
] as const;

/** No code came back, or none that is redeemed. */
export const returnCauses = [
  'sign-in-outdated',
  'sign-in-state-mismatch',
  'sign-in-refused',
  'sign-in-abandoned',
] as const;

/** No tokens came. */
export const redemptionCauses = [...returnCauses, 'token-unanswered', 'code-expired', 'token-refused'] as const;

/** Nothing in the ID token can be believed. */
export const signatureCauses = [
  ...redemptionCauses,
  'id-token-missing',
  'token-algorithm-refused',
  'token-key-unknown',
  'token-signature-invalid',
] as const;

/** What cannot be had without a code. */
export const factsOfTheCode = ['redemption', 'idToken', 'claimsLook', 'signInPrediction'] as const;
/** What cannot be had without tokens. */
export const factsOfTheTokens = ['idToken', 'claimsLook', 'signInPrediction'] as const;

/** Whether the plugin asks the endpoint beside the token for what it needs. */
export type AsksBeside = 'always' | 'never' | 'not-known';

/**
 * Custom OpenID of miniOrange reads the ID token; another source is asked where the mapping says so. Atlassian's own SSO
 * asks userinfo only for a username that the ID token lacks, and its default expression is `${sub}`.
 */
export const asksBeside = (
  { target, mapping }: Given,
  look: Pick<ClaimsLook, 'source'> | undefined,
  idToken: Pick<IdTokenLook, 'claims'> | undefined,
): AsksBeside => {
  if (target.plugin === 'atlassian-dc') {
    if (look?.source === 'get-account') return 'never';
    if (mapping === null) return 'never';
    if (idToken === undefined) return 'not-known';
    return claimsIn(mapping.username).every((claim) => isText(idToken.claims[claim])) ? 'never' : 'always';
  }
  const source = mapping?.source ?? (target.plugin === 'miniorange' ? 'id_token' : null);
  if (source === null) return 'not-known';
  return source === 'id_token' ? 'never' : 'always';
};

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';

/** What is wrong beside the token weighs what the plugin makes of it. */
export const weightBeside: Record<AsksBeside, Severity> = {
  always: 'blocker',
  never: 'advice',
  'not-known': 'serious',
};

/** Why it does no harm where the plugin does not ask there. */
export const notAskedBeside =
  'Nothing, as long as {plugin} reads what it needs from the ID token, as it does here. The day it asks there, it learns nothing of anybody.';
export const perhapsAskedBeside =
  'If the plugin asks there who has signed in, nobody gets into {product}. Whether it does is not known here.';

/** At most this much of a text from outside stands inside a sentence. */
const widest = 240;
export const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > widest ? `${line.slice(0, widest)}…` : line;
};

/** Words of an answer as they came, where they are more than a sentence shows. */
export const wholeWords = (label: string, words: string) =>
  shortened(words) === words
    ? {}
    : { detail: { kind: 'list' as const, label, items: [{ text: words.slice(0, 4_000) }] } };
