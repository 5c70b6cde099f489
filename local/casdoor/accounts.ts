import { authenticatedApplication, maskedOrganization } from './application-access';
import type { JsonObject, UserDocument } from './documents';
import { answered, type Exchange, filtered, type Reply, refused, saying } from './exchange';
import { mintToken } from './mint-token';
import { endSession, openSession } from './open-sessions';
import { originsOf } from './origin';
import { applicationByName, organizationByName, type State, type TokenRow, timeText, userByName } from './state';
import { namesOf } from './token-claims';

/** The sign-in that a bearer token stands for; undefined without a token, a refusal where it is none of ours or too old. */
export const bearerOf = (state: State, exchange: Exchange): TokenRow | undefined | { refusal: Reply } => {
  if (exchange.bearer === undefined) return undefined;
  const row = state.tokens.find((each) => each.accessToken === exchange.bearer);
  if (row === undefined) return { refusal: filtered("Access token doesn't exist in database") };
  const expiry = row.createdAt + row.expiresIn * 1000;
  if (state.now().getTime() >= expiry) {
    return { refusal: filtered(`Access token has expired, expireTime = ${timeText(new Date(expiry))}`) };
  }
  return row;
};

/** `GET /api/userinfo`: HTTP 200 whatever is wrong. OpenID Connect Core 1.0 §5.3, with Casdoor's own error form. */
export const userinfo = (state: State, exchange: Exchange): Reply => {
  const row = bearerOf(state, exchange);
  if (row !== undefined && 'refusal' in row) return row.refusal;
  const user = row === undefined ? undefined : userByName(state, row.organization, row.user);
  const headers = { 'access-control-allow-origin': '' };
  if (row === undefined || user === undefined) return { headers, ...notSignedIn(state, exchange) };
  return { headers, body: { json: userinfoClaims(state, exchange, row, user) } };
};

/** Scopes are looked for as substrings; a list of token fields is a list of what may come; empty values are left out. */
const userinfoClaims = (state: State, exchange: Exchange, row: TokenRow, user: UserDocument): JsonObject => {
  const application = applicationByName(state, `admin/${row.application}`);
  const fields = application?.tokenFields ?? [];
  const may = (scope: string, field: string) =>
    row.scope.includes(scope) && (fields.length === 0 || fields.includes(field));
  const optional: JsonObject = {
    preferred_username: may('profile', 'Name') ? user.name : '',
    name: may('profile', 'DisplayName') ? user.displayName : '',
    email: may('email', 'Email') ? user.email : '',
    // Whatever the directory says of it.
    email_verified: may('email', 'Email'),
    picture: may('profile', 'Avatar') ? (user.avatar ?? '') : '',
    address: may('address', 'Location') ? (user.location ?? '') : '',
    phone: may('phone', 'Phone') ? user.phone : '',
    real_name: may('profile', 'RealName') ? (user.realName ?? '') : '',
    is_verified: may('profile', 'IsVerified') && user.isVerified === true,
    groups: may('profile', 'Groups') ? user.groups : [],
    roles: may('profile', 'Roles') ? namesOf(user.roles ?? null) : [],
    permissions: may('profile', 'Permissions') ? namesOf(user.permissions ?? null) : [],
  };
  const kept = Object.entries(optional).filter(
    ([, value]) => value !== '' && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  const issuer = originsOf(state, exchange.host).server;
  return { sub: user.id, iss: issuer, aud: application?.clientId ?? '', ...Object.fromEntries(kept) };
};

/** `GET /api/get-account`: ignores scopes, and mints another token on each call. */
export const getAccount = async (state: State, exchange: Exchange): Promise<Reply> => {
  const row = bearerOf(state, exchange);
  if (row !== undefined && 'refusal' in row) return row.refusal;
  const cookies = ['jsonWebConfig=unused; Path=/'];
  const user = row === undefined ? undefined : userByName(state, row.organization, row.user);
  if (user === undefined) return { cookies, ...notSignedIn(state, exchange) };
  const organization = organizationByName(state, user.owner);
  const application =
    applicationByName(state, `admin/${String(user.signupApplication ?? '')}`) ??
    applicationByName(state, `admin/${row?.application ?? ''}`);
  const minted =
    application === undefined
      ? null
      : await mintToken(state, { application, user, scope: 'profile', host: exchange.host });
  if (minted !== null) minted.codeIsUsed = true;
  const shown = { ...user, password: '', accessToken: minted?.accessToken ?? '' };
  const data2 = organization === undefined ? null : organization;
  return { cookies, ...answered(shown, data2, { sub: user.id, name: user.name }) };
};

/** `/api/logout`. Ends the open session of the browser or the token that is named; goes nowhere (mended after v3.158). */
export const logout = (state: State, exchange: Exchange): Reply => {
  const hint = exchange.input('id_token_hint');
  if (hint === '') {
    const signedIn = openSession(state, exchange)?.signedIn ?? '';
    return { cookies: endSession(state, exchange), ...answered(signedIn === '' ? null : signedIn) };
  }
  const row = state.tokens.find((each) => each.accessToken === hint);
  if (row === undefined) return refused('Token not found, invalid accessToken');
  row.expiresIn = 0;
  return { cookies: endSession(state, exchange), ...answered(null) };
};

/** `GET /api/get-organization`, with credentials: the remembered days of a second factor get their default here only. */
export const shownOrganization = (state: State, id: string, isMasked: boolean): JsonObject | null => {
  const [, name = ''] = id.split('/');
  const found = organizationByName(state, name);
  if (found === undefined) return null;
  const whole = { ...found, mfaRememberInHours: found.mfaRememberInHours || 12 };
  return isMasked ? maskedOrganization(whole) : whole;
};

const notSignedIn = (state: State, exchange: Exchange): Reply => {
  // An application's credentials sign nobody in.
  const application = authenticatedApplication(state, exchange);
  if (application !== undefined) return refused(saying(exchange, 'user-unknown', `app/${application.name}`));
  const text = saying(exchange, 'not-signed-in');
  return refused(text, text);
};
