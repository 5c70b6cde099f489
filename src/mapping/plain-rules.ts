import type { ClaimsBySource, Mapping } from '../contract/mapping';
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
import { shown, textOf } from './read-claim';

/**
 * A plugin whose rules are not known: a claim is what stands at the top level of its source, as the specification names
 * it. `certain` says whether that much may be relied on.
 */
export const readPlainly = (
  bySource: ClaimsBySource,
  mapping: Mapping,
  untold: Untold,
  certain: boolean,
): PersonReading => {
  const source = mapping.source ?? 'id_token';
  const look = (label: string, name: string): FieldReading => {
    const claims = bySource[source];
    const value = claims && Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (value === undefined || value === null) {
      const unseen = whyNotSeen(source, name, bySource, untold);
      const note = unseen ?? `${sourceAtStart[source]} has no claim of this name at its top level.`;
      return reading([step('claim', name, null, note)], null, certain && unseen === null);
    }
    const text = textOf(value);
    const steps = [step('claim', name, shown(value), sourceNames[source])];
    if (Array.isArray(value) && label === 'Groups')
      return reading(
        [...steps, step('value', label, value.map(shown).join(', '))],
        value.map(shown),
        certain && value.every((item) => typeof item === 'string'),
      );
    return text === null
      ? reading(steps, null, false)
      : reading([...steps, step('value', label, text)], text, certain && label !== 'Groups');
  };
  const name = mapping.name;
  return {
    username: look('Username', mapping.username),
    email: look('E-mail', mapping.email),
    fullName:
      'fullName' in name
        ? look('Full name', name.fullName)
        : joined(look('First name', name.firstName), look('Last name', name.lastName)),
    groups: mapping.groups === null ? null : look('Groups', mapping.groups),
  };
};

const joined = (first: FieldReading, last: FieldReading): FieldReading => {
  const halves = [first.value, last.value].filter((half): half is string => typeof half === 'string' && half !== '');
  const steps = [...first.steps, ...last.steps];
  const whole = halves.join(' ');
  const certain = first.certain && last.certain;
  return whole === ''
    ? reading(steps, null, certain)
    : reading([...steps, step('value', 'Full name', whole)], whole, certain && halves.length === 2);
};
