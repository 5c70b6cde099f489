import { bearerOf, getAccount, logout, userinfo } from './accounts';
import { authenticatedApplication } from './application-access';
import { getApplication, updateApplication } from './applications';
import { getAppLogin } from './authorization-request';
import { grantConsentCall } from './consent';
import { getGroups, getOrganization, getUser, getUserCount, getUsers, getVersion } from './directory';
import { discoveryDocument, keysDocument, protectedResource, webfinger } from './discovery';
import { answered, denied, type Exchange, type Reply } from './exchange';
import { frontEndPage, notFoundPage } from './front-end';
import { introspect } from './introspect';
import { login } from './login-call';
import { signinPage, submitSignin } from './sign-in-page';
import type { State } from './state';
import { refreshEndpoint, tokenEndpoint } from './token-endpoint';

type Handler = (state: State, exchange: Exchange) => Reply | Promise<Reply>;

const handlers: Record<string, Handler> = {
  'GET /api/get-app-login': getAppLogin,
  'POST /api/login/oauth/introspect': introspect,
  'GET /api/get-account': getAccount,
  'GET /api/get-application': getApplication,
  'GET /api/get-groups': getGroups,
  'GET /api/get-organization': getOrganization,
  'GET /api/get-user': getUser,
  'GET /api/get-user-count': getUserCount,
  'GET /api/get-users': getUsers,
  'GET /api/get-version-info': getVersion,
  'GET /api/health': () => answered(null),
  'GET /api/logout': logout,
  'GET /api/userinfo': userinfo,
  'GET /login/oauth/authorize': signinPage,
  'POST /api/grant-consent': grantConsentCall,
  'POST /api/login': login,
  'POST /api/login/oauth/access_token': tokenEndpoint,
  'POST /api/login/oauth/refresh_token': refreshEndpoint,
  'POST /api/logout': logout,
  'POST /api/update-application': updateApplication,
  'POST /login/oauth/authorize': submitSignin,
};

/** What is answered by method and path; beside it there are `/.well-known` and the front end. */
export const routes: readonly string[] = Object.keys(handlers);

/** Casdoor's answer to one request. */
export const answer = async (state: State, exchange: Exchange): Promise<Reply> => {
  const { path } = exchange;
  const method = exchange.method === 'HEAD' ? 'GET' : exchange.method;
  // Outside /api and /.well-known every path is the single-page front end.
  if (!/^\/(api|\.well-known)\//.test(path)) {
    return (await handlers[`${method} ${path}`]?.(state, exchange)) ?? frontEndPage(state, exchange);
  }
  // A bearer token is looked at whatever is asked for.
  const bearer = bearerOf(state, exchange);
  if (bearer !== undefined && 'refusal' in bearer) return bearer.refusal;
  if (path.startsWith('/.well-known/')) return method === 'GET' ? wellKnown(state, exchange) : denied(exchange);
  const handler = handlers[`${method} ${path}`];
  if (handler !== undefined) return handler(state, exchange);
  const isKnownPath = Object.keys(handlers).some((known) => known.endsWith(` ${path}`));
  const mayAskAnything =
    path.startsWith('/api/login/oauth/') || authenticatedApplication(state, exchange) !== undefined;
  return isKnownPath && mayAskAnything ? notFoundPage : denied(exchange);
};

const wellKnown = (state: State, exchange: Exchange): Reply => {
  const found = /^\/\.well-known\/(?:([^/]+)\/)?([^/]+)$/.exec(exchange.path);
  const application = found?.[1] === undefined ? null : decodeURIComponent(found[1]);
  switch (found?.[2]) {
    case 'openid-configuration':
    case 'oauth-authorization-server':
      return discoveryDocument(state, exchange, application);
    case 'jwks':
      return keysDocument(state, application);
    case 'webfinger':
      return webfinger(state, exchange);
    case 'oauth-protected-resource':
      return protectedResource(state, exchange);
    default:
      return denied(exchange);
  }
};
