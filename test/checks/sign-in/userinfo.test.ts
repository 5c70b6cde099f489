import type { ClaimsLook } from '../../../src/checks/sign-in-evidence';
import { failedWith, healthy } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';
import { forPlugin, signInFaults, withLook, withToken } from './signed-in';

const at = { source: 'userinfo' as const, path: '/api/userinfo', milliseconds: 90 };
const refused: ClaimsLook = { ...at, kind: 'refused', status: 200, words: 'Please login first' };
const page: ClaimsLook = { ...at, kind: 'unreadable', status: 403, contentType: 'text/html' };
const silent = (): ClaimsLook => {
  const attempt = failedWith('connection-closed', { code: 'ECONNRESET', milliseconds: 12 });
  if (attempt.answered) throw new RangeError('It is a failure.');
  return { ...at, kind: 'unanswered', failure: attempt.failure };
};
const ofSomebodyElse: ClaimsLook = { ...at, kind: 'claims', claims: { sub: 'x' }, withheld: [], subject: 'x' };
const ofNobody: ClaimsLook = { ...at, kind: 'claims', claims: {}, withheld: [], subject: null };

describe('what is wrong beside the token', () => {
  const cases: [string, () => ClaimsLook, string][] = [
    ['a refusal', () => refused, 'userinfo-refused'],
    ['a page', () => page, 'userinfo-unanswered'],
    ['silence', silent, 'userinfo-unanswered'],
    ['somebody else', () => ofSomebodyElse, 'userinfo-subject-mismatch'],
    ['nobody', () => ofNobody, 'userinfo-subject-mismatch'],
  ];

  it.each(cases)('%s keeps people out where the plugin asks there', (_what, look, id) => {
    expect(signInFaults(forPlugin('miniorange', withLook(look()), { source: 'userinfo' }))[0]).toBe(
      `${id} blocker fail`,
    );
    expect(signInFaults(forPlugin('other', withLook(look()), { source: 'userinfo' }))[0]).toBe(`${id} blocker fail`);
  });

  it.each(cases)('%s does nothing where the plugin reads the ID token', (_what, look, id) => {
    const faults = signInFaults(forPlugin('miniorange', withLook(look()), { source: 'id_token' }));
    expect(faults.filter((one) => !one.startsWith('claims-differ'))).toEqual([`${id} advice fail`]);
    expect(words(judgeOne(id, withLook(look())).why)).toContain('reads what it needs from the ID token');
  });

  it.each(cases)('%s matters to Atlassian’s own SSO only for a username that the ID token lacks', (_what, look, id) => {
    expect(signInFaults(forPlugin('atlassian-dc', withLook(look())))[0]).toBe(`${id} advice fail`);
    const lacks = forPlugin('atlassian-dc', withLook(look()), { username: `\${preferred_username}` });
    expect(signInFaults(lacks)[0]).toBe(`${id} blocker fail`);
  });

  it.each(cases)('%s is not certain without a mapping, where the plugin may ask', (_what, look, id) => {
    const changes = withLook(look(), { given: { mapping: null } });
    expect(signInFaults(changes)[0]).toBe(`${id} advice fail`);
    const { given } = forPlugin('other');
    expect(signInFaults({ ...changes, given: { ...given, mapping: null } })[0]).toBe(`${id} serious warn`);
    expect(words(judgeOne(id, { ...changes, given: { ...given, mapping: null } }).why)).toContain('is not known here');
  });

  it.each([
    ['Please login first', 'hand the header Authorization on'],
    ["Access token doesn't exist in database", 'share one database'],
    ['something else', 'in the logs of Casdoor'],
  ])('%s leads to %s', (said, screen) => {
    const finding = judgeOne('userinfo-refused', withLook({ ...at, kind: 'refused', status: 200, words: said }));
    expect(words(finding.found)).toContain(said);
    expect(words(finding.fix)).toContain(screen);
  });

  it.each([
    'Access token has expired, expireTime = 2026-11-24T14:02:11Z',
    'The user is forbidden to sign in, please contact the administrator',
  ])('%s of a token that has time left is about the person, who was forbidden or deleted meanwhile', (said) => {
    const look = withLook({ ...at, kind: 'refused', status: 200, words: said });
    const finding = judgeOne('userinfo-refused', look);
    expect(words(finding.fix)).toContain('look at “Is forbidden” and “Is deleted”');
    expect(finding.handOver).toBeNull();
    expect(signInFaults(forPlugin('miniorange', look, { source: 'userinfo' }))[0]).toBe(
      'userinfo-refused serious fail',
    );
  });

  it('looks for a clock where the token may have ended', () => {
    const look = withLook({ ...at, kind: 'refused', status: 200, words: 'Access token has expired' });
    const finding = judgeOne('userinfo-refused', { ...look, without: { idToken: { reason: 'stopped' } } });
    expect(words(finding.fix)).toContain('“Token expire”');
  });

  it('is a consequence of an expired token', () => {
    const dead = { issuedAt: '2026-11-24T14:02:00.000Z', expiresAt: '2026-11-24T14:02:00.000Z', isTimely: false };
    const changes = withToken(
      { times: { ...healthy('idToken').times, ...dead } },
      withLook({ ...at, kind: 'refused', status: 200, words: 'Access token has expired' }),
    );
    expect(signInFaults(changes)).toEqual(['token-expired blocker fail']);
  });

  it('shows both subjects', () => {
    const finding = judgeOne('userinfo-subject-mismatch', withLook(ofSomebodyElse));
    expect(finding.detail).toMatchObject({ kind: 'comparison', actual: 'x', actualLabel: '/api/userinfo' });
    expect(words(judgeOne('userinfo-subject-mismatch', withLook(ofNobody)).found)).toContain('names no subject');
  });

  it('passes where both answers are about one', () => {
    for (const id of ['userinfo-unanswered', 'userinfo-refused', 'userinfo-subject-mismatch'])
      expect(judgeOne(id).outcome).toBe('pass');
  });
});
