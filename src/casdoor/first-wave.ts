import type { Answer, Attempt, Given } from '../checks/evidence';
import type { CasdoorAddress } from '../contract/address';
import { clientProbeUrl, isCasdoorAnswer, looksLikeSecret, nobodysClientId } from './ask-client';
import { type CasdoorUrls, casdoorUrls } from './casdoor-urls';
import type { Gathering } from './gathering';
import { readKeys } from './read-keys';
import { documentIn, isRefusal, marksOf, readMetadata } from './read-metadata';

/** What the first wave leaves to the second. */
export type FirstWave = {
  urls: CasdoorUrls;
  question: { clientId: string; redirectUri: string | null; scopes: readonly string[] };
  /** The client id went into a URL. */
  asksClient: boolean;
  /** It may be the secret. */
  isSuspicious: boolean;
  login: Attempt<Answer>;
};

/** Wave 1: everything that needs nothing but the address and what was given. */
export const askCasdoor = async (g: Gathering, address: CasdoorAddress): Promise<FirstWave> => {
  const { given, secret } = g;
  const urls = casdoorUrls(address);
  const clientId = given.clientId === null || given.clientId === '' ? null : given.clientId;
  const isSuspicious = clientId !== null && looksLikeSecret(clientId, secret?.expose() ?? null);
  const question = { clientId: clientId ?? '', redirectUri: given.redirectUri, scopes: given.scopes };
  const asksClient = clientId !== null && !isSuspicious;
  // Somebody's unknown client id proves Casdoor as well as a known one does.
  const loginUrl = clientProbeUrl(
    urls,
    asksClient ? question : { ...question, clientId: nobodysClientId(), scopes: [] },
  );
  const [discovery, keys, login] = await Promise.all([
    g.step('Discovery document', () => g.ask({ method: 'GET', url: urls.discovery(documentAsked(given, address)) })),
    g.step('Keys', () => g.ask({ method: 'GET', url: urls.keys() })),
    g.step('Client', () => g.ask({ method: 'GET', url: loginUrl })),
  ]);
  await judgeFirstWave(g, urls, discovery, keys, login);
  return { urls, question, asksClient, isSuspicious, login };
};

const judgeFirstWave = async (
  g: Gathering,
  urls: CasdoorUrls,
  discovery: Attempt<Answer>,
  keys: Attempt<Answer>,
  login: Attempt<Answer>,
): Promise<void> => {
  g.knowsAttempt('discovery', discovery);
  if (!discovery.answered) {
    g.lacks({ reason: 'needs', fact: 'discovery' }, 'answer', 'document', 'metadata');
  } else {
    g.knows('answer', discovery.value);
    const document = documentIn(discovery.value);
    if (document === null) g.lacks({ reason: 'needs', fact: 'answer' }, 'document');
    else g.knows('document', document);
    if (document === null || isRefusal(document)) g.lacks({ reason: 'needs', fact: 'document' }, 'metadata');
    else g.knows('metadata', readMetadata(document));
  }
  const metadata = g.evidence.metadata.known ? g.evidence.metadata.value : null;
  const marks = marksOf(metadata, [discovery, keys, login]);
  if (isCasdoorAnswer(login)) marks.push('app-login');
  const hasPaths = marks.includes('endpoint-paths');
  // A firewall may take the redirect URI in the question for an attack.
  if (hasPaths && login.answered && !marks.includes('app-login')) {
    const url = urls.appLogin({ clientId: nobodysClientId(), redirectUri: '', scope: '' });
    if (isCasdoorAnswer(await g.ask({ method: 'GET', url }))) marks.push('app-login');
  }
  const proved = hasPaths && marks.includes('app-login');
  const isCasdoor = hasPaths || marks.includes('app-login') || marks.includes('session-cookie');
  // Without a document nothing says that it is another server: only that this cannot be told.
  if (metadata === null && !isCasdoor) g.lacks({ reason: 'needs', fact: 'metadata' }, 'identity');
  else g.knows('identity', { isCasdoor, proved, marks });
  const read = keys.answered ? await readKeys(keys.value.json) : null;
  if (metadata === null && read === null) {
    // Wrong address, wrong path: the keys say nothing that the document does not.
    g.lacks({ reason: 'needs', fact: 'metadata' }, 'keysAnswer', 'keys');
    return;
  }
  g.knowsAttempt('keysAnswer', keys);
  if (read === null) g.lacks({ reason: 'needs', fact: 'keysAnswer' }, 'keys');
  else g.knows('keys', read);
};

/** The application's own document where that was pasted: until v3.93 it names another issuer than the global one. */
export const documentAsked = (given: Given, address: CasdoorAddress): string | null =>
  /\/\.well-known\/[^/\s?#]+(\/openid-configuration)?\/?(?:[\s?#"'>]|$)/.test(given.address)
    ? address.application
    : null;
