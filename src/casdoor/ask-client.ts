import type { Answer, AppLogin, Attempt } from '../checks/evidence';
import { alwaysPasses, type CasdoorUrls } from './casdoor-urls';
import { readPublicApplication } from './read-application';
import { isRecord } from './read-metadata';

export type ClientQuestion = { clientId: string; redirectUri: string | null; scopes: readonly string[] };

/** Passes whatever is registered, so that a refusal must be about something else. */
const passingRedirectUri = 'http://localhost/callback';
/** Scopes that are asked about one by one; each costs a request. */
const scopesAsked = 20;

export const clientProbeUrl = (urls: CasdoorUrls, { clientId, redirectUri, scopes }: ClientQuestion): string =>
  urls.appLogin({ clientId, redirectUri: redirectUri ?? passingRedirectUri, scope: scopes.join(' ') });

/** A client id that nobody has: what Casdoor says of it is what it says of an unknown one. */
export const nobodysClientId = (): string =>
  `nobody-${Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** Whether this is Casdoor's own kind of answer, yes or no: HTTP 200, JSON, a `status`. */
export const isCasdoorAnswer = (attempt: Attempt<Answer>): boolean =>
  attempt.answered && isRecord(attempt.value.json) && typeof attempt.value.json.status === 'string';

/**
 * Reads get-app-login's answer and asks on where it was refused. Casdoor looks at client id, redirect URI and scopes in
 * this order (v3.158.0) and sends the application along from the second on, so the words, which are localised, decide
 * nothing. `ask` makes one request. Null where the answer is not Casdoor's kind and further ones are not either.
 */
export const askClient = async (
  first: Attempt<Answer>,
  question: ClientQuestion,
  urls: CasdoorUrls,
  ask: (url: string) => Promise<Attempt<Answer>>,
): Promise<AppLogin | null> => {
  const { clientId, redirectUri, scopes } = question;
  const probe = (changed: Partial<ClientQuestion>) => ask(clientProbeUrl(urls, { ...question, ...changed }));
  const message = messageOf(first);
  const passes = redirectUri !== null && alwaysPasses(redirectUri);
  const redirectPassed = redirectUri === null ? 'not-asked' : passes ? 'untold' : 'accepted';
  const scopesPassed = scopes.length === 0 ? 'not-asked' : 'accepted';
  const ownData = dataOf(first);
  if (isCasdoorAnswer(first) && isAccepted(first) && ownData !== null)
    return {
      clientId: 'accepted',
      redirectUri: redirectPassed,
      scopes: scopesPassed,
      refusedScopes: [],
      message: null,
      application: readPublicApplication(ownData),
    };

  if (ownData !== null) return tellApart(first);

  // Refused without an application, or no answer of Casdoor's kind: `%zz` in a redirect URI gives HTTP 500 with an empty
  // body, and a firewall may take any redirect URI for an attack.
  const [plain, bare, control, console] = await Promise.all([
    probe({ redirectUri: passingRedirectUri, scopes: [] }),
    probe({ redirectUri: '', scopes: [] }),
    probe({ clientId: nobodysClientId(), redirectUri: '', scopes: [] }),
    ask(urls.console),
  ]);
  if (dataOf(plain) !== null) return tellApart(plain);
  if (dataOf(bare) !== null)
    return {
      ...notCertain(),
      clientId: 'accepted',
      application: readPublicApplication(dataOf(bare)),
    };
  if (!isCasdoorAnswer(bare) && !isCasdoorAnswer(first)) return null;
  // Unknown is what gets the words that nobody's id gets, unless Casdoor says the same to whatever it is asked.
  const words = withoutId(messageOf(bare), clientId);
  const isUnknown =
    isCasdoorAnswer(bare) &&
    isCasdoorAnswer(control) &&
    !isAccepted(control) &&
    words === withoutId(messageOf(control), null) &&
    isCasdoorAnswer(console) &&
    (isAccepted(console) || messageOf(console) !== messageOf(bare));
  return { ...notCertain(), clientId: isUnknown ? 'unknown' : 'not-certain' };

  function notCertain(): AppLogin {
    return {
      clientId: 'not-certain',
      redirectUri: redirectUri === null ? 'not-asked' : 'not-certain',
      scopes: scopes.length === 0 ? 'not-asked' : 'not-certain',
      refusedScopes: [],
      message,
      application: null,
    };
  }

  async function tellApart(known: Attempt<Answer>): Promise<AppLogin> {
    // A redirect URI that always passes, with the scopes; and the real one without scopes, which are then never refused.
    const [withScopes, withRedirect] = await Promise.all([
      scopes.length === 0 ? null : probe({ redirectUri: passingRedirectUri }),
      redirectUri === null ? null : probe({ scopes: [] }),
    ]);
    const scopeVerdict = withScopes === null ? 'not-asked' : verdictOf(withScopes);
    const redirectVerdict = withRedirect === null ? 'not-asked' : passes ? 'untold' : verdictOf(withRedirect);
    const refusedScopes = scopeVerdict === 'refused' ? await refusedOneByOne() : [];
    return {
      clientId: 'accepted',
      redirectUri: redirectVerdict,
      scopes: scopeVerdict,
      refusedScopes,
      message,
      application: readPublicApplication(dataOf(known)),
    };
  }

  async function refusedOneByOne(): Promise<string[]> {
    const asked = [...new Set(scopes)].slice(0, scopesAsked);
    const answers = await Promise.all(
      asked.map(async (scope) => ({
        scope,
        verdict: verdictOf(await probe({ redirectUri: passingRedirectUri, scopes: [scope] })),
      })),
    );
    return answers.filter(({ verdict }) => verdict === 'refused').map(({ scope }) => scope);
  }
};

/** Of a probe in which a single thing can be refused. */
const verdictOf = (attempt: Attempt<Answer>): 'accepted' | 'refused' | 'not-certain' => {
  if (!attempt.answered) return 'not-certain';
  if (isCasdoorAnswer(attempt)) return isAccepted(attempt) ? 'accepted' : 'refused';
  // Casdoor's own crash over what was sent: an empty HTTP 500. A proxy's 502 has a body and means nothing here.
  return attempt.value.status === 500 && attempt.value.body === '' ? 'refused' : 'not-certain';
};

const isAccepted = (attempt: Attempt<Answer>): boolean =>
  attempt.answered && isRecord(attempt.value.json) && attempt.value.json.status === 'ok';

const dataOf = (attempt: Attempt<Answer>): Readonly<Record<string, unknown>> | null =>
  attempt.answered && isRecord(attempt.value.json) && isRecord(attempt.value.json.data)
    ? attempt.value.json.data
    : null;

const messageOf = (attempt: Attempt<Answer>): string | null => {
  if (!attempt.answered || !isRecord(attempt.value.json)) return null;
  const { msg } = attempt.value.json;
  return typeof msg === 'string' && msg !== '' ? msg : null;
};

const withoutId = (message: string | null, clientId: string | null): string | null =>
  message?.replaceAll(clientId === null || clientId === '' ? /nobody-[0-9a-f]{20}/g : clientId, '') ?? null;

/**
 * Whether a client id may be the secret, pasted into the wrong field: it then goes into no URL, because URLs end up in
 * logs. Casdoor makes ids of 20 and secrets of 40 hexadecimal digits.
 */
export const looksLikeSecret = (clientId: string, secret: string | null): boolean => {
  const id = clientId.trim().replace(/-org-[\w.-]+$/, '');
  if (/^[0-9a-f]{40}$/i.test(id) || /secret|passw/i.test(id)) return true;
  if (secret !== null && (secret.trim() === id || /^[0-9a-f]{20}$/i.test(secret.trim()))) return true;
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  return !isUuid && id.length >= 32 && /^[\w+/=~.-]+$/.test(id) && /\d/.test(id) && /[a-z]/i.test(id);
};
