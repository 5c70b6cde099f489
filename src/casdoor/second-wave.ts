import type { Answer, Attempt, Given, Missing } from '../checks/evidence';
import type { CasdoorAddress } from '../contract/address';
import { redactJson } from '../secrets/redact';
import type { Secret } from '../secrets/secret';
import { isLoopback } from './address';
import { askClient as askAboutClient, clientProbeUrl } from './ask-client';
import {
  askClaimsEndpoint,
  askKeysElsewhere,
  askSignInPage,
  askSignOut,
  askTokenEndpoint,
  readsBeside,
} from './ask-endpoints';
import { explainRefusal, introspect, isBusy } from './ask-secret';
import { askWithCredentials, withholdUnlessRight } from './ask-with-credentials';
import type { FirstWave } from './first-wave';
import {
  applicationKeyFacts,
  casdoorOnly,
  clientFacts,
  credentialFacts,
  type Gathering,
  secretFacts,
} from './gathering';
import { ownerIn } from './read-application';
import { readKeys } from './read-keys';
import { isRecord } from './read-metadata';
import { shownAppLogin } from './shown-app-login';
import type { ProbeRequest } from './vantage';

/** Wave 2: what needs the application's name, or Casdoor's identity. */
export const goOn = async (g: Gathering, address: CasdoorAddress, first: FirstWave): Promise<void> => {
  const { identity, metadata } = g.evidence;
  if (!identity.known) {
    g.lacks({ reason: 'needs', fact: 'identity' }, ...casdoorOnly, 'signInPage');
    return;
  }
  const signInPage = g.step('Sign-in page', () => askSignInPage(g, address, first));
  if (!identity.value.isCasdoor) {
    g.lacks({ reason: 'not-casdoor' }, ...casdoorOnly);
    const keys = metadata.known ? askKeysElsewhere(g, address, metadata.value.jwksUri) : null;
    await Promise.all([signInPage, keys]);
    return;
  }
  await Promise.all([signInPage, askCasdoorOnly(g, address, first)]);
};

const askCasdoorOnly = async (g: Gathering, address: CasdoorAddress, first: FirstWave): Promise<void> => {
  const { given, secret } = g;
  const ends = Promise.all([
    g.step('Token endpoint', () => askTokenEndpoint(g, first)),
    g.step('Sign-out', () => askSignOut(g, first)),
    readsBeside(given) === null
      ? askClaimsEndpoint(g, first)
      : g.step('Claims of the mapping', () => askClaimsEndpoint(g, first)),
  ]);
  if (first.question.clientId === '') {
    g.lacks(
      { reason: 'not-given', what: 'client-id' },
      ...clientFacts,
      ...(address.application === null ? applicationKeyFacts : []),
    );
    await Promise.all([ends, address.application === null ? null : askApplicationKeys(g, first, address.application)]);
    return;
  }
  const because = whyNoSecret(g, address, given, secret);
  if (because !== null) {
    g.lacks(because, ...secretFacts);
    if (first.isSuspicious) g.lacks(because, 'appLoginAnswer', 'appLogin', ...applicationKeyFacts);
    else await askClient(g, first, first.login);
    const name = applicationName(g);
    await Promise.all([ends, name === null ? null : askApplicationKeys(g, first, name)]);
    if (name === null && !first.isSuspicious) g.lacks({ reason: 'needs', fact: 'appLogin' }, ...applicationKeyFacts);
    return;
  }
  await Promise.all([ends, first.isSuspicious ? askSuspicious(g, first) : askBoth(g, first)]);
};

const whyNoSecret = (g: Gathering, address: CasdoorAddress, given: Given, secret: Secret | null): Missing | null => {
  if (secret === null || !given.hasSecret || secret.expose() === '') return { reason: 'not-given', what: 'secret' };
  if (address.scheme === 'http' && !isLoopback(address.host) && !g.allowsHttp)
    return { reason: 'not-given', what: 'http-consent' };
  const { identity } = g.evidence;
  // The secret goes to nobody who has not proved to be Casdoor.
  return identity.known && identity.value.proved ? null : { reason: 'needs', fact: 'identity' };
};

/** The usual way: the client id is known to be one, and went into a URL already. */
const askBoth = async (g: Gathering, first: FirstWave): Promise<void> => {
  const login = first.login.answered && isRecord(first.login.value.json) ? first.login.value.json.data : null;
  const name = isRecord(login) && typeof login.name === 'string' && login.name !== '' ? login.name : null;
  const organization = isRecord(login) && typeof login.organization === 'string' ? login.organization : '';
  const known = name === null ? null : { owner: ownerIn(login), name, organization };
  const [, , isShown] = await Promise.all([
    askSecret(g, first, name === null),
    askClient(g, first, first.login),
    known === null ? false : askOfApplication(g, first, known),
  ]);
  if (known !== null) withholdUnlessRight(g, isShown);
  else await askOfNamed(g, first);
};

/** The client id may be the secret: introspection first, in a header, and only then a URL. */
const askSuspicious = async (g: Gathering, first: FirstWave): Promise<void> => {
  await askSecret(g, first, true);
  const { secret } = g.evidence;
  // Only what introspection has judged: where it was blocked, the id may still be the secret.
  const isUnclear = !secret.known || secret.value === 'right-when-swapped' || secret.value === 'not-certain';
  // The same text in both fields, in the form of Casdoor's secrets: it may be the secret twice.
  const isTwice =
    secret.known && secret.value === 'client-id' && /^[0-9a-f]{40}$/i.test(first.question.clientId.trim());
  if (isUnclear || isTwice) {
    g.lacks(
      { reason: 'needs', fact: 'secret' },
      'appLoginAnswer',
      'appLogin',
      ...credentialFacts,
      ...applicationKeyFacts,
    );
    return;
  }
  const login = await g.step('Client', () => g.ask({ method: 'GET', url: clientProbeUrl(first.urls, first.question) }));
  await askClient(g, first, login);
  await askOfNamed(g, first);
};

/** Of the application whose name further questions had to bring out. */
const askOfNamed = async (g: Gathering, first: FirstWave): Promise<void> => {
  const { appLogin } = g.evidence;
  const application = appLogin.known ? appLogin.value.application : null;
  if (application === null) {
    g.lacks({ reason: 'needs', fact: 'appLogin' }, ...credentialFacts, ...applicationKeyFacts);
    return;
  }
  const { name, organization } = application;
  withholdUnlessRight(g, await askOfApplication(g, first, { owner: 'admin', name, organization }));
};

type Named = { owner: string; name: string; organization: string };

const askOfApplication = async (g: Gathering, first: FirstWave, named: Named): Promise<boolean> => {
  const [isShown] = await Promise.all([
    askWithCredentials(g, first, named.owner, named.name, named.organization),
    askApplicationKeys(g, first, named.name),
  ]);
  return isShown;
};

const askClient = async (g: Gathering, first: FirstWave, login: Attempt<Answer>): Promise<void> => {
  const appLogin = await askAboutClient(login, first.question, first.urls, (url) => g.ask({ method: 'GET', url }));
  g.knowsAttempt('appLoginAnswer', shownAppLogin(login));
  if (appLogin === null) g.lacks({ reason: 'needs', fact: 'appLoginAnswer' }, 'appLogin');
  else g.knows('appLogin', appLogin);
};

const askSecret = async (g: Gathering, first: FirstWave, triesSwapped: boolean): Promise<void> => {
  const { secret } = g;
  if (secret === null) return;
  await g.step('Client secret', async () => {
    const question = { clientId: first.question.clientId, secret };
    const options = {
      url: first.urls.introspection,
      issuer: new URL(first.urls.introspection).origin,
      ask: (request: ProbeRequest) => g.ask(request),
    };
    const { attempt, isRight } = await introspect(question, options);
    g.knowsAttempt('introspection', withoutSecrets(attempt, secret, first.question.clientId));
    if (isRight) g.knows('secret', 'right');
    else if (!attempt.answered || isBusy(attempt.value))
      // Nobody judged the secret: that is no doubt about it.
      g.lacks({ reason: 'needs', fact: 'introspection' }, 'secret');
    else g.knows('secret', await explainRefusal(attempt, question, options, triesSwapped));
  });
};

const askApplicationKeys = async (g: Gathering, first: FirstWave, application: string): Promise<void> => {
  const attempt = await g.step('Keys of the application', () =>
    g.ask({ method: 'GET', url: first.urls.keys(application) }),
  );
  const keys = attempt.answered ? await readKeys(attempt.value.json) : null;
  g.knowsAttempt('applicationKeysAnswer', attempt);
  if (keys === null) g.lacks({ reason: 'needs', fact: 'applicationKeysAnswer' }, 'applicationKeys');
  else g.knows('applicationKeys', keys);
};

const applicationName = (g: Gathering): string | null => {
  const { appLogin } = g.evidence;
  return appLogin.known ? (appLogin.value.application?.name ?? null) : null;
};

const withoutSecrets = (attempt: Attempt<Answer>, secret: Secret, clientId: string): Attempt<Answer> =>
  attempt.answered
    ? { answered: true, value: { ...attempt.value, json: redactJson(attempt.value.json, [secret], [clientId]) } }
    : attempt;
