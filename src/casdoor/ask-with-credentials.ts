import type { Answer, Attempt, Facts } from '../checks/evidence';
import { tryUsernamePattern } from '../mapping/try-username-pattern';
import type { FirstWave } from './first-wave';
import { credentialFacts, type Gathering } from './gathering';
import { readConfiguration, readOrganization } from './read-application';
import { isRecord, isRefusal } from './read-metadata';
import { readPeople } from './read-people';
import { tryRedirectPatterns } from './try-redirect-patterns';

const peopleAsked = 50;
const fewPeople = 5;
/** A person is about 3 kB, and may carry much more. */
const peopleLimit = 4 * 1024 * 1024;

/**
 * Asks what only the right secret opens. Whether the application's own configuration shows this very secret, is answered:
 * that settles what a blocked introspection leaves open.
 */
export const askWithCredentials = async (
  g: Gathering,
  first: FirstWave,
  owner: string,
  name: string,
  organization: string,
): Promise<boolean> => {
  const { given, secret } = g;
  if (secret === null) return false;
  const credentials = { clientId: first.question.clientId, secret };
  const get = (phase: string, url: string, limit?: number) =>
    g.step(phase, () => g.ask({ method: 'GET', url, credentials, ...(limit === undefined ? {} : { limit }) }));
  const dataOf = (attempt: Attempt<Answer>) =>
    attempt.answered && isRecord(attempt.value.json) && attempt.value.json.status === 'ok'
      ? attempt.value.json.data
      : null;
  const askPeople = async () => {
    const page = await get('Directory', first.urls.users(organization, 1, peopleAsked), peopleLimit);
    // Pictures as data URLs, or a page of very much else: a few of them say enough.
    if (page.answered || page.failure.kind !== 'answer-too-large') return page;
    return g.ask({ method: 'GET', url: first.urls.users(organization, 1, fewPeople), credentials, limit: peopleLimit });
  };
  const [application, organizationAnswer, version, people] = await Promise.all([
    get('Application', first.urls.application(owner, name)),
    get('Organization', first.urls.organization(organization)),
    get('Version', first.urls.version),
    askPeople(),
  ]);
  const data = dataOf(application);
  const configuration = readConfiguration(data);
  reads(g, 'application', application, configuration);
  reads(
    g,
    'redirectPatterns',
    application,
    configuration && (await tryRedirectPatterns(configuration.redirectUris, given.redirectUri)),
  );
  reads(g, 'organization', organizationAnswer, readOrganization(dataOf(organizationAnswer)));
  const stated = dataOf(version);
  reads(
    g,
    'version',
    version,
    isRecord(stated) && typeof stated.version === 'string' ? { version: stated.version } : null,
  );
  const page = people.answered ? readPeople(people.value.json) : null;
  reads(g, 'people', people, page);
  reads(
    g,
    'usernamePattern',
    people,
    page &&
      configuration &&
      (await tryUsernamePattern(given.mapping, given.target, page.users, configuration, {
        scopes: given.scopes,
        clientId: given.clientId,
        issuer: null,
      })),
  );
  return isRecord(data) && data.clientSecret === secret.expose();
};

/** Of an answer to credentials; null where it was none. */
const reads = <Name extends (typeof credentialFacts)[number]>(
  g: Gathering,
  name: Name,
  attempt: Attempt<Answer>,
  value: Facts[Name] | null,
): void => {
  if (value !== null) g.knows(name, value);
  else if (!attempt.answered && attempt.failure.kind === 'stopped') g.lacks({ reason: 'stopped' }, name);
  // A client that registered itself is taken and may read no directory, which nobody can mend. Without its own
  // configuration, though, a mapping is not judged at all: that is missing.
  else if (name !== 'application' && name !== 'redirectPatterns' && attempt.answered && isRefusal(attempt.value.json))
    g.lacks({ reason: 'not-shown' }, name);
  else g.lacks({ reason: 'needs', fact: 'secret' }, name);
};

/** What came without the right secret is what anybody sees, and would be judged as if it were all there is. */
export const withholdUnlessRight = (g: Gathering, isShown: boolean): void => {
  const { secret } = g.evidence;
  if (isShown && (!secret.known || secret.value === 'not-certain')) g.knows('secret', 'right');
  if (g.evidence.secret.known && g.evidence.secret.value === 'right') return;
  g.lacks({ reason: 'needs', fact: 'secret' }, ...credentialFacts);
};
