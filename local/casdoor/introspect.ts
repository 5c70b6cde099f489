import type { ApplicationDocument } from './documents';
import { type Exchange, oauthError, type Reply } from './exchange';
import { claimsOf } from './read-token';
import { applicationByClientId, applicationByName, type State } from './state';

/** Client authentication as introspection and refreshing do it: body first, then Basic. */
export const validateClient = (
  state: State,
  exchange: Exchange,
  ignoresSecret: boolean,
): { application: ApplicationDocument } | { reply: Reply } => {
  const fromJson = exchange.input('client_id') === '' ? exchange.json : undefined;
  const inBody = exchange.input('client_id') || textOf(fromJson?.client_id);
  const id = inBody || exchange.basic?.id || '';
  const secret = inBody
    ? exchange.input('client_secret') || textOf(fromJson?.client_secret)
    : (exchange.basic?.secret ?? '');
  if (id === '') return { reply: oauthError('invalid_request') };
  const application = applicationByClientId(state, id);
  if (application === undefined || (!ignoresSecret && application.clientSecret !== secret)) {
    return {
      reply: { ...oauthError('invalid_client', 'Invalid application or wrong clientSecret'), closesConnection: true },
    };
  }
  return { application };
};

/** RFC 7662. The answer for a token that is not known is `active: false` alone, whatever the reason. */
export const introspect = (state: State, exchange: Exchange): Reply => {
  const client = validateClient(state, exchange, false);
  if ('reply' in client) return client.reply;
  const token = exchange.input('token');
  const row = state.tokens.find((each) => each.accessToken === token || each.refreshToken === token);
  const claims = claimsOf(token);
  const isLive =
    row !== undefined &&
    claims !== null &&
    row.codeIsUsed &&
    row.expiresIn > 0 &&
    state.now().getTime() < row.createdAt + row.expiresIn * 1000;
  if (!isLive) return { body: { json: { active: false } } };
  const owner = applicationByName(state, `admin/${row.application}`);
  const { scope, exp, iat, nbf, sub, aud, iss, jti } = claims;
  return {
    body: {
      json: {
        active: true,
        scope: scope ?? '',
        client_id: owner?.clientId ?? '',
        username: claims.name ?? '',
        token_type: 'Bearer',
        exp: exp ?? 0,
        iat: iat ?? 0,
        nbf: nbf ?? 0,
        sub: sub ?? '',
        aud: aud ?? [],
        iss: iss ?? '',
        jti: jti ?? '',
      },
    },
  };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
