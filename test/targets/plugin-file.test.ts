import { inspect } from 'node:util';
import fc from 'fast-check';
import { pluginSettingsOf, readPluginFile, secretOf } from '../../src/targets/plugin-file';

/** No export of a living plugin is public, so these are written after the keys that its documentation names. */
const application = {
  IDP_ID: 'idp-1',
  DEFAULT_APP_NAME: 'Custom OpenID',
  CUSTOM_APP_NAME: 'casdoor',
  CLIENT_ID: 'app-jira-client-id',
  CLIENT_SECRET: 'top-secret-of-jira',
  SINGLE_LOGOUT_URL: 'https://door.acme.example/api/logout',
  SCOPE: 'openid profile email',
  PUBLIC_KEY: 'https://door.acme.example/.well-known/app-jira/jwks',
  ENABLE_CHECK_ISSUER_FOR: true,
  CHECK_ISSUER_FOR: 'Default',
  CUSTOM_ISSUER_VALUE: '',
  AUTHORIZE_END_POINT: 'https://door.acme.example/login/oauth/authorize',
  ACCESSTOKEN_END_POINT: 'https://door.acme.example/api/login/oauth/access_token',
  USERINFO_END_POINT: 'https://door.acme.example/api/get-account',
};
const attributes = {
  USERNAME_ATTRIBUTE: 'name',
  EMAIL_ATTRIBUTE: 'email',
  FULL_NAME_ATTRIBUTE: 'display_name',
  USE_SEPARATE_NAME_ATTRIBUTE: false,
  LOGIN_USER_BY_ATTRIBUTE: 'username',
  KEEP_EXISTING_USER_ATTRIBUTES: false,
};
const flat = {
  PLUGIN_NAME: 'Jira OAuth',
  PLUGIN_VERSION: '1.1.28',
  'OAuth Configuration': application,
  'Attribute Mapping': attributes,
  'Group Mapping': { ROLE_ATTRIBUTE: '' },
  'Sign In Settings': { ENABLE_BACKDOOR: 'true' },
};
const provider = (id: string, change: object = {}) => ({
  ID: id,
  Name: `Casdoor ${id}`,
  'Application Configuration': { ...application, IDP_ID: id, ...change },
  'Attribute Mapping': attributes,
  'Group Mapping': { ROLE_ATTRIBUTE: 'groups' },
});
const multi = (...providers: object[]) => ({ 'Identity Providers': providers, 'Sign In Settings': {} });
const idp = {
  id: 3,
  name: 'Casdoor',
  'sso-type': 'OIDC',
  enabled: true,
  'issuer-url': 'https://door.acme.example',
  'client-id': 'app-jira-client-id',
  'discovery-enabled': true,
  'additional-scopes': ['profile', 'email'],
  'username-claim': '${preferred_username}',
  'jit-configuration': {
    'user-provisioning-enabled': true,
    'mapping-display-name': '${displayName}',
    'mapping-email': '${email}',
    'mapping-groups': 'groups',
    'additional-openid-scopes': ['email', 'phone'],
  },
};

const readingOf = (file: unknown) => {
  const read = readPluginFile(JSON.stringify(file));
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};
const firstOf = (file: unknown) => {
  const [first] = readingOf(file).providers;
  if (!first) throw new Error('There is no provider.');
  return first;
};
const flatWith = (change: object, more: object = {}) => ({
  ...flat,
  'OAuth Configuration': { ...application, ...change },
  ...more,
});

describe("miniOrange's exported file", () => {
  test('in its flat shape fills in address, client, scopes and mapping', () => {
    expect(readingOf(flat)).toEqual({
      plugin: 'miniorange',
      providers: [
        {
          key: 'id:idp-1',
          name: 'casdoor',
          address: 'https://door.acme.example',
          settings: { clientId: 'app-jira-client-id', scopes: 'openid profile email', comparesIssuer: false },
          mapping: {
            schema: 1,
            source: 'id_token',
            username: 'name',
            email: 'email',
            name: { fullName: 'display_name' },
            groups: null,
            rules: { loginBy: 'username', updateUsers: true },
          },
          hasSecret: true,
        },
      ],
      notes: [],
    });
  });

  test('in the shape of several providers has each of them', () => {
    const file = multi(provider('a'), provider('b', { CLIENT_ID: 'other-client', CLIENT_SECRET: 'other-secret' }));
    const reading = readingOf(file);
    expect(reading.providers.map(({ key, name, mapping }) => [key, name, mapping?.groups])).toEqual([
      ['id:a', 'Casdoor a', 'groups'],
      ['id:b', 'Casdoor b', 'groups'],
    ]);
    expect(secretOf(JSON.stringify(file), 'id:b')?.expose()).toBe('other-secret');
    expect(pluginSettingsOf(JSON.stringify(file), 'id:b').clientId).toBe('other-client');
  });

  test('numbers providers by their place where the file numbers two alike', () => {
    expect(readingOf(multi(provider('a'), provider('a'))).providers.map(({ key }) => key)).toEqual([
      'place:1',
      'place:2',
    ]);
  });

  test('is compared with Casdoor by its endpoints', () => {
    expect(pluginSettingsOf(JSON.stringify(flat), 'id:idp-1')).toEqual({
      clientId: 'app-jira-client-id',
      issuer: null,
      authorizationEndpoint: application.AUTHORIZE_END_POINT,
      tokenEndpoint: application.ACCESSTOKEN_END_POINT,
      userinfoEndpoint: application.USERINFO_END_POINT,
      jwksUri: application.PUBLIC_KEY,
      endSessionEndpoint: application.SINGLE_LOGOUT_URL,
    });
  });

  test('may spell its keys as other builds do', () => {
    const { ACCESSTOKEN_END_POINT, USERINFO_END_POINT, PUBLIC_KEY, ...rest } = application;
    const renamed = {
      'OAuth Configuration': {
        ...rest,
        ACCESS_TOKEN_END_POINT: ACCESSTOKEN_END_POINT,
        USER_INFO_END_POINT: USERINFO_END_POINT,
        JWKS_END_POINT: PUBLIC_KEY,
        PUBLIC_KEY: '-----BEGIN PUBLIC KEY-----',
      },
      'Attribute Mapping': attributes,
      'Group Mapping': { GROUP_ATTRIBUTE: 'groups' },
    };
    expect(pluginSettingsOf(JSON.stringify(renamed), 'id:idp-1')).toEqual(
      pluginSettingsOf(JSON.stringify(flat), 'id:idp-1'),
    );
    expect(firstOf(renamed).mapping?.groups).toBe('groups');
  });

  test('a public key in place of an address is none', () => {
    const file = flatWith({ PUBLIC_KEY: '-----BEGIN PUBLIC KEY-----' });
    expect(pluginSettingsOf(JSON.stringify(file), 'id:idp-1').jwksUri).toBeNull();
  });

  test('an application of the OAuth type reads the endpoint that stands there', () => {
    expect(firstOf(flatWith({ DEFAULT_APP_NAME: 'Custom OAuth' })).mapping?.source).toBe('get-account');
    const userinfo = { DEFAULT_APP_NAME: 'Custom OAuth', USERINFO_END_POINT: 'https://door.acme.example/api/userinfo' };
    expect(firstOf(flatWith(userinfo)).mapping?.source).toBe('userinfo');
  });

  test('compares the issuer where it is told to, and only there', () => {
    const custom = { CHECK_ISSUER_FOR: 'Custom', CUSTOM_ISSUER_VALUE: 'https://door.acme.example' };
    expect(firstOf(flatWith(custom)).settings.comparesIssuer).toBe(true);
    expect(pluginSettingsOf(JSON.stringify(flatWith(custom)), 'id:idp-1').issuer).toBe('https://door.acme.example');
    expect(firstOf(flatWith({ ...custom, ENABLE_CHECK_ISSUER_FOR: 'false' })).settings.comparesIssuer).toBe(false);
    expect(firstOf(flatWith({ CUSTOM_ISSUER_VALUE: 'https://old.example' })).settings.comparesIssuer).toBe(false);
  });

  test('finds people by their e-mail where it is told to', () => {
    const byEmail = { ...flat, 'Attribute Mapping': { ...attributes, LOGIN_USER_BY_ATTRIBUTE: 'email' } };
    expect(pluginSettingsOf(JSON.stringify(byEmail), 'id:idp-1').findsByEmail).toBe(true);
    expect(pluginSettingsOf(JSON.stringify(flat), 'id:idp-1').findsByEmail).toBeUndefined();
  });

  test('two halves of a name are two claims', () => {
    const separate = {
      ...attributes,
      USE_SEPARATE_NAME_ATTRIBUTE: 'true',
      FIRST_NAME_ATTRIBUTE: 'firstName',
      LAST_NAME_ATTRIBUTE: 'lastName',
    };
    expect(firstOf({ ...flat, 'Attribute Mapping': separate }).mapping?.name).toEqual({
      firstName: 'firstName',
      lastName: 'lastName',
    });
  });

  test('a mapping with a gap is left out, and the gap is named', () => {
    const reading = readingOf({ ...flat, 'Attribute Mapping': { ...attributes, EMAIL_ATTRIBUTE: '' } });
    expect(reading.providers[0]?.mapping).toBeNull();
    expect(reading.notes).toEqual([
      "The file's mapping was left out: The e-mail claim is empty. Fill it in in the step Mapping.",
    ]);
  });

  const groupMapping = {
    ROLE_ATTRIBUTE: 'groups',
    KEEP_EXISTING_USER_ROLES: 'true',
    CREATE_USER_IF_ROLE_MAPPED: true,
    RESTRICT_USER_CREATION: true,
    ROLE_MAPPING: { 'jira-users': 'acme/staff;acme/guests', 'jira-administrators': 'acme/it', 'not-mapped': '' },
    DEFAULT_GROUPS: ['jira-software-users'],
    ENABLE_DEFAULT_GROUPS_FOR: 'allUsers',
    ON_THE_FLY_GROUP_MAPPING: false,
    CREATE_NEW_GROUPS: true,
    ON_THE_FLY_ASSIGN_NEW_GROUPS_ONLY: false,
    ON_THE_FLY_DO_NOT_REMOVE_GROUPS: ['jira-administrators'],
  };
  const everything = {
    'Attribute Mapping': {
      ...attributes,
      LOGIN_USER_BY_ATTRIBUTE: 'email',
      ENABLE_REGEX_PATTERN: 'true',
      REGEX_PATTERN: '^(.*)@',
      KEEP_EXISTING_USER_ATTRIBUTES: true,
    },
    'Group Mapping': groupMapping,
  };
  const signIn = { 'Sign In Settings': { ALLOWED_DOMAINS: 'acme.example;Other.example', ENABLE_BACKDOOR: 'true' } };
  const allRules = {
    loginBy: 'email',
    usernamePattern: '^(.*)@',
    updateUsers: false,
    allowedDomains: ['acme.example', 'Other.example'],
    groupMapping: { 'jira-users': ['acme/staff', 'acme/guests'], 'jira-administrators': ['acme/it'] },
    onTheFlyGroups: false,
    createGroups: true,
    keepGroups: true,
    excludeGroups: ['jira-administrators'],
    defaultGroups: ['jira-software-users'],
    defaultGroupsFor: 'allUsers',
    restrictCreation: true,
  };

  test.each([
    ['flat', { ...flat, ...everything, ...signIn }],
    [
      'of several providers',
      {
        'Identity Providers': [{ ...provider('a'), ...everything }],
        ...signIn,
      },
    ],
  ])('fills in every setting of the plugin, in the shape that is %s', (_shape, file) => {
    expect(firstOf(file).mapping?.rules).toEqual(allRules);
    expect(readingOf(file).notes).toEqual([]);
  });

  const rulesWith = (change: { attributes?: object; groups?: object; signIn?: object }) =>
    firstOf({
      ...flat,
      'Attribute Mapping': { ...attributes, ...change.attributes },
      'Group Mapping': { ...groupMapping, ...change.groups },
      'Sign In Settings': change.signIn ?? {},
    }).mapping?.rules;

  test('reads KEEP_EXISTING_USER_ATTRIBUTES for what it does, which its label on the screen turns round', () => {
    expect(rulesWith({ attributes: { KEEP_EXISTING_USER_ATTRIBUTES: 'true' } })?.updateUsers).toBe(false);
    expect(rulesWith({ attributes: { KEEP_EXISTING_USER_ATTRIBUTES: 'false' } })?.updateUsers).toBe(true);
  });

  test('leaves a regular expression out that is switched off, and one that is switched on and empty is named', () => {
    const off = { ENABLE_REGEX_PATTERN: false, REGEX_PATTERN: '^(.*)@' };
    expect(rulesWith({ attributes: off })?.usernamePattern).toBeUndefined();
    const empty = { ...flat, 'Attribute Mapping': { ...attributes, ENABLE_REGEX_PATTERN: true, REGEX_PATTERN: '' } };
    expect(readingOf(empty).notes.join()).toContain('regular expression and has none');
  });

  test('takes "keep groups" from the key of the way of mapping that is on', () => {
    const onTheFly = { ON_THE_FLY_GROUP_MAPPING: true, KEEP_EXISTING_USER_ROLES: true };
    expect(rulesWith({ groups: { ...onTheFly, ON_THE_FLY_ASSIGN_NEW_GROUPS_ONLY: false } })?.keepGroups).toBe(false);
    expect(rulesWith({ groups: { ...onTheFly, ON_THE_FLY_ASSIGN_NEW_GROUPS_ONLY: 'true' } })?.keepGroups).toBe(true);
  });

  test('says so where one of two keys that hold back new accounts is on', () => {
    const groups = { ...groupMapping, RESTRICT_USER_CREATION: false };
    expect(rulesWith({ groups })?.restrictCreation).toBe(true);
    expect(readingOf({ ...flat, 'Group Mapping': groups }).notes.join()).toContain('can hold back new accounts');
    expect(
      rulesWith({ groups: { CREATE_USER_IF_ROLE_MAPPED: false, RESTRICT_USER_CREATION: false } })?.restrictCreation,
    ).toBe(false);
  });

  test('understands the keys of other builds, and texts where lists are usual', () => {
    const groups = { GROUP_ATTRIBUTE: 'roles', DEFAULT_GROUPS: 'a;b', ROLE_MAPPING: { x: ['y'] } };
    const first = firstOf({ ...flat, 'Group Mapping': groups });
    expect(first.mapping?.groups).toBe('roles');
    expect(first.mapping?.rules).toMatchObject({ defaultGroups: ['a', 'b'], groupMapping: { x: ['y'] } });
  });

  test.each(['app-jira-secret ', '\tapp-jira-secret', 'app-jira-secret\n'])(
    'a secret is taken as the plugin holds and sends it: %j',
    (padded) => {
      const text = JSON.stringify(flatWith({ CLIENT_SECRET: padded }));
      expect(secretOf(text, 'id:idp-1')?.expose()).toBe(padded);
    },
  );

  test('a client ID is filled in without the blanks around it, and compared with them', () => {
    const file = flatWith({ CLIENT_ID: 'app-jira-client-id ' });
    expect(firstOf(file).settings.clientId).toBe('app-jira-client-id');
    expect(pluginSettingsOf(JSON.stringify(file), 'id:idp-1').clientId).toBe('app-jira-client-id ');
  });

  test('a row of stars is no secret', () => {
    const file = flatWith({ CLIENT_SECRET: '********' });
    expect(firstOf(file).hasSecret).toBe(false);
    expect(readingOf(file).notes).toHaveLength(1);
    expect(secretOf(JSON.stringify(file), 'id:idp-1')).toBeNull();
  });

  test.each([
    [
      'below a path',
      { ACCESSTOKEN_END_POINT: 'https://acme.example/sso/api/login/oauth/access_token' },
      'https://acme.example/sso',
    ],
    ['on a port', { ACCESSTOKEN_END_POINT: 'http://door:8000/api/login/oauth/access_token' }, 'http://door:8000'],
    ['of another provider', { ACCESSTOKEN_END_POINT: 'https://id.example/realms/x/token' }, 'https://id.example'],
    [
      'told by the sign-in page alone',
      { ACCESSTOKEN_END_POINT: '', USERINFO_END_POINT: '' },
      'https://door.acme.example',
    ],
    [
      'that is called, where the issuer to compare with is another',
      { CHECK_ISSUER_FOR: 'Custom', CUSTOM_ISSUER_VALUE: 'https://old.acme.example' },
      'https://door.acme.example',
    ],
    [
      'with the path of an issuer on the same server',
      {
        ACCESSTOKEN_END_POINT: 'https://id.example/realms/x/token',
        CHECK_ISSUER_FOR: 'Custom',
        CUSTOM_ISSUER_VALUE: 'https://id.example/realms/x/',
      },
      'https://id.example/realms/x',
    ],
  ])('the address %s', (_what, change, address) => {
    expect(firstOf(flatWith(change)).address).toBe(address);
  });

  test('endpoints that are no addresses leave the address open, and are kept for the checks to see', () => {
    const none = {
      AUTHORIZE_END_POINT: '',
      USERINFO_END_POINT: '',
      PUBLIC_KEY: '',
      ACCESSTOKEN_END_POINT: 'door/token',
    };
    const reading = readingOf(flatWith(none));
    expect(reading.providers[0]?.address).toBeNull();
    expect(reading.notes).toEqual(['No address of Casdoor can be read from its endpoints.']);
    expect(pluginSettingsOf(JSON.stringify(flatWith(none)), 'id:idp-1').tokenEndpoint).toBe('door/token');
  });
});

describe("Atlassian's identity providers", () => {
  test.each([
    ['one', idp],
    ['a list', [idp]],
    ['a page', { results: [idp], start: 0, limit: 50, size: 1, isLastPage: true }],
  ])('come as %s', (_what, file) => {
    expect(readingOf(file)).toEqual({
      plugin: 'atlassian-dc',
      providers: [
        {
          key: 'id:3',
          name: 'Casdoor',
          address: 'https://door.acme.example',
          settings: { clientId: 'app-jira-client-id', scopes: 'openid profile email phone', comparesIssuer: true },
          mapping: {
            schema: 1,
            source: null,
            username: '${preferred_username}',
            email: '${email}',
            name: { fullName: '${displayName}' },
            groups: 'groups',
          },
          hasSecret: false,
        },
      ],
      notes: [],
    });
  });

  test('without provisioning no mapping is whole; a literal username is named at once', () => {
    const off = {
      ...idp,
      'username-claim': 'preferred_username',
      'jit-configuration': { 'user-provisioning-enabled': false },
    };
    const reading = readingOf(off);
    expect(reading.providers[0]?.mapping).toBeNull();
    expect(reading.notes).toEqual([
      'Its username mapping preferred_username has no variable, so it is taken literally: ${preferred_username} would name the claim.',
    ]);
  });

  test('without just-in-time provisioning keeps the fields that stand there, and creates nobody', () => {
    const off = { ...idp, 'jit-configuration': { ...idp['jit-configuration'], 'user-provisioning-enabled': 'false' } };
    expect(firstOf(off).mapping).toMatchObject({ email: '${email}', rules: { createUsers: false } });
    expect(firstOf(idp).mapping).not.toHaveProperty('rules');
  });

  test('one of SAML is left out by name, one that is off is named', () => {
    const reading = readingOf([
      { ...idp, id: 4, name: 'Old', 'sso-type': 'SAML' },
      { ...idp, enabled: false },
    ]);
    expect(reading.providers.map(({ key }) => key)).toEqual(['id:3']);
    expect(reading.notes).toEqual([
      '"Old" speaks SAML and was left out.',
      'This configuration is switched off in the plugin.',
    ]);
  });

  test('an endpoint that is called tells the address before an issuer does', () => {
    const file = {
      ...idp,
      'discovery-enabled': false,
      'issuer-url': 'https://old.acme.example',
      'token-endpoint': 'https://door.acme.example/api/login/oauth/access_token',
    };
    expect(firstOf(file).address).toBe('https://door.acme.example');
    expect(pluginSettingsOf(JSON.stringify(file), 'id:3').issuer).toBe('https://old.acme.example');
  });

  test('a secret is taken as it stands', () => {
    expect(secretOf(JSON.stringify({ ...idp, 'client-secret': 'padded ' }), 'id:3')?.expose()).toBe('padded ');
  });

  test('the issuer keeps its slash for the checks, the address does without', () => {
    const file = { ...idp, 'issuer-url': 'https://door.acme.example/' };
    expect(firstOf(file).address).toBe('https://door.acme.example');
    expect(pluginSettingsOf(JSON.stringify(file), 'id:3').issuer).toBe('https://door.acme.example/');
  });
});

describe('a file of a plugin', () => {
  test.each([
    ['', 'The file is empty.'],
    [
      '<!doctype html><html>',
      'This is a web page and no exported file: perhaps the sign-in page of Jira or Confluence.',
    ],
    ['{"OAuth Configuration": {', 'The file is no JSON, or not all of it is there.'],
    [
      '{"hello": "world"}',
      'The file is neither an export of miniOrange OAuth/OIDC SSO nor an answer of SSO for Atlassian Data Center.',
    ],
    [
      '[]',
      'The file is neither an export of miniOrange OAuth/OIDC SSO nor an answer of SSO for Atlassian Data Center.',
    ],
    ['{"Identity Providers": []}', 'The file has no OpenID Connect provider in it.'],
    [`"${'x'.repeat(1024 * 1024)}"`, 'The file is larger than 1 MB, which no configuration of a plugin is.'],
  ])('that cannot be used is refused with the reason: %.40s', (text, message) => {
    const read = readPluginFile(text);
    expect(read).toMatchObject({ ok: false, error: { code: 'refused', message, field: 'text' } });
  });

  test('may begin with a byte order mark', () => {
    expect(readPluginFile(`\uFEFF${JSON.stringify(flat)}`).ok).toBe(true);
  });

  test('never gives a secret away: not in the reading, not in the settings, not in an error', () => {
    const leaky = flatWith({
      ACCESSTOKEN_END_POINT: 'https://user:top-secret-in-url@door.acme.example/api/login/oauth/access_token',
    });
    for (const file of [flat, leaky, multi(provider('a')), { ...idp, 'client-secret': 'top-secret-of-atlassian' }]) {
      const text = JSON.stringify(file);
      const reading = readPluginFile(text);
      const key = reading.ok ? (reading.value.providers[0]?.key ?? '') : '';
      const secret = secretOf(text, key);
      expect(secret?.expose()).toMatch(/^top-secret/);
      for (const shown of [reading, pluginSettingsOf(text, key), secret, readPluginFile(text.slice(0, -5))]) {
        expect(JSON.stringify(shown)).not.toContain('top-secret');
        expect(inspect(shown, { depth: 9 })).not.toContain('top-secret');
      }
    }
  });

  test('a provider that is not in it has neither settings nor a secret', () => {
    expect(pluginSettingsOf(JSON.stringify(flat), 'id:nobody')).toEqual({
      clientId: null,
      issuer: null,
      authorizationEndpoint: null,
      tokenEndpoint: null,
      userinfoEndpoint: null,
      jwksUri: null,
      endSessionEndpoint: null,
    });
    expect(secretOf('no JSON', 'id:idp-1')).toBeNull();
  });

  test('is read or refused, whatever stands in it', () => {
    const keys = fc.constantFrom(
      'Identity Providers',
      'OAuth Configuration',
      'results',
      'sso-type',
      'client-id',
      'issuer-url',
      '__proto__',
      'CLIENT_ID',
      'jit-configuration',
      'Attribute Mapping',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(value, (file) => {
        const text = JSON.stringify(file);
        const read = readPluginFile(text);
        if (!read.ok) return expect(read.error.message).toMatch(/\.$/);
        for (const { key } of read.value.providers) expect(pluginSettingsOf(text, key)).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});
