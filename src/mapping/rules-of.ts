import type { Mapping, MappingRules } from '../contract/mapping';
import type { Plugin } from '../contract/target';

/** The settings as they act: none left out. */
export type Rules = {
  loginBy: 'username' | 'email';
  usernamePattern: string | null;
  updateUsers: boolean;
  createUsers: boolean;
  allowedDomains: readonly string[];
  groupPattern: string | null;
  /** Null: no manual mapping. */
  groupMapping: Readonly<Record<string, readonly string[]>> | null;
  onTheFlyGroups: boolean;
  createGroups: boolean;
  keepGroups: boolean;
  excludeGroups: readonly string[];
  defaultGroups: readonly string[];
  defaultGroupsFor: 'newUsers' | 'allUsers' | 'noUsers';
  restrictCreation: boolean;
};

/** The keys of the settings, in the order of the plugin's screens. */
export const ruleKeys = [
  'loginBy',
  'usernamePattern',
  'updateUsers',
  'createUsers',
  'allowedDomains',
  'groupPattern',
  'groupMapping',
  'onTheFlyGroups',
  'createGroups',
  'keepGroups',
  'excludeGroups',
  'defaultGroups',
  'defaultGroupsFor',
  'restrictCreation',
] as const satisfies readonly (keyof MappingRules)[];
export type RuleKey = (typeof ruleKeys)[number];

/** The settings that a plugin has. Those of the Cloud app, and of a plugin that is not known, are not known. */
export const ruleKeysOf = (plugin: Plugin): readonly RuleKey[] => {
  if (plugin === 'miniorange') return ruleKeys;
  return plugin === 'atlassian-dc' ? ['createUsers'] : [];
};

/** By what the plugin looks for an account. The Cloud app bridges to SAML, where Atlassian goes by the e-mail. */
export const keyFieldOf = ({ loginBy }: Pick<Rules, 'loginBy'>, plugin: Plugin): 'username' | 'email' =>
  plugin === 'miniorange-cloud' ? 'email' : loginBy;

/** Whether a mapping holds a regular expression, so that an engine is worth loading. */
export const hasPattern = ({ rules }: Pick<Mapping, 'rules'>): boolean =>
  rules?.usernamePattern !== undefined || rules?.groupPattern !== undefined;

/**
 * The settings of a mapping as they act, with what is left out as the plugin has it when it comes: it finds accounts by
 * their username, updates and creates them, and touches no groups. A setting of another plugin does nothing.
 */
export const rulesOf = ({ rules = {} }: Pick<Mapping, 'rules'>, plugin: Plugin): Rules => {
  const has = new Set<string>(ruleKeysOf(plugin));
  const own: MappingRules = Object.fromEntries(Object.entries(rules).filter(([key]) => has.has(key)));
  const groupMapping = Object.fromEntries(
    // A group without a name that leads into it is not mapped.
    Object.entries(own.groupMapping ?? {}).filter(([, names]) => names.length > 0),
  );
  return {
    loginBy: own.loginBy ?? 'username',
    usernamePattern: own.usernamePattern ?? null,
    updateUsers: own.updateUsers ?? true,
    createUsers: own.createUsers ?? true,
    allowedDomains: own.allowedDomains ?? [],
    groupPattern: own.groupPattern ?? null,
    groupMapping: Object.keys(groupMapping).length === 0 ? null : groupMapping,
    onTheFlyGroups: own.onTheFlyGroups ?? false,
    createGroups: own.createGroups ?? false,
    keepGroups: own.keepGroups ?? false,
    excludeGroups: own.excludeGroups ?? [],
    defaultGroups: own.defaultGroups ?? [],
    defaultGroupsFor: own.defaultGroupsFor ?? 'newUsers',
    restrictCreation: own.restrictCreation ?? false,
  };
};
