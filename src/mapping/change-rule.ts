import type { Mapping, MappingRules } from '../contract/mapping';
import type { Plugin } from '../contract/target';
import { type RuleKey, type Rules, rulesOf } from './rules-of';

/**
 * A mapping with one setting of the plugin changed. One that stands as the plugin has it when it comes is left out, so
 * that a file says what somebody chose and nothing else.
 */
export const withRule = <Key extends RuleKey>(
  mapping: Mapping,
  plugin: Plugin,
  key: Key,
  value: NonNullable<MappingRules[Key]> | null,
): Mapping => {
  const { rules: before = {}, ...claims } = mapping;
  const { [key]: _before, ...others } = before;
  const usual: Rules[Key] = rulesOf({}, plugin)[key];
  const rules: MappingRules = isUsual(value, usual) ? others : { ...others, [key]: value };
  return Object.keys(rules).length === 0 ? claims : { ...claims, rules };
};

const isUsual = (value: unknown, usual: unknown): boolean => {
  if (value === null || value === '' || value === usual) return true;
  // An empty list, and a mapping of no groups, are none.
  return typeof value === 'object' && Object.keys(value).length === 0;
};
