import type { IdTokenLook } from '../../../src/checks/sign-in-evidence';
import { healthy, healthyGiven } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';
import { forPlugin, signInFaults, signInPassed, withToken } from './signed-in';

const origin = 'https://door.acme.example';
const times = (changes: Partial<IdTokenLook['times']>): Partial<IdTokenLook> => ({
  times: { ...healthy('idToken').times, ...changes },
});
/** What is signed, and what depends on it. */
const signed = [
  'token-issuer-mismatch',
  'token-audience-mismatch',
  'token-expired',
  'token-not-yet-valid',
  'token-nonce-mismatch',
  'token-subject-missing',
  'userinfo-subject-mismatch',
  'claims-differ',
];

describe('the signature', () => {
  it.each<[IdTokenLook['signature'], string]>([
    ['wrong', 'token-signature-invalid'],
    ['key-unknown', 'token-key-unknown'],
    ['keys-unreachable', 'token-key-unknown'],
    ['algorithm-refused', 'token-algorithm-refused'],
  ])('that is %s is one line, and nothing that it would vouch for is passed', (signature, id) => {
    const changes = withToken({
      signature,
      keyFrom: null,
      ...(signature === 'algorithm-refused' && { algorithm: 'HS256' }),
    });
    expect(signInFaults(changes)).toEqual([`${id} blocker fail`]);
    expect(signInPassed(changes).filter((one) => signed.includes(one))).toEqual([]);
    for (const one of signed) expect(judgeOne(one, changes).blockedBy).toEqual({ check: id });
  });

  it('names key and algorithm', () => {
    const found = (signature: IdTokenLook['signature'], id: string, token: Partial<IdTokenLook> = {}) =>
      words(judgeOne(id, withToken({ signature, keyFrom: null, ...token })).found);
    expect(found('wrong', 'token-signature-invalid')).toBe(
      'The header names the key cert-acme and RS256, and the signature is not by that key.',
    );
    expect(found('key-unknown', 'token-key-unknown', { keyId: null })).toContain('without a name');
    expect(found('keys-unreachable', 'token-key-unknown')).toContain('could not be had');
    expect(found('algorithm-refused', 'token-algorithm-refused', { algorithm: 'none' })).toContain('none');
  });

  it('says whose key it was', () => {
    expect(words(judgeOne('token-signature-invalid').found)).toContain('the application’s own key');
    const changes = withToken({ keyFrom: 'instance' });
    expect(words(judgeOne('token-signature-invalid', changes).found)).toContain('one of the keys of all of Casdoor');
    expect(judgeOne('token-key-unknown', changes).outcome).toBe('pass');
    expect(judgeOne('token-algorithm-refused').outcome).toBe('pass');
  });
});

describe('token-algorithm-unsupported', () => {
  it.each<[string, Parameters<typeof forPlugin>[0], string[]]>([
    ['ES256', 'miniorange', ['token-algorithm-unsupported blocker fail']],
    ['PS256', 'miniorange', ['token-algorithm-unsupported advice warn']],
    ['RS512', 'miniorange', []],
    ['ES256', 'atlassian-dc', ['token-algorithm-unsupported advice warn']],
    ['ES256', 'other', ['token-algorithm-unsupported advice warn']],
    ['RS256', 'other', []],
  ])('%s on %s', (algorithm, plugin, faults) => {
    const signed = withToken({ algorithm, keyAlgorithm: algorithm });
    expect(signInFaults(forPlugin(plugin, signed))).toEqual(faults);
    expect(signInFaults(forPlugin(plugin, withToken({ algorithm, keyAlgorithm: null })))).toEqual(faults);
  });

  it.each(['miniorange', 'atlassian-dc', 'miniorange-cloud', 'other'] as const)(
    'a key that is for another algorithm keeps everybody out on %s',
    (plugin) => {
      const changes = forPlugin(plugin, withToken({ algorithm: 'RS512' }));
      expect(signInFaults(changes)).toEqual(['token-algorithm-unsupported blocker fail']);
      const finding = judgeOne('token-algorithm-unsupported', changes);
      expect(words(finding.found)).toBe(
        'The ID token is signed with RS512, and its key is published as one for RS256.',
      );
      expect(words(finding.fix)).toContain('choose RS256 under “Token signing method”');
    },
  );

  it('is a consequence where the settings said so beforehand', () => {
    const application = { ...healthy('application'), tokenSigningMethod: 'RS512' };
    const changes = withToken({ algorithm: 'RS512' }, { facts: { application } });
    expect(judgeOne('token-algorithm-unsupported', changes).blockedBy).toEqual({ check: 'signing-algorithm-mismatch' });
  });

  it('leaves what is signed to be judged: the signature holds', () => {
    const changes = withToken({ algorithm: 'ES256', keyAlgorithm: 'ES256' });
    for (const id of ['token-signature-invalid', 'token-issuer-mismatch', 'token-audience-mismatch'])
      expect(judgeOne(id, changes).outcome).toBe('pass');
  });
});

describe('token-issuer-mismatch', () => {
  const other = { issuer: { expected: origin, actual: 'https://casdoor.internal:8000' } };

  it.each<[string, Parameters<typeof forPlugin>[0], boolean, string]>([
    ['miniorange as it comes', 'miniorange', false, 'serious'],
    ['miniorange that compares', 'miniorange', true, 'blocker'],
    ['atlassian-dc', 'atlassian-dc', false, 'blocker'],
    ['other', 'other', false, 'blocker'],
  ])('on %s weighs as %s makes of it', (_what, plugin, comparesIssuer, severity) => {
    const changes = forPlugin(plugin, withToken(other));
    const target = { ...healthyGiven.target, plugin, comparesIssuer };
    const given = { ...changes, given: { ...changes.given, target } };
    expect(signInFaults(given)).toEqual([`token-issuer-mismatch ${severity} fail`]);
    const why = words(judgeOne('token-issuer-mismatch', given).why);
    expect(why.includes('does not compare issuers')).toBe(severity === 'serious');
  });

  it('shows both, and names the setting', () => {
    const finding = judgeOne('token-issuer-mismatch', withToken(other));
    expect(finding.detail).toMatchObject({ expected: origin, actual: 'https://casdoor.internal:8000' });
    expect(words(finding.fix)).toContain('origin');
  });

  it('fails for a slash at the end, and for none at all', () => {
    for (const actual of [`${origin}/`, null, ''])
      expect(judgeOne('token-issuer-mismatch', withToken({ issuer: { expected: origin, actual } })).outcome).toBe(
        'fail',
      );
  });

  it('fails where token and document agree on an issuer that is not the address of Casdoor', () => {
    const elsewhere = {
      issuer: { expected: 'https://casdoor.internal:8000', actual: 'https://casdoor.internal:8000' },
    };
    const finding = judgeOne('token-issuer-mismatch', withToken(elsewhere));
    expect(finding).toMatchObject({
      outcome: 'fail',
      detail: { expectedLabel: 'Your address', expected: origin, actual: 'https://casdoor.internal:8000' },
    });
    expect(words(finding.heading)).toBe('The ID token names another issuer than the address of Casdoor');
  });

  it('takes the slash at the end of an issuer that is not Casdoor', () => {
    const changes = withToken({ issuer: { expected: `${origin}/`, actual: `${origin}/` } });
    const other = { ...changes.facts, identity: { isCasdoor: false, proved: false, marks: [] } };
    expect(judgeOne('token-issuer-mismatch', { ...changes, facts: other }).outcome).toBe('pass');
    expect(judgeOne('token-issuer-mismatch', changes).outcome).toBe('fail');
  });

  it('passes where they are the same string', () => {
    expect(words(judgeOne('token-issuer-mismatch').found)).toBe(`The issuer is ${origin}.`);
  });
});

describe('token-audience-mismatch', () => {
  const audience = (actual: string[], isTaken = false): Partial<IdTokenLook> => ({
    audience: { expected: '0123456789abcdef0123', actual, isTaken },
  });

  it.each(['miniorange', 'atlassian-dc', 'miniorange-cloud', 'other'] as const)(
    'keeps everybody out on %s',
    (plugin) => {
      expect(signInFaults(forPlugin(plugin, withToken(audience(['somebody-else']))))).toEqual([
        'token-audience-mismatch blocker fail',
      ]);
    },
  );

  it('knows a shared application', () => {
    const finding = judgeOne('token-audience-mismatch', withToken(audience(['0123456789abcdef0123-org-acme'])));
    expect(words(finding.found)).toContain('shared between organizations');
    expect(finding.copy).toEqual([{ label: 'Client ID', text: '0123456789abcdef0123-org-acme' }]);
  });

  it('misses an audience', () => {
    expect(words(judgeOne('token-audience-mismatch', withToken(audience([]))).found)).toContain('names no audience');
  });

  it('takes one of several', () => {
    expect(judgeOne('token-audience-mismatch', withToken(audience(['x', '0123456789abcdef0123'], true))).outcome).toBe(
      'pass',
    );
  });
});

describe('the times', () => {
  it('dead on arrival leads to “Token expire”', () => {
    const dead = times({
      issuedAt: '2026-11-24T14:02:00.000Z',
      expiresAt: '2026-11-24T14:02:00.000Z',
      isTimely: false,
    });
    expect(signInFaults(withToken(dead))).toEqual(['token-expired blocker fail']);
    const finding = judgeOne('token-expired', withToken(dead));
    expect(words(finding.heading)).toBe('Tokens are dead on arrival');
    expect(words(finding.fix)).toContain('put 168 under “Token expire”');
    const application = { ...healthy('application'), expireInHours: 0 };
    const whole = withToken(dead, { facts: { application } });
    // In a whole report the settings were found at fault already.
    expect(signInFaults(whole)).toEqual([]);
    expect(judgeOne('token-expired', whole).blockedBy).toEqual({ check: 'token-lifetime-zero' });
    expect(judgeOne('userinfo-refused', whole).blockedBy).toEqual({ check: 'token-lifetime-zero' });
  });

  it.each<[string, Partial<IdTokenLook['times']>, string[]]>([
    ['over an hour ago', { expiresAt: '2026-11-24T13:00:00.000Z', issuedAt: null, isTimely: false }, ['token-expired']],
    ['half a minute ago', { expiresAt: '2026-11-24T14:01:31.000Z', issuedAt: null, notBefore: null }, []],
    ['no end', { expiresAt: null, isTimely: false }, ['token-expired']],
    ['a time that is none', { isTimely: false }, ['token-expired']],
    ['no beginning', { issuedAt: null, notBefore: null }, []],
    [
      'ten minutes ahead',
      { issuedAt: '2026-11-24T14:12:01.000Z', notBefore: '2026-11-24T14:12:01.000Z', isTimely: false },
      ['token-not-yet-valid'],
    ],
    ['half a minute ahead', { issuedAt: '2026-11-24T14:02:31.000Z', notBefore: null }, []],
  ])('%s', (_what, changes, ids) => {
    expect(signInFaults(withToken(times(changes)))).toEqual(ids.map((id) => `${id} blocker fail`));
  });

  it('allows miniOrange what is not known of it, up to five minutes', () => {
    const ahead = withToken(
      times({ issuedAt: '2026-11-24T14:05:01.000Z', notBefore: '2026-11-24T14:05:01.000Z', isTimely: false }),
    );
    expect(signInFaults(ahead)).toEqual(['token-not-yet-valid serious fail']);
    expect(signInFaults(forPlugin('atlassian-dc', ahead))).toEqual(['token-not-yet-valid blocker fail']);
    expect(words(judgeOne('token-not-yet-valid', ahead).found)).toContain('3 minutes');
  });
});

describe('token-nonce-mismatch', () => {
  it.each(['different', 'absent'] as const)('%s: never passed, whatever the plugin looks at', (nonce) => {
    expect(signInFaults(forPlugin('atlassian-dc', withToken({ nonce })))).toEqual([
      'token-nonce-mismatch blocker fail',
    ]);
    expect(signInFaults(forPlugin('other', withToken({ nonce })))).toEqual(['token-nonce-mismatch blocker fail']);
    expect(signInFaults(withToken({ nonce }))).toEqual(['token-nonce-mismatch blocker warn']);
    expect(words(judgeOne('token-nonce-mismatch', withToken({ nonce })).why)).toContain('is not known');
  });

  it('passes for the one that was sent', () => {
    expect(judgeOne('token-nonce-mismatch').outcome).toBe('pass');
  });
});

describe('token-subject-missing', () => {
  it.each([null, ''])('fails for %j, once', (subject) => {
    expect(signInFaults(withToken({ subject }))).toEqual(['token-subject-missing serious fail']);
    expect(signInFaults(forPlugin('atlassian-dc', withToken({ subject })))).toEqual([
      'token-subject-missing blocker fail',
    ]);
    expect(judgeOne('userinfo-subject-mismatch', withToken({ subject })).outcome).toBe('blocked');
  });

  it('passes for one', () => {
    expect(judgeOne('token-subject-missing').outcome).toBe('pass');
  });
});

describe('token-oversized', () => {
  const large = {
    bytes: 9_300,
    biggest: [
      { claim: 'permissions', bytes: 5_400 },
      { claim: 'groups', bytes: 900 },
    ],
  };

  it('names the biggest claims and a leaner format', () => {
    expect(signInFaults(withToken(large))).toEqual(['token-oversized serious fail']);
    const finding = judgeOne('token-oversized', withToken(large));
    expect(words(finding.found)).toBe(
      'The ID token has 9.1 KiB, over the 8 KiB that headers may have. The biggest claims are permissions and groups.',
    );
    expect(words(finding.fix)).toContain('choose JWT-Empty under “Token format”');
    expect(finding.detail).toMatchObject({ items: [{ text: 'permissions', note: '5.3 KiB' }, { text: 'groups' }] });
  });

  it('names no claim that has hardly a part in it', () => {
    const biggest = [
      { claim: 'groups', bytes: 8_000 },
      { claim: 'name', bytes: 43 },
    ];
    expect(words(judgeOne('token-oversized', withToken({ bytes: 12_600, biggest })).found)).toContain(
      'The biggest claim is groups.',
    );
  });

  it('names JWT-Custom where the mapping needs more, and its fields where it has that', () => {
    const mapping = healthyGiven.mapping && { ...healthyGiven.mapping, groups: 'groups' };
    expect(words(judgeOne('token-oversized', withToken(large, { given: { mapping } })).fix)).toContain('JWT-Custom');
    const application = { ...healthy('application'), tokenFormat: 'JWT-Custom' };
    expect(words(judgeOne('token-oversized', withToken(large, { facts: { application } })).fix)).toContain(
      'out of “Token fields”',
    );
  });

  it('lets 8 KiB pass, and says how much it is', () => {
    expect(words(judgeOne('token-oversized', withToken({ bytes: 8_192 })).found)).toBe('8 of 8 KiB.');
    expect(judgeOne('token-oversized', withToken({ ...large, bytes: 8_193 })).outcome).toBe('fail');
    expect(judgeOne('token-oversized', withToken({ bytes: 9_000, biggest: [] })).outcome).toBe('fail');
  });
});
