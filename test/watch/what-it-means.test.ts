import { usernameChanged } from '../../src/checks/directory/username-changed';
import { whyOf } from '../../src/checks/why-of';
import type { PlannedChange } from '../../src/contract/apply';
import { fields, ssoFields } from '../../src/targets/atlassian-dc/difference';
import { screenFields } from '../../src/targets/miniorange/screen-fields';
import { applicationFields } from '../../src/watch/application-fields';
import { meaningsFor } from '../../src/watch/what-it-means';
import { healthy } from '../checks/healthy-evidence';

const change = (key: string, changes: Partial<PlannedChange> = {}): PlannedChange => ({
  ...{ key, tab: 'tab', label: 'label', before: 'before', after: 'after', isSecret: false, hasSecretBefore: null },
  ...{ canBeReadBack: true, isRisky: null },
  ...changes,
});
const miniorange = meaningsFor({ ...{ plugin: 'miniorange', product: 'jira' }, clientId: 'app-jira', held: null });
const atlassianDc = meaningsFor({
  ...{ plugin: 'atlassian-dc', product: 'confluence', clientId: 'app-wiki' },
  held: [
    { key: '3:client-id', shown: 'of-the-partners' },
    { key: '7:client-id', shown: 'app-wiki' },
  ],
});
const unknown = miniorange('plugin', change('other:ODD_KEY', { before: null, after: null, isSecret: true }));

test('what nobody here knows is said to be that', () => {
  expect(unknown).toEqual({
    ...{ meaning: expect.stringContaining('is not known here'), tryIn: null, isWritten: false },
  });
});

test.each([
  ...screenFields.map(({ id }) => ['miniOrange', id, miniorange('plugin', change(id))] as const),
  ...fields.map(({ key }) => ['SSO', key, atlassianDc('plugin', change(`7:${key}`))] as const),
  ...ssoFields.map(({ key }) => ['SSO', key, atlassianDc('plugin', change(key))] as const),
  ...applicationFields(healthy('application'), () => false).map(
    ({ key }) => ['application', key, miniorange('application', change(key))] as const,
  ),
])('%s, %s: what it does to people is told for every field that is compared', (_where, _key, { meaning }) => {
  expect(meaning).not.toBe(unknown.meaning);
  expect(meaning).toMatch(/^[A-Z].*\.$/s);
  expect(meaning).not.toMatch(/[{}]|undefined|null/);
});

test.each([
  ...screenFields.map(({ id }) => [id, miniorange('plugin', change(id, { after: null }))] as const),
  ...fields.map(({ key }) => [key, atlassianDc('plugin', change(`7:${key}`, { after: null }))] as const),
])('%s, emptied: nothing is called by a value that is not there, and nothing is filled in', (_key, told) => {
  expect(told.meaning).not.toMatch(/null|undefined/);
  expect(told.tryIn).toBeNull();
});

test('the username claim: who would be matched otherwise, in the words of its own check, and a preview with it', () => {
  const told = miniorange('plugin', change('username', { before: 'name', after: 'sub' }));
  expect(told.meaning).toContain('Accounts are looked for by the claim sub, and no longer by name.');
  expect(told.meaning).toContain(whyOf(usernameChanged, 'Jira'));
  expect(told.tryIn).toEqual({ step: 'mapping', field: 'username', value: 'sub' });
  const literal = atlassianDc('plugin', change('7:username-claim', { after: 'preferred_username' }));
  expect(literal.meaning).toContain('everybody becomes the account preferred_username');
});

test('a switch means one thing on and another off, by the name of the product', () => {
  const redirect = (after: string) => miniorange('plugin', change('auto-redirect', { after })).meaning;
  expect(redirect('On')).toContain('does not see the form of Jira');
  expect(redirect('Off')).toContain('the form of Jira first');
  expect(atlassianDc('plugin', change('show-login-form', { after: 'Off' })).meaning).toContain('Confluence');
});

test('what tokens carry is tried by a dry run, and other fields of the application are not', () => {
  expect(miniorange('application', change('token-format')).tryIn).toEqual({ step: 'directory' });
  expect(miniorange('application', change('refresh-lifetime')).tryIn).toBeNull();
});

test('what differs in the configuration of others is said to concern others, and belongs into no mapping of ours', () => {
  const [own, other] = ['7', '3'].map((id) => atlassianDc('plugin', change(`${id}:jit-mapping-groups`)));
  expect(own?.tryIn).toEqual({ step: 'mapping', field: 'groups', value: 'after' });
  expect(other).toEqual({
    meaning: `It concerns whoever signs in by another configuration than that of Casdoor. ${own?.meaning}`,
    tryIn: null,
    isWritten: false,
  });
  expect(own?.isWritten).toBe(true);
});
