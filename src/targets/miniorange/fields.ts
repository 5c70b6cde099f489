import { say } from '../../checks/say';
import type { FieldSheet, SheetField } from '../../contract/field-sheet';
import { pluginNames } from '../../contract/target';
import { emailNote, fullNameNote, usernameNote } from '../claim-notes';
import {
  callbackField,
  choice,
  clientIdField,
  endpointField,
  field,
  mappedField,
  pageBelow,
  type SheetInput,
  scopesNote,
  scopesOf,
  secretField,
  toggle,
  untouched,
} from '../sheet-field';
import { allowedDomains, groupFields, loginBy, previewedRules, updateAttributes, usernamePattern } from './rule-fields';

/** The screens of miniOrange OAuth/OIDC SSO on Data Center, Custom OpenID; labels of version 1.1.28. */
export const miniorangeSheet = (input: SheetInput): FieldSheet => ({
  plugin: 'miniorange',
  product: input.settings.product,
  where: say('Manage apps → {plugin} → Configure', { plugin: pluginNames.miniorange }),
  url: pageBelow(input.settings.baseUrl, '/plugins/servlet/upm'),
  sections: [
    { tab: 'Configure OAuth', fields: configureOauth(input) },
    { tab: 'User Profile', fields: userProfile(input) },
    { tab: 'User Groups', fields: userGroups(input) },
    { tab: 'Sign In Settings', fields: signInSettings(input) },
  ],
});

const readsToken = ({ mapping }: SheetInput) => mapping === null || mapping.source === 'id_token';

const configureOauth = (input: SheetInput): SheetField[] => [
  readsToken(input)
    ? choice(
        'selected-application',
        'Selected Application',
        'Custom OpenID',
        say('An application of this type reads the claims of the ID token.'),
      )
    : choice(
        'selected-application',
        'Selected Application',
        'Custom OAuth',
        say(
          "Casdoor's documentation says {documented}, which reads the ID token and never asks the Get User Info Endpoint. The mapping reads {source}.",
          { documented: 'Custom OpenID', source: input.mapping?.source ?? 'userinfo' },
        ),
      ),
  field('custom-app-name', 'Custom App Name', 'casdoor'),
  clientIdField('client-id', 'Client Id', input),
  secretField('client-secret', 'Client Secret', input),
  field('scope', 'Scope', scopesOf(input).join(' '), { note: scopesNote(input) }),
  endpointField('authorize-endpoint', 'Authorize Endpoint', input, 'authorizationEndpoint'),
  endpointField('access-token-endpoint', 'Access Token Endpoint', input, 'tokenEndpoint'),
  userInfo(input),
  endpointField('logout-endpoint', 'Logout Endpoint', input, 'endSessionEndpoint'),
  callbackField('callback-url', 'Callback URL', input),
  endpointField('jwks', 'JWKS EndPoint URL / Public Key', input, 'jwksUri', say('It takes RSA keys alone.')),
  ...(input.settings.comparesIssuer
    ? [
        choice('issuer-check', 'Issuer Check', 'Custom'),
        endpointField('custom-issuer', 'Custom Issuer Value', input, 'issuer'),
      ]
    : []),
];

/** The documentation's `/api/get-account` is used only where the mapping is made for it. */
const userInfo = (input: SheetInput): SheetField => {
  const made = endpointField('user-info-endpoint', 'Get User Info Endpoint', input, 'userinfoEndpoint');
  const documented = '/api/get-account';
  if (input.mapping?.source === 'get-account')
    return {
      ...made,
      value: made.value?.replace(/\/api\/userinfo$/, documented) ?? null,
      note: say(
        "As in Casdoor's documentation, and as the mapping reads it. There the e-mail stands below {parent}, and each sign-in makes one more token; {better} with another mapping does neither.",
        { parent: 'data', better: '/api/userinfo' },
      ),
    };
  return {
    ...made,
    note: readsToken(input)
      ? say("Casdoor's documentation says {documented}. {type} reads the ID token and does not ask it.", {
          documented,
          type: 'Custom OpenID',
        })
      : say(
          "Casdoor's documentation says {documented}. There the e-mail stands below {parent}, and each sign-in makes one more token.",
          { documented, parent: 'data' },
        ),
  };
};

const userProfile = (input: SheetInput): SheetField[] => {
  const name = input.mapping?.name;
  const isSeparate = name !== undefined && !('fullName' in name);
  const rules = previewedRules(input);
  return [
    updateAttributes(rules),
    loginBy(rules),
    mappedField('username', 'Username claim', input, ({ username }) => username, usernameNote),
    usernamePattern(rules),
    mappedField('email', 'Email', input, ({ email }) => email, emailNote),
    toggle('separate-name', 'Separate Name Attributes', isSeparate),
    ...(isSeparate
      ? [
          field('first-name', 'First Name Attribute', name.firstName),
          field('last-name', 'Last Name Attribute', name.lastName),
        ]
      : [
          mappedField(
            'full-name',
            'Full Name Attribute',
            input,
            (mapping) => ('fullName' in mapping.name ? mapping.name.fullName : ''),
            fullNameNote,
          ),
        ]),
    toggle('language-mapping', 'Language Mapping', false),
  ];
};

const userGroups = (input: SheetInput): SheetField[] => [
  input.mapping?.groups == null
    ? untouched('group-attribute', 'Group Attribute', 'text', say('Leave it empty: the mapping names no group claim.'))
    : field('group-attribute', 'Group Attribute', input.mapping.groups, {
        note: say(
          'Casdoor sends groups as {example}, so the names on the left of a group mapping have to say the same.',
          { example: 'organization/group' },
        ),
      }),
  ...groupFields(input),
];

const signInSettings = (input: SheetInput): SheetField[] => [
  untouched('relay-state', 'Relay State', 'text'),
  toggle(
    'auto-redirect',
    'Auto Redirect',
    false,
    say('Turn it on once a sign-in through Casdoor has worked: until then the usual page is the way in.'),
  ),
  toggle(
    'backdoor-url',
    'Backdoor URL',
    true,
    say('The sign-in page with {query} behind its address stays a way in for administrators.', {
      query: '?oauth_sso=false',
    }),
  ),
  allowedDomains(previewedRules(input)),
  untouched('secure-admin-login', 'Secure Admin Login', 'switch'),
];
