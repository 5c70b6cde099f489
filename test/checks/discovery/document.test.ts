import { answered, evidenceOf, failedWith, healthy, htmlAnswer, jsonAnswer } from '../healthy-evidence';
import { failing, findingOf, foundText, outcomeOf, warning } from '../judged';

const elsewhere = { isCasdoor: false, proved: false, marks: [] };
/** A server like Google's: several hosts, no marks of Casdoor. */
const otherServer = {
  identity: elsewhere,
  metadata: {
    ...healthy('metadata'),
    authorizationEndpoint: 'https://door.acme.example/o/oauth2/auth',
    tokenEndpoint: 'https://token.example/token',
    jwksUri: 'https://keys.example/certs',
    userinfoEndpoint: null,
    introspectionEndpoint: null,
    endSessionEndpoint: null,
  },
};

describe('not-casdoor', () => {
  it('is advice, and leaves the other checks in peace', () => {
    const evidence = evidenceOf({ facts: otherServer });
    expect(failing(evidence)).toEqual([]);
    expect(warning(evidence)).toContain('not-casdoor');
    expect(findingOf('not-casdoor', evidence).severity).toBe('advice');
  });

  it('makes what only Casdoor can be asked not applicable', () => {
    const because = { reason: 'not-casdoor' } as const;
    const evidence = evidenceOf({ facts: otherServer, without: { application: because, version: because } });
    expect(outcomeOf('casdoor-outdated', evidence)).toBe('not-applicable');
    expect(outcomeOf('certificate-missing', evidence)).toBe('not-applicable');
  });

  it('passes for Casdoor', () => {
    expect(outcomeOf('not-casdoor', evidenceOf())).toBe('pass');
  });
});

describe('metadata-missing', () => {
  it.each(['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'jwksUri', 'userinfoEndpoint'] as const)(
    'misses %s, and is the only failure',
    (name) => {
      expect(failing(evidenceOf({ facts: { metadata: { ...healthy('metadata'), [name]: null } } }))).toEqual([
        'metadata-missing',
      ]);
    },
  );

  it('says what stands there instead of a URL', () => {
    const finding = findingOf(
      'metadata-missing',
      evidenceOf({
        facts: {
          metadata: { ...healthy('metadata'), tokenEndpoint: null },
          document: { ...healthy('document'), token_endpoint: 'door/token' },
        },
      }),
    );
    expect(foundText(finding)).toBe('No URL is given for token_endpoint.');
    expect(JSON.stringify(finding.detail)).toContain('no URL: \\"door/token\\"');
  });

  it('does without userinfo for other servers, and without what is optional for all', () => {
    const metadata = { ...healthy('metadata'), introspectionEndpoint: null, endSessionEndpoint: null };
    expect(outcomeOf('metadata-missing', evidenceOf({ facts: { metadata } }))).toBe('pass');
    expect(outcomeOf('metadata-missing', evidenceOf({ facts: otherServer }))).toBe('pass');
  });
});

describe('endpoint-elsewhere', () => {
  const having = (changes: object) => evidenceOf({ facts: { metadata: { ...healthy('metadata'), ...changes } } });

  it.each([
    ['another host', { tokenEndpoint: 'https://evil.example/token' }],
    ['another port', { userinfoEndpoint: 'https://door.acme.example:8443/api/userinfo' }],
    ['no encryption', { jwksUri: 'http://door.acme.example/.well-known/jwks' }],
    ['a private address', { tokenEndpoint: 'https://10.0.0.5/api/login/oauth/access_token' }],
  ])('is serious for an endpoint with %s', (_what, changes) => {
    expect(failing(having(changes))).toEqual(['endpoint-elsewhere']);
    expect(findingOf('endpoint-elsewhere', having(changes)).severity).toBe('serious');
  });

  it('lists all of them', () => {
    const finding = findingOf(
      'endpoint-elsewhere',
      having({ tokenEndpoint: 'https://evil.example/token', jwksUri: 'https://evil.example/keys' }),
    );
    expect(foundText(finding)).toBe(
      '2 endpoints do not belong to the issuer https://door.acme.example: token_endpoint, jwks_uri.',
    );
  });

  it('leaves the sign-in page to the front end', () => {
    expect(outcomeOf('endpoint-elsewhere', having({ authorizationEndpoint: 'https://login.acme.example/login' }))).toBe(
      'pass',
    );
  });

  it('lets other servers spread over hosts, but not without encryption', () => {
    expect(outcomeOf('endpoint-elsewhere', evidenceOf({ facts: otherServer }))).toBe('pass');
    const metadata = { ...otherServer.metadata, tokenEndpoint: 'http://token.example/token' };
    expect(outcomeOf('endpoint-elsewhere', evidenceOf({ facts: { ...otherServer, metadata } }))).toBe('fail');
  });
});

describe('sign-in-page-missing', () => {
  const page = (signInPage: Parameters<typeof answered>[0] | ReturnType<typeof failedWith>) =>
    evidenceOf({ facts: { signInPage: signInPage as ReturnType<typeof failedWith> } });

  it.each([
    ['nothing answers', failedWith('connection-refused')],
    ['404', answered(htmlAnswer('/login/oauth/authorize', { status: 404 }))],
    ['500', answered(jsonAnswer('/login/oauth/authorize', undefined, { status: 500 }))],
    ['an error in JSON', answered(jsonAnswer('/login/oauth/authorize', { status: 'error' }))],
    ['403', answered(htmlAnswer('/login/oauth/authorize', { status: 403 }))],
  ])('is a blocker where the answer is: %s', (_what, signInPage) => {
    const evidence = page(signInPage);
    expect(failing(evidence)).toEqual(['sign-in-page-missing']);
    expect(findingOf('sign-in-page-missing', evidence).severity).toBe('blocker');
  });

  it('warns of a page that is not Casdoor’s: a proxy that hands on /api alone', () => {
    const welcome = '<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body></body></html>';
    const evidence = page(answered(htmlAnswer('/login/oauth/authorize', { body: welcome })));
    expect(findingOf('sign-in-page-missing', evidence)).toMatchObject({ outcome: 'warn', severity: 'blocker' });
  });

  it.each([
    ['another build of its front end', htmlAnswer('/login', { body: '<html><body class="x"><div  id=root></div>' })],
    [
      'a front end of one’s own behind Casdoor',
      htmlAnswer('/login', { body: '<html><main id="app">', headers: { 'set-cookie': 'jsonWebConfig=•••' } }),
    ],
    ['a firewall that lets browsers pass', htmlAnswer('/login', { body: '<html>/cdn-cgi/challenge-platform' })],
  ])('takes for Casdoor’s: %s', (_what, answer) => {
    expect(outcomeOf('sign-in-page-missing', page(answered(answer)))).toBe('pass');
  });

  it('cannot tell of another origin, whose page is not kept', () => {
    const metadata = {
      ...healthy('metadata'),
      authorizationEndpoint: 'https://sign-in.acme.example/login/oauth/authorize',
    };
    const signInPage = answered(htmlAnswer('/login', { body: '' }));
    expect(outcomeOf('sign-in-page-missing', evidenceOf({ facts: { metadata, signInPage } }))).toBe('pass');
  });

  it('lets a redirect pass: a browser follows it', () => {
    expect(outcomeOf('sign-in-page-missing', page(answered(htmlAnswer('/login', { status: 302 }))))).toBe('pass');
  });

  it('lets other servers refuse a request without a client that they know', () => {
    const signInPage = answered(jsonAnswer('/o/oauth2/auth', { error: 'invalid_request' }, { status: 400 }));
    expect(outcomeOf('sign-in-page-missing', evidenceOf({ facts: { ...otherServer, signInPage } }))).toBe('pass');
  });

  it('follows from a document of another address', () => {
    const metadata = { ...healthy('metadata'), issuer: 'https://other.acme.example' };
    const evidence = evidenceOf({ facts: { metadata, signInPage: failedWith('host-unknown') } });
    expect(findingOf('sign-in-page-missing', evidence).blockedBy).toEqual({ check: 'issuer-mismatch' });
  });
});

describe('code-flow-unsupported', () => {
  const offering = (responseTypes: string[]) =>
    evidenceOf({ facts: { metadata: { ...healthy('metadata'), responseTypes } } });

  it('is a blocker where code is not among them', () => {
    expect(failing(offering(['token', 'id_token']))).toEqual(['code-flow-unsupported']);
  });

  it('passes with code, and where nothing is named', () => {
    expect(outcomeOf('code-flow-unsupported', offering(['code']))).toBe('pass');
    expect(outcomeOf('code-flow-unsupported', offering([]))).toBe('pass');
  });
});

describe('pkce-unsupported', () => {
  const offering = (codeChallengeMethods: string[]) =>
    findingOf(
      'pkce-unsupported',
      evidenceOf({ facts: { metadata: { ...healthy('metadata'), codeChallengeMethods } } }),
    );

  it('is advice where S256 is not offered', () => {
    expect(offering([])).toMatchObject({ outcome: 'warn', severity: 'advice' });
    expect(foundText(offering(['plain']))).toContain('plain');
  });

  it('passes with S256', () => {
    expect(offering(['plain', 'S256']).outcome).toBe('pass');
  });
});

describe('casdoor-outdated', () => {
  const running = (version: string) => findingOf('casdoor-outdated', evidenceOf({ facts: { version: { version } } }));

  it.each(['v1.700.0', 'v2.385.0', '2.100.1'])('is serious for %s', (version) => {
    expect(running(version)).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(foundText(running(version))).toContain('redirect URIs are compared');
  });

  it('names the version that is without all of its flaws', () => {
    expect(running('v2.385.0').fix).toContainEqual({ code: 'v3.94.0' });
    expect(running('v2.50.0').fix).toContainEqual({ code: 'v2.397.0' });
  });

  it.each(['v2.385.1', 'v3.93.0'])('is advice for %s', (version) => {
    expect(running(version)).toMatchObject({ outcome: 'warn', severity: 'advice' });
  });

  it.each(['v3.94.0', 'v3.158.0', 'v4.0.0', 'dev', ''])('passes for "%s"', (version) => {
    expect(running(version).outcome).toBe('pass');
  });

  it('keeps no report incomplete where the version cannot be asked', () => {
    const evidence = evidenceOf({ without: { version: { reason: 'needs', fact: 'secret' } } });
    expect(findingOf('casdoor-outdated', evidence)).toMatchObject({ outcome: 'blocked', severity: 'advice' });
  });
});

describe('clock-skew', () => {
  const clock = (skew: number, uncertainty = 100, reference: 'jira' | 'this-machine' = 'jira') =>
    evidenceOf({ facts: { clock: { skew, uncertainty, reference } } });

  it.each([
    [61_000, 'serious'],
    [301_000, 'blocker'],
    [-61_000, 'serious'],
  ])('off by %s ms is %s', (skew, severity) => {
    expect(failing(clock(skew))).toEqual(['clock-skew']);
    expect(findingOf('clock-skew', clock(skew)).severity).toBe(severity);
  });

  it('blocks where Casdoor is behind by longer than a token lives, or where that is not known', () => {
    expect(findingOf('clock-skew', clock(-600_000)).severity).toBe('serious');
    const unknown = evidenceOf({
      facts: { clock: { skew: -600_000, uncertainty: 0, reference: 'jira' } },
      without: { application: { reason: 'not-given', what: 'secret' } },
    });
    expect(findingOf('clock-skew', unknown).severity).toBe('blocker');
    const short = { ...healthy('application'), expireInHours: 0.1 };
    const dead = evidenceOf({
      facts: { clock: { skew: -600_000, uncertainty: 0, reference: 'jira' }, application: short },
    });
    expect(findingOf('clock-skew', dead).severity).toBe('blocker');
  });

  it('allows for the way there and back', () => {
    expect(outcomeOf('clock-skew', clock(62_000, 2000))).toBe('pass');
    expect(outcomeOf('clock-skew', clock(60_000, 0))).toBe('pass');
  });

  it('says whose clock it was compared with, and by how much it is off', () => {
    expect(foundText(findingOf('clock-skew', clock(-720_000, 100, 'this-machine')))).toBe(
      'The clock of Casdoor is 12 minutes behind the one of this computer.',
    );
  });

  it('cannot be told from the cloud', () => {
    expect(outcomeOf('clock-skew', evidenceOf({ without: { clock: { reason: 'not-from-here' } } }))).toBe(
      'not-applicable',
    );
  });
});
