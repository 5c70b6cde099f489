import type { Json } from './configuration';

/** After the sample on the plugin's own page "Backup/Restore Configurations": a provider as it comes. */
const application = (id: string): Json => ({
  IDP_ID: id,
  DEFAULT_APP_NAME: 'Custom OpenID',
  CUSTOM_APP_NAME: '',
  CLIENT_ID: '',
  CLIENT_SECRET: '',
  SINGLE_LOGOUT_URL: '',
  SCOPE: 'openid email profile',
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
  ACR_VALUE_CHECK: false,
  DIRECTORY_ID: '',
  TENANT_ID: '',
  DOMAIN_NAME: '',
  HOST_NAME: '',
  REALM_NAME: '',
});

const attributes: Json = {
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
  CUSTOM_LANGUAGE_ATTRIBUTE: '',
};

const groups = (usersGroup: string): Json => ({
  ROLE_ATTRIBUTE: '',
  KEEP_EXISTING_USER_ROLES: true,
  CREATE_USER_IF_ROLE_MAPPED: false,
  ROLE_MAPPING: {},
  DEFAULT_GROUPS: [usersGroup],
  RESTRICT_USER_CREATION: false,
  ENABLE_DEFAULT_GROUPS_FOR: 'newUsers',
  ON_THE_FLY_GROUP_MAPPING: false,
  CREATE_NEW_GROUPS: false,
  ON_THE_FLY_ASSIGN_NEW_GROUPS_ONLY: false,
  ON_THE_FLY_DO_NOT_REMOVE_GROUPS: [''],
});

const signIn = (usersGroup: string): Json => ({
  ENABLE_FOR_SOFTWARE: 'true',
  LOGIN_BUTTON_TEXT: 'Use OAuth Login',
  SSO_BUTTON_LOCATION: 'After Login Button',
  RELAY_STATE: '',
  DISABLE_DEFAULT_LOGIN: 'false',
  ENABLE_BACKDOOR: 'true',
  ENABLE_AUTO_REDIRECT_DELAY: '',
  ALLOWED_DOMAINS: '',
  ADMIN_SESSION_OPTION: '',
  BACKDOOR_KEY: '',
  BACKDOOR_VALUE: '',
  RESTRICT_BACKDOOR: 'false',
  BACKDOOR_GROUPS: [usersGroup],
  PLUGIN_API_ACCESS_RESTRICTION: 'false',
  CUSTOM_LOGOUT_URL: '',
  ENABLE_LOGOUT_TEMPLATE: 'false',
  LOGOUT_TEMPLATE: '',
});

type Sample = { shape: 'flat' | 'several'; product: 'jira' | 'confluence'; providers?: readonly string[] };

/** A configuration as the plugin has it when it comes, in either of its shapes. */
export const sampleConfiguration = ({ shape, product, providers = ['304ec56e-3931'] }: Sample): Json => {
  const usersGroup = product === 'jira' ? 'jira-software-users' : 'confluence-users';
  const name = `OAuth/OpenID Connect (OIDC) for ${product === 'jira' ? 'Jira' : 'Confluence'} SSO`;
  if (shape === 'flat')
    return {
      PLUGIN_NAME: name,
      PLUGIN_VERSION: '1.1.28',
      'OAuth Configuration': {
        ...application(providers[0] ?? ''),
        JWKS_END_POINT: '',
        VALIDATE_SIGNATURE_METHOD: 'JWKS',
        NONCE_CHECK: false,
        OAUTH_REQUEST_PARAMETERS: {},
        CUSTOM_CALLBACK_PARAMETER: '',
      },
      'Attribute Mapping': attributes,
      'Group Mapping': groups(usersGroup),
      'Sign In Settings': signIn(usersGroup),
    };
  return {
    PLUGIN_NAME: name,
    PLUGIN_VERSION: '1.2.4',
    'Identity Providers': providers.map((id) => ({
      ID: id,
      Name: `Provider ${id}`,
      'Application Configuration': application(id),
      'Attribute Mapping': attributes,
      'Group Mapping': groups(usersGroup),
    })),
    'Sign In Settings': signIn(usersGroup),
    'Domain Mapping Configurations': { USE_DOMAIN_MAPPING: 'false', DOMAIN_MAPPING: {} },
  };
};
