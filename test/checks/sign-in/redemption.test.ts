import type { Redemption, RedemptionRefusal } from '../../../src/checks/sign-in-evidence';
import { failedWith, healthy } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';
import { notRedeemed, signInFaults, signInFindings } from './signed-in';

const refused = (reason: RedemptionRefusal, said: string, error: string | null = 'invalid_grant'): Redemption => ({
  kind: 'refused',
  error,
  words: said,
  reason,
  status: error === null ? 200 : 400,
  milliseconds: 80,
});
const unanswered = (): Redemption => {
  const attempt = failedWith('answer-timeout', { milliseconds: 8_000, code: 'ETIMEDOUT' });
  if (attempt.answered) throw new RangeError('It is a failure.');
  return { kind: 'unanswered', failure: attempt.failure };
};

describe('a code that was not exchanged', () => {
  it.each<[string, Redemption, string]>([
    ['no answer', unanswered(), 'token-unanswered'],
    ['a page', { kind: 'unreadable', status: 403, contentType: 'text/html', milliseconds: 9 }, 'token-unanswered'],
    ['an expired code', refused('code-expired', 'authorization code has expired'), 'code-expired'],
    ['a used code', refused('code-used', 'authorization code has been used for token: [•••]'), 'token-refused'],
    ['PKCE', refused('verifier-wrong', 'verifier is invalid'), 'token-refused'],
    ['the secret', refused('secret-wrong', 'client_secret is invalid', 'invalid_client'), 'token-refused'],
    ['Casdoor’s own way', refused('certificate-missing', 'The cert "x" does not exist', null), 'token-refused'],
  ])('%s: one line, and everything behind it waits for it', (_what, redemption, id) => {
    const changes = notRedeemed(redemption);
    expect(signInFaults(changes)).toEqual([`${id} blocker fail`]);
    const after = signInFindings(changes);
    // What was said beforehand of somebody who did not come cannot be compared.
    const behind = after
      .slice(after.findIndex((one) => one.id === 'id-token-missing'))
      .filter((one) => one.id !== 'claims-differ');
    expect(behind.length).toBeGreaterThan(10);
    expect(new Set(behind.map(({ outcome }) => outcome))).toEqual(new Set(['blocked']));
    expect(new Set(behind.map(({ blockedBy }) => JSON.stringify(blockedBy)))).toEqual(
      new Set([JSON.stringify({ check: id })]),
    );
  });

  it.each<[RedemptionRefusal, string, string]>([
    ['client-unknown', 'client_id is invalid', 'the header Authorization'],
    ['secret-wrong', 'client_secret is invalid for application: [admin/app-jira]', 'copy “Client secret”'],
    ['code-unknown', 'authorization code: [•••] is invalid', 'share one database'],
    ['code-used', 'authorization code has been used', 'repeats POST requests'],
    ['verifier-wrong', 'verifier is invalid', 'changes the query'],
    ['other-application', 'the token is for wrong application (client_id)', 'compare “Client ID”'],
    ['certificate-missing', 'The cert "cert-missing" does not exist', 'under “Cert”'],
    ['grant-refused', 'grant_type: authorization_code is not supported', 'authorization_code under “Grant types”'],
    ['other', 'something else', 'in the logs of Casdoor'],
  ])('%s leads to its own screen', (reason, said, screen) => {
    const finding = judgeOne('token-refused', notRedeemed(refused(reason, said)));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(words(finding.found)).toContain(said);
    expect(words(finding.fix)).toContain(screen);
    expect(words(finding.heading)).not.toBe('');
  });

  it('says that a secret may have been changed since it was saved', () => {
    const finding = judgeOne('token-refused', notRedeemed(refused('secret-wrong', 'client_secret is invalid')));
    expect(words(finding.found)).toContain('Perhaps it was changed since it was saved here.');
    expect(finding.links.map(({ url }) => url)).toEqual(['https://door.acme.example/applications/acme/app-jira']);
  });

  it('is a consequence of a secret that was known to be wrong', () => {
    const changes = notRedeemed(refused('secret-wrong', 'client_secret is invalid'), { facts: { secret: 'wrong' } });
    expect(signInFaults(changes)).toEqual([]);
    expect(judgeOne('token-refused', changes).blockedBy).toEqual({ check: 'client-secret-wrong' });
  });

  it('names how long it waited, and what came instead', () => {
    expect(words(judgeOne('token-unanswered', notRedeemed(unanswered())).found)).toBe(
      'After 8.0 seconds the token endpoint at door.acme.example:443 had given no answer (ETIMEDOUT).',
    );
    const page = notRedeemed({ kind: 'unreadable', status: 200, contentType: null, milliseconds: 9 });
    expect(words(judgeOne('token-unanswered', page).found)).toContain('200 and no content type');
  });

  it('looks for a Casdoor that went down meanwhile where nothing listens, or a proxy says so', () => {
    const failure = failedWith('connection-refused', { code: 'ECONNREFUSED' });
    if (failure.answered) throw new RangeError('It is a failure.');
    const isDown = (redemption: Redemption) =>
      words(judgeOne('token-unanswered', notRedeemed(redemption)).fix).includes('still runs');
    expect(isDown({ kind: 'unanswered', failure: failure.failure })).toBe(true);
    for (const status of [502, 503, 504])
      expect(isDown({ kind: 'unreadable', status, contentType: 'text/html', milliseconds: 9 })).toBe(true);
    expect(isDown({ kind: 'unreadable', status: 403, contentType: 'text/html', milliseconds: 9 })).toBe(false);
    expect(isDown(unanswered())).toBe(false);
  });

  it('misses an access token', () => {
    const redemption: Redemption = {
      kind: 'tokens',
      hasIdToken: true,
      hasAccessToken: false,
      expiresIn: 1,
      milliseconds: 1,
    };
    const finding = judgeOne('token-unanswered', { facts: { redemption } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
  });

  it('finds nothing in a good exchange', () => {
    for (const id of ['token-unanswered', 'code-expired', 'token-refused'])
      expect(judgeOne(id)).toMatchObject({ outcome: 'pass', heading: null });
  });
});

describe('id-token-missing', () => {
  const redemption: Redemption = {
    kind: 'tokens',
    hasIdToken: false,
    hasAccessToken: true,
    expiresIn: 3_600,
    milliseconds: 70,
  };

  it('fails where there is none, once', () => {
    const changes = { facts: { redemption }, without: { idToken: { reason: 'needs', fact: 'redemption' } as const } };
    expect(signInFaults(changes)).toEqual(['id-token-missing blocker fail']);
    expect(judgeOne('token-issuer-mismatch', changes).blockedBy).toEqual({ check: 'id-token-missing' });
    expect(judgeOne('userinfo-refused', changes).outcome).toBe('pass');
    expect(words(judgeOne('id-token-missing', changes).fix)).toContain('openid');
  });

  it('fails where it is no JWT, and believes nothing in it', () => {
    const idToken = { ...healthy('idToken'), signature: 'unreadable' as const, bytes: 12 };
    const changes = { facts: { idToken } };
    expect(signInFaults(changes)).toEqual(['id-token-missing blocker fail']);
    expect(words(judgeOne('id-token-missing', changes).heading)).toBe('The ID token cannot be read');
    expect(words(judgeOne('id-token-missing', changes).found)).toContain('12 bytes');
    for (const id of ['token-signature-invalid', 'token-audience-mismatch', 'token-nonce-mismatch', 'token-oversized'])
      expect(judgeOne(id, changes).outcome).toBe('blocked');
  });

  it('passes where it came', () => {
    expect(judgeOne('id-token-missing').outcome).toBe('pass');
  });
});
