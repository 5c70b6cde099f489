import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Authority, readAuthorities } from '../../../local/vantage/authorities';
import { type LocalVantageOptions, makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { Vantage } from '../../../src/casdoor/vantage';
import type { TlsLook } from '../../../src/checks/evidence';
import { Secret } from '../../../src/secrets/secret';
import { answerJson, closeAll, freePort, serve, serveTls } from './listeners';
import { type Made, makeCertificate, makeCompany } from './made-certificates';

const vantages: Vantage[] = [];
afterEach(async () => {
  await Promise.all(vantages.splice(0).map((vantage) => vantage.close()));
  await closeAll();
});

const onLoopback = async () => [{ address: '127.0.0.1', family: 4 }];
const look = (options: LocalVantageOptions = {}) => {
  const vantage = makeLocalVantage({ environment: {}, resolve: onLoopback, ...options });
  vantages.push(vantage);
  return vantage;
};
const goesOn = () => new AbortController().signal;
const chained = (...chain: Made[]) => ({
  cert: chain.map(({ pem }) => pem).join('\n'),
  key: chain[0]?.key ?? '',
});
const trusting = (made: Made, from: Authority['from'] = 'file'): Authority => ({ pem: made.pem, from });

/** What a look says, and what a request for the document meets. */
const see = async (port: number, options: LocalVantageOptions = {}, host = 'door.acme.example') => {
  const vantage = look(options);
  const origin = `https://${host}:${port}`;
  const attempt = await vantage.request({ method: 'GET', url: `${origin}/` }, goesOn());
  const fact = await vantage.tls(origin, goesOn());
  if (!fact.known) throw new Error(`No look: ${JSON.stringify(fact.because)}`);
  return {
    look: fact.value as TlsLook,
    used: vantage.used(),
    met: attempt.answered ? attempt.value.status : `${attempt.failure.kind} ${attempt.failure.code}`,
  };
};

test('a chain that ends in a given authority is trusted, and says by whose word', async () => {
  const { root, issuing, server } = await makeCompany();
  const port = await serveTls(chained(server, issuing), answerJson);
  const seen = await see(port, { authorities: [trusting(root, 'panel')] });
  expect(seen.met).toBe(200);
  expect(seen.look).toMatchObject({
    authorized: true,
    code: null,
    hostMatches: true,
    trustedBy: 'panel',
    completion: null,
  });
  expect(seen.look.chain.map(({ subject }) => subject)).toEqual([
    'CN=door.acme.example, O=Acme',
    'CN=Acme Issuing, O=Acme',
  ]);
  expect(seen.look.chain[0]).toMatchObject({ names: ['door.acme.example'], isSelfSigned: false, pem: null });
  expect(seen.look.chain[0]?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(seen.look.chain[1]?.pem).toContain('BEGIN CERTIFICATE');
  expect(seen.used.authority).toEqual({ subject: 'CN=Acme Root, O=Acme', from: 'panel' });
});

test('an intermediate that somebody trusts is an anchor too, as in Java', async () => {
  const { issuing, server } = await makeCompany();
  const port = await serveTls(chained(server), answerJson);
  const seen = await see(port, { authorities: [trusting(issuing)] });
  expect(seen.met).toBe(200);
  expect(seen.look).toMatchObject({ authorized: true, trustedBy: 'file' });
});

test('NODE_EXTRA_CA_CERTS is honoured though the process began without it', async () => {
  const { root, issuing, server } = await makeCompany();
  const folder = mkdtempSync(path.join(tmpdir(), 'authority-'));
  const file = path.join(folder, 'root.pem');
  writeFileSync(file, `# our own\n${root.pem}\n`);
  const port = await serveTls(chained(server, issuing), answerJson);
  const seen = await see(port, { environment: { NODE_EXTRA_CA_CERTS: file } });
  rmSync(folder, { recursive: true });
  expect(seen.met).toBe(200);
  expect(seen.used.authority).toEqual({ subject: 'CN=Acme Root, O=Acme', from: 'environment' });
});

test('an authority that nobody knows is not trusted, whatever the chain is complete with', async () => {
  const { root, issuing, server } = await makeCompany();
  const port = await serveTls(chained(server, issuing, root), answerJson);
  const seen = await see(port);
  expect(seen.met).toBe('tls-untrusted SELF_SIGNED_CERT_IN_CHAIN');
  expect(seen.look).toMatchObject({ authorized: false, code: 'SELF_SIGNED_CERT_IN_CHAIN', trustedBy: null });
  expect(seen.look.chain).toHaveLength(3);
  expect(seen.look.chain[2]?.isSelfSigned).toBe(true);
});

test.each([
  ['expired', { from: -30, until: -1 }, 'CERT_HAS_EXPIRED'],
  ['not yet valid', { from: 2, until: 90 }, 'CERT_NOT_YET_VALID'],
] as const)('one that is %s says so', async (_name, dates, code) => {
  const { root, issuing, server } = await makeCompany(dates);
  const port = await serveTls(chained(server, issuing), answerJson);
  const seen = await see(port, { authorities: [trusting(root)] });
  expect(seen.met).toBe(`tls-untrusted ${code}`);
  expect(seen.look).toMatchObject({ authorized: false, code, hostMatches: true });
});

test('one for another name is told by its names', async () => {
  const { root, issuing, server } = await makeCompany({ hosts: ['other.acme.example', '*.intern.example'] });
  const port = await serveTls(chained(server, issuing), answerJson);
  const seen = await see(port, { authorities: [trusting(root)] });
  expect(seen.met).toBe('tls-untrusted ERR_TLS_CERT_ALTNAME_INVALID');
  expect(seen.look).toMatchObject({ authorized: false, code: 'ERR_TLS_CERT_ALTNAME_INVALID', hostMatches: false });
  expect(seen.look.chain[0]?.names).toEqual(['other.acme.example', '*.intern.example']);
});

test('one for an address fits the address', async () => {
  const { root, issuing, server } = await makeCompany({ addresses: ['127.0.0.1'] });
  const port = await serveTls(chained(server, issuing), answerJson);
  const seen = await see(port, { authorities: [trusting(root)] }, '127.0.0.1');
  expect(seen.met).toBe(200);
  expect(seen.look).toMatchObject({ authorized: true, hostMatches: true });
});

test('a self-signed one is not trusted until it is given', async () => {
  const own = await makeCertificate({ name: 'door.acme.example', hosts: ['door.acme.example'] });
  const port = await serveTls(chained(own), answerJson);
  const seen = await see(port);
  expect(seen.met).toBe('tls-untrusted DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(seen.look.chain).toMatchObject([{ isSelfSigned: true }]);
  expect(seen.look.chain[0]?.pem).toContain('BEGIN CERTIFICATE');
  expect((await see(port, { authorities: [trusting(own, 'panel')] })).met).toBe(200);
});

describe('a missing intermediate', () => {
  const start = async (
    answer: (made: Awaited<ReturnType<typeof makeCompany>>) => Uint8Array | string,
    status = 200,
  ) => {
    const seen: { url: string | undefined; authorization: string | undefined }[] = [];
    let content: Uint8Array | string = '';
    const aia = await serve((request, response) => {
      seen.push({ url: request.url, authorization: request.headers.authorization });
      response.writeHead(status, { 'content-type': 'application/pkix-cert' }).end(content);
    });
    const company = await makeCompany({ issuerUrl: `http://aia.acme.example:${aia}/issuing.crt` });
    content = answer(company);
    const port = await serveTls(chained(company.server), answerJson);
    return { ...company, port, seen, url: `http://aia.acme.example:${aia}/issuing.crt` };
  };

  test('that the certificate names completes the chain, and is fetched without credentials', async () => {
    const { root, port, seen, url } = await start(({ issuing }) => Buffer.from(issuing.certificate.rawData));
    const result = await see(port, { authorities: [trusting(root)] });
    expect(result.met).toMatch(/^tls-untrusted UNABLE_TO_/);
    expect(result.look).toMatchObject({ authorized: false, completion: { url, completes: true } });
    expect(seen).toEqual([{ url: '/issuing.crt', authorization: undefined }]);
  });

  test('completes nothing where its root is not trusted either', async () => {
    const { port, url } = await start(({ issuing }) => issuing.pem);
    expect((await see(port)).look.completion).toEqual({ url, completes: false });
  });

  test('that is a root vouching for itself completes nothing', async () => {
    const { port, url } = await start(({ root }) => Buffer.from(root.certificate.rawData));
    expect((await see(port)).look.completion).toEqual({ url, completes: false });
  });

  test.each([
    ['is not there', '', 404],
    ['is no certificate', 'nonsense', 200],
    ['is larger than any certificate', 'x'.repeat(70_000), 200],
  ])('that %s completes nothing', async (_name, content, status) => {
    const { root, port, url } = await start(() => content, status);
    expect((await see(port, { authorities: [trusting(root)] })).look.completion).toEqual({ url, completes: false });
  });

  test('that nobody serves, and one that is named nowhere', async () => {
    const port = await freePort();
    const dead = await makeCompany({ issuerUrl: `http://aia.acme.example:${port}/` });
    const first = await serveTls(chained(dead.server), answerJson);
    expect((await see(first, { authorities: [trusting(dead.root)] })).look.completion).toMatchObject({
      completes: false,
    });
    const silent = await makeCompany();
    const second = await serveTls(chained(silent.server), answerJson);
    expect((await see(second, { authorities: [trusting(silent.root)] })).look.completion).toBeNull();
  });
});

test('nothing is sent through a connection that is not trusted', async () => {
  const own = await makeCertificate({ name: 'door.acme.example', hosts: ['door.acme.example'] });
  let asked = 0;
  const port = await serveTls(chained(own), (request, response) => {
    asked += 1;
    answerJson(request, response);
  });
  const vantage = look();
  const credentials = { clientId: 'app', secret: new Secret('secret') };
  await vantage.request({ method: 'GET', url: `https://door.acme.example:${port}/`, credentials }, goesOn());
  await vantage.tls(`https://door.acme.example:${port}`, goesOn());
  expect(asked).toBe(0);
});

test('NODE_TLS_REJECT_UNAUTHORIZED has no say', async () => {
  const own = await makeCertificate({ name: 'door.acme.example', hosts: ['door.acme.example'] });
  const port = await serveTls(chained(own), answerJson);
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  try {
    expect((await see(port)).met).toBe('tls-untrusted DEPTH_ZERO_SELF_SIGNED_CERT');
  } finally {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  }
});

test('there is no certificate to look at over http, nor where nobody listens', async () => {
  const vantage = look();
  expect(await vantage.tls('http://door.acme.example', goesOn())).toEqual({
    known: false,
    because: { reason: 'not-applicable' },
  });
  expect(await vantage.tls(`https://door.acme.example:${await freePort()}`, goesOn())).toEqual({
    known: false,
    because: { reason: 'needs', fact: 'discovery' },
  });
});

describe('a file of authorities', () => {
  test('may hold several, with text between, or one in DER', async () => {
    const { root, issuing } = await makeCompany();
    expect(readAuthorities(`# one\n${root.pem}\n# two\r\n${issuing.pem}`)).toHaveLength(2);
    expect(readAuthorities(Buffer.from(root.certificate.rawData))).toHaveLength(1);
  });

  test('that holds none is refused', () => {
    expect(() => readAuthorities('hello')).toThrow(RangeError);
    expect(() => readAuthorities('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toThrow(RangeError);
  });
});
