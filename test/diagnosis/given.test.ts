import type { PluginSettings } from '../../src/checks/evidence';
import type { Mapping } from '../../src/contract/mapping';
import { askedAreas, givenFrom, type Settings } from '../../src/diagnosis/given';
import { healthySums } from '../checks/directory/dry-run';

const settings: Settings = {
  from: 'local',
  address: 'https://door.acme.example',
  target: { plugin: 'miniorange', product: 'jira', baseUrl: 'https://jira.acme.example/', comparesIssuer: false },
  clientId: 'app-jira-client-id',
  hasSecret: true,
  redirectUri: null,
  scopes: 'openid profile email',
  mapping: null,
  plugin: null,
  now: new Date('2026-11-24T17:00:00Z'),
};
const mapping: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: null,
};
const plugin: PluginSettings = {
  clientId: null,
  issuer: null,
  authorizationEndpoint: null,
  tokenEndpoint: null,
  userinfoEndpoint: null,
  jwksUri: null,
  endSessionEndpoint: null,
};

test('makes the redirect URI from the base URL, each plugin its own', () => {
  expect(givenFrom(settings).redirectUri).toBe('https://jira.acme.example/plugins/servlet/oauth/callback');
  const own = { ...settings, target: { ...settings.target, plugin: 'atlassian-dc' as const } };
  expect(givenFrom(own).redirectUri).toBe('https://jira.acme.example/plugins/servlet/oidc/callback');
});

test('a redirect URI that was given beats it', () => {
  expect(givenFrom({ ...settings, redirectUri: ' https://x.example/cb ' }).redirectUri).toBe('https://x.example/cb');
});

test('no scope is the documentation’s set, and that is said', () => {
  for (const scopes of [null, '', '  '])
    expect(givenFrom({ ...settings, scopes })).toMatchObject({
      scopes: ['address', 'phone', 'openid', 'profile', 'offline_access', 'email'],
      scopesAssumed: true,
    });
  expect(givenFrom(settings)).toMatchObject({ scopes: ['openid', 'profile', 'email'], scopesAssumed: false });
});

test('scopes are separated by spaces and line ends; a comma is sent as it stands', () => {
  expect(givenFrom({ ...settings, scopes: ' openid  profile\n email' }).scopes).toEqual(['openid', 'profile', 'email']);
  expect(givenFrom({ ...settings, scopes: 'openid,profile' }).scopes).toEqual(['openid,profile']);
});

test('a client id in the pasted address is used unless another was given', () => {
  const address = 'https://door.acme.example/login/oauth/authorize?client_id=pasted&scope=openid';
  expect(givenFrom({ ...settings, address, clientId: null }).clientId).toBe('pasted');
  expect(givenFrom({ ...settings, address, clientId: '' }).clientId).toBe('pasted');
  expect(givenFrom({ ...settings, address }).clientId).toBe('app-jira-client-id');
  expect(givenFrom({ ...settings, clientId: '' }).clientId).toBeNull();
});

test('a client id is kept as it was typed, spaces and all: a check says so', () => {
  expect(givenFrom({ ...settings, clientId: ' app ' }).clientId).toBe(' app ');
});

test('a password in the address is kept nowhere', () => {
  const given = givenFrom({ ...settings, address: 'https://admin:pass-123@door.acme.example/' });
  expect(JSON.stringify(given)).not.toContain('pass-123');
});

test('the areas are those of the first two steps, the mapping and the plugin where there is one', () => {
  const always = ['address', 'discovery', 'keys', 'client', 'redirect-uri', 'scopes'];
  expect(askedAreas({ mapping: null, plugin: null })).toEqual(always);
  expect(askedAreas({ mapping, plugin: null })).toEqual([...always, 'mapping']);
  expect(askedAreas({ mapping, plugin })).toEqual([...always, 'mapping', 'plugin']);
  expect(askedAreas({ mapping, plugin, directory: healthySums })).toEqual([
    ...always,
    'mapping',
    'directory',
    'plugin',
  ]);
  expect(askedAreas(givenFrom(settings))).not.toContain('directory');
});
