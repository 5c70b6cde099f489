import { expect, type Page, test } from '@playwright/test';
import { emergencyAccount } from '../../local/demo/accounts';
import { withStandIns } from '../../local/demo/demo-vantage';
import { situations } from '../../local/demo/situations';
import { type RunningDemo, startDemo } from '../../local/demo/start-demo';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import type { AtlassianCredentials } from '../../src/atlassian/accounts/ask-atlassian';
import type { Mapping } from '../../src/contract/mapping';
import type { Product } from '../../src/contract/target';
import { recommendedMapping } from '../../src/mapping/recommended-mapping';
import { Secret } from '../../src/secrets/secret';
import { askAuthconfigOverVantage } from '../../src/targets/atlassian-dc/ask-authconfig';
import { authconfigApi } from '../../src/targets/atlassian-dc/authconfig-api';
import { atlassianDcTarget } from '../../src/targets/atlassian-dc/target';
import { askPluginOverVantage } from '../../src/targets/miniorange/ask-plugin';
import { pluginApi } from '../../src/targets/miniorange/plugin-api';
import { miniorangeTarget } from '../../src/targets/miniorange/target';

/** What was written into an SSO plugin of the demo signs people in, at an address that any browser reaches. */
let demo: RunningDemo;
test.beforeEach(async () => {
  demo = await startDemo({ firstPort: 0, size: 200 });
});
test.afterEach(() => demo.close());

const { signal } = new AbortController();
const credentials: AtlassianCredentials = {
  kind: 'password',
  user: emergencyAccount.name,
  password: new Secret(emergencyAccount.password),
};
const looking = () => withStandIns(makeLocalVantage({ environment: {} }), demo.standIns);
const got = <T>(attempted: { ok: true; value: T } | { ok: false; failure: { message: string } }): T => {
  if (!attempted.ok) throw new Error(attempted.failure.message);
  return attempted.value;
};

const clientOf = async (product: Product) => {
  const start = await demo.demo.start(product === 'jira' ? 'healthy' : 'leavers-still-active');
  if (start === undefined) throw new Error('There is no such situation.');
  return start;
};

/** Writes into miniOrange, and tells which fields that changed. */
const writeMiniorange = async (product: Product, mapping: Mapping): Promise<string[]> => {
  const { target, secret } = await clientOf(product);
  const { address } = demo.casdoor;
  const [provider] = product === 'jira' ? ['id:304ec56e-3931'] : ['id:a81c2f06-77d0'];
  const ask = askPluginOverVantage(looking(), new URL(target.baseUrl), credentials);
  const plugin = miniorangeTarget(pluginApi(ask, product, credentials), provider ?? '');
  const from = got(await plugin.read(signal));
  const endpoints = {
    issuer: address,
    authorizationEndpoint: `${address}/login/oauth/authorize`,
    tokenEndpoint: `${address}/api/login/oauth/access_token`,
    userinfoEndpoint: `${address}/api/userinfo`,
    endSessionEndpoint: `${address}/api/logout`,
    jwksUri: `${address}/.well-known/jwks`,
  };
  const { after, difference } = plugin.plan(from.document, {
    kind: 'settings',
    settings: target,
    endpoints,
    mapping,
    secret,
  });
  got(await plugin.write(from, after, signal));
  expect(plugin.isSame(got(await plugin.read(signal)).document, after)).toBe(true);
  return difference.changes.map(({ label }) => label);
};

const writeAtlassian = async (product: Product): Promise<void> => {
  const { target, secret } = await clientOf(product);
  const ask = askAuthconfigOverVantage(looking(), new URL(target.baseUrl), credentials);
  const api = authconfigApi(ask, product, credentials);
  const plugin = atlassianDcTarget({ api, idp: null, knownSecret: null });
  const from = got(await plugin.read(signal));
  const { after } = plugin.plan(from.document, {
    kind: 'settings',
    issuer: demo.casdoor.address,
    clientId: target.clientId,
    scopes: 'openid profile email',
    endpoints: null,
    mapping: recommendedMapping('atlassian-dc', 'JWT'),
    secret,
  });
  got(await plugin.write(from, after, signal));
};

const signIn = async (page: Page, product: Product, button: RegExp, name: string) => {
  await page.goto(demo[product].baseUrl);
  await page.getByRole('link', { name: button }).click();
  await page.getByLabel('User name, e-mail or phone').fill(name);
  await page.getByLabel('Password').fill('Pass-123');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

const isIn = (page: Page, name: string) => expect(page.locator('#who')).toHaveText(name);

const vanishing = situations.find(({ id }) => id === 'groups-vanish')?.mapping;
const recommended = situations[0]?.mapping;

test('through miniOrange in Jira, and the provider beside Casdoor stays as it is', async ({ page }) => {
  const others = () => (demo.plugins.jira.miniorange.configuration.stored['Identity Providers'] as unknown[]).slice(1);
  const before = others();
  expect(before).toHaveLength(1);
  if (!recommended || !vanishing) throw new Error('There is no mapping.');
  expect(await writeMiniorange('jira', recommended)).toEqual([
    'Scope',
    'Get User Info Endpoint',
    'Logout Endpoint',
    'JWKS EndPoint URL / Public Key',
    'Update attributes of existing users',
    'Username claim',
    'Email',
    'Full Name Attribute',
  ]);
  expect(others()).toEqual(before);
  await signIn(page, 'jira', /^Use OAuth Login(: casdoor)?$/, 'amara.okafor');
  await isIn(page, 'amara.okafor');
  expect(new URL(page.url()).origin).toBe(demo.jira.baseUrl);
  expect(demo.jira.signIns).toMatchObject([{ user: 'amara.okafor', by: 'plugin' }]);
  expect(demo.jira.people.named('amara.okafor')?.groups).toContain('jira-administrators');

  // The groups are made to match exactly, by the names that Casdoor sends.
  await writeMiniorange('jira', vanishing);
  await page.getByRole('link', { name: 'Log Out' }).click();
  await page.getByRole('link', { name: /^Use OAuth Login(: casdoor)?$/ }).click();
  await page.getByRole('button', { name: /Amara/ }).click();
  await isIn(page, 'amara.okafor');
  expect(demo.jira.people.named('amara.okafor')?.groups).toEqual(['jira-software-users']);

  // Somebody whom nobody in Casdoor reaches, by the form.
  await page.getByRole('link', { name: 'Log Out' }).click();
  await page.goto(`${demo.jira.baseUrl}/login.jsp?oauth_sso=false`);
  await page.getByLabel('Username').fill(emergencyAccount.name);
  await page.getByLabel('Password').fill(emergencyAccount.password);
  await page.getByRole('button', { name: 'Log In' }).click();
  await isIn(page, emergencyAccount.name);
});

test('through miniOrange in Confluence', async ({ page }) => {
  if (!recommended) throw new Error('There is no mapping.');
  await writeMiniorange('confluence', recommended);
  await signIn(page, 'confluence', /^Use OAuth Login(: casdoor)?$/, 'ben.carter');
  await isIn(page, 'ben.carter');
  expect(new URL(page.url()).origin).toBe(demo.confluence.baseUrl);
});

for (const product of ['jira', 'confluence'] as const)
  test(`through Atlassian’s own SSO in ${product}`, async ({ page }) => {
    await writeAtlassian(product);
    const { idps } = demo.plugins[product].atlassianDc.settings();
    expect(idps.map(({ id, enabled }) => [id, enabled])).toEqual(
      product === 'jira'
        ? [
            [1, false],
            [2, true],
          ]
        : [
            [1, true],
            [2, false],
          ],
    );
    await signIn(page, product, /^(Sign in with Casdoor|Casdoor)$/, 'ben.carter');
    await isIn(page, 'ben.carter');
  });
