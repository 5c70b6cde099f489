import { say } from '../../checks/say';
import type { FieldSheet, SheetField } from '../../contract/field-sheet';
import type { Rich } from '../../contract/report';
import { displayNameExpression } from '../../mapping/atlassian-dc-rules';
import { isLiteral } from '../../mapping/username-expression';
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

/** The screen "Authentication methods" of SSO for Atlassian Data Center, an OpenID Connect configuration. */
export const atlassianDcSheet = (input: SheetInput): FieldSheet => ({
  plugin: 'atlassian-dc',
  product: input.settings.product,
  where:
    input.settings.product === 'jira'
      ? say('Administration → System → Authentication methods → Add configuration')
      : say('Administration → General configuration → SSO 2.0 → Authentication methods → Add configuration'),
  url: pageBelow(input.settings.baseUrl, '/plugins/servlet/authentication-config'),
  sections: [
    {
      tab: 'Add new configuration',
      fields: [
        field('name', 'Name', 'Casdoor'),
        choice('method', 'Authentication method', 'OpenID Connect single sign-on'),
      ],
    },
    { tab: 'OpenID Connect settings', fields: settings(input) },
    { tab: 'JIT provisioning', fields: provisioning(input) },
    { tab: 'OpenID Connect behavior', fields: behaviour() },
  ],
});

const settings = (input: SheetInput): SheetField[] => [
  endpointField(
    'issuer-url',
    'Issuer URL',
    input,
    'issuer',
    say('Letter by letter as the discovery document names it, a slash at the end included: tokens carry the same.'),
  ),
  clientIdField('client-id', 'Client ID', input),
  secretField('client-secret', 'Client secret', input),
  mappedField('username-mapping', 'Username mapping', input, ({ username }) => username, literalNote),
  additionalScopes(input),
  toggle(
    'discovery',
    'Fill the data automatically from my chosen identity provider',
    true,
    say('The discovery document is then read from the node itself, and saving fails where it cannot reach Casdoor.'),
  ),
  endpointField('authorization-endpoint', 'Authorization endpoint', input, 'authorizationEndpoint', onlyByHand),
  endpointField('token-endpoint', 'Token endpoint', input, 'tokenEndpoint', onlyByHand),
  endpointField('userinfo-endpoint', 'User info endpoint', input, 'userinfoEndpoint', onlyByHand),
  callbackField('redirect-url', 'Redirect URL', input),
  field(
    'initiate-login-url',
    'Initiate login URL',
    pageBelow(input.settings.baseUrl, '/plugins/servlet/oidc/initiate-login'),
    {
      waitsFor: input.settings.baseUrl === '' ? say('Waits for the base URL: enter it in the step Client.') : null,
      note: say('The screen shows it. Casdoor needs it only where people start from its own page.'),
    },
  ),
];

const onlyByHand: Rich = say('Filled in by itself while the data are taken from the identity provider.');

const literalNote = ({ username }: { username: string }): Rich | null =>
  isLiteral(username)
    ? say('Without {variable} it is taken literally, and everybody becomes the account {username}.', {
        variable: `\${${username}}`,
        username,
      })
    : null;

const additionalScopes = (input: SheetInput): SheetField => {
  const more = scopesOf(input).filter((scope) => scope !== 'openid');
  const note =
    scopesNote(input) ?? say('The scope {scope} is always asked for and is not typed here.', { scope: 'openid' });
  return more.length === 0
    ? untouched(
        'additional-scopes',
        'Additional scopes',
        'text',
        say('Leave it empty: {scope} is always asked for.', { scope: 'openid' }),
      )
    : field('additional-scopes', 'Additional scopes', more.join(' '), { note });
};

const provisioning = (input: SheetInput): SheetField[] => [
  toggle(
    'create-users',
    'Create users on login to the application',
    input.mapping?.rules?.createUsers ?? true,
    say('Off: only who has an account already gets in, and the three fields below are not read.'),
  ),
  mappedField('display-name', 'Display name', input, ({ name }) => displayNameExpression(name), displayNameNote),
  mappedField(
    'email',
    'Email',
    input,
    ({ email }) => email,
    () => say('It is read from the ID token alone. A sign-in without it fails.'),
  ),
  input.mapping?.groups == null
    ? untouched(
        'groups',
        'Groups',
        'text',
        say('Leave it empty: with a claim here, a person is taken out of every group that the claim does not name.'),
      )
    : field('groups', 'Groups', input.mapping.groups, {
        note: say(
          'The bare name of a claim. Groups are made to match exactly, and Casdoor sends them as {example}: whoever signs in is taken out of all others.',
          { example: 'organization/group' },
        ),
      }),
  untouched('jit-scopes', 'Additional scopes', 'text', say('Leave it empty: the scopes above bring every claim.')),
];

const displayNameNote = (mapping: { name: Parameters<typeof displayNameExpression>[0] }): Rich | null => {
  const expression = displayNameExpression(mapping.name);
  if (expression.includes('display_name'))
    return say('Casdoor never issues {claim}, and a sign-in without a claim that is named here fails.', {
      claim: 'display_name',
    });
  if (isLiteral(expression)) return say('Without a variable in braces everybody gets this very name.');
  return expression === '${name}'
    ? say(
        'In the token formats JWT, JWT-Empty and JWT-Custom {claim} is the username; the full name is {better} there.',
        {
          claim: '${name}',
          better: '${displayName}',
        },
      )
    : say('It is read from the ID token alone. A sign-in without it fails.');
};

const behaviour = (): SheetField[] => [
  untouched('remember', 'Remember user logins', 'switch'),
  toggle(
    'show-on-login-page',
    'Show IdP on the login page',
    true,
    say('Leave the sign-in form beside it until a sign-in through Casdoor has worked.'),
  ),
  field('button-text', 'Login button text', 'Sign in with Casdoor', {
    note: say('At most 40 characters, and only once in use.'),
  }),
];
