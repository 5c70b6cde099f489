import type { Claims, Mapping } from '../../src/contract/mapping';
import { besideOf, claimRows, isNotable } from '../../static/panel/steps/sign-in/claim-rows';

const mapping: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'mail;email',
  name: { fullName: 'displayName' },
  groups: null,
};
const token: Claims = {
  name: 'bob',
  displayName: 'Bob Brown',
  email: 'bob@acme.example',
  aud: ['9b1f6c0a4d7e2853b6f1'],
  address: { street: 'Harbour Street', city: 'Springfield' },
  phone: '2025550142',
};
const userinfo: Claims = {
  name: 'Bob Brown',
  preferred_username: 'bob',
  email: 'bob@acme.example',
  aud: '9b1f6c0a4d7e2853b6f1',
  address: { city: 'Springfield', street: 'Harbour Street' },
};
const both = { id_token: token, userinfo, 'get-account': null };
const rowOf = (claim: string, claims: Parameters<typeof claimRows>[0] = both, by = mapping) =>
  claimRows(claims, by, 'miniorange').find((row) => row.claim === claim);

test('`name` means two things, and that is said', () => {
  expect(rowOf('name')).toMatchObject({
    differs: 'value',
    note: 'Another meaning: here it is the full name',
    usedBy: ['Username claim'],
  });
});

test('another value of the same meaning is called so', () => {
  const other = { ...both, userinfo: { ...userinfo, email: 'robert@acme.example' } };
  expect(rowOf('email', other)).toMatchObject({ differs: 'value', note: 'Another value than in the ID token' });
});

test('a list of one and its text are one value in two shapes', () => {
  expect(rowOf('aud')).toMatchObject({ differs: 'shape', note: null, type: 'list or text' });
});

test('what Casdoor writes at each sign-in is no difference', () => {
  const account = {
    data: { name: 'bob', lastSigninTime: '2', lastSigninIp: '::1', updatedTime: '2', email: 'b@acme.example' },
  };
  const first = { ...token, lastSigninTime: '1', lastSigninIp: '127.0.0.1', updatedTime: '1' };
  const of = (claim: string) => rowOf(claim, { id_token: first, userinfo: null, 'get-account': account })?.differs;
  expect(['lastSigninTime', 'lastSigninIp', 'updatedTime', 'email'].map(of)).toEqual([null, null, null, 'value']);
});

test('the order of keys is no difference', () => {
  expect(rowOf('address')).toMatchObject({ differs: null, type: 'object' });
});

test('each of several claims that miniOrange looks for is used', () => {
  expect(rowOf('email')?.usedBy).toEqual(['Email']);
});

test('an expression uses the claims that it names', () => {
  const expression = {
    ...mapping,
    source: null,
    username: '${preferred_username}',
    name: { fullName: '${displayName}' },
  };
  const rows = claimRows(both, expression, 'atlassian-dc');
  expect(rows.find(({ claim }) => claim === 'preferred_username')?.usedBy).toEqual(['Username mapping']);
  expect(rows.find(({ claim }) => claim === 'name')?.usedBy).toEqual([]);
});

test('what get-account has below data stands beside the claim of the token', () => {
  const account: Claims = { status: 'ok', name: 'bob', data: { name: 'bob', email: 'bob@acme.example' } };
  const claims = { id_token: token, userinfo: null, 'get-account': account };
  expect(besideOf(claims)).toBe('get-account');
  expect(rowOf('email', claims)).toMatchObject({ beside: 'bob@acme.example', besidePath: 'data.email', differs: null });
  // Both are called `name`; neither hides the other.
  expect(rowOf('name', claims)).toMatchObject({ beside: 'bob', besidePath: 'name' });
  expect(rowOf('data.name', claims)).toMatchObject({ beside: 'bob', token: undefined });
  const byPath = { ...mapping, source: 'get-account' as const, email: 'data.email' };
  expect(rowOf('email', claims, byPath)?.usedBy).toEqual(['Email']);
});

test('a claim that is called like a part of every object is one like any other', () => {
  const odd = Object.assign(Object.create(null) as Record<string, string>, { constructor: 'x' });
  const claims = { id_token: odd, userinfo: Object.create(null) as Claims, 'get-account': null };
  expect(rowOf('constructor', claims)).toMatchObject({ token: 'x', beside: undefined, differs: null });
});

test('the short list has what is used, what differs, and what userinfo alone has', () => {
  const rows = claimRows(both, mapping, 'miniorange');
  expect(rows.filter((row) => isNotable(row, 'userinfo')).map(({ claim }) => claim)).toEqual([
    'name',
    'displayName',
    'email',
    'aud',
    'preferred_username',
  ]);
  expect(rows).toHaveLength(7);
});
