import type { Identity, Metadata } from '../../src/checks/evidence';
import type { TargetSettings } from '../../src/contract/panel-calls';
import { plain } from '../../src/contract/report';
import { type EndpointName, endpointWarning, endpointWords } from '../../src/targets/endpoints';
import { fieldSheet } from '../../src/targets/field-sheet';
import { evidenceOf, failedWith, healthy } from '../checks/healthy-evidence';
import { failing, judged } from '../checks/judged';

const typed = 'https://door.acme.example';

/** The document as Casdoor makes it from one `origin`. */
const documentOf = (origin: string, changes: Partial<Metadata> = {}): Metadata => ({
  ...healthy('metadata'),
  issuer: origin,
  authorizationEndpoint: `${origin}/login/oauth/authorize`,
  tokenEndpoint: `${origin}/api/login/oauth/access_token`,
  userinfoEndpoint: `${origin}/api/userinfo`,
  jwksUri: `${origin}/.well-known/jwks`,
  introspectionEndpoint: `${origin}/api/login/oauth/introspect`,
  endSessionEndpoint: `${origin}/api/logout`,
  ...changes,
});

const evidence = (metadata: Metadata, address = typed, identity: Identity = healthy('identity')) => {
  const { origin, pathname } = new URL(address);
  return evidenceOf({
    facts: {
      address: { ...healthy('address'), origin, prefix: pathname.replace(/\/$/, '') },
      metadata,
      identity,
      signInPage: failedWith('host-unknown'),
    },
  });
};

const names = Object.keys(endpointWords) as EndpointName[];
/** The endpoints of `now` beside which something stands, by what was found in `metadata`. */
const warned = (of: ReturnType<typeof evidence>, now: Metadata) => {
  const findings = judged(of);
  return names.filter((name) => endpointWarning(name, now[name] ?? '', findings) !== null);
};
const all: EndpointName[] = names;
const allBut = (...without: EndpointName[]) => names.filter((name) => !without.includes(name));

const atDevelopment = documentOf(typed, { authorizationEndpoint: 'http://localhost:7001/login/oauth/authorize' });
const withTokenElsewhere = documentOf(typed, { tokenEndpoint: 'https://other.example/api/login/oauth/access_token' });

describe('an address that Connect calls wrong', () => {
  it.each<[string, string, Metadata, string, EndpointName[]]>([
    ['the development server', 'development-mode', atDevelopment, typed, ['authorizationEndpoint']],
    ['one endpoint at another host', 'endpoint-elsewhere', withTokenElsewhere, typed, ['tokenEndpoint']],
    [
      'two endpoints without encryption',
      'endpoint-elsewhere',
      documentOf(typed, {
        userinfoEndpoint: 'http://door.acme.example/api/userinfo',
        jwksUri: 'http://door.acme.example/.well-known/jwks',
      }),
      typed,
      ['userinfoEndpoint', 'jwksUri'],
    ],
    ['another host', 'issuer-mismatch', documentOf('https://inside.acme.example:8000'), typed, all],
    ['http for https', 'issuer-mismatch', documentOf('http://door.acme.example'), typed, all],
    ['a path too many', 'issuer-mismatch', documentOf('https://door.acme.example/sso'), typed, all],
    ['no scheme', 'issuer-mismatch', documentOf('door.acme.example'), typed, all],
    [
      'capitals, which lead to the right place',
      'issuer-mismatch',
      documentOf('https://DOOR.acme.example'),
      typed,
      ['issuer'],
    ],
    [
      'an issuer alone, beside endpoints of the right host',
      'issuer-mismatch',
      documentOf(typed, { issuer: 'https://inside.acme.example' }),
      typed,
      ['issuer'],
    ],
    ['a path that is lost', 'path-prefix-lost', documentOf(typed), `${typed}/sso`, all],
    [
      'a path that is lost but for one endpoint',
      'path-prefix-lost',
      documentOf(typed, { authorizationEndpoint: `${typed}/sso/login/oauth/authorize` }),
      `${typed}/sso`,
      allBut('authorizationEndpoint'),
    ],
    ['a slash too many', 'issuer-trailing-slash', documentOf(`${typed}/`), typed, all],
    [
      'a slash at the end of the issuer alone',
      'issuer-trailing-slash',
      documentOf(typed, { issuer: `${typed}/` }),
      typed,
      ['issuer'],
    ],
  ])('%s', (_what, id, metadata, address, expected) => {
    const of = evidence(metadata, address);
    expect(failing(of)).toContain(id);
    expect(warned(of, metadata)).toEqual(expected);
  });

  it('says in one sentence what was found', () => {
    const warning = endpointWarning(
      'authorizationEndpoint',
      atDevelopment.authorizationEndpoint ?? '',
      judged(evidence(atDevelopment)),
    );
    expect(plain(warning ?? [])).toBe(
      'Connect calls this address wrong: Casdoor sends people to the development server of its front end.',
    );
  });
});

describe('nothing is said', () => {
  it('of a healthy Casdoor', () => {
    expect(warned(evidence(documentOf(typed)), documentOf(typed))).toEqual([]);
  });

  it.each([
    ['the development server', atDevelopment],
    ['one endpoint at another host', withTokenElsewhere],
    ['another host', documentOf('https://inside.acme.example:8000')],
    ['a slash too many', documentOf(`${typed}/`)],
  ])('once Casdoor was mended, though the report still tells of %s', (_what, before) => {
    expect(warned(evidence(before), before)).not.toEqual([]);
    expect(warned(evidence(before), documentOf(typed))).toEqual([]);
  });

  it('of endpoints of another server that ends its issuer in a slash', () => {
    const metadata = documentOf(typed, { issuer: `${typed}/` });
    expect(warned(evidence(metadata, typed, { isCasdoor: false, proved: false, marks: [] }), metadata)).toEqual([]);
  });
});

describe('the sheet', () => {
  const settings: TargetSettings = {
    plugin: 'miniorange',
    product: 'jira',
    baseUrl: 'https://jira.acme.example',
    callbackUrl: '',
    clientId: 'app-jira-client-id',
    scopes: 'openid profile email',
    comparesIssuer: true,
  };
  const elsewhere = documentOf('https://inside.acme.example:8000');
  const warnedFields = (plugin: TargetSettings['plugin'], endpoints: Metadata | null) =>
    fieldSheet({
      settings: { ...settings, plugin },
      hasSecret: true,
      endpoints,
      findings: judged(evidence(elsewhere)),
      mapping: null,
    })
      .sections.flatMap(({ fields }) => fields)
      .filter(({ warning }) => warning !== null)
      .map(({ id }) => id);

  it.each([
    [
      'miniorange',
      ['authorize-endpoint', 'access-token-endpoint', 'user-info-endpoint', 'logout-endpoint', 'jwks', 'custom-issuer'],
    ],
    ['atlassian-dc', ['issuer-url', 'authorization-endpoint', 'token-endpoint', 'userinfo-endpoint']],
    [
      'miniorange-cloud',
      ['authorize-endpoint', 'access-token-endpoint', 'user-info-endpoint', 'logout-endpoint', 'jwks'],
    ],
    [
      'other',
      ['issuer', 'authorization-endpoint', 'token-endpoint', 'userinfo-endpoint', 'jwks-uri', 'end-session-endpoint'],
    ],
  ] as const)('warns at the very fields of %s', (plugin, ids) => {
    expect(warnedFields(plugin, elsewhere)).toEqual(ids);
    expect(warnedFields(plugin, documentOf(typed))).toEqual([]);
    // There is no address yet of which something could be said.
    expect(warnedFields(plugin, null)).toEqual([]);
  });
});
