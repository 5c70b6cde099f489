import type { TokenFormat } from '../../src/contract/mapping';
import { type ClaimFact, claimsOf, type TokenAttribute } from '../../src/mapping/claim-table';
import { isRefusal, recordedApplication, recordedSignIns } from './recorded-people';

const optionsOf = (application: string, scopes: string[]) => {
  const configuration = recordedApplication(application);
  return {
    format: configuration.tokenFormat as TokenFormat,
    options: {
      tokenFields: (configuration.tokenFields ?? []) as string[],
      tokenAttributes: (configuration.tokenAttributes ?? []) as TokenAttribute[],
      scopes,
    },
  };
};

/** What is wrong with a value, by what the table says of its claim; null where nothing is. */
const quarrel = (fact: ClaimFact | undefined, value: unknown): string | null => {
  if (fact === undefined) return 'is not in the table';
  if (value === null) return fact.type === 'list' || fact.type === 'object' ? null : 'is null';
  const type = Array.isArray(value) ? 'list' : typeof value === 'string' ? 'text' : typeof value;
  return type === fact.type ? null : `is ${type}, not ${fact.type}`;
};

const quarrels = (table: ReadonlyMap<string, ClaimFact>, answer: Record<string, unknown>, prefix = '') => {
  const wrong = Object.entries(answer).flatMap(([name, value]) => {
    const problem = quarrel(table.get(prefix + name), value);
    return problem === null ? [] : [`${prefix}${name} ${problem}`];
  });
  const lacking = [...table]
    .filter(([name, fact]) => fact.leftOut === 'never' && name.startsWith(prefix))
    .map(([name]) => name.slice(prefix.length))
    .filter((name) => !name.includes('.') && !(name in answer));
  return [...wrong, ...lacking.map((name) => `${prefix}${name} is lacking`)];
};

/** Tokens of app-zero are dead on arrival, so nothing is told of their bearer. */
const answered = recordedSignIns.filter(({ userinfo }) => !isRefusal(userinfo));

describe('the table of claims', () => {
  test('there are recorded sign-ins on every token format', () => {
    const formats = new Set(recordedSignIns.map(({ application }) => recordedApplication(application).tokenFormat));
    expect(formats).toEqual(new Set(['JWT', 'JWT-Empty', 'JWT-Custom', 'JWT-Standard']));
  });

  test.each(recordedSignIns)('tells every claim of the ID token, and its type: $name', (signIn) => {
    const { format, options } = optionsOf(signIn.application, signIn.scopes);
    expect(quarrels(claimsOf('id_token', format, options), signIn.idToken)).toEqual([]);
  });

  test.each(answered)('tells every claim of userinfo, and its type: $name', (signIn) => {
    const { format, options } = optionsOf(signIn.application, signIn.scopes);
    expect(quarrels(claimsOf('userinfo', format, options), signIn.userinfo)).toEqual([]);
  });

  test.each(answered)('tells every claim of a person in get-account, and its type: $name', (signIn) => {
    const { format, options } = optionsOf(signIn.application, signIn.scopes);
    const table = claimsOf('get-account', format, options);
    expect(quarrels(table, signIn.getAccount)).toEqual([]);
    expect(quarrels(table, signIn.getAccount.data as Record<string, unknown>, 'data.')).toEqual([]);
  });

  test.each(['JWT', 'JWT-Empty', 'JWT-Custom', 'JWT-Standard'] as const)(
    'the full name of the documentation, display_name, is in no answer: %s',
    (format) => {
      for (const source of ['id_token', 'userinfo', 'get-account'] as const)
        expect([...claimsOf(source, format).keys()].some((name) => /(^|\.)display_name$/.test(name))).toBe(false);
    },
  );

  test('the e-mail stands below data in get-account, and not beside it', () => {
    const table = claimsOf('get-account', 'JWT');
    expect(table.get('data.email')?.type).toBe('text');
    expect(table.has('email')).toBe(false);
  });

  test('userinfo gives names and groups for the scope profile alone', () => {
    const table = claimsOf('userinfo', 'JWT', { scopes: ['openid', 'email'] });
    expect([...table.keys()]).toEqual(['sub', 'iss', 'aud', 'email', 'email_verified']);
  });

  test('userinfo finds a scope anywhere in what was asked for', () => {
    expect(claimsOf('userinfo', 'JWT', { scopes: ['openid', 'my-profile'] }).has('preferred_username')).toBe(true);
  });

  test('JWT-Standard wants a scope whole, between commas or else between blanks', () => {
    const has = (...scopes: string[]) => claimsOf('id_token', 'JWT-Standard', { scopes }).has('gender');
    expect([
      has('openid', 'profile'),
      has('openid,profile'),
      has('my-profile'),
      has('openid', 'profile,email'),
    ]).toEqual([true, true, false, false]);
  });

  test('a list of token fields keeps the others out of userinfo, whatever the format', () => {
    const table = claimsOf('userinfo', 'JWT', { tokenFields: ['Name'] });
    expect([...table.keys()]).toEqual(['sub', 'iss', 'aud', 'preferred_username']);
  });

  test('JWT-Custom has nothing of the person until fields are chosen', () => {
    expect([...claimsOf('id_token', 'JWT-Custom').keys()]).toEqual(
      'aud azp exp iat iss jti nbf nonce scope sub tokenType'.split(' '),
    );
  });

  test('JWT-Custom leaves out a field whose capitals are wrong, and spells the others in camel case', () => {
    const table = claimsOf('id_token', 'JWT-Custom', { tokenFields: ['name', 'QQ', 'GitHub', 'EmailVerified'] });
    expect(['name', 'qQ', 'gitHub', 'emailVerified'].map((claim) => table.has(claim))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test('JWT-Custom gives roles as objects, and by an attribute on the existing field as names', () => {
    const table = claimsOf('id_token', 'JWT-Custom', {
      tokenFields: ['Roles'],
      tokenAttributes: [{ name: 'role_names', category: 'Existing Field', value: 'Roles', type: 'Array' }],
    });
    expect(table.get('roles')?.items).toBe('object');
    expect(table.get('role_names')?.items).toBe('text');
  });

  test('a secret stays one under another name', () => {
    const table = claimsOf('id_token', 'JWT-Custom', {
      tokenFields: ['PasswordSalt', 'Properties.oauth_token'],
      tokenAttributes: [{ name: 'nickname', category: 'Existing Field', value: 'TotpSecret', type: 'String' }],
    });
    expect(['passwordSalt', 'oauth_token', 'nickname'].map((name) => table.get(name)?.carriesSecret)).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('the default format can carry secrets, the leaner ones cannot', () => {
    const secrets = (format: TokenFormat) =>
      [...claimsOf('id_token', format).values()].some((one) => one.carriesSecret);
    expect([secrets('JWT'), secrets('JWT-Empty'), secrets('JWT-Standard')]).toEqual([true, false, false]);
  });
});
