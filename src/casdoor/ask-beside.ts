import type { CasdoorAddress } from '../contract/address';
import { readClock as readOffsets, type Timed } from './clock';
import type { Gathering } from './gathering';
import { isRecord } from './read-metadata';

export const look = async (g: Gathering, address: CasdoorAddress): Promise<void> => {
  const lookup = await g.vantage.lookup(address.host, g.signal);
  g.evidence.lookup = lookup;
};

export const lookAtCertificate = async (g: Gathering, address: CasdoorAddress): Promise<void> => {
  if (g.vantage.from === 'local' && address.scheme === 'http') g.lacks({ reason: 'not-applicable' }, 'tls');
  else g.evidence.tls = await g.vantage.tls(address.origin, g.signal);
};

export const askTarget = async (g: Gathering): Promise<Timed | null> => {
  const { given, vantage } = g;
  const { baseUrl, product } = given.target;
  if (baseUrl === null) {
    g.lacks({ reason: 'not-given', what: 'base-url' }, 'statedBaseUrl');
    return null;
  }
  // On Forge the app's egress is Casdoor's host alone; Jira and Confluence Data Center are behind a firewall anyway.
  if (vantage.from === 'cloud' || !URL.canParse(baseUrl)) {
    g.lacks({ reason: vantage.from === 'cloud' ? 'not-from-here' : 'not-applicable' }, 'statedBaseUrl');
    return null;
  }
  const path = product === 'jira' ? '/rest/api/2/serverInfo' : '/rest/applinks/1.0/manifest';
  const timed = await g.askElsewhere({ method: 'GET', url: `${baseUrl.replace(/\/+$/, '')}${path}`, timeout: 5000 });
  const json = timed.attempt.answered && timed.attempt.value.status === 200 ? timed.attempt.value.json : null;
  const stated = isRecord(json) ? (json.baseUrl ?? json.url) : null;
  if (typeof stated === 'string' && URL.canParse(stated)) g.knows('statedBaseUrl', stated);
  else g.lacks({ reason: 'not-applicable' }, 'statedBaseUrl');
  return timed;
};

export const readClock = async (g: Gathering, reference: Timed | null): Promise<void> => {
  if (g.vantage.from === 'cloud') {
    g.lacks({ reason: 'not-from-here' }, 'clock');
    return;
  }
  const { product } = g.given.target;
  const reading = readOffsets(g.timed, reference === null ? null : { product, timed: reference });
  // Answers without a Date, or a cache's: there is nothing to compare.
  if (reading === null && g.evidence.answer.known) g.lacks({ reason: 'not-applicable' }, 'clock');
  else if (reading === null) g.lacks({ reason: 'needs', fact: 'discovery' }, 'clock');
  else g.knows('clock', reading);
};
