import { createHash } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../../local/casdoor/start';

const redirectUri = 'https://jira.acme.example/plugins/servlet/oauth/callback';
const verifier = 'a-verifier-that-is-long-enough-for-anybody-to-accept-it';
const start = Date.parse('2026-11-24T17:00:00Z');

describe('A person signs in at the embedded Casdoor', () => {
  let casdoor: EmbeddedCasdoor;
  let now = start;
  beforeEach(async () => {
    now = start;
    casdoor = await startEmbeddedCasdoor({
      now: () => new Date(now),
      ...(casdoor === undefined ? {} : { certificates: casdoor.certificates }),
    });
  });
  afterEach(() => casdoor.close());

  const request = (changes: Record<string, string> = {}) => ({
    client_id: 'app-jira-client-id',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state: 'a-state',
    nonce: 'n-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  });

  const openPage = (changes?: Record<string, string>) =>
    fetch(`${casdoor.address}/login/oauth/authorize?${new URLSearchParams(request(changes)).toString()}`);

  const send = (person: { username: string; password: string }, changes?: Record<string, string>, origin?: string) =>
    fetch(`${casdoor.address}/login/oauth/authorize`, {
      method: 'POST',
      redirect: 'manual',
      headers: origin === undefined ? {} : { origin },
      body: new URLSearchParams({ ...request(changes), ...person }),
    });

  const alice = { username: 'alice', password: 'Pass-123' };

  const codeOf = async (answer: Response) => {
    expect(answer.status).toBe(303);
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  };

  const redeem = async (fields: Record<string, string>, id = 'app-jira') => {
    const answer = await fetch(`${casdoor.address}/api/login/oauth/access_token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${id}-client-id:${id}-client-secret`)}` },
      body: new URLSearchParams(fields),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };

  it('with a form that needs no script and loads nothing', async () => {
    const page = await openPage();
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https:\/\/jira\.acme\.example$/,
    );
    expect(html).toContain('<form method="post" action="/login/oauth/authorize">');
    expect(html).not.toMatch(/<script|<link|<img|style=/);
  });

  it('and is sent back with a code that becomes a verified token of theirs', async () => {
    const answer = await send(alice);
    const location = new URL(answer.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(redirectUri);
    expect(location.searchParams.get('state')).toBe('a-state');
    const { body } = await redeem({
      grant_type: 'authorization_code',
      code: await codeOf(answer),
      code_verifier: verifier,
    });
    const keys = (await (await fetch(`${casdoor.address}/.well-known/app-jira/jwks`)).json()) as JSONWebKeySet;
    const { payload } = await jwtVerify(body.id_token ?? '', createLocalJWKSet(keys), {
      issuer: casdoor.address,
      audience: 'app-jira-client-id',
      currentDate: new Date(now),
    });
    expect(payload).toMatchObject({ name: 'alice', displayName: 'Alice Adams', nonce: 'n-1' });
  });

  // Seen in a real Chromium at a real Casdoor: its front end encodes neither of the two.
  it.each([
    ['state', 'a b+c', { state: 'a b c' }, 'n-1'],
    ['state', 'x&y=1', { state: 'x', y: '1' }, 'n-1'],
    ['nonce', 'a+b/c=', { state: 'a-state' }, 'a b/c='],
    ['nonce', 'a&b', { state: 'a-state' }, 'a'],
  ])('but a %s of %s does not survive the front end', async (name, value, returned, nonce) => {
    const answer = await send(alice, { [name]: value });
    const code = await codeOf(answer);
    const { searchParams } = new URL(answer.headers.get('location') ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({ code, ...returned });
    const { body } = await redeem({ grant_type: 'authorization_code', code, code_verifier: verifier });
    expect(decodeJwt(body.id_token ?? '').nonce).toBe(nonce);
  });

  it('but a state with a # takes nonce and challenge with it', async () => {
    const answer = await send(alice, { state: 'x#z' });
    expect(answer.headers.get('location')).toMatch(/&state=x#z$/);
    const { body } = await redeem({ grant_type: 'authorization_code', code: await codeOf(answer) });
    expect(decodeJwt(body.id_token ?? '').nonce).toBeUndefined();
  });

  it.each([
    ['app-es256', 'ES256'],
    ['app-mismatch', 'RS512'],
  ])('and %s signs with %s', async (application, algorithm) => {
    const code = await codeOf(await send(alice, { client_id: `${application}-client-id` }));
    const { body } = await redeem({ grant_type: 'authorization_code', code, code_verifier: verifier }, application);
    const keys = (await (await fetch(`${casdoor.address}/.well-known/${application}/jwks`)).json()) as JSONWebKeySet;
    // The mark of the certificate is taken off, as whoever ignores it would: the signature itself is good.
    const unmarked = { keys: keys.keys.map(({ alg: _, ...key }) => key) };
    const { protectedHeader } = await jwtVerify(body.id_token ?? '', createLocalJWKSet(unmarked), {
      currentDate: new Date(now),
    });
    expect(protectedHeader.alg).toBe(algorithm);
  });

  it('but is told on the page, and not sent anywhere, when the password is wrong', async () => {
    const answer = await send({ ...alice, password: 'x' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('password or code is incorrect, you have 4 remaining chances');
  });

  it('but waits a quarter of an hour after five wrong passwords', async () => {
    for (let count = 0; count < 5; count += 1) await send({ ...alice, password: 'x' });
    expect(await (await send(alice)).text()).toContain('wait for 15 minutes');
    now += 15 * 60_000;
    await codeOf(await send(alice));
  });

  it('but is sent nowhere that is not registered', async () => {
    const page = await openPage({ redirect_uri: 'https://evil.example/"><script>alert(1)</script>' });
    const html = await page.text();
    expect(html).toContain('allowed Redirect URI list');
    expect(html).not.toContain('<script>');
    expect((await send(alice, { redirect_uri: 'https://evil.example/' })).status).toBe(200);
  });

  it('but not with a form of another page', async () => {
    expect((await send(alice, {}, 'https://evil.example')).status).toBe(403);
    expect((await send(alice, {}, casdoor.address)).status).toBe(303);
  });

  it('with a code that lives five minutes', async () => {
    const code = await codeOf(await send(alice));
    now += 5 * 60_000 + 1000;
    const { body } = await redeem({ grant_type: 'authorization_code', code, code_verifier: verifier });
    expect(body.error_description).toMatch(/^authorization code has expired, /);
  });

  it('with tokens that are renewed once, after which the old ones are dead', async () => {
    const code = await codeOf(await send(alice));
    const first = await redeem({ grant_type: 'authorization_code', code, code_verifier: verifier });
    const renewal = { grant_type: 'refresh_token', refresh_token: first.body.refresh_token ?? '' };
    now += 1000;
    const second = await redeem(renewal);
    expect(second.status).toBe(200);
    expect(second.body.scope).toBe('openid profile email');
    expect((await redeem(renewal)).body.error_description).toBe('refresh token is invalid or revoked');
    const userinfo = async (token = '') =>
      (await (
        await fetch(`${casdoor.address}/api/userinfo`, { headers: { authorization: `Bearer ${token}` } })
      ).json()) as Record<string, string>;
    expect((await userinfo(first.body.access_token)).msg).toBe("Access token doesn't exist in database");
    expect((await userinfo(second.body.access_token)).preferred_username).toBe('alice');
  });

  it('with tokens that introspection calls active until they have expired', async () => {
    const code = await codeOf(await send(alice));
    const { body } = await redeem({ grant_type: 'authorization_code', code, code_verifier: verifier });
    const introspect = async () => {
      const answer = await fetch(`${casdoor.address}/api/login/oauth/introspect`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('app-jira-client-id:app-jira-client-secret')}` },
        body: new URLSearchParams({ token: body.access_token ?? '' }),
      });
      return (await answer.json()) as Record<string, unknown>;
    };
    expect(await introspect()).toMatchObject({ active: true, username: 'alice', client_id: 'app-jira-client-id' });
    now += 169 * 3_600_000;
    expect(await introspect()).toEqual({ active: false });
  });

  it('by password grant where the application allows it', async () => {
    const grant = { grant_type: 'password', username: 'bob', password: 'Pass-123', scope: 'openid' };
    expect((await redeem(grant, 'app-machine')).body.token_type).toBe('Bearer');
    expect((await redeem({ ...grant, password: 'x' }, 'app-machine')).body.error).toBe('invalid_grant');
    expect((await redeem(grant)).body.error).toBe('unsupported_grant_type');
  });
});
