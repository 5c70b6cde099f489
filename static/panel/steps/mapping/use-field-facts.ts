import { useMemo } from 'react';
import type { ClaimSource } from '../../../../src/contract/mapping';
import type { Finding } from '../../../../src/contract/report';
import { documentedScopes, productNames } from '../../../../src/contract/target';
import { betterClaims, claimIn, faultShownBy, sourcesOf } from '../../../../src/mapping/better-claims';
import { type ClaimField, type ClaimFigures, figuresOfClaim, rankClaims } from '../../../../src/mapping/rank-claims';
import { keyFieldOf, rulesOf } from '../../../../src/mapping/rules-of';
import { usePanel } from '../../panel-model';
import type { FieldFault } from '../../parts/labelled-field';
import { meaningOf } from '../../parts/verdict-words';
import { type ClaimHint, hintOf } from './claim-hint';
import { useMappingForm } from './mapping-form-context';

/** A claim that is offered in place of the one that stands there; without figures where nobody was read. */
export type BetterClaim = Pick<ClaimFigures, 'claim'> & { figures: ClaimFigures | null; sample: string | null };

export type FieldFacts = {
  /** What is wrong with the field; null where nothing is known to be. */
  fault: FieldFault | null;
  /** What can be said of a field that is in order. */
  hint: ClaimHint | null;
  better: readonly BetterClaim[];
};

/** What is known of one field of claims while it is typed: by Casdoor's own rules, by the last check, by some people. */
export const useFieldFacts = (field: ClaimField, id: string, text: string): FieldFacts => {
  const { plugin, product, value, isSaved, format, sample, judged } = useMappingForm();
  const { report, check, target } = usePanel();
  const sources = useSources(field);
  const ranked = useMemo(
    () => (sample === null ? [] : rankClaims(field, sources, plugin, sample)),
    [field, sources, plugin, sample],
  );
  const claim = claimIn(text, plugin, field);
  const current = useMemo(
    () => (sample === null || claim === null ? null : figuresOfClaim(claim, field, sources, sample)),
    [sample, claim, field, sources],
  );
  const told = hintOf(text, {
    plugin,
    sources,
    scopes: (target?.settings.value.scopes || documentedScopes).split(/\s+/).filter(Boolean),
    seen: target?.seen ?? null,
    isExpression: plugin === 'atlassian-dc' && field !== 'groups',
    ...(format === undefined ? {} : { format }),
  });
  const found =
    isSaved && !check.running ? report?.findings.find((each) => isFailed(each) && isAbout(each, id)) : undefined;
  const shown =
    judged === null || claim === null
      ? null
      : faultShownBy({
          field,
          isKey: keyFieldOf(rulesOf(value, plugin), plugin) === field,
          judged: judged.people,
          current,
          ranked,
          product,
        });
  const fault = faultOf(text, field, productNames[product], told, found, shown?.text ?? null);
  const figures = current === null || fault !== null ? null : figuresWords(current, sample?.people.length ?? 0);
  const better: BetterClaim[] =
    fault === null
      ? []
      : sample !== null
        ? betterClaims(ranked, current).map((one) => ({ claim: one.claim, figures: one, sample: one.sample }))
        : found?.detail?.kind === 'claims'
          ? found.detail.better.slice(0, 3).map((one) => ({ ...one, figures: null }))
          : [];
  return { fault, hint: withFigures(told, figures), better };
};

/** The same list as long as it says the same, so that nothing is counted anew for it. */
const useSources = (field: ClaimField): readonly ClaimSource[] => {
  const { plugin, value } = useMappingForm();
  const { source } = value;
  return useMemo(() => sourcesOf({ source }, plugin, field), [source, plugin, field]);
};

const faultOf = (
  text: string,
  field: ClaimField,
  product: string,
  told: ClaimHint | null,
  found: Finding | undefined,
  shown: string | null,
): FieldFault | null => {
  if (text.trim() === '') return field === 'groups' ? null : { of: 'serious', text: emptyWords(field, product) };
  const meaning = found && meaningOf(found);
  if (found && meaning && meaning !== 'passed')
    return {
      of: meaning,
      text: told?.of === 'serious' ? told.text.replace(/\.$/, '') : found.title,
      finding: found.id,
    };
  if (told?.of === 'serious') return { of: 'serious', text: told.text };
  return shown === null ? null : { of: 'serious', text: shown };
};

const emptyWords = (field: ClaimField, product: string): string => {
  if (field === 'username') return 'No claim is named, so the plugin cannot tell who signs in.';
  if (field === 'email') return `No claim is named, and ${product} makes no account without an e-mail.`;
  return 'No claim is named, so new accounts would get no name.';
};

/** "such as alice · filled for 60 of 60 people, all different". */
const figuresWords = ({ filled, different, sample }: ClaimFigures, people: number): string => {
  const differ = different === filled ? 'all different' : `${different} different`;
  return `such as ${sample} · filled for ${filled} of ${people} people, ${differ}`;
};

/** What a sign-in showed is worth keeping; where a claim stands by Casdoor's rules, people say it better. */
const withFigures = (told: ClaimHint | null, figures: string | null): ClaimHint | null => {
  if (figures === null) return told;
  // Of a format that carries whatever the application adds, people alone tell.
  if (told === null) return { of: 'passed', text: `Text ${figures}` };
  const kind = /^(Text|A list|A number|True or false)\b/.exec(told.text)?.[1];
  const isSeen = told.text.includes('seen in a sign-in');
  if (told.of !== 'passed' || kind === undefined || isSeen)
    return { of: told.of, text: `${told.text} Here ${figures}.` };
  return { of: told.of, text: `${kind} ${figures}` };
};

const isFailed = ({ outcome, area }: Finding) => area === 'mapping' && (outcome === 'fail' || outcome === 'warn');

/** A finding names the field whose claims would fit better. */
const isAbout = ({ detail }: Finding, id: string) =>
  detail?.kind === 'claims' && detail.field.toLowerCase().replace(/[^a-z]/g, '') === id.replace(/[^a-z]/g, '');
