import type { ClaimSource, Mapping } from '../contract/mapping';
import { sourceAtStart, sourceNames, whyNotSeen } from './claim-access';
import { type FieldReader, type PersonReader, reading, step, textsOf } from './field-reading';
import { shown, textOf } from './read-claim';

/** Whether what the plugin reads of a field may be relied on. */
export type Reliance = { email: boolean; others: boolean };

/**
 * A plugin whose rules are not known: a claim is what stands at the top level of its source, as the specification names
 * it.
 */
export const plainReader = (mapping: Mapping, { email, others }: Reliance): PersonReader => {
  const source = mapping.source ?? 'id_token';
  const { name } = mapping;
  return {
    username: textField(source, 'Username', mapping.username, others),
    email: textField(source, 'E-mail', mapping.email, email),
    fullName:
      'fullName' in name
        ? textField(source, 'Full name', name.fullName, others)
        : joined(
            textField(source, 'First name', name.firstName, others),
            textField(source, 'Last name', name.lastName, others),
          ),
    groups: mapping.groups === null ? null : groupsField(source, mapping.groups, others),
  };
};

const textField =
  (source: ClaimSource, label: string, name: string, certain: boolean): FieldReader =>
  (claims, steps) => {
    const value = claims.top(source, name);
    if (value === undefined || value === null) {
      const unseen = whyNotSeen(source, name, claims);
      steps?.push(
        step('claim', name, null, unseen ?? `${sourceAtStart[source]} has no claim of this name at its top level.`),
      );
      return reading(null, certain && unseen === null);
    }
    const text = textOf(value);
    steps?.push(step('claim', name, shown(value), sourceNames[source]));
    if (text === null) return reading(null, false);
    steps?.push(step('value', label, text));
    return reading(text, certain);
  };

const groupsField = (source: ClaimSource, name: string, certain: boolean): FieldReader => {
  const asText = textField(source, 'Groups', name, false);
  return (claims, steps) => {
    const value = claims.top(source, name);
    if (!Array.isArray(value)) {
      const { value: text } = asText(claims, steps);
      // Absence may be certain, what a text becomes is not.
      const isAbsent = value === undefined || value === null;
      return reading(text, certain && isAbsent && whyNotSeen(source, name, claims) === null);
    }
    const names = value.map(shown);
    steps?.push(step('claim', name, shown(value), sourceNames[source]), step('value', 'Groups', names.join(', ')));
    return reading(names, certain && textsOf(value).length === value.length);
  };
};

const joined =
  (readFirst: FieldReader, readLast: FieldReader): FieldReader =>
  (claims, steps) => {
    const first = readFirst(claims, steps);
    const last = readLast(claims, steps);
    const halves = [first.value, last.value].filter((half): half is string => typeof half === 'string' && half !== '');
    const whole = halves.join(' ');
    const certain = first.certain && last.certain;
    if (whole === '') return reading(null, certain);
    steps?.push(step('value', 'Full name', whole));
    return reading(whole, certain && halves.length === 2);
  };
