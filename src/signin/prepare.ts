import { readAddress } from '../casdoor/address';
import { askClient, clientProbeUrl } from '../casdoor/ask-client';
import { introspect } from '../casdoor/ask-secret';
import { askCasdoor, type FirstWave } from '../casdoor/first-wave';
import { Gathering } from '../casdoor/gathering';
import { ownerIn, readConfiguration } from '../casdoor/read-application';
import { publicKeysIn } from '../casdoor/read-keys';
import { isRecord } from '../casdoor/read-metadata';
import type { Vantage } from '../casdoor/vantage';
import type { Answer, Attempt, Given } from '../checks/evidence';
import { say } from '../checks/say';
import type { CasdoorAddress } from '../contract/address';
import type { ClaimSource } from '../contract/mapping';
import type { CallbackState, SignInCallback } from '../contract/sign-in';
import type { Secret } from '../secrets/secret';
import { isOn, mayTravel } from './endpoints';
import type { Prepared, SignInQuestion, SignInServer } from './question';

export type AskOptions = {
  given: Given;
  secret: Secret | null;
  /** The administrator's word that secrets may travel over http to this address. */
  allowsHttp: boolean;
  vantage: Vantage;
  signal: AbortSignal;
  /** This product's own callback. */
  redirectUri: string;
};
export type PrepareOptions = AskOptions & { beside: Exclude<ClaimSource, 'id_token'> };

/** Whole sentences: why no sign-in can be started, and the one thing to do. */
export type NotPrepared = { ok: false; message: string; remedy: string };

/** Milliseconds for all requests together. */
const askingEnds = 8000;

/**
 * Fetches all that a sign-in is judged by before the person goes to Casdoor, in two round trips: the discovery document,
 * keys, and the application with its own credentials. Refuses only where no sign-in can be started.
 */
export const prepareSignIn = (options: PrepareOptions): Promise<{ ok: true; question: SignInQuestion } | NotPrepared> =>
  inTime(options, async (g) => {
    const met = await meet(g, options);
    if ('problem' in met) return { ok: false, ...met.problem };
    const { address, first, isNamed } = met;
    const { given, redirectUri, secret, allowsHttp, beside } = options;
    const metadata = g.evidence.metadata.known ? g.evidence.metadata.value : null;
    if (metadata === null) return { ok: false, ...unreadable(g, address) };
    const { authorizationEndpoint, issuer } = metadata;
    if (authorizationEndpoint === null || issuer === null)
      return no(
        `The discovery document of ${address.host} names no ${authorizationEndpoint === null ? 'sign-in page (“authorization_endpoint”)' : 'issuer'}.`,
        'Run the checks of Connect: they say what is wrong with the document.',
      );
    const { identity } = g.evidence;
    const isCasdoor = identity.known && identity.value.isCasdoor;
    const server = isCasdoor
      ? ({ kind: 'casdoor', isProved: identity.value.proved } as const)
      : otherServer(address, metadata);
    if (server === null)
      return no(
        `${address.host} has not answered as Casdoor does, and its token endpoint is elsewhere: the code of a sign-in is sent to no other address than the one that was typed.`,
        'Enter the address of Casdoor itself on Connect.',
      );
    if (!isNamed)
      return no(
        'The client ID looks like a client secret, so it was not put into an address.',
        'Run the checks of Client: they try whether the two were swapped.',
      );
    return {
      ok: true,
      question: {
        given,
        origin: address.origin,
        prefix: address.prefix,
        issuer,
        authorizationEndpoint,
        clientId: first.question.clientId,
        scopes: given.scopes.join(' '),
        redirectUri,
        beside,
        allowsHttp,
        server,
        prepared: await fetchPrepared(g, first, server, secret),
      },
    };
  });

/** Whether Casdoor would send people back to this product, told by what it accepts and not by its words. */
export const askCallback = (options: AskOptions): Promise<SignInCallback> =>
  inTime(options, async (g) => {
    const { redirectUri: uri } = options;
    const told = (state: CallbackState, text: string | null, values: Record<string, string> = {}): SignInCallback => ({
      uri,
      state,
      note: text === null ? null : say(text, values),
      at: new Date().toISOString(),
    });
    const met = await meet(g, options);
    if ('problem' in met) return told('not-certain', `${met.problem.message} ${met.problem.remedy}`);
    const { address, first, isNamed } = met;
    const { host } = address;
    const { discovery, identity } = g.evidence;
    if (discovery.known && !discovery.value.answered && !first.login.answered)
      return told('not-certain', '{host} did not answer. The checks of Connect say why.', { host });
    if (!isNamed)
      return told(
        'not-certain',
        'The client ID looks like a client secret, so Casdoor was not asked about it. The checks of Client say more.',
      );
    if (!identity.known || !identity.value.isCasdoor)
      return told(
        'not-certain',
        '{host} has not answered as Casdoor does, and only Casdoor tells beforehand which redirect URIs it accepts.',
        { host },
      );
    const asked = await askClient(first.login, first.question, first.urls, (url) => g.ask({ method: 'GET', url }));
    if (asked?.clientId === 'unknown')
      return told('not-certain', 'Casdoor does not know the client ID {clientId}. The checks of Client say more.', {
        clientId: first.question.clientId,
      });
    if (asked?.redirectUri === 'accepted') return told('registered', null);
    // Of an address that always passes only the acceptance itself counts: an older Casdoor may know no such rule.
    if (asked?.redirectUri === 'untold' && asked.message === null)
      return told(
        'loopback',
        'Nothing has to be registered for {uri}: it leads to the computer of whoever signs in, and Casdoor lets such an address pass whatever is registered.',
        { uri },
      );
    if (asked?.redirectUri === 'refused' || asked?.redirectUri === 'untold')
      return told(
        'missing',
        'Casdoor would send nobody back: {uri} is not under “Redirect URLs” of the application {application}.',
        { uri, application: asked.application?.name ?? first.question.clientId },
      );
    return told(
      'not-certain',
      'Casdoor did not tell whether it accepts {uri}. A firewall in front of it may have refused the question.',
      { uri },
    );
  });

type Problem = Omit<NotPrepared, 'ok'>;
const no = (message: string, remedy: string): NotPrepared => ({ ok: false, message, remedy });

/** One run of requests that ends in time, with our own redirect URI in place of the plugin's, and nothing else refused. */
const inTime = async <T>(options: AskOptions, ask: (g: Gathering) => Promise<T>): Promise<T> => {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), askingEnds);
  const given = { ...options.given, redirectUri: options.redirectUri, scopes: [] };
  try {
    return await ask(
      new Gathering({ ...options, given, onProgress: () => {} }, AbortSignal.any([options.signal, deadline.signal])),
    );
  } finally {
    clearTimeout(timer);
    deadline.abort();
  }
};

/** The first round trip. `isNamed`: the client id is one, as far as can be told, and may stand in an address. */
type Met = { address: CasdoorAddress; first: FirstWave; isNamed: boolean };

const meet = async (g: Gathering, options: AskOptions): Promise<Met | { problem: Problem }> => {
  const { given, allowsHttp } = options;
  const reading = readAddress(given.address);
  if (!reading.ok)
    return {
      problem: {
        message: 'No address of Casdoor can be read from what is saved.',
        remedy: 'Save the address of Casdoor on Connect.',
      },
    };
  if (given.clientId === null || given.clientId === '')
    return {
      problem: {
        message: 'A sign-in needs the client ID, and none is saved.',
        remedy: 'Save the client ID on Client.',
      },
    };
  const address = reading.value;
  if (!mayTravel(address.origin, allowsHttp))
    return {
      problem: {
        message: `A sign-in brings tokens, and over http anybody on the way to ${address.host} can read them.`,
        remedy: 'Use an https address on Connect, or tick the consent to http beside it.',
      },
    };
  const first = await askCasdoor(g, address);
  if (!first.isSuspicious) return { address, first, isNamed: true };
  // It may be the secret: a header first, and only then an address.
  if (!(await isClientId(g, first, options))) return { address, first, isNamed: false };
  const login = await g.ask({ method: 'GET', url: clientProbeUrl(first.urls, first.question) });
  return { address, first: { ...first, login }, isNamed: true };
};

const isClientId = async (g: Gathering, first: FirstWave, { secret }: AskOptions): Promise<boolean> => {
  const { identity } = g.evidence;
  if (secret === null || !identity.known || !identity.value.proved) return false;
  const { isRight } = await introspect(
    { clientId: first.question.clientId, secret },
    {
      url: first.urls.introspection,
      issuer: new URL(first.urls.introspection).origin,
      ask: (request) => g.ask(request),
    },
  );
  return isRight;
};

const unreadable = (g: Gathering, { host }: CasdoorAddress): Problem => {
  const { discovery } = g.evidence;
  return discovery.known && discovery.value.answered
    ? {
        message: `What ${host} answered is no OpenID Connect discovery document.`,
        remedy: 'Run the checks of Connect: they say what it is.',
      }
    : { message: `${host} did not answer.`, remedy: 'Run the checks of Connect: they say why.' };
};

type Endpoints = { tokenEndpoint: string | null; userinfoEndpoint: string | null; jwksUri: string | null };

/** Null where the code of a sign-in could be sent nowhere. */
const otherServer = ({ origin }: CasdoorAddress, metadata: Endpoints): SignInServer | null => {
  const here = (endpoint: string | null) => (endpoint !== null && isOn(origin, endpoint) ? endpoint : null);
  const tokenEndpoint = here(metadata.tokenEndpoint);
  if (tokenEndpoint === null) return null;
  const { jwksUri, userinfoEndpoint } = metadata;
  return { kind: 'other', tokenEndpoint, userinfoEndpoint: here(userinfoEndpoint), keysEndpoint: here(jwksUri) };
};

/** The second round trip: what needs the application's name. Whatever of it fails is missing, and judged as such later. */
const fetchPrepared = async (
  g: Gathering,
  first: FirstWave,
  server: SignInServer,
  secret: Secret | null,
): Promise<Prepared> => {
  const keysAt = async (url: string | null) => (url === null ? null : keysIn(await g.ask({ method: 'GET', url })));
  if (server.kind === 'other')
    return { applicationKeys: null, instanceKeys: await keysAt(server.keysEndpoint), shown: null, application: null };
  const { keysAnswer } = g.evidence;
  const data = dataIn(first.login);
  const shown =
    isRecord(data) && typeof data.name === 'string' && data.name !== '' && typeof data.organization === 'string'
      ? { name: data.name, organization: data.organization }
      : null;
  // The secret goes to nobody who has not proved to be Casdoor.
  const mayAsk = server.isProved && secret !== null && secret.expose() !== '';
  const [instanceKeys, applicationKeys, configured] = await Promise.all([
    keysAnswer.known ? keysIn(keysAnswer.value) : null,
    keysAt(shown === null ? null : first.urls.keys(shown.name)),
    shown !== null && mayAsk
      ? g.ask({
          method: 'GET',
          url: first.urls.application(ownerIn(data), shown.name),
          credentials: { clientId: first.question.clientId, secret },
        })
      : null,
  ]);
  const application = configured === null ? null : readConfiguration(dataIn(configured));
  return { applicationKeys, instanceKeys, shown, application };
};

const keysIn = async (attempt: Attempt<Answer>): Promise<Prepared['instanceKeys']> =>
  attempt.answered && attempt.value.status < 300 ? publicKeysIn(attempt.value.json) : null;

const dataIn = (attempt: Attempt<Answer>): unknown =>
  attempt.answered && isRecord(attempt.value.json) ? attempt.value.json.data : null;
