import type { Answer } from '../checks/evidence';
import type { CasdoorAddress } from '../contract/address';
import { isLoopback } from './address';
import { clientProbeUrl, isCasdoorAnswer } from './ask-client';
import { type CasdoorUrls, casdoorUrls } from './casdoor-urls';
import { ownerIn } from './read-application';
import { documentIn, isRecord, marksOf, readMetadata } from './read-metadata';
import type { Vantage } from './vantage';

export type ProvingOptions = {
  address: CasdoorAddress;
  clientId: string;
  /** The administrator's word that the secret may travel over http to this address. */
  allowsHttp: boolean;
  vantage: Vantage;
  signal: AbortSignal;
};

/** Whose client ID it is, as Casdoor tells anybody. */
export type ProvedApplication = {
  urls: CasdoorUrls;
  issuer: string | null;
  owner: string;
  name: string;
  /** Of a shared application the one that its client ID names. */
  organization: string;
};

/** `problem` is a whole sentence. */
export type ProofProblem = { problem: string; why: 'http' | 'silent' | 'no-casdoor' | 'client-unknown' };

/**
 * Has the address prove, without any credentials, that Casdoor is there and knows the client ID. Before that the secret
 * is sent to nobody, and after it only to Casdoor's own paths on the typed origin.
 */
export const proveApplication = async (options: ProvingOptions): Promise<ProvedApplication | ProofProblem> => {
  const { address, allowsHttp, clientId, signal, vantage } = options;
  if (address.scheme === 'http' && !isLoopback(address.host) && !allowsHttp)
    return {
      problem: 'The secret is not sent over http without your consent: tick it beside the address.',
      why: 'http',
    };
  const urls = casdoorUrls(address);
  const ask = (url: string) => vantage.request({ method: 'GET', url }, signal);
  const [discovery, login] = await Promise.all([
    ask(urls.discovery()),
    ask(clientProbeUrl(urls, { clientId, redirectUri: null, scopes: [] })),
  ]);
  if (!discovery.answered)
    return { problem: `${address.host} did not answer. The checks of Connect say why.`, why: 'silent' };
  const document = documentIn(discovery.value);
  const metadata = document === null ? null : readMetadata(document);
  const isProved = marksOf(metadata, [discovery, login]).includes('endpoint-paths') && isCasdoorAnswer(login);
  if (!isProved)
    return { problem: `${address.host} has not proved to be Casdoor, so the secret was not sent.`, why: 'no-casdoor' };
  const shown = login.answered ? shownIn(login.value) : null;
  if (shown === null)
    return {
      problem: 'Casdoor does not know this client ID. The checks of Client say more.',
      why: 'client-unknown',
    };
  return { urls, issuer: metadata?.issuer ?? null, ...shown };
};

const shownIn = ({ json }: Answer): Pick<ProvedApplication, 'owner' | 'name' | 'organization'> | null => {
  const shown = isRecord(json) ? json.data : null;
  if (!isRecord(shown) || typeof shown.name !== 'string' || typeof shown.organization !== 'string') return null;
  return { owner: ownerIn(shown), name: shown.name, organization: shown.organization };
};
