import { SignJWT } from 'jose';
import type { ApplicationDocument, JsonObject, UserDocument } from './documents';
import { originsOf } from './origin';
import { certificateOf, type State, type TokenRow } from './state';
import { refreshClaims, tokenClaims } from './token-claims';

/** The application names a certificate that does not exist: Casdoor notices only now. */
export class CertificateMissing extends Error {}

export type MintRequest = {
  application: ApplicationDocument;
  user: UserDocument;
  scope: string;
  /** Decides the issuer: the host of the sign-in, not of the later token call. */
  host: string;
  nonce?: string;
  signinMethod?: string;
  codeChallenge?: string;
};

/**
 * Makes access and refresh token and keeps the row. The ID token is the access token.
 * @throws CertificateMissing
 */
export const mintToken = async (state: State, request: MintRequest): Promise<TokenRow> => {
  const { application, user } = request;
  const certificate = certificateOf(state, application);
  if (certificate === undefined) throw new CertificateMissing(`The cert "${application.cert}" does not exist`);
  const at = state.now().getTime();
  const id = `${application.owner}/${state.random.uuid()}`;
  const hours = (count: number) => at + count * 3_600_000;
  const facts = {
    issuer: originsOf(state, request.host).server,
    at,
    expiresAt: hours(application.expireInHours),
    id,
    scope: request.scope,
    nonce: request.nonce ?? '',
    signinMethod: request.signinMethod ?? '',
  };
  const claims = tokenClaims(user, application, facts);
  const refresh = refreshClaims(claims, application);
  // No refresh lifetime means that of the access token.
  const refreshHours = application.refreshExpireInHours || application.expireInHours;
  refresh.exp = Math.floor(hours(refreshHours) / 1000);
  const alg = application.tokenSigningMethod || 'RS256';
  const sign = (payload: JsonObject, header: { kid?: string }) =>
    new SignJWT(payload).setProtectedHeader({ alg, ...header, typ: 'JWT' }).sign(certificate.privateKey);
  const row: TokenRow = {
    id,
    application: application.name,
    organization: user.owner,
    user: user.name,
    code: state.random.hex(20),
    codeIsUsed: false,
    codeExpiresAt: at + 5 * 60_000,
    codeChallenge: request.codeChallenge ?? '',
    accessToken: await sign(claims, { kid: certificate.name }),
    // Without a kid, as Casdoor makes it.
    refreshToken: await sign(refresh, {}),
    scope: request.scope,
    expiresIn: Math.trunc(application.expireInHours * 3600),
    createdAt: at,
  };
  state.tokens.push(row);
  // Each get-account makes another; a demo that runs for weeks must not keep them all.
  if (state.tokens.length > 10_000) state.tokens.shift();
  return row;
};

/** What the token endpoint answers with. */
export const tokenAnswer = (row: TokenRow, refreshToken = row.refreshToken): JsonObject => ({
  access_token: row.accessToken,
  id_token: row.accessToken,
  refresh_token: refreshToken,
  token_type: 'Bearer',
  expires_in: row.expiresIn,
  scope: row.scope,
});
