import {
  allowInsecureRequests,
  buildAuthorizationUrl,
  Configuration,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { Secret } from '../secrets/secret';
import type { SignInQuestion } from './question';

/** What ties an answer to the question that was asked: 256 random bits each, made when somebody goes on to Casdoor. */
export type Proof = { state: Secret; nonce: Secret; verifier: Secret; challenge: string };

/** RFC 6749 §10.12, OpenID Connect Core 1.0 §15.5.2, RFC 7636 §4.1 and §4.2 (S256). */
export const newProof = async (): Promise<Proof> => {
  const verifier = randomPKCECodeVerifier();
  return {
    state: new Secret(randomState()),
    nonce: new Secret(randomNonce()),
    verifier: new Secret(verifier),
    challenge: await calculatePKCECodeChallenge(verifier),
  };
};

/** Where the person goes: Casdoor's sign-in page. State and nonce are in it, and belong into no log. */
export const authorizationUrlOf = (question: SignInQuestion, proof: Proof): URL => {
  const { issuer, authorizationEndpoint, clientId } = question;
  const configuration = new Configuration({ issuer, authorization_endpoint: authorizationEndpoint }, clientId);
  // The person's browser goes there and nothing of ours: an address over http is a finding of the checks.
  if (authorizationEndpoint.startsWith('http:')) allowInsecureRequests(configuration);
  return buildAuthorizationUrl(configuration, {
    redirect_uri: question.redirectUri,
    scope: question.scopes,
    state: proof.state.expose(),
    nonce: proof.nonce.expose(),
    code_challenge: proof.challenge,
    code_challenge_method: 'S256',
  });
};
