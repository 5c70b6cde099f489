import type { Claims } from '../contract/mapping';
import { listPlaceholders, propertyNamed, type TokenAttribute } from './claim-table';
import { fieldValue, namesOf, notTold, own, type Told, text } from './directory-field';
import { customClaimOf, personField } from './person-fields';

/** The value that a token field or attribute gives a claim: the last that names it wins. Undefined where none does. */
export const customClaim = (
  claim: string,
  person: Claims,
  application: { tokenFields: readonly string[]; tokenAttributes: readonly TokenAttribute[] },
): { value: Told } | undefined => {
  const attribute = application.tokenAttributes.findLast(
    (one) => one.name === claim && attributeValue(one, person) !== undefined,
  );
  if (attribute) return { value: attributeValue(attribute, person) };
  const field = application.tokenFields.findLast((one) => one === claim || customClaimOf(one) === claim);
  return field === undefined || (personField(field) === undefined && field !== 'permissionNames')
    ? undefined
    : { value: existingField(field, person) };
};

const existingField = (field: string, person: Claims): Told => {
  if (field === 'permissionNames') return namesOf(person, 'permissions');
  const known = personField(field);
  return known && fieldValue(person, known.key);
};

const attributeValue = ({ category, value, type }: TokenAttribute, person: Claims): Told => {
  if (category === 'Existing Field') {
    if (propertyNamed(value) !== undefined) return undefined;
    if (value === 'Roles' || value === 'Permissions') {
      const names = namesOf(person, value === 'Roles' ? 'roles' : 'permissions');
      return names === notTold || names.length > 0 ? names : null;
    }
    return existingField(value, person);
  }
  const values = replaced(value, person);
  if (values === notTold) return notTold;
  if (values.length === 0) return undefined;
  return type === 'String' ? values[0] : values;
};

/** A static value with its placeholders filled in: one text, or one for each entry of the lists that it names. */
const replaced = (value: string, person: Claims): string[] | typeof notTold => {
  let values = [value];
  for (const placeholder of listPlaceholders) {
    if (!value.includes(placeholder)) continue;
    const entries = placeholder === '$user.groups' ? groupsOf(person) : namesOf(person, afterPoint(placeholder));
    if (entries === notTold) return notTold;
    values = values.flatMap((one) => entries.map((entry) => one.replaceAll(placeholder, () => entry)));
  }
  for (const key of ['owner', 'name', 'email', 'id', 'phone'])
    values = values.map((one) => one.replaceAll(`$user.${key}`, () => text(own(person, key))));
  return values;
};

const afterPoint = (placeholder: '$user.roles' | '$user.permissions') =>
  placeholder === '$user.roles' ? 'roles' : 'permissions';

const groupsOf = (person: Claims): string[] => {
  const groups = own(person, 'groups');
  return Array.isArray(groups) ? groups.map(text) : [];
};
