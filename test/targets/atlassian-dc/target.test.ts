import type { Conditions, Fault } from '../../../local/atlassian/site';
import { type AtlassianStandIn, startAtlassianStandIn } from '../../../local/atlassian/start';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../../local/casdoor/start';
import { type AtlassianDcPluginOptions, atlassianDcPlugin } from '../../../local/plugins/atlassian-dc/plugin';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { AtlassianCredentials } from '../../../src/atlassian/accounts/ask-atlassian';
import { Secret } from '../../../src/secrets/secret';
import { askAuthconfigOverVantage } from '../../../src/targets/atlassian-dc/ask-authconfig';
import { authconfigApi } from '../../../src/targets/atlassian-dc/authconfig-api';
import { canSecretReturn } from '../../../src/targets/atlassian-dc/edit-document';
import { probeFromNode } from '../../../src/targets/atlassian-dc/probe-from-node';
import { atlassianDcTarget } from '../../../src/targets/atlassian-dc/target';
import type { Json } from '../../../src/targets/file-provider';
import { got, idpOf, mapping, wantedOf } from './given';

const signal = AbortSignal.timeout(55_000);
const token: AtlassianCredentials = { kind: 'token', token: new Secret('jira-token') };
const closing: (() => Promise<void>)[] = [];
let casdoor: EmbeddedCasdoor;
beforeAll(async () => {
  casdoor = await startEmbeddedCasdoor({ origin: (port) => `http://127.0.0.1:${port}` });
});
afterAll(() => casdoor.close());
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Given = AtlassianDcPluginOptions & {
  product?: 'jira' | 'confluence';
  conditions?: Partial<Conditions>;
  credentials?: AtlassianCredentials;
  idp?: string | null;
  knownSecret?: Secret | null;
};

/** What is kept has a secret; what is told has none. */
const stored = (given: Parameters<typeof idpOf>[0] = {}) => {
  const { id: _, 'last-updated': __, ...idp } = idpOf({ 'client-secret': 'the-old-secret', ...given });
  return idp;
};
const entra = stored({
  name: 'Entra',
  'issuer-url': 'https://login.entra.example/v2.0',
  'discovery-enabled': false,
  'authorization-endpoint': 'https://login.entra.example/authorize',
  'token-endpoint': 'https://login.entra.example/token',
  buttonText: 'Use Entra',
});

const setUp = async (given: Given = {}) => {
  const plugin = atlassianDcPlugin(given);
  const jira: AtlassianStandIn = await startAtlassianStandIn({
    product: given.product ?? 'jira',
    baseUrl: (address) => address,
    credentials: { user: 'amara', password: 'jira:password', token: 'jira-token' },
    plugins: [plugin],
    ...(given.conditions === undefined ? {} : { conditions: given.conditions }),
  });
  closing.push(jira.close);
  const vantage = makeLocalVantage({ environment: {} });
  closing.push(() => vantage.close());
  const credentials = given.credentials ?? token;
  const ask = askAuthconfigOverVantage(vantage, new URL(jira.address), credentials);
  const api = authconfigApi(ask, given.product ?? 'jira', credentials);
  const target = atlassianDcTarget({ api, idp: given.idp ?? null, knownSecret: given.knownSecret ?? null });
  return { plugin, jira, api, target };
};
const withoutTime = ({ 'last-updated': _, ...settings }: Json): Json => settings;
const withoutTimes = (idps: readonly Json[]) => idps.map(withoutTime);
const wanted = (given: Parameters<typeof wantedOf>[0] = {}) => wantedOf({ issuer: casdoor.address, ...given });

describe.each(['jira', 'confluence'] as const)('A configuration for Casdoor in %s', (product) => {
  it('is made, read back as it was wanted, and gone after the restore', async () => {
    const { plugin, target } = await setUp({ product });
    const from = got(await target.read(signal));
    const plan = target.plan(from.document, wanted());
    expect(plan.difference.changes.map(({ label, after }) => [label, after])).toEqual([
      ['Name', 'Casdoor'],
      ['Issuer URL', casdoor.address],
      ['Client ID', 'app-jira-client-id'],
      ['Client secret', null],
      ['Username mapping', '${name}'],
      ['Additional scopes', 'profile email'],
      ['Fill the data automatically from my chosen identity provider', 'On'],
      ['Create users on login to the application', 'On'],
      ['Display name', '${displayName}'],
      ['Email', '${email}'],
      ['Show IdP on the login page', 'On'],
      ['Login button text', 'Sign in with Casdoor'],
      ['enable-authentication-fallback', 'On'],
    ]);
    got(await target.write(from, plan.after, signal));
    const applied = got(await target.read(signal));
    expect(target.isSame(applied.document, plan.after)).toBe(true);
    expect(target.isSame(applied.document, from.document)).toBe(false);
    const again = target.plan(applied.document, wanted({ secret: null })).difference;
    expect(again.changes).toEqual([]);
    // Nothing tells it, so that it stays as it is cannot be said.
    expect(again.unchanged.filter(({ isUnread }) => isUnread).map(({ label }) => label)).toEqual(['Client secret']);
    expect(plugin.settings().idps).toEqual([
      expect.objectContaining({ enabled: true, 'client-secret': 'app-jira-client-secret' }),
    ]);
    expect(applied.backup.expose()).not.toContain('app-jira-client-secret');

    got(await target.restore({ backup: from.backup, found: applied.document, applied: plan.after }, signal));
    const restored = got(await target.read(signal));
    expect(target.isSame(restored.document, from.document)).toBe(true);
    expect(restored.fingerprint).toBe(from.fingerprint);
    expect(plugin.settings().idps).toEqual([]);
  });

  it('is changed in place; other providers and unknown keys stay, and come back with the restore', async () => {
    const own = stored({ 'issuer-url': casdoor.address });
    const { plugin, target } = await setUp({ product, idps: [own, entra], knownSecret: new Secret('the-old-secret') });
    const before = structuredClone(plugin.settings());
    const from = got(await target.read(signal));
    const plan = target.plan(from.document, wanted());
    got(await target.write(from, plan.after, signal));
    const applied = got(await target.read(signal));
    expect(target.isSame(applied.document, plan.after)).toBe(true);
    expect(plugin.settings().idps[1]).toEqual(before.idps[1]);
    expect(plugin.settings().idps[0]).toMatchObject({
      'a-later-key': { of: ['anything', 1, null] },
      'include-customer-logins': true,
      'client-secret': 'app-jira-client-secret',
      'jit-configuration': { 'a-later-key': 7, 'additional-openid-scopes': ['phone'], 'mapping-groups': '' },
    });
    got(await target.restore({ backup: from.backup, found: applied.document, applied: plan.after }, signal));
    expect(withoutTimes(plugin.settings().idps)).toEqual(before.idps);
    expect(withoutTime(plugin.settings().sso)).toEqual(withoutTime(before.sso));
  });
});

describe('A configuration for Casdoor', () => {
  it('is what was written although the sign-in page, too, tells when it was saved', async () => {
    const { plugin, target } = await setUp();
    const saved = () => plugin.settings().sso['last-updated'];
    const before = saved();
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, wanted());
    got(await target.write(from, after, signal));
    expect(saved()).not.toBe(before);
    const applied = got(await target.read(signal));
    expect(target.isSame(applied.document, after)).toBe(true);
    expect(target.difference(applied.document, after).changes.map(({ label }) => label)).toEqual(['Client secret']);
    got(await target.restore({ backup: from.backup, found: applied.document, applied: after }, signal));
    expect(got(await target.read(signal)).fingerprint).toBe(from.fingerprint);
  });

  it('written twice is there once', async () => {
    const { plugin, target } = await setUp({ idps: [entra] });
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, wanted());
    got(await target.write(from, after, signal));
    const once = structuredClone(withoutTimes(plugin.settings().idps));
    got(await target.write(from, after, signal));
    expect(withoutTimes(plugin.settings().idps)).toEqual(once);
    expect(once).toHaveLength(2);
  });

  it.each(['buttonText', 'button-text'] as const)(
    'has its button under %s, as the version spells it',
    async (buttonKey) => {
      for (const idps of [[], [{ ...entra, buttonText: undefined, [buttonKey]: 'Use Entra' }]]) {
        const { plugin, target } = await setUp({ idps, switches: { buttonKey } });
        const from = got(await target.read(signal));
        const { after } = target.plan(from.document, wanted());
        got(await target.write(from, after, signal));
        expect(plugin.settings().idps.at(-1)?.[buttonKey]).toBe('Sign in with Casdoor');
        const applied = got(await target.read(signal));
        expect(target.isSame(applied.document, after)).toBe(true);
      }
    },
  );

  it('takes neither a name nor a button that another one has', async () => {
    const { plugin, target } = await setUp({
      idps: [{ ...entra, name: 'casdoor', buttonText: 'Sign in with Casdoor' }],
    });
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, wanted());
    got(await target.write(from, after, signal));
    expect(plugin.settings().idps[1]).toMatchObject({ name: 'Casdoor 2', buttonText: 'Sign in with Casdoor 2' });
  });

  it('goes from discovery to endpoints by hand, and back', async () => {
    const own = stored({ 'issuer-url': casdoor.address });
    const { plugin, target } = await setUp({ idps: [own] });
    const from = got(await target.read(signal));
    const endpoints = {
      authorizationEndpoint: `${casdoor.address}/login/oauth/authorize`,
      tokenEndpoint: `${casdoor.address}/api/login/oauth/access_token`,
      userinfoEndpoint: `${casdoor.address}/api/userinfo`,
    };
    const byHand = wanted({ endpoints, secret: null });
    const plan = target.plan(from.document, byHand);
    got(await target.write(from, plan.after, signal));
    const applied = got(await target.read(signal));
    expect(target.isSame(applied.document, plan.after)).toBe(true);
    expect(target.plan(applied.document, byHand).difference.changes).toEqual([]);
    const back = target.plan(applied.document, wanted({ secret: null }));
    got(await target.write(applied, back.after, signal));
    expect(target.isSame(got(await target.read(signal)).document, back.after)).toBe(true);
    expect(plugin.settings().idps[0]).toMatchObject({ 'discovery-enabled': true, 'client-secret': 'the-old-secret' });
  });

  it('that was made is switched on only once it stands whole', async () => {
    const { plugin, target } = await setUp();
    plugin.switches.dies = 'after';
    // The fallback, and the making.
    plugin.switches.diesAfter = 1;
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, wanted());
    expect(await target.write(from, after, signal)).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
    expect(plugin.settings().idps).toEqual([expect.objectContaining({ enabled: false, name: 'Casdoor' })]);
    plugin.switches.dies = null;
    const found = got(await target.read(signal)).document;
    expect(target.isSame(found, from.document) || target.isSame(found, after)).toBe(false);
    expect(target.isHalfWay(found, from.document, after)).toBe(true);
    // Either way goes on from there.
    got(await target.write(from, after, signal));
    expect(plugin.settings().idps).toEqual([
      expect.objectContaining({ enabled: true, 'client-secret': 'app-jira-client-secret' }),
    ]);
    const whole = got(await target.read(signal)).document;
    expect(target.isSame(whole, after)).toBe(true);
    got(await target.restore({ backup: from.backup, found: whole, applied: after }, signal));
    expect(plugin.settings().idps).toEqual([]);
  });

  it('stopped before or after any of its requests can be told, finished and undone', async () => {
    for (const dies of ['before', 'after'] as const)
      for (let diesAfter = 0; diesAfter < 4; diesAfter += 1) {
        const own = stored({ 'issuer-url': casdoor.address, enabled: false });
        for (const idps of [[entra], [entra, own]]) {
          const { plugin, target } = await setUp({ idps, knownSecret: new Secret('the-old-secret') });
          const clean = () => withoutTimes(plugin.settings().idps);
          const before = structuredClone(clean());
          plugin.switches.dies = dies;
          plugin.switches.diesAfter = diesAfter;
          const from = got(await target.read(signal));
          const { after } = target.plan(from.document, wanted());
          await target.write(from, after, signal);
          plugin.switches.dies = null;
          const found = got(await target.read(signal)).document;
          const isTold =
            target.isSame(found, from.document) ||
            target.isSame(found, after) ||
            target.isHalfWay(found, from.document, after);
          expect(isTold).toBe(true);
          got(await target.restore({ backup: from.backup, found, applied: after }, signal));
          expect(clean()).toEqual(before);
        }
      }
  });

  it.each([
    ['loses a key', { losesKey: 'username-claim' }],
    ['keeps half of what it is given', { writesHalf: true }],
  ])('is not the new one where the plugin %s and says that all went well', async (_case, switches) => {
    const { plugin, target } = await setUp({ idps: [stored({ 'issuer-url': casdoor.address })] });
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, wanted());
    Object.assign(plugin.switches, switches);
    expect(await target.write(from, after, signal)).toEqual({ ok: true, value: undefined });
    const found = got(await target.read(signal)).document;
    expect(target.isSame(found, after)).toBe(false);
    expect(target.isHalfWay(found, from.document, after)).toBe(true);
  });

  it('that somebody else changed in between is nobody’s half-way product', async () => {
    const { plugin, target } = await setUp({ idps: [stored({ 'issuer-url': casdoor.address })] });
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, wanted());
    got(await target.write(from, after, signal));
    plugin.change((all) => ({ ...all, idps: all.idps.map((idp) => ({ ...idp, 'username-claim': '${email}' })) }));
    const found = got(await target.read(signal)).document;
    expect([from.document, after].some((one) => target.isSame(found, one))).toBe(false);
    expect(target.isHalfWay(found, from.document, after)).toBe(false);
  });

  it('says that its old secret cannot come back where nobody knows it, and puts all else back', async () => {
    const { plugin, target } = await setUp({ idps: [stored({ 'issuer-url': casdoor.address })] });
    const from = got(await target.read(signal));
    expect(canSecretReturn(from.document, wanted(), null)).toBe(false);
    expect(canSecretReturn({ ...from.document, knownSecret: new Secret('x') }, wanted(), null)).toBe(true);
    expect(canSecretReturn(from.document, wanted({ secret: null }), null)).toBeNull();
    const { after } = target.plan(from.document, wanted());
    got(await target.write(from, after, signal));
    const found = got(await target.read(signal)).document;
    const restored = await target.restore({ backup: from.backup, found, applied: after }, signal);
    expect(restored).toMatchObject({ ok: false, failure: { code: 'refused' } });
    expect(target.isSame(got(await target.read(signal)).document, from.document)).toBe(true);
    expect(plugin.settings().idps[0]).toMatchObject({ 'client-secret': 'app-jira-client-secret' });
  });

  it('is never the plan that hides the form, which stands alone and leaves the fallback on', async () => {
    const { plugin, target } = await setUp();
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, wanted());
    expect(target.plan(from.document, wanted()).difference.changes.every(({ isRisky }) => isRisky === null)).toBe(true);
    // Without a provider that is on, and without the fallback, nothing is hidden.
    expect(target.plan(from.document, { kind: 'redirect', isOn: true }).difference.changes).toEqual([]);
    got(await target.write(from, after, signal));
    const applied = got(await target.read(signal));
    const redirect = target.plan(applied.document, { kind: 'redirect', isOn: true });
    expect(redirect.difference.changes).toEqual([expect.objectContaining({ isRisky: 'redirect', after: 'Off' })]);
    // Neither showing the form again, nor a fallback that was off before: then the form is the way back.
    const back = target.difference(redirect.after, from.document).changes;
    expect(back.map(({ label, after }) => [label, after])).toContainEqual(['enable-authentication-fallback', 'Off']);
    expect(back.every(({ isRisky }) => isRisky === null)).toBe(true);
    got(await target.write(applied, redirect.after, signal));
    expect(plugin.settings().sso).toMatchObject({ 'show-login-form': false, 'enable-authentication-fallback': true });
    const hidden = got(await target.read(signal)).document;
    got(await target.restore({ backup: applied.backup, found: hidden, applied: redirect.after }, signal));
    expect(plugin.settings().sso).toMatchObject({ 'show-login-form': true });
  });
});

describe('The last way in', () => {
  it.each([
    ['made', [entra]],
    ['switched on', [entra, stored({ 'issuer-url': 'casdoor', enabled: false })]],
  ])(
    'is not switched off by going back to before the configuration was %s, once everybody is sent to it',
    async (_case, given) => {
      const idps = given.map((idp) => ({
        ...idp,
        enabled: false,
        ...(idp['issuer-url'] === 'casdoor' && { 'issuer-url': casdoor.address }),
      }));
      const { plugin, target } = await setUp({ idps, knownSecret: new Secret('the-old-secret') });
      const before = structuredClone(withoutTimes(plugin.settings().idps));
      const from = got(await target.read(signal));
      const { after } = target.plan(from.document, wanted());
      got(await target.write(from, after, signal));
      const applied = got(await target.read(signal));
      const redirect = target.plan(applied.document, { kind: 'redirect', isOn: true });
      got(await target.write(applied, redirect.after, signal));
      // A person was shown all that differs, the form among it.
      const found = got(await target.read(signal)).document;
      const shown = target.difference(found, from.document);
      expect(shown.changes.map(({ label, after: to }) => [label, to])).toContainEqual([
        'Username and password: Show on login page',
        'On',
      ]);
      // What has no field on the screen is called as the API calls it, and a secret that goes with the rest is not left.
      if (idps.length === 1) {
        expect(shown.changes.map(({ label }) => label)).toContain('include-customer-logins');
        expect(shown.unchanged.filter(({ isUnread }) => isUnread)).toEqual([]);
      }
      got(await target.restore({ backup: from.backup, found, applied: after }, signal));
      expect(plugin.settings().sso).toMatchObject({ 'show-login-form': true, 'enable-authentication-fallback': false });
      expect(withoutTimes(plugin.settings().idps)).toEqual(before);
      expect(target.isSame(got(await target.read(signal)).document, from.document)).toBe(true);
    },
  );

  it('is refused to be switched off by the product itself, and is as it was then', async () => {
    const own = stored({ 'issuer-url': casdoor.address });
    const { plugin, api } = await setUp({ idps: [own], sso: { 'show-login-form': false } });
    const [idp] = plugin.settings().idps;
    expect(await api.patchIdp(String(idp?.id), { enabled: false }, false, signal)).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('The last login option cannot be disabled') },
    });
    expect(plugin.settings().idps[0]).toMatchObject({ enabled: true });
  });
});

describe('Whether the node reaches Casdoor', () => {
  const broken = { code: 'unreachable', message: 'The answer never came.', remedy: 'Look.', isFinal: false } as const;

  it('leaves nothing behind where the answer to its making never came, even once its time is over', async () => {
    const { plugin, api } = await setUp({ idps: [entra] });
    const over = new AbortController();
    const silent: typeof api = {
      ...api,
      createIdp: async (idp, waiting) => {
        got(await api.createIdp(idp, waiting));
        over.abort();
        return { ok: false, failure: broken };
      },
    };
    expect(await probeFromNode(silent, wanted(), over.signal)).toMatchObject({
      ok: false,
      failure: { message: 'The answer never came. What had been made is deleted again.' },
    });
    expect(plugin.settings().idps).toHaveLength(1);
  });

  it('says what may be left where nothing can be deleted, which is no word on the node', async () => {
    const { plugin, api } = await setUp();
    const mute: typeof api = { ...api, deleteIdp: async () => ({ ok: false, failure: broken }) };
    expect(await probeFromNode(mute, wanted(), signal)).toMatchObject({
      ok: false,
      failure: { code: 'missing', message: expect.stringContaining('was left in Jira') },
    });
    const silent: typeof api = { ...mute, createIdp: async () => ({ ok: false, failure: broken }) };
    plugin.change((all) => ({ ...all, idps: [] }));
    expect(await probeFromNode(silent, wanted(), signal)).toMatchObject({
      ok: false,
      failure: { code: 'unreachable', remedy: expect.stringContaining('the next try deletes it') },
    });
  });

  it('left by what died, becomes the one that is wanted, and stands as it was after a restore', async () => {
    const { plugin, api, target } = await setUp({ idps: [entra] });
    const mute: typeof api = { ...api, deleteIdp: async () => ({ ok: false, failure: broken }) };
    await probeFromNode(mute, wanted(), signal);
    const from = got(await target.read(signal));
    expect(canSecretReturn(from.document, wanted(), null)).toBe(true);
    const { after } = target.plan(from.document, wanted());
    got(await target.write(from, after, signal));
    expect(plugin.settings().idps.slice(1)).toEqual([
      expect.objectContaining({ name: 'Casdoor', buttonText: 'Sign in with Casdoor', enabled: true }),
    ]);
    const found = got(await target.read(signal)).document;
    got(await target.restore({ backup: from.backup, found, applied: after }, signal));
    expect(plugin.settings().idps[1]).toMatchObject({ enabled: false, 'client-secret': 'connection-test' });
    expect(target.isSame(got(await target.read(signal)).document, from.document)).toBe(true);
  });

  it('is told by a configuration that is made switched off and deleted again', async () => {
    const { plugin, api } = await setUp({ idps: [entra] });
    expect(await probeFromNode(api, wanted(), signal)).toEqual({ ok: true, value: { kind: 'seen' } });
    expect(plugin.settings().idps).toHaveLength(1);
    plugin.switches.isNodeBlind = true;
    const view = got(await probeFromNode(api, wanted(), signal));
    expect(view.kind).toBe('not-seen');
    expect(plugin.settings().idps).toHaveLength(1);
  });

  it('is told by saving the one that is there as it is', async () => {
    const { plugin, api } = await setUp({ idps: [stored({ 'issuer-url': casdoor.address })] });
    const before = structuredClone(withoutTimes(plugin.settings().idps));
    expect(got(await probeFromNode(api, wanted(), signal)).kind).toBe('seen');
    plugin.switches.isNodeBlind = true;
    expect(got(await probeFromNode(api, wanted(), signal)).kind).toBe('not-seen');
    expect(withoutTimes(plugin.settings().idps)).toEqual(before);
  });

  it('is not told by a refusal that has nothing to do with it, and what a dead process left is deleted', async () => {
    const { plugin, api } = await setUp();
    const nameless = await probeFromNode(api, wanted({ clientId: ' ' }), signal);
    expect(nameless).toMatchObject({ ok: false, failure: { code: 'refused' } });
    await probeFromNode({ ...api, deleteIdp: async () => ({ ok: false, failure: broken }) }, wanted(), signal);
    expect(plugin.settings().idps).toHaveLength(1);
    expect(got(await probeFromNode(api, wanted(), signal)).kind).toBe('seen');
    expect(plugin.settings().idps).toEqual([]);
  });

  it('is told by two looks at the same time, neither of which takes the other for the node', async () => {
    const { plugin, api } = await setUp({ idps: [entra] });
    plugin.switches.answersAfter = 20;
    const looks = await Promise.all([1, 2].map(() => probeFromNode(api, wanted(), signal)));
    const views = looks.map((look) => (look.ok ? look.value.kind : look.failure.code));
    expect(views).toContain('seen');
    expect(views).not.toContain('not-seen');
  });

  it('a write that the node cannot follow changes nothing', async () => {
    const { plugin, target } = await setUp({ idps: [stored({ 'issuer-url': casdoor.address })] });
    const before = structuredClone(plugin.settings().idps);
    plugin.switches.isNodeBlind = true;
    const from = got(await target.read(signal));
    const written = await target.write(from, target.plan(from.document, wanted()).after, signal);
    expect(written.ok ? '' : written.failure.message).toContain('the node itself cannot reach Casdoor');
    expect(plugin.settings().idps).toEqual(before);
  });
});

describe('What keeps from reading and writing is told apart', () => {
  const on = /authconfig/;
  const fault = (kind: Fault['kind']): Partial<Conditions> => ({ fault: { kind, on, times: null } });
  const password = (user: string, word: string): AtlassianCredentials => ({
    kind: 'password',
    user,
    password: new Secret(word),
  });
  const cases: [string, Given, string, boolean][] = [
    ['a wrong token', { credentials: { kind: 'token', token: new Secret('x') } }, 'credentials-wrong', true],
    ['a wrong password', { credentials: password('amara', 'x') }, 'credentials-wrong', true],
    ['no system administrator', { conditions: { isAdministrator: false } }, 'not-administrator', true],
    ['a licence', { switches: { licenceWords: 'A Data Center license is required.' } }, 'licence', false],
    ['an older version', { switches: { isInstalled: false } }, 'missing', false],
    ['basic authentication switched off', { conditions: fault('basic-auth-disabled') }, 'basic-auth-blocked', true],
    ['a CAPTCHA', { conditions: fault('captcha') }, 'captcha', true],
    ['a page', { conditions: fault('html') }, 'answer-unreadable', false],
    ['a redirect', { conditions: fault('redirect') }, 'answer-unreadable', false],
    ['a limit', { conditions: fault('rate-limited') }, 'limited', false],
    ['a proxy without its server', { conditions: fault('unavailable') }, 'unreachable', false],
    ['another shape', { conditions: fault('broken') }, 'document-unknown', false],
    ['a colon in the user name', { credentials: password('am:ara', 'jira:password') }, 'password-colon', true],
  ];
  it.each(cases)('%s', async (_case, given, code, isFinal) => {
    const { target, plugin } = await setUp(given);
    expect(await target.read(signal)).toMatchObject({ ok: false, failure: { code, isFinal } });
    expect(plugin.changes()).toBe(0);
  });

  it('nobody there', async () => {
    const { target, jira } = await setUp();
    await jira.close();
    closing.splice(0, 1);
    expect(await target.read(signal)).toMatchObject({ ok: false, failure: { code: 'unreachable', isFinal: false } });
  });

  it('and a password with a colon is taken', async () => {
    const { target } = await setUp({ credentials: password('amara', 'jira:password') });
    expect((await target.read(signal)).ok).toBe(true);
  });

  it('a secret is in no complaint, even where the product repeats it', async () => {
    const { target, plugin } = await setUp({ idps: [entra] });
    plugin.switches.isNodeBlind = true;
    const from = got(await target.read(signal));
    const secret = new Secret('The configuration of the identity provider');
    const written = await target.write(from, target.plan(from.document, wanted({ secret, mapping })).after, signal);
    expect(written.ok ? '' : written.failure.message).toContain('•••');
  });
});
