import { type Claims, type ClaimsBySource, claimSources } from '../../src/contract/mapping';
import { plugins } from '../../src/contract/target';
import { accessTo, type Untold } from '../../src/mapping/claim-access';
import type { TokenAttribute } from '../../src/mapping/claim-table';
import { type ClaimingApplication, claimsFromDirectory } from '../../src/mapping/claims-from-directory';
import { directoryClaims } from '../../src/mapping/directory-claims';
import { mapPerson } from '../../src/mapping/map-person';
import { recommendedMapping } from '../../src/mapping/recommended-mapping';
import { isRefusal, recordedApplication, recordedPerson, recordedSignIns } from './recorded-people';

const applicationOf = (name: string): ClaimingApplication => {
  const recorded = recordedApplication(name);
  return {
    tokenFormat: String(recorded.tokenFormat),
    tokenFields: (recorded.tokenFields ?? []) as string[],
    tokenAttributes: (recorded.tokenAttributes ?? []) as TokenAttribute[],
    isShared: recorded.isShared === true,
  };
};

/** Casdoor writes these at each sign-in, and the directory was recorded after all of them. */
const movesWithSignIn = ['updatedTime', 'lastSigninTime', 'lastSigninIp', 'signinWrongTimes', 'lastSigninWrongTime'];

/** What an answer has once everything that is withheld, untold or moving has been taken out. */
const comparable = (answer: Record<string, unknown>, leftOut: ReadonlySet<string>, prefix = '') =>
  Object.fromEntries(
    Object.entries(answer).filter(([name]) => !leftOut.has(prefix + name) && !movesWithSignIn.includes(name)),
  );

const derive = (signIn: (typeof recordedSignIns)[number]) => {
  const derived = claimsFromDirectory(recordedPerson(signIn.person) as Claims, applicationOf(signIn.application), {
    scopes: signIn.scopes,
    clientId: `${signIn.application}-client-id`,
    issuer: 'https://door.acme.example',
  });
  return {
    derived,
    apart: (source: 'id_token' | 'userinfo' | 'get-account') =>
      new Set([...derived.withheld, ...derived.untold[source]]),
  };
};

const answered = recordedSignIns.filter(({ userinfo }) => !isRefusal(userinfo));
const plainCopy = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('claims made of a directory entry', () => {
  test.each(recordedSignIns)('are those of the recorded ID token: $name', (signIn) => {
    const { derived, apart } = derive(signIn);
    expect(comparable(plainCopy(derived.bySource.id_token), new Set())).toEqual(
      comparable(signIn.idToken, apart('id_token')),
    );
  });

  test.each(answered)('are those of the recorded userinfo: $name', (signIn) => {
    const { derived, apart } = derive(signIn);
    expect(plainCopy(derived.bySource.userinfo)).toEqual(comparable(signIn.userinfo, apart('userinfo')));
  });

  test.each(answered)('are those of the recorded get-account: $name', (signIn) => {
    const { derived, apart } = derive(signIn);
    const { data, ...top } = plainCopy(derived.bySource['get-account']);
    const { data: recorded, ...recordedTop } = signIn.getAccount;
    expect(top).toEqual(comparable(recordedTop, apart('get-account')));
    expect(comparable(data, new Set())).toEqual(
      comparable(recorded as Record<string, unknown>, apart('get-account'), 'data.'),
    );
  });

  test('are those of everybody who signed in to anything while it was recorded', () => {
    const people = (application: string) =>
      recordedSignIns.filter((one) => one.application === application).map(({ person }) => person);
    const four = ['alice', 'bob', 'carol', 'grace', 'heidi'];
    for (const application of ['app-empty', 'app-standard', 'app-custom'])
      expect(new Set(people(application))).toEqual(new Set(four));
    expect(new Set(people('app-jira'))).toEqual(new Set([...four, 'dave', 'Eve', 'frank@acme.example', 'mallory']));
    expect(recordedSignIns).toHaveLength(33);
    // Tokens that live for no hour are dead before userinfo can be asked.
    expect(recordedSignIns.filter(({ userinfo }) => isRefusal(userinfo)).map(({ name }) => name)).toEqual([
      'app-zero / alice',
    ]);
  });

  test.each(recordedSignIns)('become the same account, whatever the plugin: $name', (signIn) => {
    const { derived } = derive(signIn);
    const came = {
      id_token: signIn.idToken,
      ...(isRefusal(signIn.userinfo) ? {} : { userinfo: signIn.userinfo, 'get-account': signIn.getAccount }),
    } as ClaimsBySource;
    for (const plugin of plugins)
      for (const source of plugin === 'atlassian-dc' ? [null] : claimSources) {
        if (source !== null && came[source] === undefined) continue;
        const target = { plugin, product: 'jira', baseUrl: null, comparesIssuer: false } as const;
        const mapping = { ...recommendedMapping(plugin, derived.tokenFormat), source, groups: 'groups' };
        const valuesOf = (claims: ClaimsBySource, untold: Untold) =>
          mapPerson(claims, mapping, target, null, { untold }).fields.map(({ field, value }) => [field, value]);
        expect(valuesOf(derived.bySource, derived.untold)).toEqual(valuesOf(came, {}));
      }
  });

  const names = ['alice', 'bob', 'carol', 'dave', 'dave2', 'Eve', 'frank@acme.example', 'grace', 'heidi', 'ivan'];
  test.each([...names, 'judy', 'mallory'])('are the same one by one, in every token format: %s', (name) => {
    const person = recordedPerson(name) as Claims;
    const differences: unknown[] = [];
    for (const application of ['app-jira', 'app-empty', 'app-standard', 'app-custom', 'app-fields']) {
      const signIn = { scopes: ['openid', 'profile', 'phone'], clientId: 'client', issuer: null };
      const { bySource, untold } = claimsFromDirectory(person, applicationOf(application), signIn);
      const oneByOne = directoryClaims(applicationOf(application), signIn).of(person);
      const whole = accessTo(bySource, untold);
      for (const source of claimSources) {
        expect(oneByOne.whole(source)).toEqual(bySource[source]);
        const claims = new Set([...Object.keys(bySource[source] ?? {}), ...untold[source], ...Object.keys(person)]);
        for (const claim of [...claims, 'data.email', 'formatted', 'address.formatted', 'constructor', 'display_name'])
          for (const how of ['top', 'find', 'unseen'] as const)
            if (JSON.stringify(oneByOne[how](source, claim)) !== JSON.stringify(whole[how](source, claim)))
              differences.push([application, source, claim, how]);
      }
      expect(oneByOne.barred()).toBe(whole.barred());
    }
    expect(differences).toEqual([]);
  });

  test('what a directory cannot tell is listed, and is little', () => {
    const standard = answered.find(({ application, person }) => application === 'app-standard' && person === 'alice');
    if (!standard) throw new Error('There is no such recording.');
    expect(derive(standard).derived.untold).toEqual({
      id_token: ['phone_number', 'phone_number_verified', 'nonce', 'provider', 'exp', 'nbf', 'iat', 'jti'],
      userinfo: [],
      'get-account': ['data2'],
    });
  });

  const alice = recordedPerson('alice') as Claims;
  const jira = applicationOf('app-jira');
  const signIn = { scopes: ['openid', 'profile'], clientId: 'app-jira-client-id', issuer: null };

  test('nothing of the never-list comes through, not even nested or under another name', () => {
    const person = {
      ...alice,
      passwordSalt: 'salt-1',
      properties: { oauth_token: 'salt-2', department: 'salt-3' },
      idCard: 'salt-4',
      multiFactorAuths: [{ mfaType: 'app', secret: 'salt-5', recoveryCodes: ['salt-6'] }],
      somethingNew: 'salt-7',
    };
    const custom: ClaimingApplication = {
      tokenFormat: 'JWT-Custom',
      tokenFields: ['Name', 'PasswordSalt', 'Properties', 'Properties.department', 'MultiFactorAuths'],
      tokenAttributes: [{ name: 'nickname', category: 'Existing Field', value: 'IdCard', type: 'String' }],
      isShared: false,
    };
    for (const application of [jira, custom]) {
      const derived = claimsFromDirectory(person, application, signIn);
      expect(JSON.stringify(derived)).not.toContain('salt-');
      expect(derived.withheld).toEqual(expect.arrayContaining(['passwordSalt', 'properties', 'data.somethingNew']));
    }
    expect(claimsFromDirectory(person, custom, signIn).withheld).toEqual(
      expect.arrayContaining(['department', 'nickname']),
    );
  });

  test('an attribute that comes to nothing does not let the secret field of the same name through', () => {
    const application: ClaimingApplication = {
      tokenFormat: 'JWT-Custom',
      tokenFields: ['PasswordSalt'],
      tokenAttributes: [{ name: 'passwordSalt', value: '$user.groups', type: 'Array' }],
      isShared: false,
    };
    const person = { ...alice, groups: [], passwordSalt: 'salt-1' };
    expect(JSON.stringify(claimsFromDirectory(person, application, signIn))).not.toContain('salt-1');
  });

  test('maps have no prototype, so that a claim may have any name', () => {
    const application = {
      ...jira,
      tokenFormat: 'JWT-Custom',
      tokenAttributes: [{ name: '__proto__', value: '$user.name', type: 'String' }],
    };
    const { bySource } = claimsFromDirectory(alice, application, signIn);
    expect(Object.getPrototypeOf(bySource.id_token)).toBeNull();
    expect(Object.getOwnPropertyDescriptor(bySource.id_token, '__proto__')?.value).toBe('alice');
  });

  test('a page of the directory leaves roles and permissions untold rather than empty', () => {
    const { bySource, untold } = claimsFromDirectory({ ...alice, roles: null, permissions: null }, jira, signIn);
    expect(untold.id_token).toEqual(expect.arrayContaining(['roles', 'permissions']));
    expect(untold.userinfo).toEqual(expect.arrayContaining(['roles', 'permissions']));
    expect(Object.keys(bySource.id_token ?? {})).not.toContain('roles');
  });

  test('roles are objects in the token and names in userinfo', () => {
    const roles = [{ owner: 'acme', name: 'developers', displayName: 'Developers' }];
    const { bySource } = claimsFromDirectory({ ...alice, roles }, jira, signIn);
    expect(plainCopy(bySource.id_token).roles).toEqual(roles);
    expect(plainCopy(bySource.userinfo).roles).toEqual(['developers']);
  });

  test('static values know eight placeholders; a list of nobody leaves the attribute out', () => {
    const attribute = (value: string, type = 'String') => ({ name: 'made', category: 'Static Value', value, type });
    const made = (value: string, type?: string, person: Claims = alice) =>
      plainCopy(
        claimsFromDirectory(
          person,
          { ...jira, tokenFormat: 'JWT-Custom', tokenAttributes: [attribute(value, type)] },
          signIn,
        ).bySource.id_token,
      ).made;
    expect(made('$user.owner-$user.name@$user.phone')).toBe('acme-alice@2025550101');
    expect(made('$user.affiliation')).toBe('$user.affiliation');
    expect(made('in $user.groups', 'Array')).toEqual(['in acme/engineering', 'in acme/jira-administrators']);
    expect(made('$user.groups')).toBe('acme/engineering');
    expect(made('$user.groups', 'Array', { ...alice, groups: [] })).toBeUndefined();
    expect(made('$user.name', 'String', { ...alice, name: '$& $1' })).toBe('$& $1');
  });

  test('attributes on existing fields: names of roles and permissions, everything else as it is, unknown ones left out', () => {
    const roles = [{ owner: 'acme', name: 'dev', users: null }];
    const permissions = [{ owner: 'acme', name: 'read' }];
    const existing = [
      'Roles',
      'Permissions',
      'permissionNames',
      'Groups',
      'EmailVerified',
      'QQ',
      'Nope',
      'signinMethod',
    ];
    const application = {
      ...jira,
      tokenFormat: 'JWT-Custom',
      tokenFields: ['QQ', 'AzureADB2c', 'Roles', 'permissionNames', 'displayname'],
      tokenAttributes: existing.map((value) => ({
        name: `x${value}`,
        category: 'Existing Field',
        value,
        type: 'Array',
      })),
    };
    const person = { ...alice, roles, permissions, qq: '42', emailVerified: false };
    const { bySource } = claimsFromDirectory(person, application, signIn);
    expect(plainCopy(bySource.id_token)).toEqual({
      aud: ['app-jira-client-id'],
      azp: 'app-jira-client-id',
      azureADB2c: '',
      permissionNames: ['read'],
      qQ: '42',
      roles,
      scope: 'openid profile',
      sub: alice.id,
      tokenType: 'access-token',
      xEmailVerified: false,
      xGroups: alice.groups,
      xPermissions: ['read'],
      xQQ: '42',
      xRoles: ['dev'],
      xpermissionNames: ['read'],
    });
  });

  test('an unknown token format leaves the ID token out', () => {
    const { bySource } = claimsFromDirectory(alice, { ...jira, tokenFormat: 'JWT-Next' }, signIn);
    expect(bySource.id_token).toBeUndefined();
    expect(bySource.userinfo).toBeDefined();
  });

  test('the audience of a shared application names the organization, userinfo does not', () => {
    for (const clientId of ['app-jira-client-id', 'app-jira-client-id-org-acme']) {
      const { bySource } = claimsFromDirectory(alice, { ...jira, isShared: true }, { ...signIn, clientId });
      expect(bySource.id_token?.aud).toEqual(['app-jira-client-id-org-acme']);
      expect(bySource.id_token?.azp).toBe('app-jira-client-id');
      expect(bySource.userinfo?.aud).toBe('app-jira-client-id');
    }
  });
});
