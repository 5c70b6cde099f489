import type { Product } from '../../src/contract/target';
import type { Json } from '../../src/targets/file-provider';
import { sampleConfiguration } from '../plugins/miniorange/sample';
import { usersGroups } from './accounts';

/** What an SSO plugin of the demo needs to know of Casdoor. */
export type ClientOfPlugin = { casdoor: string; clientId: string; clientSecret: string };

/**
 * miniOrange as somebody left it years ago: filled in from old instructions, so that eight fields differ, and in Jira a
 * provider of other people beside it, which is none of our business.
 */
export const firstMiniorange = (product: Product, { casdoor, clientId, clientSecret }: ClientOfPlugin): Json => {
  const application = {
    CUSTOM_APP_NAME: 'casdoor',
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    SCOPE: 'openid profile email',
    AUTHORIZE_END_POINT: `${casdoor}/login/oauth/authorize`,
    ACCESSTOKEN_END_POINT: `${casdoor}/api/login/oauth/access_token`,
    USERINFO_END_POINT: `${casdoor}/api/get-account`,
  };
  const attributes = { USERNAME_ATTRIBUTE: 'sub', EMAIL_ATTRIBUTE: 'data.email', FULL_NAME_ATTRIBUTE: 'display_name' };
  const door = { BACKDOOR_KEY: 'oauth_sso', BACKDOOR_VALUE: 'false' };
  if (product === 'confluence') {
    const flat = sampleConfiguration({ shape: 'flat', product, providers: ['a81c2f06-77d0'] });
    return within(flat, {
      'OAuth Configuration': application,
      'Attribute Mapping': attributes,
      'Sign In Settings': door,
    });
  }
  const several = sampleConfiguration({ shape: 'several', product, providers: ['304ec56e-3931', '9d2b7c14-58aa'] });
  const [own = {}, other = {}] = several['Identity Providers'] as Json[];
  return {
    ...within(several, { 'Sign In Settings': door }),
    'Identity Providers': [
      {
        ...within(own, {
          'Application Configuration': application,
          'Attribute Mapping': attributes,
        }),
        Name: 'casdoor',
      },
      {
        ...within(other, { 'Application Configuration': partners, 'Attribute Mapping': partnersPeople }),
        Name: 'partners',
      },
    ],
  };
};

/** Not switched on yet: its addresses are nobody's. */
const partners: Json = {
  CUSTOM_APP_NAME: 'partners',
  CLIENT_ID: 'acme-jira',
  CLIENT_SECRET: 'made-up-secret-of-the-partners',
  AUTHORIZE_END_POINT: 'https://login.partners.example/authorize',
  ACCESSTOKEN_END_POINT: 'https://login.partners.example/token',
  USERINFO_END_POINT: 'https://login.partners.example/userinfo',
};
const partnersPeople: Json = { USERNAME_ATTRIBUTE: 'upn', EMAIL_ATTRIBUTE: 'mail', FULL_NAME_ATTRIBUTE: 'name' };

/** Atlassian's own SSO: in Jira only that of other people, in Confluence Casdoor too, tried once and switched off. */
export const firstAtlassianDc = (product: Product, { casdoor, clientId, clientSecret }: ClientOfPlugin): Json[] => {
  const shared = {
    'sso-type': 'OIDC',
    enabled: false,
    'discovery-enabled': false,
    'additional-scopes': ['profile', 'email'],
    'include-customer-logins': false,
    'enable-remember-me': true,
  };
  const jit = (groups: string) => ({
    'user-provisioning-enabled': false,
    'mapping-display-name': '',
    'mapping-email': '',
    'mapping-groups': groups,
    'additional-openid-scopes': [],
  });
  const ofPartners = {
    ...shared,
    name: 'Partners',
    'issuer-url': 'https://login.partners.example',
    'client-id': `acme-${usersGroups[product]}`,
    'client-secret': 'made-up-secret-of-the-partners',
    'authorization-endpoint': 'https://login.partners.example/authorize',
    'token-endpoint': 'https://login.partners.example/token',
    'userinfo-endpoint': 'https://login.partners.example/userinfo',
    'username-claim': '${upn}',
    buttonText: 'Sign in as a partner',
    'jit-configuration': jit(''),
  };
  if (product === 'jira') return [ofPartners];
  return [
    {
      ...shared,
      name: 'Casdoor',
      'issuer-url': casdoor,
      'client-id': clientId,
      'client-secret': clientSecret,
      'authorization-endpoint': `${casdoor}/login/oauth/authorize`,
      'token-endpoint': `${casdoor}/api/login/oauth/access_token`,
      'userinfo-endpoint': `${casdoor}/api/userinfo`,
      // Without the signs around it, it is the name of one account.
      'username-claim': 'preferred_username',
      buttonText: 'Casdoor',
      'jit-configuration': jit(''),
    },
    ofPartners,
  ];
};

/** With other values in some of its sections. */
const within = (json: Json, sections: Readonly<Record<string, Json>>): Json => ({
  ...json,
  ...Object.fromEntries(
    Object.entries(sections).map(([name, changed]) => [name, { ...(json[name] as Json), ...changed }]),
  ),
});
