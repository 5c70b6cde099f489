import { say } from '../../checks/say';
import type { FieldSheet } from '../../contract/field-sheet';
import { pluginNames } from '../../contract/target';
import { emailNote, fullNameNote, usernameNote } from '../claim-notes';
import {
  callbackField,
  choice,
  clientIdField,
  endpointField,
  field,
  mappedField,
  type SheetInput,
  scopesNote,
  scopesOf,
  secretField,
} from '../sheet-field';

/**
 * The miniOrange app for Atlassian Cloud. It bridges to SAML, and its screens change more often than those of Data
 * Center: where a label is another, the one of the same meaning is the field.
 */
export const miniorangeCloudSheet = (input: SheetInput): FieldSheet => ({
  plugin: 'miniorange-cloud',
  product: input.settings.product,
  where: say('Apps → Manage apps → {plugin} → Get started', { plugin: pluginNames['miniorange-cloud'] }),
  url: null,
  sections: [
    {
      tab: 'Configure OAuth',
      fields: [
        choice('selected-application', 'Select Application', 'Custom OpenID'),
        callbackField('callback-url', 'Callback URL', input),
        field('app-name', 'App Name', 'casdoor'),
        clientIdField('client-id', 'Client Id', input),
        secretField('client-secret', 'Client Secret', input),
        field('scope', 'Scope', scopesOf(input).join(' '), { note: scopesNote(input) }),
        endpointField('authorize-endpoint', 'Authorize Endpoint', input, 'authorizationEndpoint'),
        endpointField('access-token-endpoint', 'Access Token Endpoint', input, 'tokenEndpoint'),
        endpointField(
          'user-info-endpoint',
          'Get User Info Endpoint',
          input,
          'userinfoEndpoint',
          say("Casdoor's documentation says {documented}; there the e-mail stands below {parent}.", {
            documented: '/api/get-account',
            parent: 'data',
          }),
        ),
        endpointField('logout-endpoint', 'Logout Endpoint', input, 'endSessionEndpoint'),
        endpointField('jwks', 'JWKS Endpoint', input, 'jwksUri'),
      ],
    },
    {
      tab: 'Attribute Mapping',
      fields: [
        mappedField('username', 'Username', input, ({ username }) => username, usernameNote),
        mappedField(
          'email',
          'Email',
          input,
          ({ email }) => email,
          (mapping) => emailNote(mapping) ?? say('People on an Atlassian site are found by their e-mail.'),
        ),
        ...(input.mapping !== null && !('fullName' in input.mapping.name)
          ? [
              field('first-name', 'First Name', input.mapping.name.firstName),
              field('last-name', 'Last Name', input.mapping.name.lastName),
            ]
          : [
              mappedField(
                'full-name',
                'Full Name',
                input,
                ({ name }) => ('fullName' in name ? name.fullName : ''),
                fullNameNote,
              ),
            ]),
      ],
    },
  ],
});
