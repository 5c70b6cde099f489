import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../local/casdoor/start';
import { makeCloudVantage } from '../../src/casdoor/cloud-vantage';
import type { Vantage } from '../../src/casdoor/vantage';
import type { Claims } from '../../src/contract/mapping';
import { Secret } from '../../src/secrets/secret';
import { askCallback } from '../../src/signin/ask-callback';
import { exchange } from '../../src/signin/exchange';
import { prepareSignIn } from '../../src/signin/prepare';
import { authorizationUrlOf, newProof, type Proof } from '../../src/signin/proof';
import type { Exchanged, SignInQuestion } from '../../src/signin/question';
import { closeVantages, given, known, localVantage } from './recorded-sign-in';

/** The product's own callback on this computer, which Casdoor lets pass. */
const redirectUri = 'http://127.0.0.1:8093/sign-in/jira';

describe('A person signs in at the embedded Casdoor', () => {
  let casdoor: EmbeddedCasdoor;
  let now = new Date();
  beforeEach(async () => {
    now = new Date();
    casdoor = await startEmbeddedCasdoor({
      now: () => now,
      ...(casdoor === undefined ? {} : { certificates: casdoor.certificates }),
    });
  });
  afterEach(async () => {
    await closeVantages();
    await casdoor.close();
  });

  const secretOf = (application: string) => new Secret(`${application}-client-secret`);

  const prepare = async (
    application: string,
    changes: { secret?: Secret | null; clientId?: string; vantage?: Vantage } = {},
  ) => {
    const prepared = await prepareSignIn({
      given: { ...given, address: casdoor.address, clientId: changes.clientId ?? `${application}-client-id` },
      secret: changes.secret === undefined ? secretOf(application) : changes.secret,
      allowsHttp: false,
      vantage: changes.vantage ?? localVantage(),
      signal: new AbortController().signal,
      redirectUri,
      beside: 'userinfo',
    });
    if (!prepared.ok) throw new Error(prepared.message);
    return prepared.question;
  };

  /** What Casdoor's page does once the password was typed. */
  const signIn = async (question: SignInQuestion, proof: Proof, username: string): Promise<URL> => {
    const asked = authorizationUrlOf(question, proof).searchParams;
    const query = new URLSearchParams(asked);
    query.set('clientId', question.clientId);
    query.set('responseType', 'code');
    query.set('redirectUri', question.redirectUri);
    query.set('type', 'code');
    const application = question.prepared.shown?.name;
    const answer = await fetch(`${casdoor.address}/api/login?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        application,
        organization: 'acme',
        username,
        password: 'Pass-123',
        signinMethod: 'Password',
        type: 'code',
        autoSignin: true,
      }),
    });
    const { data, msg } = (await answer.json()) as { data: string | null; msg: string };
    if (typeof data !== 'string') throw new Error(msg);
    return new URL(`${question.redirectUri}?${new URLSearchParams({ code: data, state: asked.get('state') ?? '' })}`);
  };

  const finish = (
    question: SignInQuestion,
    callback: URL,
    proof: Proof,
    secret: Secret | null,
    vantage: Vantage = localVantage(),
  ): Promise<Exchanged> =>
    exchange({
      question,
      callback,
      proof,
      secret,
      vantage,
      signal: new AbortController().signal,
      now: () => now,
    });

  const whole = async (application: string, username = 'alice', changes: Parameters<typeof prepare>[1] = {}) => {
    const question = await prepare(application, changes);
    const proof = await newProof();
    const callback = await signIn(question, proof, username);
    const secret = changes.secret === undefined ? secretOf(application) : changes.secret;
    return { question, proof, callback, result: await finish(question, callback, proof, secret) };
  };

  test.each([
    ['app-jira', 'RS256'],
    ['app-empty', 'RS256'],
    ['app-standard', 'RS256'],
    ['app-custom', 'RS256'],
    ['app-es256', 'ES256'],
    ['app-mismatch', 'RS512'],
  ])('and all of it holds: %s', async (application, algorithm) => {
    const { result, proof, callback } = await whole(application);
    expect(known(result.facts.redemption)).toMatchObject({ kind: 'tokens', hasIdToken: true, expiresIn: 604800 });
    expect(known(result.facts.idToken)).toMatchObject({
      algorithm,
      signature: 'valid',
      keyFrom: 'application',
      audience: { isTaken: true },
      times: { isTimely: true },
      nonce: 'same',
    });
    const look = known(result.facts.claimsLook);
    expect(look).toMatchObject({ kind: 'claims', subject: known(result.facts.idToken).subject });
    const { bySource } = known(result.facts.signInPrediction);
    const named = (claims: Claims | null | undefined) => ({ name: claims?.name, email: claims?.email });
    expect(named(result.claims.id_token)).toEqual(named(bySource.id_token));
    expect(named(result.claims.userinfo)).toEqual(named(bySource.userinfo));
    expect(result).toMatchObject({
      tokenCount: 1,
      tokensEndAt: new Date(Math.floor(now.getTime() / 1000) * 1000 + 604_800_000).toISOString(),
    });
    const text = JSON.stringify(result);
    const { state, nonce, verifier, challenge } = proof;
    const parts = [state, nonce, verifier].map((part) => part.expose());
    for (const secret of [
      ...parts,
      challenge,
      callback.searchParams.get('code') ?? '',
      `${application}-client-secret`,
      'eyJ',
    ])
      expect(text).not.toContain(secret);
  });

  test('without a client secret, as a public client with PKCE', async () => {
    const { result } = await whole('app-jira', 'heidi', { secret: null });
    expect(known(result.facts.idToken)).toMatchObject({ signature: 'valid', claims: { name: 'heidi' } });
  });

  test('from the cloud, where fetch alone is at hand', async () => {
    const cloud = makeCloudVantage({ fetch: (url, init) => fetch(url, init) });
    const question = await prepare('app-jira', { vantage: cloud });
    const proof = await newProof();
    const callback = await signIn(question, proof, 'alice');
    const result = await finish(question, callback, proof, secretOf('app-jira'), cloud);
    expect(known(result.facts.idToken)).toMatchObject({ signature: 'valid', claims: { name: 'alice' } });
    expect(known(result.facts.claimsLook).kind).toBe('claims');
    expect(result.facts.signInPrediction.known).toBe(true);
  });

  test('at a shared application, where the client ID decides whether the audience fits', async () => {
    const { result } = await whole('app-shared');
    expect(known(result.facts.idToken).audience).toEqual({
      expected: 'app-shared-client-id',
      actual: ['app-shared-client-id-org-acme'],
      isTaken: false,
    });
    const suffixed = await whole('app-shared', 'alice', { clientId: 'app-shared-client-id-org-acme' });
    expect(known(suffixed.result.facts.idToken).audience.isTaken).toBe(true);
    expect(suffixed.result.facts.signInPrediction.known).toBe(true);
  });

  test('and comes back a second time, with a code that was used', async () => {
    const { question, callback, proof } = await whole('app-jira');
    const again = await finish(question, callback, proof, secretOf('app-jira'));
    expect(known(again.facts.redemption)).toMatchObject({
      kind: 'refused',
      error: 'invalid_grant',
      reason: 'code-used',
    });
  });

  test('and comes back after the secret was changed', async () => {
    const question = await prepare('app-jira');
    const proof = await newProof();
    const callback = await signIn(question, proof, 'alice');
    const application = casdoor.world.applications.find(({ name }) => name === 'app-jira');
    if (application) application.clientSecret = 'another-secret-by-now';
    const result = await finish(question, callback, proof, secretOf('app-jira'));
    expect(known(result.facts.redemption)).toMatchObject({
      kind: 'refused',
      error: 'invalid_client',
      reason: 'secret-wrong',
    });
  });

  test('and comes back too late, or with another verifier', async () => {
    const question = await prepare('app-jira');
    const proof = await newProof();
    const callback = await signIn(question, proof, 'alice');
    const other = await finish(question, callback, { ...proof, verifier: (await newProof()).verifier }, null);
    expect(known(other.facts.redemption)).toMatchObject({ reason: 'verifier-wrong' });
    expect(JSON.stringify(other)).not.toContain(proof.challenge);
    now = new Date(now.getTime() + 6 * 60_000);
    const late = await finish(question, callback, proof, secretOf('app-jira'));
    expect(known(late.facts.redemption)).toMatchObject({ reason: 'code-expired' });
  });

  test('with a code that somebody else got for another question', async () => {
    const [mine, theirs] = await Promise.all([newProof(), newProof()]);
    const question = await prepare('app-jira');
    const callback = await signIn(question, theirs, 'mallory');
    callback.searchParams.set('state', mine.state.expose());
    const result = await finish(question, callback, mine, secretOf('app-jira'));
    expect(known(result.facts.redemption)).toMatchObject({ reason: 'verifier-wrong' });
  });

  test('whose tokens are dead on arrival', async () => {
    const { result } = await whole('app-zero');
    expect(known(result.facts.idToken)).toMatchObject({ signature: 'valid', times: { isTimely: false } });
    expect(known(result.facts.claimsLook)).toMatchObject({
      kind: 'refused',
      words: expect.stringContaining('Access token has expired'),
    });
    expect(result.facts.signInPrediction.known).toBe(false);
  });

  test('and the callback on this computer needs no registration', async () => {
    const callback = await askCallback({
      given: { ...given, address: casdoor.address },
      secret: null,
      allowsHttp: false,
      vantage: localVantage(),
      signal: new AbortController().signal,
      redirectUri,
    });
    expect(callback).toMatchObject({ uri: redirectUri, state: 'loopback' });
  });
});
