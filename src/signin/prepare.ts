import type { FirstWave } from '../casdoor/first-wave';
import type { Gathering } from '../casdoor/gathering';
import { ownerIn, readConfiguration } from '../casdoor/read-application';
import { isRecord } from '../casdoor/read-metadata';
import type { Answer, Attempt } from '../checks/evidence';
import type { CasdoorAddress } from '../contract/address';
import type { ClaimSource } from '../contract/mapping';
import type { Secret } from '../secrets/secret';
import { isOn } from './endpoints';
import { keysAt, keysIn } from './keys-at';
import { type AskOptions, inTime, meet, type Problem } from './meet-server';
import type { Prepared, SignInQuestion, SignInServer } from './question';

export type PrepareOptions = AskOptions & { beside: Exclude<ClaimSource, 'id_token'> };

type NotPrepared = { ok: false } & Problem;

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

const no = (message: string, remedy: string): NotPrepared => ({ ok: false, message, remedy });

const unreadable = (g: Gathering, { host }: CasdoorAddress): Problem => {
  const { discovery } = g.evidence;
  if (discovery.known && !discovery.value.answered && discovery.value.failure.kind === 'egress-refused')
    return {
      code: 'egress-not-granted',
      message: `Forge sends no request to ${host} before an administrator has allowed it.`,
      remedy: `Run the checks of Connect, and press "Allow requests to ${host}" there.`,
    };
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
  const keys = (url: string | null) => keysAt(url, (request) => g.ask(request));
  if (server.kind === 'other')
    return { applicationKeys: null, instanceKeys: await keys(server.keysEndpoint), shown: null, application: null };
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
    keys(shown === null ? null : first.urls.keys(shown.name)),
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

const dataIn = (attempt: Attempt<Answer>): unknown =>
  attempt.answered && isRecord(attempt.value.json) ? attempt.value.json.data : null;
