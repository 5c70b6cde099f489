import type { Mapping, MappingRules } from '../../../../src/contract/mapping';
import type { Plugin } from '../../../../src/contract/target';
import { ruleKeys } from '../../../../src/mapping/rules-of';
import type { ComparedField } from '../../parts/conflict';
import { labelsOf, ruleLabelOf } from './plugin-labels';

/** The fields of a mapping as they are compared: claims first, then each setting of the plugin. */
export const comparedFieldsOf = (plugin: Plugin): readonly ComparedField<Mapping>[] => {
  const labels = labelsOf[plugin];
  return [
    { label: 'The plugin reads', read: ({ source }) => source ?? "the plugin's own order" },
    { label: labels.username, read: ({ username }) => username },
    { label: labels.email, read: ({ email }) => email },
    {
      label: labels.fullName,
      read: ({ name }) => ('fullName' in name ? name.fullName : `${name.firstName} and ${name.lastName}`),
    },
    { label: labels.groups, read: ({ groups }) => groups ?? '' },
    ...ruleKeys.map((rule) => ({
      label: ruleLabelOf(rule, plugin),
      read: ({ rules }: Mapping) => written(rules?.[rule]),
    })),
  ];
};

const written = (value: MappingRules[keyof MappingRules]): string => {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.join('; ');
  return Object.entries(value)
    .map(([group, names]) => `${group}: ${names.join('; ')}`)
    .join(', ');
};

/** What one version says otherwise than another; a setting that is left out is as the plugin has it when it comes. */
export const differencesOf = (
  before: Mapping | null,
  after: Mapping,
  plugin: Plugin,
): { label: string; before: string; after: string }[] =>
  before === null
    ? []
    : comparedFieldsOf(plugin).flatMap(({ label, read }) => {
        const [one, other] = [read(before), read(after)];
        return one === other ? [] : [{ label, before: one, after: other }];
      });
