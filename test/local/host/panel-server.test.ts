import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebTriggerAnswer, WebTriggerRequest } from '../../../local/host/forge-runtime';
import { type PanelServer, startPanelServer } from '../../../local/host/panel-server';

let parent: string;
let server: PanelServer;
let calls: unknown[];
let knocks: { product: string; request: WebTriggerRequest }[];
let behindDoor: WebTriggerAnswer;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'companion-panel-'));
  const folder = join(parent, 'dist');
  await mkdir(folder);
  await writeFile(join(folder, 'index.html'), '<!doctype html><html><head><title>Panel</title></head></html>');
  await writeFile(join(folder, 'panel.js'), 'the panel');
  await writeFile(join(parent, 'companion-outside.js'), 'outside');
  calls = [];
  knocks = [];
  behindDoor = {
    statusCode: 200,
    headers: { 'content-type': ['text/html; charset=utf-8'], 'content-security-policy': ["default-src 'none'"] },
    body: 'the page behind the link',
  };
  server = await startPanelServer({
    folder,
    port: 0,
    product: 'jira',
    invoke: async (...call) => {
      calls.push(call);
      return 'answered';
    },
    context: (product) => ({ product }),
    signIn: async (product, request) => {
      knocks.push({ product, request });
      return behindDoor;
    },
  });
});
afterEach(async () => {
  await server.close();
  await rm(parent, { recursive: true, force: true });
});

type Sent = { path?: string; method?: string; headers?: Record<string, string>; body?: string };
type Got = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

/** Plain HTTP: fetch would not let a test choose Host, Origin or Cookie. */
const send = ({ path = '/', method = 'GET', headers = {}, body }: Sent): Promise<Got> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => {
        text += part.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

const token = () => new URL(server.address).search;
const enter = async () => {
  const { headers } = await send({ path: `/${token()}` });
  return String(headers['set-cookie']).split(';')[0] ?? '';
};
const openPage = async (cookie: string) => {
  const { body } = await send({ headers: { cookie } });
  return /&quot;key&quot;:&quot;([^&]+)&quot;/.exec(body)?.[1] ?? '';
};
/** A call as the panel makes it; a test changes one thing. */
const goodCall = async (): Promise<Required<Pick<Sent, 'headers' | 'body'>> & Sent> => {
  const cookie = await enter();
  return {
    path: '/call',
    method: 'POST',
    headers: {
      cookie,
      'content-type': 'application/json',
      origin: server.origin,
      'sec-fetch-site': 'same-origin',
      'x-companion-call': await openPage(cookie),
    },
    body: JSON.stringify({ functionKey: 'load', payload: {}, product: 'confluence' }),
  };
};

describe('the door', () => {
  test('only 127.0.0.1 is listened on', async () => {
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const foreign = others.filter(({ family, internal }) => family === 'IPv4' && !internal);
    const reached = await Promise.all(
      [...foreign.map(({ address }) => address), '127.0.0.2', '::1'].map(
        (host) =>
          new Promise<boolean>((resolve) => {
            const socket = connect({ host, port: server.port });
            socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
          }),
      ),
    );
    expect(reached).not.toContain(true);
  });

  test.each(['localhost', 'panel.attacker.example', '127.0.0.1:1'])('a Host of "%s" opens nothing', async (host) => {
    const { status } = await send({ path: `/${token()}`, headers: { host } });
    expect(status).toBe(421);
  });

  test('the printed address leads on to one without the token, and leaves a cookie for this port', async () => {
    const { status, headers, body } = await send({ path: `/${token()}` });
    expect(status).toBe(303);
    expect(headers.location).toBe('/');
    expect(String(headers['set-cookie'])).toMatch(
      new RegExp(`^companion-${server.port}=[\\w-]{43}; HttpOnly; SameSite=Lax; Path=/$`),
    );
    expect(body).not.toContain(token().slice(7));
  });

  test('the token opens as often as it is used, while the process lives', async () => {
    expect(await enter()).toBe(await enter());
  });

  test.each(['?token=', '?token=x', '?token=%00'])('"%s" opens nothing', async (search) => {
    const { status, headers } = await send({ path: `/${search}` });
    expect(status).toBe(403);
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('without the cookie there is no page, no file and no call', async () => {
    const call = await goodCall();
    const { cookie: _cookie, ...headers } = call.headers;
    const answers = await Promise.all([
      send({}),
      send({ path: '/panel.js' }),
      send({ path: '/bridge.js' }),
      send({ ...call, headers }),
      send({ headers: { cookie: `companion-${server.port}=x` } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(calls).toEqual([]);
  });
});

describe('the page', () => {
  test('has the bridge before everything else, and the value of its calls', async () => {
    const { body } = await send({ headers: { cookie: await enter() } });
    expect(body).toMatch(
      /^<!doctype html><html><head><meta name="companion" content="[^"]+"><script src="\.\/bridge\.js"><\/script><title>/,
    );
  });

  test.each(['/', '/panel.js', '/bridge.js', '/missing.js'])('%s is not kept, framed or told of', async (path) => {
    const { headers } = await send({ path, headers: { cookie: await enter() } });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  test.each(['/../companion-outside.js', '/%2e%2e/companion-outside.js', '/..%2fcompanion-outside.js', '//etc/passwd'])(
    '%s leads to no file outside',
    async (path) => {
      const { status, body } = await send({ path, headers: { cookie: await enter() } });
      expect(status).toBe(404);
      expect(body).not.toContain('outside');
    },
  );

  test('the bridge itself holds no value that opens anything', async () => {
    const cookie = await enter();
    const key = await openPage(cookie);
    const { body } = await send({ path: '/bridge.js', headers: { cookie } });
    expect(key).toHaveLength(43);
    expect(body).not.toContain(key);
  });
});

describe('a call', () => {
  test('of the panel itself is answered', async () => {
    const { status, body } = await send(await goodCall());
    expect([status, JSON.parse(body)]).toEqual([200, { value: 'answered' }]);
    expect(calls).toEqual([['confluence', 'load', {}]]);
  });

  test.each<[string, (call: Record<string, string>) => void]>([
    ['is a form', (headers) => Object.assign(headers, { 'content-type': 'application/x-www-form-urlencoded' })],
    [
      'is plain text, as a foreign page can send it',
      (headers) => Object.assign(headers, { 'content-type': 'text/plain' }),
    ],
    ['comes from another port of this machine', (headers) => Object.assign(headers, { origin: 'http://127.0.0.1:1' })],
    ['comes from no page', (headers) => Reflect.deleteProperty(headers, 'origin')],
    ['comes from the same site', (headers) => Object.assign(headers, { 'sec-fetch-site': 'same-site' })],
    ['comes from elsewhere', (headers) => Object.assign(headers, { 'sec-fetch-site': 'cross-site' })],
    ['does not say where it comes from', (headers) => Reflect.deleteProperty(headers, 'sec-fetch-site')],
    ['has the cookie alone', (headers) => Reflect.deleteProperty(headers, 'x-companion-call')],
    ['guesses the value of the page', (headers) => Object.assign(headers, { 'x-companion-call': 'x'.repeat(43) })],
  ])('that %s is refused', async (_name, change) => {
    const call = await goodCall();
    change(call.headers);
    expect((await send(call)).status).toBe(403);
    expect(calls).toEqual([]);
  });

  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('by %s changes nothing', async (method) => {
    const { status } = await send({ ...(await goodCall()), method });
    expect(status).toBeGreaterThanOrEqual(404);
    expect(calls).toEqual([]);
  });

  test('that is too large is not read to its end', async () => {
    const call = await goodCall();
    const { status } = await send({
      ...call,
      body: JSON.stringify({ functionKey: 'load', payload: 'x'.repeat(600_000) }),
    });
    expect(status).toBe(400);
    expect(calls).toEqual([]);
  });
});

describe('the sign-in address', () => {
  const path = '/sign-in/jira?link=a&link=b&x=';
  const button = { path: '/sign-in/confluence', method: 'POST', body: 'link=a' };
  const ownPage = () => ({ origin: server.origin, 'sec-fetch-site': 'same-origin' });

  test('needs no session, hands over the query and nothing of the headers, and has a policy of its own', async () => {
    const cookie = await enter();
    const { status, headers, body } = await send({ path, headers: { cookie, authorization: 'Basic x' } });
    expect([status, body]).toEqual([200, 'the page behind the link']);
    expect(knocks).toEqual([
      {
        product: 'jira',
        request: {
          method: 'GET',
          path: '/sign-in/jira',
          queryParameters: { link: ['a', 'b'], x: [''] },
          headers: {},
          body: '',
        },
      },
    ]);
    expect(headers['content-security-policy']).toBe("default-src 'none'");
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('opens nothing of the panel, and has nothing of its session in it', async () => {
    const cookie = await enter();
    const key = await openPage(cookie);
    const { headers, body } = await send({ path });
    for (const value of [token().slice(7), cookie.split('=')[1] ?? '', key])
      expect(JSON.stringify(headers) + body).not.toContain(value);
    expect((await send({ path: '/sign-in/jira/../../panel.js' })).status).toBe(403);
  });

  test.each([400, 404, 405])('where the door says %i is as closed as everything else', async (statusCode) => {
    behindDoor = { statusCode, headers: { 'x-door': ['unknown'] }, body: 'this link is not known' };
    const closed = await send({ path: '/panel.js' });
    for (const sent of [{ path }, { path: '/sign-in/jira' }, { ...button, headers: ownPage() }]) {
      const { status, headers, body } = await send(sent);
      expect(status).toBe(closed.status);
      expect(body).toContain('no test sign-in that is under way');
      expect(headers['x-door']).toBeUndefined();
      expect(headers['content-security-policy']).toBe(closed.headers['content-security-policy']);
    }
  });

  test.each(['/sign-in', '/sign-in/', '/sign-in/bitbucket', '/sign-in/jira/', '/Sign-In/jira', '/sign-in/%6aira'])(
    '%s is none',
    async (odd) => {
      expect((await send({ path: odd })).status).toBe(403);
      expect(knocks).toEqual([]);
    },
  );

  test('under another Host is none either', async () => {
    expect((await send({ path, headers: { host: 'localhost' } })).status).toBe(421);
    expect(knocks).toEqual([]);
  });

  test('that is longer than any answer of Casdoor is not looked at', async () => {
    expect((await send({ path: `/sign-in/jira?code=${'x'.repeat(8_001)}` })).status).toBe(414);
    expect(knocks).toEqual([]);
  });

  test('takes the button of its own page', async () => {
    await send({ ...button, headers: ownPage() });
    // Under the page's no-referrer a browser says no more of its origin.
    await send({ ...button, headers: { ...ownPage(), origin: 'null' } });
    await send(button);
    expect(knocks.map(({ product, request }) => [product, request.method, request.body])).toEqual(
      Array(3).fill(['confluence', 'POST', 'link=a']),
    );
  });

  test.each<[string, Record<string, string>]>([
    ['another port of this machine', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['another port, by a browser that tells no distance', { origin: 'http://127.0.0.1:1' }],
    ['a page elsewhere', { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed frame elsewhere', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a page that hides where it is', { origin: 'null' }],
  ])('takes no button of %s', async (_name, headers) => {
    expect((await send({ ...button, headers })).status).toBe(403);
    expect(knocks).toEqual([]);
  });

  test('takes no more than a button sends', async () => {
    const { status } = await send({ ...button, headers: ownPage(), body: `link=${'x'.repeat(50_001)}` });
    expect(status).toBe(413);
    expect(knocks).toEqual([]);
  });

  test.each(['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('does nothing by %s', async (method) => {
    expect((await send({ path, method })).status).toBe(403);
    expect(knocks).toEqual([]);
  });

  test('that breaks gives a fixed sentence', async () => {
    behindDoor = { statusCode: 200, headers: { 'bad name': ['x'] }, body: 'geheim' };
    const { status, body } = await send({ path });
    expect([status, body]).toEqual([500, 'The local host could not answer.\n']);
  });
});
