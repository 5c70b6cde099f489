import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import zlib from 'node:zlib';
import { makeCloudVantage } from '../../src/casdoor/cloud-vantage';
import type { ProbeRequest } from '../../src/casdoor/vantage';
import { Secret } from '../../src/secrets/secret';

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});
const serve = async (listener: RequestListener): Promise<string> => {
  const server = http.createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};
const goesOn = () => new AbortController().signal;
const ask = (url: string, probe: Partial<ProbeRequest> = {}) =>
  makeCloudVantage({ fetch }).request({ method: 'GET', url, ...probe }, goesOn());
/** A fetch that fails as the platform's does. */
const failing = (error: unknown) =>
  makeCloudVantage({
    fetch: async () => {
      throw error;
    },
  }).request({ method: 'GET', url: 'https://door.acme.example/' }, goesOn());
const fetchFailed = (code: string) =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) });

test('reads an answer, and follows no redirect', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(302, { location: '/elsewhere', 'content-type': 'application/json' }).end('\ufeff{"a":1}');
  });
  expect(await ask(url)).toMatchObject({
    answered: true,
    value: { status: 302, headers: { location: '/elsewhere' }, json: { a: 1 }, url, method: 'GET' },
  });
});

test('sends credentials as Basic, unencoded, and takes them out of what comes back', async () => {
  const url = await serve((request, response) => response.end(request.headers.authorization));
  const credentials = { clientId: 'app:jira'.replace(':', '-'), secret: new Secret('a/b&c') };
  const attempt = await ask(url, { credentials, method: 'POST', body: 'token=x' });
  expect(attempt).toMatchObject({ answered: true, value: { body: 'Basic •••' } });
});

test('gives bytes as they came, decoded from their content encoding', async () => {
  const url = await serve((_request, response) => {
    response
      .writeHead(503, { 'content-type': 'text/html', 'content-encoding': 'gzip', 'retry-after': '3' })
      .end(zlib.gzipSync('<html>Grün'));
  });
  const attempt = await makeCloudVantage({ fetch }).bytes({ method: 'GET', url }, goesOn());
  if (!attempt.answered) throw new Error(attempt.failure.kind);
  const { bytes, ...rest } = attempt.value;
  expect(Buffer.from(bytes)).toEqual(Buffer.from('<html>Grün'));
  expect(rest).toEqual({ status: 503, contentType: 'text/html', retryAfter: '3' });
  expect(await makeCloudVantage({ fetch }).bytes({ method: 'GET', url, limit: 4 }, goesOn())).toMatchObject({
    answered: false,
    failure: { kind: 'answer-too-large' },
  });
});

test('stops at the limit of decoded bytes', async () => {
  const bomb = zlib.gzipSync(Buffer.alloc(32 * 1024 * 1024));
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
  });
  expect(await ask(url)).toMatchObject({ answered: false, failure: { kind: 'answer-too-large' } });
});

test('gives up a silent server and one that drips', async () => {
  const silent = await serve(() => {});
  const drip = await serve((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(timer));
  });
  for (const url of [silent, drip])
    expect(await ask(url, { timeout: 250 })).toMatchObject({ answered: false, failure: { kind: 'answer-timeout' } });
});

test('stops when it is told to', async () => {
  const url = await serve(() => {});
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  const attempt = await makeCloudVantage({ fetch }).request({ method: 'GET', url }, stop.signal);
  expect(attempt).toMatchObject({ answered: false, failure: { kind: 'stopped' } });
});

test('asks again after a reset, which says nothing on a kept connection', async () => {
  let asked = 0;
  const url = await serve((request, response) => {
    asked += 1;
    if (asked === 1) request.socket.resetAndDestroy();
    else response.end('{}');
  });
  expect(await ask(url)).toMatchObject({ answered: true, value: { status: 200 } });
  const always = await serve((request) => request.socket.resetAndDestroy());
  expect(await ask(always)).toMatchObject({ answered: false, failure: { kind: 'connection-closed' } });
});

test('asks no second time what may be asked once only', async () => {
  let asked = 0;
  const url = await serve((request) => {
    asked += 1;
    request.socket.resetAndDestroy();
  });
  const once = { method: 'POST', url, body: 'code=x', once: true } as const;
  const attempt = await makeCloudVantage({ fetch }).request(once, new AbortController().signal);
  expect(attempt).toMatchObject({ answered: false, failure: { kind: 'connection-closed' } });
  expect(asked).toBe(1);
});

test.each([
  ['ENOTFOUND', 'host-unknown'],
  ['EAI_AGAIN', 'name-service-silent'],
  ['ECONNREFUSED', 'connection-refused'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connection-timeout'],
  ['EHOSTUNREACH', 'host-unreachable'],
  ['CERT_HAS_EXPIRED', 'tls-untrusted'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-untrusted'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-not-spoken'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-failed'],
  ['HPE_INVALID_CONSTANT', 'answer-garbled'],
  ['UND_ERR_SOMETHING_NEW', 'unknown'],
])('tells %s as %s', async (code, kind) => {
  expect(await failing(fetchFailed(code))).toMatchObject({
    answered: false,
    failure: { kind, code, host: 'door.acme.example', port: 443 },
  });
});

test('tells a refusal of egress apart, thrown or answered', async () => {
  const thrown = Object.assign(new Error('URL not included in the external fetch backend permissions: https://x'), {
    name: 'REQUEST_EGRESS_ALLOWLIST_ERR',
  });
  expect(await failing(thrown)).toMatchObject({ failure: { kind: 'egress-refused' } });
  const answered = makeCloudVantage({
    fetch: async () => new Response('', { status: 403, headers: { 'forge-proxy-error': 'BLOCKED_EGRESS' } }),
  });
  expect(await answered.request({ method: 'GET', url: 'https://door.acme.example/' }, goesOn())).toMatchObject({
    answered: false,
    failure: { kind: 'egress-refused', code: 'BLOCKED_EGRESS' },
  });
});

test.each(['http://169.254.169.254/', 'http://10.0.0.1/', 'http://[fd00::1]/', 'http://[::ffff:10.0.0.1]/'])(
  'does not go to %s where a document named it',
  async (url) => {
    expect(await ask(url, { foreign: { allowsPrivate: false } })).toMatchObject({
      answered: false,
      failure: { code: 'ADDRESS_NOT_ALLOWED' },
    });
  },
);

test('sees no names and no certificates, and says so', async () => {
  const vantage = makeCloudVantage({ fetch });
  const because = { known: false, because: { reason: 'not-from-here' } };
  expect(await vantage.lookup('door.acme.example', goesOn())).toEqual(because);
  expect(await vantage.tls('https://door.acme.example', goesOn())).toEqual(because);
  expect(vantage.used()).toEqual({ proxy: null, authority: null });
});
