import type { ClaimSource, Mapping } from '../contract/mapping';
import { type ClaimAccess, sourceNames } from './claim-access';
import { type FieldReader, type FieldReading, type PersonReader, reading, type Steps, step } from './field-reading';
import { miniorangeGroups } from './miniorange-groups';
import { type LookUp, lookUp } from './miniorange-lookup';
import { type PatternEngine, readingThrough } from './pattern-rule';
import { flattened } from './read-claim';
import type { Rules } from './rules-of';

/**
 * What miniOrange OAuth/OIDC SSO reads of a sign-in: version 1.1.28, its rules by their numbers. Newer versions are
 * taken to do the same.
 */
export const miniorangeReader = (mapping: Mapping, rules: Rules, engine: PatternEngine): PersonReader => {
  // Rule 1: apps of the OpenID type, as the documentation sets one up, read the ID token.
  const source = mapping.source ?? 'id_token';
  return {
    username: username(source, mapping.username, rules.usernamePattern, engine),
    email: email(source, mapping.email),
    fullName:
      'fullName' in mapping.name
        ? single(source, mapping.name.fullName)
        : joined(source, mapping.name.firstName, mapping.name.lastName),
    groups: mapping.groups === null ? null : miniorangeGroups(source, mapping.groups, rules, engine),
  };
};

/** A claim where a text is needed. */
const textClaim = (source: ClaimSource, name: string, claims: ClaimAccess, steps: Steps): LookUp => {
  const found = lookUp(source, name, claims, steps);
  if (found.text !== null || found.value === undefined) return found;
  steps?.push(
    step('rule', Array.isArray(found.value) ? 'A list' : 'An object', null, 'How it becomes a text is not known.'),
  );
  return { ...found, certain: false };
};

/** Rule 4: quotes are stripped, then the regular expression. */
const username = (source: ClaimSource, name: string, written: string | null, engine: PatternEngine): FieldReader => {
  const pattern = written === null ? null : engine(written);
  return (claims, steps) => {
    const { text, certain } = textClaim(source, name, claims, steps);
    if (text === null) return reading(null, certain);
    const read = readingThrough(pattern, written ?? '', stripped(text, certain, steps), steps);
    steps?.push(step('value', 'Username', String(read.value)));
    return read;
  };
};

const stripped = (text: string, certain: boolean, steps: Steps): FieldReading => {
  if (!text.includes('"')) return reading(text, certain);
  const bare = text.replaceAll('"', '');
  steps?.push(step('rule', 'Quotes stripped', bare));
  // Whether a quote in the middle goes too is not known.
  return reading(bare, certain && text.replace(/^"+|"+$/g, '') === bare);
};

/** Rule 3: the first present of the list, else any value that looks like an e-mail address. */
const email = (source: ClaimSource, written: string): FieldReader => {
  const names = written
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return (claims, steps) => {
    let certain = true;
    let isThere = false;
    for (const name of names) {
      const one = textClaim(source, name, claims, steps);
      certain &&= one.certain;
      isThere ||= one.value !== undefined;
      if (one.text === null || one.text.trim() === '') continue;
      steps?.push(step('value', 'E-mail', one.text));
      return reading(one.text, certain);
    }
    return guessed(source, claims, certain, isThere, steps);
  };
};

const guessed = (
  source: ClaimSource,
  claims: ClaimAccess,
  certain: boolean,
  isBlank: boolean,
  steps: Steps,
): FieldReading => {
  const whole = claims.whole(source);
  const guesses = [...new Set(whole === undefined ? [] : flattened(whole).flatMap(({ value }) => addressesIn(value)))];
  const guess = guesses[0];
  if (guess === undefined) return reading(null, certain);
  steps?.push(
    step(
      'rule',
      'Any value that looks like an e-mail address',
      guess,
      guesses.length > 1
        ? `${guesses.length} different values of ${sourceNames[source]} do; which one is taken is not known.`
        : null,
    ),
    step('value', 'E-mail', guess),
  );
  // Whether a claim that is there and blank counts as present is not known.
  return reading(guess, certain && !isBlank && guesses.length === 1);
};

const addressesIn = (value: unknown): string[] => {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item): item is string => typeof item === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(item));
};

const single =
  (source: ClaimSource, name: string): FieldReader =>
  (claims, steps) => {
    const { text, certain } = textClaim(source, name, claims, steps);
    if (text !== null) steps?.push(step('value', 'Full name', text));
    return reading(text, certain);
  };

/** Rule 6: first + " " + last. What is made of a missing half is not known. */
const joined =
  (source: ClaimSource, firstName: string, lastName: string): FieldReader =>
  (claims, steps) => {
    const first = textClaim(source, firstName, claims, steps);
    const last = textClaim(source, lastName, claims, steps);
    const certain = first.certain && last.certain;
    if ((first.text ?? '') === '' && (last.text ?? '') === '') return reading(null, certain);
    const whole = `${first.text ?? ''} ${last.text ?? ''}`.trim();
    steps?.push(step('rule', 'First name, a space, last name', whole), step('value', 'Full name', whole));
    return reading(whole, certain && first.text !== null && last.text !== null);
  };
