import { createHash } from 'node:crypto';
import type { Redemption } from '../../src/checks/sign-in-evidence';
import type { SignInServer } from '../../src/signin/question';
import { closeAll, freePort } from '../local/vantage/listeners';
import {
  answering,
  closeVantages,
  exchanged,
  known,
  questionAbout,
  type Reply,
  recordedServer,
  recordedVerifier,
  recordingNamed,
} from './recorded-sign-in';

afterEach(async () => {
  await closeVantages();
  await closeAll();
});

const code = 'b9284c8cdc377e805d6b';
const tokenPath = '/api/login/oauth/access_token';

const redemptionOf = async (reply: Reply): Promise<Redemption> => {
  const server = await recordedServer('app-jira / alice', { [tokenPath]: reply });
  const result = await exchanged(questionAbout('app-jira', server.origin), code);
  expect(server.seen.map(({ path }) => path)).toEqual([tokenPath]);
  expect(result).toMatchObject({ tokenCount: 0, tokensEndAt: null, withheld: [] });
  expect(result.facts.idToken).toEqual({ known: false, because: { reason: 'needs', fact: 'redemption' } });
  return known(result.facts.redemption);
};

const recordedReply = (name: string): Reply => {
  const { status, body } = recordingNamed(name).response;
  return { status, body };
};

describe('A refusal of the token endpoint', () => {
  test.each([
    ['unknown client', 'client-unknown'],
    ['no client', 'client-unknown'],
    ['unknown client, Basic', 'client-unknown'],
    ['body is not a form', 'client-unknown'],
    ['no grant type', 'grant-refused'],
    ['unknown grant type', 'grant-refused'],
    ['grant not enabled', 'grant-refused'],
    ['no code', 'other'],
    ['bad code', 'code-unknown'],
    ['bad code, wrong secret', 'code-unknown'],
    ['bad code, Basic', 'code-unknown'],
    ['client_credentials, wrong secret', 'secret-wrong'],
    ['refresh, dummy token', 'other'],
    ['refresh, unknown client', 'other'],
    ['code used twice', 'code-used'],
    ['wrong PKCE verifier', 'verifier-wrong'],
    ['no PKCE verifier', 'verifier-wrong'],
    ['good code, wrong secret', 'secret-wrong'],
    ["another application's code", 'other-application'],
  ])('is told by its code and its recorded words: %s', async (name, reason) => {
    const reply = recordedReply(name);
    const { error, error_description: words } = reply.body as Record<string, string>;
    const redemption = await redemptionOf(reply);
    expect(redemption).toMatchObject({ kind: 'refused', error, reason, status: reply.status });
    const shown = redemption.kind === 'refused' ? redemption.words : '';
    expect(shown.replace(/\[•••\]/g, '')).toBe(words?.replace(/\[[\w-]{43}\]/g, ''));
  });

  test.each<[string, Reply, object]>([
    [
      'an expired code',
      {
        status: 400,
        body: {
          error: 'invalid_grant',
          error_description: 'authorization code has expired, nowUnix: [2026-11-24T17:00:00Z], token.CodeExpireIn: [x]',
        },
      },
      { reason: 'code-expired', error: 'invalid_grant' },
    ],
    [
      'a missing certificate, in Casdoor’s own way with HTTP 200',
      { body: { status: 'error', msg: 'The cert "cert-missing" does not exist', data: null } },
      { reason: 'certificate-missing', error: null, status: 200, words: 'The cert "cert-missing" does not exist' },
    ],
    [
      'an internal error with HTTP 200',
      { body: { status: 'error', msg: 'Error 1205: Lock wait timeout exceeded' } },
      { reason: 'other', error: null, words: 'Error 1205: Lock wait timeout exceeded' },
    ],
    [
      'an OAuth error that came as plain text',
      {
        status: 400,
        headers: { 'content-type': 'text/plain' },
        body: '{"error":"invalid_grant","error_description":"authorization code has been used for token: [admin/x]"}',
      },
      { reason: 'code-used', status: 400 },
    ],
    [
      'an OAuth error that came with HTTP 200',
      { body: { error: 'invalid_client', error_description: 'client_id is invalid' } },
      { reason: 'client-unknown', status: 200 },
    ],
    [
      'an OAuth error beside a challenge',
      {
        status: 401,
        headers: { 'content-type': 'application/json', 'www-authenticate': 'Basic realm="casdoor"' },
        body: { error: 'invalid_client', error_description: 'client_secret is invalid' },
      },
      { reason: 'secret-wrong', status: 401, words: 'client_secret is invalid' },
    ],
    [
      'an error without a description',
      { status: 400, body: { error: 'server_error' } },
      { reason: 'other', words: 'server_error' },
    ],
  ])('is told apart where it is %s', async (_name, reply, expected) => {
    expect(await redemptionOf(reply)).toMatchObject({ kind: 'refused', ...expected });
  });

  test.each<[string, Reply, object]>([
    [
      'a page',
      { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><h1>Bad gateway</h1></html>' },
      { status: 502, contentType: 'text/html' },
    ],
    [
      'the recorded page of a GET',
      { ...recordedReply('GET'), headers: { 'content-type': 'text/html' } },
      { status: 404 },
    ],
    ['an empty answer', { status: 500, headers: {}, body: '' }, { status: 500, contentType: null }],
    ['an object without tokens', { body: { status: 'ok', data: null } }, { status: 200 }],
    ['tokens that are none', { body: { access_token: '', id_token: 7 } }, { status: 200 }],
    ['a list', { body: [] }, { status: 200 }],
  ])('is no refusal where it is %s', async (_name, reply, expected) => {
    expect(await redemptionOf(reply)).toMatchObject({ kind: 'unreadable', ...expected });
  });

  test('echoes no code, verifier, challenge or secret, in whatever form', async () => {
    const challenge = createHash('sha256').update(recordedVerifier).digest('base64url');
    const echoed = [
      code,
      recordedVerifier,
      challenge,
      'app-jira-client-secret',
      btoa('app-jira-client-id:app-jira-client-secret'),
      encodeURIComponent(`${recordedVerifier}&`),
      'state-1',
      'nonce-1',
    ];
    const redemption = await redemptionOf({
      status: 400,
      body: { error: `invalid_grant ${code}`, error_description: `verifier is invalid: ${echoed.join(' and ')}` },
    });
    const text = JSON.stringify(redemption);
    for (const secret of echoed.slice(0, 5)) expect(text).not.toContain(secret);
    expect(text).not.toContain('state-1');
    expect(text).toContain('verifier is invalid: ••• and •••');
  });

  test('is cut to what a sentence can hold', async () => {
    const redemption = await redemptionOf({
      status: 400,
      body: { error: 'x', error_description: 'y'.repeat(100_000) },
    });
    expect(redemption.kind === 'refused' && redemption.words).toHaveLength(500);
  });
});

describe('A code', () => {
  test('follows no redirect', async () => {
    const elsewhere = await answering(() => ({ body: {} }));
    const redemption = await redemptionOf({
      status: 307,
      headers: { location: `${elsewhere.origin}${tokenPath}` },
      body: '',
    });
    expect(redemption).toMatchObject({ kind: 'unreadable', status: 307 });
    expect(elsewhere.seen).toEqual([]);
  });

  test('is not sent over http to another computer without consent', async () => {
    const question = questionAbout('app-jira', 'http://door.acme.example');
    const result = await exchanged(question, code);
    expect(result.facts.redemption).toEqual({
      known: false,
      because: { reason: 'not-given', what: 'http-consent' },
    });
  });

  const other = (tokenEndpoint: string): SignInServer => ({
    kind: 'other',
    tokenEndpoint,
    userinfoEndpoint: null,
    keysEndpoint: null,
  });

  test('of another issuer goes to its token endpoint on the typed origin, without the secret', async () => {
    const server = await answering(() => ({ status: 400, body: { error: 'invalid_grant' } }));
    const question = { ...questionAbout('app-jira', server.origin), server: other(`${server.origin}/token`) };
    const result = await exchanged(question, code);
    expect(known(result.facts.redemption)).toMatchObject({ kind: 'refused', reason: 'other' });
    expect(server.seen.map(({ path }) => path)).toEqual(['/token']);
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
    expect(server.seen[0]?.body).not.toContain('app-jira-client-secret');
  });

  test('of another issuer goes nowhere else', async () => {
    const elsewhere = await answering(() => ({ body: {} }));
    const server = await answering(() => ({ body: {} }));
    const question = { ...questionAbout('app-jira', server.origin), server: other(`${elsewhere.origin}/token`) };
    const result = await exchanged(question, code);
    expect(result.facts.redemption).toEqual({ known: false, because: { reason: 'not-casdoor' } });
    expect([...server.seen, ...elsewhere.seen]).toEqual([]);
  });

  test('goes without the secret to what has not proved to be Casdoor', async () => {
    const server = await recordedServer('app-jira / alice');
    const question = questionAbout('app-jira', server.origin);
    const result = await exchanged({ ...question, server: { kind: 'casdoor', isProved: false } }, code);
    expect(server.seen.filter(({ headers }) => headers.authorization?.startsWith('Basic'))).toEqual([]);
    expect(known(result.facts.idToken).signature).toBe('valid');
    expect(result.facts.signInPrediction).toEqual({ known: false, because: { reason: 'needs', fact: 'application' } });
  });

  test('to which nobody answers leaves the failure of the network', async () => {
    const port = await freePort();
    const result = await exchanged(questionAbout('app-jira', `http://127.0.0.1:${port}`), code);
    expect(known(result.facts.redemption)).toMatchObject({
      kind: 'unanswered',
      failure: { kind: 'connection-refused', port },
    });
  });

  test('is given up when the whole of it is', async () => {
    const stop = new AbortController();
    const server = await answering(() => {
      stop.abort();
      return null;
    });
    const result = await exchanged(questionAbout('app-jira', server.origin), code, { signal: stop.signal });
    expect(result.facts.redemption).toEqual({ known: false, because: { reason: 'stopped' } });
  });

  test('is not read beyond the limit of an answer', async () => {
    const redemption = await redemptionOf({ body: { access_token: 'x'.repeat(2 * 1024 * 1024) } });
    expect(redemption).toMatchObject({ kind: 'unanswered', failure: { kind: 'answer-too-large' } });
  });
});

describe('A callback', () => {
  const returned = async (query: Record<string, string> | [string, string][]) => {
    const server = await recordedServer('app-jira / alice');
    const question = questionAbout('app-jira', server.origin);
    const callback = new URL(`${question.redirectUri}?${new URLSearchParams(query)}`);
    const result = await exchanged(question, code, { callback });
    return { signInReturn: known(result.facts.signInReturn), seen: server.seen, result };
  };
  const state = 'state-1';

  test.each<[string, Record<string, string> | [string, string][], object]>([
    ['without a state', { code }, { why: 'neither' }],
    ['with another state', { code, state: 'state-2' }, { why: 'neither' }],
    [
      'with two states',
      [
        ['code', code],
        ['state', state],
        ['state', 'state-2'],
      ],
      { why: 'neither' },
    ],
    ['with neither code nor error', { state }, { why: 'neither' }],
    ['with an empty code', { state, code: '' }, { why: 'neither' }],
    [
      'with two codes',
      [
        ['state', state],
        ['code', code],
        ['code', 'other'],
      ],
      { why: 'neither' },
    ],
    ['with a code as long as a page', { state, code: 'x'.repeat(1024 * 1024) }, { why: 'neither' }],
    ['with the code that makes Casdoor create a user', { state, code: 'guest-user' }, { why: 'neither' }],
    ['with both code and error', { state, code, error: 'access_denied' }, { why: 'code-and-error' }],
    [
      'with another issuer',
      { state, code, iss: 'https://evil.example' },
      { why: 'issuer-differs', expected: 'https://door.acme.example', actual: 'https://evil.example' },
    ],
    [
      'with two issuers',
      [
        ['state', state],
        ['code', code],
        ['iss', 'https://door.acme.example'],
        ['iss', 'https://evil.example'],
      ],
      { why: 'issuer-differs', actual: 'https://evil.example' },
    ],
  ])('%s redeems nothing', async (_name, query, expected) => {
    const { signInReturn, seen, result } = await returned(query);
    expect(signInReturn).toMatchObject({ kind: 'foreign', ...expected });
    expect(seen).toEqual([]);
    expect(result.facts.redemption).toEqual({ known: false, because: { reason: 'needs', fact: 'signInReturn' } });
    expect(JSON.stringify(result)).not.toContain(code);
  });

  test('with an error keeps its words, short', async () => {
    const { signInReturn, seen } = await returned({
      state,
      error: 'access_denied',
      error_description: 'z'.repeat(9000),
    });
    expect(signInReturn).toEqual({ kind: 'error', error: 'access_denied', description: 'z'.repeat(500) });
    expect(seen).toEqual([]);
  });

  test('with a made-up code of one letter takes that letter out of nothing', async () => {
    const { result } = await returned({ state, code: 'a' });
    expect(result.claims.id_token).toMatchObject({ name: 'alice' });
  });

  test('with the right issuer is one', async () => {
    const { signInReturn } = await returned({ state, code, iss: 'https://door.acme.example' });
    expect(signInReturn).toEqual({ kind: 'code' });
  });

  test('that is answered by nothing readable ends as missing evidence', async () => {
    const question = questionAbout('app-jira', 'http://127.0.0.1:1');
    const result = await exchanged({ ...question, redirectUri: 'no address' }, code);
    expect(result.facts.redemption).toEqual({ known: false, because: { reason: 'stopped' } });
  });
});
