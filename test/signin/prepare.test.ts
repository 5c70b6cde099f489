import type { ServerResponse } from 'node:http';
import { plain } from '../../src/contract/report';
import { Secret } from '../../src/secrets/secret';
import { askCallback } from '../../src/signin/ask-callback';
import { type PrepareOptions, prepareSignIn } from '../../src/signin/prepare';
import type { SignInQuestion } from '../../src/signin/question';
import {
  type Faults,
  type RecordedCasdoor,
  recordedRedirectUri,
  startRecordedCasdoor,
} from '../casdoor/recorded-casdoor';
import { closeAll, freePort } from '../local/vantage/listeners';
import { answering, closeVantages, given, instanceKeys, localVantage } from './recorded-sign-in';

const open: RecordedCasdoor[] = [];
const casdoor = async (faults: Faults = {}): Promise<RecordedCasdoor> => {
  const started = await startRecordedCasdoor(faults);
  open.push(started);
  return started;
};
afterEach(async () => {
  await closeVantages();
  await closeAll();
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const optionsFor = (address: string, changes: Partial<PrepareOptions> = {}): PrepareOptions => ({
  given: { ...given, address, ...changes.given },
  secret: new Secret('app-jira-client-secret'),
  allowsHttp: false,
  vantage: localVantage(),
  signal: new AbortController().signal,
  redirectUri: recordedRedirectUri,
  beside: 'userinfo',
  ...Object.fromEntries(Object.entries(changes).filter(([name]) => name !== 'given')),
});

const prepared = async (options: PrepareOptions): Promise<SignInQuestion> => {
  const result = await prepareSignIn(options);
  if (!result.ok) throw new Error(result.message);
  return result.question;
};
const json = (response: ServerResponse, body: unknown) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('Preparing a sign-in', () => {
  test('fetches the document, the keys and the application in two round trips', async () => {
    const server = await casdoor();
    const question = await prepared(optionsFor(`${server.origin}/`));
    expect(question).toMatchObject({
      origin: server.origin,
      prefix: '',
      issuer: server.origin,
      authorizationEndpoint: `${server.origin}/login/oauth/authorize`,
      clientId: 'app-jira-client-id',
      scopes: 'openid profile email address phone offline_access',
      redirectUri: recordedRedirectUri,
      beside: 'userinfo',
      server: { kind: 'casdoor', isProved: true },
      prepared: {
        instanceKeys,
        applicationKeys: instanceKeys.filter(({ kid }) => kid === 'cert-acme'),
        shown: { name: 'app-jira', organization: 'acme' },
        application: { name: 'app-jira', cert: 'cert-acme', tokenFormat: 'JWT' },
      },
    });
    const [first, second] = [server.seen.slice(0, 3), server.seen.slice(3)].map((seen) =>
      seen.map(({ url }) => url.split('?')[0]).sort(),
    );
    expect(first).toEqual(['/.well-known/jwks', '/.well-known/openid-configuration', '/api/get-app-login']);
    expect(second).toEqual(['/.well-known/app-jira/jwks', '/api/get-application']);
    const probe = server.seen.find(({ url }) => url.startsWith('/api/get-app-login'));
    expect(new URLSearchParams(probe?.url.split('?')[1]).get('redirectUri')).toBe(recordedRedirectUri);
  });

  test('keeps neither the secret nor anything private of a key', async () => {
    const leaky = { ...instanceKeys[0], d: 'private-1', p: 'private-2', oth: ['private-3'], x5c: ['certificate'] };
    const server = await casdoor({
      instead: (request, response) => {
        if (request.url !== '/.well-known/jwks') return false;
        json(response, { keys: [leaky, { kty: 'oct', k: 'private-4' }, 7] });
        return true;
      },
    });
    const question = await prepared(optionsFor(server.origin));
    expect(question.prepared.instanceKeys).toEqual([instanceKeys[0]]);
    expect(JSON.stringify(question)).not.toMatch(/private-|app-jira-client-secret|certificate"/);
  });

  test('works without a secret, and below a prefix', async () => {
    const server = await casdoor({ prefix: '/sso' });
    const question = await prepared(optionsFor(`${server.origin}/sso/login`, { secret: null }));
    expect(question).toMatchObject({ prefix: '/sso', prepared: { application: null, shown: { name: 'app-jira' } } });
    expect(question.prepared.applicationKeys).toHaveLength(1);
    expect(server.seen.every(({ authorization }) => authorization === null)).toBe(true);
  });

  test('sends the secret to nobody who has not proved to be Casdoor', async () => {
    const server = await casdoor({
      instead: (request, response) => {
        if (!request.url?.startsWith('/api/get-app-login')) return false;
        response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>Blocked</h1>');
        return true;
      },
    });
    const question = await prepared(optionsFor(server.origin));
    expect(question).toMatchObject({
      server: { kind: 'casdoor', isProved: false },
      prepared: { application: null, applicationKeys: null, shown: null },
    });
    expect(question.prepared.instanceKeys).toEqual(instanceKeys);
    expect(server.seen.every(({ authorization }) => authorization === null)).toBe(true);
  });

  test('takes the issuer of the very document that was pasted', async () => {
    const server = await casdoor({
      instead: (request, response) => {
        if (request.url !== '/.well-known/app-jira/openid-configuration') return false;
        const base = `http://${request.headers.host}`;
        json(response, {
          issuer: `${base}/.well-known/app-jira`,
          authorization_endpoint: `${base}/login/oauth/authorize`,
          token_endpoint: `${base}/api/login/oauth/access_token`,
        });
        return true;
      },
    });
    const own = `${server.origin}/.well-known/app-jira/openid-configuration`;
    expect((await prepared(optionsFor(own))).issuer).toBe(`${server.origin}/.well-known/app-jira`);
    expect((await prepared(optionsFor(server.origin))).issuer).toBe(server.origin);
  });

  test('leaves what cannot be had as missing', async () => {
    const server = await casdoor({
      instead: (request, response) => {
        if (!/jwks|get-application/.test(request.url ?? '')) return false;
        response.destroy();
        return true;
      },
    });
    expect((await prepared(optionsFor(server.origin))).prepared).toEqual({
      applicationKeys: null,
      instanceKeys: null,
      shown: { name: 'app-jira', organization: 'acme' },
      application: null,
    });
  });

  test('keeps of another issuer what its document names on the typed origin', async () => {
    const server = await answering((path) => {
      const base = server.origin;
      if (path === '/.well-known/openid-configuration')
        return {
          body: {
            issuer: base,
            authorization_endpoint: 'https://elsewhere.example/auth',
            token_endpoint: `${base}/token`,
            userinfo_endpoint: 'https://elsewhere.example/me',
            jwks_uri: `${base}/keys`,
          },
        };
      return path === '/keys' ? { body: { keys: instanceKeys } } : { status: 404, body: 'Not found' };
    });
    const question = await prepared(optionsFor(server.origin));
    expect(question).toMatchObject({
      server: {
        kind: 'other',
        tokenEndpoint: `${server.origin}/token`,
        userinfoEndpoint: null,
        keysEndpoint: `${server.origin}/keys`,
      },
      prepared: { applicationKeys: null, instanceKeys, shown: null, application: null },
    });
    expect(server.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  test('asks by introspection first where the client ID looks like the secret', async () => {
    const clientId = 'ab12'.repeat(10);
    const server = await casdoor();
    const refused = await prepareSignIn(
      optionsFor(server.origin, { given: { ...given, address: server.origin, clientId } }),
    );
    expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('looks like a client secret') });
    expect(server.seen.some(({ url }) => url === '/api/login/oauth/introspect')).toBe(true);
    expect(server.seen.filter(({ url }) => url.includes(clientId))).toEqual([]);
  });

  describe('is refused with a reason and one thing to do', () => {
    test.each<[string, Partial<PrepareOptions['given']>, RegExp, RegExp]>([
      ['there is no address', { address: '' }, /No address of Casdoor/, /^Save the address of Casdoor on Connect\.$/],
      ['there is no client ID', { clientId: null }, /needs the client ID/, /^Save the client ID on Client\.$/],
      [
        'tokens would travel over http',
        { address: 'http://door.acme.example' },
        /over http anybody on the way to door\.acme\.example can read them/,
        /https address on Connect/,
      ],
    ])('where %s', async (_name, changes, message, remedy) => {
      const result = await prepareSignIn(optionsFor('https://door.acme.example', { given: { ...given, ...changes } }));
      expect(result).toMatchObject({
        ok: false,
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(remedy),
      });
    });

    test('where nobody answers', async () => {
      const result = await prepareSignIn(optionsFor(`http://127.0.0.1:${await freePort()}`));
      expect(result).toMatchObject({ ok: false, message: '127.0.0.1 did not answer.' });
    });

    const documents: [string, object | string, RegExp][] = [
      ['a page answers', '<!DOCTYPE html><html></html>', /is no OpenID Connect discovery document/],
      [
        'the document has no sign-in page',
        { issuer: 'https://a.example', token_endpoint: '/x' },
        /names no sign-in page/,
      ],
      ['the document has no issuer', { authorization_endpoint: 'https://a.example/auth' }, /names no issuer/],
      [
        'the code would go to another origin',
        {
          issuer: 'https://a.example',
          authorization_endpoint: 'https://a.example/auth',
          token_endpoint: 'https://a.example/token',
        },
        /its token endpoint is elsewhere/,
      ],
    ];
    test.each(documents)('where %s', async (_name, document, message) => {
      const server = await answering((path) =>
        path === '/.well-known/openid-configuration' ? { body: document } : { status: 404, body: 'Not found' },
      );
      const result = await prepareSignIn(optionsFor(server.origin));
      expect(result).toMatchObject({ ok: false, message: expect.stringMatching(message) });
    });
  });

  test('ends in time where nobody ends an answer', async () => {
    const server = await answering(() => null);
    const started = Date.now();
    const result = await prepareSignIn(optionsFor(server.origin, { signal: AbortSignal.timeout(300) }));
    expect(result).toMatchObject({ ok: false, message: '127.0.0.1 did not answer.' });
    expect(Date.now() - started).toBeLessThan(3000);
  });
});

describe('The callback of a sign-in', () => {
  const asked = async (server: { origin: string }, changes: Partial<PrepareOptions> = {}) => {
    const callback = await askCallback(optionsFor(server.origin, changes));
    return { ...callback, note: callback.note === null ? null : plain(callback.note) };
  };
  const loopback = 'http://127.0.0.1:8080/sign-in/jira';
  const foreign = 'https://x.hello.atlassian-dev.net/x1/abc';

  test('is registered where Casdoor accepts it', async () => {
    expect(await asked(await casdoor())).toMatchObject({ uri: recordedRedirectUri, state: 'registered', note: null });
  });

  test('is missing where Casdoor accepts everything but it, whatever the language', async () => {
    const callback = await asked(await casdoor(), { redirectUri: foreign });
    expect(callback).toMatchObject({ uri: foreign, state: 'missing' });
    expect(callback.note).toBe(
      `Casdoor would send nobody back: ${foreign} is not under “Redirect URLs” of the application app-jira.`,
    );
  });

  test('passes on loopback, which proves nothing', async () => {
    const passing = 'http://localhost:8080/sign-in/jira';
    const callback = await asked(await casdoor(), { redirectUri: passing });
    expect(callback).toMatchObject({
      state: 'loopback',
      note: expect.stringContaining('Nothing has to be registered'),
    });
  });

  test('does not pass on loopback where this Casdoor refuses it', async () => {
    // The recorded server lets `localhost` alone pass.
    expect(await asked(await casdoor(), { redirectUri: loopback })).toMatchObject({ state: 'missing' });
  });

  test.each<[string, Faults['instead'], RegExp]>([
    [
      'a firewall refuses the question',
      (request, response) => {
        if (!request.url?.startsWith('/api/')) return false;
        response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>Blocked</h1>');
        return true;
      },
      /did not tell whether it accepts/,
    ],
    [
      'another server answers',
      (_request, response) => {
        json(response, { issuer: 'https://a.example', authorization_endpoint: 'https://a.example/x' });
        return true;
      },
      /has not answered as Casdoor does/,
    ],
  ])('is not certain where %s', async (_name, instead, note) => {
    const callback = await asked(await casdoor({ instead: instead ?? (() => false) }));
    expect(callback).toMatchObject({ state: 'not-certain', note: expect.stringMatching(note) });
  });

  test('is not certain where the client ID is unknown, missing or may be the secret', async () => {
    const server = await casdoor();
    const withId = (clientId: string | null) =>
      asked(server, { given: { ...given, address: server.origin, clientId }, secret: null });
    expect(await withId('nobody-at-all')).toMatchObject({
      state: 'not-certain',
      note: 'Casdoor does not know the client ID nobody-at-all. The checks of Client say more.',
    });
    expect(await withId(null)).toMatchObject({ state: 'not-certain', note: expect.stringContaining('client ID') });
    const suspicious = 'ab12'.repeat(10);
    expect(await withId(suspicious)).toMatchObject({ state: 'not-certain', note: expect.stringContaining('secret') });
    expect(server.seen.filter(({ url }) => url.includes(suspicious))).toEqual([]);
  });

  test('is not certain where nobody answers', async () => {
    const callback = await asked({ origin: `http://127.0.0.1:${await freePort()}` });
    expect(callback).toMatchObject({ state: 'not-certain', note: expect.stringContaining('did not answer') });
  });
});
