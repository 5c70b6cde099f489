import type { JsonObject } from './documents';
import { type Exchange, type Reply, refused } from './exchange';
import { originsOf } from './origin';
import { applicationByName, type State } from './state';

const standardScopes = ['openid', 'email', 'profile', 'address', 'phone', 'offline_access'];
const signingAlgorithms = ['RS256', 'RS512', 'ES256', 'ES384', 'ES512'];

/** The discovery document, global or of one application; an unknown application gets one too. OpenID Connect Discovery 1.0 §3. */
export const discoveryDocument = (state: State, exchange: Exchange, application: string | null): Reply => {
  const { frontEnd, server } = originsOf(state, exchange.host);
  const own = application === null ? undefined : applicationByName(state, `admin/${application}`);
  const document: JsonObject = {
    issuer: server,
    authorization_endpoint: `${frontEnd}/login/oauth/authorize`,
    token_endpoint: `${server}/api/login/oauth/access_token`,
    userinfo_endpoint: `${server}/api/userinfo`,
    device_authorization_endpoint: `${server}/api/device-auth`,
    registration_endpoint: `${server}/api/oauth/register`,
    jwks_uri: `${server}/.well-known/${application === null ? '' : `${application}/`}jwks`,
    introspection_endpoint: `${server}/api/login/oauth/introspect`,
    // Most of the hybrid types are advertised and do not work; so is request_parameter_supported.
    response_types_supported: [
      'code',
      'token',
      'id_token',
      'code token',
      'code id_token',
      'token id_token',
      'code token id_token',
      'none',
    ],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: [
      'authorization_code',
      'implicit',
      'password',
      'client_credentials',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:token-exchange',
    ],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: signingAlgorithms,
    // An application's own scopes come after the standard ones, so that names appear twice.
    scopes_supported: [...standardScopes, ...(own?.scopes ?? []).map((scope) => scope.name)],
    code_challenge_methods_supported: ['S256'],
    claims_supported:
      'iss ver sub aud iat exp id type displayName avatar permanentAvatar email phone location affiliation title homepage bio tag region language score ranking isOnline isAdmin isForbidden signupApplication ldap'.split(
        ' ',
      ),
    request_parameter_supported: true,
    request_object_signing_alg_values_supported: ['HS256', 'HS384', 'HS512'],
    end_session_endpoint: `${server}/api/logout`,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    dpop_signing_alg_values_supported: [...signingAlgorithms, 'PS256', 'PS384', 'PS512'],
  };
  return { body: { json: document } };
};

/** The application's own key where its certificate is named and exists, else the keys of everybody. */
export const keysDocument = (state: State, application: string | null): Reply => {
  const named = application === null ? undefined : applicationByName(state, `admin/${application}`)?.cert;
  const own = state.certificates.filter((each) => each.name === named);
  const keys = (own.length > 0 ? own : state.certificates).map((each) => each.published);
  return { body: { json: { keys } } };
};

/** RFC 7033, for people of any organization; the issuer is the one relation that is known. */
export const webfinger = (state: State, exchange: Exchange): Reply => {
  const resource = exchange.input('resource');
  const email = /^acct:(.+)$/.exec(resource)?.[1];
  const { users, crowd } = state.world;
  const isKnown =
    email !== undefined &&
    (users.some((user) => user.email === email) || (crowd?.find('email', email) ?? null) !== null);
  if (!isKnown) return refused('user not found');
  const rel = 'http://openid.net/specs/connect/1.0/issuer';
  const links = exchange.query.getAll('rel').includes(rel)
    ? [{ rel, href: originsOf(state, exchange.host).server }]
    : null;
  return { body: { json: { subject: resource, links } } };
};

/** RFC 9728. */
export const protectedResource = (state: State, exchange: Exchange): Reply => {
  const { server } = originsOf(state, exchange.host);
  return {
    body: {
      json: {
        resource: server,
        authorization_servers: [server],
        bearer_methods_supported: ['header'],
        scopes_supported: ['openid', 'profile', 'email', 'read', 'write'],
        resource_signing_alg_values_supported: ['RS256'],
      },
    },
  };
};
