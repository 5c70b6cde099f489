import type { Given, Key } from '../../../src/checks/evidence';
import { answered, evidenceOf, failedWith, healthy, healthyKey, htmlAnswer, jsonAnswer } from '../healthy-evidence';
import { failing, findingOf, fixText, foundText, headingText, outcomeOf } from '../judged';

const key = (changes: Partial<Key>): Key => ({ ...healthyKey, ...changes });
const builtIn = key({ kid: 'cert-built-in', thumbprint: 'built-in' });
const elliptic = key({ kid: 'cert-es256', kty: 'EC', alg: 'ES256', bits: 256, thumbprint: 'es' });
const path = '/.well-known/jwks';

const withKeys = (
  keys: Key[],
  applicationKeys: Key[] = keys,
  application: Partial<ReturnType<typeof configuration>> = {},
) => evidenceOf({ facts: { keys, applicationKeys, application: { ...configuration(), ...application } } });
const configuration = () => healthy('application');
/** Without a secret the configuration is not known. */
const unknownApplication = (keys: Key[], applicationKeys: Key[] = keys) =>
  evidenceOf({
    facts: { keys, applicationKeys },
    without: { application: { reason: 'not-given', what: 'secret' } },
  });
const noKeys = (keysAnswer: ReturnType<typeof failedWith> | ReturnType<typeof answered>) =>
  evidenceOf({
    facts: { keysAnswer: keysAnswer as ReturnType<typeof failedWith> },
    without: { keys: { reason: 'needs', fact: 'keysAnswer' } },
  });

describe('keys-unreachable', () => {
  it.each([
    ['nothing', failedWith('connection-refused', { code: 'ECONNREFUSED' })],
    ['404', answered(htmlAnswer(path, { status: 404 }))],
    ['502', answered(jsonAnswer(path, undefined, { status: 502 }))],
    ['302', answered(jsonAnswer(path, undefined, { status: 302 }))],
  ])('is the one failure where the answer is %s', (_what, answer) => {
    expect(failing(noKeys(answer))).toEqual(['keys-unreachable']);
    expect(findingOf('certificate-missing', noKeys(answer)).blockedBy).toEqual({ check: 'keys-unreachable' });
  });

  it('is judged beside a document of another address: Casdoor has its keys at the typed one', () => {
    const metadata = { ...healthy('metadata'), issuer: 'https://other.acme.example' };
    const evidence = evidenceOf({ facts: { metadata, application: { ...configuration(), cert: 'cert-missing' } } });
    expect(failing(evidence)).toEqual(['issuer-mismatch', 'certificate-missing']);
  });

  it('passes for a healthy answer', () => {
    expect(outcomeOf('keys-unreachable', evidenceOf())).toBe('pass');
  });
});

describe('keys-unreadable', () => {
  it.each([
    ['a page', answered(htmlAnswer(path))],
    ['text', answered(jsonAnswer(path, undefined, { body: 'no' }))],
    ['an error of Casdoor', answered(jsonAnswer(path, { status: 'error', msg: 'asn1: structure error' }))],
    ['a list', answered(jsonAnswer(path, []))],
    ['an object without keys', answered(jsonAnswer(path, {}))],
  ])('is the one failure where the answer is %s', (_what, answer) => {
    expect(failing(noKeys(answer))).toEqual(['keys-unreadable']);
  });

  it("shows Casdoor's words", () => {
    const answer = answered(jsonAnswer(path, { status: 'error', msg: 'asn1: structure error' }));
    expect(foundText(findingOf('keys-unreadable', noKeys(answer)))).toContain('asn1: structure error');
  });
});

describe('keys-empty', () => {
  it('is the one failure for an empty list', () => {
    const keysAnswer = answered(jsonAnswer(path, { keys: [] }));
    expect(failing(evidenceOf({ facts: { keysAnswer, keys: [], applicationKeys: [] } }))).toEqual(['keys-empty']);
  });

  it('takes null, as Go writes an empty list, for the same', () => {
    expect(failing(noKeys(answered(jsonAnswer(path, { keys: null }))))).toEqual(['keys-empty']);
  });

  it('passes with one key', () => {
    expect(outcomeOf('keys-empty', evidenceOf())).toBe('pass');
  });
});

describe('certificate-missing', () => {
  it('names the certificate that does not exist, and those that do', () => {
    // As recorded: the key set of such an application is the one of the whole server.
    const evidence = withKeys([healthyKey, builtIn], [healthyKey, builtIn], { cert: 'cert-missing' });
    expect(failing(evidence)).toEqual(['certificate-missing']);
    expect(foundText(findingOf('certificate-missing', evidence))).toBe(
      'Casdoor cannot sign tokens for app-jira: its certificate cert-missing does not exist.',
    );
    expect(findingOf('certificate-missing', evidence).handOver).toContain('cert-acme, cert-built-in');
  });

  it('takes an empty name for the built-in certificate', () => {
    expect(failing(withKeys([healthyKey, builtIn], [healthyKey, builtIn], { cert: '' }))).toEqual([]);
    expect(failing(withKeys([healthyKey], [healthyKey], { cert: '' }))).toEqual(['certificate-missing']);
  });

  it('waits for the secret', () => {
    expect(findingOf('certificate-missing', unknownApplication([healthyKey])).blockedBy).toEqual({ missing: 'secret' });
  });
});

describe('signing-key-missing', () => {
  it('fails where the published keys lack the one that signs', () => {
    const evidence = withKeys([builtIn], [healthyKey]);
    expect(failing(evidence)).toEqual(['signing-key-missing']);
    expect(findingOf('signing-key-missing', evidence).copy[0]?.text).toBe(
      'https://door.acme.example/.well-known/app-jira/jwks',
    );
  });

  it('looks at the key set that the plugin has', () => {
    const jwksUri = 'https://door.acme.example/.well-known/app-jira/jwks';
    const facts = { keys: [builtIn], applicationKeys: [healthyKey], metadata: { ...healthy('metadata'), jwksUri } };
    expect(outcomeOf('signing-key-missing', evidenceOf({ facts }))).toBe('pass');
  });

  it('passes where the key is among several', () => {
    expect(outcomeOf('signing-key-missing', withKeys([builtIn, healthyKey], [healthyKey]))).toBe('pass');
  });
});

describe('signing-algorithm-mismatch', () => {
  it('fails where the method is another than the certificate is marked for', () => {
    const evidence = withKeys([healthyKey], [healthyKey], { tokenSigningMethod: 'RS512' });
    expect(failing(evidence)).toEqual(['signing-algorithm-mismatch']);
    expect(findingOf('signing-algorithm-mismatch', evidence).detail).toMatchObject({
      expected: 'RS256',
      actual: 'RS512',
    });
  });

  it('says that nothing can be signed at all where the kind of key does not fit', () => {
    const evidence = withKeys([healthyKey, elliptic], [elliptic], { cert: 'cert-es256', tokenSigningMethod: 'RS256' });
    expect(failing(evidence)).toEqual(['signing-algorithm-mismatch']);
    expect(foundText(findingOf('signing-algorithm-mismatch', evidence))).toContain('holds a key for ES256');
  });

  it.each([
    ['', healthyKey],
    ['RS256', healthyKey],
    ['RS256', key({ alg: null })],
  ])('passes for method "%s"', (tokenSigningMethod, one) => {
    expect(outcomeOf('signing-algorithm-mismatch', withKeys([one], [one], { tokenSigningMethod }))).toBe('pass');
  });
});

describe('signing-algorithm-unsupported', () => {
  const signing = { cert: 'cert-es256', tokenSigningMethod: 'ES256' };

  it('fails for miniOrange with a key that is not RSA', () => {
    const evidence = withKeys([healthyKey, elliptic], [elliptic], signing);
    expect(failing(evidence)).toEqual(['signing-algorithm-unsupported']);
  });

  it.each(['atlassian-dc', 'miniorange-cloud', 'other'] as const)('does not concern %s', (plugin) => {
    const target: Given['target'] = { plugin, product: 'jira', baseUrl: null, comparesIssuer: false };
    const evidence = evidenceOf({
      given: { target },
      facts: { keys: [elliptic], applicationKeys: [elliptic], application: { ...configuration(), ...signing } },
    });
    expect(outcomeOf('signing-algorithm-unsupported', evidence)).toBe('not-applicable');
  });

  it('does not mind the keys of other applications', () => {
    expect(outcomeOf('signing-algorithm-unsupported', withKeys([healthyKey, elliptic], [healthyKey]))).toBe('pass');
  });

  it('does not judge what it cannot know: which of several keys signs', () => {
    const finding = findingOf('signing-algorithm-unsupported', unknownApplication([healthyKey, elliptic]));
    expect([finding.outcome, finding.severity]).toEqual(['warn', 'advice']);
  });

  it('is certain without the secret where no key is RSA', () => {
    expect(outcomeOf('signing-algorithm-unsupported', unknownApplication([elliptic]))).toBe('fail');
  });
});

describe('certificate-expired', () => {
  const old = key({ notAfter: '2026-11-01T00:00:00.000Z' });

  it('is serious for the certificate that signs', () => {
    const evidence = withKeys([old, builtIn], [old]);
    expect(failing(evidence)).toEqual(['certificate-expired']);
    expect(findingOf('certificate-expired', evidence).severity).toBe('serious');
    expect(foundText(findingOf('certificate-expired', evidence))).toBe(
      'The certificate cert-acme was valid until 1 Nov 2026.',
    );
  });

  it('does not mind an expired certificate of another application', () => {
    const other = key({ kid: 'cert-expired', notAfter: '2020-01-01T00:00:00.000Z', thumbprint: 'old' });
    expect(outcomeOf('certificate-expired', withKeys([healthyKey, other], [healthyKey]))).toBe('pass');
    const finding = findingOf('certificate-expired', unknownApplication([healthyKey, other]));
    expect([finding.outcome, finding.severity]).toEqual(['warn', 'advice']);
  });

  it('has nothing to say of keys without a certificate', () => {
    const bare = key({ notAfter: null, notBefore: null, x5cSha256: null });
    expect(outcomeOf('certificate-expired', withKeys([bare]))).toBe('pass');
  });
});

describe('certificate-expires-soon', () => {
  const until = (notAfter: string) => {
    const one = key({ notAfter });
    return findingOf('certificate-expires-soon', withKeys([one]));
  };

  it('counts the days, as advice', () => {
    expect(until('2026-12-06T15:00:00.000Z')).toMatchObject({ outcome: 'warn', severity: 'advice' });
    expect(headingText(until('2026-12-06T15:00:00.000Z'))).toBe(
      'The certificate that signs the tokens expires in 12 days',
    );
  });

  it('passes a month before', () => {
    expect(until('2026-12-25T15:00:00.000Z').outcome).toBe('pass');
  });

  it('leaves what has expired to the other check', () => {
    expect(until('2026-11-01T00:00:00.000Z').blockedBy).toEqual({ check: 'certificate-expired' });
  });

  it('does not guess which of several keys signs', () => {
    const soon = key({ notAfter: '2026-12-06T15:00:00.000Z' });
    expect(outcomeOf('certificate-expires-soon', unknownApplication([soon, builtIn]))).toBe('pass');
  });
});

describe('signing-key-public', () => {
  const open = key({
    kid: 'cert-built-in',
    x5cSha256: '83763B6F4562026DD58E4C228AF5F4A1502A7FF7F4DAF0B55745D198F8A308C6',
    thumbprint: 'open',
  });

  it('is serious wherever it is trusted, also beside a key of ones own', () => {
    for (const evidence of [withKeys([open], [open], { cert: '' }), withKeys([healthyKey, open], [healthyKey])]) {
      expect(failing(evidence)).toEqual(['signing-key-public']);
      expect(findingOf('signing-key-public', evidence).severity).toBe('serious');
    }
  });

  it('passes for a built-in certificate that the server made itself', () => {
    expect(failing(withKeys([builtIn], [builtIn], { cert: '' }))).toEqual([]);
  });
});

describe('signing-key-weak', () => {
  it('is serious below 2048 bits', () => {
    const weak = key({ bits: 1024 });
    expect(failing(withKeys([weak]))).toEqual(['signing-key-weak']);
  });

  it.each([2048, 4096, null])('passes at %s bits', (bits) => {
    expect(outcomeOf('signing-key-weak', withKeys([key({ bits })]))).toBe('pass');
  });

  it('does not measure elliptic curves by the same rule', () => {
    expect(
      outcomeOf(
        'signing-key-weak',
        withKeys([elliptic], [elliptic], { cert: 'cert-es256', tokenSigningMethod: 'ES256' }),
      ),
    ).toBe('pass');
  });

  it('is advice where the weak key is not known to sign', () => {
    const weak = key({ kid: 'cert-old', bits: 1024, thumbprint: 'weak' });
    const finding = findingOf('signing-key-weak', unknownApplication([healthyKey, weak]));
    expect([finding.outcome, finding.severity]).toEqual(['warn', 'advice']);
  });
});

describe('key-id-duplicate', () => {
  const twin = key({ thumbprint: 'another key' });

  it('is serious where it concerns the key that signs', () => {
    const evidence = withKeys([healthyKey, twin], [healthyKey]);
    expect(failing(evidence)).toEqual(['key-id-duplicate']);
    expect(fixText(findingOf('key-id-duplicate', evidence))).toContain('cert-acme');
  });

  it('is advice where another key signs', () => {
    const one = key({ kid: 'cert-x', thumbprint: 'x1' });
    const two = key({ kid: 'cert-x', thumbprint: 'x2' });
    const finding = findingOf('key-id-duplicate', withKeys([healthyKey, one, two], [healthyKey]));
    expect([finding.outcome, finding.severity]).toEqual(['warn', 'advice']);
  });

  it('takes the same key twice for one, and keys without a name for none', () => {
    expect(outcomeOf('key-id-duplicate', withKeys([healthyKey, healthyKey]))).toBe('pass');
    const nameless = [key({ kid: null, thumbprint: 'n1' }), key({ kid: null, thumbprint: 'n2' })];
    expect(outcomeOf('key-id-duplicate', withKeys([healthyKey, ...nameless]))).toBe('pass');
  });
});
