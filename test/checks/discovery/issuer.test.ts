import { issuerFault } from '../../../src/checks/discovery/issuer-kinds';
import type { Given, Identity, Metadata } from '../../../src/checks/evidence';
import { answered, evidenceOf, failedWith, healthy, htmlAnswer } from '../healthy-evidence';
import { failing, findingOf, foundText, outcomeOf, whyText } from '../judged';

/** The document as Casdoor makes it from one `origin`, or from the Host header. */
const documentOf = (origin: string, frontEnd = origin): Metadata => ({
  ...healthy('metadata'),
  issuer: origin,
  authorizationEndpoint: `${frontEnd}/login/oauth/authorize`,
  tokenEndpoint: `${origin}/api/login/oauth/access_token`,
  userinfoEndpoint: `${origin}/api/userinfo`,
  jwksUri: `${origin}/.well-known/jwks`,
  introspectionEndpoint: `${origin}/api/login/oauth/introspect`,
  endSessionEndpoint: `${origin}/api/logout`,
});

const addressOf = (text: string) => {
  const url = new URL(text);
  return {
    ...healthy('address'),
    origin: url.origin,
    scheme: url.protocol === 'http:' ? ('http' as const) : ('https' as const),
    host: url.hostname,
    port: Number(url.port || (url.protocol === 'http:' ? 80 : 443)),
    prefix: url.pathname.replace(/\/$/, ''),
  };
};

type Options = { typed?: string; given?: Partial<Given>; identity?: Identity };
const named = (metadata: Metadata, { typed = 'https://door.acme.example', given = {}, identity }: Options = {}) =>
  evidenceOf({
    given,
    facts: {
      address: addressOf(typed),
      metadata,
      ...(identity ? { identity } : {}),
      // A page at another place is not there.
      signInPage: metadata.authorizationEndpoint?.startsWith(addressOf(typed).origin)
        ? healthy('signInPage')
        : failedWith('host-unknown'),
    },
  });

const strict: Partial<Given> = {
  target: { plugin: 'atlassian-dc', product: 'jira', baseUrl: 'https://jira.acme.example', comparesIssuer: false },
  mapping: null,
  redirectUri: 'https://jira.acme.example/plugins/servlet/oidc/callback',
};

const perApplication = (base: string): Metadata => ({
  ...documentOf(base),
  issuer: `${base}/.well-known/app-jira`,
  jwksUri: `${base}/.well-known/app-jira/jwks`,
});

const faults: [string, string, ReturnType<typeof named>][] = [
  ['another host', 'issuer-mismatch', named(documentOf('https://door.acme.internal:8000'))],
  ['another port', 'issuer-mismatch', named(documentOf('https://door.acme.example:8443'))],
  ['http for https', 'issuer-mismatch', named(documentOf('http://door.acme.example'))],
  [
    'https for http',
    'issuer-mismatch',
    named(documentOf('https://127.0.0.1:8000'), { typed: 'http://127.0.0.1:8000' }),
  ],
  ['capitals', 'issuer-mismatch', named(documentOf('https://Door.acme.example'))],
  ['an origin with a path', 'issuer-mismatch', named(documentOf('https://door.acme.example/sso'))],
  ['an origin without a scheme', 'issuer-mismatch', named({ ...healthy('metadata'), issuer: 'door.acme.example' })],
  ['a slash at the end', 'issuer-trailing-slash', named(documentOf('https://door.acme.example/'))],
  ['another host and a slash', 'issuer-mismatch', named(documentOf('https://other.acme.example/'))],
  ['an application', 'issuer-per-application', named(perApplication('https://door.acme.example'))],
  ['an application of another host', 'issuer-mismatch', named(perApplication('https://other.acme.example'))],
  [
    'no path prefix',
    'path-prefix-lost',
    named(documentOf('https://door.acme.example'), { typed: 'https://door.acme.example/sso' }),
  ],
  [
    'no path prefix, with a slash',
    'path-prefix-lost',
    named(documentOf('https://door.acme.example/'), { typed: 'https://door.acme.example/sso' }),
  ],
  [
    'the development server, on localhost',
    'development-mode',
    named(documentOf('http://localhost:8000', 'http://localhost:7001'), { typed: 'http://localhost:8000' }),
  ],
  [
    'the development server, behind a proxy that passes no Host header on',
    'development-mode',
    named(documentOf('http://localhost:8000', 'http://localhost:7001')),
  ],
  [
    'a front end that was left on localhost',
    'development-mode',
    named(documentOf('https://door.acme.example', 'http://localhost:7001')),
  ],
];

describe.each(faults)('a document that names %s', (_what, id, evidence) => {
  it(`is ${id} and nothing else`, () => {
    expect(failing(evidence)).toEqual([id]);
  });

  it('shows both strings', () => {
    expect(findingOf(id, evidence).detail).toMatchObject({ kind: 'comparison' });
  });
});

describe('weight of an issuer that is not the expected one', () => {
  const target = (plugin: Given['target']['plugin'], comparesIssuer = false): Partial<Given> => ({
    target: { plugin, product: 'jira', baseUrl: null, comparesIssuer },
  });

  it.each([
    ['miniorange', false, 'serious'],
    ['miniorange', true, 'blocker'],
    ['atlassian-dc', false, 'blocker'],
    ['other', false, 'blocker'],
    ['miniorange-cloud', false, 'serious'],
  ] as const)('%s, compares issuers: %s → %s', (plugin, compares, severity) => {
    const given = target(plugin, compares);
    for (const [id, metadata] of [
      ['issuer-mismatch', documentOf('https://other.acme.example')],
      ['issuer-trailing-slash', documentOf('https://door.acme.example/')],
      ['issuer-per-application', perApplication('https://door.acme.example')],
    ] as const)
      expect(findingOf(id, named(metadata, { given })).severity).toBe(severity);
  });

  it('says honestly that miniOrange as it comes does not compare', () => {
    const evidence = named(documentOf('https://other.acme.example'));
    expect(whyText(findingOf('issuer-mismatch', evidence))).toBe(
      'As it is set, the plugin does not compare issuers. A stricter one, and whoever copies endpoints from this document, is sent to other.acme.example.',
    );
    expect(
      whyText(findingOf('issuer-mismatch', named(documentOf('https://other.acme.example'), { given: strict }))),
    ).toBe('Jira rejects every ID token whose issuer is not the configured one.');
  });
});

describe('issuer-mismatch', () => {
  it.each([
    ['https://door.acme.internal:8000', 'Host and port differ.'],
    ['https://other.acme.example', 'The host differs.'],
    ['https://door.acme.example:8443', 'The port differs.'],
    ['http://door.acme.example', 'The scheme differs:'],
    ['https://door.acme.example/sso', 'The path differs:'],
    ['https://DOOR.acme.example', 'The spelling differs:'],
  ])('says which part of %s differs', (issuer, words) => {
    expect(foundText(findingOf('issuer-mismatch', named(documentOf(issuer))))).toContain(words);
  });

  it('gives the line for conf/app.conf and the message to send', () => {
    const finding = findingOf('issuer-mismatch', named(documentOf('https://door.acme.internal:8000')));
    expect(finding.copy).toEqual([{ label: 'conf/app.conf', text: 'origin = https://door.acme.example' }]);
    expect(finding.handOver).toContain('origin has to be https://door.acme.example');
  });

  it('does not speak of app.conf to a server that is no Casdoor', () => {
    const identity = { isCasdoor: false, proved: false, marks: [] };
    const finding = findingOf('issuer-mismatch', named(documentOf('https://id.example'), { identity }));
    expect(JSON.stringify(finding)).not.toContain('app.conf');
    expect(finding.handOver).toBeNull();
  });

  it('passes for the issuer of the typed address, below a path too', () => {
    const evidence = named(documentOf('https://door.acme.example/sso'), { typed: 'https://door.acme.example/sso' });
    expect(
      issuerFault(addressOf('https://door.acme.example/sso'), documentOf('https://door.acme.example/sso'), undefined),
    ).toBeNull();
    expect(outcomeOf('issuer-mismatch', evidence)).toBe('pass');
  });
});

describe('issuer-trailing-slash', () => {
  it('is healthy for a server that is no Casdoor', () => {
    const identity = { isCasdoor: false, proved: false, marks: [] };
    const evidence = named(
      { ...documentOf('https://tenant.example'), issuer: 'https://tenant.example/' },
      { typed: 'https://tenant.example', identity },
    );
    for (const id of ['issuer-trailing-slash', 'issuer-mismatch']) expect(outcomeOf(id, evidence)).toBe('pass');
  });
});

describe('issuer-per-application', () => {
  it('names the document to use instead', () => {
    const finding = findingOf('issuer-per-application', named(perApplication('https://door.acme.example')));
    expect(finding.copy.map(({ text }) => text)).toEqual([
      'https://door.acme.example',
      'https://door.acme.example/.well-known/openid-configuration',
    ]);
  });

  it('passes for the document of an application since v3.94.0', () => {
    const metadata = {
      ...documentOf('https://door.acme.example'),
      jwksUri: 'https://door.acme.example/.well-known/app-jira/jwks',
    };
    expect(outcomeOf('issuer-per-application', named(metadata))).toBe('pass');
  });
});

describe('development-mode', () => {
  const metadata = documentOf('http://localhost:8000', 'http://localhost:7001');

  it('passes for a developer whose front end runs', () => {
    const evidence = evidenceOf({
      facts: { address: addressOf('http://localhost:8000'), metadata, signInPage: answered(htmlAnswer('/login')) },
    });
    expect(failing(evidence)).toEqual([]);
  });

  it('passes for a front end on a host of its own', () => {
    const metadata = documentOf('https://door.acme.example', 'https://login.acme.example');
    const evidence = evidenceOf({ facts: { metadata, signInPage: answered(htmlAnswer('/login')) } });
    expect(failing(evidence)).toEqual([]);
  });

  it('offers origin', () => {
    expect(findingOf('development-mode', named(metadata)).copy[0]?.text).toBe('origin = https://door.acme.example');
  });
});

describe('path-prefix-lost', () => {
  it('names the path', () => {
    const evidence = named(documentOf('https://door.acme.example'), { typed: 'https://door.acme.example/sso' });
    expect(findingOf('path-prefix-lost', evidence).severity).toBe('blocker');
    expect(foundText(findingOf('path-prefix-lost', evidence))).toContain('endpoints without /sso');
  });
});
