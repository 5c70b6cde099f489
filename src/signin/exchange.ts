import { calculatePKCECodeChallenge } from 'openid-client';
import { casdoorUrls } from '../casdoor/casdoor-urls';
import type { Vantage } from '../casdoor/vantage';
import { type Fact, known, missing, type SignInFacts } from '../checks/evidence';
import type { ClaimsLook, SignInPrediction, SignInReturn } from '../checks/sign-in-evidence';
import { type ClaimSource, claimSources } from '../contract/mapping';
import { Secret } from '../secrets/secret';
import { askBesideToken } from './ask-beside-token';
import { keptNames } from './clean-claims';
import { endpointsOf, isOn } from './endpoints';
import { keysAt } from './keys-at';
import { predictClaims } from './predict-claims';
import type { Proof } from './proof';
import type { Exchanged, SignInQuestion } from './question';
import { redeem, type Tokens } from './redeem';
import { readReturn } from './sign-in-return';
import { striking, struckCodes } from './strike';
import { holds, isoTime, type KeySets, type VerifiedIdToken, verifyIdToken } from './verify-id-token';

export type ExchangeOptions = {
  question: SignInQuestion;
  /** As it was called, with its query. */
  callback: URL;
  proof: Pick<Proof, 'state' | 'nonce' | 'verifier'>;
  secret: Secret | null;
  vantage: Vantage;
  signal: AbortSignal;
  now: () => Date;
};

/** Milliseconds for all of it; a request has 8 s of its own. */
const exchangeEnds = 20_000;

/**
 * From the callback to evidence: the code is redeemed, the ID token verified, the endpoint beside it asked. Costs the time
 * of the two requests, since the keys were fetched before. Never rejects for anything that Casdoor or the network does;
 * nothing in what it gives back is a code, a token or a claim that is withheld.
 */
export const exchange = async (options: ExchangeOptions): Promise<Exchanged> => {
  const { callback, proof, question, secret, signal } = options;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), exchangeEnds);
  try {
    const { state, nonce, verifier } = proof;
    const codes = struckCodes(callback.searchParams.getAll('code'));
    const challenge = new Secret(await calculatePKCECodeChallenge(verifier.expose()));
    const ownSecrets = [state, nonce, verifier, challenge, ...codes, ...(secret === null ? [] : [secret])];
    const returned = readReturn(callback, question, state, striking(ownSecrets, question.clientId));
    if (returned.code === null) return notExchanged(returned.signInReturn);
    const ends = AbortSignal.any([signal, deadline.signal]);
    return await redeemAndRead({ ...options, signal: ends }, returned.code, ownSecrets);
  } catch {
    // What an answer breaks on is missing evidence: the link is used up, and its maker is told as much.
    const nothing = notExchanged({ kind: 'code' });
    return { ...nothing, facts: { ...nothing.facts, redemption: missing({ reason: 'stopped' }) } };
  } finally {
    clearTimeout(timer);
    deadline.abort();
  }
};

/** Nothing came back that could be redeemed. */
export const notExchanged = (signInReturn: SignInReturn): Exchanged => ({
  facts: {
    signInReturn: known(signInReturn),
    redemption: missing({ reason: 'needs', fact: 'signInReturn' }),
    idToken: missing({ reason: 'needs', fact: 'redemption' }),
    claimsLook: missing({ reason: 'needs', fact: 'redemption' }),
    signInPrediction: missing({ reason: 'needs', fact: 'idToken' }),
  },
  claims: { id_token: null, userinfo: null, 'get-account': null },
  withheld: [],
  tokensEndAt: null,
  tokenCount: 0,
});

const redeemAndRead = async (options: ExchangeOptions, code: Secret, ownSecrets: Secret[]): Promise<Exchanged> => {
  const { now, proof, question, secret, signal, vantage } = options;
  const { clientId } = question;
  const redeemed = await redeem({
    question,
    code,
    proof,
    secret,
    vantage,
    signal,
    strike: striking(ownSecrets, clientId),
  });
  const { redemption, tokens } = redeemed;
  const nothing = notExchanged({ kind: 'code' });
  if (tokens === null) return { ...nothing, facts: { ...nothing.facts, redemption } };

  const receivedAt = now();
  const strike = striking([...ownSecrets, ...given(tokens)], clientId);
  const { idToken, accessToken } = tokens;
  const kept = (source: ClaimSource) =>
    keptNames({ source, application: question.prepared.application, mapping: question.given.mapping });
  const verify = async (): Promise<{ verified: VerifiedIdToken; prediction: Fact<SignInPrediction> } | null> => {
    if (idToken === null) return null;
    const verified = await verifyIdToken(idToken.expose(), {
      expected: { issuer: question.issuer, audience: clientId, nonce: proof.nonce },
      keys: question.prepared,
      fetchKeys: () => fetchKeys(question, vantage, signal),
      kept: kept('id_token'),
      strike,
      receivedAt,
    });
    const prediction = holds(verified.look)
      ? await predictClaims({ question, look: verified.look, secret, vantage, signal })
      : missing({ reason: 'needs', fact: 'idToken' });
    return { verified, prediction };
  };
  const ask = async (): Promise<Fact<ClaimsLook>> =>
    accessToken === null
      ? missing({ reason: 'needs', fact: 'redemption' })
      : askBesideToken({ question, accessToken, vantage, signal, kept: kept(endpointsOf(question).source), strike });
  const [identity, claimsLook] = await Promise.all([verify(), ask()]);
  const look = identity?.verified.look ?? null;
  const beside = claimsLook.known && claimsLook.value.kind === 'claims' ? claimsLook.value : null;

  const expiresIn = redemption.known && redemption.value.kind === 'tokens' ? redemption.value.expiresIn : null;
  return {
    facts: {
      signInReturn: known({ kind: 'code' }),
      redemption,
      idToken: look === null ? missing({ reason: 'needs', fact: 'redemption' }) : known(look),
      claimsLook,
      signInPrediction:
        identity === null
          ? missing({ reason: 'needs', fact: 'idToken' })
          : silentAbout(identity.prediction, {
              id_token: identity.verified.look.withheld,
              ...(beside && { [beside.source]: beside.withheld }),
            }),
    } satisfies SignInFacts,
    claims: {
      ...nothing.claims,
      id_token: look === null || look.signature === 'unreadable' ? null : look.claims,
      ...(beside && { [beside.source]: beside.claims }),
    },
    withheld: [...new Set([...(look?.withheld ?? []), ...(beside?.withheld ?? [])])],
    ...lifeOf(identity?.verified ?? null, expiresIn, beside?.source === 'get-account', receivedAt),
  };
};

/** What was withheld of what came, such as a picture that is too big, is no difference to what had been said. */
const silentAbout = (
  prediction: Fact<SignInPrediction>,
  withheld: Partial<Record<ClaimSource, readonly string[]>>,
): Fact<SignInPrediction> => {
  if (!prediction.known) return prediction;
  const untold = { ...prediction.value.untold };
  for (const source of claimSources) untold[source] = [...(untold[source] ?? []), ...(withheld[source] ?? [])];
  return known({ ...prediction.value, untold });
};

const given = (tokens: Tokens): Secret[] =>
  [tokens.idToken, tokens.accessToken, tokens.refreshToken].filter((token) => token !== null);

/** Each get-account makes one more token, which lives as long as the one it was asked with, from then on (v3.158.0). */
const lifeOf = (
  token: VerifiedIdToken | null,
  expiresIn: number | null,
  isDoubled: boolean,
  receivedAt: Date,
): Pick<Exchanged, 'tokensEndAt' | 'tokenCount'> => {
  const received = receivedAt.getTime() / 1000;
  const lifetime = token?.lifetime ?? expiresIn;
  const ends = [
    token?.expiresAt ?? null,
    (isDoubled || token?.expiresAt == null) && lifetime !== null ? received + lifetime : null,
  ].filter((end) => end !== null);
  const last = Math.max(...ends);
  return { tokensEndAt: Number.isFinite(last) ? isoTime(last) : null, tokenCount: isDoubled ? 2 : 1 };
};

/** Both sets at once; without credentials. Of another issuer where its document says, on the typed origin alone. */
const fetchKeys = async (question: SignInQuestion, vantage: Vantage, signal: AbortSignal): Promise<KeySets> => {
  const { origin, prefix, prepared, server } = question;
  const keys = (url: string | null) => keysAt(url, (request) => vantage.request(request, signal));
  if (server.kind === 'other') {
    const isHere = server.keysEndpoint !== null && isOn(origin, server.keysEndpoint);
    return { applicationKeys: null, instanceKeys: await keys(isHere ? server.keysEndpoint : null) };
  }
  const urls = casdoorUrls({ origin, prefix });
  const [applicationKeys, instanceKeys] = await Promise.all([
    keys(prepared.shown === null ? null : urls.keys(prepared.shown.name)),
    keys(urls.keys()),
  ]);
  return { applicationKeys, instanceKeys };
};
