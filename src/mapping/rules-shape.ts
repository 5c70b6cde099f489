import * as v from 'valibot';
import { defaultGroupsFor, type MappingRules } from '../contract/mapping';
import type { RuleKey } from './rules-of';

/** More than any plugin's screen holds; all of a mapping stays far below the store's 240 KiB a value. */
const longest = { name: 1_000, pattern: 1_000, text: 10_000, list: 1_000 };

/** A regular expression is taken as it is, blanks and all. */
const pattern = (what: string) =>
  v.pipe(
    v.string(`${what} is no text.`),
    v.nonEmpty(`${what} is empty.`),
    v.maxLength(longest.pattern, `${what} has more than 1,000 characters.`),
  );

const flag = (what: string) => v.boolean(`${what} is neither true nor false.`);

/** As the plugin's own field has it: separated by `;`, and nothing is told of blanks, so they stay. */
const separated = (text: string): string[] => text.split(';').filter((name) => name.trim() !== '');

const isNameList = (value: unknown): value is string | string[] =>
  typeof value === 'string'
    ? value.length <= longest.text
    : Array.isArray(value) &&
      value.length <= longest.list &&
      value.every((name) => typeof name === 'string' && name.trim() !== '' && name.length <= longest.name);

const listOf = (value: string | string[]): string[] => (typeof value === 'string' ? separated(value) : [...value]);

const names = (what: string) =>
  v.pipe(v.custom<string | string[]>(isNameList, `${what} is no list of names.`), v.transform(listOf));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Not `v.record`, which leaves names such as "constructor" out without a word. */
const groupMapping = v.pipe(
  v.custom<Record<string, unknown>>(isObject, 'The group mapping is no object of local groups.'),
  v.rawTransform(({ dataset, addIssue }): { [localGroup: string]: string[] } => {
    const entries = Object.entries(dataset.value);
    if (entries.length > longest.list) addIssue({ message: 'The group mapping has more than 1,000 groups.' });
    return Object.fromEntries(
      entries.flatMap(([group, sent]): [string, string[]][] => {
        const shown = group.slice(0, 100);
        if (group.trim() === '') addIssue({ message: 'The group mapping has a group without a name.' });
        else if (group.length > longest.name)
          addIssue({ message: `The group "${shown}" has more than 1,000 characters.` });
        if (isNameList(sent)) return [[group, listOf(sent)]];
        addIssue({ message: `What leads into the group "${shown}" is no list of names.` });
        return [];
      }),
    );
  }),
);

/**
 * The settings of the plugin as a mapping file writes them, and as they are kept. A list of names may be a text with `;`
 * between them, as the plugin's own fields have it; what comes out is a list.
 */
export const ruleEntries = {
  loginBy: v.exactOptional(v.picklist(['username', 'email'], 'People are found by "username" or by "email".')),
  usernamePattern: v.exactOptional(pattern('The regular expression of the username')),
  updateUsers: v.exactOptional(flag('updateUsers')),
  createUsers: v.exactOptional(flag('createUsers')),
  allowedDomains: v.exactOptional(names('What the allowed domains hold')),
  groupPattern: v.exactOptional(pattern('The regular expression of the groups')),
  groupMapping: v.exactOptional(groupMapping),
  onTheFlyGroups: v.exactOptional(flag('onTheFlyGroups')),
  createGroups: v.exactOptional(flag('createGroups')),
  keepGroups: v.exactOptional(flag('keepGroups')),
  excludeGroups: v.exactOptional(names('What the excluded groups hold')),
  defaultGroups: v.exactOptional(names('What the default groups hold')),
  defaultGroupsFor: v.exactOptional(
    v.picklist(defaultGroupsFor, 'Default groups are for "newUsers", "allUsers" or "noUsers".'),
  ),
  restrictCreation: v.exactOptional(flag('restrictCreation')),
} as const satisfies Record<RuleKey, v.GenericSchema | v.ExactOptionalSchema<v.GenericSchema, undefined>>;

export const rulesShape = v.strictObject(ruleEntries) satisfies v.GenericSchema<unknown, MappingRules>;

/** How a setting is put right, as a sentence. */
export const ruleRemedies: Readonly<Record<RuleKey, string>> = {
  loginBy: 'Write "loginBy": "username" or "loginBy": "email".',
  usernamePattern: 'Write the pattern of "Apply regular expression on username field", or leave it out.',
  updateUsers: 'Write true where "Update attributes of existing users" is on, else false.',
  createUsers: 'Write true or false.',
  allowedDomains: 'Write a list such as ["acme.example"], or the text of the field with ; between the domains.',
  groupPattern: 'Write the pattern of the groups, or leave it out.',
  groupMapping:
    'Write it as {"jira-users": ["acme/staff"]}: for each group of Jira or Confluence the names that Casdoor sends.',
  onTheFlyGroups: 'Write true where the group mapping is "On-The-Fly", else false.',
  createGroups: 'Write true where "Create New Groups" is on, else false.',
  keepGroups: 'Write true where "Keep Existing Users Groups" is on, else false.',
  excludeGroups: 'Write a list such as ["jira-administrators"].',
  defaultGroups: 'Write a list such as ["jira-software-users"].',
  defaultGroupsFor: 'Write "newUsers", "allUsers" or "noUsers".',
  restrictCreation: 'Write true where "Restrict User Creation based on Group Mapping" is on, else false.',
};
