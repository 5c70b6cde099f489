import { startEmbeddedCasdoor } from '../../local/casdoor/start';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { reportMarkdown } from '../../src/checks/report-markdown';
import { diagnose } from '../../src/diagnosis/diagnose';
import { askedAreas, givenFrom, type Settings } from '../../src/diagnosis/given';
import { Secret } from '../../src/secrets/secret';

const right = 'app-jira-client-secret';
const id = 'app-jira-client-id';

let casdoor: Awaited<ReturnType<typeof startEmbeddedCasdoor>>;
beforeAll(async () => {
  casdoor = await startEmbeddedCasdoor();
});
afterAll(() => casdoor.close());

const report = async (clientId: string, secret: string, plugin: Settings['plugin'] = null) => {
  const vantage = makeLocalVantage();
  const given = givenFrom({
    from: 'local',
    address: casdoor.address,
    target: { plugin: 'miniorange', product: 'jira', baseUrl: 'https://jira.acme.example', comparesIssuer: false },
    clientId,
    hasSecret: true,
    redirectUri: null,
    scopes: null,
    mapping: null,
    plugin,
    now: new Date(),
  });
  const made = await diagnose({
    given: { ...given, target: { ...given.target, baseUrl: null } },
    secret: new Secret(secret),
    allowsHttp: false,
    vantage,
    signal: new AbortController().signal,
    onProgress: () => {},
    asked: askedAreas(given),
  });
  await vantage.close();
  return made;
};

const pluginWith = (clientId: string): NonNullable<Settings['plugin']> => ({
  clientId,
  issuer: null,
  authorizationEndpoint: null,
  tokenEndpoint: null,
  userinfoEndpoint: null,
  jwksUri: null,
  endSessionEndpoint: null,
});

describe('a secret that was typed into another field', () => {
  it.each([
    ['into both fields', right, right, null],
    ['into the field of the client ID, and the ID into its own', right, id, null],
    ['into the client ID of the plugin file too', right, id, pluginWith(right)],
    [
      'a made-up one, into both fields',
      '0123456789abcdef0123456789abcdef01234567',
      '0123456789abcdef0123456789abcdef01234567',
      null,
    ],
  ])('%s is repeated nowhere in the report', async (_name, clientId, secret, plugin) => {
    const made = await report(clientId, secret, plugin);
    expect(made.verdict).toBe('broken');
    for (const text of [JSON.stringify(made), reportMarkdown(made)]) expect(text).not.toContain(clientId);
  });

  it('leaves names of our own as they are, however short the secret', async () => {
    const made = await report(id, 'client');
    expect(made.rootCause).toBe('client-secret-wrong');
    expect(made.findings.some((finding) => finding.id === 'client-secret-wrong' && finding.area === 'client')).toBe(
      true,
    );
  });

  it('leaves a healthy report as it is', async () => {
    const made = await report(id, right);
    expect(JSON.stringify(made)).toContain(id);
    expect(JSON.stringify(made)).not.toContain('•••');
  });
});
