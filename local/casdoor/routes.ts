import { getAppLogin } from './authorization-request';
import { discoveryDocument, keysDocument, webfinger } from './discovery';
import { answered, denied, type Exchange, type Reply } from './exchange';
import { frontEndPage } from './front-end';
import { introspect } from './introspect';
import type { State } from './state';

type Handler = (state: State, exchange: Exchange) => Reply | Promise<Reply>;

const handlers: Record<string, Handler> = {
  'GET /api/get-app-login': getAppLogin,
  'POST /api/login/oauth/introspect': introspect,
  'GET /api/health': () => answered(null),
};

/** Casdoor's answer to one request. */
export const answer = async (state: State, exchange: Exchange): Promise<Reply> => {
  const { path } = exchange;
  const method = exchange.method === 'HEAD' ? 'GET' : exchange.method;
  if (path.startsWith('/.well-known/')) return wellKnown(state, exchange);
  const handler = handlers[`${method} ${path}`];
  if (handler !== undefined) return handler(state, exchange);
  // Outside /api and /.well-known every path is the single-page front end.
  return path.startsWith('/api/') ? denied(exchange) : frontEndPage(state, exchange);
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
    default:
      return denied(exchange);
  }
};
