import type { ClaimSource, ClaimValue, Mapping, NameMapping, TrailStep } from '../contract/mapping';
import { type ClaimAccess, sourceNames, whyNotSeen } from './claim-access';
import {
  type FieldReader,
  type FieldReading,
  isBlank,
  type PersonReader,
  reading,
  type Steps,
  step,
  textsOf,
} from './field-reading';
import { shown } from './read-claim';
import { claimsIn, filledIn, isLiteral, parseExpression } from './username-expression';

/**
 * What Atlassian's own SSO for Data Center reads of a sign-in with just-in-time provisioning: the username from the ID
 * token, else from userinfo; everything else from the ID token alone.
 */
export const atlassianDcReader = (mapping: Mapping): PersonReader => ({
  username: username(mapping.username),
  email: provisioned('E-mail', mapping.email),
  fullName: provisioned('Display name', displayNameExpression(mapping.name)),
  groups: mapping.groups === null ? null : groups(mapping.groups),
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

const variable = (claim: string, sources: readonly ClaimSource[], claims: ClaimAccess): Variable => {
  for (const source of sources) {
    const value = claims.top(source, claim);
    if (value !== undefined && value !== null) return { claim, source, value, unseen: null };
    // A source that could not be looked into decides: the next one is asked only when this one has nothing.
    const unseen = whyNotSeen(source, claim, claims);
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

const expression = (label: string, written: string, sources: readonly ClaimSource[]): FieldReader => {
  const parts = parseExpression(written);
  const named = claimsIn(written);
  const isAlone = written === `\${${named[0]}}`;
  return (claims, steps) => {
    const variables = named.map((claim) => variable(claim, sources, claims));
    steps?.push(...variables.map((one) => claimStep(one, sources)));
    const missing = variables.find(({ value, unseen }) => value === undefined && unseen === null);
    if (missing)
      return reading(null, true, {
        outcome: 'refused',
        reason: isPathLike(missing.claim)
          ? `Claim [${missing.claim}] could not be found: the plugin reads claims at the top level.`
          : `Claim [${missing.claim}] could not be found.`,
      });
    if (variables.some(({ value }) => value === undefined)) return reading(null, false);
    const wrong = variables.find(({ value }) => typeof value !== 'string');
    if (wrong) return notText(label, wrong.claim, sources.length === 1);
    const value = filledIn(parts, (claim) => String(variables.find((one) => one.claim === claim)?.value));
    if (!isAlone) steps?.push(step('rule', 'Expression', written, null));
    steps?.push(step('value', label, value));
    // Whether each variable or the whole expression falls back to userinfo is not known.
    const isMixed = variables.some(({ source }) => source !== variables[0]?.source);
    return reading(value, !isMixed && value.trim() !== '');
  };
};

/** Just-in-time provisioning refuses what is no text; what a username makes of it is not known. */
const notText = (label: string, claim: string, isProvisioned: boolean): FieldReading =>
  isProvisioned
    ? reading(null, true, { outcome: 'refused', reason: `Claim [${claim}] is no text, which ${label} needs.` })
    : reading(null, false);

const isPathLike = (claim: string) => claim.includes('.');

const username = (written: string): FieldReader => {
  if (isLiteral(written))
    return (_claims, steps) => {
      steps?.push(step('rule', 'Taken literally', written, `For the claim it would have to be \${${written}}.`));
      return reading(written, true, {
        outcome: 'collides',
        reason: `The expression names no claim, so everybody who signs in is taken for the one account "${written}".`,
      });
    };
  const read = expression('Username', written, ['id_token', 'userinfo']);
  return (claims, steps) => {
    const found = read(claims, steps);
    if (typeof found.value !== 'string' || !isBlank(found.value)) return found;
    // Whether a blank claim sends it on to userinfo is not known; where nothing stands there either, it does not matter.
    const isNowhere = claimsIn(written).every((claim) => {
      const there = variable(claim, ['userinfo'], claims);
      return there.unseen === null && (there.value === undefined || there.value === '');
    });
    return { ...found, certain: isNowhere };
  };
};

const provisioned = (label: string, written: string): FieldReader => {
  const read = expression(label, written, ['id_token']);
  if (!isLiteral(written)) return read;
  return (claims, steps) => {
    steps?.push(step('rule', 'Taken literally', written, 'It is the same for everybody.'));
    return read(claims, steps);
  };
};

/** A bare claim name; a missing one refuses the sign-in, an empty list takes every group away. */
const groups =
  (claim: string): FieldReader =>
  (claims, steps) => {
    const read = variable(claim, ['id_token'], claims);
    steps?.push(claimStep(read, ['id_token']));
    if (read.value === undefined && read.unseen !== null) return reading(null, false);
    const list = Array.isArray(read.value) ? read.value : null;
    const names = list && textsOf(list);
    if (names === null || list === null || names.length < list.length)
      return reading(null, true, {
        outcome: 'refused',
        reason:
          read.value === undefined
            ? `Claim [${claim}] could not be found.`
            : `Claim [${claim}] is no list of texts, which groups need.`,
      });
    recordGroups(names, steps);
    return reading(names, true);
  };

const recordGroups = (names: readonly string[], steps: Steps) =>
  steps?.push(
    step(
      'rule',
      'Groups are made to match exactly',
      null,
      names.length === 0 ? 'An empty list removes the person from every group.' : null,
    ),
    step('value', 'Groups', names.join(', ')),
  );
