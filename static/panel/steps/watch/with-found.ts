import type { Mapping } from '../../../../src/contract/mapping';
import type { TryIn } from '../../../../src/contract/watch';

/** A mapping with what stands in the plugin. */
export const withFound = (mapping: Mapping, { field, value }: Extract<TryIn, { step: 'mapping' }>): Mapping => {
  switch (field) {
    case 'fullName':
      return { ...mapping, name: { fullName: value } };
    case 'firstName':
    case 'lastName': {
      const names = 'fullName' in mapping.name ? { firstName: '', lastName: '' } : mapping.name;
      return { ...mapping, name: { ...names, [field]: value } };
    }
    default:
      return { ...mapping, [field]: value };
  }
};
