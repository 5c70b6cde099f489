import type { MappingRules } from '../../../../src/contract/mapping';
import type { Plugin } from '../../../../src/contract/target';

export type MappingLabels = {
  username: string;
  email: string;
  fullName: string;
  firstName: string;
  lastName: string;
  separate: string;
  groups: string;
};

const miniorange: MappingLabels = {
  username: 'Username claim',
  email: 'Email',
  fullName: 'Full Name Attribute',
  firstName: 'First Name Attribute',
  lastName: 'Last Name Attribute',
  separate: 'Separate Name Attributes',
  groups: 'Group Attribute',
};

/** The fields as each plugin's screen spells them. */
export const labelsOf: Record<Plugin, MappingLabels> = {
  miniorange,
  'miniorange-cloud': {
    ...miniorange,
    username: 'Username',
    fullName: 'Full Name',
    firstName: 'First Name',
    lastName: 'Last Name',
  },
  'atlassian-dc': {
    username: 'Username mapping',
    email: 'Email',
    fullName: 'Display name',
    firstName: 'First name',
    lastName: 'Last name',
    separate: 'Separate names',
    groups: 'Groups',
  },
  other: {
    username: 'Username',
    email: 'E-mail',
    fullName: 'Full name',
    firstName: 'First name',
    lastName: 'Last name',
    separate: 'Two claims for the name',
    groups: 'Groups',
  },
};

/** The settings as miniOrange's screens spell them; two of them it has under no label of their own. */
export const ruleLabels: Record<keyof MappingRules, string> = {
  loginBy: 'Login user account by',
  usernamePattern: 'Apply regular expression on username field',
  updateUsers: 'Update attributes of existing users',
  createUsers: 'Create accounts at the first sign-in',
  allowedDomains: 'Allowed Domains',
  groupPattern: 'Apply regular expression on groups',
  groupMapping: 'Manual Group Mapping',
  onTheFlyGroups: 'On-The-Fly Group Mapping',
  createGroups: 'Create New Groups',
  keepGroups: 'Keep Existing Users Groups',
  excludeGroups: 'Exclude Groups',
  defaultGroups: 'Default Group',
  defaultGroupsFor: 'Assign Default Groups To',
  restrictCreation: 'Restrict User Creation based on Group Mapping',
};

/** Of SSO for Atlassian Data Center, just-in-time provisioning as its screen calls it. */
export const provisioningLabel = 'Create users on login to the application';

export const ruleLabelOf = (rule: keyof MappingRules, plugin: Plugin): string =>
  plugin === 'atlassian-dc' && rule === 'createUsers' ? provisioningLabel : ruleLabels[rule];

export const defaultGroupsForWords = { newUsers: 'New Users', allUsers: 'All Users', noUsers: 'No Users' } as const;
export const loginByWords = { username: 'Username', email: 'Email' } as const;
