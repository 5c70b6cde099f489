import type { Mapping } from '../../../src/contract/mapping';
import { Secret } from '../../../src/secrets/secret';
import type { WantedSettings } from '../../../src/targets/miniorange/wanted';

export const wantedMapping: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: 'groups',
  rules: { groupMapping: { 'jira-software-users': ['acme/staff'] } },
};

export const endpointsBelow = (base: string): WantedSettings['endpoints'] => ({
  issuer: base,
  authorizationEndpoint: `${base}/login/oauth/authorize`,
  tokenEndpoint: `${base}/api/login/oauth/access_token`,
  userinfoEndpoint: `${base}/api/userinfo`,
  jwksUri: `${base}/.well-known/app-jira/jwks`,
  endSessionEndpoint: `${base}/api/logout`,
});

export const wantedSettings = (change: Partial<WantedSettings> = {}): WantedSettings => ({
  kind: 'settings',
  settings: { clientId: 'app-jira-client', scopes: 'openid profile email', comparesIssuer: false },
  endpoints: endpointsBelow('https://door.acme.example'),
  mapping: wantedMapping,
  secret: new Secret('new-secret-of-jira'),
  ...change,
});
