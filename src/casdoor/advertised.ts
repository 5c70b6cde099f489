import type { Metadata } from '../checks/evidence';
import type { CasdoorAddress } from '../contract/address';
import { clientProbeUrl } from './ask-client';
import { casdoorUrls } from './casdoor-urls';
import { documentIn, isRecord, isRefusal, readMetadata } from './read-metadata';
import type { Vantage } from './vantage';

/**
 * What the discovery document names, with the keys of the client's own application in place of those of all of Casdoor;
 * null where no document could be read. Sends no secret.
 */
export const readAdvertised = async (options: {
  address: CasdoorAddress;
  /** Null where it was not given. */
  clientId: string | null;
  vantage: Vantage;
  signal: AbortSignal;
}): Promise<Metadata | null> => {
  const { address, clientId, vantage, signal } = options;
  const urls = casdoorUrls(address);
  const ask = (url: string) => vantage.request({ method: 'GET', url }, signal);
  const documentAt = async (application: string | null) => {
    const attempt = await ask(urls.discovery(application));
    const document = attempt.answered ? documentIn(attempt.value) : null;
    return document === null || isRefusal(document) ? null : readMetadata(document);
  };
  const applicationName = async (): Promise<string | null> => {
    if (clientId === null) return address.application;
    const login = await ask(clientProbeUrl(urls, { clientId, redirectUri: null, scopes: [] }));
    const data = login.answered && isRecord(login.value.json) ? login.value.json.data : null;
    return isRecord(data) && typeof data.name === 'string' && data.name !== '' ? data.name : null;
  };
  const [whole, name] = await Promise.all([documentAt(null), applicationName()]);
  if (!whole || name === null) return whole;
  const own = await documentAt(name);
  return { ...whole, jwksUri: own?.jwksUri ?? whole.jwksUri };
};
