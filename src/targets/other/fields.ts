import { say } from '../../checks/say';
import type { FieldSheet } from '../../contract/field-sheet';
import { emailNote, fullNameNote, usernameNote } from '../claim-notes';
import {
  callbackField,
  clientIdField,
  endpointField,
  field,
  mappedField,
  pageBelow,
  type SheetInput,
  scopesNote,
  scopesOf,
  secretField,
  untouched,
} from '../sheet-field';

/** Any OpenID Connect client: the words of OpenID Connect Discovery 1.0 and Core 1.0 stand in for its labels. */
export const otherSheet = (input: SheetInput): FieldSheet => ({
  plugin: 'other',
  product: input.settings.product,
  where: say('The settings of the plugin, under whatever name they have there'),
  url: pageBelow(input.settings.baseUrl, '/plugins/servlet/upm'),
  sections: [
    {
      tab: 'OpenID Connect',
      fields: [
        endpointField('issuer', 'Issuer', input, 'issuer'),
        clientIdField('client-id', 'Client ID', input),
        secretField('client-secret', 'Client secret', input),
        callbackField('redirect-uri', 'Redirect URI', input),
        field('scope', 'Scopes', scopesOf(input).join(' '), { note: scopesNote(input) }),
        endpointField('authorization-endpoint', 'Authorization endpoint', input, 'authorizationEndpoint'),
        endpointField('token-endpoint', 'Token endpoint', input, 'tokenEndpoint'),
        endpointField('userinfo-endpoint', 'Userinfo endpoint', input, 'userinfoEndpoint'),
        endpointField('jwks-uri', 'JWKS URI', input, 'jwksUri'),
        endpointField('end-session-endpoint', 'End session endpoint', input, 'endSessionEndpoint'),
      ],
    },
    {
      tab: 'Claims',
      fields: [
        mappedField('username', 'Username', input, ({ username }) => username, usernameNote),
        mappedField('email', 'E-mail', input, ({ email }) => email, emailNote),
        mappedField(
          'full-name',
          'Full name',
          input,
          ({ name }) => ('fullName' in name ? name.fullName : `${name.firstName} ${name.lastName}`),
          fullNameNote,
        ),
        input.mapping?.groups == null
          ? untouched('groups', 'Groups', 'text', say('Leave it empty: the mapping names no group claim.'))
          : field('groups', 'Groups', input.mapping.groups),
      ],
    },
  ],
});
