import {
  type Answer,
  type Attempt,
  type directoryFacts,
  type Evidence,
  type Fact,
  type FactName,
  type Facts,
  factsOfDryRun,
  type Given,
  known,
  type Missing,
  missing,
  type NetworkFailure,
  noPlugin,
  type pluginFacts,
  type signInFacts,
} from '../../src/checks/evidence';
import { documentedScopes } from '../../src/contract/target';

const origin = 'https://door.acme.example';
const redirectUri = 'https://jira.acme.example/plugins/servlet/oauth/callback';

/** An administrator who gave everything: miniOrange on Jira, looked at from an own machine. */
export const healthyGiven: Given = {
  from: 'local',
  target: { plugin: 'miniorange', product: 'jira', baseUrl: 'https://jira.acme.example', comparesIssuer: false },
  address: 'door.acme.example',
  clientId: '0123456789abcdef0123',
  hasSecret: true,
  redirectUri,
  scopes: documentedScopes.split(' '),
  scopesAssumed: false,
  mapping: {
    schema: 1,
    source: 'id_token',
    username: 'name',
    email: 'email',
    name: { fullName: 'displayName' },
    groups: null,
  },
  plugin: null,
  seen: null,
  directory: null,
  now: '2026-11-24T14:02:11.000Z',
};

const at = '2026-11-24T14:02:11.000Z';

/** An answer in JSON, as Casdoor gives it. */
export const jsonAnswer = (path: string, json: unknown, changes: Partial<Answer> = {}): Answer => ({
  url: origin + path,
  method: 'GET',
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', date: new Date(at).toUTCString() },
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(json),
  milliseconds: 120,
  json,
  isHtml: false,
  ...changes,
});

/** A page, such as Casdoor's front end or one of a proxy. */
export const htmlAnswer = (path: string, changes: Partial<Answer> = {}): Answer => ({
  ...jsonAnswer(path, undefined),
  headers: { 'content-type': 'text/html; charset=utf-8' },
  contentType: 'text/html; charset=utf-8',
  body: '<!doctype html><html><head><title>Casdoor</title></head><body><div id="root"></div></body></html>',
  isHtml: true,
  ...changes,
});

export const answered = <T>(value: T): Attempt<T> => ({ answered: true, value });

export const failedWith = (kind: NetworkFailure['kind'], changes: Partial<NetworkFailure> = {}): Attempt<never> => ({
  answered: false,
  failure: { kind, host: 'door.acme.example', port: 443, milliseconds: 40, code: null, proxy: null, ...changes },
});

/** The discovery document of Casdoor v3.158.0. */
export const healthyDocument = {
  issuer: origin,
  authorization_endpoint: `${origin}/login/oauth/authorize`,
  token_endpoint: `${origin}/api/login/oauth/access_token`,
  userinfo_endpoint: `${origin}/api/userinfo`,
  device_authorization_endpoint: `${origin}/api/device-auth`,
  registration_endpoint: `${origin}/api/oauth/register`,
  jwks_uri: `${origin}/.well-known/jwks`,
  introspection_endpoint: `${origin}/api/login/oauth/introspect`,
  response_types_supported: ['code', 'token', 'id_token', 'code token', 'code id_token', 'none'],
  id_token_signing_alg_values_supported: ['RS256', 'RS512', 'ES256', 'ES384', 'ES512'],
  scopes_supported: ['openid', 'email', 'profile', 'address', 'phone', 'offline_access'],
  code_challenge_methods_supported: ['S256'],
  end_session_endpoint: `${origin}/api/logout`,
} as const;

export const healthyKey: Facts['keys'][number] = {
  kid: 'cert-acme',
  kty: 'RSA',
  alg: 'RS256',
  bits: 4096,
  x5cSha256: 'A1'.repeat(32),
  notBefore: '2026-11-24T10:00:00.000Z',
  notAfter: '2046-11-24T10:00:00.000Z',
  thumbprint: 'Xk3dO0pQJ2mC1yV7sT9uB5nL8rH4wE6zG0aF2cN1jKM',
};

/** Without those of a dry run, which follow from what was given, and those of the plugin, which only some runs ask. */
type HealthyFacts = Omit<Facts, (typeof directoryFacts)[number] | (typeof pluginFacts)[number]>;

const healthyFacts: HealthyFacts = {
  addressReading: { problem: null },
  address: {
    origin,
    scheme: 'https',
    host: 'door.acme.example',
    port: 443,
    prefix: '',
    schemeAssumed: true,
    organization: null,
    application: null,
    clientId: null,
  },
  lookup: answered({ addresses: ['203.0.113.10'], hasPrivate: false }),
  tls: {
    authorized: true,
    code: null,
    hostMatches: true,
    chain: [
      {
        subject: 'CN=door.acme.example',
        issuer: 'CN=Example Trust R3,O=Example Trust',
        fingerprint: Array.from({ length: 32 }, () => 'B2').join(':'),
        notBefore: '2026-10-01T00:00:00.000Z',
        notAfter: '2027-02-15T00:00:00.000Z',
        names: ['door.acme.example'],
        isSelfSigned: false,
        pem: null,
      },
      {
        subject: 'CN=Example Trust R3,O=Example Trust',
        issuer: 'CN=Example Trust Root,O=Example Trust',
        fingerprint: Array.from({ length: 32 }, () => 'C3').join(':'),
        notBefore: '2020-01-01T00:00:00.000Z',
        notAfter: '2035-01-01T00:00:00.000Z',
        names: [],
        isSelfSigned: false,
        pem: null,
      },
    ],
    trustedBy: 'system',
    completion: null,
  },
  discovery: answered(jsonAnswer('/.well-known/openid-configuration', healthyDocument)),
  answer: jsonAnswer('/.well-known/openid-configuration', healthyDocument),
  document: healthyDocument,
  metadata: {
    issuer: healthyDocument.issuer,
    authorizationEndpoint: healthyDocument.authorization_endpoint,
    tokenEndpoint: healthyDocument.token_endpoint,
    userinfoEndpoint: healthyDocument.userinfo_endpoint,
    jwksUri: healthyDocument.jwks_uri,
    introspectionEndpoint: healthyDocument.introspection_endpoint,
    endSessionEndpoint: healthyDocument.end_session_endpoint,
    responseTypes: [...healthyDocument.response_types_supported],
    scopes: [...healthyDocument.scopes_supported],
    codeChallengeMethods: ['S256'],
    signingAlgorithms: [...healthyDocument.id_token_signing_alg_values_supported],
  },
  identity: { isCasdoor: true, proved: true, marks: ['endpoint paths', 'get-app-login'] },
  signInPage: answered(htmlAnswer('/login/oauth/authorize')),
  keysAnswer: answered(jsonAnswer('/.well-known/jwks', { keys: [{ kty: 'RSA', kid: 'cert-acme' }] })),
  keys: [healthyKey],
  applicationKeysAnswer: answered(
    jsonAnswer('/.well-known/app-jira/jwks', { keys: [{ kty: 'RSA', kid: 'cert-acme' }] }),
  ),
  applicationKeys: [healthyKey],
  appLoginAnswer: answered(jsonAnswer('/api/get-app-login', { status: 'ok' })),
  appLogin: {
    clientId: 'accepted',
    redirectUri: 'accepted',
    scopes: 'accepted',
    refusedScopes: [],
    message: null,
    application: {
      name: 'app-jira',
      organization: 'acme',
      disableSignin: false,
      organizationDisablesSignin: false,
      isShared: false,
      enableSignUp: false,
      scopes: [],
      signinMethods: [{ name: 'Password', rule: 'All' }],
      providers: [],
    },
  },
  introspection: answered(jsonAnswer('/api/login/oauth/introspect', { active: false }, { method: 'POST' })),
  secret: 'right',
  application: {
    owner: 'admin',
    name: 'app-jira',
    organization: 'acme',
    cert: 'cert-acme',
    isShared: false,
    disableSignin: false,
    enableSignUp: false,
    redirectUris: [redirectUri],
    grantTypes: ['authorization_code', 'refresh_token'],
    tokenFormat: 'JWT',
    tokenSigningMethod: '',
    tokenFields: [],
    tokenAttributes: [],
    expireInHours: 168,
    refreshExpireInHours: 168,
    scopes: [],
    signinMethods: [{ name: 'Password', rule: 'All' }],
    providers: [],
  },
  redirectPatterns: [],
  usernamePattern: { kind: 'none' },
  organization: {
    name: 'acme',
    disableSignin: false,
    modifyRules: { Name: 'Admin', Email: 'Admin', 'Display name': 'Admin' },
    defaultTokenFormat: '',
  },
  version: { version: 'v3.158.0' },
  people: {
    total: 2,
    users: [
      { owner: 'acme', name: 'alice', displayName: 'Alice Adams', email: 'alice@acme.example', groups: ['acme/staff'] },
      { owner: 'acme', name: 'bob', displayName: 'Bob Brown', email: 'bob@acme.example', groups: ['acme/staff'] },
    ],
  },
  signOut: answered(
    htmlAnswer('/api/logout', { status: 302, headers: { location: 'https://jira.acme.example' }, body: '' }),
  ),
  tokenAnswer: answered(
    jsonAnswer(
      '/api/login/oauth/access_token',
      { error: 'invalid_client', error_description: 'client_id is invalid' },
      { status: 401, method: 'POST' },
    ),
  ),
  claimsAnswer: answered(jsonAnswer('/api/userinfo', { status: 'error', msg: 'Please login first' })),
  limited: { requests: 0, status: null },
  clock: { skew: 300, reference: 'jira', uncertainty: 60 },
  statedBaseUrl: 'https://jira.acme.example',
  ...healthySignIn(),
};

/** bob signed in a moment ago: format JWT, and userinfo says the same of him. */
function healthySignIn(): Pick<Facts, (typeof signInFacts)[number]> {
  const tokenClaims = {
    iss: origin,
    sub: '3b8f2c51-4b8b-4a55-9c1e-2f6a0f7c9d10',
    aud: ['0123456789abcdef0123'],
    name: 'bob',
    displayName: 'Bob Brown',
    email: 'Bob.Brown@acme.example',
    groups: ['acme/engineering'],
  };
  const userinfo = {
    sub: tokenClaims.sub,
    iss: origin,
    aud: '0123456789abcdef0123',
    preferred_username: 'bob',
    name: 'Bob Brown',
    email: 'Bob.Brown@acme.example',
    groups: ['acme/engineering'],
  };
  return {
    signInReturn: { kind: 'code' },
    redemption: {
      kind: 'tokens',
      hasIdToken: true,
      hasAccessToken: true,
      expiresIn: 604_800,
      milliseconds: 142,
    },
    idToken: {
      bytes: 2_760,
      algorithm: 'RS256',
      keyId: 'cert-acme',
      signature: 'valid',
      keyFrom: 'application',
      keyAlgorithm: 'RS256',
      issuer: { expected: origin, actual: origin },
      audience: { expected: '0123456789abcdef0123', actual: ['0123456789abcdef0123'], isTaken: true },
      times: {
        issuedAt: '2026-11-24T14:02:00.000Z',
        notBefore: '2026-11-24T14:02:00.000Z',
        expiresAt: '2026-12-01T14:02:00.000Z',
        receivedAt: '2026-11-24T14:02:01.000Z',
        isTimely: true,
      },
      nonce: 'same',
      subject: tokenClaims.sub,
      claims: tokenClaims,
      withheld: ['passwordSalt'],
      biggest: [{ claim: 'groups', bytes: 31 }],
    },
    claimsLook: {
      kind: 'claims',
      source: 'userinfo',
      path: '/api/userinfo',
      milliseconds: 96,
      claims: userinfo,
      withheld: [],
      subject: tokenClaims.sub,
    },
    signInPrediction: { bySource: { id_token: tokenClaims, userinfo }, untold: {}, withheld: ['passwordSalt'] },
  };
}

/** What is changed against the healthy set-up. */
export type Changes = {
  given?: Partial<Given>;
  used?: Partial<Evidence['used']>;
  /** Facts by value. */
  facts?: Partial<Facts>;
  /** Facts that are missing, and why. They win over `facts`. */
  without?: Partial<Record<FactName, Missing>>;
};

/** Evidence of a healthy Casdoor, changed by what a test is about. */
export const evidenceOf = ({ given, used, facts, without }: Changes = {}): Evidence => {
  const values = { ...healthyFacts, idToken: issuedBy(facts?.metadata?.issuer ?? origin), ...facts };
  const entries = Object.entries(values).map(([name, value]): [string, Fact<unknown>] => {
    const because = without?.[name as FactName];
    return [name, because ? missing(because) : known(value)];
  });
  return {
    ...factsOfDryRun(given?.directory),
    ...noPlugin,
    ...(Object.fromEntries(entries) as Omit<
      Evidence,
      'given' | 'used' | (typeof directoryFacts)[number] | (typeof pluginFacts)[number]
    >),
    given: { ...healthyGiven, ...given },
    used: { proxy: null, authority: null, ...used },
  };
};

/** A token is of the issuer that the document names, wherever that is. */
const issuedBy = (issuer: string): Facts['idToken'] => ({
  ...healthyFacts.idToken,
  issuer: { expected: issuer, actual: issuer },
});

/** One healthy fact, to change a part of it. */
export const healthy = <Name extends keyof HealthyFacts>(name: Name): HealthyFacts[Name] =>
  structuredClone(healthyFacts[name]);

/** What is missing when the discovery document could not be had: each fact names the one that it needs. */
const needsOfFacts = {
  answer: 'discovery',
  document: 'answer',
  metadata: 'document',
  identity: 'answer',
  signInPage: 'metadata',
  keysAnswer: 'metadata',
  keys: 'keysAnswer',
  applicationKeysAnswer: 'identity',
  applicationKeys: 'applicationKeysAnswer',
  appLoginAnswer: 'identity',
  appLogin: 'appLoginAnswer',
  introspection: 'identity',
  secret: 'introspection',
  application: 'secret',
  redirectPatterns: 'application',
  usernamePattern: 'people',
  organization: 'application',
  version: 'secret',
  people: 'application',
  signOut: 'metadata',
  tokenAnswer: 'identity',
  claimsAnswer: 'identity',
  clock: 'answer',
} as const satisfies Partial<Record<FactName, FactName>>;

/** A discovery request that failed on the network, and all that is missing because of it. */
export const unreachable = (attempt: Attempt<never>, changes: Changes = {}): Evidence =>
  withoutFrom('answer', { ...changes, facts: { discovery: attempt, ...changes.facts } });

/** Everything that hangs on a fact is missing, the fact included. */
export const withoutFrom = (first: keyof typeof needsOfFacts, changes: Changes = {}): Evidence => {
  const gone = new Set<FactName>([first]);
  const without: Partial<Record<FactName, Missing>> = { [first]: { reason: 'needs', fact: needsOfFacts[first] } };
  for (const [name, needed] of Object.entries(needsOfFacts) as [FactName, FactName][]) {
    if (!gone.has(needed)) continue;
    gone.add(name);
    without[name] = { reason: 'needs', fact: needed };
  }
  return evidenceOf({ ...changes, without: { ...without, ...changes.without } });
};

/** A certificate that a test changes. */
export const leaf = (): Facts['tls']['chain'][number] => {
  const [first] = healthy('tls').chain;
  if (!first) throw new RangeError('The healthy chain has a leaf.');
  return first;
};
