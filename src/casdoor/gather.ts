import {
  type Answer,
  type Attempt,
  type Evidence,
  type Fact,
  type FactName,
  type Facts,
  type Given,
  known,
  type Missing,
  missing,
  noEvidence,
} from '../checks/evidence';
import type { CasdoorAddress } from '../contract/address';
import { redactJson } from '../secrets/redact';
import type { Secret } from '../secrets/secret';
import { isLoopback, readAddress } from './address';
import { askClient, clientProbeUrl, isCasdoorAnswer, looksLikeSecret, nobodysClientId } from './ask-client';
import { explainRefusal, introspect } from './ask-secret';
import { type CasdoorUrls, casdoorUrls } from './casdoor-urls';
import { readClock, type Timed } from './clock';
import { ownerIn, readConfiguration, readOrganization } from './read-application';
import { readKeys } from './read-keys';
import { documentIn, isRecord, isRefusal, marksOf, readMetadata } from './read-metadata';
import { readPeople } from './read-people';
import { shownAppLogin } from './shown-app-login';
import { tryRedirectPatterns } from './try-redirect-patterns';
import type { ProbeRequest, Vantage } from './vantage';

export type GatherOptions = {
  given: Given;
  secret: Secret | null;
  /** The administrator's word that the secret may travel over http to this address. */
  allowsHttp: boolean;
  vantage: Vantage;
  /** Ends the run early; what was learnt is kept. */
  signal: AbortSignal;
  onProgress: (progress: { phase: string; done: number; of: number }) => void;
};

/** Fetches once all that the checks need. Judges nothing; never rejects; ends within 20 s. */
export type Gather = (options: GatherOptions) => Promise<Evidence>;

/** Milliseconds after which requests are given up, and after which even a request that will not end is left behind. */
const runEnds = 18_500;
const runIsLeft = 19_200;
const peopleAsked = 50;
/** A person is about 3 kB, and may carry much more. */
const peopleLimit = 4 * 1024 * 1024;

export const gather: Gather = async (options) => {
  const run = new Run(options);
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), runEnds);
  let leave: NodeJS.Timeout | undefined;
  const left = new Promise<void>((resolve) => {
    leave = setTimeout(resolve, runIsLeft);
    // Somebody cancelled: what is under way gets a moment to say so.
    options.signal.addEventListener('abort', () => setTimeout(resolve, 300).unref(), { once: true });
  });
  try {
    const signal = AbortSignal.any([options.signal, deadline.signal]);
    // What a probe breaks on is missing evidence, not the end of the run: its facts stay as they were, not looked at.
    await Promise.race([run.work(signal).catch(() => {}), left]);
  } finally {
    clearTimeout(timer);
    clearTimeout(leave);
    deadline.abort();
  }
  return { ...run.evidence, used: options.vantage.used() };
};

class Run {
  readonly evidence: Evidence;
  readonly #options: GatherOptions;
  #signal: AbortSignal = new AbortController().signal;
  readonly #timed: Timed[] = [];
  #isShownSecret = false;
  #done = 0;
  #of = 0;

  constructor(options: GatherOptions) {
    this.#options = options;
    this.evidence = noEvidence(options.given);
  }

  async work(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    const { given, vantage } = this.#options;
    const reading = readAddress(given.address);
    if (given.address.trim() === '') {
      this.#lacksRest({ reason: 'not-given', what: 'address' });
      return;
    }
    if (!reading.ok) {
      const { text, values } = reading.sentence;
      this.#knows('addressReading', { problem: { text, values } });
      this.#lacks({ reason: 'needs', fact: 'addressReading' }, 'address');
      this.#lacksRest({ reason: 'needs', fact: 'address' });
      return;
    }
    const address = reading.value;
    this.#knows('addressReading', { problem: null });
    this.#knows('address', address);
    this.#of = 5 + (given.clientId ? 3 : 0) + (this.#options.secret ? 5 : 0) + (given.target.baseUrl ? 2 : 0);

    const beside = [
      this.#step(`Names of ${address.host}`, () => this.#look(address, vantage)),
      this.#step(`Certificate of ${address.host}`, () => this.#lookAtCertificate(address, vantage)),
    ];
    const target = this.#step('Jira and Confluence', () => this.#askTarget());
    const casdoor = await this.#askCasdoor(address);
    await Promise.all([this.#goOn(address, casdoor), ...beside]);
    await this.#readClock(target);
    this.#lacksRest({ reason: 'not-applicable' }, ['signOut', 'clock', 'statedBaseUrl', 'lookup', 'tls']);
  }

  // Wave 1: everything that needs nothing but the address and what was given.

  async #askCasdoor(address: CasdoorAddress): Promise<FirstWave> {
    const { given, secret } = this.#options;
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
      this.#step('Discovery document', () =>
        this.#ask({ method: 'GET', url: urls.discovery(documentAsked(given, address)) }),
      ),
      this.#step('Keys', () => this.#ask({ method: 'GET', url: urls.keys() })),
      this.#step('Client', () => this.#ask({ method: 'GET', url: loginUrl })),
    ]);
    await this.#judgeFirstWave(urls, discovery, keys, login);
    return { urls, question, asksClient, isSuspicious, login };
  }

  async #judgeFirstWave(
    urls: CasdoorUrls,
    discovery: Attempt<Answer>,
    keys: Attempt<Answer>,
    login: Attempt<Answer>,
  ): Promise<void> {
    this.#knowsAttempt('discovery', discovery);
    if (!discovery.answered) {
      this.#lacks({ reason: 'needs', fact: 'discovery' }, 'answer', 'document', 'metadata');
    } else {
      this.#knows('answer', discovery.value);
      const document = documentIn(discovery.value);
      if (document === null) this.#lacks({ reason: 'needs', fact: 'answer' }, 'document');
      else this.#knows('document', document);
      if (document === null || isRefusal(document)) this.#lacks({ reason: 'needs', fact: 'document' }, 'metadata');
      else this.#knows('metadata', readMetadata(document));
    }
    const metadata = this.evidence.metadata.known ? this.evidence.metadata.value : null;
    const marks = marksOf(metadata, [discovery, keys, login]);
    if (isCasdoorAnswer(login)) marks.push('app-login');
    const hasPaths = marks.includes('endpoint-paths');
    // A firewall may take the redirect URI in the question for an attack.
    if (hasPaths && login.answered && !marks.includes('app-login')) {
      const url = urls.appLogin({ clientId: nobodysClientId(), redirectUri: '', scope: '' });
      if (isCasdoorAnswer(await this.#ask({ method: 'GET', url }))) marks.push('app-login');
    }
    const proved = hasPaths && marks.includes('app-login');
    const isCasdoor = hasPaths || marks.includes('app-login') || marks.includes('session-cookie');
    // Without a document nothing says that it is another server: only that this cannot be told.
    if (metadata === null && !isCasdoor) this.#lacks({ reason: 'needs', fact: 'metadata' }, 'identity');
    else this.#knows('identity', { isCasdoor, proved, marks });
    const read = keys.answered ? await readKeys(keys.value.json) : null;
    if (metadata === null && read === null) {
      // Wrong address, wrong path: the keys say nothing that the document does not.
      this.#lacks({ reason: 'needs', fact: 'metadata' }, 'keysAnswer', 'keys');
      return;
    }
    this.#knowsAttempt('keysAnswer', keys);
    if (read === null) this.#lacks({ reason: 'needs', fact: 'keysAnswer' }, 'keys');
    else this.#knows('keys', read);
  }

  // Wave 2: what needs the application's name, or Casdoor's identity.

  async #goOn(address: CasdoorAddress, first: FirstWave): Promise<void> {
    const { identity, metadata } = this.evidence;
    if (!identity.known) {
      this.#lacks({ reason: 'needs', fact: 'identity' }, ...casdoorOnly, 'signInPage');
      return;
    }
    const signInPage = this.#step('Sign-in page', () => this.#askSignInPage(address, first));
    if (!identity.value.isCasdoor) {
      this.#lacks({ reason: 'not-casdoor' }, ...casdoorOnly);
      const keys = metadata.known ? this.#askKeysElsewhere(address, metadata.value.jwksUri) : null;
      await Promise.all([signInPage, keys]);
      return;
    }
    await Promise.all([signInPage, this.#askCasdoorOnly(address, first)]);
  }

  async #askCasdoorOnly(address: CasdoorAddress, first: FirstWave): Promise<void> {
    const { given, secret } = this.#options;
    const signOut = this.#step('Sign-out', () => this.#askSignOut(first));
    if (first.question.clientId === '') {
      this.#lacks(
        { reason: 'not-given', what: 'client-id' },
        ...clientFacts,
        ...(address.application === null ? applicationKeyFacts : []),
      );
      await Promise.all([
        signOut,
        address.application === null ? null : this.#askApplicationKeys(first, address.application),
      ]);
      return;
    }
    const because = this.#whyNoSecret(address, given, secret);
    if (because !== null) {
      this.#lacks(because, ...secretFacts);
      if (first.isSuspicious)
        this.#lacks({ reason: 'not-given', what: 'secret' }, 'appLoginAnswer', 'appLogin', ...applicationKeyFacts);
      else await this.#askClient(first, first.login);
      const name = this.#applicationName();
      await Promise.all([signOut, name === null ? null : this.#askApplicationKeys(first, name)]);
      if (name === null && !first.isSuspicious)
        this.#lacks({ reason: 'needs', fact: 'appLogin' }, ...applicationKeyFacts);
      return;
    }
    await Promise.all([signOut, first.isSuspicious ? this.#askSuspicious(first) : this.#askBoth(first)]);
  }

  #whyNoSecret(address: CasdoorAddress, given: Given, secret: Secret | null): Missing | null {
    if (secret === null || !given.hasSecret || secret.expose() === '') return { reason: 'not-given', what: 'secret' };
    if (address.scheme === 'http' && !isLoopback(address.host) && !this.#options.allowsHttp)
      return { reason: 'not-given', what: 'http-consent' };
    const { identity } = this.evidence;
    // The secret goes to nobody who has not proved to be Casdoor.
    return identity.known && identity.value.proved ? null : { reason: 'needs', fact: 'identity' };
  }

  /** The usual way: the client id is known to be one, and went into a URL already. */
  async #askBoth(first: FirstWave): Promise<void> {
    const login = first.login.answered && isRecord(first.login.value.json) ? first.login.value.json.data : null;
    const name = isRecord(login) && typeof login.name === 'string' && login.name !== '' ? login.name : null;
    const organization = isRecord(login) && typeof login.organization === 'string' ? login.organization : '';
    const asked = await Promise.all([
      this.#askSecret(first, name === null),
      this.#askClient(first, first.login),
      ...(name === null
        ? []
        : [this.#askApplicationKeys(first, name), this.#askWithCredentials(first, ownerIn(login), name, organization)]),
    ]);
    void asked;
    if (name !== null) return this.#withholdUnlessRight();
    const later = this.#applicationName();
    if (later === null) {
      this.#lacks({ reason: 'needs', fact: 'appLogin' }, ...credentialFacts, ...applicationKeyFacts);
      return;
    }
    await Promise.all([
      this.#askApplicationKeys(first, later),
      this.#askWithCredentials(first, 'admin', later, this.#organizationName()),
    ]);
    this.#withholdUnlessRight();
  }

  /** The client id may be the secret: introspection first, in a header, and only then a URL. */
  async #askSuspicious(first: FirstWave): Promise<void> {
    await this.#askSecret(first, true);
    const { secret } = this.evidence;
    if (!secret.known || secret.value === 'right-when-swapped') {
      this.#lacks(
        { reason: 'needs', fact: 'secret' },
        'appLoginAnswer',
        'appLogin',
        ...credentialFacts,
        ...applicationKeyFacts,
      );
      return;
    }
    const login = await this.#step('Client', () =>
      this.#ask({ method: 'GET', url: clientProbeUrl(first.urls, first.question) }),
    );
    await this.#askClient(first, login);
    const name = this.#applicationName();
    if (name === null) {
      this.#lacks({ reason: 'needs', fact: 'appLogin' }, ...credentialFacts, ...applicationKeyFacts);
      return;
    }
    await Promise.all([
      this.#askApplicationKeys(first, name),
      this.#askWithCredentials(first, 'admin', name, this.#organizationName()),
    ]);
    this.#withholdUnlessRight();
  }

  async #askClient(first: FirstWave, login: Attempt<Answer>): Promise<void> {
    const appLogin = await askClient(login, first.question, first.urls, (url) => this.#ask({ method: 'GET', url }));
    this.#knowsAttempt('appLoginAnswer', shownAppLogin(login));
    if (appLogin === null) this.#lacks({ reason: 'needs', fact: 'appLoginAnswer' }, 'appLogin');
    else this.#knows('appLogin', appLogin);
  }

  async #askSecret(first: FirstWave, triesSwapped: boolean): Promise<void> {
    const { secret } = this.#options;
    if (secret === null) return;
    await this.#step('Client secret', async () => {
      const question = { clientId: first.question.clientId, secret };
      const options = {
        url: first.urls.introspection,
        issuer: new URL(first.urls.introspection).origin,
        ask: (request: ProbeRequest) => this.#ask(request),
      };
      const { attempt, isRight } = await introspect(question, options);
      this.#knowsAttempt('introspection', withoutSecrets(attempt, secret, first.question.clientId));
      if (isRight) this.#knows('secret', 'right');
      else if (!attempt.answered) this.#lacks({ reason: 'needs', fact: 'introspection' }, 'secret');
      else this.#knows('secret', await explainRefusal(attempt, question, options, triesSwapped));
    });
  }

  async #askApplicationKeys(first: FirstWave, application: string): Promise<void> {
    const attempt = await this.#step('Keys of the application', () =>
      this.#ask({ method: 'GET', url: first.urls.keys(application) }),
    );
    const keys = attempt.answered ? await readKeys(attempt.value.json) : null;
    this.#knowsAttempt('applicationKeysAnswer', attempt);
    if (keys === null) this.#lacks({ reason: 'needs', fact: 'applicationKeysAnswer' }, 'applicationKeys');
    else this.#knows('applicationKeys', keys);
  }

  async #askWithCredentials(first: FirstWave, owner: string, name: string, organization: string): Promise<void> {
    const { given, secret } = this.#options;
    if (secret === null) return;
    const credentials = { clientId: first.question.clientId, secret };
    const get = (phase: string, url: string, limit?: number) =>
      this.#step(phase, () =>
        this.#ask({ method: 'GET', url, credentials, ...(limit === undefined ? {} : { limit }) }),
      );
    const dataOf = (attempt: Attempt<Answer>) =>
      attempt.answered && isRecord(attempt.value.json) && attempt.value.json.status === 'ok'
        ? attempt.value.json.data
        : null;
    const [application, organizationAnswer, version, people] = await Promise.all([
      get('Application', first.urls.application(owner, name)),
      get('Organization', first.urls.organization(organization)),
      get('Version', first.urls.version),
      get('Directory', first.urls.users(organization, 1, peopleAsked), peopleLimit),
    ]);
    const data = dataOf(application);
    // Whoever is shown the secret has it: that settles what a blocked introspection leaves open.
    this.#isShownSecret = isRecord(data) && data.clientSecret === secret.expose();
    const configuration = readConfiguration(data);
    this.#reads('application', application, configuration);
    this.#reads(
      'redirectPatterns',
      application,
      configuration && (await tryRedirectPatterns(configuration.redirectUris, given.redirectUri)),
    );
    this.#reads('organization', organizationAnswer, readOrganization(dataOf(organizationAnswer)));
    const stated = dataOf(version);
    this.#reads(
      'version',
      version,
      isRecord(stated) && typeof stated.version === 'string' ? { version: stated.version } : null,
    );
    this.#reads('people', people, people.answered ? readPeople(people.value.json) : null);
  }

  /** Of an answer to credentials; null where it was none. */
  #reads<Name extends (typeof credentialFacts)[number]>(
    name: Name,
    attempt: Attempt<Answer>,
    value: Facts[Name] | null,
  ): void {
    if (value !== null) this.#knows(name, value);
    else if (!attempt.answered && attempt.failure.kind === 'stopped') this.#lacks({ reason: 'stopped' }, name);
    else this.#lacks({ reason: 'needs', fact: 'secret' }, name);
  }

  /** What came without the right secret is what anybody sees, and would be judged as if it were all there is. */
  #withholdUnlessRight(): void {
    const { secret } = this.evidence;
    if (this.#isShownSecret && (!secret.known || secret.value === 'not-certain')) this.#knows('secret', 'right');
    if (this.evidence.secret.known && this.evidence.secret.value === 'right') return;
    this.#lacks({ reason: 'needs', fact: 'secret' }, ...credentialFacts);
  }

  async #askSignInPage(address: CasdoorAddress, first: FirstWave): Promise<void> {
    const { metadata } = this.evidence;
    const endpoint = metadata.known ? metadata.value.authorizationEndpoint : null;
    if (endpoint === null) {
      this.#lacks({ reason: 'needs', fact: 'metadata' }, 'signInPage');
      return;
    }
    const { given } = this.#options;
    const url = new URL(endpoint);
    const parameters = {
      response_type: 'code',
      ...(first.asksClient ? { client_id: first.question.clientId } : {}),
      ...(given.redirectUri === null ? {} : { redirect_uri: given.redirectUri }),
      scope: given.scopes.join(' '),
      state: 'check',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const attempt = await this.#askDocumented(address, url);
    if (attempt === null) this.#lacks({ reason: 'not-applicable' }, 'signInPage');
    else this.#knowsAttempt('signInPage', attempt);
  }

  /** Not Casdoor: its keys are where its document says. */
  async #askKeysElsewhere(address: CasdoorAddress, jwksUri: string | null): Promise<void> {
    if (jwksUri === null) {
      this.#lacks({ reason: 'needs', fact: 'metadata' }, 'keysAnswer', 'keys');
      return;
    }
    const attempt = await this.#askDocumented(address, new URL(jwksUri));
    if (attempt === null) {
      this.#lacks({ reason: 'not-applicable' }, 'keysAnswer', 'keys');
      return;
    }
    this.#knowsAttempt('keysAnswer', attempt);
    const keys = attempt.answered ? await readKeys(attempt.value.json) : null;
    if (keys === null) this.#lacks({ reason: 'needs', fact: 'keysAnswer' }, 'keys');
    else this.#knows('keys', keys);
  }

  /** An address that a document names: without credentials, and null where it may not be looked at from here. */
  async #askDocumented(address: CasdoorAddress, url: URL): Promise<Attempt<Answer> | null> {
    const isTyped = url.origin === address.origin;
    const allowsPrivate = isTyped || (await this.#typedIsPrivate(address));
    const attempt = await this.#ask({
      method: 'GET',
      url: url.href,
      ...(isTyped ? {} : { foreign: { allowsPrivate } }),
    });
    return !attempt.answered && attempt.failure.code === 'ADDRESS_NOT_ALLOWED' ? null : attempt;
  }

  async #typedIsPrivate(address: CasdoorAddress): Promise<boolean> {
    if (isLoopback(address.host)) return true;
    const lookup = await this.#options.vantage.lookup(address.host, this.#signal);
    return lookup.known && lookup.value.answered && lookup.value.value.hasPrivate;
  }

  async #askSignOut(first: FirstWave): Promise<void> {
    const { baseUrl } = this.#options.given.target;
    if (baseUrl === null) {
      this.#lacks({ reason: 'not-given', what: 'base-url' }, 'signOut');
      return;
    }
    const attempt = await this.#ask({
      method: 'GET',
      url: first.urls.signOut({
        post_logout_redirect_uri: baseUrl,
        ...(first.asksClient ? { client_id: first.question.clientId } : {}),
      }),
    });
    this.#knowsAttempt('signOut', attempt);
  }

  // Beside both waves: what is learnt of the way there, and of the target.

  async #look(address: CasdoorAddress, vantage: Vantage): Promise<void> {
    const lookup = await vantage.lookup(address.host, this.#signal);
    this.evidence.lookup = lookup;
  }

  async #lookAtCertificate(address: CasdoorAddress, vantage: Vantage): Promise<void> {
    if (vantage.from === 'local' && address.scheme === 'http') this.#lacks({ reason: 'not-applicable' }, 'tls');
    else this.evidence.tls = await vantage.tls(address.origin, this.#signal);
  }

  async #askTarget(): Promise<Timed | null> {
    const { given, vantage } = this.#options;
    const { baseUrl, product } = given.target;
    if (baseUrl === null) {
      this.#lacks({ reason: 'not-given', what: 'base-url' }, 'statedBaseUrl');
      return null;
    }
    // On Forge the app's egress is Casdoor's host alone; Jira and Confluence Data Center are behind a firewall anyway.
    if (vantage.from === 'cloud' || !URL.canParse(baseUrl)) {
      this.#lacks({ reason: vantage.from === 'cloud' ? 'not-from-here' : 'not-applicable' }, 'statedBaseUrl');
      return null;
    }
    const path = product === 'jira' ? '/rest/api/2/serverInfo' : '/rest/applinks/1.0/manifest';
    const timed = await this.#request({ method: 'GET', url: `${baseUrl.replace(/\/+$/, '')}${path}`, timeout: 5000 });
    const json = timed.attempt.answered && timed.attempt.value.status === 200 ? timed.attempt.value.json : null;
    const stated = isRecord(json) ? (json.baseUrl ?? json.url) : null;
    if (typeof stated === 'string' && URL.canParse(stated)) this.#knows('statedBaseUrl', stated);
    else this.#lacks({ reason: 'not-applicable' }, 'statedBaseUrl');
    return timed;
  }

  async #readClock(target: Promise<Timed | null>): Promise<void> {
    if (this.#options.vantage.from === 'cloud') {
      this.#lacks({ reason: 'not-from-here' }, 'clock');
      return;
    }
    const { product } = this.#options.given.target;
    const reference = await target;
    const reading = readClock(this.#timed, reference === null ? null : { product, timed: reference });
    if (reading === null) this.#lacks({ reason: 'needs', fact: 'discovery' }, 'clock');
    else this.#knows('clock', reading);
  }

  // Facts, requests, progress.

  #applicationName(): string | null {
    const { appLogin } = this.evidence;
    return appLogin.known ? (appLogin.value.application?.name ?? null) : null;
  }

  #organizationName(): string {
    const { appLogin } = this.evidence;
    return appLogin.known ? (appLogin.value.application?.organization ?? '') : '';
  }

  #knows<Name extends FactName>(name: Name, value: Facts[Name]): void {
    // The compiler cannot see that the name and the value belong together.
    (this.evidence as Record<FactName, unknown>)[name] = known(value);
  }

  #knowsAttempt(name: AttemptName, attempt: Attempt<Answer>): void {
    // A request that was cut off by the end of the run says nothing of the network.
    if (!attempt.answered && attempt.failure.kind === 'stopped') this.#lacks({ reason: 'stopped' }, name);
    else this.#knows(name, attempt);
  }

  #lacks(because: Missing, ...names: readonly FactName[]): void {
    const facts: Record<FactName, Fact<unknown>> = this.evidence;
    for (const name of names) facts[name] = missing(because);
  }

  /** Every fact that nothing was said of yet. */
  #lacksRest(because: Missing, only?: readonly FactName[]): void {
    const names = Object.keys(this.evidence).filter((name) => name !== 'given' && name !== 'used') as FactName[];
    for (const name of only ?? names) {
      const fact = this.evidence[name];
      if (!fact.known && fact.because.reason === 'stopped' && !this.#signal.aborted) this.#lacks(because, name);
    }
  }

  /** A request to Casdoor; when its answer came is kept, to read its clock from. */
  async #ask(request: ProbeRequest): Promise<Attempt<Answer>> {
    const { attempt, receivedAt } = await this.#request(request);
    if (request.foreign === undefined) this.#timed.push({ attempt, receivedAt });
    return attempt;
  }

  async #request(request: ProbeRequest): Promise<Timed> {
    const attempt = await this.#options.vantage.request(request, this.#signal);
    return { attempt, receivedAt: Date.now() };
  }

  async #step<T>(phase: string, work: () => Promise<T>): Promise<T> {
    this.#tell(phase);
    const result = await work();
    this.#done += 1;
    this.#tell(phase);
    return result;
  }

  #tell(phase: string): void {
    this.#options.onProgress({ phase, done: Math.min(this.#done, this.#of), of: this.#of });
  }
}

type AttemptName =
  | 'discovery'
  | 'signInPage'
  | 'keysAnswer'
  | 'applicationKeysAnswer'
  | 'appLoginAnswer'
  | 'introspection'
  | 'signOut';

type FirstWave = {
  urls: CasdoorUrls;
  question: { clientId: string; redirectUri: string | null; scopes: readonly string[] };
  /** The client id went into a URL. */
  asksClient: boolean;
  /** It may be the secret. */
  isSuspicious: boolean;
  login: Attempt<Answer>;
};

const credentialFacts = ['application', 'redirectPatterns', 'organization', 'version', 'people'] as const;
const secretFacts = ['introspection', 'secret', ...credentialFacts] as const;
const clientFacts = ['appLoginAnswer', 'appLogin', ...secretFacts] as const;
const applicationKeyFacts = ['applicationKeysAnswer', 'applicationKeys'] as const;
const casdoorOnly = [...clientFacts, ...applicationKeyFacts, 'signOut'] as const;

/** The application's own document where that was pasted: until v3.93 it names another issuer than the global one. */
const documentAsked = (given: Given, address: CasdoorAddress): string | null =>
  /\/\.well-known\/[^/\s?#]+(\/openid-configuration)?\/?(?:[\s?#"'>]|$)/.test(given.address)
    ? address.application
    : null;

const withoutSecrets = (attempt: Attempt<Answer>, secret: Secret, clientId: string): Attempt<Answer> =>
  attempt.answered
    ? { answered: true, value: { ...attempt.value, json: redactJson(attempt.value.json, [secret], [clientId]) } }
    : attempt;
