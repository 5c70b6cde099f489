import { createServer, type Server } from 'node:http';
import { type ForgeHost, type ProductRequest, startForgeHost } from '../../../local/host/forge-runtime';

let server: Server;
let origin: string;
let host: ForgeHost;
let granted: string[];
let products: ProductRequest[];
beforeEach(async () => {
  server = createServer((_request, response) => response.end('reached'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  granted = [];
  products = [];
  host = startForgeHost({
    keyValues: async () => new Response(null, { status: 404 }),
    answerProduct: async (request) => {
      products.push(request);
      return new Response('{}');
    },
    mayReach: (name) => granted.includes(name),
    webTriggerUrl: (product, key) => (key === 'sign-in' ? `${origin}/sign-in/${product}` : null),
  });
});
afterEach(async () => {
  host.close();
  await new Promise((resolve) => server.close(resolve));
});

const inside = <T>(act: () => Promise<T>, accountId: string | null = 'ada') =>
  host.invoke(act, 'any', {}, { product: 'jira', accountId, installation: 'one' }) as Promise<T>;
/** The packages are loaded after the host was made, as the app's are. */
const forge = () => require('@forge/api') as typeof import('@forge/api');

test('the app reaches a host that was granted', async () => {
  granted.push(new URL(origin).host);
  expect(await inside(async () => (await fetch(origin)).text())).toBe('reached');
});

test('the app reaches no other, nor another port of it', async () => {
  granted.push('127.0.0.1', 'door.acme.example');
  await expect(inside(() => fetch(origin))).rejects.toMatchObject({ name: 'REQUEST_EGRESS_ALLOWLIST_ERR' });
});

test('what the host itself asks is its own business', async () => {
  expect(await (await fetch(origin)).text()).toBe('reached');
});

test('Jira is asked as the user of the invocation, and nobody has none', async () => {
  const { default: api, route } = forge();
  await inside(() => api.asUser().requestJira(route`/rest/api/3/myself`));
  expect(products).toMatchObject([{ product: 'jira', accountId: 'ada', path: '/rest/api/3/myself' }]);
  await expect(inside(() => api.asUser().requestJira(route`/rest/api/3/myself`), null)).rejects.toThrow(
    'Authentication Required',
  );
});

test('an invocation in Jira cannot ask Confluence', async () => {
  const { default: api, route } = forge();
  await expect(inside(() => api.asUser().requestConfluence(route`/wiki/rest/api/user/current`))).rejects.toThrow();
  expect(products).toEqual([]);
});

test('the address of a web trigger differs by product, and one that is not in the manifest has none', async () => {
  const { webTrigger } = forge();
  expect(await inside(() => webTrigger.getUrl('sign-in'))).toBe(`${origin}/sign-in/jira`);
  const wiki = { product: 'confluence', accountId: null, installation: 'one' } as const;
  expect(await host.invoke(() => webTrigger.getUrl('sign-in'), 'any', {}, wiki)).toBe(`${origin}/sign-in/confluence`);
  await expect(inside(() => webTrigger.getUrl('other'))).rejects.toThrow('Failed to get web trigger URL');
  await expect(inside(() => webTrigger.queryUrls())).rejects.toThrow();
});

test('nobody stands behind a web trigger or a schedule, and both know their installation', async () => {
  const { default: api, route } = forge();
  const request = { method: 'GET', path: '/', queryParameters: { a: ['1', '2'] }, headers: {}, body: '' };
  const heard: unknown[] = [];
  const handler = async (sent: unknown, runtime: unknown) => {
    heard.push(sent, runtime);
    await expect(api.asUser().requestJira(route`/rest/api/3/myself`)).rejects.toThrow('Authentication Required');
    return { statusCode: 200, headers: {}, body: 'answered' };
  };
  const nobody = { product: 'confluence', installation: 'one' } as const;
  expect(await host.invokeWebTrigger(handler, request, nobody)).toMatchObject({ body: 'answered' });
  await host.invokeScheduled(async (sent, runtime) => void (await handler(sent, runtime)), nobody);
  const runtime = { installContext: expect.stringMatching(/^ari:cloud:confluence::site\//), principal: undefined };
  expect(heard).toMatchObject([request, runtime, { context: { moduleKey: 'daily-sweep' } }, runtime]);
});

test('outside of an invocation there is no store and no product', async () => {
  const { default: api, route } = forge();
  await expect(api.asUser().requestJira(route`/rest/api/3/myself`)).rejects.toThrow('no invocation');
});

test('the platform is gone with the last host, and fetch is what it was', async () => {
  const before = globalThis.fetch;
  host.close();
  expect(globalThis.fetch).not.toBe(before);
  expect('__forge_fetch__' in globalThis).toBe(false);
});
