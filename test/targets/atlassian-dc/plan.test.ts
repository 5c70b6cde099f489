import fc from 'fast-check';
import type { Mapping } from '../../../src/contract/mapping';
import { Secret } from '../../../src/secrets/secret';
import type { AuthconfigApi } from '../../../src/targets/atlassian-dc/authconfig-api';
import type { AuthconfigDocument } from '../../../src/targets/atlassian-dc/document';
import { atlassianDcTarget } from '../../../src/targets/atlassian-dc/target';
import type { AtlassianDcSettings } from '../../../src/targets/atlassian-dc/wanted';
import { atlassianDcSettings } from '../../../src/targets/atlassian-dc/wanted';
import type { Json } from '../../../src/targets/file-provider';
import { documentOf, got, idpOf, mapping, otherIdp, wantedOf } from './given';

const unasked = () => {
  throw new Error('A plan asks nobody.');
};
const api: AuthconfigApi = {
  product: 'jira',
  read: unasked,
  readIdp: unasked,
  createIdp: unasked,
  patchIdp: unasked,
  deleteIdp: unasked,
  patchSso: unasked,
};
const targetFor = (idp: string | null = null) => atlassianDcTarget({ api, idp, knownSecret: null });
const target = targetFor();

const text = fc.string({ maxLength: 12 });
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const loose: fc.Arbitrary<Json> = fc.record(
  {
    'username-claim': text,
    'client-id': text,
    'additional-scopes': fc.array(word, { maxLength: 4 }),
    enabled: fc.boolean(),
    'discovery-enabled': fc.boolean(),
    'enable-remember-me': fc.boolean(),
    'authorization-endpoint': text,
    'jit-configuration': fc.oneof(
      fc.constant(null),
      fc.record(
        {
          'user-provisioning-enabled': fc.boolean(),
          'mapping-display-name': text,
          'mapping-email': text,
          'mapping-groups': text,
          unknown: fc.jsonValue({ maxDepth: 2 }),
        },
        { requiredKeys: [] },
      ),
    ),
    'a-later-key': fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
);
const documents: fc.Arbitrary<AuthconfigDocument> = fc
  .record({
    own: fc.oneof(fc.constant(null), loose),
    other: loose,
    button: fc.constantFrom('buttonText', 'button-text'),
    fallback: fc.boolean(),
    form: fc.boolean(),
  })
  .map(({ own, other, button, fallback, form }) => {
    const spelled = (idp: Json): Json => {
      const { buttonText, ...rest } = idp;
      return { ...rest, [button]: buttonText };
    };
    const idps = [spelled({ ...otherIdp, ...other }), ...(own === null ? [] : [spelled({ ...idpOf(), ...own })])];
    return documentOf({
      idps,
      sso: { 'show-login-form': form, 'enable-authentication-fallback': fallback, later: { key: [1] } },
    });
  });
const mappings: fc.Arbitrary<Mapping> = fc.record({
  schema: fc.constant(1 as const),
  source: fc.constant(null),
  username: fc.constantFrom('${name}', '${preferred_username}', 'a literal'),
  email: fc.constantFrom('${email}', '${a}@${b}'),
  name: fc.constantFrom({ fullName: '${displayName}' }, { firstName: '${given}', lastName: '${family}' }),
  groups: fc.constantFrom(null, 'groups'),
  rules: fc.record({ createUsers: fc.boolean() }),
});
const wishes: fc.Arbitrary<AtlassianDcSettings> = fc
  .record({
    mapping: mappings,
    scopes: fc.constantFrom('openid', 'openid profile email', 'profile  openid'),
    isDiscovered: fc.boolean(),
    hasSecret: fc.boolean(),
  })
  .map(({ isDiscovered, hasSecret, ...given }) =>
    wantedOf({
      ...given,
      secret: hasSecret ? new Secret('a-new-secret') : null,
      endpoints: isDiscovered
        ? null
        : {
            authorizationEndpoint: 'https://door.acme.example/login/oauth/authorize',
            tokenEndpoint: 'https://door.acme.example/api/login/oauth/access_token',
            userinfoEndpoint: 'https://door.acme.example/api/userinfo',
          },
    }),
  );
const ownIn = ({ idps }: AuthconfigDocument) =>
  idps.find((idp) => idp['issuer-url'] === 'https://door.acme.example') ?? {};

describe('A plan for SSO for Atlassian Data Center', () => {
  it('makes what is wanted of whatever is there, and has nothing left to do then', () => {
    fc.assert(
      fc.property(documents, wishes, (document, wanted) => {
        const { after } = target.plan(document, wanted);
        expect(target.plan(after, wanted).difference.changes).toEqual([]);
        expect(target.difference(document, document).changes).toEqual([]);
        const own = ownIn(after);
        expect(own).toMatchObject({
          'client-id': wanted.clientId,
          'username-claim': wanted.mapping.username,
          'discovery-enabled': wanted.endpoints === null,
          enabled: true,
        });
        expect(own['jit-configuration']).toMatchObject({
          'user-provisioning-enabled': wanted.mapping.rules?.createUsers,
          'mapping-email': wanted.mapping.email,
        });
        expect(String((own['jit-configuration'] as Json)['mapping-groups'] ?? '')).toBe(wanted.mapping.groups ?? '');
        expect(after.newSecret?.secret.expose()).toBe(wanted.secret?.expose());
      }),
    );
  });

  it('leaves the other providers, and every key that it does not know, as they are', () => {
    fc.assert(
      fc.property(documents, wishes, (document, wanted) => {
        const { after } = target.plan(document, wanted);
        expect(after.idps[0]).toBe(document.idps[0]);
        expect(after.sso).toEqual({ ...document.sso, 'enable-authentication-fallback': true });
        const [before, now] = [document.idps[1], after.idps[1] ?? {}];
        if (before === undefined) return;
        expect(now['a-later-key']).toEqual(before['a-later-key']);
        expect(now['enable-remember-me']).toEqual(before['enable-remember-me']);
        const jit = before['jit-configuration'];
        if (jit !== null && typeof jit === 'object')
          expect((now['jit-configuration'] as Json).unknown).toEqual((jit as Json).unknown);
        // No key comes twice in two spellings.
        expect(Object.keys(now).filter((key) => /button/i.test(key))).toEqual(
          Object.keys(before).filter((key) => /button/i.test(key)),
        );
      }),
    );
  });

  it('switches off no way in and hides nothing', () => {
    fc.assert(
      fc.property(documents, wishes, (document, wanted) => {
        const { after, difference } = target.plan(document, wanted);
        expect(after.sso['show-login-form']).toBe(document.sso['show-login-form']);
        expect(difference.changes.every(({ isRisky }) => isRisky === null)).toBe(true);
        for (const idp of document.idps.filter(({ enabled }) => enabled === true))
          expect(after.idps.find(({ id }) => id === idp.id)?.enabled).toBe(true);
      }),
    );
  });

  it('is opened again with all that is in it, and shows no secret', () => {
    fc.assert(
      fc.property(documents, wishes, (document, wanted) => {
        const { after, difference } = target.plan({ ...document, knownSecret: new Secret('the-old-one') }, wanted);
        const opened = got(target.documentOf(target.textOf(after)));
        expect(target.isSame(opened, after)).toBe(true);
        expect(opened.knownSecret?.expose()).toBe('the-old-one');
        expect(opened.newSecret?.secret.expose()).toBe(after.newSecret?.secret.expose());
        expect(JSON.stringify([difference, after])).not.toMatch(/the-old-one|a-new-secret/);
      }),
    );
  });

  it('takes each value as before or as wanted for half-way, and any other for somebody else’s work', () => {
    fc.assert(
      fc.property(
        documents,
        wishes,
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        (document, wanted, coins) => {
          const { after } = target.plan(document, wanted);
          const [before, then] = [document.idps[1], after.idps[1]];
          if (before === undefined || then === undefined) return;
          const keys = [...new Set([...Object.keys(before), ...Object.keys(then)])];
          const mixed: Json = Object.fromEntries(keys.map((key, at) => [key, (coins[at] ? before : then)[key]]));
          const found = { ...document, idps: [document.idps[0] ?? {}, mixed] };
          expect(target.isHalfWay(found, document, after)).toBe(true);
          const foreign = { ...found, idps: [document.idps[0] ?? {}, { ...mixed, name: 'Renamed by somebody' }] };
          expect(target.isHalfWay(foreign, document, after)).toBe(false);
        },
      ),
    );
  });

  it.each([
    ['was chosen, though its issuer is another', 'https://old-door.acme.example', '1'],
    ['has a slash too many in its issuer', 'https://door.acme.example/', null],
  ])('goes for the configuration that %s', (_case, issuer, chosen) => {
    const document = documentOf({ idps: [idpOf({ 'issuer-url': issuer }), otherIdp] });
    const plan = targetFor(chosen).plan(document, wantedOf());
    expect(plan.after.idps).toHaveLength(2);
    expect(plan.difference.changes).toContainEqual(
      expect.objectContaining({ label: 'Issuer URL', before: issuer, after: 'https://door.acme.example' }),
    );
  });

  it('makes a configuration of its own where none is of this issuer', () => {
    const document = documentOf({ idps: [idpOf({ 'issuer-url': 'https://old-door.acme.example' }), otherIdp] });
    expect(target.plan(document, wantedOf()).after.idps).toHaveLength(3);
  });

  it('says which field of which tab changes, in the words of the screen', () => {
    const { difference } = target.plan(documentOf(), wantedOf({ mapping: { ...mapping, groups: 'groups' } }));
    expect(difference.changes.map(({ tab, label, before, after }) => [tab, label, before, after])).toEqual([
      ['OpenID Connect settings', 'Client ID', 'an-older-id', 'app-jira-client-id'],
      ['OpenID Connect settings', 'Client secret', null, null],
      ['OpenID Connect settings', 'Username mapping', 'preferred_username', '${name}'],
      ['OpenID Connect settings', 'Additional scopes', 'profile', 'profile email'],
      ['JIT provisioning', 'Display name', '${name}', '${displayName}'],
      ['REST API', 'enable-authentication-fallback', 'Off', 'On'],
    ]);
    expect(difference.changes[1]).toMatchObject({ isSecret: true, canBeReadBack: false, hasSecretBefore: null });
    expect(difference.unchanged.map(({ label }) => label)).toContain('Login button text');
  });

  it.each([
    ['no client ID', { clientId: '' }],
    ['an issuer that is no URL', { issuer: 'door' }],
    [
      'no token endpoint',
      {
        endpoints: {
          authorizationEndpoint: 'https://a.example',
          tokenEndpoint: null,
          userinfoEndpoint: 'https://a.example',
        },
      },
    ],
  ])('is made of no settings with %s', (_case, given) => {
    expect(atlassianDcSettings({ ...wantedOf(), ...given })).toMatchObject({ ok: false, failure: { code: 'refused' } });
    expect(atlassianDcSettings(wantedOf()).ok).toBe(true);
  });
});
