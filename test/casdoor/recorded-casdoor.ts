import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https, { type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

type Exchange = {
  name: string;
  request: { server: string; method: string; path: string; headers: Record<string, string>; body?: string };
  response: { status: number; headers: Record<string, string | string[]>; body: unknown };
};
export type Seen = { method: string; url: string; authorization: string | null; body: string; language: string | null };

const recordingsIn = (file: string): Exchange[] =>
  (JSON.parse(readFileSync(path.join(__dirname, '../fixtures/recordings', file), 'utf8')) as { exchanges: Exchange[] })
    .exchanges;
const recorded = ['discovery.json', 'client.json', 'directory.json', 'token-errors.json'].flatMap(recordingsIn);

/** The answer that a real Casdoor gave, by the name of the recording. */
export const answerNamed = (name: string): Exchange['response'] => {
  const exchange = recorded.find((candidate) => candidate.name === name);
  if (!exchange) throw new RangeError(`No recording is called ${name}.`);
  const { headers, ...rest } = exchange.response;
  // Cookie values were blanked in the recordings, with characters that no header may have.
  const fit = Object.fromEntries(
    Object.entries(headers).map(([header, value]) => [
      header,
      [value].flat().map((text) => text.replaceAll('•••', 'recorded')),
    ]),
  );
  return { ...rest, headers: fit };
};

const recordedOrigin = 'https://door.acme.example';
export const recordedRedirectUri = 'https://jira.acme.example/plugins/servlet/oauth/callback';
const registered = [
  recordedRedirectUri,
  'https://jira.acme.example/plugins/servlet/oidc/callback',
  'https://wiki.acme.example/plugins/servlet/oauth/callback',
];

export type RecordedCasdoor = {
  /** Where it listens, as it also calls itself. */
  origin: string;
  port: number;
  /** Every request, in the order they came. */
  seen: Seen[];
  close: () => Promise<void>;
};
export type Faults = {
  /** Answers instead of Casdoor where it returns true. */
  instead?: (request: IncomingMessage, response: ServerResponse, body: string) => boolean;
  tls?: ServerOptions;
  /** Below which Casdoor is served by a proxy that strips it. */
  prefix?: string;
  /** What it calls itself; the address it listens on unless told. */
  calledOrigin?: string;
  /** Awaited before each answer. */
  before?: () => Promise<void>;
};

/** A server on loopback that answers with what a real Casdoor v3.158.0 answered. */
export const startRecordedCasdoor = async (faults: Faults = {}): Promise<RecordedCasdoor> => {
  const seen: Seen[] = [];
  let origin = '';
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const { authorization = null, 'accept-language': language = null } = request.headers;
    seen.push({ method: request.method ?? '', url: request.url ?? '', authorization, body, language });
    await faults.before?.();
    if (faults.instead?.(request, response, body)) return;
    const prefix = faults.prefix ?? '';
    const url = new URL(request.url ?? '/', origin);
    if (!url.pathname.startsWith(prefix)) {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
      return;
    }
    const {
      status,
      headers,
      body: content,
    } = answerTo(url.pathname.slice(prefix.length), url.searchParams, authorization);
    const text = (typeof content === 'string' ? content : JSON.stringify(content)).replaceAll(
      recordedOrigin,
      faults.calledOrigin ?? origin + prefix,
    );
    response.writeHead(status, headers).end(text);
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  const server = faults.tls ? https.createServer(faults.tls, listener) : http.createServer(listener);
  server.on('tlsClientError', () => {});
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  origin = `${faults.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    origin,
    port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const answerTo = (pathname: string, query: URLSearchParams, authorization: string | null): Exchange['response'] => {
  const isAuthorized = authorization !== null && isRightSecret(authorization);
  switch (pathname) {
    case '/.well-known/openid-configuration':
      return answerNamed('global');
    case '/.well-known/app-jira/openid-configuration':
      return answerNamed('per application');
    case '/.well-known/jwks':
      return answerNamed('jwks');
    case '/.well-known/app-es256/jwks':
      return answerNamed('jwks of app-es256');
    case '/api/get-app-login':
      return appLogin(query);
    case '/api/login/oauth/introspect':
      return answerNamed(
        authorization === null
          ? 'introspect, no authentication'
          : isAuthorized
            ? 'introspect, right secret'
            : 'introspect, wrong secret',
      );
    case '/api/get-application': {
      const name = query.get('id')?.replace('admin/', '') ?? '';
      if (!isAuthorized) return answerNamed('application, no authentication');
      return name === 'app-jira'
        ? answerNamed('the application itself')
        : answerNamed(`the application itself: ${name}`);
    }
    case '/api/get-organization':
      return isAuthorized ? answerNamed('organization') : answerNamed('no authentication');
    case '/api/get-version-info':
      return isAuthorized ? answerNamed('version') : answerNamed('version, no authentication');
    case '/api/get-users':
      return isAuthorized ? answerNamed('page 1 of 3') : answerNamed('wrong secret');
    case '/api/login/oauth/access_token':
      return answerNamed('no client');
    case '/api/logout':
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: { status: 'ok', msg: '', data: null },
      };
    default:
      if (/^\/\.well-known\/[\w-]+\/jwks$/.test(pathname)) return answerNamed('jwks of app-jira');
      return pathname.startsWith('/api') || pathname.startsWith('/.well-known')
        ? answerNamed('unknown api path')
        : answerNamed('login page');
  }
};

const isRightSecret = (authorization: string): boolean => {
  const [id = '', secret = ''] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString('utf8').split(':');
  return /^app-[a-z0-9]+-client-id$/.test(id) && secret === id.replace(/-id$/, '-secret');
};

/** Which recording fits: Casdoor looks at the client id, then the redirect URI, then the scopes. */
const appLogin = (query: URLSearchParams): Exchange['response'] => {
  const clientId = query.get('clientId') ?? '';
  const redirectUri = query.get('redirectUri') ?? '';
  const scopes = (query.get('scope') ?? '').split(' ').filter(Boolean);
  if (
    !['app-jira', 'app-scoped', 'app-shared', 'app-disabled', 'app-es256'].some(
      (name) => clientId === `${name}-client-id`,
    )
  )
    return answerNamed('unknown client id');
  if (redirectUri.includes('%zz')) return { status: 500, headers: {}, body: '' };
  const isScoped = clientId === 'app-scoped-client-id';
  const passes = registered.includes(redirectUri) || redirectUri.startsWith('http://localhost');
  const named = isScoped
    ? 'scopes limited, one unlisted'
    : clientId === 'app-shared-client-id'
      ? 'shared application'
      : clientId === 'app-disabled-client-id'
        ? 'sign-in disabled'
        : 'redirect URI not listed';
  const { body } = answerNamed(named);
  const data = (body as { data: unknown }).data;
  const isRefused = isScoped && scopes.some((scope) => !['openid', 'profile', 'email'].includes(scope));
  if (!passes) return refusal(`Redirect URI: ${redirectUri} doesn't exist in the allowed Redirect URI list`, data);
  if (isRefused) return refusal('Invalid scope', data);
  return { ...answerNamed('accepted'), body: { ...(answerNamed('accepted').body as object), data } };
};

const refusal = (msg: string, data: unknown): Exchange['response'] => ({
  ...answerNamed('redirect URI not listed'),
  body: { status: 'error', msg, sub: '', name: '', data, data2: null, data3: null },
});
