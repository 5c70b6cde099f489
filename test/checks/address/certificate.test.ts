import type { Certificate, TlsLook } from '../../../src/checks/evidence';
import { evidenceOf, failedWith, healthy, leaf, unreachable } from '../healthy-evidence';
import { failing, findingOf, fixText, foundText, headingText, outcomeOf } from '../judged';

const refused = (tls: Partial<TlsLook>, certificate: Partial<Certificate> = {}, from: 'local' | 'cloud' = 'local') => {
  const healthyLook = healthy('tls');
  const chain = healthyLook.chain.map((one, at) => (at === 0 ? { ...one, ...certificate } : one));
  return unreachable(failedWith('tls-untrusted', { code: tls.code ?? null }), {
    given: { from },
    facts: { tls: { ...healthyLook, authorized: false, trustedBy: null, chain, ...tls } },
  });
};

const selfSigned: Partial<Certificate> = { isSelfSigned: true, issuer: 'CN=door.acme.example', pem: 'PEM' };

describe('a certificate that was refused has one fault', () => {
  it.each<[string, string, ReturnType<typeof unreachable>]>([
    ['its end is past', 'tls-expired', refused({ code: 'CERT_HAS_EXPIRED' }, { notAfter: '2026-11-20T00:00:00.000Z' })],
    [
      'its end is past and nobody vouches for it',
      'tls-expired',
      refused({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, { ...selfSigned, notAfter: '2026-11-20T00:00:00.000Z' }),
    ],
    [
      'its beginning is still to come',
      'tls-not-yet-valid',
      refused({ code: 'CERT_NOT_YET_VALID' }, { notBefore: '2026-12-01T00:00:00.000Z' }),
    ],
    ['it signs itself', 'tls-untrusted', refused({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, selfSigned)],
    ['its authority is not known', 'tls-untrusted', refused({ code: 'SELF_SIGNED_CERT_IN_CHAIN' })],
    [
      'an intermediate is missing',
      'tls-chain-incomplete',
      refused({
        code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        chain: [leaf()],
        completion: { url: 'http://ca.example/r3.crt', completes: true },
      }),
    ],
    [
      'what it names does not complete the chain',
      'tls-untrusted',
      refused({
        code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        chain: [leaf()],
        completion: { url: 'http://ca.example/r3.crt', completes: false },
      }),
    ],
    [
      'it is made for another name',
      'tls-name-mismatch',
      refused({ code: 'ERR_TLS_CERT_ALTNAME_INVALID', hostMatches: false }, { names: ['www.acme.example'] }),
    ],
    ['the reason is a new one', 'tls-untrusted', refused({ code: 'CERT_REVOKED' })],
  ])('%s: %s', (_what, id, evidence) => {
    expect(failing(evidence)).toEqual([id]);
  });

  it('is told from the code alone where the certificate could not be looked at', () => {
    const blind = (code: string) =>
      unreachable(failedWith('tls-untrusted', { code }), {
        given: { from: 'cloud' },
        without: { tls: { reason: 'not-from-here' }, lookup: { reason: 'not-from-here' } },
      });
    expect(failing(blind('CERT_HAS_EXPIRED'))).toEqual(['tls-expired']);
    expect(failing(blind('ERR_TLS_CERT_ALTNAME_INVALID'))).toEqual(['tls-name-mismatch']);
    expect(failing(blind('CERT_NOT_YET_VALID'))).toEqual(['tls-not-yet-valid']);
    expect(failing(blind('DEPTH_ZERO_SELF_SIGNED_CERT'))).toEqual(['tls-untrusted']);
  });
});

describe('tls-expired', () => {
  it('names the days', () => {
    const finding = findingOf(
      'tls-expired',
      refused({ code: 'CERT_HAS_EXPIRED' }, { notAfter: '2026-11-20T09:00:00.000Z' }),
    );
    expect(foundText(finding)).toBe(
      'The certificate CN=door.acme.example was valid until 20 Nov 2026. Today is 24 Nov 2026.',
    );
    expect(finding.handOver).toBe(
      'The TLS certificate of door.acme.example ended on 20 Nov 2026. It has to be renewed, and the reverse proxy reloaded.',
    );
  });

  it('names the authority where that is what ended', () => {
    const [first, second] = healthy('tls').chain;
    if (!first || !second) throw new RangeError('The healthy chain has two.');
    const chain = [first, { ...second, notAfter: '2026-01-01T00:00:00.000Z' }];
    expect(foundText(findingOf('tls-expired', refused({ code: 'CERT_HAS_EXPIRED', chain })))).toContain(
      'Example Trust R3',
    );
  });

  it('passes where the certificate was accepted', () => {
    expect(outcomeOf('tls-expired', evidenceOf())).toBe('pass');
  });
});

describe('tls-not-yet-valid', () => {
  it('names the day from which it is valid', () => {
    const evidence = refused({ code: 'CERT_NOT_YET_VALID' }, { notBefore: '2026-12-01T00:00:00.000Z' });
    expect(foundText(findingOf('tls-not-yet-valid', evidence))).toContain('1 Dec 2026');
  });
});

describe('tls-untrusted', () => {
  it('offers the authority for trust, and the line for Java', () => {
    const evidence = refused({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', chain: [{ ...leaf(), ...selfSigned }] });
    const finding = findingOf('tls-untrusted', evidence);
    expect(finding.detail).toMatchObject({ kind: 'certificate', authorityPem: 'PEM' });
    expect(finding.copy[0]?.text).toMatch(/^keytool -importcert /);
    expect(headingText(finding)).toBe('The TLS certificate of Casdoor is signed by itself');
  });

  it('names both ways out where an unknown certificate came alone', () => {
    const fix = fixText(
      findingOf('tls-untrusted', refused({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', chain: [leaf()] })),
    );
    expect(fix).toContain('--ca FILE');
    expect(fix).toContain('full chain');
  });

  it('names the authority at the end of the chain, which is the one to trust', () => {
    const found = foundText(findingOf('tls-untrusted', refused({ code: 'SELF_SIGNED_CERT_IN_CHAIN' })));
    expect(found).toContain('CN=Example Trust Root');
  });

  it('cannot be told from the cloud where Casdoor answers', () => {
    const evidence = evidenceOf({ given: { from: 'cloud' }, without: { tls: { reason: 'not-from-here' } } });
    expect(outcomeOf('tls-untrusted', evidence)).toBe('not-applicable');
  });

  it('does not concern http', () => {
    const address = {
      ...healthy('address'),
      scheme: 'http' as const,
      host: 'localhost',
      origin: 'http://localhost:8000',
    };
    expect(outcomeOf('tls-untrusted', evidenceOf({ facts: { address } }))).toBe('not-applicable');
  });
});

describe('tls-chain-incomplete', () => {
  it('says what was fetched', () => {
    const evidence = refused({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      chain: [leaf()],
      completion: { url: 'http://ca.example/r3.crt', completes: true },
    });
    expect(foundText(findingOf('tls-chain-incomplete', evidence))).toContain(
      'The server sent 1 certificate. With the one from http://ca.example/r3.crt',
    );
  });
});

describe('tls-name-mismatch', () => {
  it('names both', () => {
    const evidence = refused(
      { code: 'ERR_TLS_CERT_ALTNAME_INVALID', hostMatches: false },
      { names: ['www.acme.example'] },
    );
    expect(foundText(findingOf('tls-name-mismatch', evidence))).toBe(
      'The certificate is made for www.acme.example, not for door.acme.example.',
    );
  });
});

describe('tls-private-ca', () => {
  it.each([
    ['file', '--ca'],
    ['panel', 'panel'],
    ['environment', 'NODE_EXTRA_CA_CERTS'],
  ] as const)('reminds of Java where trust came from the %s, as advice', (trustedBy, word) => {
    const finding = findingOf('tls-private-ca', evidenceOf({ facts: { tls: { ...healthy('tls'), trustedBy } } }));
    expect([finding.outcome, finding.severity]).toEqual(['warn', 'advice']);
    expect(foundText(finding)).toContain(word);
    expect(finding.copy[0]?.text).toContain('keytool -importcert');
  });

  it('passes for a public authority', () => {
    expect(outcomeOf('tls-private-ca', evidenceOf())).toBe('pass');
  });
});

describe('tls-expires-soon', () => {
  const until = (notAfter: string, notBefore = '2026-09-10T00:00:00.000Z') =>
    evidenceOf({ facts: { tls: { ...healthy('tls'), chain: [{ ...leaf(), notAfter, notBefore }] } } });

  it('counts the days', () => {
    const finding = findingOf('tls-expires-soon', until('2026-12-06T15:00:00.000Z'));
    expect([finding.outcome, finding.severity]).toEqual(['warn', 'advice']);
    expect(headingText(finding)).toBe('The TLS certificate expires in 12 days');
    expect(foundText(finding)).toBe('door.acme.example, valid until 6 Dec 2026. Jira cannot reach Casdoor after that.');
  });

  it('says today on the last day, and "1 day" before', () => {
    expect(headingText(findingOf('tls-expires-soon', until('2026-11-24T20:00:00.000Z')))).toBe(
      'The TLS certificate expires today',
    );
    expect(headingText(findingOf('tls-expires-soon', until('2026-11-25T20:00:00.000Z')))).toBe(
      'The TLS certificate expires in 1 day',
    );
  });

  it('passes three weeks before the end', () => {
    expect(outcomeOf('tls-expires-soon', until('2026-12-15T15:00:00.000Z'))).toBe('pass');
  });

  it('looks at the authority that vouches for it, and no further up the chain', () => {
    const [certificate, authority] = healthy('tls').chain;
    if (!certificate || !authority) throw new RangeError('The healthy chain has two links.');
    const withChain = (...chain: Certificate[]) => evidenceOf({ facts: { tls: { ...healthy('tls'), chain } } });
    const ending = withChain(certificate, { ...authority, notAfter: '2026-11-29T15:00:00.000Z' });
    expect(findingOf('tls-expires-soon', ending)).toMatchObject({ outcome: 'warn', severity: 'advice' });
    expect(foundText(findingOf('tls-expires-soon', ending))).toContain('CN=Example Trust R3');
    const cross = {
      ...authority,
      subject: authority.issuer,
      issuer: 'CN=Old Root',
      notAfter: '2026-11-29T15:00:00.000Z',
    };
    expect(outcomeOf('tls-expires-soon', withChain(certificate, authority, cross))).toBe('pass');
  });

  it('does not nag about certificates that live for days only', () => {
    expect(outcomeOf('tls-expires-soon', until('2026-11-28T15:00:00.000Z', '2026-11-22T15:00:00.000Z'))).toBe('pass');
  });
});

describe('tls-names-missing', () => {
  const named = (names: string[], changes: Partial<TlsLook> = {}) =>
    evidenceOf({ facts: { tls: { ...healthy('tls'), chain: [{ ...leaf(), names }], ...changes } } });

  it('is a blocker where the certificate names nobody: browsers refuse it', () => {
    expect(failing(named([]))).toEqual(['tls-names-missing']);
    expect(foundText(findingOf('tls-names-missing', named([])))).toContain('CN=door.acme.example');
  });

  it('passes a certificate with a name, or with an address', () => {
    expect(outcomeOf('tls-names-missing', named(['door.acme.example']))).toBe('pass');
    expect(outcomeOf('tls-names-missing', named(['203.0.113.10']))).toBe('pass');
  });

  it('has nothing to say over http, from the cloud, and of a certificate that was refused anyway', () => {
    for (const reason of ['not-applicable', 'not-from-here'] as const)
      expect(outcomeOf('tls-names-missing', evidenceOf({ without: { tls: { reason } } }))).toBe('not-applicable');
    expect(failing(refused({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, { ...selfSigned, names: [] }))).toEqual([
      'tls-untrusted',
    ]);
  });
});
