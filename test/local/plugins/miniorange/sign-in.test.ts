import { decodeJwt } from 'jose';
import { homePaths, signInPaths } from '../../../../local/atlassian/front-door';
import type { MadeUser } from '../../../../local/atlassian/population';
import { startAtlassianStandIn } from '../../../../local/atlassian/start';
import { makeCertificates } from '../../../../local/casdoor/certificates';
import { acme } from '../../../../local/casdoor/documents';
import { startEmbeddedCasdoor } from '../../../../local/casdoor/start';
import { miniorangePlugin } from '../../../../local/plugins/miniorange/plugin';
import { sampleConfiguration } from '../../../../local/plugins/miniorange/sample';
import { makeLocalVantage } from '../../../../local/vantage/local-vantage';
import type { AtlassianCredentials } from '../../../../src/atlassian/accounts/ask-atlassian';
import type { Claims, Mapping, MappingRules } from '../../../../src/contract/mapping';
import type { Product } from '../../../../src/contract/target';
import { mapPerson } from '../../../../src/mapping/map-person';
import { loadPatternEngine } from '../../../../src/mapping/pattern-engine';
import { Secret } from '../../../../src/secrets/secret';
import { askPluginOverVantage } from '../../../../src/targets/miniorange/ask-plugin';
import { pluginApi } from '../../../../src/targets/miniorange/plugin-api';
import { miniorangeTarget } from '../../../../src/targets/miniorange/target';
import type { MiniorangeWanted } from '../../../../src/targets/miniorange/wanted';
import { endpointsBelow, wantedSettings } from '../../../targets/miniorange/wanted-settings';
import { accountOf, foretold, inSameForm, partsOf } from './held-against';

const owner = { user: 'root', password: 'root-password', token: 'token' };
const credentials: AtlassianCredentials = { kind: 'password', user: 'root', password: new Secret(owner.password) };
const person = (name: string, change: Partial<MadeUser> = {}): MadeUser => ({
  name,
  displayName: name,
  email: `${name.toLowerCase()}@acme.example`,
  active: true,
  groups: ['jira-software-users'],
  ...change,
});
const users = [
  person('root', { groups: ['jira-administrators'] }),
  person('alice', { displayName: 'Alice Adams', groups: ['jira-software-users', 'sales-team'] }),
  person('bob', { displayName: 'Old Bob', email: 'old.bob@acme.example' }),
  person('eve', { active: false }),
  person('heidi', { groups: ['sales-team'] }),
];
const redirectUri = (base: string) => `${base}/plugins/servlet/oauth/callback`;
const { signal } = new AbortController();

type Started = Awaited<ReturnType<typeof start>>;
let certificates: Awaited<ReturnType<typeof makeCertificates>>;
const running: { close: () => Promise<void> }[] = [];
beforeAll(async () => {
  certificates = await makeCertificates(acme().certificates);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

const start = async (shape: 'flat' | 'several' = 'flat', product: Product = 'jira') => {
  const casdoor = await startEmbeddedCasdoor({ certificates });
  running.push(casdoor);
  const plugin = miniorangePlugin(sampleConfiguration({ shape, product, providers: ['one', 'two'] }));
  const site = await startAtlassianStandIn({
    product,
    baseUrl: (address) => address,
    credentials: owner,
    population: { users, emptyGroups: ['engineering-team'] },
    passwords: { alice: 'local-password' },
    plugins: [plugin],
  });
  running.push(site);
  const application = casdoor.world.applications.find(({ name }) => name === 'app-jira');
  if (application === undefined) throw new Error('There is no app-jira.');
  application.redirectUris = [...(application.redirectUris ?? []), redirectUri(site.address)];
  const vantage = makeLocalVantage({ environment: {} });
  running.push(vantage);
  const api = pluginApi(askPluginOverVantage(vantage, new URL(site.address), credentials), product, credentials);
  return { casdoor, plugin, site, product, application, target: miniorangeTarget(api, 'id:one') };
};

const mappingOf = (rules: MappingRules, change: Partial<Mapping> = {}): Mapping => ({
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: 'groups',
  rules,
  ...change,
});

const write = async ({ target }: Started, wanted: MiniorangeWanted) => {
  const reading = await target.read(signal);
  if (!reading.ok) throw new Error(reading.failure.message);
  const { after } = target.plan(reading.value.document, wanted);
  const written = await target.write(reading.value, after, signal);
  if (!written.ok) throw new Error(written.failure.message);
};

const apply = (started: Started, mapping: Mapping, change: { secret?: string } = {}) =>
  write(
    started,
    wantedSettings({
      settings: { clientId: started.application.clientId, scopes: 'openid profile email', comparesIssuer: true },
      endpoints: endpointsBelow(started.casdoor.address),
      mapping,
      secret: new Secret(change.secret ?? started.application.clientSecret),
    }),
  );

/** What Casdoor's own sign-in page sends for a person: the code for an address that asks for one. */
const codeFor = async ({ casdoor }: Started, name: string, authorize: URL): Promise<string> => {
  const given = (key: string) => authorize.searchParams.get(key) ?? '';
  const query = new URLSearchParams({
    clientId: given('client_id'),
    responseType: given('response_type'),
    redirectUri: given('redirect_uri'),
    scope: given('scope'),
    state: given('state'),
    type: 'code',
  });
  const answer = await fetch(`${casdoor.address}/api/login?${query.toString()}`, {
    method: 'POST',
    body: JSON.stringify({
      application: 'app-jira',
      organization: 'acme',
      type: 'code',
      username: name,
      password: 'Pass-123',
      signinMethod: 'Password',
    }),
  });
  const { status, data, msg } = (await answer.json()) as { status: string; data: string; msg: string };
  if (status !== 'ok') throw new Error(msg);
  return data;
};

/** From the sign-in page of Jira through Casdoor back to Jira. */
const signIn = async (started: Started, name: string) => {
  const { site, product } = started;
  const form = await (await fetch(site.address + signInPaths[product])).text();
  const href = /class="sso" href="([^"]+)"/.exec(form)?.[1]?.replaceAll('&#38;', '&') ?? '';
  const begun = await fetch(site.address + href, { redirect: 'manual' });
  const authorize = new URL(begun.headers.get('location') ?? '');
  const code = await codeFor(started, name, authorize);
  const callback = new URL(authorize.searchParams.get('redirect_uri') ?? '');
  callback.search = new URLSearchParams({ code, state: authorize.searchParams.get('state') ?? '' }).toString();
  const came = await fetch(callback, { redirect: 'manual' });
  const cookie = came.headers.get('set-cookie')?.split(';')[0] ?? '';
  const home = await fetch(site.address + homePaths[product], { redirect: 'manual', headers: { cookie } });
  const who = /id="who">([^<]*)</.exec(await home.text())?.[1] ?? null;
  return { authorize, status: came.status, page: await came.text(), who, cookie };
};

/** The claims of the same person, in an ID token of their own. */
const claimsFor = async (started: Started, name: string): Promise<Claims> => {
  const { casdoor, application, site } = started;
  const authorize = new URL(`${casdoor.address}/login/oauth/authorize`);
  const uri = redirectUri(site.address);
  authorize.search = new URLSearchParams({
    client_id: application.clientId,
    response_type: 'code',
    redirect_uri: uri,
    scope: 'openid profile email',
  }).toString();
  const answer = await fetch(`${casdoor.address}/api/login/oauth/access_token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: await codeFor(started, name, authorize),
      redirect_uri: uri,
      client_id: application.clientId,
      client_secret: application.clientSecret,
    }),
  });
  const { id_token } = (await answer.json()) as { id_token: string };
  return decodeJwt(id_token) as Claims;
};

const manual: MappingRules = {
  groupMapping: { 'engineering-team': ['acme/engineering'], 'sales-team': ['acme/sales'] },
  defaultGroups: [],
};
const mappings: [string, Mapping][] = [
  ['groups by hand', mappingOf(manual)],
  [
    'groups that are kept, and accounts that are not updated',
    mappingOf({ ...manual, keepGroups: true, updateUsers: false }),
  ],
  ['accounts by their e-mail', mappingOf({ ...manual, loginBy: 'email' })],
  [
    'groups on the fly, made where there are none',
    mappingOf({ onTheFlyGroups: true, createGroups: true, defaultGroups: [] }),
  ],
  ['an allowed domain', mappingOf({ allowedDomains: ['acme.example'], defaultGroups: [] })],
  ['new accounts only for mapped people', mappingOf({ ...manual, restrictCreation: true })],
  ['two halves of a name', mappingOf(manual, { name: { firstName: 'firstName', lastName: 'lastName' } })],
  [
    'a username out of the e-mail',
    mappingOf({ ...manual, usernamePattern: '^[^@]+' }, { username: 'email', groups: null }),
  ],
];
const names = ['alice', 'bob', 'carol', 'Eve', 'frank@acme.example', 'heidi', 'mallory'];

test.each(mappings)('A sign-in through the plugin does what the preview said, with %s', async (_what, mapping) => {
  const started = await start();
  const engine = await loadPatternEngine();
  await apply(started, mapping);
  const { people } = started.site;
  let certain = 0;
  for (const name of names) {
    const claims = await claimsFor(started, name);
    const target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: true } as const;
    const alone = mapPerson({ id_token: claims }, mapping, target, null, { engine });
    const byEmail = mapping.rules?.loginBy === 'email';
    const looked = String(alone.fields.find(({ field }) => field === (byEmail ? 'email' : 'username'))?.value ?? '');
    const same = (user: MadeUser) => (byEmail ? user.email : user.name).toLowerCase() === looked.toLowerCase();
    const matching = people.all.filter(same);
    const account = matching[0] === undefined ? null : accountOf(matching[0]);
    const trail = mapPerson({ id_token: claims }, mapping, target, account, {
      engine,
      groupsThere: people.groups,
      matches: matching.length,
    });
    const before = JSON.stringify(people.all);
    const { who, status, page } = await signIn(started, name);
    const told = foretold(trail, account);
    if (told === null) continue;
    certain += 1;
    if (told.kind === 'refused') {
      expect({ name, who, status }).toEqual({ name, who: null, status: 403 });
      expect(page).toContain('role="alert"');
      expect(JSON.stringify(people.all)).toBe(before);
      continue;
    }
    const after = people.all.find(same);
    if (after === undefined) throw new Error(`${name} has no account: ${page}`);
    expect({ name, who }).toEqual({ name, who: after.name });
    expect(partsOf(after, account === null, told)).toEqual(inSameForm(told));
  }
  expect(certain).toBeGreaterThanOrEqual(4);
});

test('Confluence has the same plugin', async () => {
  const started = await start('several', 'confluence');
  await apply(started, mappingOf(manual));
  expect((await signIn(started, 'alice')).who).toBe('alice');
  const { address, people } = started.site;
  expect(people.named('alice')?.groups).toContain('engineering-team');
  const home = await fetch(address + homePaths.confluence, { redirect: 'manual' });
  expect(home.headers.get('location')).toBe('/login.action');
});

test('Where several providers are set up, each has its button, and the one that was written works', async () => {
  const started = await start('several');
  await apply(started, mappingOf(manual));
  expect((await signIn(started, 'alice')).who).toBe('alice');
  expect(started.site.signIns).toMatchObject([{ user: 'alice', by: 'plugin' }]);
});

test('A wrong secret, a foreign issuer and a state that is not known let nobody in', async () => {
  const started = await start();
  await apply(started, mappingOf(manual), { secret: 'wrong' });
  const { status, page, who } = await signIn(started, 'alice');
  expect({ status, who }).toEqual({ status: 403, who: null });
  expect(page).toContain('invalid_client');
  const again = await fetch(`${redirectUri(started.site.address)}?code=x&state=unknown`);
  expect(again.status).toBe(403);
  await apply(started, mappingOf(manual));
  started.plugin.configuration.change((stored) => ({
    ...stored,
    'OAuth Configuration': {
      ...(stored['OAuth Configuration'] as object),
      CUSTOM_ISSUER_VALUE: 'https://elsewhere.example',
    },
  }));
  expect((await signIn(started, 'alice')).page).toContain('MO_00001');
});

test('Userinfo is asked where the mapping reads it', async () => {
  const started = await start();
  await apply(
    started,
    mappingOf(manual, { source: 'userinfo', username: 'preferred_username', name: { fullName: 'name' } }),
  );
  expect((await signIn(started, 'bob')).who).toBe('bob');
  expect(started.site.people.named('bob')?.displayName).toBe('Bob Brown');
});

test('Everybody is sent to Casdoor once that is written, and the back door answers the form', async () => {
  const started = await start();
  const { address } = started.site;
  await apply(started, mappingOf(manual));
  expect(await (await fetch(`${address}/login.jsp`)).text()).toContain('login-form');
  await write(started, { kind: 'redirect', isOn: true });
  const sent = await fetch(`${address}/login.jsp`, { redirect: 'manual' });
  expect(sent.headers.get('location')).toBe('/plugins/servlet/oauth/auth');
  const door = `${address}/login.jsp?oauth_sso=false`;
  expect(await (await fetch(door)).text()).toContain('login-form');
  const post = (password: string) =>
    fetch(door, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ os_username: 'alice', os_password: password }),
    });
  expect(await (await post('wrong')).text()).toContain('incorrect');
  const cookie = (await post('local-password')).headers.get('set-cookie')?.split(';')[0] ?? '';
  const self = await fetch(`${address}/rest/api/2/myself`, { headers: { cookie } });
  expect(await self.json()).toMatchObject({ name: 'alice' });
  expect(started.site.signIns).toMatchObject([{ user: 'alice', by: 'password' }]);
});

test('It answers on loopback alone', async () => {
  const { site } = await start();
  const { request } = await import('node:http');
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const asked = request(
      `${site.address}/plugins/servlet/oauth/auth`,
      { headers: { host: 'jira.acme.example' } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    asked.on('error', reject).end();
  });
  expect(status).toBe(421);
});
