import type { Conditions } from '../../../local/atlassian/site';
import { startAtlassianStandIn } from '../../../local/atlassian/start';
import type { Product } from '../../../src/contract/target';

const running: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

const start = async (product: Product = 'jira', conditions: Partial<Conditions> = {}) => {
  const administering = `${product}-administrators`;
  const account = (name: string, groups: string[]) => ({
    name,
    displayName: `The ${name}`,
    email: `${name}@acme.example`,
    active: true,
    groups,
  });
  const site = await startAtlassianStandIn({
    product,
    baseUrl: (address) => address,
    credentials: { user: 'root', password: 'root-password', token: 'a-token' },
    passwords: { bob: 'bobs-password' },
    population: { users: [account('root', [administering]), account('bob', ['a team'])], emptyGroups: ['sales'] },
    conditions,
  });
  running.push(site);
  const ask = async (method: string, path: string, body?: object, as: 'root' | 'bob' | null = 'root') => {
    const pair = { root: 'root:root-password', bob: 'bob:bobs-password' };
    const answer = await fetch(site.address + path, {
      method,
      headers: {
        ...(as ? { authorization: `Basic ${Buffer.from(pair[as]).toString('base64')}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, text };
  };
  const signIn = (path: string) =>
    fetch(site.address + path, {
      method: 'POST',
      body: new URLSearchParams({ os_username: 'bob', os_password: 'bobs-password' }),
      redirect: 'manual',
    });
  return { site, ask, signIn };
};

const join = '/rest/api/2/group/user?groupname=';
const events = '/rest/auditing/1.0/events?limit=50';

test('Jira puts an account into a group for an administrator, once', async () => {
  const { site, ask } = await start();
  expect((await ask('POST', `${join}sales`, { name: 'bob' }, null)).status).toBe(401);
  expect((await ask('POST', `${join}sales`, { name: 'bob' }, 'bob')).status).toBe(403);
  expect(site.people.named('bob')?.groups).toEqual(['a team']);
  expect((await ask('POST', `${join}SALES`, { name: 'bob' })).status).toBe(201);
  expect(site.people.named('bob')?.groups).toEqual(['a team', 'sales']);
  const again = await ask('POST', `${join}sales`, { name: 'bob' });
  expect(again).toMatchObject({ status: 400, text: expect.stringContaining('already a member') });
  expect((await ask('POST', `${join}nothing`, { name: 'bob' })).status).toBe(404);
  expect((await ask('POST', `${join}sales`, { name: 'nobody' })).status).toBe(404);
});

test('Confluence does the same, and a second time as well', async () => {
  const { site, ask } = await start('confluence');
  expect((await ask('PUT', '/rest/api/user/bob/group/sales', undefined, 'bob')).status).toBe(403);
  for (let time = 0; time < 2; time += 1) expect((await ask('PUT', '/rest/api/user/bob/group/sales')).status).toBe(204);
  expect(site.people.named('bob')?.groups).toEqual(['a team', 'sales']);
  site.conditions.generation = 'older';
  expect((await ask('PUT', '/rest/api/user/bob/group/sales')).status).toBe(404);
});

test('a group stays there when its last member leaves it', async () => {
  const { site, ask } = await start();
  const bob = site.people.named('bob');
  if (bob) site.people.put({ ...bob, groups: [] });
  expect(site.people.changes.groups).toContain('a team');
  expect((await ask('POST', `${join}a%20team`, { name: 'bob' })).status).toBe(201);
  expect(site.people.changes.groups).not.toContain('a team');
});

test.each<[Product, string]>([
  ['jira', '/login.jsp'],
  ['confluence', '/login.action'],
])('%s records sign-ins where its audit log covers them, and tells administrators alone', async (product, path) => {
  const { site, ask, signIn } = await start(product);
  await signIn(path);
  expect(JSON.parse((await ask('GET', events)).text)).toMatchObject({ entities: [], pagingInfo: { lastPage: true } });
  site.conditions.auditsSignIns = 'on';
  expect((await ask('GET', events, undefined, 'bob')).status).toBe(403);
  expect((await ask('GET', events, undefined, null)).status).toBe(401);
  const recorded = (await ask('GET', events)).text;
  expect(JSON.parse(recorded)).toMatchObject({ entities: [{ timestamp: expect.any(String), method: 'Browser' }] });
  expect(recorded).toContain('=bob');
  expect(recorded).not.toContain('Password');
  site.conditions.auditsSignIns = 'way';
  expect((await ask('GET', events)).text).toContain('"value":"Password"');
  const later = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
  expect(JSON.parse((await ask('GET', `${events}&from=${later}`)).text)).toMatchObject({ entities: [] });
});
