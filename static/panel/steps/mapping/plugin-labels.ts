import type { Plugin } from '../../../../src/contract/target';

export type MappingLabels = {
  username: string;
  email: string;
  fullName: string;
  firstName: string;
  lastName: string;
  separate: string;
  groups: string;
  /** How a claim is written in these fields. */
  writes: string;
};

const miniorange: MappingLabels = {
  username: 'Username claim',
  email: 'Email',
  fullName: 'Full Name Attribute',
  firstName: 'First Name Attribute',
  lastName: 'Last Name Attribute',
  separate: 'Separate Name Attributes',
  groups: 'Group Attribute',
  writes: 'The name of a claim',
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
    writes: 'An expression such as ${preferred_username}',
  },
  other: {
    username: 'Username',
    email: 'E-mail',
    fullName: 'Full name',
    firstName: 'First name',
    lastName: 'Last name',
    separate: 'Two claims for the name',
    groups: 'Groups',
    writes: 'The name of a claim',
  },
};
