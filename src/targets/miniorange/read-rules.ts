import { defaultGroupsFor, type MappingRules } from '../../contract/mapping';
import { isObject, type Section } from '../file-provider';

/** The sections of the exported file that hold settings; `signIn` is shared by all providers. */
export type RuleSections = { attributes: Section; groups: Section; signIn: Section };

/**
 * The settings of miniOrange's exported file beside the claims. A key that is not there leaves the setting out. Truth
 * values may be written as text, as those of Sign In Settings always are.
 */
export const readRules = ({ attributes, groups, signIn }: RuleSections): MappingRules => {
  const loginBy = attributes.text('LOGIN_USER_BY_ATTRIBUTE');
  // True means: do not update, though the label on the screen says the opposite.
  const keepsAttributes = attributes.flag('KEEP_EXISTING_USER_ATTRIBUTES');
  const isOnTheFly = groups.flag('ON_THE_FLY_GROUP_MAPPING');
  // "Keep Existing Users Groups" has a key for each way of mapping.
  const keepsGroups =
    isOnTheFly === true
      ? groups.flag('ON_THE_FLY_ASSIGN_NEW_GROUPS_ONLY')
      : groups.flag('KEEP_EXISTING_USER_ROLES', 'KEEP_EXISTING_USER_GROUPS');
  const assigned = defaultGroupsFor.find(
    (one) => one.toLowerCase() === groups.text('ENABLE_DEFAULT_GROUPS_FOR').toLowerCase(),
  );
  return {
    ...(loginBy === '' ? {} : { loginBy: /mail/i.test(loginBy) ? 'email' : 'username' }),
    ...(attributes.flag('ENABLE_REGEX_PATTERN') === true ? pattern(attributes.verbatim('REGEX_PATTERN')) : {}),
    ...(keepsAttributes === undefined ? {} : { updateUsers: !keepsAttributes }),
    ...list('allowedDomains', textsIn(signIn.get('ALLOWED_DOMAINS'))),
    ...groupMapping(groups.get('ROLE_MAPPING', 'GROUP_MAPPING')),
    ...flag('onTheFlyGroups', isOnTheFly),
    ...flag('createGroups', groups.flag('CREATE_NEW_GROUPS')),
    ...flag('keepGroups', keepsGroups),
    ...list('excludeGroups', textsIn(groups.get('ON_THE_FLY_DO_NOT_REMOVE_GROUPS'))),
    ...list('defaultGroups', textsIn(groups.get('DEFAULT_GROUPS', 'DEFAULT_GROUP'))),
    ...(assigned === undefined ? {} : { defaultGroupsFor: assigned }),
    ...flag('restrictCreation', restricts(groups)),
  };
};

/** The screen has one label for it and the file two keys; which of them it writes is not known, so either counts. */
const restricts = (groups: Section): boolean | undefined => {
  const flags = [groups.flag('CREATE_USER_IF_ROLE_MAPPED'), groups.flag('RESTRICT_USER_CREATION')];
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
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.split(';');
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
};

/** The file lists a group whether anything leads into it or not; without a name it is not mapped. */
const groupMapping = (value: unknown): MappingRules => {
  if (!isObject(value)) return {};
  const mapped = Object.entries(value).flatMap(([group, sent]): [string, string[]][] => {
    const names = textsIn(sent).filter((name) => name.trim() !== '');
    return group.trim() === '' || names.length === 0 ? [] : [[group, names]];
  });
  return mapped.length === 0 ? {} : { groupMapping: Object.fromEntries(mapped) };
};
