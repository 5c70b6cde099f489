import { type ForgeHost, type ProductRequest, startForgeHost } from '../../../local/host/forge-runtime';
import type { Product } from '../../../src/contract/target';

let asked: ProductRequest[];
let answer: () => Response | Promise<Response>;
let host: ForgeHost;
beforeEach(() => {
  asked = [];
  answer = () => Response.json([{ accountId: 'a' }], { headers: { 'Beta-RateLimit': '"q";r=5;t=60' } });
  host = startForgeHost({
    keyValues: async () => new Response(null, { status: 404 }),
    answerProduct: async (request) => {
      asked.push(request);
      return answer();
    },
    mayReach: () => false,
    webTriggerUrl: () => null,
  });
});
afterEach(() => host.close());

const signal = new AbortController().signal;
const ask = async (path: string, product: Product = 'jira', until = signal, inside = product) => {
  // Loaded after the host was made, as the app's own code is.
  const { askOwnSite } = await import('../../../src/atlassian/accounts/ask-own-site');
  const act = () => askOwnSite(product)(path, until);
  return host.invoke(act, 'any', {}, { product: inside, accountId: 'ada', installation: 'one' }) as ReturnType<
    typeof act
  >;
};

test('Jira is asked by the app itself, whoever is there, and tells what it says', async () => {
  const path = '/rest/api/3/users/search?startAt=0&maxResults=1000';
  expect(await ask(path)).toMatchObject({
    answered: true,
    value: { status: 200, json: [{ accountId: 'a' }], headers: { 'beta-ratelimit': '"q";r=5;t=60' }, isHtml: false },
  });
  expect(asked.map(({ accountId, path: sent }) => [accountId, sent])).toEqual([[null, path]]);
});

test('Confluence is asked below /wiki', async () => {
  await ask('/rest/api/group?start=0&limit=200', 'confluence');
  expect(asked).toMatchObject([{ product: 'confluence', path: '/wiki/rest/api/group?start=0&limit=200' }]);
});

test('a group of any name stays in the query', async () => {
  const group = encodeURIComponent('a/../b?c#d&e=%2e');
  await ask(`/rest/api/3/group/member?groupname=${group}&startAt=0`);
  expect(asked).toMatchObject([{ path: `/rest/api/3/group/member?groupname=${group}&startAt=0` }]);
});

test.each([
  '/rest/api/group/../../secret',
  '/rest/api/group/%2e%2e/member',
  '/rest/api/group/a%2Fb/member',
  '/rest/api/group/a\\b',
  '/rest//elsewhere.example/x',
  '/rest/api/3/myself#x',
])('what could lead elsewhere is not asked: %s', async (path) => {
  expect(await ask(path)).toMatchObject({ answered: false, failure: { code: 'PATH_NOT_ALLOWED' } });
  expect(asked).toEqual([]);
});

test('only paths of the REST API are asked', async () => {
  await expect(ask('/plugins/servlet/oauth')).rejects.toThrow(TypeError);
});

test('what the product or the platform refuses is an answer, and no answer a failure', async () => {
  answer = () => new Response('Slow down.', { status: 429, headers: { 'Retry-After': '30' } });
  expect(await ask('/rest/api/3/myself')).toMatchObject({
    answered: true,
    value: { status: 429, headers: { 'retry-after': '30' } },
  });
  // The app is not installed in Confluence.
  expect(await ask('/rest/api/group', 'confluence', signal, 'jira')).toMatchObject({
    answered: true,
    value: { status: 403 },
  });
  answer = () => Promise.reject(new TypeError('fetch failed'));
  expect(await ask('/rest/api/3/myself')).toMatchObject({ answered: false, failure: { kind: 'connection-closed' } });
});

test('nothing is asked once it was cancelled', async () => {
  expect(await ask('/rest/api/3/myself', 'jira', AbortSignal.abort())).toMatchObject({
    answered: false,
    failure: { kind: 'stopped' },
  });
  expect(asked).toEqual([]);
});
