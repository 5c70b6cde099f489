import { randomUUID } from 'node:crypto';
import type { ProbeRequest } from '../../src/casdoor/vantage';
import type { PanelCall } from '../../src/contract/panel-calls';
import type { Result } from '../../src/contract/result';
import type { Adapters } from '../../src/resolvers/adapters';
import { Secret } from '../../src/secrets/secret';
import { makeAuthority } from './authority';
import { blindVantage } from './blind-vantage';
import { callbackUrl, everyCall, fill, type Made, mapping, payloads, settings } from './every-call';
import { eve, openSite, type Site } from './site';

let asked: ProbeRequest[];
const adapters: Adapters = {
  from: 'local',
  vantage: () => blindVantage(asked),
  callbackUrl,
  demo: {
    situations: [{ id: 'healthy', title: 'Healthy', story: 'All is well.' }],
    start: async () => ({
      address: 'http://127.0.0.1:9',
      secret: new Secret('of-the-demo'),
      target: settings,
      mapping,
    }),
  },
  now: () => new Date(),
};
/** Made once: a key takes a while. */
const authority = makeAuthority();

let site: Site;
let made: Made;
const openFilled = async () => {
  asked = [];
  site = await openSite(adapters);
  made = { ...(await fill(site)), ...(await authority), signIn: randomUUID(), export: '{}' };
  asked.length = 0;
};

const codeOf = (answer: Result<unknown>) => (answer.ok ? 'ok' : answer.error.code);
const call = (name: PanelCall, payload: unknown, as?: Parameters<Site['call']>[2]) =>
  site.call(name, payload, as) as Promise<Result<unknown>>;

describe.each(everyCall)('%s', (name) => {
  // One site for all: whoever is refused changes nothing, and the administrator comes last.
  beforeAll(openFilled);
  afterAll(() => site.close());
  beforeEach(() => {
    asked.length = 0;
  });

  test.each<[string, Parameters<Site['call']>[2]]>([
    ['somebody who is no administrator', { accountId: eve.accountId }],
    ['nobody', { accountId: null }],
    ['an account that the product does not know', { accountId: 'ghost' }],
  ])('is refused to %s, changes nothing and asks nothing', async (_who, as) => {
    const before = await site.everything();
    expect(codeOf(await call(name, payloads[name](made), as))).toBe('not-an-administrator');
    expect(await site.everything()).toEqual(before);
    expect(asked).toEqual([]);
  });

  test('tells a stranger not even that a payload cannot be read', async () => {
    expect(codeOf(await call(name, { nonsense: true }, { accountId: eve.accountId }))).toBe('not-an-administrator');
  });

  test.each<[string, (good: object) => unknown]>([
    ['has a key that is not in the contract', (good) => ({ ...good, product: 'confluence' })],
    ['is a list', () => [1]],
    ['is text', () => 'load'],
    ['is a number', () => 7],
    ['has values of the wrong kind', (good) => wrongKinds(good)],
  ])('is not read where the payload %s', async (_what, change) => {
    const before = await site.everything();
    expect(codeOf(await call(name, change(payloads[name](made))))).toBe('payload-unreadable');
    expect(await site.everything()).toEqual(before);
    expect(asked).toEqual([]);
  });

  test('reaches nothing of Jira from Confluence', async () => {
    const before = await site.everything('jira:');
    const answer = await call(name, payloads[name](made), { product: 'confluence' });
    expect(await site.everything('jira:')).toEqual(before);
    // No secret of Jira's left, and no name, address or result of Jira's came back.
    expect(asked.filter(({ credentials }) => credentials)).toEqual([]);
    expect(JSON.stringify(answer)).not.toMatch(/door\.acme\.example|app-jira-first/);
  });

  test('is answered to an administrator', async () => {
    const answer = await call(name, payloads[name](made));
    expect(['ok', 'refused']).toContain(codeOf(answer));
  });
});

const wrongKinds = (good: object) =>
  Object.keys(good).length === 0
    ? { nonsense: true }
    : Object.fromEntries(Object.keys(good).map((key) => [key, { $gt: '' }]));

describe('the app as a whole', () => {
  beforeEach(openFilled);
  afterEach(() => site.close());

  test.each(['nothing', 'constructor', '__proto__', 'toString'])('"%s" is no call', async (name) => {
    expect(codeOf(await call(name as PanelCall, {}))).toBe('not-found');
  });

  test('while the product does not answer, nobody is an administrator', async () => {
    site.breakProduct();
    expect(codeOf(await call('load', {}))).toBe('not-an-administrator');
  });

  test('two installations that are interleaved in one process see nothing of each other', async () => {
    const other = { installation: 'two', accountId: 'bob' };
    const [mine, theirs] = await Promise.all([
      call('saveConnection', { base: 1, settings: { address: 'one.acme.example', allowsHttp: false } }),
      call('saveConnection', { base: 0, settings: { address: 'two.other.example', allowsHttp: false } }, other),
    ]);
    expect([codeOf(mine), codeOf(theirs)]).toEqual(['ok', 'ok']);
    const views = await Promise.all(
      Array.from({ length: 10 }, (_, index) => call('load', {}, index % 2 === 0 ? {} : other)),
    );
    for (const [index, view] of views.entries()) {
      const text = JSON.stringify(view);
      expect(text).toContain(index % 2 === 0 ? 'one.acme.example' : 'two.other.example');
      expect(text).not.toContain(index % 2 === 0 ? 'two.other.example' : 'one.acme.example');
      expect(text).toContain(index % 2 === 0 ? '"me":"Ada"' : '"me":"Bob"');
    }
    // Ids of the one mean nothing in the other.
    for (const name of everyCall) {
      const before = await site.everything('jira:', 'one');
      await call(name, payloads[name](made), other);
      expect(await site.everything('jira:', 'one')).toEqual(before);
    }
  });

  test('an unknown exception gives one fixed sentence, and neither it nor its words are logged', async () => {
    const logged: unknown[] = [];
    const plainError = console.error;
    console.error = (...words: unknown[]) => logged.push(...words);
    try {
      const broken = await openSite({
        ...adapters,
        vantage: () => {
          throw Object.assign(new Error('geheim-der-ersten was sent'), {
            code: 'ECONNRESET',
            cause: 'geheim-der-ersten',
          });
        },
      });
      await expect(fill(broken)).rejects.toThrow('does not know');
      logged.length = 0;
      const target = (await broken.target()) ?? '';
      const answer = await broken.call('check', { run: randomUUID(), target, only: null });
      await broken.close();
      expect(answer).toEqual({
        ok: false,
        error: {
          code: 'unexpected',
          message: 'Something went wrong that this product does not know.',
          remedy: expect.any(String) as string,
        },
      });
      expect(logged).toEqual(['{"call":"check","error":"Error ECONNRESET"}']);
    } finally {
      console.error = plainError;
    }
  });
});
