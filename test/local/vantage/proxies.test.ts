import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { type LocalVantageOptions, makeLocalVantage } from '../../../local/vantage/local-vantage';
import { proxyFor } from '../../../local/vantage/proxy-settings';
import type { Vantage } from '../../../src/casdoor/vantage';
import { answerJson, closeAll, freePort, serve, serveSockets, serveTls, serveWith } from './listeners';
import { makeCompany } from './made-certificates';

const vantages: Vantage[] = [];
afterEach(async () => {
  await Promise.all(vantages.splice(0).map((vantage) => vantage.close()));
  await closeAll();
});

/** This machine knows no name but the proxy's. */
const knowsOnlyTheProxy = async (host: string) => {
  if (host === 'proxy.acme.example') return [{ address: '127.0.0.1', family: 4 }];
  throw Object.assign(new Error(host), { code: 'ENOTFOUND' });
};
const look = (options: LocalVantageOptions) => {
  const vantage = makeLocalVantage({ resolve: knowsOnlyTheProxy, ...options });
  vantages.push(vantage);
  return vantage;
};
const goesOn = () => new AbortController().signal;

type Asked = { line: string; authorization: string | undefined };

/** A forward proxy that sends every name to loopback. */
const startProxy = async (refuses: string | null = null) => {
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    const { 'proxy-authorization': authorization, ...headers } = request.headers;
    asked.push({ line: `${request.method} ${request.url}`, authorization });
    const { port, pathname } = new URL(request.url ?? '');
    const onward = http.request(
      { host: '127.0.0.1', port, path: pathname, method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  server.on('connect', (request, socket: Socket) => {
    asked.push({ line: `CONNECT ${request.url}`, authorization: request.headers['proxy-authorization'] });
    socket.on('error', () => {});
    if (refuses !== null) {
      socket.end(`HTTP/1.1 ${refuses}\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const onward = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  });
  const port = await serveWith(server);
  return { asked, url: `http://proxy.acme.example:${port}`, port };
};

test('https goes through a tunnel, verified end to end, and the report says by which proxy', async () => {
  const { root, issuing, server } = await makeCompany();
  const port = await serveTls({ cert: `${server.pem}\n${issuing.pem}`, key: server.key }, answerJson);
  const proxy = await startProxy();
  const vantage = look({
    environment: { HTTPS_PROXY: proxy.url.replace('http://', 'http://user:p%40ss@') },
    authorities: [{ pem: root.pem, from: 'file' }],
  });
  const origin = `https://door.acme.example:${port}`;
  const attempt = await vantage.request({ method: 'GET', url: `${origin}/` }, goesOn());
  expect(attempt).toMatchObject({ answered: true, value: { json: { answered: true } } });
  expect(proxy.asked[0]).toEqual({
    line: `CONNECT door.acme.example:${port}`,
    authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
  });
  expect(vantage.used().proxy).toBe(proxy.url);
  expect(JSON.stringify(vantage.used())).not.toContain('p%40ss');
  expect(await vantage.tls(origin, goesOn())).toMatchObject({ known: true, value: { authorized: true } });
  // The name is the proxy's business.
  expect(await vantage.lookup('door.acme.example', goesOn())).toEqual({
    known: false,
    because: { reason: 'not-applicable' },
  });
});

test('a certificate behind a tunnel is no more trusted than another', async () => {
  const { issuing, server } = await makeCompany();
  const port = await serveTls({ cert: `${server.pem}\n${issuing.pem}`, key: server.key }, answerJson);
  const proxy = await startProxy();
  const vantage = look({ environment: { HTTPS_PROXY: proxy.url } });
  const attempt = await vantage.request({ method: 'GET', url: `https://door.acme.example:${port}/` }, goesOn());
  expect(attempt).toMatchObject({ answered: false, failure: { kind: 'tls-untrusted', proxy: proxy.url } });
});

test('http is asked of the proxy with the whole address', async () => {
  const port = await serve(answerJson);
  const proxy = await startProxy();
  const vantage = look({ environment: { http_proxy: proxy.url.replace('http://', '') } });
  const url = `http://door.acme.example:${port}/api`;
  expect(await vantage.request({ method: 'GET', url }, goesOn())).toMatchObject({ answered: true });
  expect(proxy.asked).toEqual([{ line: `GET ${url}`, authorization: undefined }]);
});

test.each([
  ['407 Proxy Authentication Required', 'proxy-refused', 'HTTP_407'],
  ['403 Forbidden', 'proxy-refused', 'HTTP_403'],
  ['502 Bad Gateway', 'host-unreachable', 'HTTP_502'],
  ['504 Gateway Timeout', 'host-unreachable', 'HTTP_504'],
])('a tunnel that is refused with %s', async (status, kind, code) => {
  const proxy = await startProxy(status);
  const vantage = look({ environment: { HTTPS_PROXY: proxy.url } });
  expect(await vantage.request({ method: 'GET', url: 'https://door.acme.example/' }, goesOn())).toMatchObject({
    answered: false,
    failure: { kind, code, host: 'door.acme.example', port: 443, proxy: proxy.url },
  });
});

test('a proxy that is not there, not known, or hangs up is itself what failed', async () => {
  const hangsUp = await serveSockets((socket) => socket.once('data', () => socket.destroy()));
  for (const [proxy, code] of [
    [`http://proxy.acme.example:${await freePort()}`, 'ECONNREFUSED'],
    ['http://unknown.acme.example:3128', 'ENOTFOUND'],
    [`http://proxy.acme.example:${hangsUp}`, 'ECONNRESET'],
  ]) {
    const vantage = look({ environment: { HTTPS_PROXY: proxy } });
    expect(await vantage.request({ method: 'GET', url: 'https://door.acme.example/' }, goesOn())).toMatchObject({
      answered: false,
      failure: { kind: 'proxy-refused', code, proxy },
    });
  }
});

describe('which proxy', () => {
  const proxy = 'http://proxy.acme.example:3128';
  const goesBy = (url: string, environment: Record<string, string>) =>
    proxyFor(new URL(url), environment)?.origin ?? null;

  test.each([
    ['https://door.acme.example/', { HTTPS_PROXY: proxy }, proxy],
    ['https://door.acme.example/', { https_proxy: proxy, HTTPS_PROXY: 'http://other.example' }, proxy],
    ['https://door.acme.example/', { HTTP_PROXY: proxy }, null],
    ['http://door.acme.example/', { HTTP_PROXY: proxy }, proxy],
    ['https://door.acme.example/', { ALL_PROXY: proxy }, proxy],
    ['https://door.acme.example/', { HTTPS_PROXY: 'socks5://proxy.acme.example' }, null],
    ['https://door.acme.example/', {}, null],
    ['http://localhost:8000/', { HTTP_PROXY: proxy }, null],
    ['http://127.0.0.1:8000/', { HTTP_PROXY: proxy }, null],
    ['https://[::1]/', { HTTPS_PROXY: proxy }, null],
  ])('%s with %j goes by %s', (url, environment, expected) => {
    expect(goesBy(url, environment as Record<string, string>)).toBe(expected);
  });

  test.each([
    ['*', true],
    ['door.acme.example', true],
    ['acme.example', true],
    ['.acme.example', true],
    ['*.acme.example', true],
    ['localhost, acme.example', true],
    ['DOOR.acme.example', true],
    ['door.acme.example:443', true],
    ['door.acme.example:8443', false],
    ['cme.example', false],
    ['other.example', false],
    ['', false],
  ])('NO_PROXY=%s excepts door.acme.example: %p', (exceptions, isExcepted) => {
    const by = goesBy('https://door.acme.example/', { HTTPS_PROXY: proxy, NO_PROXY: exceptions });
    expect(by === null).toBe(isExcepted);
  });

  test.each([
    ['10.0.0.0/8', true],
    ['10.1.2.3', true],
    ['10.1.2.0/24', true],
    ['192.168.0.0/16', false],
    ['10.1.2.3:8000', false],
    ['nonsense/8', false],
  ])('NO_PROXY=%s excepts 10.1.2.3: %p', (exceptions, isExcepted) => {
    const by = goesBy('https://10.1.2.3/', { HTTPS_PROXY: proxy, no_proxy: exceptions });
    expect(by === null).toBe(isExcepted);
  });
});
