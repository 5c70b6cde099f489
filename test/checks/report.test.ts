import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { reportSchemaText } from '../../local/write-schemas';
import { casdoorOnly } from '../../src/casdoor/gathering';
import { catalogue } from '../../src/checks/catalogue';
import type { Evidence } from '../../src/checks/evidence';
import { buildReport } from '../../src/checks/report';
import { toReportJson } from '../../src/checks/report-json';
import { reportMarkdown } from '../../src/checks/report-markdown';
import { reportText } from '../../src/checks/report-text';
import { areas, plain, type Report } from '../../src/contract/report';
import { evidenceOf, failedWith, healthy, jsonAnswer, leaf, unreachable } from './healthy-evidence';
import { cameBack } from './sign-in/signed-in';

const reportOf = (evidence: Evidence): Report =>
  buildReport(
    catalogue,
    evidence,
    // Neither a file of the plugin nor a dry run was asked for.
    areas.filter((area) => area !== 'plugin' && area !== 'directory'),
    3100,
  );
const mismatch = () => {
  const metadata = { ...healthy('metadata'), issuer: 'https://door.acme.internal:8000' };
  const target = { plugin: 'atlassian-dc', product: 'jira', baseUrl: null, comparesIssuer: false } as const;
  return evidenceOf({
    given: { target, mapping: null, redirectUri: null },
    facts: { metadata, tls: { ...healthy('tls'), chain: [{ ...leaf(), notAfter: '2026-12-06T10:00:00.000Z' }] } },
  });
};

/** A report whose texts from outside try to be something else. */
const hostile = (text: string) =>
  reportOf(
    evidenceOf({
      facts: { metadata: { ...healthy('metadata'), issuer: text } },
    }),
  );

describe('a report', () => {
  it('names one cause in two sentences, what is wrong and what it does to people', () => {
    const report = reportOf(mismatch());
    expect(report.verdict).toBe('broken');
    expect(report.headline).toEqual(['Nobody can sign in yet']);
    expect(plain(report.cause ?? [])).toBe(
      'The discovery document names another issuer. Jira rejects every ID token whose issuer is not the configured one.',
    );
  });

  it('says once what is wrong where the headline says it already', () => {
    const words = 'The user is forbidden to sign in, please contact the administrator';
    const report = reportOf(evidenceOf(cameBack({ kind: 'told', words })));
    expect(report.headline).toEqual(['Casdoor forbids this person to sign in']);
    expect(plain(report.cause ?? [])).toBe('This person does not get into Jira. Others are not looked at by it.');
  });

  it('is ready for a healthy set-up', () => {
    const report = reportOf(evidenceOf());
    expect([report.verdict, report.rootCause]).toEqual(['ready', null]);
  });

  it('calls nothing ready that is not Casdoor', () => {
    const other = evidenceOf({
      facts: { identity: { isCasdoor: false, proved: false, marks: [] } },
      without: Object.fromEntries(casdoorOnly.map((name) => [name, { reason: 'not-casdoor' }])),
    });
    const report = reportOf(other);
    expect(report.verdict).toBe('ready');
    expect(plain(report.headline)).toContain('this is not Casdoor');
    expect(plain(reportOf(evidenceOf()).headline)).toBe('Casdoor is ready for Jira');
  });

  it.each([
    [['client-secret-wrong'], evidenceOf(), 'What was asked for is in order: 1 check'],
    [['client-secret-wrong', 'issuer-mismatch'], evidenceOf(), 'What was asked for is in order: 2 checks'],
    [['not-seen-from-target'], evidenceOf(), 'What was asked for keeps nobody out, and needs a look'],
    [['address-private'], evidenceOf(), 'What was asked for does not apply here'],
    [['issuer-mismatch'], mismatch(), 'Nobody can sign in yet'],
  ])('of some checks alone claims no more than was looked at: %j', (only, evidence, headline) => {
    expect(plain(buildReport(catalogue, evidence, areas, 100, only).headline)).toBe(headline);
  });

  it('is broken by one dead host, once', () => {
    const report = reportOf(unreachable(failedWith('host-unknown')));
    expect(report.counts).toMatchObject({ blocker: 1, serious: 0 });
  });
});

describe('the report as Markdown', () => {
  it('begins with the verdict and its cause, then the finding that is the cause', () => {
    const markdown = reportMarkdown(reportOf(mismatch()));
    expect(markdown).toMatch(/^# Nobody can sign in yet \(Broken\)\n\nThe discovery document names another issuer\./);
    expect(markdown).toContain('## Blocker: The discovery document names another issuer\n\nCheck: `issuer-mismatch`');
    expect(markdown).toContain(
      '- Your address: `https://door.acme.example`\n- Issuer found: `https://door.acme.internal:8000`',
    );
    expect(markdown).toContain('```text\norigin = https://door.acme.example\n```');
    expect(markdown.indexOf('issuer-mismatch')).toBeLessThan(markdown.indexOf('tls-expires-soon'));
    expect(markdown).toContain('1 blocker');
  });

  it.each([
    ['a backtick', '`whoami`'],
    ['many backticks', '``` ```` `` x'],
    ['a backtick at the end', 'x`'],
    ['an image', '![x](https://evil.example/x.png)'],
    ['HTML', '<img src=x onerror=alert(1)>'],
    ['a new line and a heading', 'x\n# Owned\n'],
  ])('keeps %s from outside in code that it cannot close', (_what, text) => {
    const markdown = reportMarkdown(hostile(text));
    const withoutCode = stripCode(markdown);
    for (const word of ['whoami', 'evil.example/x.png', '<img', 'Owned']) expect(withoutCode).not.toContain(word);
  });

  it('makes control and direction characters visible', () => {
    const markdown = reportMarkdown(hostile('a\u202eb\u001b[31mc\u200bd'));
    expect(markdown).toContain('a\\u{202e}b\\u{1b}[31mc\\u{200b}d');
  });
});

/** What is left of Markdown when code spans and fenced blocks are taken out, by CommonMark's rules. */
const stripCode = (markdown: string): string =>
  markdown.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '').replace(/(?<!`)(`+)(?!`)([\s\S]*?)(?<!`)\1(?!`)/g, '');

describe('the report for a terminal', () => {
  it('is made of plain lines without colour', () => {
    const text = reportText(reportOf(mismatch()), { colour: false });
    expect(text).toMatch(/^✖ Nobody can sign in yet {2}\[Broken\]\n/);
    expect(text).toContain('BLOCKER  The discovery document names another issuer  issuer-mismatch');
    expect(text).toContain('origin = https://door.acme.example');
    expect(text).not.toContain('\u001b');
  });

  it('says the same with colour', () => {
    const report = reportOf(mismatch());
    const coloured = reportText(report, { colour: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is taken off.
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(reportText(report, { colour: false }));
    expect(coloured).toContain('\u001b[31m');
  });

  it('sets the two values below each other', () => {
    const lines = reportText(reportOf(mismatch()), { colour: false }).split('\n');
    const at = lines.findIndex((line) => line.includes('Your address'));
    expect(lines[at]?.indexOf('https://')).toBe(lines[at + 1]?.indexOf('https://'));
  });

  it('lets nothing from outside steer the terminal or turn a line around', () => {
    const text = reportText(hostile('a\u001b]0;title\u0007b\u202ec\u009bd\rz'), { colour: false });
    expect(text).toContain('a\\u{1b}]0;title\\u{7}b\\u{202e}c\\u{9b}d\\u{d}z');
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text).not.toMatch(/\p{Cf}/u);
  });

  it('puts first what can explain the message that somebody saw', () => {
    const symptom = { meaning: 'The certificate is near its end.', checks: ['tls-expires-soon'] };
    const plainOrder = reportText(reportOf(mismatch()), { colour: false });
    const text = reportText(reportOf(mismatch()), { colour: false, symptom });
    expect(text).toContain('About the message: The certificate is near its end.');
    expect(text.indexOf('tls-expires-soon')).toBeLessThan(text.indexOf('not-seen-from-target'));
    expect(plainOrder.indexOf('issuer-mismatch')).toBeLessThan(plainOrder.indexOf('tls-expires-soon'));
    // The cause stays first: it stands in the verdict.
    expect(text.indexOf('issuer-mismatch')).toBeLessThan(text.indexOf('tls-expires-soon'));
  });

  it('says what is waited for', () => {
    const evidence = evidenceOf({
      given: { hasSecret: false },
      without: {
        secret: { reason: 'not-given', what: 'secret' },
        application: { reason: 'not-given', what: 'secret' },
      },
    });
    expect(reportText(reportOf(evidence), { colour: false })).toContain('It waits for the client secret.');
  });
});

describe('the report for scripts', () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(reportSchemaText()));

  it.each<[string, Evidence]>([
    ['ready', evidenceOf()],
    ['broken', mismatch()],
    ['of a dead host', unreachable(failedWith('connection-refused'))],
    ['of a refused certificate', unreachable(failedWith('tls-untrusted', { code: 'CERT_HAS_EXPIRED' }))],
    [
      'of nothing but an address',
      evidenceOf({ given: { clientId: null, hasSecret: false, redirectUri: null, mapping: null } }),
    ],
    ['of a damaged document', unreachable(failedWith('unknown'), { facts: { answer: jsonAnswer('/', null) } })],
  ])('fits its schema: %s', (_what, evidence) => {
    const json = JSON.parse(JSON.stringify(toReportJson(reportOf(evidence))));
    expect(validate(json) ? [] : validate.errors).toEqual([]);
  });

  it('has every field of the documented shape, and null for what is empty', () => {
    const json = toReportJson(reportOf(mismatch()));
    const cause = json.findings.find(({ id }) => id === json.rootCause);
    expect(json).toMatchObject({ schema: 1, verdict: 'broken', rootCause: 'issuer-mismatch' });
    expect(cause).toMatchObject({
      title: 'Issuer in the discovery document',
      area: 'discovery',
      outcome: 'fail',
      severity: 'blocker',
      fix: "Set origin in Casdoor's conf/app.conf to its public URL and restart it.",
      detail: { kind: 'comparison', expected: 'https://door.acme.example', actual: 'https://door.acme.internal:8000' },
      blockedBy: null,
    });
    const passed = json.findings.find(({ outcome }) => outcome === 'pass');
    expect(passed).toMatchObject({ why: null, fix: null, detail: null, blockedBy: null, handOver: null });
  });

  it('names what a blocked check waits for', () => {
    const json = toReportJson(reportOf(unreachable(failedWith('host-unknown'))));
    expect(json.findings.find(({ id }) => id === 'issuer-mismatch')?.blockedBy).toEqual({ check: 'host-unknown' });
  });

  it('carries what does not apply too, so that nobody has to guess which checks there are', () => {
    const json = toReportJson(reportOf(evidenceOf()));
    expect(json.findings.find(({ id }) => id === 'address-private')?.outcome).toBe('not-applicable');
  });

  it('refuses a report of another shape', () => {
    expect(validate({ ...toReportJson(reportOf(evidenceOf())), verdict: 'fine' })).toBe(false);
    expect(validate({ schema: 1 })).toBe(false);
  });

  it('is described by the committed schema', () => {
    expect(readFileSync(join(__dirname, '../../docs/report.schema.json'), 'utf8')).toBe(reportSchemaText());
  });
});
