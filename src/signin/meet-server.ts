import { readAddress } from '../casdoor/address';
import { clientProbeUrl } from '../casdoor/ask-client';
import { introspect } from '../casdoor/ask-secret';
import { askCasdoor, type FirstWave } from '../casdoor/first-wave';
import { Gathering } from '../casdoor/gathering';
import type { Vantage } from '../casdoor/vantage';
import type { Given } from '../checks/evidence';
import type { CasdoorAddress } from '../contract/address';
import type { Secret } from '../secrets/secret';
import { mayTravel } from './endpoints';

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

/** Why no sign-in can be started, and the one thing to do: whole sentences. */
export type Problem = { message: string; remedy: string; code?: 'egress-not-granted' };

/** Milliseconds for all requests together. */
const askingEnds = 8000;

/** One run of requests that ends in time, with our own redirect URI in place of the plugin's, and nothing else refused. */
export const inTime = async <T>(options: AskOptions, ask: (g: Gathering) => Promise<T>): Promise<T> => {
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

export const meet = async (g: Gathering, options: AskOptions): Promise<Met | { problem: Problem }> => {
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
