import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../../local/casdoor/start';

/** Requests that are in no recording. What a Casdoor v3.158.0 answered to them was looked up on a running one. */
describe('The embedded Casdoor answers an odd request as Casdoor does', () => {
  let casdoor: EmbeddedCasdoor;
  beforeAll(async () => {
    casdoor = await startEmbeddedCasdoor();
  });
  afterAll(() => casdoor.close());

  const jira = { authorization: `Basic ${btoa('app-jira-client-id:app-jira-client-secret')}` };
  const wrong = { authorization: `Basic ${btoa('app-jira-client-id:wrong')}` };
  const form = (fields: Record<string, string>, headers = {}) => ({
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
  });
  const token = '/api/login/oauth/access_token';
  const renewal = '/api/login/oauth/refresh_token';

  it.each<[string, string, RequestInit, number, object]>([
    [
      'credentials of a shared application with the organization behind the id',
      '/api/login/oauth/introspect',
      form({ token: 'x', client_id: 'app-shared-client-id-org-acme', client_secret: 'app-shared-client-secret' }),
      200,
      { active: false },
    ],
    [
      'a token request as JSON',
      token,
      { method: 'POST', body: JSON.stringify({ grant_type: 'authorization_code', client_id: 'app-jira-client-id' }) },
      400,
      { error: 'invalid_request', error_description: 'authorization code should not be empty' },
    ],
    [
      'an id in the form beside Basic, which is then not read',
      token,
      form({ grant_type: 'client_credentials', client_id: 'app-machine-client-id' }, jira),
      401,
      { error: 'invalid_client', error_description: 'client_secret is invalid' },
    ],
    [
      'a wrong secret in Basic at the refresh endpoint, where nobody looks at it',
      renewal,
      form({ grant_type: 'refresh_token', refresh_token: 'x' }, wrong),
      400,
      { error: 'invalid_grant', error_description: 'refresh token is invalid or revoked' },
    ],
    [
      'another grant at the refresh endpoint',
      renewal,
      form({ grant_type: 'magic' }, jira),
      400,
      { error: 'unsupported_grant_type', error_description: 'grant_type should be refresh_token' },
    ],
    [
      'a person without credentials',
      '/api/get-user?id=acme/alice',
      {},
      200,
      { status: 'error', msg: 'Please login first', data: null },
    ],
    [
      'an application by half an id',
      '/api/get-application?id=app-jira',
      { headers: jira },
      200,
      { status: 'error', msg: 'GetOwnerAndNameFromId() error, wrong token count for ID: app-jira' },
    ],
    [
      'people sought by a field that is none',
      '/api/get-users?owner=acme&p=1&pageSize=5&field=noSuch&value=x',
      { headers: jira },
      200,
      { status: 'error', msg: 'SQL logic error: no such column: no_such (1)' },
    ],
    ['pages of nobody', '/api/get-users?owner=acme&p=1&pageSize=0', { headers: jira }, 200, { data: [], data2: 12 }],
    [
      'a token that is none, whatever is asked for',
      '/.well-known/openid-configuration',
      { headers: { authorization: 'Bearer abc' } },
      200,
      { status: 'error', msg: "Access token doesn't exist in database" },
    ],
    [
      'who am I, of an application',
      '/api/userinfo',
      { headers: jira },
      200,
      { status: 'error', msg: "The user: app/app-jira doesn't exist" },
    ],
    [
      'a way out that leads nowhere',
      '/api/logout?post_logout_redirect_uri=https%3A%2F%2Fjira.acme.example',
      { redirect: 'manual' },
      200,
      { status: 'ok', data: null },
    ],
    [
      'a way out with a token that is none',
      '/api/logout?id_token_hint=x',
      {},
      200,
      { status: 'error', msg: 'Token not found, invalid accessToken' },
    ],
    [
      'a webfinger for nobody',
      '/.well-known/webfinger?resource=acct:nobody@acme.example',
      {},
      200,
      { status: 'error', msg: 'user not found' },
    ],
    ['a document that is posted', '/.well-known/jwks', { method: 'POST' }, 200, { msg: 'Unauthorized operation' }],
  ])('%s', async (_, path, request, status, body) => {
    const answer = await fetch(casdoor.address + path, request);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject(body);
  });

  it('another method: 404 to whoever may ask, a refusal to everybody else', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${casdoor.address}/api/get-users`, { method: 'POST', headers });
    expect((await post(jira)).status).toBe(404);
    expect((await post(wrong)).status).toBe(200);
  });

  it('a page size that is no number: HTTP 500 without a body', async () => {
    const answer = await fetch(`${casdoor.address}/api/get-users?owner=acme&p=1&pageSize=x`, { headers: jira });
    expect([answer.status, await answer.text()]).toEqual([500, '']);
  });

  it('signing in by e-mail, unless it has capitals', async () => {
    const query = new URLSearchParams({
      clientId: 'app-jira-client-id',
      responseType: 'code',
      redirectUri: 'https://jira.acme.example/plugins/servlet/oauth/callback',
      type: 'code',
      scope: 'openid',
    });
    const signIn = async (username: string) => {
      const person = { application: 'app-jira', organization: 'acme', username, password: 'Pass-123' };
      const answer = await fetch(`${casdoor.address}/api/login?${query.toString()}`, {
        method: 'POST',
        body: JSON.stringify(person),
      });
      return ((await answer.json()) as { status: string }).status;
    };
    expect(await signIn('Grace@acme.example')).toBe('ok');
    expect(await signIn('Bob.Brown@acme.example')).toBe('error');
  });
});
