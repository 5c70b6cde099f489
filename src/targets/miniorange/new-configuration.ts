import type { Product } from '../../contract/target';
import { asciiJson } from './exact-json';

/**
 * A configuration as the plugin exports it before anything is set up, in the shape of one provider (1.1.28). An import
 * clears first and makes an empty text of every key that is missing, so that all that are known are in it.
 */
export const newConfiguration = (product: Product): string =>
  asciiJson({
    PLUGIN_NAME: `OAuth/OpenID Connect (OIDC) for ${product === 'jira' ? 'Jira' : 'Confluence'} SSO`,
    PLUGIN_VERSION: '1.1.28',
    'OAuth Configuration': {
      DEFAULT_APP_NAME: 'Custom OpenID',
      CUSTOM_APP_NAME: '',
      CLIENT_ID: '',
      CLIENT_SECRET: '',
      SINGLE_LOGOUT_URL: '',
      SCOPE: 'openid',
      USE_STATE_PARAMETER: true,
      PUBLIC_KEY: '',
      ENABLE_CHECK_ISSUER_FOR: false,
      CHECK_ISSUER_FOR: 'Default',
      CUSTOM_ISSUER_VALUE: '',
      AUTHORIZE_END_POINT: '',
      ACCESSTOKEN_END_POINT: '',
      USERINFO_END_POINT: '',
      FETCH_GROUPS_ENDPOINT: '',
      SEND_TOKEN_AUTHORIZATION_PARAMETERS_IN: 'HttpHeader',
      JWKS_END_POINT: '',
      VALIDATE_SIGNATURE_METHOD: 'JWKS',
      NONCE_CHECK: false,
      OAUTH_REQUEST_PARAMETERS: {},
      CUSTOM_CALLBACK_PARAMETER: '',
    },
    'Attribute Mapping': {
      USERNAME_ATTRIBUTE: '',
      EMAIL_ATTRIBUTE: '',
      ENABLE_REGEX_PATTERN: false,
      REGEX_PATTERN: '',
      KEEP_EXISTING_USER_ATTRIBUTES: true,
      FIRST_NAME_ATTRIBUTE: '',
      LAST_NAME_ATTRIBUTE: '',
      FULL_NAME_ATTRIBUTE: '',
      USE_SEPARATE_NAME_ATTRIBUTE: false,
      LOGIN_USER_BY_ATTRIBUTE: 'username',
      ENABLE_LANGUAGE_MAPPING: false,
      LANGUAGEMAP: '',
      CUSTOM_LANGUAGE_ATTRIBUTE: '',
    },
    'Group Mapping': {
      ROLE_ATTRIBUTE: '',
      KEEP_EXISTING_USER_ROLES: true,
      CREATE_USER_IF_ROLE_MAPPED: false,
      ROLE_MAPPING: {},
      DEFAULT_GROUPS: [],
      RESTRICT_USER_CREATION: false,
      ENABLE_DEFAULT_GROUPS_FOR: 'newUsers',
      ON_THE_FLY_GROUP_MAPPING: false,
      CREATE_NEW_GROUPS: false,
      ON_THE_FLY_ASSIGN_NEW_GROUPS_ONLY: false,
      ON_THE_FLY_DO_NOT_REMOVE_GROUPS: [],
    },
    // Truth values of this section are texts.
    'Sign In Settings': {
      LOGIN_BUTTON_TEXT: 'Use OAuth Login',
      RELAY_STATE: '',
      DISABLE_DEFAULT_LOGIN: 'false',
      ENABLE_BACKDOOR: 'true',
      ALLOWED_DOMAINS: '',
    },
  });
