import type { FieldSheet } from '../../src/contract/field-sheet';
import { type Mapping, tokenFormats } from '../../src/contract/mapping';
import type { TargetSettings } from '../../src/contract/panel-calls';
import { plain } from '../../src/contract/report';
import { type Plugin, plugins, products } from '../../src/contract/target';
import { documentedMapping, recommendedMapping } from '../../src/mapping/recommended-mapping';
import type { Endpoints } from '../../src/targets/endpoints';
import { fieldSheet } from '../../src/targets/field-sheet';
import type { SheetInput } from '../../src/targets/sheet-field';

const endpoints: Endpoints = {
  issuer: 'https://door.acme.example',
  authorizationEndpoint: 'https://door.acme.example/login/oauth/authorize',
  tokenEndpoint: 'https://door.acme.example/api/login/oauth/access_token',
  userinfoEndpoint: 'https://door.acme.example/api/userinfo',
  jwksUri: 'https://door.acme.example/.well-known/app-jira/jwks',
  endSessionEndpoint: 'https://door.acme.example/api/logout',
};

const settingsOf = (plugin: Plugin, change: Partial<TargetSettings> = {}): TargetSettings => ({
  plugin,
  product: 'jira',
  baseUrl: 'https://jira.acme.example',
  callbackUrl: '',
  clientId: 'app-jira-client-id',
  scopes: 'openid profile email',
  comparesIssuer: false,
  ...change,
});

const sheetOf = (plugin: Plugin, change: Partial<SheetInput> = {}) =>
  fieldSheet({
    settings: settingsOf(plugin),
    hasSecret: true,
    endpoints,
    findings: [],
    mapping: recommendedMapping(plugin, 'JWT'),
    ...change,
  });

const fieldsOf = (sheet: FieldSheet) => sheet.sections.flatMap(({ fields }) => fields);
const fieldOf = (sheet: FieldSheet, id: string) => {
  const found = fieldsOf(sheet).find((one) => one.id === id);
  if (!found) throw new Error(`There is no field ${id}.`);
  return found;
};
const noteOf = (sheet: FieldSheet, id: string) => plain(fieldOf(sheet, id).note ?? []);
const waitsFor = (sheet: FieldSheet) =>
  fieldsOf(sheet)
    .filter((one) => one.waitsFor !== null)
    .map(({ id }) => id);
const valuesOf = (sheet: FieldSheet, tab: string) =>
  sheet.sections.find((one) => one.tab === tab)?.fields.map(({ label, value }) => [label, value]);

describe('the fields of miniOrange', () => {
  test('stand in the order and with the labels of its first screen', () => {
    expect(valuesOf(sheetOf('miniorange'), 'Configure OAuth')).toEqual([
      ['Selected Application', 'Custom OpenID'],
      ['Custom App Name', 'casdoor'],
      ['Client Id', 'app-jira-client-id'],
      ['Client Secret', null],
      ['Scope', 'openid profile email'],
      ['Authorize Endpoint', endpoints.authorizationEndpoint],
      ['Access Token Endpoint', endpoints.tokenEndpoint],
      ['Get User Info Endpoint', endpoints.userinfoEndpoint],
      ['Logout Endpoint', endpoints.endSessionEndpoint],
      ['Callback URL', 'https://jira.acme.example/plugins/servlet/oauth/callback'],
      ['JWKS EndPoint URL / Public Key', endpoints.jwksUri],
    ]);
  });

  test('stand in the order of the user profile', () => {
    expect(valuesOf(sheetOf('miniorange'), 'User Profile')).toEqual([
      ['Update attributes of existing users', 'On'],
      ['Login user account by', 'Username'],
      ['Username claim', 'name'],
      ['Apply regular expression on username field', 'Off'],
      ['Email', 'email'],
      ['Separate Name Attributes', 'Off'],
      ['Full Name Attribute', 'displayName'],
      ['Language Mapping', 'Off'],
    ]);
  });

  test('carry each setting that the mapping was previewed with', () => {
    const mapping: Mapping = {
      ...recommendedMapping('miniorange', 'JWT'),
      groups: 'groups',
      rules: {
        loginBy: 'email',
        usernamePattern: '^([^@]+)',
        updateUsers: false,
        allowedDomains: ['acme.example', 'acme.test'],
        groupPattern: '[^/]+$',
        groupMapping: { 'jira-users': ['acme/staff', 'acme/guests'], design: ['acme/design'] },
        createGroups: true,
        excludeGroups: ['jira-administrators'],
        defaultGroups: ['jira-software-users'],
        defaultGroupsFor: 'allUsers',
        restrictCreation: true,
      },
    };
    const sheet = sheetOf('miniorange', { mapping });
    const shownIn = (id: string) => fieldOf(sheet, id).value;
    expect(shownIn('login-by')).toBe('Email');
    expect(shownIn('username-regex')).toBe('^([^@]+)');
    expect(shownIn('update-attributes')).toBe('Off');
    expect(shownIn('allowed-domains')).toBe('acme.example;acme.test');
    expect(shownIn('group-regex')).toBe('[^/]+$');
    expect(shownIn('group-mapping')).toBe('Manual Group Mapping');
    expect(noteOf(sheet, 'group-mapping')).toContain('jira-users: acme/staff;acme/guests · design: acme/design');
    expect(shownIn('create-groups')).toBe('On');
    expect(shownIn('keep-groups')).toBe('Off');
    expect(shownIn('exclude-groups')).toBe('jira-administrators');
    expect([shownIn('default-group'), shownIn('default-groups-for')]).toEqual(['jira-software-users', 'All Users']);
    expect(shownIn('restrict-creation')).toBe('On');
  });

  test('keep groups as the dry run took for given, and say what that does', () => {
    const mapped = (rules: NonNullable<Mapping['rules']>): Mapping => ({
      ...recommendedMapping('miniorange', 'JWT'),
      groups: 'groups',
      rules,
    });
    const kept = sheetOf('miniorange', { mapping: mapped({ onTheFlyGroups: true, keepGroups: true }) });
    expect(fieldOf(kept, 'group-mapping').value).toBe('On-The-Fly Group Mapping');
    expect([fieldOf(kept, 'keep-groups').value, noteOf(kept, 'keep-groups')]).toEqual([
      'On',
      'No sign-in takes anybody out of a group.',
    ]);
    const lost = sheetOf('miniorange', { mapping: mapped({ onTheFlyGroups: true }) });
    expect(fieldOf(lost, 'keep-groups').value).toBe('Off');
    expect(noteOf(lost, 'keep-groups')).toContain('takes a person out of every mapped group');
  });

  test('two halves of a name take the place of the whole one', () => {
    const mapping: Mapping = { ...documentedMapping, name: { firstName: 'firstName', lastName: 'lastName' } };
    expect(valuesOf(sheetOf('miniorange', { mapping }), 'User Profile')).toEqual(
      expect.arrayContaining([
        ['Separate Name Attributes', 'On'],
        ['First Name Attribute', 'firstName'],
        ['Last Name Attribute', 'lastName'],
      ]),
    );
  });

  test('say why get-account and display_name of the documentation are not there', () => {
    const sheet = sheetOf('miniorange');
    expect(noteOf(sheet, 'user-info-endpoint')).toBe(
      "Casdoor's documentation says /api/get-account. Custom OpenID reads the ID token and does not ask it.",
    );
    expect(noteOf(sheet, 'full-name')).toBe(
      "Casdoor's documentation says display_name here, a claim that Casdoor never issues.",
    );
  });

  test("the documentation's own mapping is filled in as it is, with what is wrong about it", () => {
    const sheet = sheetOf('miniorange', { mapping: documentedMapping });
    expect(fieldOf(sheet, 'user-info-endpoint').value).toBe('https://door.acme.example/api/get-account');
    expect(fieldOf(sheet, 'full-name').value).toBe('display_name');
    expect(noteOf(sheet, 'full-name')).toMatch(/^Casdoor never issues display_name/);
    expect(noteOf(sheet, 'email')).toContain('data.email');
  });

  test('a mapping from userinfo needs an application that asks userinfo, and the right username', () => {
    const mapping: Mapping = { ...recommendedMapping('other', 'JWT'), username: 'name' };
    const sheet = sheetOf('miniorange', { mapping });
    expect(fieldOf(sheet, 'selected-application').value).toBe('Custom OAuth');
    expect(noteOf(sheet, 'username')).toContain('preferred_username');
  });

  test('the issuer is a field only where it is compared', () => {
    const settings = settingsOf('miniorange', { comparesIssuer: true });
    expect(fieldOf(sheetOf('miniorange', { settings }), 'custom-issuer').value).toBe(endpoints.issuer);
    expect(fieldsOf(sheetOf('miniorange')).some(({ id }) => id === 'custom-issuer')).toBe(false);
  });

  test("without scopes the documentation's set stands there, and that is said", () => {
    const sheet = sheetOf('miniorange', { settings: settingsOf('miniorange', { scopes: ' ' }) });
    expect(fieldOf(sheet, 'scope').value).toBe('address phone openid profile offline_access email');
    expect(noteOf(sheet, 'scope')).toContain("Casdoor's documentation");
  });
});

describe('the fields of SSO for Atlassian Data Center', () => {
  test('stand in the order and with the labels of its screen', () => {
    expect(
      sheetOf('atlassian-dc').sections.flatMap(({ fields }) => fields.map(({ label, value }) => [label, value])),
    ).toEqual([
      ['Name', 'Casdoor'],
      ['Authentication method', 'OpenID Connect single sign-on'],
      ['Issuer URL', endpoints.issuer],
      ['Client ID', 'app-jira-client-id'],
      ['Client secret', null],
      ['Username mapping', '${name}'],
      ['Additional scopes', 'profile email'],
      ['Fill the data automatically from my chosen identity provider', 'On'],
      ['Authorization endpoint', endpoints.authorizationEndpoint],
      ['Token endpoint', endpoints.tokenEndpoint],
      ['User info endpoint', endpoints.userinfoEndpoint],
      ['Redirect URL', 'https://jira.acme.example/plugins/servlet/oidc/callback'],
      ['Initiate login URL', 'https://jira.acme.example/plugins/servlet/oidc/initiate-login'],
      ['Create users on login to the application', 'On'],
      ['Display name', '${displayName}'],
      ['Email', '${email}'],
      ['Groups', null],
      ['Additional scopes', null],
      ['Remember user logins', null],
      ['Show IdP on the login page', 'On'],
      ['Login button text', 'Sign in with Casdoor'],
    ]);
  });

  test('a username without a variable is named for what it does', () => {
    const mapping: Mapping = { ...recommendedMapping('atlassian-dc', 'JWT'), username: 'preferred_username' };
    expect(noteOf(sheetOf('atlassian-dc', { mapping }), 'username-mapping')).toBe(
      'Without ${preferred_username} it is taken literally, and everybody becomes the account preferred_username.',
    );
  });

  test('groups come with what they take away', () => {
    const mapping: Mapping = { ...recommendedMapping('atlassian-dc', 'JWT'), groups: 'groups' };
    expect(noteOf(sheetOf('atlassian-dc', { mapping }), 'groups')).toContain('taken out of all others');
  });
});

describe('the fields of any plugin', () => {
  const mappings = (plugin: Plugin): (Mapping | null)[] => [
    null,
    documentedMapping,
    { ...documentedMapping, source: 'userinfo', name: { firstName: 'a', lastName: 'b' }, groups: 'groups' },
    ...tokenFormats.map((format) => recommendedMapping(plugin, format)),
  ];
  const every = plugins.flatMap((plugin) =>
    products.flatMap((product) =>
      mappings(plugin).flatMap((mapping) =>
        [endpoints, null].flatMap((known) =>
          ['https://wiki.acme.example/', ''].map((baseUrl) => ({
            settings: settingsOf(plugin, {
              product,
              baseUrl,
              callbackUrl: baseUrl === '' ? '' : 'https://callback.example/x',
            }),
            hasSecret: baseUrl !== '',
            endpoints: known,
            findings: [],
            mapping,
          })),
        ),
      ),
    ),
  );

  test('have ids that never meet, whatever is filled in', () => {
    for (const input of every) {
      const ids = fieldsOf(fieldSheet(input)).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('have a value, or a reason why there is none', () => {
    for (const input of every)
      for (const one of fieldsOf(fieldSheet(input))) {
        if (one.value === null && !one.isSecret) expect([one.id, one.waitsFor ?? one.note]).not.toEqual([one.id, null]);
        if (one.value !== null) expect([one.id, one.waitsFor, one.value.trim()]).not.toContain('');
        if (one.value !== null) expect([one.id, one.waitsFor]).toEqual([one.id, null]);
      }
  });

  test('speak in whole sentences', () => {
    for (const input of every)
      for (const one of fieldsOf(fieldSheet(input)))
        for (const text of [one.waitsFor, one.note]) if (text !== null) expect(plain(text)).toMatch(/^[A-Z].*\.$/);
  });

  test.each(plugins)('never hold the secret: %s', (plugin) => {
    const secrets = fieldsOf(sheetOf(plugin)).filter(({ isSecret }) => isSecret);
    expect(secrets.map(({ value }) => value)).toEqual([null]);
    expect(secrets[0]?.waitsFor).toBeNull();
  });

  test('name what is missing in its place', () => {
    const bare = (plugin: Plugin) =>
      fieldSheet({
        settings: settingsOf(plugin, { baseUrl: '', clientId: '' }),
        hasSecret: false,
        endpoints: null,
        findings: [],
        mapping: null,
      });
    expect(waitsFor(bare('miniorange'))).toEqual(
      'client-id client-secret authorize-endpoint access-token-endpoint user-info-endpoint logout-endpoint callback-url jwks username email full-name'.split(
        ' ',
      ),
    );
    expect(waitsFor(bare('atlassian-dc'))).toEqual(
      'issuer-url client-id client-secret username-mapping authorization-endpoint token-endpoint userinfo-endpoint redirect-url initiate-login-url display-name email'.split(
        ' ',
      ),
    );
  });

  test('an endpoint that the document lacks is named as the document would name it', () => {
    const sheet = sheetOf('other', { endpoints: { ...endpoints, endSessionEndpoint: null } });
    expect(plain(fieldOf(sheet, 'end-session-endpoint').waitsFor ?? [])).toBe(
      "Casdoor's discovery document names no end_session_endpoint.",
    );
  });

  test("the Cloud app's callback URL is the one its screen shows, never one made from the base URL", () => {
    expect(fieldOf(sheetOf('miniorange-cloud'), 'callback-url').value).toBeNull();
    const settings = settingsOf('miniorange-cloud', {
      callbackUrl: 'https://login.xecurify.com/moas/oauth/client/callback',
    });
    expect(fieldOf(sheetOf('miniorange-cloud', { settings }), 'callback-url').value).toBe(settings.callbackUrl);
  });
});
