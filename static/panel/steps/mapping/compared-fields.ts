import type { Mapping } from '../../../../src/contract/mapping';
import type { ComparedField } from '../../parts/conflict';

export const comparedFields: readonly ComparedField<Mapping>[] = [
  { label: 'Read from', read: ({ source }) => source ?? "the plugin's own order" },
  { label: 'Username', read: ({ username }) => username },
  { label: 'E-mail', read: ({ email }) => email },
  {
    label: 'Full name',
    read: ({ name }) => ('fullName' in name ? name.fullName : `${name.firstName} and ${name.lastName}`),
  },
  { label: 'Groups', read: ({ groups }) => groups ?? '' },
  { label: 'Settings of the plugin', read: ({ rules }) => (rules === undefined ? '' : JSON.stringify(rules)) },
];
