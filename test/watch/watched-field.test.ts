import fc from 'fast-check';
import { sampleConfiguration } from '../../local/plugins/miniorange/sample';
import { Secret } from '../../src/secrets/secret';
import type { AuthconfigDocument } from '../../src/targets/atlassian-dc/document';
import { documentFields as fieldsOfDc } from '../../src/targets/atlassian-dc/document-fields';
import type { DocumentField } from '../../src/targets/document-field';
import { isObject, withKeys } from '../../src/targets/file-provider';
import { documentFields } from '../../src/targets/miniorange/document-fields';
import { openDocument } from '../../src/targets/miniorange/open-document';
import { readMiniorangeExport } from '../../src/targets/miniorange/read-export';
import { applicationFields } from '../../src/watch/application-fields';
import { changesBetween, keyMark, watchedFields } from '../../src/watch/watched-field';
import { healthy } from '../checks/healthy-evidence';

const key = new Secret('key-of-the-prints');
const opened = (root: object) => {
  const [provider] = withKeys(readMiniorangeExport(root) ?? []);
  const read = openDocument(JSON.stringify(root), provider?.key ?? '');
  if (!read.ok) throw new Error(read.failure.message);
  return read.value;
};
const sample = sampleConfiguration({ shape: 'flat', product: 'jira' });
const secret = 'the-secret-in-the-plugin';
const plain = {
  ...sample,
  'OAuth Configuration': { ...(sample['OAuth Configuration'] as object), CLIENT_SECRET: secret },
};
const fieldsOf = (root: object) => watchedFields(documentFields(opened(root)), key);
const difference = (root: object) => changesBetween(fieldsOf(plain), fieldsOf(root)).map(({ change }) => change);
const withApp = (changes: object) => ({
  ...plain,
  'OAuth Configuration': { ...plain['OAuth Configuration'], ...changes },
});

test('the same document has no difference, and no secret is in what is kept of it', () => {
  expect(difference(plain)).toEqual([]);
  expect(JSON.stringify(fieldsOf(plain))).not.toContain(secret);
});

test('a field shows both values, a secret neither, a key that nobody knows neither', () => {
  expect(difference(withApp({ SCOPE: 'openid' }))).toMatchObject([
    { label: 'Scope', after: 'openid', isSecret: false },
  ]);
  expect(difference(withApp({ CLIENT_SECRET: 'another-secret' }))).toMatchObject([
    { label: 'Client Secret', before: null, after: null, isSecret: true, hasSecretBefore: true },
  ]);
  expect(difference(withApp({ ODD_KEY: 'what-nobody-knows' }))).toMatchObject([
    { label: 'ODD_KEY', before: null, after: null, isSecret: true, hasSecretBefore: false },
  ]);
  // An update of the plugin is no change of its settings.
  expect(difference({ ...plain, PLUGIN_VERSION: '9.9' })).toEqual([]);
});

test('new keys of an update that are off, and another order, are no difference; what is switched on is one', () => {
  const reversed = (json: object): object => Object.fromEntries(Object.entries(json).reverse());
  const updated = withApp({ NEW_SWITCH: false, NEW_TEXT_SWITCH: 'false', NEW_LIST: [], NEW_PART: { ON: false } });
  expect(difference(reversed({ ...updated, 'OAuth Configuration': reversed(updated['OAuth Configuration']) }))).toEqual(
    [],
  );
  expect(difference(withApp({ NEW_SWITCH: true })).map(({ label }) => label)).toEqual(['NEW_SWITCH']);
  const switched = changesBetween(fieldsOf(withApp({ OLD_SWITCH: true })), fieldsOf(withApp({ OLD_SWITCH: false })));
  expect(switched.map(({ change }) => change.label)).toEqual(['OLD_SWITCH']);
});

test('another key has other prints, and says so', () => {
  const fields = documentFields(opened(plain));
  const other = new Secret('another-key');
  expect(changesBetween(watchedFields(fields, key), watchedFields(fields, other)).length).toBeGreaterThan(5);
  expect(keyMark(key)).not.toBe(keyMark(other));
});

test('whatever is held, against itself it has no difference, and each change is found', () => {
  const field = fc.record({ key: fc.string({ minLength: 1 }), whole: fc.string(), isSecret: fc.boolean() });
  fc.assert(
    fc.property(fc.uniqueArray(field, { selector: (one) => one.key }), fc.nat(), fc.string(), (all, place, text) => {
      const made = (list: typeof all) =>
        watchedFields(
          list.map(
            (one): DocumentField => ({
              ...{ key: one.key, tab: 'tab', label: 'label', isSecret: one.isSecret },
              shown: one.isSecret ? null : one.whole || null,
              whole: new Secret(one.whole),
            }),
          ),
          key,
        );
      expect(changesBetween(made(all), made(all))).toEqual([]);
      const at = all.length === 0 ? -1 : place % all.length;
      const other = all.map((one, index) => (index === at ? { ...one, whole: `${one.whole}${text}+` } : one));
      const found = changesBetween(made(all), made(other));
      expect(found.map(({ change }) => change.key)).toEqual(at < 0 ? [] : [all[at]?.key]);
      for (const { change } of found) if (change.isSecret) expect([change.before, change.after]).toEqual([null, null]);
    }),
  );
});

describe('SSO for Atlassian Data Center', () => {
  const idp = {
    ...{ id: 7, name: 'Casdoor', 'sso-type': 'OIDC', enabled: true, 'issuer-url': 'https://door.acme.example' },
    ...{ 'client-id': 'app-jira', 'username-claim': '${name}', 'discovery-enabled': true, buttonText: 'Sign in' },
    'include-customer-logins': false,
    'last-updated': '2026-11-24',
    'jit-configuration': { 'user-provisioning-enabled': false },
  };
  const document = (idps: object[]): AuthconfigDocument => ({
    idps: idps.filter(isObject),
    sso: { 'show-login-form': true, 'enable-authentication-fallback': true },
    loginOptions: [],
    knownSecret: new Secret('the-secret-of-the-plugin'),
    newSecret: null,
  });
  const held = (of: AuthconfigDocument, beside: AuthconfigDocument | null) =>
    watchedFields(fieldsOfDc(of, beside), key);

  test('one that was yet to be made is what became of it', () => {
    const { id: _, 'last-updated': _at, 'include-customer-logins': _open, ...made } = idp;
    const found = document([idp]);
    expect(changesBetween(held(document([made]), found), held(found, null))).toEqual([]);
    const drifted = document([{ ...idp, 'username-claim': 'preferred_username', 'last-updated': '2026-11-27' }]);
    expect(changesBetween(held(document([made]), drifted), held(drifted, null))).toMatchObject([
      { change: { label: 'Username mapping', before: '${name}', after: 'preferred_username' } },
    ]);
  });

  test('the form that is hidden is a difference, and the secret is in nothing that is kept', () => {
    const now = { ...document([idp]), sso: { 'show-login-form': false, 'enable-authentication-fallback': true } };
    const found = changesBetween(held(document([idp]), null), held(now, null));
    expect(found).toMatchObject([{ change: { before: 'On', after: 'Off' } }]);
    expect(JSON.stringify(held(now, null))).not.toContain('the-secret-of-the-plugin');
  });
});

test('the application in Casdoor: another token format is a difference, another order of its list is none', () => {
  const application = { ...healthy('application'), redirectUris: ['https://a.example/x', 'https://b.example/y'] };
  const isOurs = (uri: string) => uri === 'https://jira.acme.example/callback';
  const of = (changes: Partial<typeof application>) =>
    changesBetween(
      watchedFields(applicationFields(application, isOurs), key),
      watchedFields(applicationFields({ ...application, ...changes }, isOurs), key),
    ).map(({ change }) => change.label);
  expect(of({ tokenFormat: 'JWT-Standard' })).toEqual(['Token format']);
  expect(of({ redirectUris: [...application.redirectUris].reverse() })).toEqual([]);
  expect(of({ redirectUris: [] })).toEqual(['Redirect URLs']);
  // Put in or taken out from here by two presses.
  expect(of({ redirectUris: [...application.redirectUris, 'https://jira.acme.example/callback'] })).toEqual([]);
});
