import { say } from '../../checks/say';
import type { SheetField } from '../../contract/field-sheet';
import type { Rich } from '../../contract/report';
import { type Rules, rulesOf } from '../../mapping/rules-of';
import { choice, field, type SheetInput, toggle, untouched } from '../sheet-field';

/** The settings that the mapping was previewed with; null where there is no mapping yet. */
export const previewedRules = ({ mapping }: SheetInput): Rules | null =>
  mapping === null ? null : rulesOf(mapping, 'miniorange');

export const loginBy = (rules: Rules | null): SheetField =>
  choice('login-by', 'Login user account by', rules?.loginBy === 'email' ? 'Email' : 'Username');

export const updateAttributes = (rules: Rules | null): SheetField =>
  toggle(
    'update-attributes',
    'Update attributes of existing users',
    rules?.updateUsers ?? true,
    rules?.updateUsers === false
      ? say('E-mail and full name of an account stay as they are. The exported file says the opposite of this label.')
      : say('E-mail and full name then follow Casdoor at each sign-in.'),
  );

export const usernamePattern = (rules: Rules | null): SheetField =>
  rules?.usernamePattern
    ? field('username-regex', 'Apply regular expression on username field', rules.usernamePattern, {
        note: say('Turn it on, and type this as it stands.'),
      })
    : toggle('username-regex', 'Apply regular expression on username field', false);

/** Everything of "User Groups" but the claim itself. */
export const groupFields = (input: SheetInput): SheetField[] => {
  const rules = previewedRules(input);
  if (rules === null || input.mapping?.groups == null) return [...defaultGroups(rules), ...withoutGroups];
  return [
    ...defaultGroups(rules),
    groupMapping(rules),
    toggle('create-groups', 'Create New Groups', rules.createGroups),
    keepGroups(rules),
    listed('exclude-groups', 'Exclude Groups', rules.excludeGroups),
    toggle('restrict-creation', 'Restrict User Creation based on Group Mapping', rules.restrictCreation),
    untouched('filter-groups', 'Filter Groups', 'switch'),
    rules.groupPattern === null
      ? toggle('group-regex', 'Apply regular expression on groups', false)
      : field('group-regex', 'Apply regular expression on groups', rules.groupPattern, {
          note: say('Turn it on, and type this as it stands.'),
        }),
  ];
};

const defaultGroupsWords = { newUsers: 'New Users', allUsers: 'All Users', noUsers: 'No Users' } as const;

const defaultGroups = (rules: Rules | null): SheetField[] =>
  rules === null || rules.defaultGroups.length === 0
    ? [
        untouched('default-group', 'Default Group', 'choice'),
        untouched('default-groups-for', 'Assign Default Groups To', 'choice'),
      ]
    : [
        field('default-group', 'Default Group', rules.defaultGroups.join(', '), { kind: 'choice' }),
        choice('default-groups-for', 'Assign Default Groups To', defaultGroupsWords[rules.defaultGroupsFor]),
      ];

const keepLabel = 'Keep Existing Users Groups';

/** Where no groups are mapped nothing is taken away, and what is on stays on. */
const withoutGroups: readonly SheetField[] = [
  untouched('group-mapping', 'Manual Group Mapping / On-The-Fly Group Mapping', 'choice'),
  untouched('create-groups', 'Create New Groups', 'switch'),
  toggle(
    'keep-groups',
    keepLabel,
    true,
    say('Otherwise a sign-in without groups takes a person out of every mapped group.'),
  ),
  untouched('exclude-groups', 'Exclude Groups', 'text'),
  untouched('restrict-creation', 'Restrict User Creation based on Group Mapping', 'switch'),
  untouched('filter-groups', 'Filter Groups', 'switch'),
  untouched('group-regex', 'Apply regular expression on groups', 'switch'),
];

const groupMapping = ({ onTheFlyGroups, groupMapping }: Rules): SheetField => {
  const [id, label] = ['group-mapping', 'Manual Group Mapping / On-The-Fly Group Mapping'];
  if (onTheFlyGroups) return choice(id, label, 'On-The-Fly Group Mapping');
  if (groupMapping === null)
    return choice(
      id,
      label,
      'Manual Group Mapping',
      say('The mapping leads into no group, so nobody gets or loses one.'),
    );
  const rows = Object.entries(groupMapping).map(([group, names]) => `${group}: ${names.join(';')}`);
  return choice(id, label, 'Manual Group Mapping', rowsNote(rows));
};

const rowsNote = (rows: readonly string[]): Rich =>
  say('One row each, the group first and behind it what Casdoor sends: {rows}', { rows: rows.join(' · ') });

/** The value is the one that the dry run took for given: another one is another outcome for everybody. */
const keepGroups = ({ keepGroups }: Rules): SheetField =>
  toggle(
    'keep-groups',
    keepLabel,
    keepGroups,
    keepGroups
      ? say('No sign-in takes anybody out of a group.')
      : say(
          'Off as in the step Mapping: a sign-in takes a person out of every mapped group that Casdoor does not send. The step Directory says who loses what.',
        ),
  );

const listed = (id: string, label: string, names: readonly string[]): SheetField =>
  names.length === 0 ? untouched(id, label, 'text', say('Leave it empty.')) : field(id, label, names.join(';'));

export const allowedDomains = (rules: Rules | null): SheetField =>
  rules === null || rules.allowedDomains.length === 0
    ? untouched(
        'allowed-domains',
        'Allowed Domains',
        'text',
        say('Leave it empty, or separate by {mark}. Capitals count: {domain} keeps out who is written otherwise.', {
          mark: ';',
          domain: 'acme.example',
        }),
      )
    : field('allowed-domains', 'Allowed Domains', rules.allowedDomains.join(';'), {
        note: say('Capitals count: whoever is written otherwise is kept out.'),
      });
