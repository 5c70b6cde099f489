import type { LookupAddress } from 'node:dns';
import { connect } from 'node:net';
import zlib from 'node:zlib';
import { type LocalVantageOptions, makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { ProbeRequest, Vantage } from '../../../src/casdoor/vantage';
import { Secret } from '../../../src/secrets/secret';
import { answerJson, closeAll, freePort, serve, serveSockets, serveTls } from './listeners';
import { makeCertificate } from './made-certificates';

const vantages: Vantage[] = [];
afterEach(async () => {
  await Promise.all(vantages.splice(0).map((vantage) => vantage.close()));
  await closeAll();
});

const look = (options: LocalVantageOptions = {}) => {
  const vantage = makeLocalVantage({ environment: {}, ...options });
  vantages.push(vantage);
  return vantage;
};
const goesOn = () => new AbortController().signal;
const ask = (url: string, probe: Partial<ProbeRequest> = {}, options: LocalVantageOptions = {}) =>
  look(options).request({ method: 'GET', url, ...probe }, goesOn());

const answer = async (url: string, probe: Partial<ProbeRequest> = {}, options: LocalVantageOptions = {}) => {
  const attempt = await ask(url, probe, options);
  if (!attempt.answered) throw new Error(`${attempt.failure.kind} ${attempt.failure.code}`);
  return attempt.value;
};
const failure = async (url: string, probe: Partial<ProbeRequest> = {}, options: LocalVantageOptions = {}) => {
  const attempt = await ask(url, probe, options);
  if (attempt.answered) throw new Error(`Answered ${attempt.value.status}`);
  return attempt.failure;
};
const refusing = (code: string) => async (): Promise<LookupAddress[]> => {
  throw Object.assign(new Error(code), { code });
};

describe('an answer', () => {
  test('is had of a name below localhost, which not every system knows', async () => {
    const hosts: unknown[] = [];
    const port = await serve((request, response) => {
      hosts.push(request.headers.host);
      answerJson(request, response);
    });
    expect((await answer(`http://jira.localhost:${port}/`)).status).toBe(200);
    expect(hosts).toEqual([`jira.localhost:${port}`]);
  });

  test.each([
    ['gzip', (text: string) => zlib.gzipSync(text)],
    ['br', (text: string) => zlib.brotliCompressSync(text)],
    ['deflate', (text: string) => zlib.deflateSync(text)],
    ['deflate', (text: string) => zlib.deflateRawSync(text)],
  ])('in %s is read though it comes in crumbs', async (encoding, pack) => {
    const text = JSON.stringify({ issuer: 'https://door.acme.example', padding: 'x'.repeat(3000) });
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
      const bytes = [...pack(text)];
      const next = () => {
        const crumb = bytes.splice(0, 7);
        if (crumb.length === 0) response.end();
        else response.write(Buffer.from(crumb), () => setImmediate(next));
      };
      next();
    });
    expect((await answer(`http://127.0.0.1:${port}/`)).body).toBe(text);
  });

  test.each([
    ['a byte order mark', 'application/json', Buffer.from('\ufeff{"name":"Grün"}', 'utf8')],
    ['a charset that is not so', 'application/json; charset=iso-8859-1', Buffer.from('{"name":"Grün"}', 'utf8')],
    ['the charset that it declares', 'application/json; charset=iso-8859-1', Buffer.from('{"name":"Grün"}', 'latin1')],
    ['a charset that nobody knows', 'application/json; charset=nonsense', Buffer.from('{"name":"Grün"}', 'utf8')],
    ['UTF-16', 'application/json', Buffer.from('\ufeff{"name":"Grün"}', 'utf16le')],
    ['no content type', undefined, Buffer.from('{"name":"Grün"}', 'utf8')],
    ['the content type of a page', 'text/html', Buffer.from('{"name":"Grün"}', 'utf8')],
  ])('with %s is read', async (_name, contentType, bytes) => {
    const port = await serve((_request, response) => {
      response.writeHead(200, contentType === undefined ? {} : { 'content-type': contentType }).end(bytes);
    });
    const { json, isHtml } = await answer(`http://127.0.0.1:${port}/`);
    expect(json).toEqual({ name: 'Grün' });
    expect(isHtml).toBe(false);
  });

  test('asked for as bytes is decoded from its content encoding and left as it is', async () => {
    const text = '\ufeff{"name":"Grün","padding":"s3cret"}';
    const port = await serve((_request, response) => {
      response
        .writeHead(429, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'retry-after': '7' })
        .end(zlib.gzipSync(text));
    });
    const credentials = { clientId: 'app', secret: new Secret('s3cret') };
    const attempt = await look().bytes({ method: 'GET', url: `http://127.0.0.1:${port}/`, credentials }, goesOn());
    if (!attempt.answered) throw new Error(attempt.failure.kind);
    const { bytes, ...rest } = attempt.value;
    expect(Buffer.from(bytes)).toEqual(Buffer.from(text));
    expect(rest).toEqual({ status: 429, contentType: 'application/json', retryAfter: '7' });
  });

  test('asked for as bytes keeps its connection, has a limit of its own, and is stopped', async () => {
    const ports = new Set<number | undefined>();
    const port = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      if (request.url !== '/never') response.end(Buffer.alloc(3 * 1024 * 1024));
    });
    const vantage = look();
    const bytes = (path: string, probe: Partial<ProbeRequest>, signal = goesOn()) =>
      vantage.bytes({ method: 'GET', url: `http://127.0.0.1:${port}${path}`, ...probe }, signal);
    for (const _ of [1, 2, 3]) expect((await bytes('/', { limit: 4 * 1024 * 1024 })).answered).toBe(true);
    expect(ports.size).toBe(1);
    expect(await bytes('/', {})).toMatchObject({ answered: false, failure: { kind: 'answer-too-large' } });
    const cancel = new AbortController();
    const stopped = bytes('/never', {}, cancel.signal);
    cancel.abort();
    expect(await stopped).toMatchObject({ answered: false, failure: { kind: 'stopped' } });
  });

  test('of a page is a page, and no JSON', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('\n<!doctype html><title>Acme</title>');
    });
    expect(await answer(`http://127.0.0.1:${port}/`)).toMatchObject({ isHtml: true, json: undefined });
  });

  test('that redirects is not followed', async () => {
    let elsewhere = 0;
    const other = await serve((request, response) => {
      elsewhere += 1;
      answerJson(request, response);
    });
    const port = await serve((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${other}/` }).end();
    });
    expect(await answer(`http://127.0.0.1:${port}/`)).toMatchObject({
      status: 302,
      headers: { location: `http://127.0.0.1:${other}/` },
    });
    expect(elsewhere).toBe(0);
  });

  test('to credentials has the secret taken out, in whatever form it is echoed', async () => {
    let authorization = '';
    const port = await serve((request, response) => {
      authorization = request.headers.authorization ?? '';
      response.writeHead(200, { 'x-echo': authorization }).end(`${authorization} s3cr&t/== s3cr%26t%2F%3D%3D`);
    });
    const credentials = { clientId: 'app', secret: new Secret('s3cr&t/==') };
    const { body, headers } = await answer(`http://127.0.0.1:${port}/`, { credentials });
    expect(Buffer.from(authorization.slice(6), 'base64').toString()).toBe('app:s3cr&t/==');
    expect(body).toBe('Basic ••• ••• •••');
    expect(headers['x-echo']).toBe('Basic •••');
  });

  test('is awaited on a kept connection, and on a new one where that is asked', async () => {
    const ports = new Set<number | undefined>();
    const port = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      answerJson(request, response);
    });
    const vantage = look();
    const url = `http://127.0.0.1:${port}/`;
    await vantage.request({ method: 'GET', url }, goesOn());
    await vantage.request({ method: 'GET', url }, goesOn());
    expect(ports.size).toBe(1);
    await vantage.request({ method: 'GET', url, fresh: true }, goesOn());
    expect(ports.size).toBe(2);
  });

  test('after a reset of the kept connection comes on a new one', async () => {
    let answered = 0;
    const port = await serve((request, response) => {
      // As Casdoor does after a refused introspection: the next request on this connection meets a reset.
      if ((request.socket as { wasRefused?: boolean }).wasRefused) request.socket.resetAndDestroy();
      else {
        answered += 1;
        (request.socket as { wasRefused?: boolean }).wasRefused = true;
        answerJson(request, response);
      }
    });
    const vantage = look();
    const url = `http://127.0.0.1:${port}/`;
    await vantage.request({ method: 'GET', url }, goesOn());
    const second = await vantage.request({ method: 'POST', url, body: 'token=x' }, goesOn());
    expect(second).toMatchObject({ answered: true, value: { status: 200 } });
    expect(answered).toBe(2);
  });
});

test('what may be asked once only is not asked again after a reset', async () => {
  let asked = 0;
  const port = await serve((request) => {
    asked += 1;
    request.socket.resetAndDestroy();
  });
  const once = { method: 'POST', url: `http://127.0.0.1:${port}/`, body: 'code=x', once: true } as const;
  expect(await look().request(once, goesOn())).toMatchObject({
    answered: false,
    failure: { kind: 'connection-closed' },
  });
  expect(asked).toBe(1);
});

describe('a failure is told apart', () => {
  test('nobody listens', async () => {
    const port = await freePort();
    expect(await failure(`http://127.0.0.1:${port}/`)).toMatchObject({
      kind: 'connection-refused',
      code: 'ECONNREFUSED',
      host: '127.0.0.1',
      port,
      proxy: null,
    });
  });

  test.each([
    ['ENOTFOUND', 'host-unknown'],
    ['ENODATA', 'host-unknown'],
    ['EAI_AGAIN', 'name-service-silent'],
    ['ESERVFAIL', 'name-service-silent'],
    ['ETIMEOUT', 'name-service-silent'],
  ])('the name service says %s', async (code, kind) => {
    expect(await failure('http://door.acme.example/', {}, { resolve: refusing(code) })).toMatchObject({ kind, code });
  });

  test('a name without an address', async () => {
    expect(await failure('http://door.acme.example/', {}, { resolve: async () => [] })).toMatchObject({
      kind: 'host-unknown',
    });
  });

  test('a name service that is silent is given up', async () => {
    const started = performance.now();
    expect(await failure('http://door.acme.example/', {}, { resolve: () => new Promise(() => {}) })).toMatchObject({
      kind: 'name-service-silent',
    });
    expect(performance.now() - started).toBeLessThan(9000);
  }, 15_000);

  test('a reset, before and after the request', async () => {
    const first = await serveSockets((socket) => socket.resetAndDestroy());
    const later = await serveSockets((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const silent = await serveSockets((socket) => socket.once('data', () => socket.end()));
    for (const port of [first, later, silent])
      expect(await failure(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'connection-closed' });
  });

  test('a reset in the middle of the body', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"issuer":', () => setImmediate(() => response.socket?.resetAndDestroy()));
    });
    expect(await failure(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'connection-closed' });
  });

  test('silence, and a byte now and then', async () => {
    const silent = await serve(() => {});
    const drip = await serve((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    });
    for (const port of [silent, drip]) {
      const started = performance.now();
      expect(await failure(`http://127.0.0.1:${port}/`, { timeout: 300 })).toMatchObject({ kind: 'answer-timeout' });
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });

  test('a body without an end', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(65_536, 0x20);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    expect(await failure(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'answer-too-large' });
  });

  test('a body that explodes', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await failure(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'answer-too-large' });
  });

  test('a limit of its own, met and not met', async () => {
    const port = await serve((_request, response) => response.end('x'.repeat(1000)));
    expect(await failure(`http://127.0.0.1:${port}/`, { limit: 999 })).toMatchObject({ kind: 'answer-too-large' });
    expect((await answer(`http://127.0.0.1:${port}/`, { limit: 1000 })).body).toHaveLength(1000);
  });

  test('what is no HTTP, and what is no gzip', async () => {
    const ssh = await serveSockets((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    expect(await failure(`http://127.0.0.1:${ssh}/`)).toMatchObject({ kind: 'answer-garbled' });
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is no gzip');
    });
    expect(await failure(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'answer-garbled' });
  });

  test('https asked of a port that speaks http', async () => {
    const port = await serve(answerJson);
    expect(await failure(`https://127.0.0.1:${port}/`)).toMatchObject({ kind: 'tls-not-spoken' });
  });

  test('https asked of a port that speaks neither', async () => {
    const port = await serveSockets((socket) => socket.once('data', () => socket.end('220 mail.acme.example\r\n')));
    expect(await failure(`https://127.0.0.1:${port}/`)).toMatchObject({ kind: 'tls-failed' });
  });

  test('http asked of a port that speaks https, whether it answers 400 or hangs up', async () => {
    const { pem, key } = await makeCertificate({ name: 'localhost', hosts: ['localhost'], addresses: ['127.0.0.1'] });
    const hangsUp = await serveTls({ cert: pem, key }, answerJson);
    expect(await failure(`http://127.0.0.1:${hangsUp}/`)).toMatchObject({ kind: 'tls-required' });
    // As nginx and Go do: a TLS record begins with 0x16, anything else gets a page that says no.
    const says400 = await serveSockets((socket) =>
      socket.once('data', (first: Buffer) => {
        if (first[0] !== 0x16) {
          socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno');
          return;
        }
        const through = connect(hangsUp, '127.0.0.1');
        through.on('error', () => {});
        through.write(first);
        socket.pipe(through).pipe(socket);
      }),
    );
    expect(await failure(`http://127.0.0.1:${says400}/`)).toMatchObject({ kind: 'tls-required' });
  });

  test('a 400 of a port that speaks http is an answer', async () => {
    const port = await serve((_request, response) => response.writeHead(400).end('no'));
    expect((await answer(`http://127.0.0.1:${port}/`)).status).toBe(400);
  });

  test('a run that is stopped', async () => {
    const port = await serve(() => {});
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const attempt = await look().request({ method: 'GET', url: `http://127.0.0.1:${port}/` }, stop.signal);
    expect(attempt).toMatchObject({ answered: false, failure: { kind: 'stopped' } });
  });
});

describe('an address that a document named', () => {
  test.each(['http://169.254.169.254/', 'http://[fe80::1]/', 'http://[::ffff:169.254.169.254]/'])(
    'is never link-local: %s',
    async (url) => {
      expect(await failure(url, { foreign: { allowsPrivate: true } })).toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' });
    },
  );

  test('is private only where that is allowed, by what its name resolves to', async () => {
    const port = await serve(answerJson);
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const url = `http://keys.acme.example:${port}/`;
    expect(await failure(url, { foreign: { allowsPrivate: false } }, { resolve })).toMatchObject({
      code: 'ADDRESS_NOT_ALLOWED',
    });
    expect((await answer(url, { foreign: { allowsPrivate: true } }, { resolve })).status).toBe(200);
  });

  test('is resolved once, so that a second answer of the name service changes nothing', async () => {
    const port = await serve(answerJson);
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }];
    };
    const vantage = look({ resolve });
    const url = `http://keys.acme.example:${port}/`;
    for (const _turn of [1, 2])
      expect(await vantage.request({ method: 'GET', url, foreign: { allowsPrivate: true } }, goesOn())).toMatchObject({
        answered: true,
      });
    expect(asked).toBe(1);
  });
});

describe('names', () => {
  test('are told with whether they are private', async () => {
    const lookup = (addresses: string[]) =>
      look({
        resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      }).lookup('door.acme.example', goesOn());
    expect(await lookup(['203.0.113.7', '2001:db8::1'])).toEqual({
      known: true,
      value: { answered: true, value: { addresses: ['203.0.113.7', '2001:db8::1'], hasPrivate: false } },
    });
    for (const address of ['10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', '127.0.0.1', '::1', 'fd00::1'])
      expect(await lookup(['203.0.113.7', address])).toMatchObject({ value: { value: { hasPrivate: true } } });
    expect(await lookup(['172.32.0.1'])).toMatchObject({ value: { value: { hasPrivate: false } } });
  });

  test('that nobody knows are a failure of the look-up', async () => {
    expect(await look({ resolve: refusing('ENOTFOUND') }).lookup('door.acme.example', goesOn())).toMatchObject({
      known: true,
      value: { answered: false, failure: { kind: 'host-unknown', host: 'door.acme.example' } },
    });
  });
});
