type Post = { path: string; headers: Record<string, string>; body: unknown };
let posted: Post[];
let answer: { ok: boolean; body: unknown };
const root = { dataset: {} as Record<string, string> };
const browser = {
  document: {
    querySelector: () => ({ content: JSON.stringify({ key: 'value-of-the-page', product: 'confluence' }) }),
    documentElement: root,
    title: '',
  },
  matchMedia: () => ({ matches: true, addEventListener: () => {} }),
  location: { hash: '', href: 'http://127.0.0.1:7420/' },
  history: { state: null, pushState: (_state: unknown, _title: string, url: string) => go(url) },
  addEventListener: () => {},
  fetch: async (path: string, init: { headers: Record<string, string>; body: string }) => {
    posted.push({ path, headers: init.headers, body: JSON.parse(init.body) });
    return { ok: answer.ok, json: async () => answer.body };
  },
};
const go = (url: string) => {
  browser.location.hash = url;
};

/** The real package reads `__bridge` while it is being imported, as in the panel. */
let bridge: typeof import('@forge/bridge');
const plain = new Map<string, PropertyDescriptor | undefined>();
beforeAll(() => {
  for (const [name, value] of Object.entries(browser)) {
    plain.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  require('../../../local/host/bridge.js');
  bridge = require('@forge/bridge') as typeof import('@forge/bridge');
});
afterAll(() => {
  for (const [name, descriptor] of plain)
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
});
beforeEach(() => {
  posted = [];
  answer = { ok: true, body: { value: 'answered' } };
});

test('a call goes to the host with the value of the page and the product that it shows', async () => {
  expect(await bridge.invoke('load', { a: 1 })).toBe('answered');
  expect(posted).toEqual([
    {
      path: '/call',
      headers: { 'content-type': 'application/json', 'x-companion-call': 'value-of-the-page' },
      body: { functionKey: 'load', payload: { a: 1 }, product: 'confluence' },
    },
  ]);
});

test('a call that the host refuses is an error', async () => {
  answer = { ok: false, body: { error: 'A call is JSON.' } };
  await expect(bridge.invoke('load')).rejects.toThrow('A call is JSON.');
});

test('the context is that of the host', async () => {
  answer = { ok: true, body: { value: { extension: { type: 'confluence:globalSettings' } } } };
  expect(await bridge.view.getContext()).toMatchObject({
    extension: { type: 'confluence:globalSettings' },
    theme: { colorMode: 'dark' },
  });
  expect(posted).toMatchObject([{ path: '/context', body: { product: 'confluence' } }]);
});

test('the theme follows the system', async () => {
  await bridge.view.theme.enable();
  expect(root.dataset).toMatchObject({ colorMode: 'dark' });
});

test('a history keeps the step in the fragment', async () => {
  const history = await bridge.view.createHistory();
  const seen: string[] = [];
  history.listen((location) => seen.push(location.pathname));
  history.push('/client');
  expect(browser.location.hash).toBe('#/client');
  expect(seen).toEqual(['/client']);
});

test('what is not played here is an error that names it', async () => {
  await expect(bridge.rovo.open({ type: 'default' })).rejects.toThrow('does not play "openRovo"');
});
