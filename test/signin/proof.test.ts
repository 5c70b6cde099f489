import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { authorizationUrlOf, newProof } from '../../src/signin/proof';
import { issuer, questionAbout, recordedRedirectUri } from './recorded-sign-in';

describe('The proof of a sign-in', () => {
  test('has 256 random bits in each of its parts, other ones each time', async () => {
    const [one, other] = await Promise.all([newProof(), newProof()]);
    const parts = [one, other].flatMap(({ state, nonce, verifier }) =>
      [state, nonce, verifier].map((part) => part.expose()),
    );
    expect(new Set(parts).size).toBe(6);
    for (const part of parts) expect(part).toMatch(/^[\w-]{43}$/);
  });

  test('has the SHA-256 of its verifier as the challenge', async () => {
    const { challenge, verifier } = await newProof();
    expect(challenge).toBe(createHash('sha256').update(verifier.expose()).digest('base64url'));
  });

  test('prints nothing of itself', async () => {
    const made = await newProof();
    const printed = `${JSON.stringify(made)} ${inspect(made)}`;
    for (const part of [made.state, made.nonce, made.verifier]) expect(printed).not.toContain(part.expose());
  });

  test('goes along to the sign-in page, without the verifier', async () => {
    const made = await newProof();
    const url = authorizationUrlOf(questionAbout('app-jira', issuer), made);
    expect(url.origin + url.pathname).toBe('https://door.acme.example/login/oauth/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'app-jira-client-id',
      redirect_uri: recordedRedirectUri,
      scope: 'openid profile email address phone offline_access',
      state: made.state.expose(),
      nonce: made.nonce.expose(),
      code_challenge: made.challenge,
      code_challenge_method: 'S256',
    });
    expect(url.href).not.toContain(made.verifier.expose());
  });

  test('keeps what the address of the sign-in page says already', async () => {
    const question = { ...questionAbout('app-jira', issuer), authorizationEndpoint: 'http://127.0.0.1:7001/in?ui=de' };
    const url = authorizationUrlOf(question, await newProof());
    expect(url.href).toMatch(/^http:\/\/127\.0\.0\.1:7001\/in\?ui=de&/);
  });
});
