import type { Mapping } from '../../src/contract/mapping';
import { neverShown } from '../../src/mapping/person-fields';
import { Secret } from '../../src/secrets/secret';
import type { SignInQuestion } from '../../src/signin/question';
import { closeAll } from '../local/vantage/listeners';
import {
  answering,
  applicationIn,
  closeVantages,
  codeOf,
  exchanged,
  instanceKeys,
  known,
  questionAbout,
  recordedServer,
  recordedSignIns,
  recordedVerifier,
  recordingNamed,
} from './recorded-sign-in';

afterEach(async () => {
  await closeVantages();
  await closeAll();
});

const signInOf = async (signIn: string, question = questionAbout(applicationIn(signIn), '')) => {
  const server = await recordedServer(signIn);
  return { server, result: await exchanged({ ...question, origin: server.origin }, codeOf(signIn)) };
};

const algorithms: Record<string, string> = { 'app-es256': 'ES256', 'app-mismatch': 'RS512' };
const tokenIn = (signIn: string): Record<string, string> =>
  recordingNamed(`${signIn}: token`).response.body as Record<string, string>;
const lasting = recordedSignIns.filter((signIn) => applicationIn(signIn) !== 'app-zero');

describe('a recorded sign-in', () => {
  test('of every recorded application is there to be judged', () => {
    expect(new Set(recordedSignIns.map(applicationIn)).size).toBe(11);
  });

  test.each(recordedSignIns)('is verified with the recorded keys: %s', async (signIn) => {
    const { result } = await signInOf(signIn);
    const application = applicationIn(signIn);
    const look = known(result.facts.idToken);
    expect(look).toMatchObject({
      algorithm: algorithms[application] ?? 'RS256',
      signature: 'valid',
      keyFrom: 'application',
      issuer: { expected: 'https://door.acme.example', actual: 'https://door.acme.example' },
      audience: { isTaken: application !== 'app-shared' },
      times: { isTimely: application !== 'app-zero' },
      nonce: 'same',
      bytes: tokenIn(signIn).id_token?.length,
    });
    expect(known(result.facts.signInReturn)).toEqual({ kind: 'code' });
  });

  test.each(lasting)('brings the claims of both sources: %s', async (signIn) => {
    const { result } = await signInOf(signIn);
    const userinfo = recordingNamed(`${signIn}: userinfo`).response.body;
    expect(JSON.parse(JSON.stringify(result.claims.userinfo))).toEqual(userinfo);
    expect(known(result.facts.claimsLook)).toMatchObject({
      kind: 'claims',
      source: 'userinfo',
      path: '/api/userinfo',
    });
    expect(Object.getPrototypeOf(result.claims.id_token)).toBeNull();
    expect(result.claims['get-account']).toBeNull();
  });

  test.each(lasting.filter((signIn) => applicationIn(signIn) !== 'app-shared'))(
    'is what the preview would have said: %s',
    async (signIn) => {
      const { result } = await signInOf(signIn);
      const { bySource, untold } = known(result.facts.signInPrediction);
      const moving = ['updatedTime', 'lastSigninTime', 'lastSigninIp', 'signinWrongTimes', 'lastSigninWrongTime'];
      const apart = new Set([...(untold.id_token ?? []), ...moving]);
      const compared = (claims: object | null | undefined) =>
        Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(claims))).filter(([name]) => !apart.has(name)));
      // The sign-ins that were asked fewer scopes for are told by what was asked for.
      if (!signIn.includes('scope')) expect(compared(result.claims.id_token)).toEqual(compared(bySource.id_token));
      else expect(compared(bySource.id_token)).not.toEqual({});
    },
  );

  test('asks nobody for a prediction where the token does not hold', async () => {
    const { result, server } = await signInOf('app-shared / alice');
    expect(result.facts.signInPrediction).toEqual({ known: false, because: { reason: 'needs', fact: 'idToken' } });
    expect(server.seen.map(({ path }) => path)).toEqual(['/api/login/oauth/access_token', '/api/userinfo']);
  });

  test('of a shared application holds where the client ID carries the organization', async () => {
    const question = questionAbout('app-shared', '');
    const { result } = await signInOf('app-shared / alice', { ...question, clientId: 'app-shared-client-id-org-acme' });
    expect(known(result.facts.idToken).audience).toEqual({
      expected: 'app-shared-client-id-org-acme',
      actual: ['app-shared-client-id-org-acme'],
      isTaken: true,
    });
    expect(result.facts.signInPrediction.known).toBe(true);
  });

  test('whose tokens live no time is refused by userinfo, in the words of Casdoor', async () => {
    const { result } = await signInOf('app-zero / alice');
    expect(known(result.facts.claimsLook)).toMatchObject({
      kind: 'refused',
      status: 200,
      words: 'Access token has expired, expireTime = 2026-11-24T16:50:55Z',
    });
    expect(known(result.facts.redemption)).toMatchObject({ kind: 'tokens', expiresIn: 0 });
    expect(result.tokensEndAt).toBe('2026-11-24T16:50:55.000Z');
  });

  test('withholds by name what can carry a secret, and what is not known', async () => {
    const { result } = await signInOf('app-jira / alice');
    expect(result.withheld).toEqual(
      expect.arrayContaining(['password', 'passwordSalt', 'totpSecret', 'recoveryCodes', 'properties', 'idCard']),
    );
    expect(Object.keys(result.claims.id_token ?? {}).filter((name) => neverShown.has(name))).toEqual([]);
    expect(known(result.facts.idToken).biggest[0]?.claim).toBe('scope');
  });

  test('read from get-account keeps the person below data, and counts the token that it makes', async () => {
    const { result } = await signInOf('app-jira / alice', { ...questionAbout('app-jira', ''), beside: 'get-account' });
    expect(result.claims['get-account']).toMatchObject({
      name: 'alice',
      data: { displayName: 'Alice Adams', groups: ['acme/engineering', 'acme/jira-administrators'] },
      data2: { displayName: 'Acme' },
    });
    expect(result.withheld).toEqual(
      expect.arrayContaining(['data.accessToken', 'data.passwordSalt', 'data2.masterPassword', 'data2.accountItems']),
    );
    expect(known(result.facts.claimsLook)).toMatchObject({ subject: '660ca75b-c4c0-40c1-bfe8-6cc875c2c105' });
    expect(result).toMatchObject({ tokenCount: 2, tokensEndAt: '2026-12-01T16:51:00.000Z' });
  });

  test('keeps a claim that the mapping names, but never one that carries a secret', async () => {
    const mapping: Mapping = {
      schema: 1,
      source: 'id_token',
      username: 'department',
      email: 'passwordSalt;email',
      name: { fullName: 'properties' },
      groups: 'recoveryCodes',
    };
    const question = questionAbout('app-custom', '');
    const without = { ...question, prepared: { ...question.prepared, application: null } };
    const { result: unnamed } = await signInOf('app-custom / alice', without);
    expect(unnamed.withheld).toEqual(expect.arrayContaining(['all_groups', 'department']));
    const { result: named } = await signInOf('app-custom / alice', {
      ...without,
      given: { ...without.given, mapping },
    });
    expect(named.claims.id_token).toMatchObject({ department: '$user.affiliation' });
    const ofJwt = questionAbout('app-jira', '');
    const { result: salted } = await signInOf('app-jira / alice', { ...ofJwt, given: { ...ofJwt.given, mapping } });
    expect(salted.withheld).toEqual(expect.arrayContaining(['passwordSalt', 'properties', 'recoveryCodes']));
  });

  test.each(recordedSignIns.flatMap((signIn) => [[signIn, 'userinfo'] as const, [signIn, 'get-account'] as const]))(
    'gives back no secret, code, verifier, token or salt: %s, %s',
    async (signIn, beside) => {
      const application = applicationIn(signIn);
      const { result } = await signInOf(signIn, { ...questionAbout(application, ''), beside });
      const text = JSON.stringify(result);
      const tokens = tokenIn(signIn);
      const payload = JSON.parse(Buffer.from(tokens.id_token?.split('.')[1] ?? '', 'base64url').toString()) as {
        passwordSalt?: string;
      };
      const account = recordingNamed(`${signIn}: get-account`).response.body as {
        data: { accessToken?: string } | null;
      };
      const secrets = [
        `${application}-client-secret`,
        codeOf(signIn),
        recordedVerifier,
        'nNKe0NKp2yOMh5uAWDCiso0l4R7SsgJI_1NgCLx86u4',
        'state-1',
        'nonce-1',
        tokens.access_token,
        tokens.refresh_token,
        payload.passwordSalt,
        account.data?.accessToken,
        'fd75acc2e5a7b819d47a',
      ].filter((secret) => secret !== undefined && secret !== '');
      for (const secret of secrets) expect(text).not.toContain(secret);
      // No part of a token either: each begins with a JSON object in base64.
      expect(text).not.toContain('eyJ');
    },
  );
});

describe('the keys', () => {
  const changed = async (prepared: Partial<SignInQuestion['prepared']>, changes: Partial<SignInQuestion> = {}) => {
    const server = await recordedServer('app-jira / alice');
    const question = questionAbout('app-jira', server.origin);
    const result = await exchanged(
      { ...question, ...changes, prepared: { ...question.prepared, ...prepared } },
      codeOf('app-jira / alice'),
    );
    const asked = server.seen.map(({ path }) => path).filter((path) => path.includes('jwks'));
    return { look: known(result.facts.idToken), asked: asked.sort() };
  };
  const older = instanceKeys.filter(({ kid }) => kid === 'cert-expired').map((key) => ({ ...key, kid: 'cert-acme' }));

  test('that were changed since the link was made are fetched anew, both sets at once', async () => {
    const { look, asked } = await changed({ applicationKeys: older, instanceKeys: older });
    expect(look).toMatchObject({ signature: 'valid', keyFrom: 'application' });
    expect(asked).toEqual(['/.well-known/app-jira/jwks', '/.well-known/jwks']);
  });

  test('that could not be had before are fetched now; without the name of the application those of the instance', async () => {
    const { look, asked } = await changed({ applicationKeys: null, instanceKeys: null, shown: null });
    expect(look).toMatchObject({ signature: 'valid', keyFrom: 'instance' });
    expect(asked).toEqual(['/.well-known/jwks']);
  });

  test('of another issuer are fetched where its document says, on the typed origin', async () => {
    const server = await answering((path) =>
      path === '/keys'
        ? { body: { keys: instanceKeys } }
        : { body: recordingNamed('app-jira / alice: token').response.body },
    );
    const question = questionAbout('app-jira', server.origin);
    const judgedWith = async (keysEndpoint: string) => {
      const other = {
        kind: 'other' as const,
        tokenEndpoint: `${server.origin}/token`,
        userinfoEndpoint: null,
        keysEndpoint,
      };
      const prepared = { ...question.prepared, applicationKeys: null, instanceKeys: null };
      const result = await exchanged({ ...question, server: other, prepared }, 'code-1');
      expect(result.facts.claimsLook).toEqual({ known: false, because: { reason: 'not-casdoor' } });
      return known(result.facts.idToken).signature;
    };
    expect(await judgedWith(`${server.origin}/keys`)).toBe('valid');
    expect(await judgedWith('http://127.0.0.1:1/keys')).toBe('keys-unreachable');
  });
});

describe('the request for the tokens', () => {
  test('is the one that a plugin makes, with the client in the header alone', async () => {
    const { server } = await signInOf('app-jira / alice');
    const [token, ...others] = server.seen;
    expect(token?.headers.authorization).toBe(`Basic ${btoa('app-jira-client-id:app-jira-client-secret')}`);
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({
      grant_type: 'authorization_code',
      code: codeOf('app-jira / alice'),
      redirect_uri: 'https://jira.acme.example/plugins/servlet/oauth/callback',
      code_verifier: recordedVerifier,
    });
    const userinfo = others.find(({ path }) => path === '/api/userinfo');
    expect(userinfo?.headers.authorization).toBe(`Bearer ${tokenIn('app-jira / alice').access_token}`);
    expect(others.map(({ path }) => path).sort()).toEqual(['/api/get-user?id=acme%2Falice', '/api/userinfo']);
  });

  test('leaves a secret out that there is none, and names the client in the body', async () => {
    const server = await recordedServer('app-jira / alice');
    const question = questionAbout('app-jira', server.origin);
    const result = await exchanged(question, 'some-code', { secret: null });
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
    expect(new URLSearchParams(server.seen[0]?.body).get('client_id')).toBe('app-jira-client-id');
    expect(result.facts.redemption.known).toBe(true);
    expect(result.facts.signInPrediction).toEqual({ known: false, because: { reason: 'not-given', what: 'secret' } });
  });

  test('takes a secret with characters that others would encode as it stands', async () => {
    const server = await recordedServer('app-jira / alice');
    await exchanged(questionAbout('app-jira', server.origin), 'some-code', { secret: new Secret('a+b/c=&%20ü') });
    const basic = server.seen[0]?.headers.authorization?.slice(6) ?? '';
    expect(Buffer.from(basic, 'base64').toString()).toBe('app-jira-client-id:a+b/c=&%20ü');
  });

  test('is made once only where the connection is cut', async () => {
    const cut = await answering((_path, _seen, response) => {
      response.destroy();
      return null;
    });
    const result = await exchanged(questionAbout('app-jira', cut.origin), 'some-code');
    expect(cut.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(known(result.facts.redemption)).toMatchObject({
      kind: 'unanswered',
      failure: { kind: 'connection-closed' },
    });
  });
});
