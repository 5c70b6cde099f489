import { startEmbeddedCasdoor } from '../../local/casdoor/start';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { catalogue } from '../../src/checks/catalogue';
import type { SecretVerdict } from '../../src/checks/evidence';
import { buildReport } from '../../src/checks/report';
import { toReportJson } from '../../src/checks/report-json';
import { reportMarkdown } from '../../src/checks/report-markdown';
import { reportText } from '../../src/checks/report-text';
import { areas, type Finding, type Report, type Summary } from '../../src/contract/report';
import { diagnose } from '../../src/diagnosis/diagnose';
import { askedAreas, givenFrom, type Settings } from '../../src/diagnosis/given';
import { redactReport } from '../../src/diagnosis/redact-report';
import { Secret } from '../../src/secrets/secret';
import { evidenceOf } from '../checks/healthy-evidence';

const right = 'app-jira-client-secret';
const id = 'app-jira-client-id';

let casdoor: Awaited<ReturnType<typeof startEmbeddedCasdoor>>;
beforeAll(async () => {
  casdoor = await startEmbeddedCasdoor();
});
afterAll(() => casdoor.close());

type Again = { only: string[]; into: Report };
const report = async (clientId: string, secret: string, plugin: Settings['plugin'] = null, again?: Again) => {
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
    ...again,
  });
  await vantage.close();
  return made;
};

/** Every way in which a report is read: the panel, the doctor's text and JSON, and what is copied into a ticket. */
const ways = (made: Report): string[] => [
  JSON.stringify(made),
  reportText(made, { colour: false }),
  JSON.stringify(toReportJson(made, null)),
  reportMarkdown(made),
];

const pluginWith = (clientId: string): NonNullable<Settings['plugin']> => ({
  clientId,
  issuer: null,
  authorizationEndpoint: null,
  tokenEndpoint: null,
  userinfoEndpoint: null,
  jwksUri: null,
  endSessionEndpoint: null,
});

/** Evidence of a client ID that stands in a plugin's file too, and of what was found of the secret. */
const swapped = (clientId: string, secret: SecretVerdict) =>
  evidenceOf({ given: { clientId, plugin: pluginWith(clientId) }, facts: { secret } });

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
    for (const text of ways(made)) expect(text).not.toContain(clientId);
    if (plugin) expect(JSON.stringify(made.findings)).toContain('•••');
  });

  it('is repeated by no check that is made again, nor by what an earlier report said of the others', async () => {
    const earlier = buildReport(catalogue, swapped(right, 'right'), areas, 1);
    expect(JSON.stringify(earlier)).toContain(right);
    const made = await report(right, id, pluginWith(right), { only: ['client-swapped'], into: earlier });
    expect(made.renewedAt).toBeDefined();
    expect(made.rootCause).toBe('client-swapped');
    for (const text of ways(made)) expect(text).not.toContain(right);
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

describe('what was typed as the client ID', () => {
  const clientId = 'c0ffee'.repeat(7).slice(0, 40);

  it.each(['client-id', 'right-when-swapped'] as const)(
    'is struck out of what every check says where it may be the secret: %s',
    (verdict) => {
      const evidence = swapped(` ${clientId} `, verdict);
      const made = buildReport(catalogue, evidence, areas, 1);
      expect(JSON.stringify(made)).toContain(clientId);
      for (const text of ways(redactReport(made, evidence, []))) expect(text).not.toContain(clientId);
    },
  );

  it.each(['right', 'wrong', 'right-when-trimmed', 'not-certain'] as const)('stays where it is none: %s', (verdict) => {
    const evidence = swapped(clientId, verdict);
    const made = buildReport(catalogue, evidence, areas, 1);
    expect(JSON.stringify(made)).toContain(clientId);
    expect(redactReport(made, evidence, [])).toEqual(made);
  });

  it('is struck out of headline, cause, copies, messages and answers alike', () => {
    const evidence = swapped(clientId, 'right-when-swapped');
    const rich = ['Here stands ', { code: clientId }];
    const summary: Summary = {
      ...buildReport(catalogue, evidence, areas, 1).steps.client,
      headline: rich,
      cause: rich,
    };
    const finding: Finding = {
      id: 'client-swapped',
      title: 'A title of our own',
      area: 'client',
      outcome: 'fail',
      severity: 'blocker',
      blockedBy: null,
      heading: rich,
      headline: rich,
      found: rich,
      why: rich,
      fix: rich,
      detail: { kind: 'list', label: clientId, items: [{ text: clientId, note: clientId }] },
      copy: [{ label: clientId, text: clientId }],
      links: [{ label: clientId, url: `https://door.acme.example/?client_id=${clientId}` }],
      handOver: `Here stands ${clientId}.`,
      answered: {
        request: `GET https://door.acme.example/api/get-app-login?clientId=${clientId}`,
        status: 200,
        contentType: clientId,
        body: JSON.stringify({ msg: clientId, basic: btoa(clientId) }),
      },
    };
    const made: Report = {
      ...buildReport(catalogue, evidence, areas, 1),
      ...summary,
      address: `https://door.acme.example/${clientId}`,
      used: [rich],
      findings: [finding, { ...finding, outcome: 'blocked' }, { ...finding, outcome: 'pass' }],
      steps: { connect: summary, client: summary, 'sign-in': summary, mapping: summary, directory: summary },
    };
    for (const text of ways(made)) expect(text).toContain(clientId);
    const clean = redactReport(made, evidence, []);
    for (const text of ways(clean)) {
      expect(text).not.toContain(clientId);
      expect(text).not.toContain(btoa(clientId));
    }
    // Only texts that people read were touched.
    expect(clean.findings.map(({ id, area, outcome }) => [id, area, outcome])).toEqual(
      made.findings.map(({ id, area, outcome }) => [id, area, outcome]),
    );
    expect(clean.findings[0]?.detail?.kind).toBe('list');
  });
});
