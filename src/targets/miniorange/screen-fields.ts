import { Section } from '../file-provider';
import { type DocumentKey, documentKeys as keys } from './document-keys';
import type { Sections } from './provider-place';
import { groupNamesIn } from './read-rules';
import { namesIn } from './section-edit';

/** One field of the plugin's screens, as the document fills it in. */
export type ScreenField = {
  /** The same as on the sheet of fields, see `fields.ts`. */
  id: string;
  tab: string;
  label: string;
  kind: 'plain' | 'address' | 'secret' | 'redirect';
  /** All of it; empty where there is nothing. */
  value: (sections: Sections) => string;
};

const textOf =
  ({ section, names }: DocumentKey) =>
  (sections: Sections): string =>
    String(new Section(sections[section]).get(...names) ?? '');

const flagOf =
  ({ section, names }: DocumentKey) =>
  (sections: Sections): boolean =>
    new Section(sections[section]).flag(...names) ?? false;

const switchOf = (key: DocumentKey) => (sections: Sections) => (flagOf(key)(sections) ? 'On' : 'Off');

const listOf =
  ({ section, names }: DocumentKey) =>
  (sections: Sections): string =>
    namesIn(new Section(sections[section]).get(...names)).join(';');

type Row = [id: string, label: string, value: ScreenField['value'], kind?: ScreenField['kind']];

const tab = (name: string, rows: readonly Row[]): ScreenField[] =>
  rows.map(([id, label, value, kind = 'plain']) => ({ id, tab: name, label, kind, value }));

const isOnTheFly = flagOf(keys.isOnTheFly);

const groupMapping = (sections: Sections): string => {
  if (isOnTheFly(sections)) return 'On-The-Fly Group Mapping';
  const rows = Object.entries(groupNamesIn(new Section(sections.groups).get(...keys.groupMapping.names)));
  return ['Manual Group Mapping', ...rows.map(([group, names]) => `${group}: ${names.join(';')}`)].join(' · ');
};

const restrictsCreation = (sections: Sections): boolean =>
  flagOf(keys.createIfMapped)(sections) || flagOf(keys.restrictCreation)(sections);

/** Left empty, the plugin does not update. */
const updatesUsers = (sections: Sections): string =>
  new Section(sections.attributes).flag(...keys.keepAttributes.names) === false ? 'On' : 'Off';

const keepsGroups = (sections: Sections): string => {
  const { names } = isOnTheFly(sections) ? keys.keepOnTheFly : keys.keepMapped;
  const isOn = new Section(sections.groups).flag(...names);
  return isOn === undefined ? '' : isOn ? 'On' : 'Off';
};

const signingKeys = (sections: Sections): string =>
  textOf(keys.jwksEndpoint)(sections) || textOf(keys.publicKey)(sections);

/** Every field of the screens that is read or written here, with the labels of version 1.1.28. */
export const screenFields: readonly ScreenField[] = [
  ...tab('Configure OAuth', [
    ['selected-application', 'Selected Application', textOf(keys.selectedApplication)],
    ['custom-app-name', 'Custom App Name', textOf(keys.customAppName)],
    ['client-id', 'Client Id', textOf(keys.clientId)],
    ['client-secret', 'Client Secret', textOf(keys.clientSecret), 'secret'],
    ['scope', 'Scope', (sections) => new Section(sections.app).words(...keys.scope.names).join(' ')],
    ['authorize-endpoint', 'Authorize Endpoint', textOf(keys.authorizeEndpoint), 'address'],
    ['access-token-endpoint', 'Access Token Endpoint', textOf(keys.tokenEndpoint), 'address'],
    ['user-info-endpoint', 'Get User Info Endpoint', textOf(keys.userinfoEndpoint), 'address'],
    ['logout-endpoint', 'Logout Endpoint', textOf(keys.logoutEndpoint), 'address'],
    ['jwks', 'JWKS EndPoint URL / Public Key', signingKeys, 'address'],
    [
      'issuer-check',
      'Issuer Check',
      (sections) => {
        const isOff = new Section(sections.app).flag(...keys.checksIssuer.names) === false;
        return isOff ? 'Off' : textOf(keys.issuerCheck)(sections);
      },
    ],
    ['custom-issuer', 'Custom Issuer Value', textOf(keys.customIssuer), 'address'],
  ]),
  ...tab('User Profile', [
    ['update-attributes', 'Update attributes of existing users', updatesUsers],
    [
      'login-by',
      'Login user account by',
      (sections) => {
        const text = textOf(keys.loginBy)(sections);
        return text === '' ? '' : /mail/i.test(text) ? 'Email' : 'Username';
      },
    ],
    ['username', 'Username claim', textOf(keys.username)],
    [
      'username-regex',
      'Apply regular expression on username field',
      (sections) => (flagOf(keys.usesPattern)(sections) ? textOf(keys.pattern)(sections) || 'On' : 'Off'),
    ],
    ['email', 'Email', textOf(keys.email)],
    ['separate-name', 'Separate Name Attributes', switchOf(keys.isSeparate)],
    ['first-name', 'First Name Attribute', textOf(keys.firstName)],
    ['last-name', 'Last Name Attribute', textOf(keys.lastName)],
    ['full-name', 'Full Name Attribute', textOf(keys.fullName)],
    ['language-mapping', 'Language Mapping', switchOf(keys.languageMapping)],
  ]),
  ...tab('User Groups', [
    ['group-attribute', 'Group Attribute', textOf(keys.groups)],
    ['default-group', 'Default Group', listOf(keys.defaultGroups)],
    ['default-groups-for', 'Assign Default Groups To', textOf(keys.defaultGroupsFor)],
    ['group-mapping', 'Manual Group Mapping / On-The-Fly Group Mapping', groupMapping],
    ['create-groups', 'Create New Groups', switchOf(keys.createGroups)],
    ['keep-groups', 'Keep Existing Users Groups', keepsGroups],
    ['exclude-groups', 'Exclude Groups', listOf(keys.excludeGroups)],
    [
      'restrict-creation',
      'Restrict User Creation based on Group Mapping',
      (sections) => (restrictsCreation(sections) ? 'On' : 'Off'),
    ],
  ]),
  ...tab('Sign In Settings', [
    ['auto-redirect', 'Auto Redirect', switchOf(keys.autoRedirect), 'redirect'],
    ['backdoor-url', 'Backdoor URL', switchOf(keys.hasBackDoor)],
    ['allowed-domains', 'Allowed Domains', listOf(keys.allowedDomains)],
  ]),
];
