import { type ForgeHost, type ProductRequest, startForgeHost } from '../../local/host/forge-runtime';
import { ownProducts } from '../../local/host/own-products';
import { requireAdministrator } from '../../src/atlassian/administrator';
import type { Product } from '../../src/contract/target';

const ada = { accountId: 'ada', displayName: 'Ada', isAdministrator: true };
const eve = { accountId: 'eve', displayName: 'Eve', isAdministrator: false };
const site = ownProducts([ada, eve]);

let host: ForgeHost;
let asked: ProductRequest[];
let answer: (request: ProductRequest) => Promise<Response>;
beforeEach(() => {
  asked = [];
  answer = site;
  host = startForgeHost({
    keyValues: async () => new Response(null, { status: 500 }),
    answerProduct: async (request) => {
      asked.push(request);
      return answer(request);
    },
    mayReach: () => false,
    webTriggerUrl: () => null,
  });
});
afterEach(() => host.close());

const context = (product: Product, changed: object = {}) => ({
  accountId: 'ada',
  installContext: `ari:cloud:${product}::site/1`,
  extension: { type: product === 'jira' ? 'jira:adminPage' : 'confluence:globalSettings' },
  ...changed,
});

/** Asks as the account inside an invocation, for a context that a test can spoil. */
const ask = (product: Product, changed: object = {}, accountId: string | null = 'ada') =>
  host.invoke(
    async () => {
      try {
        return await requireAdministrator(context(product, changed));
      } catch (error) {
        return (error as { failure?: { code: string } }).failure?.code;
      }
    },
    'any',
    {},
    { product, accountId, installation: 'one' },
  );

test.each<Product>(['jira', 'confluence'])('an administrator of %s is told by name', async (product) => {
  expect(await ask(product)).toEqual({ product, accountId: 'ada', displayName: 'Ada' });
});

test.each<Product>(['jira', 'confluence'])('somebody else in %s is refused', async (product) => {
  expect(await ask(product, { accountId: 'eve' }, 'eve')).toBe('not-an-administrator');
});

test('the product is asked as the user, not as the app', async () => {
  await ask('jira');
  await ask('confluence');
  expect(asked.map(({ product, accountId, path }) => [product, accountId, path])).toEqual([
    ['jira', 'ada', '/rest/api/3/mypermissions?permissions=ADMINISTER'],
    ['jira', 'ada', '/rest/api/3/myself'],
    ['confluence', 'ada', '/wiki/rest/api/user/current?expand=operations'],
  ]);
});

test.each<[string, object]>([
  ['there is no account', { accountId: undefined }],
  ['the account is empty', { accountId: '' }],
  ['the module is of the other product', { extension: { type: 'confluence:globalSettings' } }],
  ['there is no module', { extension: undefined }],
  ['the installation is of the other product', { installContext: 'ari:cloud:confluence::site/1' }],
  ['the installation is of a product that only begins so', { installContext: 'ari:cloud:jira-evil::site/1' }],
  ['the installation is not told', { installContext: undefined }],
])('where %s, it is refused and nothing is asked', async (_why, changed) => {
  expect(await ask('jira', changed)).toBe('not-an-administrator');
  expect(asked).toEqual([]);
});

test('an installation in both products is used from either', async () => {
  const installation = { contexts: ['ari:cloud:jira::site/1', 'ari:cloud:confluence::site/1'] };
  const changed = { installContext: 'ari:cloud:jira::site/1', installation };
  expect(await ask('confluence', changed)).toMatchObject({ product: 'confluence' });
});

const json =
  (body: unknown, status = 200) =>
  async () =>
    new Response(JSON.stringify(body), { status });
test.each<[string, Product, () => Promise<Response>]>([
  ['Jira answers 500', 'jira', json({}, 500)],
  ['Jira answers something else', 'jira', json({ permissions: {} })],
  ['Jira says that it is not certain', 'jira', json({ permissions: { ADMINISTER: { havePermission: 'yes' } } })],
  ['Jira answers no JSON', 'jira', async () => new Response('<html>')],
  ['Jira does not answer', 'jira', async () => Promise.reject(new Error('The line is dead.'))],
  ['Confluence leaves the operations out', 'confluence', json({ displayName: 'Ada' })],
  [
    'Confluence lets them administer a space',
    'confluence',
    json({ displayName: 'Ada', operations: [{ operation: 'administer', targetType: 'space' }] }),
  ],
  [
    'Confluence lets them use it',
    'confluence',
    json({ displayName: 'Ada', operations: [{ operation: 'use', targetType: 'application' }] }),
  ],
])('where %s, nobody is an administrator', async (_what, product, changed) => {
  answer = changed;
  expect(await ask(product)).toBe('not-an-administrator');
});
