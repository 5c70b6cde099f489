import type { Mapping } from '../contract/mapping';
import { claimsIn } from './username-expression';

/** Every claim that a mapping names, whatever the plugin: alone, behind a `;` as miniOrange reads it, or as `${claim}`. */
export const claimsNamed = (mapping: Mapping | null): string[] => {
  if (mapping === null) return [];
  const { name } = mapping;
  const fields = [
    mapping.username,
    mapping.email,
    ...('fullName' in name ? [name.fullName] : [name.firstName, name.lastName]),
    mapping.groups ?? '',
  ];
  const names = fields.flatMap((field) => [...field.split(';').map((one) => one.trim()), ...claimsIn(field)]);
  return [...new Set(names.filter((one) => one !== ''))];
};
