import type { ClaimSource, TokenFormat } from '../../../../src/contract/mapping';
import { tokenFormats } from '../../../../src/contract/mapping';
import type { SeenClaims, SeenType } from '../../../../src/contract/sign-in';
import type { Plugin } from '../../../../src/contract/target';
import { type ClaimFact, claimsOf } from '../../../../src/mapping/claim-table';
import { claimsIn, isLiteral } from '../../../../src/mapping/username-expression';
import { whenOf } from '../../parts/moment';

/** What can be told of a field while it is typed; the checks judge it after saving. */
export type ClaimHint = { of: 'passed' | 'look' | 'serious'; text: string };

const sources: Record<ClaimSource, string> = {
  id_token: 'the ID token',
  userinfo: 'userinfo',
  'get-account': 'get-account',
};
const types = { text: 'Text', boolean: 'True or false', number: 'A number', list: 'A list', object: 'An object' };
const seenAs: Record<SeenType, string> = { ...types, empty: 'Empty' };

export const tokenFormatNamed = (format: string | undefined): TokenFormat | undefined =>
  tokenFormats.find((known) => known === format);

/** Where a field of a plugin looks for a claim, and how. */
export type ClaimPlace = {
  plugin: Plugin;
  /** In the order in which the plugin looks. */
  sources: readonly ClaimSource[];
  /** Of the application, as far as it is known. */
  format?: string;
  /** What the plugin asks for; absent: everything. Some claims come with a scope alone. */
  scopes?: readonly string[];
  /** What a confirmed test sign-in brought; null where there was none. */
  seen?: SeenClaims | null;
  /** The field takes an expression such as `${name}` rather than the name of a claim. */
  isExpression: boolean;
};

/**
 * Judges what stands in one field. Only what is certain is called wrong: JWT-Custom can carry whatever the application
 * adds, miniOrange finds a key anywhere in the tree, and an object's inner names are not known here.
 */
export const hintOf = (typed: string, place: ClaimPlace): ClaimHint | null => {
  const text = typed.trim();
  if (text === '') return null;
  if (place.isExpression) {
    if (isLiteral(text))
      return { of: 'serious', text: `Taken literally, the same for everybody. For the claim write \${${text}}.` };
    const hints = claimsIn(text).map((claim) => claimHint(claim, place));
    return hints.find((hint) => hint?.of === 'serious') ?? hints[0] ?? null;
  }
  // miniOrange takes the first of several that is present.
  const names = place.plugin === 'miniorange' ? text.split(';') : [text];
  const hints = names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((claim) => claimHint(claim, place));
  return hints.some((hint) => hint === null)
    ? null
    : (hints.find((hint) => hint?.of !== 'serious') ?? hints[0] ?? null);
};

const claimHint = (claim: string, place: ClaimPlace): ClaimHint | null => {
  const seen = place.sources.map((source) => seenHint(claim, source, place)).find((hint) => hint !== null);
  if (seen) return seen;
  const hints = place.sources.map((source) => hintFrom(claim, source, place));
  if (hints.some((hint) => hint === null)) return null;
  return hints.find((hint) => hint?.of !== 'serious') ?? hints[0] ?? null;
};

/**
 * A claim of a token that was verified exists, whatever Casdoor's formats say. One that was not seen may still come for
 * somebody else, so that says nothing; nor does a sign-in make a claim fit that holds a secret or changes each time.
 */
const seenHint = (claim: string, source: ClaimSource, { plugin, format, seen }: ClaimPlace): ClaimHint | null => {
  const names = seen?.bySource[source];
  if (!seen || !names) return null;
  const known = find(claim, claimsOf(source, tokenFormatNamed(format) ?? 'JWT'), plugin);
  if (typeof known === 'object' && (known.fact.carriesSecret || known.fact.isPerToken)) return null;
  const type = Object.hasOwn(names, claim) ? names[claim] : undefined;
  if (type === undefined) return null;
  const when = `seen in a sign-in on ${whenOf(seen.at)}`;
  if (type === 'object') return { of: 'look', text: `An object in ${sources[source]}, not one text, ${when}.` };
  return { of: type === 'empty' ? 'look' : 'passed', text: `${seenAs[type]} in ${sources[source]}, ${when}.` };
};

const hintFrom = (
  claim: string,
  source: ClaimSource,
  { plugin, format: spelled, scopes }: ClaimPlace,
): ClaimHint | null => {
  const format = tokenFormatNamed(spelled);
  const isOpen = format === 'JWT-Custom' || (spelled !== undefined && format === undefined);
  if (source === 'id_token' && isOpen) return null;
  const looked =
    source !== 'id_token' || format ? [format ?? 'JWT'] : tokenFormats.filter((each) => each !== 'JWT-Custom');
  const found = looked.map((each) => find(claim, claimsOf(source, each), plugin));
  if (found.some((each) => each === 'open')) return null;
  const where = source === 'id_token' && format ? `the ID token of format ${format}` : sources[source];
  const known = found.find((each) => typeof each === 'object');
  if (typeof known !== 'object')
    return looked.length > 1
      ? { of: 'serious', text: `No ID token has ${claim}, unless the application adds it (format JWT-Custom).` }
      : { of: 'serious', text: `Casdoor never issues ${claim} in ${where}.` };
  const { fact, path } = known;
  if (fact.carriesSecret) return { of: 'serious', text: `${claim} can hold a secret of the person.` };
  if (fact.isPerToken)
    return { of: 'serious', text: `${claim} is another value at each sign-in and says nothing of the person.` };
  if (found.some((each) => each === undefined))
    return { of: 'look', text: `Only some token formats have ${claim}. Pick a person to see which one it is here.` };
  if (fact.scope && scopes && looked.every((each) => !find(claim, claimsOf(source, each, { scopes }), plugin)))
    return { of: 'serious', text: `${claim} comes with the scope ${fact.scope}, which is not asked for on Client.` };
  if (fact.type === 'object' || (fact.type === 'list' && fact.items === 'object'))
    return { of: 'look', text: `${types[fact.type]} in ${where}, not one text.` };
  const as = path === claim ? '' : `, as ${path}`;
  return {
    of: 'passed',
    text: `${types[fact.type]} in ${where}${as}${fact.leftOut === 'never' ? '' : ', left out where it is empty'}.`,
  };
};

/** `open`: it lies within an object whose names are not known. */
const find = (claim: string, claims: ReadonlyMap<string, ClaimFact>, plugin: Plugin) => {
  const own = claims.get(claim);
  if (own) return { fact: own, path: claim };
  const parents = claim
    .split('.')
    .slice(0, -1)
    .map((_, index, all) => all.slice(0, index + 1).join('.'));
  if (parents.some((parent) => ['object', 'list'].includes(claims.get(parent)?.type ?? ''))) return 'open';
  if (plugin !== 'miniorange') return undefined;
  const nested = [...claims].find(([path]) => path.endsWith(`.${claim}`));
  return nested && { fact: nested[1], path: nested[0] };
};
