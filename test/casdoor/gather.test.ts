import { getMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { makeCloudVantage } from '../../src/casdoor/cloud-vantage';
import { gather } from '../../src/casdoor/gather';
import type { Vantage } from '../../src/casdoor/vantage';
import type { Evidence, Fact, Given } from '../../src/checks/evidence';
import type { Mapping } from '../../src/contract/mapping';
import { givenFrom, type Settings } from '../../src/diagnosis/given';
import { Secret } from '../../src/secrets/secret';
import {
  answerNamed,
  type Faults,
  type RecordedCasdoor,
  recordedRedirectUri,
  startRecordedCasdoor,
} from './recorded-casdoor';

const servers: RecordedCasdoor[] = [];
const vantages: Vantage[] = [];
afterEach(async () => {
  await Promise.all(vantages.splice(0).map((vantage) => vantage.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const start = async (faults: Faults = {}) => {
  const server = await startRecordedCasdoor(faults);
  servers.push(server);
  return server;
};
const lookLocally = () => {
  const vantage = makeLocalVantage({ environment: {} });
  vantages.push(vantage);
  return vantage;
};

type Changes = Partial<Omit<Settings, 'hasSecret'>> & {
  secret?: string | null;
  allowsHttp?: boolean;
  vantage?: Vantage;
  signal?: AbortSignal;
  onProgress?: (progress: { phase: string; done: number; of: number }) => void;
};

const run = async (address: string, changes: Changes = {}): Promise<Evidence> => {
  const { secret = 'app-jira-client-secret', allowsHttp = false, vantage = lookLocally(), ...settings } = changes;
  const given: Given = givenFrom({
    from: vantage.from,
    address,
    target: { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false },
    clientId: 'app-jira-client-id',
    redirectUri: recordedRedirectUri,
    scopes: 'openid profile email',
    mapping: null,
    plugin: null,
    now: new Date('2026-11-24T17:00:00Z'),
    ...settings,
    hasSecret: secret !== null,
  });
  return gather({
    given,
    secret: secret === null ? null : new Secret(secret),
    allowsHttp,
    vantage,
    signal: changes.signal ?? new AbortController().signal,
    onProgress: changes.onProgress ?? (() => {}),
  });
};

const valueIn = <T>(fact: Fact<T>): T => {
  if (!fact.known) throw new Error(`Missing: ${JSON.stringify(fact.because)}`);
  return fact.value;
};
const becauseOf = (fact: Fact<unknown>) => {
  if (fact.known) throw new Error('It is known.');
  return fact.because;
};
const html = (response: ServerResponse, status = 200) => {
  response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><title>Acme</title>');
  return true;
};

describe('a healthy Casdoor', () => {
  test('is learnt of in full', async () => {
    const { origin } = await start();
    const evidence = await run(origin);
    expect(valueIn(evidence.metadata)).toMatchObject({ issuer: origin, jwksUri: `${origin}/.well-known/jwks` });
    expect(valueIn(evidence.identity)).toMatchObject({ isCasdoor: true, proved: true });
    expect(valueIn(evidence.keys).length).toBeGreaterThan(2);
    expect(valueIn(evidence.applicationKeys)).toHaveLength(1);
    expect(valueIn(evidence.appLogin)).toMatchObject({
      clientId: 'accepted',
      redirectUri: 'accepted',
      scopes: 'accepted',
      refusedScopes: [],
      application: { name: 'app-jira', organization: 'acme' },
    });
    expect(valueIn(evidence.secret)).toBe('right');
    expect(valueIn(evidence.application)).toMatchObject({
      name: 'app-jira',
      cert: 'cert-acme',
      tokenFormat: 'JWT',
      expireInHours: 168,
    });
    expect(valueIn(evidence.organization)).toMatchObject({ name: 'acme', modifyRules: { Email: 'Self' } });
    expect(valueIn(evidence.version)).toEqual({ version: 'dev' });
    expect(valueIn(evidence.people)).toMatchObject({ total: 12 });
    expect(valueIn(evidence.signInPage)).toMatchObject({ answered: true, value: { isHtml: true } });
    expect(Math.abs(valueIn(evidence.clock).skew)).toBeLessThan(1500);
    expect(becauseOf(evidence.signOut)).toEqual({ reason: 'not-given', what: 'base-url' });
    expect(becauseOf(evidence.tls)).toEqual({ reason: 'not-applicable' });
  });

  test('costs two round trips', async () => {
    // Answers are held until no further question has come for a while, then all given at once: counted, not timed.
    let rounds = 0;
    let held: (() => void)[] = [];
    let quiet: NodeJS.Timeout | undefined;
    const { origin } = await start({
      before: () =>
        new Promise<void>((resolve) => {
          held.push(resolve);
          clearTimeout(quiet);
          quiet = setTimeout(() => {
            rounds += 1;
            const answers = held;
            held = [];
            for (const answer of answers) answer();
          }, 500);
        }),
    });
    const evidence = await run(origin);
    expect(valueIn(evidence.secret)).toBe('right');
    expect(valueIn(evidence.people).total).toBe(12);
    expect(rounds).toBe(2);
  });

  test('is learnt of as well below a path', async () => {
    const { origin } = await start({ prefix: '/casdoor' });
    const evidence = await run(`${origin}/casdoor/`);
    expect(valueIn(evidence.metadata).issuer).toBe(`${origin}/casdoor`);
    expect(valueIn(evidence.secret)).toBe('right');
    expect(valueIn(evidence.applicationKeys)).toHaveLength(1);
  });

  test('is learnt of through fetch alone but for names, certificates and clocks', async () => {
    const { origin } = await start();
    const evidence = await run(origin, { vantage: makeCloudVantage({ fetch }) });
    expect(valueIn(evidence.secret)).toBe('right');
    expect(valueIn(evidence.people).total).toBe(12);
    for (const name of ['lookup', 'tls', 'clock'] as const)
      expect(becauseOf(evidence[name])).toEqual({ reason: 'not-from-here' });
  });

  test('says what it is doing, and comes to an end', async () => {
    const { origin } = await start();
    const told: { phase: string; done: number; of: number }[] = [];
    await run(origin, { onProgress: (progress) => told.push(progress) });
    expect(told.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['Discovery document', 'Client secret']));
    expect(told.every(({ done, of }) => done <= of)).toBe(true);
    expect(told.at(-1)).toMatchObject({ done: told.at(-1)?.of });
  });

  test('asks for its own words in English', async () => {
    const { origin, seen } = await start();
    await run(origin);
    expect(new Set(seen.map(({ language }) => language))).toEqual(new Set(['en']));
  });

  test("asks for the application's own document where that was pasted", async () => {
    const { origin } = await start();
    const evidence = await run(`${origin}/.well-known/app-jira/openid-configuration`);
    expect(valueIn(evidence.metadata).jwksUri).toBe(`${origin}/.well-known/app-jira/jwks`);
  });
});

describe('what was not given', () => {
  test('an address alone tells what anybody may know', async () => {
    const { origin } = await start();
    const evidence = await run(origin, { clientId: null, secret: null, redirectUri: null });
    expect(valueIn(evidence.identity).proved).toBe(true);
    expect(valueIn(evidence.keys).length).toBeGreaterThan(0);
    for (const name of ['appLogin', 'secret', 'application', 'people'] as const)
      expect(becauseOf(evidence[name])).toEqual({ reason: 'not-given', what: 'client-id' });
  });

  test('without a secret the client is still asked about', async () => {
    const { origin, seen } = await start();
    const evidence = await run(origin, { secret: null });
    expect(valueIn(evidence.appLogin).clientId).toBe('accepted');
    expect(valueIn(evidence.applicationKeys)).toHaveLength(1);
    for (const name of ['introspection', 'secret', 'application', 'people'] as const)
      expect(becauseOf(evidence[name])).toEqual({ reason: 'not-given', what: 'secret' });
    expect(seen.every(({ authorization }) => authorization === null)).toBe(true);
  });

  test('without a redirect URI the scopes are still asked about', async () => {
    const { origin } = await start();
    const evidence = await run(origin, { redirectUri: null });
    expect(valueIn(evidence.appLogin)).toMatchObject({ redirectUri: 'not-asked', scopes: 'accepted' });
  });

  test('nothing at all waits for an address, and what is no address says so', async () => {
    const empty = await run('');
    expect(becauseOf(empty.addressReading)).toEqual({ reason: 'not-given', what: 'address' });
    const unreadable = await run('ftp://door.acme.example');
    expect(valueIn(unreadable.addressReading).problem).toMatchObject({ values: { scheme: 'ftp' } });
    expect(becauseOf(unreadable.discovery)).toEqual({ reason: 'needs', fact: 'address' });
  });
});

describe('the client', () => {
  test('an unknown client id is told by what nobody’s id gets', async () => {
    const { origin } = await start();
    const evidence = await run(origin, { clientId: 'app-nope-client-id' });
    expect(valueIn(evidence.appLogin)).toMatchObject({ clientId: 'unknown', message: 'Invalid client_id' });
    expect(becauseOf(evidence.application)).toEqual({ reason: 'needs', fact: 'appLogin' });
  });

  test('it is told so in German too', async () => {
    const { origin } = await start({
      instead: (request, response) => {
        if (!request.url?.startsWith('/api/get-app-login')) return false;
        const { body, headers, status } = answerNamed('German');
        response.writeHead(status, headers).end(JSON.stringify(body));
        return true;
      },
    });
    const evidence = await run(origin, { clientId: 'app-nope-client-id' });
    expect(valueIn(evidence.appLogin).clientId).toBe('unknown');
  });

  test('an error that every question gets says nothing of the client id', async () => {
    const { origin } = await start({
      instead: (request, response) => {
        if (!request.url?.startsWith('/api/get-app')) return false;
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end('{"status":"error","msg":"database is locked","data":null}');
        return true;
      },
    });
    const evidence = await run(origin);
    expect(valueIn(evidence.appLogin)).toMatchObject({ clientId: 'not-certain', message: 'database is locked' });
  });

  test('a refused redirect URI is told apart from refused scopes', async () => {
    const { origin } = await start();
    const evidence = await run(origin, { redirectUri: `${recordedRedirectUri}/` });
    expect(valueIn(evidence.appLogin)).toMatchObject({
      clientId: 'accepted',
      redirectUri: 'refused',
      scopes: 'accepted',
      application: { name: 'app-jira' },
    });
    expect(valueIn(evidence.secret)).toBe('right');
  });

  test('refused scopes are named one by one', async () => {
    const { origin } = await start();
    const evidence = await run(origin, {
      clientId: 'app-scoped-client-id',
      secret: 'app-scoped-client-secret',
      scopes: 'openid groups email offline_access',
    });
    expect(valueIn(evidence.appLogin)).toMatchObject({
      redirectUri: 'accepted',
      scopes: 'refused',
      refusedScopes: ['groups', 'offline_access'],
    });
  });

  test('both can be refused at once', async () => {
    const { origin } = await start();
    const evidence = await run(origin, {
      clientId: 'app-scoped-client-id',
      secret: null,
      scopes: 'openid groups',
      redirectUri: 'https://elsewhere.example/callback',
    });
    expect(valueIn(evidence.appLogin)).toMatchObject({
      clientId: 'accepted',
      redirectUri: 'refused',
      scopes: 'refused',
      refusedScopes: ['groups'],
    });
  });

  test('a redirect URI that always passes proves nothing', async () => {
    const { origin } = await start();
    const evidence = await run(origin, { redirectUri: 'http://localhost:2990/jira/plugins/servlet/oauth/callback' });
    expect(valueIn(evidence.appLogin).redirectUri).toBe('untold');
  });

  test('a redirect URI over which Casdoor falls (HTTP 500, empty) is refused, and the client id known', async () => {
    const { origin } = await start();
    const evidence = await run(origin, { redirectUri: 'https://jira.acme.example/%zz' });
    expect(valueIn(evidence.appLogin)).toMatchObject({
      clientId: 'accepted',
      redirectUri: 'refused',
      scopes: 'accepted',
    });
  });

  test('a firewall that refuses every redirect URI in a query leaves it open', async () => {
    const { origin } = await start({
      instead: (request, response) => /redirectUri=http/.test(request.url ?? '') && html(response, 403),
    });
    const evidence = await run(origin);
    expect(valueIn(evidence.identity).proved).toBe(true);
    expect(valueIn(evidence.appLogin)).toMatchObject({ clientId: 'accepted', redirectUri: 'not-certain' });
    expect(valueIn(evidence.secret)).toBe('right');
  });
});

describe('the secret', () => {
  test.each([
    ['wrong', 'not-the-secret', 'wrong'],
    ['with a line end', 'app-jira-client-secret\n', 'right-when-trimmed'],
    ['with spaces that do not show', '\u200b\u00a0app-jira-client-secret', 'right-when-trimmed'],
  ] as const)('%s is told', async (_name, secret, verdict) => {
    const { origin } = await start();
    const evidence = await run(origin, { secret });
    expect(valueIn(evidence.secret)).toBe(verdict);
    expect(becauseOf(evidence.application)).toEqual({ reason: 'needs', fact: 'secret' });
  });

  test('in the field of the client id it is found out, and enters no URL', async () => {
    const { origin, seen } = await start();
    const evidence = await run(origin, { clientId: 'app-jira-client-secret', secret: 'app-jira-client-id' });
    expect(valueIn(evidence.secret)).toBe('right-when-swapped');
    expect(becauseOf(evidence.appLogin)).toEqual({ reason: 'needs', fact: 'secret' });
    expect(seen.map(({ url }) => url).join('\n')).not.toContain('app-jira-client-secret');
  });

  test('a client id that merely looks like a secret is asked about after introspection took it', async () => {
    const { origin, seen } = await start({
      instead: (request, response) => {
        const isAsked = request.url?.startsWith('/api/login/oauth/introspect');
        if (!isAsked || !request.headers.authorization) return false;
        const { status, headers, body } = answerNamed('introspect, right secret');
        response.writeHead(status, headers).end(JSON.stringify(body));
        return true;
      },
    });
    const clientId = '0123456789abcdef0123456789abcdef01234567';
    const evidence = await run(origin, { clientId });
    expect(valueIn(evidence.secret)).toBe('right');
    expect(valueIn(evidence.appLogin).clientId).toBe('unknown');
    const introspected = seen.findIndex(({ url }) => url.startsWith('/api/login/oauth/introspect'));
    expect(seen.findIndex(({ url }) => url.includes(clientId))).toBeGreaterThan(introspected);
  });

  test('such a client id waits for the secret where none was given', async () => {
    const { origin, seen } = await start();
    const clientId = '0123456789abcdef0123456789abcdef01234567';
    const evidence = await run(origin, { clientId, secret: null });
    expect(becauseOf(evidence.appLogin)).toEqual({ reason: 'not-given', what: 'secret' });
    expect(seen.some(({ url }) => url.includes(clientId))).toBe(false);
  });

  test('such a client id enters no URL either where introspection is blocked', async () => {
    const { origin, seen } = await start({
      instead: (request, response) => request.method === 'POST' && html(response, 405),
    });
    const clientId = '0123456789abcdef0123456789abcdef01234567';
    const evidence = await run(origin, { clientId });
    expect(valueIn(evidence.secret)).toBe('not-certain');
    expect(becauseOf(evidence.appLogin)).toEqual({ reason: 'needs', fact: 'secret' });
    expect(seen.some(({ url }) => url.includes(clientId))).toBe(false);
  });

  test('a refusal that is not Casdoor’s leaves it open', async () => {
    const { origin } = await start({
      instead: (request, response) =>
        (request.url?.startsWith('/api/login/oauth/introspect') || request.headers.authorization !== undefined) &&
        html(response, 403),
    });
    const evidence = await run(origin);
    expect(valueIn(evidence.secret)).toBe('not-certain');
  });

  test('where introspection alone is blocked, an application that shows the same secret settles it', async () => {
    const { origin } = await start({
      instead: (request, response) =>
        request.url?.startsWith('/api/login/oauth/introspect') === true && html(response, 405),
    });
    const evidence = await run(origin);
    expect(valueIn(evidence.secret)).toBe('right');
    expect(valueIn(evidence.application).name).toBe('app-jira');
  });

  test.each([
    ['before v2.397.0', { status: 'error', msg: 'Incorrect client secret for application: app-jira' }],
    ['before v2.333', { error: 'Invalid application or wrong clientSecret' }],
  ])('an older Casdoor refuses with HTTP 200: %s', async (_version, refusal) => {
    const { origin } = await start({
      instead: (request, response) => {
        if (!request.url?.startsWith('/api/login/oauth/introspect')) return false;
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(refusal));
        return true;
      },
    });
    const evidence = await run(origin, { secret: 'not-the-secret' });
    expect(valueIn(evidence.secret)).toBe('wrong');
  });

  test('travels in the Basic header only, unencoded, and only to paths of Casdoor', async () => {
    const { origin, seen } = await start();
    await run(origin);
    const carried = seen.filter(({ authorization }) => authorization !== null);
    expect(carried.length).toBeGreaterThanOrEqual(4);
    for (const { authorization, url, body } of seen) {
      expect(url + body).not.toContain('app-jira-client-secret');
      if (authorization === null) continue;
      expect(Buffer.from(authorization.slice(6), 'base64').toString()).toBe(
        'app-jira-client-id:app-jira-client-secret',
      );
      expect(url).toMatch(/^\/api\//);
    }
  });

  test('goes to nobody who has not proved to be Casdoor', async () => {
    const { origin, seen } = await start({
      instead: (request, response) => request.url?.startsWith('/api/get-app-login') === true && html(response),
    });
    const evidence = await run(origin);
    expect(valueIn(evidence.identity)).toMatchObject({ isCasdoor: true, proved: false });
    expect(becauseOf(evidence.secret)).toEqual({ reason: 'needs', fact: 'identity' });
    expect(seen.every(({ authorization }) => authorization === null)).toBe(true);
  });

  test('does not travel over http off loopback without the word for it', async () => {
    const { port, seen } = await start();
    const vantage = makeLocalVantage({
      environment: {},
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    vantages.push(vantage);
    const address = `http://door.acme.example:${port}`;
    const evidence = await run(address, { vantage });
    expect(becauseOf(evidence.secret)).toEqual({ reason: 'not-given', what: 'http-consent' });
    expect(seen.every(({ authorization }) => authorization === null)).toBe(true);
    const allowed = await run(address, { vantage, allowsHttp: true });
    expect(valueIn(allowed.secret)).toBe('right');
  });

  test('is in nothing that was gathered', async () => {
    const { origin } = await start({
      instead: (request, response) => {
        if (!request.url?.startsWith('/api/login/oauth/introspect')) return false;
        response
          .writeHead(401, { 'content-type': 'application/json', 'x-echo': request.headers.authorization ?? '' })
          .end(JSON.stringify({ error: 'invalid_client', error_description: 'wrong: app-jira-client-secret' }));
        return true;
      },
    });
    const text = JSON.stringify(await run(origin));
    expect(text).not.toContain('app-jira-client-secret');
    expect(text).not.toContain(Buffer.from('app-jira-client-id:app-jira-client-secret').toString('base64'));
    expect(JSON.stringify(await run((await start()).origin))).not.toContain('app-jira-client-secret');
  });
});

describe('what is kept', () => {
  test('of people nothing that must never be shown', async () => {
    const { origin } = await start();
    const { users } = valueIn((await run(origin)).people);
    expect(users.length).toBeGreaterThan(3);
    for (const user of users) {
      expect(user.name).toEqual(expect.any(String));
      expect(Object.getPrototypeOf(user)).toBeNull();
      for (const name of [
        'password',
        'passwordSalt',
        'totpSecret',
        'recoveryCodes',
        'accessToken',
        'hash',
        'properties',
      ])
        expect(user).not.toHaveProperty(name);
    }
  });

  test('of a session cookie its name', async () => {
    const { origin } = await start({
      instead: (_request, response) => {
        response.setHeader('set-cookie', 'casdoor_session_id=0123456789abcdef; Path=/; HttpOnly');
        return false;
      },
    });
    const evidence = await run(origin);
    expect(valueIn(evidence.answer).headers['set-cookie']).toBe('casdoor_session_id=•••');
    expect(JSON.stringify(evidence)).not.toContain('0123456789abcdef');
  });

  test('of get-app-login the names on a list, whatever an older Casdoor leaves unmasked', async () => {
    const { origin } = await start({
      instead: (request, response) => {
        if (!request.url?.startsWith('/api/get-app-login')) return false;
        const { body, headers, status } = answerNamed('accepted');
        const { data } = body as { data: object };
        response
          .writeHead(status, headers)
          .end(JSON.stringify({ ...(body as object), data: { ...data, clientSecret: 'unmasked-value', cert: 'x' } }));
        return true;
      },
    });
    const evidence = await run(origin, { secret: null });
    expect(valueIn(evidence.appLoginAnswer)).toMatchObject({ answered: true, value: { status: 200 } });
    expect(JSON.stringify(evidence)).not.toContain('unmasked-value');
  });
});

describe('something else than Casdoor', () => {
  test('gets the OpenID facts and no nonsense', async () => {
    const { origin, seen } = await start({
      instead: (request, response) => {
        const json = (value: unknown) => {
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
          return true;
        };
        const base = `http://${request.headers.host}`;
        if (request.url === '/.well-known/openid-configuration')
          return json({
            issuer: base,
            authorization_endpoint: `${base}/authorize`,
            token_endpoint: `${base}/token`,
            userinfo_endpoint: `${base}/me`,
            jwks_uri: `${base}/keys.json`,
            response_types_supported: ['code'],
          });
        if (request.url === '/keys.json') return json(answerNamed('jwks of app-jira').body);
        return html(response, request.url?.startsWith('/authorize') ? 200 : 404);
      },
    });
    const evidence = await run(origin);
    expect(valueIn(evidence.identity)).toEqual({ isCasdoor: false, proved: false, marks: [] });
    expect(valueIn(evidence.keys)).toHaveLength(1);
    expect(valueIn(evidence.signInPage)).toMatchObject({ answered: true, value: { isHtml: true } });
    for (const name of ['appLogin', 'secret', 'application', 'people', 'applicationKeys', 'signOut'] as const)
      expect(becauseOf(evidence[name])).toEqual({ reason: 'not-casdoor' });
    expect(seen.every(({ authorization }) => authorization === null)).toBe(true);
  });

  test('a page instead of the document leaves everything to that', async () => {
    const { origin, seen } = await start({ instead: (_request, response) => html(response) });
    const evidence = await run(origin);
    expect(valueIn(evidence.answer).isHtml).toBe(true);
    expect(becauseOf(evidence.document)).toEqual({ reason: 'needs', fact: 'answer' });
    expect(becauseOf(evidence.identity)).toEqual({ reason: 'needs', fact: 'metadata' });
    expect(becauseOf(evidence.keysAnswer)).toEqual({ reason: 'needs', fact: 'metadata' });
    expect(seen).toHaveLength(3);
  });

  test('endpoints in the document that lie elsewhere get no secret, and link-local ones no request', async () => {
    const { origin, seen } = await start({
      instead: (request, response) => {
        if (request.url !== '/.well-known/openid-configuration') return false;
        const document = answerNamed('global').body as Record<string, unknown>;
        response.writeHead(200, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            ...document,
            authorization_endpoint: 'http://169.254.169.254/login/oauth/authorize',
            introspection_endpoint: 'http://169.254.169.254/api/login/oauth/introspect',
          }),
        );
        return true;
      },
    });
    const evidence = await run(origin);
    expect(becauseOf(evidence.signInPage)).toEqual({ reason: 'not-applicable' });
    expect(valueIn(evidence.secret)).toBe('right');
    expect(seen.some(({ url }) => url.startsWith('/api/login/oauth/introspect'))).toBe(true);
  });
});

test('of what answers at an address that the document named, nothing is kept but that it answered', async () => {
  const other = await start({
    instead: (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'x-inner': 'internal-header' }).end('<html>internal-text');
      return true;
    },
  });
  const { origin } = await start({
    instead: (request, response) => {
      if (request.url !== '/.well-known/openid-configuration') return false;
      const document = answerNamed('global').body as Record<string, unknown>;
      const moved = { ...document, authorization_endpoint: `${other.origin}/login/oauth/authorize` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(moved));
      return true;
    },
  });
  const evidence = await run(origin);
  expect(valueIn(evidence.signInPage)).toMatchObject({
    answered: true,
    value: { status: 200, isHtml: true, body: '' },
  });
  expect(other.seen).toMatchObject([{ method: 'GET', authorization: null }]);
  expect(JSON.stringify(evidence)).not.toMatch(/internal-(text|header)/);
});

describe('the token endpoint', () => {
  test('is asked without client, code or secret, and says no in JSON', async () => {
    const { origin, seen } = await start();
    const evidence = await run(origin);
    expect(valueIn(evidence.tokenAnswer)).toMatchObject({
      answered: true,
      value: { status: 401, method: 'POST', json: { error: 'invalid_client' } },
    });
    const asked = seen.filter(({ url }) => url === '/api/login/oauth/access_token');
    expect(asked).toMatchObject([{ method: 'POST', authorization: null, body: 'grant_type=authorization_code' }]);
  });

  test('behind a proxy that takes no POST shows what the proxy said', async () => {
    const { origin } = await start({
      instead: (request, response) => request.method === 'POST' && html(response, 405),
    });
    expect(valueIn((await run(origin)).tokenAnswer)).toMatchObject({ value: { status: 405, isHtml: true } });
  });
});

describe('the endpoint that claims are read from', () => {
  const mapping: Mapping = {
    schema: 1,
    source: 'userinfo',
    username: 'preferred_username',
    email: 'email',
    name: { fullName: 'name' },
    groups: null,
  };
  const askedFor = (seen: RecordedCasdoor['seen']) =>
    seen.filter(({ url }) => /^\/api\/(userinfo|get-account)$/.test(url)).map(({ url }) => url);

  test('is asked without a token where the mapping reads from there', async () => {
    const { origin, seen } = await start();
    const evidence = await run(origin, { mapping });
    expect(valueIn(evidence.claimsAnswer).answered).toBe(true);
    expect(askedFor(seen)).toEqual(['/api/userinfo']);
    expect(seen.find(({ url }) => url === '/api/userinfo')?.authorization).toBeNull();
  });

  test('is get-account where that is mapped', async () => {
    const { origin, seen } = await start();
    await run(origin, { mapping: { ...mapping, source: 'get-account' } });
    expect(askedFor(seen)).toEqual(['/api/get-account']);
  });

  test('is left alone where the token has it all, and where nothing is mapped', async () => {
    const { origin, seen } = await start();
    const evidence = await run(origin, { mapping: { ...mapping, source: 'id_token' } });
    expect(becauseOf(evidence.claimsAnswer)).toEqual({ reason: 'not-applicable' });
    expect(becauseOf((await run(origin)).claimsAnswer)).toEqual({ reason: 'not-given', what: 'mapping' });
    expect(askedFor(seen)).toEqual([]);
  });
});

describe('a limit on requests', () => {
  /** As nginx's limit_req: so many a second, and the rest is refused. */
  const limitedTo = (most: number, status: number): NonNullable<Faults['instead']> => {
    let passed: number[] = [];
    return (_request, response) => {
      const now = performance.now();
      passed = passed.filter((at) => now - at < 1000);
      if (passed.length >= most) return html(response, status);
      passed.push(now);
      return false;
    };
  };

  test.each([429, 503])('of five a second, refused with %i, is waited for, and all is learnt', async (status) => {
    const { origin } = await start({ instead: limitedTo(5, status) });
    const evidence = await run(origin);
    expect(valueIn(evidence.secret)).toBe('right');
    expect(valueIn(evidence.people).total).toBe(12);
    expect(valueIn(evidence.limited).requests).toBeGreaterThan(0);
    expect(valueIn(evidence.limited).status).toBe(status);
  });

  test('that nobody met is none', async () => {
    const { origin } = await start();
    expect(valueIn((await run(origin)).limited)).toEqual({ requests: 0, status: null });
  });

  test('is no outage, and an outage no limit: what stays refused is not counted', async () => {
    const { origin } = await start({
      instead: (request, response) => request.url === '/api/login/oauth/access_token' && html(response, 503),
    });
    const evidence = await run(origin);
    expect(valueIn(evidence.tokenAnswer)).toMatchObject({ value: { status: 503 } });
    expect(valueIn(evidence.limited).requests).toBe(0);
  });

  test('that wants a longer wait is not waited for, and leaves the secret unjudged', async () => {
    const { origin, seen } = await start({
      instead: (request, response) => {
        const isCredential = request.method === 'POST' || request.headers.authorization !== undefined;
        if (isCredential) response.setHeader('retry-after', '60');
        return isCredential && html(response, 429);
      },
    });
    const evidence = await run(origin);
    expect(becauseOf(evidence.secret)).toEqual({ reason: 'needs', fact: 'introspection' });
    expect(seen.filter(({ url }) => url.startsWith('/api/login/oauth/introspect'))).toHaveLength(1);
  });
});

describe('the directory', () => {
  test('whose page is too big is read a few people at a time', async () => {
    const { origin, seen } = await start({
      instead: (request, response) => {
        if (!request.url?.includes('pageSize=50')) return false;
        response.writeHead(200, { 'content-type': 'application/json' }).end(`"${'x'.repeat(5 * 1024 * 1024)}"`);
        return true;
      },
    });
    expect(valueIn((await run(origin)).people).total).toBe(12);
    expect(seen.filter(({ url }) => url.startsWith('/api/get-users'))).toHaveLength(2);
  });

  test('that this client may not read is no missing answer', async () => {
    const refusesDirectory: NonNullable<Faults['instead']> = (request, response) => {
      if (!/^\/api\/get-(users|version-info)/.test(request.url ?? '')) return false;
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"status":"error","msg":"Unauthorized operation","data":null}');
      return true;
    };
    const { origin } = await start({ instead: refusesDirectory });
    const evidence = await run(origin);
    expect(becauseOf(evidence.people)).toEqual({ reason: 'not-shown' });
    expect(becauseOf(evidence.version)).toEqual({ reason: 'not-shown' });
    // With a wrong secret it is the secret that opens nothing.
    expect(becauseOf((await run(origin, { secret: 'wrong' })).people)).toEqual({ reason: 'needs', fact: 'secret' });
  });
});

describe('one text in both fields', () => {
  test('is told from a wrong secret', async () => {
    const { origin } = await start();
    const evidence = await run(origin, { secret: 'app-jira-client-id' });
    expect(valueIn(evidence.secret)).toBe('client-id');
    expect(valueIn((await run(origin, { secret: 'another' })).secret)).toBe('wrong');
  });

  test('enters no URL where it may be the secret', async () => {
    const { origin, seen } = await start();
    const twice = '0123456789abcdef0123456789abcdef01234567';
    const evidence = await run(origin, { clientId: twice, secret: twice });
    expect(valueIn(evidence.secret)).toBe('client-id');
    expect(seen.some(({ url }) => url.includes(twice))).toBe(false);
  });
});

test('many requests at once are no leak of listeners, which Node would warn of', async () => {
  const { origin } = await start();
  const inside = makeCloudVantage({ fetch });
  const signals = new Set<AbortSignal>();
  const vantage: Vantage = {
    ...inside,
    request: (request, signal) => {
      signals.add(signal);
      return inside.request(request, signal);
    },
  };
  await run(origin, { vantage });
  expect([...signals].map((signal) => getMaxListeners(signal))).toEqual([100]);
});

describe('keys', () => {
  test('an elliptic curve is read with its size', async () => {
    const { origin } = await start();
    const evidence = await run(origin, { clientId: 'app-es256-client-id', secret: 'app-es256-client-secret' });
    expect(valueIn(evidence.applicationKeys)).toMatchObject([{ kid: 'cert-acme' }]);
    const curve = valueIn(evidence.keys).find(({ kid }) => kid === 'cert-es256');
    expect(curve).toMatchObject({ kty: 'EC', alg: 'ES256', bits: 256 });
    expect(curve?.x5cSha256).toMatch(/^[0-9A-F]{64}$/);
    expect(curve?.notAfter).toMatch(/^2036-/);
  });

  test('what is no key set is an answer without keys', async () => {
    const { origin } = await start({
      instead: (request, response) => request.url === '/.well-known/jwks' && html(response),
    });
    const evidence = await run(origin);
    expect(valueIn(evidence.keysAnswer)).toMatchObject({ answered: true, value: { isHtml: true } });
    expect(becauseOf(evidence.keys)).toEqual({ reason: 'needs', fact: 'keysAnswer' });
  });
});

describe('the target', () => {
  test('says its base URL and its time, and sign-out is tried with it', async () => {
    const ahead = 120_000;
    const jira = await start({
      instead: (_request, response) => {
        response
          .writeHead(200, { 'content-type': 'application/json', date: new Date(Date.now() - ahead).toUTCString() })
          .end('{"baseUrl":"https://jira.acme.example","version":"10.3.0"}');
        return true;
      },
    });
    const { origin, seen } = await start();
    const evidence = await run(origin, {
      target: { plugin: 'miniorange', product: 'jira', baseUrl: jira.origin, comparesIssuer: false },
    });
    expect(jira.seen.map(({ url }) => url)).toEqual(['/rest/api/2/serverInfo']);
    expect(valueIn(evidence.statedBaseUrl)).toBe('https://jira.acme.example');
    expect(valueIn(evidence.clock).reference).toBe('jira');
    expect(Math.abs(valueIn(evidence.clock).skew - ahead)).toBeLessThan(2500);
    expect(valueIn(evidence.signOut)).toMatchObject({ answered: true });
    const signOut = seen.find(({ url }) => url.startsWith('/api/logout'));
    expect(signOut?.url).toContain(encodeURIComponent(jira.origin));
    expect(signOut?.authorization).toBeNull();
  });

  test('one that does not answer leaves this machine’s clock', async () => {
    const { origin } = await start();
    const evidence = await run(origin, {
      target: { plugin: 'miniorange', product: 'jira', baseUrl: 'http://127.0.0.1:1', comparesIssuer: false },
    });
    expect(becauseOf(evidence.statedBaseUrl)).toEqual({ reason: 'not-applicable' });
    expect(valueIn(evidence.clock).reference).toBe('this-machine');
  });

  test('answers without a Date leave nothing to compare', async () => {
    const { origin } = await start({
      instead: (_request, response) => {
        response.sendDate = false;
        return false;
      },
    });
    expect(becauseOf((await run(origin)).clock)).toEqual({ reason: 'not-applicable' });
  });

  test('a cache that keeps an old Date does not make a clock wrong', async () => {
    const { origin } = await start({
      instead: (request, response) => {
        if (request.method === 'GET' && request.url?.startsWith('/.well-known'))
          response.setHeader('date', 'Mon, 23 Nov 2026 08:00:00 GMT');
        return false;
      },
    });
    expect(Math.abs(valueIn((await run(origin)).clock).skew)).toBeLessThan(1500);
  });
});

describe('the end of a run', () => {
  test('cancelling keeps what was learnt and says that the rest was stopped', async () => {
    const cancel = new AbortController();
    let cancelledAt = Number.POSITIVE_INFINITY;
    const { origin } = await start({
      // One question stays open; by then all the others have long been answered.
      instead: (request) => {
        if (!request.url?.startsWith('/api/get-version-info')) return false;
        setTimeout(() => {
          cancelledAt = performance.now();
          cancel.abort();
        }, 1500);
        return true;
      },
    });
    const evidence = await run(origin, { signal: cancel.signal });
    expect(performance.now() - cancelledAt).toBeLessThan(2000);
    expect(valueIn(evidence.metadata).issuer).toBe(origin);
    expect(valueIn(evidence.secret)).toBe('right');
    expect(valueIn(evidence.people).total).toBe(12);
    expect(becauseOf(evidence.version)).toEqual({ reason: 'stopped' });
  });

  test('a run that was cancelled before it began ends at once', async () => {
    const { origin } = await start();
    const evidence = await run(origin, { signal: AbortSignal.abort() });
    expect(becauseOf(evidence.discovery)).toEqual({ reason: 'stopped' });
  });

  test('a place that never answers does not hold it up', async () => {
    const silent: Vantage = {
      from: 'local',
      request: () => new Promise(() => {}),
      bytes: () => new Promise(() => {}),
      lookup: () => new Promise(() => {}),
      tls: () => new Promise(() => {}),
      used: () => ({ proxy: null, authority: null }),
      close: async () => {},
    };
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 50);
    const evidence = await run('http://127.0.0.1:1', { vantage: silent, signal: cancel.signal });
    expect(becauseOf(evidence.discovery)).toEqual({ reason: 'stopped' });
  });
});
