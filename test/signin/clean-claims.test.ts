import type { ApplicationConfiguration } from '../../src/checks/evidence';
import type { Mapping } from '../../src/contract/mapping';
import { neverShown } from '../../src/mapping/person-fields';
import { Secret } from '../../src/secrets/secret';
import { cleanClaims, type KeptQuestion, keptNames } from '../../src/signin/clean-claims';
import { striking } from '../../src/signin/strike';

const mappingTo = (groups: string): Mapping => ({
  schema: 1,
  source: 'id_token',
  username: '${name}',
  email: 'email;mail',
  name: { firstName: 'firstName', lastName: 'lastName' },
  groups,
});

const clean = (payload: Record<string, unknown>, question: Partial<KeptQuestion> = {}, secrets: Secret[] = []) =>
  cleanClaims(
    payload,
    keptNames({ source: 'id_token', application: null, mapping: null, ...question }),
    striking(secrets, 'client'),
  );

const custom: Pick<ApplicationConfiguration, 'tokenFormat' | 'tokenFields' | 'tokenAttributes'> = {
  tokenFormat: 'JWT-Custom',
  tokenFields: ['Name', 'PasswordSalt', 'Properties.department'],
  tokenAttributes: [
    { name: 'office', value: '$user.affiliation', type: 'String', category: 'Static Value' },
    { name: 'favourite', value: 'TotpSecret', type: 'String', category: 'Existing Field' },
    { name: 'surname', value: 'LastName', type: 'String', category: 'Existing Field' },
  ],
};

describe('The claims of a payload', () => {
  test('are kept where Casdoor, the specification or the mapping names them', () => {
    const { claims, withheld } = clean(
      { displayName: 'Alice', zoneinfo: 'UTC', mail: 'a@acme.example', custom: 'x', teams: ['a'] },
      { mapping: mappingTo('teams') },
    );
    expect(claims).toEqual({ displayName: 'Alice', zoneinfo: 'UTC', mail: 'a@acme.example', teams: ['a'] });
    expect(withheld).toEqual(['custom']);
  });

  test('are kept below the one whose path the mapping names', () => {
    const { claims } = clean({ realm: { roles: ['a'], secret: 's' } }, { mapping: mappingTo('realm.roles') });
    expect(claims).toEqual({ realm: { roles: ['a'] } });
  });

  test.each([...neverShown])('never have %s, at any depth and in any spelling', (name) => {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const spellings = [name, name.toUpperCase(), snake, `${name[0]?.toUpperCase()}${name.slice(1)}`];
    for (const spelling of spellings) {
      const { claims, withheld } = clean(
        { [spelling]: 'salt-1', address: { inner: [{ [spelling]: 'salt-2' }] } },
        { mapping: mappingTo(spelling) },
      );
      expect(JSON.stringify(claims)).toBe('{"address":{"inner":[{}]}}');
      expect(withheld).toEqual([spelling, `address.inner.${spelling}`]);
    }
  });

  test('do not have what the application’s own settings make of a secret field', () => {
    const payload = {
      name: 'alice',
      office: 'x',
      favourite: 'totp',
      surname: 'Adams',
      department: 'd',
      passwordSalt: 's',
    };
    const { claims, withheld } = clean(payload, { application: custom, mapping: mappingTo('favourite;department') });
    expect(claims).toEqual({ name: 'alice', office: 'x', surname: 'Adams' });
    expect(withheld).toEqual(['favourite', 'department', 'passwordSalt']);
  });

  test('keep nothing of a role but its name', () => {
    const roles = [{ name: 'admin', owner: 'acme', users: ['acme/bob'], isEnabled: true }];
    const { claims, withheld } = clean({ roles });
    expect(claims).toEqual({ roles: [{ name: 'admin' }] });
    expect(withheld).toEqual(['roles.owner', 'roles.users', 'roles.isEnabled']);
  });

  test('have no prototype, whatever they are called', () => {
    const payload = JSON.parse('{"__proto__": {"isAdmin": true}, "address": {"__proto__": {"isAdmin": true}}}');
    const { claims, withheld } = clean(payload, { mapping: mappingTo('__proto__') });
    expect(Object.getPrototypeOf(claims)).toBeNull();
    expect(Object.keys(claims)).toEqual(['__proto__', 'address']);
    expect((claims.address as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(Object.getPrototypeOf(claims.address)).toBeNull();
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(withheld).toEqual([]);
  });

  test('over 16 kB are withheld by name', () => {
    const { claims, withheld } = clean({ avatar: 'a'.repeat(16 * 1024), picture: 'a'.repeat(16 * 1024 - 2) });
    expect(Object.keys(claims)).toEqual(['picture']);
    expect(withheld).toEqual(['avatar']);
  });

  test('that go too deep are withheld, however deep', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as unknown;
    const { claims, withheld } = clean({ groups: deep, address: { a: { b: ['c'] } } });
    expect(claims).toEqual({ address: { a: { b: ['c'] } } });
    expect(withheld).toEqual(['groups']);
  });

  test('are at most 300, and 500 names of what was withheld', () => {
    const names = Array.from({ length: 400 }, (_, at) => `claim-${at}`);
    const payload = Object.fromEntries([...names, ...names.map((name) => `x-${name}`)].map((name) => [name, 'v']));
    const { claims, withheld } = clean(payload, { mapping: mappingTo(names.join(';')) });
    expect(Object.keys(claims)).toHaveLength(300);
    expect(withheld).toHaveLength(500);
    expect(clean({ ['n'.repeat(5000)]: 1 }).withheld).toEqual(['n'.repeat(200)]);
  });

  test('repeat no secret of the sign-in, as a value or as a name', () => {
    const { claims, withheld } = clean({ name: 'it is code-1', address: { 'code-1': 'x' }, 'code-1': 'y' }, {}, [
      new Secret('code-1'),
    ]);
    expect(claims).toEqual({ name: 'it is •••', address: { '•••': 'x' } });
    expect(withheld).toEqual(['•••']);
  });

  test('survive a secret that looks like their spelling', () => {
    const { claims } = clean({ name: 'alice', email: 'b' }, {}, [new Secret('","')]);
    expect(claims).toEqual({ name: 'alice', email: 'b' });
  });

  test('of get-account are told by their path', () => {
    const data = { name: 'alice', email: 'a@acme.example', newField: 'x', passwordSalt: 's', multiFactorAuths: [] };
    const data2 = { displayName: 'Acme', masterPassword: 'm', kerberosKeytab: 'k', themeData: {} };
    const { claims, withheld } = clean({ status: 'ok', sub: 'id', data, data2 }, { source: 'get-account' });
    expect(claims).toEqual({
      status: 'ok',
      sub: 'id',
      data: { name: 'alice', email: 'a@acme.example', multiFactorAuths: [] },
      data2: { displayName: 'Acme' },
    });
    expect(withheld).toEqual([
      'data.newField',
      'data.passwordSalt',
      'data2.masterPassword',
      'data2.kerberosKeytab',
      'data2.themeData',
    ]);
  });
});
