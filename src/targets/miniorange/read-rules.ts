import { defaultGroupsFor, type MappingRules } from '../../contract/mapping';
import { isObject, type Section } from '../file-provider';
import { documentKeys as keys } from './document-keys';

/** The sections of the exported file that hold settings; `signIn` is shared by all providers. */
export type RuleSections = { attributes: Section; groups: Section; signIn: Section };

/**
 * The settings of miniOrange's exported file beside the claims. A key that is not there leaves the setting out. Truth
 * values may be written as text, as those of Sign In Settings always are.
 */
export const readRules = ({ attributes, groups, signIn }: RuleSections): MappingRules => {
  const loginBy = attributes.text(...keys.loginBy.names);
  const keepsAttributes = attributes.flag(...keys.keepAttributes.names);
  const isOnTheFly = groups.flag(...keys.isOnTheFly.names);
  const keepsGroups = groups.flag(...(isOnTheFly === true ? keys.keepOnTheFly : keys.keepMapped).names);
  const assigned = defaultGroupsFor.find(
    (one) => one.toLowerCase() === groups.text(...keys.defaultGroupsFor.names).toLowerCase(),
  );
  return {
    ...(loginBy === '' ? {} : { loginBy: /mail/i.test(loginBy) ? 'email' : 'username' }),
    ...(attributes.flag(...keys.usesPattern.names) === true ? pattern(attributes.verbatim(...keys.pattern.names)) : {}),
    ...(keepsAttributes === undefined ? {} : { updateUsers: !keepsAttributes }),
    ...list('allowedDomains', textsIn(signIn.get(...keys.allowedDomains.names))),
    ...groupMapping(groups.get(...keys.groupMapping.names)),
    ...flag('onTheFlyGroups', isOnTheFly),
    ...flag('createGroups', groups.flag(...keys.createGroups.names)),
    ...flag('keepGroups', keepsGroups),
    ...list('excludeGroups', textsIn(groups.get(...keys.excludeGroups.names))),
    ...list('defaultGroups', textsIn(groups.get(...keys.defaultGroups.names))),
    ...(assigned === undefined ? {} : { defaultGroupsFor: assigned }),
    ...flag('restrictCreation', restricts(groups)),
  };
};

/** Either of the two keys counts. */
const restricts = (groups: Section): boolean | undefined => {
  const flags = [groups.flag(...keys.createIfMapped.names), groups.flag(...keys.restrictCreation.names)];
  return flags.every((one) => one === undefined) ? undefined : flags.includes(true);
};

const flag = <Key extends keyof MappingRules>(key: Key, value: boolean | undefined): MappingRules =>
  value === undefined ? {} : { [key]: value };

const list = (key: 'allowedDomains' | 'excludeGroups' | 'defaultGroups', names: readonly string[]): MappingRules => {
  const some = names.filter((name) => name.trim() !== '');
  return some.length === 0 ? {} : { [key]: some };
};

const pattern = (usernamePattern: string): MappingRules => (usernamePattern === '' ? {} : { usernamePattern });

/** The texts of a list, or of one text with `;` between them. */
export const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.split(';');
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
};

const groupMapping = (value: unknown): MappingRules => {
  const mapped = groupNamesIn(value);
  return Object.keys(mapped).length === 0 ? {} : { groupMapping: mapped };
};

/** The file lists a group whether anything leads into it or not; without a name it is not mapped. */
export const groupNamesIn = (value: unknown): { [group: string]: string[] } =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).flatMap(([group, sent]): [string, string[]][] => {
      const names = textsIn(sent).filter((name) => name.trim() !== '');
      return group.trim() === '' || names.length === 0 ? [] : [[group, names]];
    }),
  );
