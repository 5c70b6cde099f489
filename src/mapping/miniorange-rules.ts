import type { ClaimSource, Claims, ClaimsBySource, Mapping, TrailStep } from '../contract/mapping';
import {
  type FieldReading,
  type PersonReading,
  reading,
  sourceAtStart,
  sourceNames,
  step,
  type Untold,
  whyNotSeen,
} from './field-reading';
import { findClaim, flattened, shown, textOf } from './read-claim';

/**
 * What miniOrange OAuth/OIDC SSO reads of a sign-in: version 1.1.28, its rules by their numbers. Newer versions are
 * taken to do the same.
 */
export const readForMiniorange = (bySource: ClaimsBySource, mapping: Mapping, untold: Untold): PersonReading => {
  // Rule 1: apps of the OpenID type, as the documentation sets one up, read the ID token.
  const source = mapping.source ?? 'id_token';
  const look = (name: string) => lookUp(source, name, bySource, untold);
  return {
    username: username(look(mapping.username)),
    email: email(source, mapping.email, bySource[source], look),
    fullName:
      'fullName' in mapping.name
        ? single(look(mapping.name.fullName))
        : joined(look(mapping.name.firstName), look(mapping.name.lastName)),
    groups: mapping.groups === null ? null : groups(look(mapping.groups)),
  };
};

/** One claim looked up by rules 1 and 2. `text` is null where there is none that could be read as text. */
type LookUp = { steps: TrailStep[]; text: string | null; list: string[] | null; certain: boolean };

const lookUp = (source: ClaimSource, name: string, bySource: ClaimsBySource, untold: Untold): LookUp => {
  const claims = bySource[source];
  const found = claims && findClaim(claims, name);
  const unseen = whyNotSeen(source, name, bySource, untold);
  if (!found || found.value === null) {
    const note = unseen ?? `${sourceAtStart[source]} has no claim of this name.`;
    return { steps: [step('claim', name, null, note)], text: null, list: null, certain: unseen === null };
  }
  const steps = [step('claim', name, shown(found.value), sourceNames[source])];
  if (found.how === 'path') steps.push(step('rule', 'Nested', found.path, 'Taken by its path.'));
  if (found.how === 'nested')
    steps.push(
      step(
        'rule',
        'Nested',
        found.path,
        found.certain ? 'The only one of this name.' : 'Perhaps another of this name.',
      ),
    );
  // What cannot be seen stands in `data2`, behind everything in `data`.
  const certain = found.certain && (found.how !== 'nested' || unseen === null || found.path === `data.${name}`);
  const text = textOf(found.value);
  const list = Array.isArray(found.value) ? found.value.flatMap((item) => textOf(item) ?? []) : null;
  if (text === null)
    steps.push(step('rule', list === null ? 'An object' : 'A list', null, 'How it becomes a text is not known.'));
  return { steps, text, list, certain: certain && text !== null };
};

/** Rule 4: quotes are stripped. */
const username = ({ steps, text, certain }: LookUp): FieldReading => {
  if (text === null) return reading(steps, null, certain);
  const bare = text.replaceAll('"', '');
  // Whether a quote in the middle goes too is not known.
  const isCertain = certain && text.replace(/^"+|"+$/g, '') === bare;
  if (bare !== text) steps.push(step('rule', 'Quotes stripped', bare));
  return reading([...steps, step('value', 'Username', bare)], bare, isCertain);
};

/** Rule 3: the first present of the list, else any value that looks like an e-mail address. */
const email = (
  source: ClaimSource,
  names: string,
  claims: Claims | undefined,
  look: (name: string) => LookUp,
): FieldReading => {
  const steps: TrailStep[] = [];
  let certain = true;
  for (const name of names
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '')) {
    const one = look(name);
    steps.push(...one.steps);
    certain &&= one.certain;
    if (one.text !== null && one.text.trim() !== '')
      return reading([...steps, step('value', 'E-mail', one.text)], one.text, certain);
  }
  const isBlank = steps.some(({ kind, value }) => kind === 'claim' && value !== null);
  const guesses = [
    ...new Set(claims === undefined ? [] : flattened(claims).flatMap(({ value }) => addressesIn(value))),
  ];
  const guess = guesses[0];
  if (guess === undefined) return reading(steps, null, certain);
  steps.push(
    step(
      'rule',
      'Any value that looks like an e-mail address',
      guess,
      guesses.length > 1
        ? `${guesses.length} different values of ${sourceNames[source]} do; which one is taken is not known.`
        : null,
    ),
  );
  // Whether a claim that is there and blank counts as present is not known.
  return reading([...steps, step('value', 'E-mail', guess)], guess, certain && !isBlank && guesses.length === 1);
};

const addressesIn = (value: unknown): string[] => {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item): item is string => typeof item === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(item));
};

const single = ({ steps, text, certain }: LookUp): FieldReading =>
  text === null ? reading(steps, null, certain) : reading([...steps, step('value', 'Full name', text)], text, certain);

/** Rule 6: first + " " + last. What is made of a missing half is not known. */
const joined = (first: LookUp, last: LookUp): FieldReading => {
  const steps = [...first.steps, ...last.steps];
  const certain = first.certain && last.certain;
  const halves = [first.text ?? '', last.text ?? ''];
  if (halves.every((half) => half === '')) return reading(steps, null, certain);
  const whole = halves.join(' ').trim();
  steps.push(step('rule', 'First name, a space, last name', whole));
  const isWhole = first.text !== null && last.text !== null;
  return reading([...steps, step('value', 'Full name', whole)], whole, certain && isWhole);
};

/** As they arrive. What becomes of them is settled by the group mapping, which is not read yet. */
const groups = ({ steps, text, list, certain }: LookUp): FieldReading => {
  if (list !== null) {
    // The step that says how a list becomes a text is of no matter here.
    const claim = steps.filter(({ label }) => label !== 'A list');
    return reading([...claim, step('value', 'Groups', list.join(', '))], list, true);
  }
  if (text === null) return reading(steps, null, certain);
  return reading([...steps, step('value', 'Groups', text, 'A text where a list is usual.')], [text], false);
};
