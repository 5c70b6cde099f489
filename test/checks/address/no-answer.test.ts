import { catalogue } from '../../../src/checks/catalogue';
import type { NetworkFailure } from '../../../src/checks/evidence';
import { buildReport } from '../../../src/checks/report';
import { areas } from '../../../src/contract/report';
import { evidenceOf, failedWith, unreachable } from '../healthy-evidence';
import { failing, findingOf, fixText, foundText, outcomeOf } from '../judged';

type Kind = NetworkFailure['kind'];

const idOf: [Kind, string][] = [
  ['host-unknown', 'host-unknown'],
  ['name-service-silent', 'name-service-silent'],
  ['proxy-refused', 'proxy-refused'],
  ['connection-refused', 'connection-refused'],
  ['connection-timeout', 'connection-timeout'],
  ['connection-closed', 'connection-closed'],
  ['host-unreachable', 'host-unreachable'],
  ['tls-not-spoken', 'tls-not-spoken'],
  ['tls-failed', 'tls-handshake-failed'],
  ['answer-timeout', 'answer-timeout'],
  ['answer-garbled', 'answer-garbled'],
  ['answer-too-large', 'answer-too-large'],
  ['unknown', 'connection-failed'],
];

describe.each(idOf)('a request that failed with %s', (kind, id) => {
  it.each(['local', 'cloud'] as const)(`is ${id} and nothing else, seen from %s`, (from) => {
    expect(failing(unreachable(failedWith(kind), { given: { from } }))).toEqual([id]);
  });

  it('blocks whatever needs an answer, naming the cause', () => {
    const report = buildReport(catalogue, unreachable(failedWith(kind)), areas, 1);
    expect(report.verdict).toBe('broken');
    expect(report.rootCause).toBe(id);
    // Neither an exported file of the plugin nor a dry run was given: that is waited for whatever the network does.
    const consequences = report.findings.filter(
      ({ id: other, outcome, area }) =>
        other !== id && outcome === 'blocked' && area !== 'plugin' && area !== 'directory',
    );
    expect(consequences.length).toBeGreaterThan(20);
    for (const { blockedBy } of consequences) expect(blockedBy).toEqual({ check: id });
  });

  it('names host and port, says what to do and counts as a blocker', () => {
    const finding = findingOf(id, unreachable(failedWith(kind, { port: 8443 })));
    expect(finding.severity).toBe('blocker');
    expect(foundText(finding)).toContain('door.acme.example');
    expect(fixText(finding).length).toBeGreaterThan(20);
  });

  it('passes where Casdoor answers', () => {
    expect(outcomeOf(id, evidenceOf())).toBe('pass');
  });
});

describe('connection-refused', () => {
  it('says where nothing listens', () => {
    const evidence = unreachable(
      failedWith('connection-refused', { port: 8443, milliseconds: 31, code: 'ECONNREFUSED' }),
    );
    expect(foundText(findingOf('connection-refused', evidence))).toBe(
      'Nothing listens on door.acme.example, port 8443: the connection was refused after 31 milliseconds.',
    );
  });

  it('names the proxy that was on the way', () => {
    const failure = failedWith('connection-refused', { proxy: 'http://proxy.acme.example:3128' });
    expect(foundText(findingOf('connection-refused', unreachable(failure)))).toContain(
      'http://proxy.acme.example:3128',
    );
  });
});

describe('proxy-refused', () => {
  const through = (code: string) =>
    findingOf(
      'proxy-refused',
      unreachable(failedWith('proxy-refused', { proxy: 'http://proxy.acme.example:3128', code })),
    );

  it('tells a proxy that is not there from one that refuses', () => {
    expect(foundText(through('ECONNREFUSED'))).toBe(
      'The proxy http://proxy.acme.example:3128 itself gives no answer (ECONNREFUSED).',
    );
    expect(fixText(through('ECONNREFUSED'))).toContain('HTTPS_PROXY');
    expect(foundText(through('403'))).toContain('did not open the way');
  });

  it('says where the password of the proxy goes', () => {
    expect(fixText(through('407'))).toContain('http://user:password@proxy:port');
  });
});

describe('connection-timeout', () => {
  it('says how long it waited', () => {
    const finding = findingOf(
      'connection-timeout',
      unreachable(failedWith('connection-timeout', { milliseconds: 8040 })),
    );
    expect(foundText(finding)).toBe('door.acme.example, port 443, gave no sign within 8.0 seconds.');
  });
});

describe('a name that only a proxy can look up', () => {
  it('is no fault as long as Casdoor answers', () => {
    expect(failing(evidenceOf({ facts: { lookup: failedWith('host-unknown') } }))).toEqual([]);
  });
});

describe('a request that was never made', () => {
  it('waits for the consent to call the host, and is no failure', () => {
    const evidence = unreachable(failedWith('egress-refused'), { given: { from: 'cloud' } });
    expect(failing(evidence)).toEqual([]);
    expect(findingOf('host-unknown', evidence).blockedBy).toEqual({ missing: 'egress-consent' });
    expect(findingOf('issuer-mismatch', evidence).blockedBy).toEqual({ missing: 'egress-consent' });
    expect(buildReport(catalogue, evidence, areas, 1).verdict).toBe('incomplete');
  });

  it('waits for the next run where this one was cancelled', () => {
    const evidence = unreachable(failedWith('stopped'));
    expect(failing(evidence)).toEqual([]);
    expect(findingOf('connection-refused', evidence).blockedBy).toEqual({ missing: 'time' });
    expect(findingOf('metadata-missing', evidence).blockedBy).toEqual({ missing: 'time' });
  });
});
