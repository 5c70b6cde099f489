import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type ApplyOrder, applyOrdersIn } from '../../src/apply/apply-orders';
import { backupsIn } from '../../src/apply/backups';
import { journalIn } from '../../src/apply/journal';
import type { ProbeRequest } from '../../src/casdoor/vantage';
import type { PanelCall } from '../../src/contract/panel-calls';
import type { Result } from '../../src/contract/result';
import type { DryRunOrder } from '../../src/directory/dry-run-order';
import { keptRunsIn } from '../../src/directory/kept-runs';
import { notedPeopleIn } from '../../src/people/noted-people';
import type { Adapters } from '../../src/resolvers/adapters';
import { Secret } from '../../src/secrets/secret';
import { ordersIn } from '../../src/signin/orders';
import { rowsOf } from '../directory/made-rows';
import { questionOf } from '../signin/fake-steps';
import { makeAuthority } from './authority';
import { blindVantage } from './blind-vantage';
import { callbackUrl, everyCall, fill, type Made, mapping, payloads, settings } from './every-call';
import { playDryRuns } from './played-dry-runs';
import { eve, openSite, type Site } from './site';

let asked: ProbeRequest[];
const played = playDryRuns(() => new Date());
const adapters: Adapters = {
  from: 'local',
  vantage: () => blindVantage(asked),
  callbackUrl,
  askProduct: null,
  dryRuns: played,
  applies: { work: async () => {}, lookAt: async () => {}, restoreCommand: null },
  demo: {
    situations: [{ id: 'healthy', title: 'Healthy', story: 'All is well.', access: 'Anybody gets in.' }],
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
let link: string;
const openFilled = async () => {
  asked = [];
  site = await openSite(adapters);
  const filled = await fill(site);
  const signIn = await startSignIn(filled.target);
  const dryRun = await makeDryRun(filled.target);
  made = {
    ...filled,
    ...(await authority),
    signIn,
    dryRun,
    apply: await makeApply(filled.target),
    look: randomUUID(),
    export: '{}',
  };
  asked.length = 0;
};

/** The second of two, so that there is something to compare. */
const makeDryRun = async (target: string): Promise<string> => {
  const [first, run] = [randomUUID(), randomUUID()];
  for (const each of [first, run]) {
    await site.call('startDryRun', { target, run: each });
    await site.inside(() => played.finish(rowsOf(3)));
  }
  return run;
};

/** An apply of Ada's that was restored, with its backup and nobody who was noted. */
const makeApply = (target: string): Promise<string> =>
  site.inside(async () => {
    const place = { product: 'jira', who: 'Ada', account: 'ada', now: adapters.now } as const;
    const id = randomUUID();
    const at = new Date().toISOString();
    await journalIn(place).begin({
      ...{ id, target, kind: 'miniorange', called: 'miniOrange on jira.acme.example', who: 'Ada', account: 'of-ada' },
      ...{ startedAt: at, mappingVersion: 1, keepWithin: 600_000 },
    });
    await journalIn(place).append(id, 0, {
      ...{ step: 'restored', at, who: 'Ada', inForce: 'old', message: 'The old settings are back.', failure: null },
      ...{ nextAt: null, isResting: true, isSent: false, isAnswered: false, deadlineAt: null, cameIn: null },
    });
    await backupsIn(place).keep(target, id, { before: new Secret('{}'), after: new Secret('{}') });
    const nobody = (async function* () {})();
    await notedPeopleIn(place).keep(target, id, { administrators: [], others: nobody });
    return id;
  });

/** A link of Ada's that is open; what it is made against does not matter here. */
const startSignIn = (target: string) =>
  site.inside(async () => {
    const place = { product: 'jira', who: 'Ada', account: 'ada', now: adapters.now } as const;
    const orders = ordersIn(place);
    await orders.start(target, questionOf());
    const { current } = await orders.view(target, { callbackUri: questionOf().redirectUri, changedAt: '' });
    if (!current?.link) throw new Error('There is no link.');
    link = new URL(current.link).searchParams.get('link') ?? '';
    return current.id;
  });

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
    expect(JSON.stringify(answer)).not.toMatch(/door\.acme\.example|app-jira-first|person-000/);
  });

  test('is answered to an administrator', async () => {
    const answer = await call(name, payloads[name](made));
    expect(['ok', 'refused', 'conflict']).toContain(codeOf(answer));
  });
});

const wrongKinds = (good: object) =>
  Object.keys(good).length === 0
    ? { nonsense: true }
    : Object.fromEntries(Object.keys(good).map((key) => [key, { $gt: '' }]));

describe('the functions of the manifest that no person stands behind', () => {
  const plainWarn = console.warn;
  let warned: string[];
  beforeEach(async () => {
    warned = [];
    console.warn = (text: string) => void warned.push(text);
    await openFilled();
  });
  afterEach(() => {
    console.warn = plainWarn;
    return site.close();
  });

  const request = (query: Record<string, unknown>, more: object = {}) => ({
    method: 'GET',
    path: '/x1/abc',
    userPath: '/',
    headers: { cookie: ['a=b'] },
    queryParameters: query,
    body: '',
    ...more,
  });
  /** Whoever the platform says is calling. */
  const callers: [string, object][] = [
    ['an administrator', { principal: { accountId: 'ada' } }],
    ['somebody who is no administrator', { principal: { accountId: eve.accountId } }],
    ['nobody', { principal: undefined }],
  ];

  test('there are five of them beside the panel, and all are looked at here', () => {
    const manifest = parse(readFileSync(join(__dirname, '../../manifest.yml'), 'utf8')) as {
      modules: { function: { handler: string }[] };
    };
    expect(manifest.modules.function.map(({ handler }) => handler)).toEqual([
      'index.panel',
      'index.signIn',
      'index.sweep',
      'index.watch',
      'index.dryRunStep',
      'index.applyStep',
    ]);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'run'],
    ['a list', [{ run: randomUUID(), step: 0 }]],
    ['no body', { queueName: 'dry-run-steps' }],
    ['a run that is no id', { body: { run: 'jira:connection', step: 0 } }],
    ['a step that is none', { body: { run: randomUUID(), step: -1 } }],
    ['a run that nobody has ordered', { body: { run: randomUUID(), step: 0 } }],
  ])('the consumer does nothing with %s', async (_what, event) => {
    const before = await site.everything();
    expect(await site.deliver(event)).toBeUndefined();
    expect(await site.everything()).toEqual(before);
    expect(asked).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'order'],
    ['a list', [{ target: randomUUID(), order: randomUUID() }]],
    ['no body', { queueName: 'apply-steps' }],
    ['a target that is no id', { body: { target: 'jira:connection', order: randomUUID() } }],
    ['an order that is no id', { body: { target: randomUUID(), order: '../apply' } }],
    ['neither an order nor a moment', { body: { target: randomUUID() } }],
    ['a moment that is none', { body: { target: randomUUID(), at: 'tomorrow' } }],
    ['a target that nobody has saved', { body: { target: randomUUID(), at: new Date().toISOString() } }],
    ['an order that nobody has made', { body: { target: randomUUID(), order: randomUUID() } }],
  ])('the consumer of what was ordered at a plugin does nothing with %s', async (_what, event) => {
    const before = await site.everything();
    expect(await site.deliverApply(event)).toBeUndefined();
    expect(await site.everything()).toEqual(before);
    expect(asked).toEqual([]);
  });

  test("the consumer asks nothing for an order that is another installation's, another target's, or has ended", async () => {
    const order: ApplyOrder = {
      ...{ id: randomUUID(), target: made.target, who: 'Ada', holder: 'of-ada', at: new Date().toISOString() },
      ask: { what: 'keep', apply: randomUUID() },
    };
    const orders = () => applyOrdersIn({ product: 'jira', who: 'Ada', account: 'ada', now: adapters.now });
    await site.inside(async () => {
      await orders().make(order);
    });
    const body = { target: made.target, order: order.id };
    const before = await site.everything();
    await site.deliverApply({ body }, 'two');
    await site.deliverApply({ body: { ...body, target: randomUUID() } });
    // What was ordered in Jira is none of Confluence's, whatever is made there.
    await site.deliverApply({ body: { ...body, order: randomUUID() } });
    expect(await site.everything()).toEqual(before);
    await site.inside(() => orders().end(order.id, { kind: 'not-waiting' }));
    const ended = await site.everything();
    await site.deliverApply({ body });
    expect(await site.everything()).toEqual(ended);
    expect(asked).toEqual([]);
  });

  test("the consumer asks nothing for a run that is another installation's, or that came to no step of it", async () => {
    const run = randomUUID();
    const order: DryRunOrder = {
      ...{ id: run, targetId: made.target, mapping, mappingVersion: 1, administratorGroups: null, who: 'Ada' },
      target: { plugin: 'miniorange', product: 'jira', baseUrl: settings.baseUrl, comparesIssuer: false },
      ...{ clientId: 'app-jira', scopes: ['openid'], startedAt: new Date().toISOString() },
    };
    await site.inside(() =>
      keptRunsIn({ product: 'jira', who: 'Ada', account: 'ada', now: adapters.now }).claim(order),
    );
    const before = await site.everything();
    await site.deliver({ body: { run, step: 0 } }, 'two');
    await site.deliver({ body: { run, step: 7 } });
    expect(await site.everything()).toEqual(before);
    expect(asked).toEqual([]);
  });

  test.each(callers)('the web trigger does the same for %s: without an order nothing', async (_who, runtime) => {
    const before = await site.everything();
    for (const query of [{}, { link: ['x'.repeat(43)] }, { code: ['c'], state: ['s'.repeat(43)] }, { state: ['s'] }]) {
      const { statusCode } = await site.knock(request(query), {}, runtime);
      expect([400, 404]).toContain(statusCode);
    }
    const pressed = await site.knock(request({ link: ['x'] }, { method: 'POST', body: 'words=geheim' }), {}, runtime);
    expect(pressed.statusCode).toBe(404);
    expect(pressed.body + warned.join('')).not.toMatch(/geheim|xxxx|ssss/);
    expect(warned.length).toBeGreaterThan(0);
    expect(await site.everything()).toEqual(before);
    expect(asked).toEqual([]);
  });

  test.each(callers)(
    'the web trigger shows the page of an open link to %s, of its own product alone',
    async (_who, runtime) => {
      const shown = await site.knock(request({ link: [link] }), {}, runtime);
      expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, ['text/html; charset=utf-8']]);
      for (const as of [{ product: 'confluence' }, { installation: 'two' }] as const)
        expect((await site.knock(request({ link: [link] }), as, runtime)).statusCode).toBe(404);
      expect(asked).toEqual([]);
    },
  );

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'GET'],
    ['a list', []],
    ['a method that is a number', request({}, { method: 7 })],
    ['a query that is text', request({}, { queryParameters: 'link=x' })],
    ['a query of texts', request({}, { queryParameters: { link: 'x' } })],
    ['a query of numbers', request({ link: [1] })],
    ['a body that is an object', request({ link: ['x'] }, { method: 'POST', body: { words: 'x' } })],
  ])('the web trigger reads nothing of %s', async (_what, sent) => {
    const before = await site.everything();
    const { statusCode, body } = await site.knock(sent);
    expect([statusCode, body]).toEqual([400, 'This could not be read.\n']);
    expect(await site.everything()).toEqual(before);
    expect(asked).toEqual([]);
  });

  test.each<[string, object]>([
    ['no context', { installContext: undefined }],
    ['another product', { installContext: 'ari:cloud:compass::site/7c0c4f2e' }],
    ['a context that only begins alike', { installContext: 'ari:cloud:jira-servicedesk::site/7c0c4f2e' }],
    ['both products, in a list', { installContext: ['ari:cloud:jira::site/1', 'ari:cloud:confluence::site/1'] }],
  ])('the web trigger is closed where it was called in %s', async (_where, runtime) => {
    expect((await site.knock(request({}), {}, runtime)).statusCode).toBe(400);
  });

  test.each([...callers, ['something malformed', { installContext: 7, principal: 'ada' }] as [string, object]])(
    'the schedule does the same for %s: what has not expired stays, and nothing is asked',
    async (_who, runtime) => {
      const before = await site.everything();
      for (const sent of [undefined, null, 'text', [], { context: { moduleKey: 'other' }, delete: made.target }])
        await site.sweep(sent, runtime);
      expect(await site.everything()).toEqual(before);
      expect(asked).toEqual([]);
    },
  );

  test.each([...callers, ['something malformed', { installContext: 7, principal: 'ada' }] as [string, object]])(
    'the looks of Watch do the same for %s: as long as nothing was applied, nobody is asked',
    async (_who, runtime) => {
      const before = await site.everything();
      for (const sent of [undefined, null, 'text', [], { context: { moduleKey: 'other' }, target: made.target }])
        await site.watch(sent, runtime);
      expect(await site.everything()).toEqual(before);
      expect(asked).toEqual([]);
    },
  );
});

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
