import type { Mapping, MappingRules } from '../contract/mapping';
import type { Plugin } from '../contract/target';
import { ruleKeysOf } from './rules-of';

/**
 * A mapping that was made for another plugin, without what this one has no field for: nobody could take that out of it
 * on a screen that does not show it. Its expressions stay as they are typed; the checks say where they are read otherwise.
 */
export const fittingMapping = (mapping: Mapping, plugin: Plugin): Mapping => {
  const { rules = {}, ...claims } = mapping;
  const has = new Set<string>(ruleKeysOf(plugin));
  const own: MappingRules = Object.fromEntries(Object.entries(rules).filter(([key]) => has.has(key)));
  return {
    ...claims,
    source: plugin === 'atlassian-dc' ? null : claims.source,
    ...(Object.keys(own).length === 0 ? {} : { rules: own }),
  };
};
