import type { ClaimSource, ClaimsBySource, ClaimValue, Mapping, NameMapping, TrailStep } from '../contract/mapping';
import {
  type FieldReading,
  type PersonReading,
  reading,
  sourceNames,
  step,
  type Untold,
  whyNotSeen,
} from './field-reading';
import { shown } from './read-claim';
import { claimsIn, filledIn, isLiteral } from './username-expression';

/**
 * What Atlassian's own SSO for Data Center reads of a sign-in with just-in-time provisioning: the username from the ID
 * token, else from userinfo; everything else from the ID token alone.
 */
export const readForAtlassianDc = (bySource: ClaimsBySource, mapping: Mapping, untold: Untold): PersonReading => ({
  username: username(mapping.username, bySource, untold),
  email: provisioned('E-mail', mapping.email, bySource, untold),
  fullName: provisioned('Display name', displayNameExpression(mapping.name), bySource, untold),
  groups: mapping.groups === null ? null : groups(mapping.groups, bySource, untold),
});

/** The plugin has one field for the name: two claims become one expression. */
export const displayNameExpression = (name: NameMapping): string =>
  'fullName' in name ? name.fullName : `${name.firstName} ${name.lastName}`;

type Variable = {
  claim: string;
  source: ClaimSource | null;
  value: ClaimValue | undefined;
  /** Why it may be there all the same; null where what was found holds. */
  unseen: string | null;
};

const variable = (
  claim: string,
  sources: readonly ClaimSource[],
  bySource: ClaimsBySource,
  untold: Untold,
): Variable => {
  for (const source of sources) {
    const claims = bySource[source];
    const value = claims && Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    if (value !== undefined && value !== null) return { claim, source, value, unseen: null };
    // A source that could not be looked into decides: the next one is asked only when this one has nothing.
    const unseen = whyNotSeen(source, claim, bySource, untold);
    if (unseen !== null) return { claim, source, value: undefined, unseen };
  }
  return { claim, source: null, value: undefined, unseen: null };
};

const claimStep = ({ claim, source, value, unseen }: Variable, sources: readonly ClaimSource[]): TrailStep => {
  if (value !== undefined && source !== null) return step('claim', claim, shown(value), sourceNames[source]);
  const looked = sources.map((one) => sourceNames[one]).join(' nor in ');
  const absent = sources.length > 1 ? `It is neither in the ${looked}.` : `It is not in the ${looked}.`;
  return step('claim', claim, null, unseen ?? absent);
};

const expression = (
  label: string,
  written: string,
  sources: readonly ClaimSource[],
  bySource: ClaimsBySource,
  untold: Untold,
): FieldReading => {
  const variables = claimsIn(written).map((claim) => variable(claim, sources, bySource, untold));
  const steps = variables.map((one) => claimStep(one, sources));
  const missing = variables.find(({ value, unseen }) => value === undefined && unseen === null);
  if (missing)
    return reading(steps, null, true, {
      outcome: 'refused',
      reason: isPathLike(missing.claim)
        ? `Claim [${missing.claim}] could not be found: the plugin reads claims at the top level.`
        : `Claim [${missing.claim}] could not be found.`,
    });
  if (variables.some(({ value }) => value === undefined)) return reading(steps, null, false);
  const wrong = variables.find(({ value }) => typeof value !== 'string');
  if (wrong) return notText(label, steps, wrong.claim, sources.length === 1);
  const texts = new Map(variables.map(({ claim, value }) => [claim, String(value)]));
  const value = filledIn(written, (claim) => texts.get(claim) ?? '');
  if (written !== `\${${variables[0]?.claim}}`) steps.push(step('rule', 'Expression', written, null));
  steps.push(step('value', label, value));
  // Whether each variable or the whole expression falls back to userinfo is not known.
  const isMixed = new Set(variables.map(({ source }) => source)).size > 1;
  return reading(steps, value, !isMixed && value.trim() !== '');
};

/** Just-in-time provisioning refuses what is no text; what a username makes of it is not known. */
const notText = (label: string, steps: TrailStep[], claim: string, isProvisioned: boolean): FieldReading =>
  isProvisioned
    ? reading(steps, null, true, { outcome: 'refused', reason: `Claim [${claim}] is no text, which ${label} needs.` })
    : reading(steps, null, false);

const isPathLike = (claim: string) => claim.includes('.');

const username = (written: string, bySource: ClaimsBySource, untold: Untold): FieldReading => {
  if (isLiteral(written))
    return reading(
      [step('rule', 'Taken literally', written, `For the claim it would have to be \${${written}}.`)],
      written,
      true,
      {
        outcome: 'collides',
        reason: `The expression names no claim, so everybody who signs in is taken for the one account "${written}".`,
      },
    );
  const read = expression('Username', written, ['id_token', 'userinfo'], bySource, untold);
  if (typeof read.value !== 'string' || read.value.trim() !== '') return read;
  // Whether a blank claim sends it on to userinfo is not known; where nothing stands there either, it does not matter.
  const isNowhere = claimsIn(written).every((claim) => {
    const there = variable(claim, ['userinfo'], bySource, untold);
    return there.unseen === null && (there.value === undefined || there.value === '');
  });
  return { ...read, certain: isNowhere };
};

const provisioned = (label: string, written: string, bySource: ClaimsBySource, untold: Untold): FieldReading => {
  const read = expression(label, written, ['id_token'], bySource, untold);
  if (isLiteral(written)) read.steps.unshift(step('rule', 'Taken literally', written, 'It is the same for everybody.'));
  return read;
};

/** A bare claim name; a missing one refuses the sign-in, an empty list takes every group away. */
const groups = (claim: string, bySource: ClaimsBySource, untold: Untold): FieldReading => {
  const read = variable(claim, ['id_token'], bySource, untold);
  const steps = [claimStep(read, ['id_token'])];
  if (read.value === undefined && read.unseen !== null) return reading(steps, null, false);
  const list = Array.isArray(read.value) ? read.value : null;
  const names = list?.filter((item): item is string => typeof item === 'string') ?? null;
  if (names === null || list === null || names.length < list.length)
    return reading(steps, null, true, {
      outcome: 'refused',
      reason:
        read.value === undefined
          ? `Claim [${claim}] could not be found.`
          : `Claim [${claim}] is no list of texts, which groups need.`,
    });
  steps.push(
    step(
      'rule',
      'Groups are made to match exactly',
      null,
      names.length === 0 ? 'An empty list removes the person from every group.' : null,
    ),
  );
  return reading([...steps, step('value', 'Groups', names.join(', '))], names, true);
};
