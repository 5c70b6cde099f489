import type { Json } from '../../../src/targets/file-provider';

/** After the sample of the plugin's own page "Backup/Restore Configurations", filled in. */
export const application = (id: string, change: Json = {}): Json => ({
  IDP_ID: id,
  DEFAULT_APP_NAME: 'Custom OpenID',
  CUSTOM_APP_NAME: 'casdoor',
  CLIENT_ID: `client-of-${id}`,
  CLIENT_SECRET: `secret-of-${id}`,
  SINGLE_LOGOUT_URL: '',
  SCOPE: 'openid email profile',
  USE_STATE_PARAMETER: true,
  PUBLIC_KEY: '',
  ENABLE_CHECK_ISSUER_FOR: false,
  CHECK_ISSUER_FOR: 'Default',
  CUSTOM_ISSUER_VALUE: '',
  AUTHORIZE_END_POINT: 'https://old.acme.example/login/oauth/authorize',
  ACCESSTOKEN_END_POINT: 'https://old.acme.example/api/login/oauth/access_token',
  USERINFO_END_POINT: '',
  FETCH_GROUPS_ENDPOINT: '',
  SEND_TOKEN_AUTHORIZATION_PARAMETERS_IN: 'HttpHeader',
  ACR_VALUE_CHECK: false,
  DIRECTORY_ID: '',
  ...change,
});
export const attributes: Json = {
  USERNAME_ATTRIBUTE: 'sub',
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
};
export const groups: Json = {
  ROLE_ATTRIBUTE: '',
  KEEP_EXISTING_USER_ROLES: true,
  CREATE_USER_IF_ROLE_MAPPED: false,
  ROLE_MAPPING: {},
  DEFAULT_GROUPS: ['jira-software-users'],
  RESTRICT_USER_CREATION: false,
  ENABLE_DEFAULT_GROUPS_FOR: 'newUsers',
  ON_THE_FLY_GROUP_MAPPING: false,
  CREATE_NEW_GROUPS: false,
  ON_THE_FLY_ASSIGN_NEW_GROUPS_ONLY: false,
  ON_THE_FLY_DO_NOT_REMOVE_GROUPS: [''],
};
export const signIn: Json = {
  ENABLE_FOR_SOFTWARE: 'true',
  LOGIN_BUTTON_TEXT: 'Use OAuth Login',
  SSO_BUTTON_LOCATION: 'After Login Button',
  RELAY_STATE: '',
  DISABLE_DEFAULT_LOGIN: 'false',
  ENABLE_BACKDOOR: 'false',
  ENABLE_AUTO_REDIRECT_DELAY: '',
  ALLOWED_DOMAINS: '',
  BACKDOOR_KEY: '',
  BACKDOOR_VALUE: '',
  RESTRICT_BACKDOOR: 'false',
  BACKDOOR_GROUPS: ['jira-software-users'],
};

export const flat: Json = {
  PLUGIN_NAME: 'OAuth/OpenID Connect (OIDC) for Jira SSO',
  PLUGIN_VERSION: '1.1.28',
  'OAuth Configuration': application('one', { JWKS_END_POINT: '', NONCE_CHECK: false, OAUTH_REQUEST_PARAMETERS: {} }),
  'Attribute Mapping': attributes,
  'Group Mapping': groups,
  'Sign In Settings': signIn,
};

export const provider = (id: string, change: Json = {}): Json => ({
  ID: id,
  Name: `Provider ${id}`,
  'Application Configuration': application(id),
  'Attribute Mapping': attributes,
  'Group Mapping': groups,
  ...change,
});

export const several: Json = {
  PLUGIN_NAME: 'OAuth/OpenID Connect (OIDC) for Jira SSO',
  PLUGIN_VERSION: '1.2.4',
  'Identity Providers': [provider('one'), provider('two')],
  'Sign In Settings': signIn,
  'Domain Mapping Configurations': { USE_DOMAIN_MAPPING: 'false', DOMAIN_MAPPING: {} },
};
