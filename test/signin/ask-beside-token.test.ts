import { closeAll } from '../local/vantage/listeners';
import {
  answering,
  closeVantages,
  exchanged,
  known,
  questionAbout,
  type Reply,
  recordedServer,
  recordingNamed,
} from './recorded-sign-in';

afterEach(async () => {
  await closeVantages();
  await closeAll();
});

const signIn = 'app-jira / alice';
const besideOf = async (reply: Reply, beside: 'userinfo' | 'get-account' = 'userinfo') => {
  const server = await recordedServer(signIn, { [`/api/${beside}`]: reply });
  const result = await exchanged({ ...questionAbout('app-jira', server.origin), beside }, 'code-1');
  return { look: known(result.facts.claimsLook), result, server };
};

describe('The endpoint beside the token', () => {
  test.each<[string, Reply, object]>([
    ['no token', { body: recordingNamed('no token').response.body }, { words: 'Please login first', status: 200 }],
    [
      'a token that Casdoor does not know',
      { body: recordingNamed('bad token').response.body },
      { words: "Access token doesn't exist in database", status: 200 },
    ],
    [
      'an OAuth error',
      { status: 401, body: { error: 'invalid_token', error_description: 'expired' } },
      { words: 'expired', status: 401 },
    ],
  ])('refuses for %s', async (_name, reply, expected) => {
    const { look, result } = await besideOf(reply);
    expect(look).toMatchObject({ kind: 'refused', path: '/api/userinfo', ...expected });
    expect(result.claims.userinfo).toBeNull();
    expect(known(result.facts.idToken).signature).toBe('valid');
  });

  test.each<[string, Reply, object]>([
    ['a page', { headers: { 'content-type': 'text/html' }, body: '<html></html>' }, { contentType: 'text/html' }],
    ['a server error', { status: 500, body: {} }, { status: 500 }],
    [
      'a signed answer',
      { headers: { 'content-type': 'application/jwt' }, body: 'eyJ.eyJ.x' },
      { contentType: 'application/jwt' },
    ],
    ['a redirect', { status: 302, headers: { location: '/login' }, body: '' }, { status: 302 }],
  ])('cannot be read where it is %s', async (_name, reply, expected) => {
    const { look, server } = await besideOf(reply);
    expect(look).toMatchObject({ kind: 'unreadable', ...expected });
    expect(server.seen.filter(({ path }) => path === '/login')).toEqual([]);
  });

  test('describes somebody only where get-account has an account', async () => {
    const { look } = await besideOf({ body: { status: 'ok', sub: 'x', data: null } }, 'get-account');
    expect(look).toMatchObject({ kind: 'unreadable', source: 'get-account', path: '/api/get-account' });
  });

  test('tells about whom it speaks, whoever that is', async () => {
    const { look, result } = await besideOf({ body: { sub: 'somebody-else', name: 'Mallory' } });
    expect(look).toMatchObject({ kind: 'claims', subject: 'somebody-else' });
    expect(known(result.facts.idToken).subject).not.toBe('somebody-else');
    expect((await besideOf({ body: { name: 'Nobody' } })).look).toMatchObject({ kind: 'claims', subject: null });
  });

  test('takes the claims of whoever calls one of them "error"', async () => {
    const { look } = await besideOf({ body: { sub: 'x', error: 'none', name: 'Erroll' } });
    expect(look).toMatchObject({ kind: 'claims', claims: { name: 'Erroll' } });
  });

  test('leaves the failure of the network, and everything else as it is', async () => {
    const [server, silent] = await Promise.all([
      recordedServer(signIn),
      answering((path, _seen, response) => {
        if (path.startsWith('/api/login')) return { body: recordingNamed(`${signIn}: token`).response.body };
        response.destroy();
        return null;
      }),
    ]);
    const whole = await exchanged(questionAbout('app-jira', server.origin), 'code-1');
    const result = await exchanged(questionAbout('app-jira', silent.origin), 'code-1');
    expect(known(result.facts.claimsLook)).toMatchObject({
      kind: 'unanswered',
      failure: { kind: 'connection-closed' },
    });
    expect(result.claims.id_token).toEqual(whole.claims.id_token);
    expect(result.facts.signInPrediction).toEqual({ known: false, because: { reason: 'not-shown' } });
  });

  test('is asked once where each question makes a token', async () => {
    const server = await answering((path, _seen, response) => {
      if (path.startsWith('/api/login')) return { body: recordingNamed(`${signIn}: token`).response.body };
      response.destroy();
      return null;
    });
    await exchanged({ ...questionAbout('app-jira', server.origin), beside: 'get-account' }, 'code-1');
    expect(server.seen.filter(({ path }) => path === '/api/get-account')).toHaveLength(1);
  });

  test('is asked only with an access token', async () => {
    const { access_token: _, ...tokens } = recordingNamed(`${signIn}: token`).response.body as Record<string, unknown>;
    const server = await recordedServer(signIn, { '/api/login/oauth/access_token': { body: tokens } });
    const result = await exchanged(questionAbout('app-jira', server.origin), 'code-1');
    expect(known(result.facts.redemption)).toMatchObject({ hasIdToken: true, hasAccessToken: false });
    expect(result.facts.claimsLook).toEqual({ known: false, because: { reason: 'needs', fact: 'redemption' } });
    expect(known(result.facts.idToken).signature).toBe('valid');
  });

  test('is asked without an ID token too', async () => {
    const { id_token: _, ...tokens } = recordingNamed(`${signIn}: token`).response.body as Record<string, unknown>;
    const server = await recordedServer(signIn, { '/api/login/oauth/access_token': { body: tokens } });
    const result = await exchanged(questionAbout('app-jira', server.origin), 'code-1');
    expect(known(result.facts.redemption)).toMatchObject({ hasIdToken: false, hasAccessToken: true });
    expect(result.facts.idToken).toEqual({ known: false, because: { reason: 'needs', fact: 'redemption' } });
    expect(result.claims).toMatchObject({ id_token: null, userinfo: { preferred_username: 'alice' } });
    expect(result.facts.signInPrediction).toEqual({ known: false, because: { reason: 'needs', fact: 'idToken' } });
  });
});

describe('The prediction', () => {
  test('is of the person with the very id of the token, not of whoever has the name by now', async () => {
    const { data } = recordingNamed('one user: bob').response.body as { data: object };
    const server = await recordedServer(signIn, {
      '/api/get-user': { body: { status: 'ok', data: { ...data, name: 'alice' } } },
    });
    const result = await exchanged(questionAbout('app-jira', server.origin), 'code-1');
    expect(result.facts.signInPrediction).toEqual({ known: false, because: { reason: 'not-shown' } });
  });

  test.each([
    ['app-standard', 'JWT', 'name', 'Alice Adams', 'alice'],
    ['app-jira', 'JWT-Standard', 'name', 'alice', 'Alice Adams'],
  ])(
    'is of the person, and wrong, where the format was changed since it was read: %s from %s',
    async (application, before, claim, came, said) => {
      const server = await recordedServer(`${application} / alice`);
      const question = questionAbout(application, server.origin);
      const { prepared } = question;
      const configuration = prepared.application && { ...prepared.application, tokenFormat: before };
      const result = await exchanged({ ...question, prepared: { ...prepared, application: configuration } }, 'code-1');
      expect(result.claims.id_token).toMatchObject({ [claim]: came });
      expect(known(result.facts.signInPrediction).bySource.id_token).toMatchObject({ [claim]: said });
    },
  );

  test('says nothing of what was withheld because it is too big', async () => {
    const body = recordingNamed(`${signIn}: get-account`).response.body as { data: object };
    const data = { ...body.data, avatar: 'a'.repeat(20_000) };
    const server = await recordedServer(signIn, { '/api/get-account': { body: { ...body, data } } });
    const question = { ...questionAbout('app-jira', server.origin), beside: 'get-account' as const };
    const result = await exchanged(question, 'code-1');
    expect(result.withheld).toContain('data.avatar');
    const { untold } = known(result.facts.signInPrediction);
    expect(untold['get-account']).toContain('data.avatar');
    expect(untold.id_token).not.toContain('avatar');
  });

  test.each<[string, Reply]>([
    ['denied', { body: { status: 'error', msg: 'Unauthorized operation' } }],
    ['of nobody', { body: { status: 'ok', data: null } }],
    ['a page', { headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
  ])('is missing where the directory is %s', async (_name, reply) => {
    const server = await recordedServer(signIn, { '/api/get-user': reply });
    const result = await exchanged(questionAbout('app-jira', server.origin), 'code-1');
    expect(result.facts.signInPrediction).toEqual({ known: false, because: { reason: 'not-shown' } });
    expect(known(result.facts.claimsLook).kind).toBe('claims');
  });
});
