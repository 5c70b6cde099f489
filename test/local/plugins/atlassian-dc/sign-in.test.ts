import type { MadeUser } from '../../../../local/atlassian/population';
import { startAtlassianStandIn } from '../../../../local/atlassian/start';
import type { Certificate } from '../../../../local/casdoor/certificates';
import { makeCertificates } from '../../../../local/casdoor/certificates';
import { acme } from '../../../../local/casdoor/documents';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../../../local/casdoor/start';
import { type AtlassianDcPluginOptions, atlassianDcPlugin } from '../../../../local/plugins/atlassian-dc/plugin';
import { makeLocalVantage } from '../../../../local/vantage/local-vantage';
import type { AtlassianCredentials } from '../../../../src/atlassian/accounts/ask-atlassian';
import type { Mapping } from '../../../../src/contract/mapping';
import { Secret } from '../../../../src/secrets/secret';
import { askAuthconfigOverVantage } from '../../../../src/targets/atlassian-dc/ask-authconfig';
import { authconfigApi } from '../../../../src/targets/atlassian-dc/authconfig-api';
import { atlassianDcTarget } from '../../../../src/targets/atlassian-dc/target';
import { got, mapping, wantedOf } from '../../../targets/atlassian-dc/given';
import { openFormBrowser } from '../../form-browser';

const signal = AbortSignal.timeout(55_000);
const alice: MadeUser = {
  name: 'alice',
  displayName: 'A. from before',
  email: 'old@acme.example',
  active: true,
  groups: ['jira-software-users', 'jira-administrators'],
};
const amara: MadeUser = { ...alice, name: 'amara', displayName: 'Amara Okafor' };

describe('A sign-in through the settings that were written into SSO for Atlassian Data Center', () => {
  const closing: (() => Promise<void>)[] = [];
  let certificates: Certificate[];
  let casdoor: EmbeddedCasdoor;
  beforeAll(async () => {
    certificates = await makeCertificates(acme().certificates);
  });
  beforeEach(async () => {
    casdoor = await startEmbeddedCasdoor({ certificates, origin: (port) => `http://127.0.0.1:${port}` });
    closing.push(casdoor.close);
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  type Given = AtlassianDcPluginOptions & {
    users?: MadeUser[];
    mapping?: Partial<Mapping>;
    secret?: string;
    clientId?: string;
    scopes?: string;
    byHand?: boolean;
  };

  /** Jira with the settings written by the target, as an apply does. */
  const applied = async (given: Given = {}) => {
    const plugin = atlassianDcPlugin(given);
    const jira = await startAtlassianStandIn({
      product: 'jira',
      baseUrl: (address) => address,
      credentials: { user: 'amara', password: 'jira-password', token: 'jira-token' },
      population: { users: given.users ?? [alice, amara] },
      plugins: [plugin],
    });
    closing.push(jira.close);
    const vantage = makeLocalVantage({ environment: {} });
    closing.push(() => vantage.close());
    const credentials: AtlassianCredentials = { kind: 'token', token: new Secret('jira-token') };
    const api = authconfigApi(
      askAuthconfigOverVantage(vantage, new URL(jira.address), credentials),
      'jira',
      credentials,
    );
    const target = atlassianDcTarget({ api, idp: null, knownSecret: null });
    const from = got(await target.read(signal));
    const base = casdoor.address;
    const wanted = wantedOf({
      issuer: base,
      clientId: given.clientId ?? 'app-jira-client-id',
      secret: new Secret(given.secret ?? 'app-jira-client-secret'),
      scopes: given.scopes ?? 'openid profile email',
      mapping: { ...mapping, ...given.mapping },
      endpoints: given.byHand
        ? {
            authorizationEndpoint: `${base}/login/oauth/authorize`,
            tokenEndpoint: `${base}/api/login/oauth/access_token`,
            userinfoEndpoint: `${base}/api/userinfo`,
          }
        : null,
    });
    const plan = target.plan(from.document, wanted);
    got(await target.write(from, plan.after, signal));
    const callback = `${jira.address}/plugins/servlet/oidc/callback`;
    for (const application of casdoor.world.applications) application.redirectUris?.push(callback);
    return { jira, plugin, target, wanted };
  };

  /** As a person does: the button on Jira's form, Casdoor's page, and back. */
  const signIn = async (address: string, username: string) => {
    const browser = openFormBrowser();
    const form = await browser.open(`${address}/login.jsp`);
    const button = /<a class="sso" href="([^"]+)"/.exec(form.html)?.[1] ?? '';
    expect(form.html).toContain('Sign in with Casdoor');
    const casdoorPage = await browser.open(new URL(decodeURI(button.replaceAll('&#38;', '&')), address));
    const landed = await browser.submit(casdoorPage, { username, password: 'Pass-123' });
    return { landed, browser };
  };

  it.each([
    ['discovery', false],
    ['endpoints by hand', true],
  ])('leads in with %s, and makes the account as it was mapped', async (_case, byHand) => {
    const { jira } = await applied({ byHand });
    const { landed } = await signIn(jira.address, 'alice');
    expect(landed.html).toContain('<code id="who">alice</code>');
    expect(jira.signIns).toEqual([expect.objectContaining({ user: 'alice', by: 'plugin' })]);
    // No claim for groups: they are left alone.
    expect(jira.people.named('alice')).toEqual({
      ...alice,
      displayName: expect.stringMatching(/^Alice/),
      email: expect.stringMatching(/^alice@/),
    });
  });

  it('makes an account that is not there yet', async () => {
    const { jira } = await applied({ users: [amara] });
    await signIn(jira.address, 'bob');
    expect(jira.people.named('bob')).toMatchObject({ active: true, groups: ['jira-software-users'] });
  });

  it('makes groups match exactly, as Casdoor sends them, which takes all others away', async () => {
    const { jira } = await applied({ mapping: { groups: 'groups' } });
    await signIn(jira.address, 'alice');
    const sent = casdoor.world.users.find(({ owner, name }) => owner === 'acme' && name === 'alice')?.groups;
    expect(sent?.length).toBeGreaterThan(0);
    expect(jira.people.named('alice')?.groups).toEqual(sent);
    expect(jira.people.named('alice')?.groups).not.toContain('jira-administrators');
  });

  it('takes a username without a variable literally, for everybody', async () => {
    const { jira } = await applied({ mapping: { username: 'preferred_username' } });
    await signIn(jira.address, 'alice');
    expect(jira.people.named('preferred_username')).toBeDefined();
    expect(jira.people.named('alice')).toEqual(alice);
  });

  it('takes the username from userinfo where the ID token has none, and nothing else', async () => {
    const { jira } = await applied({ mapping: { username: '${preferred_username}' } });
    expect((await signIn(jira.address, 'alice')).landed.html).toContain('<code id="who">alice</code>');
    const other = await applied({ mapping: { name: { fullName: '${preferred_username}' } } });
    const { landed } = await signIn(other.jira.address, 'alice');
    expect(landed).toMatchObject({ status: 403 });
    expect(landed.html).toContain('Claim [preferred_username] could not be found.');
  });

  it('fails for groups that the ID token does not have, and changes nothing', async () => {
    const { jira } = await applied({ mapping: { groups: 'no_such_claim' } });
    const { landed } = await signIn(jira.address, 'alice');
    expect(landed.status).toBe(403);
    expect(jira.people.named('alice')).toEqual(alice);
  });

  it('lets nobody new in where accounts are not created', async () => {
    const { jira } = await applied({ mapping: { rules: { createUsers: false } } });
    expect((await signIn(jira.address, 'alice')).landed.html).toContain('<code id="who">alice</code>');
    const { landed } = await signIn(jira.address, 'bob');
    expect(landed.html).toContain('Received SSO request for user bob, but the user does not exist.');
  });

  it('finds the account again by its subject, whatever became of the name', async () => {
    const { jira, target, wanted } = await applied();
    await signIn(jira.address, 'alice');
    const from = got(await target.read(signal));
    const renamed = { ...wanted, secret: null, mapping: { ...mapping, username: '${email}' } };
    got(await target.write(from, target.plan(from.document, renamed).after, signal));
    expect((await signIn(jira.address, 'alice')).landed.html).toContain('<code id="who">alice</code>');
  });

  it('refuses an account that is not active', async () => {
    const { jira } = await applied({ users: [{ ...alice, active: false }, amara] });
    expect((await signIn(jira.address, 'alice')).landed.status).toBe(403);
  });

  it('fails at the code where the secret is another', async () => {
    const { jira } = await applied({ secret: 'wrong' });
    const { landed } = await signIn(jira.address, 'alice');
    expect(landed.html).toContain('The code was not redeemed: invalid_client.');
  });

  it('is taken up at the callback once, and only where it was begun', async () => {
    const { jira } = await applied();
    const { browser } = await signIn(jira.address, 'alice');
    const callback = browser.seen.find(({ url }) => url.pathname.endsWith('/oidc/callback'));
    const again = await openFormBrowser().open(callback?.url ?? '');
    expect(again).toMatchObject({ status: 403 });
  });

  it('is sent on at once where the form is hidden, and auth_fallback answers the form all the same', async () => {
    const { jira, target } = await applied();
    const from = got(await target.read(signal));
    got(await target.write(from, target.plan(from.document, { kind: 'redirect', isOn: true }).after, signal));
    const sent = await openFormBrowser().open(`${jira.address}/login.jsp`);
    expect(sent.url.origin).toBe(casdoor.address);
    const browser = openFormBrowser();
    const form = await browser.open(`${jira.address}/login.jsp?auth_fallback`);
    expect(form.html).toContain('id="login-form"');
    const landed = await browser.submit(form, { os_username: 'amara', os_password: 'jira-password' });
    expect(landed.html).toContain('<code id="who">amara</code>');
    // The fallback answers only where it is on.
    const off = await applied({ sso: { 'enable-authentication-fallback': false } });
    off.plugin.change(({ idps }) => ({
      idps,
      sso: { 'show-login-form': false, 'enable-authentication-fallback': false },
    }));
    const locked = await openFormBrowser().open(`${off.jira.address}/login.jsp?auth_fallback`);
    expect(locked.url.origin).toBe(casdoor.address);
  });
});

describe('The API of the stand-in of SSO for Atlassian Data Center', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  const idp = {
    name: 'Casdoor',
    'sso-type': 'OIDC',
    enabled: true,
    'issuer-url': 'http://127.0.0.1:9',
    'client-id': 'id',
    'client-secret': 'a-secret',
    'username-claim': '${sub}',
    'discovery-enabled': false,
    'authorization-endpoint': 'http://127.0.0.1:9/a',
    'token-endpoint': 'http://127.0.0.1:9/t',
    buttonText: 'Casdoor',
  };
  const start = async (options: AtlassianDcPluginOptions = {}) => {
    const plugin = atlassianDcPlugin(options);
    const jira = await startAtlassianStandIn({
      product: 'jira',
      baseUrl: 'https://jira.acme.example',
      plugins: [plugin],
    });
    closing.push(jira.close);
    const call = async (method: string, path: string, body?: unknown) => {
      const answer = await fetch(`${jira.address}/rest/authconfig/1.0${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
    };
    return { plugin, call };
  };

  it('tells neither the secret nor what discovery fills in, and changes only what is given', async () => {
    const { plugin, call } = await start({ idps: [{ ...idp, 'discovery-enabled': true }] });
    const { body } = await call('GET', '/idps/1');
    expect(body).not.toHaveProperty('client-secret');
    expect(body).not.toHaveProperty('token-endpoint');
    expect((await call('PATCH', '/idps/1', { 'discovery-enabled': false, name: 'Renamed' })).status).toBe(200);
    expect(plugin.settings().idps[0]).toMatchObject({ ...idp, name: 'Renamed' });
  });

  it('wants name, issuer and button to be of one alone, and buttons of 40 characters at most', async () => {
    const { call } = await start({ idps: [idp] });
    const another = { ...idp, name: 'B', buttonText: 'B', 'issuer-url': 'http://127.0.0.1:8' };
    for (const key of ['name', 'issuer-url', 'buttonText'] as const)
      expect((await call('POST', '/idps', { ...another, [key]: idp[key] })).status).toBe(400);
    expect((await call('POST', '/idps', { ...another, buttonText: 'x'.repeat(41) })).status).toBe(400);
    expect((await call('POST', '/idps', { ...another, id: 5 })).status).toBe(400);
    expect((await call('POST', '/idps', another)).status).toBe(200);
  });

  it('fetches the document on saving, and answers 400 where nobody is there', async () => {
    const { call } = await start();
    expect((await call('POST', '/idps', { ...idp, 'discovery-enabled': true })).status).toBe(400);
    expect((await call('POST', '/idps', idp)).status).toBe(200);
  });

  it('lets nobody switch off the last way in', async () => {
    const { call } = await start({ idps: [idp] });
    expect((await call('PATCH', '/sso', { 'show-login-form': false })).status).toBe(200);
    expect((await call('PATCH', '/idps/1', { enabled: false })).status).toBe(400);
    expect((await call('DELETE', '/idps/1')).status).toBe(400);
    expect((await call('PATCH', '/sso', { 'show-login-form': true })).status).toBe(200);
    expect((await call('DELETE', '/idps/1')).status).toBe(204);
    expect((await call('PATCH', '/sso', { 'show-login-form': false })).status).toBe(400);
  });

  it('pages its list, and gives all for -1', async () => {
    const idps = Array.from({ length: 60 }, (_, at) => ({ ...idp, name: `n${at}` }));
    const { call } = await start({ idps });
    expect((await call('GET', '/idps')).body).toMatchObject({ size: 50, isLastPage: false });
    expect((await call('GET', '/idps?start=50')).body).toMatchObject({ size: 10, isLastPage: true });
    expect((await call('GET', '/idps?limit=-1')).body).toMatchObject({ size: 60 });
  });
});
