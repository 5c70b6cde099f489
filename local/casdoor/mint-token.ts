import { SignJWT } from 'jose';
import type { ApplicationDocument, JsonObject, UserDocument } from './documents';
import { originsOf } from './origin';
import { certificateOf, type State, type TokenRow } from './state';
import { refreshClaims, tokenClaims } from './token-claims';

/** Something that the token is made of does not exist, the certificate for one: Casdoor notices only now. */
export class CannotMint extends Error {}

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
 * @throws CannotMint
 */
export const mintToken = async (state: State, request: MintRequest): Promise<TokenRow> => {
  const { application } = request;
  const user = state.usesGroupPaths ? { ...request.user, groups: groupPathsOf(state, request.user) } : request.user;
  const certificate = certificateOf(state, application);
  if (certificate === undefined) throw new CannotMint(`The cert "${application.cert}" does not exist`);
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

/** Each group with all that it is in, as `useGroupPathInToken` has them; one right below the organization is none (v3.158.0). */
const groupPathsOf = (state: State, user: UserDocument): string[] =>
  user.groups.flatMap((id) => {
    const named = (name: string) => state.world.groups.find((each) => each.owner === user.owner && each.name === name);
    const group = named(id.slice(id.indexOf('/') + 1));
    if (group === undefined) return [];
    const path = [group.name];
    for (let current = group, isTop = false; !isTop; isTop = current.isTopGroup) {
      const parent = named(current.parentId);
      if (parent === undefined) throw new CannotMint(`The group: ${current.parentId} does not exist`);
      path.unshift(parent.name);
      current = parent;
    }
    return [[user.owner, ...path].join('/')];
  });

/** What the token endpoint answers with. */
export const tokenAnswer = (row: TokenRow, refreshToken = row.refreshToken): JsonObject => ({
  access_token: row.accessToken,
  id_token: row.accessToken,
  refresh_token: refreshToken,
  token_type: 'Bearer',
  expires_in: row.expiresIn,
  scope: row.scope,
});
