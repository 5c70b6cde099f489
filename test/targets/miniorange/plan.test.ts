import fc from 'fast-check';
import type { Mapping, MappingRules } from '../../../src/contract/mapping';
import { rulesOf } from '../../../src/mapping/rules-of';
import { Secret } from '../../../src/secrets/secret';
import { isObject, type Json } from '../../../src/targets/file-provider';
import { miniorangeSheet } from '../../../src/targets/miniorange/fields';
import { type MiniorangeDocument, openDocument } from '../../../src/targets/miniorange/open-document';
import { differenceOf, planDocument } from '../../../src/targets/miniorange/plan';
import { readMiniorangeExport } from '../../../src/targets/miniorange/read-export';
import { screenFields } from '../../../src/targets/miniorange/screen-fields';
import { wantedSettings as checked, settingsByHand, type WantedSettings } from '../../../src/targets/miniorange/wanted';
import { application, attributes, flat, groups, provider, several, signIn } from './documents';
import { endpointsBelow, wantedMapping, wantedSettings } from './wanted-settings';

const open = (root: unknown, key = 'id:one'): MiniorangeDocument => {
  const opened = openDocument(JSON.stringify(root), key);
  if (!opened.ok) throw new Error(opened.failure.message);
  return opened.value;
};
const sectionOf = (document: MiniorangeDocument, name: 'app' | 'attributes' | 'groups' | 'signIn') =>
  document.own?.sections[name] ?? {};
const plannedFor = (root: unknown, wanted: WantedSettings, key?: string) => planDocument(open(root, key), wanted);
const withMapping = (mapping: Partial<Mapping>) => wantedSettings({ mapping: { ...wantedMapping, ...mapping } });
const withRules = (rules: MappingRules) => withMapping({ rules });
const changed = (root: unknown, wanted: WantedSettings) =>
  Object.fromEntries(
    plannedFor(root, wanted).difference.changes.map(({ key, before, after }) => [key, [before, after]]),
  );

describe('A plan for miniOrange', () => {
  test('tells each field by its tab, its label and both values', () => {
    const { difference } = plannedFor(flat, wantedSettings());
    expect(difference.changes[0]).toEqual({
      key: 'client-id',
      tab: 'Configure OAuth',
      label: 'Client Id',
      before: 'client-of-one',
      after: 'app-jira-client',
      isSecret: false,
      hasSecretBefore: null,
      canBeReadBack: true,
      isRisky: null,
    });
    expect(difference.changes.map(({ key }) => key)).toEqual([
      'client-id',
      'client-secret',
      'authorize-endpoint',
      'access-token-endpoint',
      'user-info-endpoint',
      'logout-endpoint',
      'jwks',
      'update-attributes',
      'username',
      'email',
      'full-name',
      'group-attribute',
      'group-mapping',
      'keep-groups',
      'backdoor-url',
    ]);
    expect(difference.changes.length + difference.unchanged.length).toBe(screenFields.length);
  });

  test('has the words of the sheet of fields', () => {
    const sheets = [wantedMapping, { ...wantedMapping, name: { firstName: 'a', lastName: 'b' } }].flatMap((mapping) =>
      miniorangeSheet({
        settings: {
          ...{ plugin: 'miniorange', product: 'jira', baseUrl: '', callbackUrl: '', clientId: 'c', scopes: '' },
          comparesIssuer: true,
        },
        hasSecret: true,
        endpoints: null,
        findings: [],
        mapping,
      }).sections.flatMap(({ tab, fields }) => fields.map(({ id, label }) => `${tab} ${id} ${label}`)),
    );
    for (const { id, tab, label } of screenFields) expect(sheets).toContain(`${tab} ${id} ${label}`);
  });

  test('shows no secret, wherever it stands', () => {
    const careless = {
      ...flat,
      'OAuth Configuration': application('one', {
        CLIENT_ID: 'secret-of-one',
        AUTHORIZE_END_POINT: 'https://anna:pass@old.acme.example/authorize?key=abc',
      }),
    };
    const { difference } = plannedFor(careless, wantedSettings());
    const text = JSON.stringify(difference);
    for (const secret of ['secret-of-one', 'new-secret-of-jira', 'anna', 'pass@', 'key=abc'])
      expect(text).not.toContain(secret);
    expect(difference.changes.find(({ key }) => key === 'client-secret')).toMatchObject({
      isSecret: true,
      before: null,
      after: null,
      hasSecretBefore: true,
    });
  });

  test('leaves the secret where none is given, and endpoints that Casdoor does not name', () => {
    const wanted = wantedSettings({
      secret: null,
      endpoints: { ...endpointsBelow('https://x.example'), jwksUri: null },
    });
    const { after, difference } = plannedFor(flat, wanted);
    expect(sectionOf(after, 'app').CLIENT_SECRET).toBe('secret-of-one');
    expect(difference.changes.map(({ key }) => key)).not.toContain('jwks');
  });

  test('writes "Update attributes" as its opposite', () => {
    expect(changed(flat, wantedSettings())['update-attributes']).toEqual(['Off', 'On']);
    expect(sectionOf(plannedFor(flat, wantedSettings()).after, 'attributes').KEEP_EXISTING_USER_ATTRIBUTES).toBe(false);
    expect(changed(flat, withRules({ updateUsers: false }))).not.toHaveProperty('update-attributes');
  });

  test('writes keys and truth values as the document has them', () => {
    const { ACCESSTOKEN_END_POINT, USERINFO_END_POINT, ...rest } = application('one');
    const renamed = {
      ...flat,
      'OAuth Configuration': {
        ...rest,
        ACCESS_TOKEN_END_POINT: ACCESSTOKEN_END_POINT,
        USER_INFO_END_POINT: USERINFO_END_POINT,
      },
      'Attribute Mapping': { ...attributes, KEEP_EXISTING_USER_ATTRIBUTES: 'true' },
      'Group Mapping': { ...groups, ROLE_MAPPING: { staff: ['x'] }, DEFAULT_GROUPS: 'a;b' },
    };
    const { after } = plannedFor(
      renamed,
      withRules({ groupMapping: { staff: ['acme/staff', 'y'] }, defaultGroups: ['c'] }),
    );
    expect(Object.keys(sectionOf(after, 'app'))).not.toContain('ACCESSTOKEN_END_POINT');
    expect(sectionOf(after, 'app')).toMatchObject({
      ACCESS_TOKEN_END_POINT: 'https://door.acme.example/api/login/oauth/access_token',
      USER_INFO_END_POINT: 'https://door.acme.example/api/userinfo',
    });
    expect(sectionOf(after, 'attributes').KEEP_EXISTING_USER_ATTRIBUTES).toBe('false');
    expect(sectionOf(after, 'groups')).toMatchObject({
      ROLE_MAPPING: { staff: ['acme/staff', 'y'] },
      DEFAULT_GROUPS: 'c',
    });
    expect(sectionOf(after, 'signIn').ENABLE_BACKDOOR).toBe('true');
  });

  test('puts the address of the keys where the build has it', () => {
    expect(sectionOf(plannedFor(flat, wantedSettings()).after, 'app')).toMatchObject({
      JWKS_END_POINT: 'https://door.acme.example/.well-known/app-jira/jwks',
      PUBLIC_KEY: '',
    });
    expect(sectionOf(plannedFor(several, wantedSettings()).after, 'app').PUBLIC_KEY).toBe(
      'https://door.acme.example/.well-known/app-jira/jwks',
    );
  });

  test('keeps default groups about which the mapping says nothing', () => {
    expect(sectionOf(plannedFor(flat, wantedSettings()).after, 'groups').DEFAULT_GROUPS).toEqual([
      'jira-software-users',
    ]);
    const emptied = plannedFor(flat, withRules({ defaultGroups: [] })).after;
    expect(sectionOf(emptied, 'groups').DEFAULT_GROUPS).toEqual([]);
  });

  test('takes nobody out of a group where the mapping has no groups', () => {
    const mapped = {
      ...flat,
      'Group Mapping': {
        ...groups,
        ROLE_ATTRIBUTE: 'groups',
        KEEP_EXISTING_USER_ROLES: false,
        ROLE_MAPPING: { a: 'b' },
      },
    };
    const { after } = plannedFor(mapped, withMapping({ groups: null, rules: {} }));
    expect(sectionOf(after, 'groups')).toMatchObject({
      ROLE_ATTRIBUTE: '',
      KEEP_EXISTING_USER_ROLES: true,
      ROLE_MAPPING: { a: 'b' },
    });
  });

  test('empties a group that is mapped no more, and leaves it in the list', () => {
    const mapped = {
      ...flat,
      'Group Mapping': { ...groups, ROLE_MAPPING: { old: 'x;y', 'jira-software-users': 'z', quiet: '' } },
    };
    expect(sectionOf(plannedFor(mapped, wantedSettings()).after, 'groups').ROLE_MAPPING).toEqual({
      old: '',
      'jira-software-users': 'acme/staff',
      quiet: '',
    });
  });

  test('takes no comparison of the issuer away, and mends one that names another', () => {
    const comparing = (value: string) => ({
      ...flat,
      'OAuth Configuration': application('one', {
        ENABLE_CHECK_ISSUER_FOR: true,
        CHECK_ISSUER_FOR: 'Custom',
        CUSTOM_ISSUER_VALUE: value,
      }),
    });
    expect(changed(comparing('https://door.acme.example'), wantedSettings())).not.toHaveProperty('custom-issuer');
    expect(changed(comparing('https://old.acme.example'), wantedSettings())['custom-issuer']).toEqual([
      'https://old.acme.example',
      'https://door.acme.example',
    ]);
    const wanted = wantedSettings({ settings: { clientId: 'c', scopes: '', comparesIssuer: true } });
    expect(changed(flat, wanted)).toMatchObject({
      'issuer-check': ['Off', 'Custom'],
      'custom-issuer': [null, 'https://door.acme.example'],
    });
  });

  test('never sends everybody to Casdoor together with other fields', () => {
    const { after } = plannedFor(flat, wantedSettings());
    expect(sectionOf(after, 'signIn').DISABLE_DEFAULT_LOGIN).toBe('false');
    const { after: redirecting, difference } = planDocument(after, { kind: 'redirect', isOn: true });
    expect(difference.changes).toMatchObject([
      { key: 'auto-redirect', before: 'Off', after: 'On', isRisky: 'redirect' },
    ]);
    expect(sectionOf(redirecting, 'signIn').DISABLE_DEFAULT_LOGIN).toBe('true');
    // The way back keeps nobody out, so it may be written with what else was there before.
    const back = planDocument(redirecting, { kind: 'redirect', isOn: false });
    expect(back.difference.changes).toMatchObject([{ key: 'auto-redirect', after: 'Off', isRisky: null }]);
  });

  test('changes nothing of a document that is not understood', () => {
    const emptied = open({ 'Identity Providers': [], 'Sign In Settings': {} });
    expect(emptied.whyNot?.message).toContain('it has no identity provider');
    expect(planDocument(emptied, wantedSettings()).after).toBe(emptied);
  });

  test('tells of settings that stand in no field by their key alone', () => {
    const other = { ...several, 'Sign In Settings': { ...signIn, RELAY_STATE: 'https://private.example' } };
    const { changes } = differenceOf(open(several), open(other));
    expect(changes).toMatchObject([
      { tab: 'Sign In Settings', label: 'RELAY_STATE', isSecret: true, hasSecretBefore: false },
    ]);
    expect(JSON.stringify(changes)).not.toContain('private');
    const second = { ...several, 'Identity Providers': [provider('one'), provider('two', { Name: 'Other' })] };
    expect(differenceOf(open(several), open(second)).changes).toMatchObject([
      { tab: 'Identity Providers', label: 'All of provider 2' },
    ]);
  });
});

describe('What is wanted of miniOrange', () => {
  const { kind: _kind, ...given } = wantedSettings();

  test('is refused where its fields cannot hold it', () => {
    const rules = { groupMapping: { staff: ['a;b'] } };
    const read = checked({ ...given, mapping: { ...wantedMapping, rules } });
    expect(read).toMatchObject({ ok: false, failure: { code: 'refused' } });
    expect(checked({ ...given, settings: { ...given.settings, clientId: '' } }).ok).toBe(false);
    expect(checked({ ...given, secret: new Secret('••••') }).ok).toBe(false);
    expect(checked(given).ok).toBe(true);
  });

  test('names what only the screen can set', () => {
    expect(
      settingsByHand({ ...wantedMapping, rules: { createUsers: false, groupPattern: '^acme/(.*)' } }),
    ).toHaveLength(2);
    expect(settingsByHand(wantedMapping)).toEqual([]);
  });
});

const name = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '' && !text.includes(';'));
const trimmed = name.map((text) => text.trim());
const names = fc.uniqueArray(name, { maxLength: 3 });
const flags = fc.constantFrom<unknown>(true, false, 'true', 'false', 'True', '', null, undefined);

const anyRules: fc.Arbitrary<MappingRules> = fc.record(
  {
    loginBy: fc.constantFrom('username', 'email'),
    usernamePattern: name,
    updateUsers: fc.boolean(),
    allowedDomains: names,
    groupMapping: fc.dictionary(name, names, { maxKeys: 3 }),
    onTheFlyGroups: fc.boolean(),
    createGroups: fc.boolean(),
    keepGroups: fc.boolean(),
    excludeGroups: names,
    defaultGroups: names,
    defaultGroupsFor: fc.constantFrom('newUsers', 'allUsers', 'noUsers'),
    restrictCreation: fc.boolean(),
  },
  { requiredKeys: [] },
);
const anyMapping: fc.Arbitrary<Mapping> = fc.record({
  schema: fc.constant(1 as const),
  source: fc.constantFrom('id_token', 'userinfo', 'get-account'),
  username: trimmed,
  email: trimmed,
  name: fc.oneof(fc.record({ fullName: trimmed }), fc.record({ firstName: trimmed, lastName: trimmed })),
  groups: fc.option(trimmed),
  rules: anyRules,
});
const anyWanted = fc
  .record({
    mapping: anyMapping,
    comparesIssuer: fc.boolean(),
    secret: fc.option(trimmed.map((text) => `s${text}`)),
    clientId: trimmed,
  })
  .map(({ mapping, comparesIssuer, secret, clientId }) =>
    wantedSettings({
      mapping,
      settings: { clientId, scopes: 'openid groups', comparesIssuer },
      secret: secret === null ? null : new Secret(secret),
    }),
  );

/** A section some of whose keys are missing or hold something else, beside keys that nobody knows. */
const varied = (section: Json, others: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc
    .record({
      kept: fc.subarray(Object.keys(section), { minLength: 0 }),
      extra: fc.dictionary(
        fc.string().map((text) => `X ${text} x`),
        fc.jsonValue(),
        { maxKeys: 3 },
      ),
      others,
    })
    .map(({ kept, extra, others: changes }) => ({
      ...Object.fromEntries(kept.map((key) => [key, section[key]])),
      ...extra,
      ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
    }));
const anyProvider = (id: string) =>
  fc
    .record({
      app: varied(
        application(id),
        fc.record({ ENABLE_CHECK_ISSUER_FOR: flags, CHECK_ISSUER_FOR: fc.constantFrom('Default', 'Custom') }),
      ),
      attributes: varied(attributes, fc.record({ KEEP_EXISTING_USER_ATTRIBUTES: flags, ENABLE_REGEX_PATTERN: flags })),
      groups: varied(
        groups,
        fc.record({
          KEEP_EXISTING_USER_ROLES: flags,
          ON_THE_FLY_GROUP_MAPPING: flags,
          RESTRICT_USER_CREATION: flags,
          ROLE_MAPPING: fc.dictionary(
            name,
            fc.oneof(
              fc.constant(''),
              names.map((list) => list.join(';')),
            ),
            { maxKeys: 4 },
          ),
          ON_THE_FLY_DO_NOT_REMOVE_GROUPS: fc.oneof(names, fc.constant(''), fc.constant(undefined)),
        }),
      ),
    })
    .map((sections) => ({ id, ...sections }));
const anyDocument: fc.Arbitrary<Json> = fc
  .record({
    isFlat: fc.boolean(),
    one: anyProvider('one'),
    two: anyProvider('two'),
    signIn: varied(signIn, fc.record({ ENABLE_BACKDOOR: fc.constantFrom('true', 'false', '', undefined) })),
    more: fc.dictionary(
      fc.string().map((text) => `Y ${text} y`),
      fc.jsonValue(),
      { maxKeys: 3 },
    ),
  })
  .map(({ isFlat, one, two, signIn: shared, more }) =>
    isFlat
      ? {
          ...more,
          'OAuth Configuration': { ...one.app, IDP_ID: 'one' },
          'Attribute Mapping': one.attributes,
          'Group Mapping': one.groups,
          'Sign In Settings': shared,
        }
      : {
          ...more,
          'Identity Providers': [one, two].map((each) => ({
            ID: each.id,
            'Application Configuration': each.app,
            'Attribute Mapping': each.attributes,
            'Group Mapping': each.groups,
          })),
          'Sign In Settings': shared,
        },
  );
const runs = { numRuns: 150 };

describe('Whatever the document and whatever is wanted, a plan', () => {
  test('gives what was wanted, as the exported file is read', () => {
    fc.assert(
      fc.property(anyDocument, anyWanted, (root, wanted) => {
        const before = readMiniorangeExport(root)?.[0];
        const { after } = plannedFor(root, wanted);
        const read = readMiniorangeExport(JSON.parse(JSON.stringify(after.root)))?.[0];
        const { endpoints, settings, mapping, secret } = wanted;
        expect(read?.settings).toMatchObject({
          clientId: settings.clientId,
          authorizationEndpoint: endpoints.authorizationEndpoint,
          tokenEndpoint: endpoints.tokenEndpoint,
          jwksUri: endpoints.jwksUri,
          endSessionEndpoint: endpoints.endSessionEndpoint,
        });
        expect(new Set(read?.scopes.split(' '))).toEqual(new Set(['openid', 'groups']));
        if (secret !== null) expect(read?.secret?.expose()).toBe(secret.expose());
        expect(read?.comparesIssuer).toBe(settings.comparesIssuer || before?.comparesIssuer === true);
        if (read?.comparesIssuer) expect(read.settings.issuer).toBe(endpoints.issuer);
        const { rules: _rules, ...claims } = mapping;
        const { rules: _read, ...claimsRead } = read?.mapping ?? mapping;
        expect(claimsRead).toEqual(claims);
        expect(effective(read?.mapping ?? null, mapping)).toEqual(effective(mapping, mapping));
      }),
      runs,
    );
  });

  test('has nothing to do a second time, and tells of every change', () => {
    fc.assert(
      fc.property(anyDocument, anyWanted, (root, wanted) => {
        const document = open(root);
        const { after, difference } = planDocument(document, wanted);
        if (difference.changes.length === 0) expect(after.root).toEqual(document.root);
        const second = plannedFor(after.root, wanted);
        expect(second.difference.changes).toEqual([]);
        expect(second.after.root).toEqual(JSON.parse(JSON.stringify(after.root)));
        expect(difference.changes.filter(({ key, isRisky }) => key.startsWith('other:') || isRisky !== null)).toEqual(
          [],
        );
      }),
      runs,
    );
  });

  test('leaves unknown keys, their order and other providers as they are', () => {
    fc.assert(
      fc.property(anyDocument, anyWanted, (root, wanted) => {
        const { after } = plannedFor(root, wanted);
        const list = root['Identity Providers'];
        const listAfter = after.root['Identity Providers'];
        if (Array.isArray(list) && Array.isArray(listAfter))
          expect(JSON.stringify(listAfter[1])).toBe(JSON.stringify(JSON.parse(JSON.stringify(list[1]))));
        expect(unknownIn(after.root)).toEqual(unknownIn(JSON.parse(JSON.stringify(root))));
        const kept = Object.keys(sectionOf(open(root), 'groups'));
        expect(Object.keys(sectionOf(after, 'groups')).slice(0, kept.length)).toEqual(kept);
      }),
      runs,
    );
  });
});

/** The settings as they act: those of another way of mapping, and of a group claim that is not there, do nothing. */
const effective = (read: Mapping | null, wanted: Mapping) => {
  if (read === null) return null;
  const rules = rulesOf(read, 'miniorange');
  const isSilent = wanted.rules?.defaultGroups === undefined;
  const isOff = wanted.groups === null;
  return {
    ...rules,
    ...(isSilent || rules.defaultGroups.length === 0 ? { defaultGroups: null, defaultGroupsFor: null } : {}),
    ...(rules.onTheFlyGroups && wanted.rules?.groupMapping === undefined ? { groupMapping: null } : {}),
    ...(rules.onTheFlyGroups && Object.values(wanted.rules?.groupMapping ?? {}).flat().length === 0
      ? { groupMapping: null }
      : {}),
    ...(isOff
      ? { groupMapping: null, onTheFlyGroups: null, createGroups: null, keepGroups: null, excludeGroups: null }
      : {}),
  };
};

/** Every entry that nobody knows, with its path, in order. */
const unknownIn = (json: unknown, path = ''): string[] => {
  if (Array.isArray(json)) return json.flatMap((one, at) => unknownIn(one, `${path}/${at}`));
  if (!isObject(json)) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    /^[XY] /.test(key) ? [`${path}/${key} ${JSON.stringify(value)}`] : unknownIn(value, `${path}/${key}`),
  );
};
