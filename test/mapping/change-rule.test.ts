import type { Mapping } from '../../src/contract/mapping';
import { withRule } from '../../src/mapping/change-rule';
import { mappingFileOf, parseMapping } from '../../src/mapping/mapping-file';

const plain: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: null,
};

test('a setting that is changed is written, and the claims stay', () => {
  expect(withRule(plain, 'miniorange', 'updateUsers', false)).toEqual({ ...plain, rules: { updateUsers: false } });
});

const kept: Mapping = { ...plain, rules: { keepGroups: true } };

test.each([
  ['a switch', withRule(kept, 'miniorange', 'updateUsers', true)],
  ['a choice', withRule(kept, 'miniorange', 'loginBy', 'username')],
  ['an empty pattern', withRule(kept, 'miniorange', 'usernamePattern', '')],
  ['an empty list', withRule(kept, 'miniorange', 'allowedDomains', [])],
  ['a mapping of no groups', withRule(kept, 'miniorange', 'groupMapping', {})],
  ['one that is taken away', withRule(kept, 'miniorange', 'groupPattern', null)],
])('%s as the plugin has it when it comes stays out of the file', (_what, changed) => {
  expect(changed).toEqual(kept);
});

test('a setting that goes back to how it came takes the last of them along', () => {
  const changed = withRule(plain, 'miniorange', 'loginBy', 'email');
  expect(withRule(changed, 'miniorange', 'loginBy', 'username')).toEqual(plain);
});

test('what is written can be read', () => {
  const changed = withRule(plain, 'miniorange', 'groupMapping', { 'jira-users': ['acme/staff'] });
  expect(parseMapping(mappingFileOf(changed), 'miniorange')).toEqual({ ok: true, mapping: changed });
});
