import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { readConfiguration } from '../../src/casdoor/read-application';
import type { Vantage } from '../../src/casdoor/vantage';
import type { Fact, Given } from '../../src/checks/evidence';
import { Secret } from '../../src/secrets/secret';
import { type ExchangeOptions, exchange } from '../../src/signin/exchange';
import type { Exchanged, SignInQuestion } from '../../src/signin/question';
import { type RecordedExchange, recordedExchanges } from '../local/casdoor/recordings';
import { serve } from '../local/vantage/listeners';

const signIns = recordedExchanges('sign-in');
const tokenErrors = recordedExchanges('token-errors');
const directory = recordedExchanges('directory');
const discovery = recordedExchanges('discovery');

export const issuer = 'https://door.acme.example';
export const recordedRedirectUri = 'https://jira.acme.example/plugins/servlet/oauth/callback';
export const recordedVerifier = 'recorded-verifier-recorded-verifier-recorded-verifier';
/** A few seconds after the tokens were made. */
export const recordedNow = new Date('2026-11-24T16:51:00Z');

export const recordingNamed = (name: string): RecordedExchange => {
  const found = [...signIns, ...tokenErrors, ...directory, ...discovery].find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`No recording is called ${name}.`);
  return found;
};

/** `app-jira / alice` and the like: every recorded sign-in that got as far as a token. */
export const recordedSignIns = signIns.flatMap(({ name }) => (name.endsWith(': token') ? [name.slice(0, -7)] : []));

export const applicationIn = (signIn: string): string => signIn.split(' / ')[0] ?? '';

const keysOf = (name: string): JWK[] =>
  (recordingNamed(name).response.body as { keys: JWK[] }).keys.map(({ x5c: _certificate, ...key }) => key);
export const instanceKeys = keysOf('jwks');

export const configurationOf = (application: string) => {
  const name = application === 'app-jira' ? 'the application itself' : `the application itself: ${application}`;
  const { data } = recordingNamed(name).response.body as { data: unknown };
  const configuration = readConfiguration(data);
  if (configuration === null) throw new RangeError(`No configuration of ${application} was recorded.`);
  return configuration;
};

export const given: Given = {
  from: 'local',
  target: { plugin: 'miniorange', product: 'jira', baseUrl: 'https://jira.acme.example', comparesIssuer: false },
  address: issuer,
  clientId: 'app-jira-client-id',
  hasSecret: true,
  redirectUri: recordedRedirectUri,
  scopes: 'openid profile email address phone offline_access'.split(' '),
  scopesAssumed: false,
  mapping: null,
  plugin: null,
  seen: null,
  directory: null,
  now: recordedNow.toISOString(),
};

/** A question as it is once the application's own keys and configuration were fetched. */
export const questionAbout = (application: string, origin: string): SignInQuestion => {
  const configuration = configurationOf(application);
  return {
    given: { ...given, clientId: `${application}-client-id` },
    origin,
    prefix: '',
    issuer,
    authorizationEndpoint: `${issuer}/login/oauth/authorize`,
    clientId: `${application}-client-id`,
    scopes: given.scopes.join(' '),
    redirectUri: recordedRedirectUri,
    beside: 'userinfo',
    allowsHttp: false,
    server: { kind: 'casdoor', isProved: true },
    prepared: {
      applicationKeys: instanceKeys.filter(({ kid }) => kid === configuration.cert),
      instanceKeys,
      shown: { name: application, organization: 'acme' },
      application: configuration,
    },
  };
};

export type Seen = { method: string; path: string; headers: IncomingMessage['headers']; body: string };
export type AnsweringServer = { origin: string; seen: Seen[] };
export type Reply = { status?: number; headers?: Record<string, string>; body: unknown };

/** A server that answers each path as it is told to; what is not told is no path of Casdoor's. */
export const answering = async (
  answer: (path: string, seen: Seen, response: ServerResponse) => Reply | null,
): Promise<AnsweringServer> => {
  const seen: Seen[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const one = {
      method: request.method ?? '',
      path,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(one);
    const reply = answer(path, one, response);
    if (reply === null) return;
    const { status = 200, headers = { 'content-type': 'application/json; charset=utf-8' }, body } = reply;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const port = await serve((request, response) => void respond(request, response));
  return { origin: `http://127.0.0.1:${port}`, seen };
};

const replyNamed = (name: string): Reply => {
  const { status, body, headers } = recordingNamed(name).response;
  const contentType = [headers['content-type'] ?? headers['Content-Type'] ?? 'application/json; charset=utf-8'].flat();
  return { status, body, headers: { 'content-type': contentType[0] ?? '' } };
};

/** Casdoor as it answered in one recorded sign-in. `replies` stand in for answers, by path without query. */
export const recordedServer = (
  signIn: string,
  replies: Readonly<Record<string, Reply>> = {},
): Promise<AnsweringServer> =>
  answering((path) => {
    const url = new URL(path, issuer);
    const replaced = replies[url.pathname];
    if (replaced !== undefined) return replaced;
    switch (url.pathname) {
      case '/api/login/oauth/access_token':
        return replyNamed(`${signIn}: token`);
      case '/api/userinfo':
        return replyNamed(`${signIn}: userinfo`);
      case '/api/get-account':
        return replyNamed(`${signIn}: get-account`);
      case '/.well-known/jwks':
        return replyNamed('jwks');
      case '/api/get-user': {
        const name = url.searchParams.get('id')?.replace('acme/', '');
        const recorded = name === 'alice' ? 'one user' : `one user: ${name}`;
        return directory.some((one) => one.name === recorded)
          ? replyNamed(recorded)
          : { body: { status: 'ok', data: null } };
      }
      default:
        return /^\/\.well-known\/[\w-]+\/jwks$/.test(url.pathname)
          ? { body: { keys: questionAbout(url.pathname.split('/')[2] ?? '', issuer).prepared.applicationKeys } }
          : replyNamed('unknown api path');
    }
  });

export const codeOf = (signIn: string): string =>
  String((recordingNamed(`${signIn}: login`).response.body as { data: unknown }).data);

/** Every vantage that a test opened; closed by `closeVantages`. */
const vantages: Vantage[] = [];
export const localVantage = (): Vantage => {
  const vantage = makeLocalVantage({ environment: {} });
  vantages.push(vantage);
  return vantage;
};
export const closeVantages = async (): Promise<void> => {
  await Promise.all(vantages.splice(0).map((vantage) => vantage.close()));
};

export const proof = {
  state: new Secret('state-1'),
  nonce: new Secret('nonce-1'),
  verifier: new Secret(recordedVerifier),
};

/** The callback of a recorded sign-in, judged against a question. */
export const exchanged = (
  question: SignInQuestion,
  code: string,
  changes: Partial<Omit<ExchangeOptions, 'question'>> = {},
): Promise<Exchanged> =>
  exchange({
    question,
    callback: new URL(`${recordedRedirectUri}?${new URLSearchParams({ code, state: 'state-1' })}`),
    proof,
    secret: new Secret(question.clientId.replace(/-id(-org-\w+)?$/, '-secret')),
    vantage: localVantage(),
    signal: new AbortController().signal,
    now: () => recordedNow,
    ...changes,
  });

/** The value of a fact that must be known. */
export const known = <T>(fact: Fact<T>): T => {
  if (!fact.known) throw new TypeError(`Not known: ${JSON.stringify(fact.because)}`);
  return fact.value;
};
