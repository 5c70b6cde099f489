import type { ClaimSource, TokenFormat } from '../../../../src/contract/mapping';
import { tokenFormats } from '../../../../src/contract/mapping';
import type { Plugin } from '../../../../src/contract/target';
import { claimsOf } from '../../../../src/mapping/claim-table';
import { claimsIn, isLiteral } from '../../../../src/mapping/username-expression';

/** What can be told of a field while it is typed; the checks judge it after saving. */
export type ClaimHint = { of: 'passed' | 'look' | 'serious'; text: string };

const sources: Record<ClaimSource, string> = {
  id_token: 'the ID token',
  userinfo: 'userinfo',
  'get-account': 'get-account',
};
const types = { text: 'Text', boolean: 'True or false', number: 'A number', list: 'A list', object: 'An object' };

export const tokenFormatNamed = (format: string | undefined): TokenFormat | undefined =>
  tokenFormats.find((known) => known === format);

/**
 * Judges what stands in one field. JWT-Custom can carry whatever the application adds, so nothing is said to be missing
 * from it, nor as long as the token format is not known and one of the formats has the claim.
 */
export const hintOf = (typed: string, source: ClaimSource, plugin: Plugin, format?: string): ClaimHint | null => {
  const text = typed.trim();
  if (text === '') return null;
  if (plugin === 'atlassian-dc') {
    if (isLiteral(text))
      return {
        of: 'serious',
        text: `Taken literally: everybody would be called "${text}". Write \${${text}} for the claim.`,
      };
    const missing = claimsIn(text)
      .map((claim) => claimHint(claim, source, format))
      .find((hint) => hint?.of === 'serious');
    return missing ?? claimHint(claimsIn(text)[0] ?? '', source, format);
  }
  const alternatives = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const hints = alternatives.map((claim) => claimHint(claim, source, format));
  return hints.find((hint) => hint?.of !== 'serious') ?? hints[0] ?? null;
};

const claimHint = (claim: string, source: ClaimSource, spelled: string | undefined): ClaimHint | null => {
  const format = tokenFormatNamed(spelled);
  if (source === 'id_token' && (format === 'JWT-Custom' || (spelled !== undefined && format === undefined)))
    return null;
  const looked =
    source !== 'id_token' || format ? [format ?? 'JWT'] : tokenFormats.filter((each) => each !== 'JWT-Custom');
  const facts = looked.map((each) => claimsOf(source, each).get(claim));
  const fact = facts.find((each) => each !== undefined);
  const where = source === 'id_token' && format ? `the ID token of format ${format}` : sources[source];
  if (!fact) {
    return looked.length > 1
      ? {
          of: 'serious',
          text: `No ID token of Casdoor has ${claim}, unless the application adds it (format JWT-Custom).`,
        }
      : { of: 'serious', text: `Casdoor never issues ${claim} in ${where}.` };
  }
  if (fact.carriesSecret) return { of: 'serious', text: `${claim} can hold a secret of the person.` };
  if (fact.isPerToken)
    return { of: 'serious', text: `${claim} is another value at each sign-in and says nothing of the person.` };
  if (facts.some((each) => each === undefined))
    return {
      of: 'look',
      text: `Only some token formats have ${claim}. Pick a person to see which one the application has.`,
    };
  if (fact.type === 'object' || (fact.type === 'list' && fact.items === 'object'))
    return { of: 'look', text: `${types[fact.type]} in ${where}, not one text.` };
  return {
    of: 'passed',
    text: `${types[fact.type]} in ${where}${fact.leftOut === 'never' ? '' : ', left out where it is empty'}.`,
  };
};
