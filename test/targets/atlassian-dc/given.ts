import type { Attempted } from '../../../src/apply/apply-target';
import type { Mapping } from '../../../src/contract/mapping';
import { Secret } from '../../../src/secrets/secret';
import type { AuthconfigDocument } from '../../../src/targets/atlassian-dc/document';
import type { AtlassianDcSettings } from '../../../src/targets/atlassian-dc/wanted';
import type { Json } from '../../../src/targets/file-provider';

export const mapping: Mapping = {
  schema: 1,
  source: null,
  username: '${name}',
  email: '${email}',
  name: { fullName: '${displayName}' },
  groups: null,
};

export const wantedOf = (given: Partial<AtlassianDcSettings> = {}): AtlassianDcSettings => ({
  kind: 'settings',
  issuer: 'https://door.acme.example',
  clientId: 'app-jira-client-id',
  scopes: 'openid profile email',
  endpoints: null,
  mapping,
  secret: new Secret('app-jira-client-secret'),
  ...given,
});

/** As Jira 10.3 tells of a configuration; keys that nobody here knows among them. */
export const idpOf = (given: Json = {}): Json => ({
  id: 1,
  name: 'Casdoor',
  'sso-type': 'OIDC',
  enabled: true,
  'issuer-url': 'https://door.acme.example',
  'client-id': 'an-older-id',
  'discovery-enabled': true,
  'additional-scopes': ['profile'],
  'username-claim': 'preferred_username',
  'include-customer-logins': true,
  'enable-remember-me': false,
  buttonText: 'Sign in with Casdoor',
  'jit-configuration': {
    'user-provisioning-enabled': true,
    'mapping-display-name': '${name}',
    'mapping-email': '${email}',
    'mapping-groups': 'groups',
    'additional-openid-scopes': ['phone'],
    'a-later-key': 7,
  },
  'last-updated': '2026-11-20T08:00:00.000Z',
  'a-later-key': { of: ['anything', 1, null] },
  ...given,
});

export const otherIdp: Json = idpOf({
  id: 2,
  name: 'Entra',
  'issuer-url': 'https://login.entra.example/v2.0',
  'client-id': 'entra-id',
  buttonText: 'Use Entra',
});

export const documentOf = (given: Partial<AuthconfigDocument> = {}): AuthconfigDocument => ({
  idps: [idpOf(), otherIdp],
  sso: { 'show-login-form': true, 'enable-authentication-fallback': false, 'discovery-refresh-cron': '0 0 1 * * ?' },
  loginOptions: [],
  knownSecret: null,
  newSecret: null,
  ...given,
});

export const got = <T>(attempted: Attempted<T>): T => {
  if (!attempted.ok) throw new Error(`${attempted.failure.code}: ${attempted.failure.message}`);
  return attempted.value;
};
