import type { SignInReturn } from '../../../src/checks/sign-in-evidence';
import { evidenceOf, healthy } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';
import { judged } from '../judged';
import { cameBack, forPlugin, signInFaults, signInFindings, signInPassed } from './signed-in';

const foreign = (
  why: Extract<SignInReturn, { kind: 'foreign' }>['why'],
  expected: string | null = null,
  actual: string | null = null,
): SignInReturn => ({ kind: 'foreign', why, expected, actual });

describe('a sign-in that went well', () => {
  it.each(['miniorange', 'atlassian-dc', 'miniorange-cloud', 'other'] as const)(
    'has nothing against it on %s',
    (plugin) => {
      const findings = signInFindings(forPlugin(plugin));
      expect(findings.filter(({ outcome }) => outcome !== 'pass').map(({ id }) => id)).toEqual([]);
      expect(findings.length).toBeGreaterThan(20);
    },
  );
});

describe('a sign-in that came back with nothing to redeem', () => {
  const nothing = (opened: boolean, pressed: boolean): SignInReturn => ({
    kind: 'nothing',
    opened,
    pressed,
    seconds: 900,
  });

  it.each<[string, SignInReturn, string]>([
    ['the connection changed meanwhile', foreign('connection-changed'), 'sign-in-outdated advice fail'],
    [
      'another issuer answered',
      foreign('issuer-differs', 'https://door.acme.example', 'https://evil.example'),
      'sign-in-state-mismatch blocker fail',
    ],
    ['code and error', foreign('code-and-error'), 'sign-in-state-mismatch blocker fail'],
    ['neither code nor error', foreign('neither'), 'sign-in-state-mismatch blocker fail'],
    ['gone to Casdoor and not back', nothing(true, true), 'sign-in-abandoned serious fail'],
    ['opened, and not pressed', nothing(true, false), 'sign-in-abandoned advice fail'],
    ['never opened', nothing(false, false), 'sign-in-abandoned advice fail'],
    ['unknown words', { kind: 'told', words: 'Database is locked' }, 'sign-in-refused serious fail'],
    [
      'forbidden',
      { kind: 'told', words: 'The user is forbidden to sign in, please contact the administrator' },
      'sign-in-refused serious fail',
    ],
    [
      'consent denied',
      { kind: 'error', error: 'access_denied', description: 'User denied consent' },
      'sign-in-refused advice fail',
    ],
  ])('%s: one line, and everything behind it waits for it', (_what, signInReturn, fault) => {
    const changes = cameBack(signInReturn);
    expect(signInFaults(changes)).toEqual([fault]);
    const [id] = fault.split(' ');
    const behind = signInFindings(changes).filter(({ outcome }) => outcome === 'blocked');
    expect(behind.length).toBeGreaterThan(15);
    expect(behind.filter(({ blockedBy }) => JSON.stringify(blockedBy) !== JSON.stringify({ check: id }))).toEqual([]);
    expect(
      signInPassed(changes).filter((one) => one !== 'sign-in-outdated' && one !== 'sign-in-state-mismatch'),
    ).toEqual([]);
  });

  it.each<[string, SignInReturn]>([
    ['silence', nothing(true, true)],
    ['a refusal', { kind: 'told', words: 'The application: app-jira has disabled users to signin' }],
  ])('%s is a consequence where Casdoor lets nobody in', (_what, signInReturn) => {
    const appLogin = healthy('appLogin');
    const application = appLogin.application && { ...appLogin.application, disableSignin: true };
    const facts = { appLogin: { ...appLogin, application } };
    const findings = judged(evidenceOf(cameBack(signInReturn, { facts })));
    const id = signInReturn.kind === 'told' ? 'sign-in-refused' : 'sign-in-abandoned';
    expect(findings.find((finding) => finding.id === id)).toMatchObject({
      outcome: 'blocked',
      blockedBy: { check: 'sign-in-disabled' },
    });
    expect(signInFaults(cameBack(signInReturn, { facts }))).toEqual([]);
  });

  it('shows both issuers', () => {
    const finding = judgeOne(
      'sign-in-state-mismatch',
      cameBack(foreign('issuer-differs', 'https://door.acme.example', 'https://door.other.example')),
    );
    expect(finding.detail).toMatchObject({
      kind: 'comparison',
      expected: 'https://door.acme.example',
      actual: 'https://door.other.example',
    });
    expect(words(finding.found)).toContain('https://door.other.example');
  });

  it('says of an answer that came that its state was right, and of a refusal from Casdoor, too', () => {
    expect(judgeOne('sign-in-state-mismatch').outcome).toBe('pass');
    expect(
      judgeOne('sign-in-state-mismatch', cameBack({ kind: 'error', error: 'access_denied', description: null }))
        .outcome,
    ).toBe('pass');
    expect(judgeOne('sign-in-state-mismatch', cameBack(nothing(true, true))).outcome).toBe('not-applicable');
  });

  it('tells how far an abandoned one came', () => {
    const at = (opened: boolean, pressed: boolean) => judgeOne('sign-in-abandoned', cameBack(nothing(opened, pressed)));
    expect(words(at(true, true).found)).toBe(
      'Somebody went on to Casdoor’s sign-in page for the client 0123456789abcdef0123. Nothing came back within 15 minutes.',
    );
    expect(words(at(true, true).why)).toContain('It never sends its refusals back');
    expect(words(at(true, false).found)).toBe(
      'The page behind the link was opened, and nobody pressed its button within 15 minutes.',
    );
    expect(words(at(false, false).found)).toBe('Nobody opened the link within 15 minutes.');
    expect(words(at(false, false).headline)).toBe('Nobody opened the link');
  });

  it('asks for the sign-in again where the connection was changed', () => {
    const finding = judgeOne('sign-in-outdated', cameBack(foreign('connection-changed')));
    expect(words(finding.fix)).toBe('Start the test sign-in again.');
    expect(judgeOne('sign-in-outdated').outcome).toBe('pass');
  });

  it('is a consequence of what the other checks found beforehand', () => {
    const appLogin = healthy('appLogin');
    const application = appLogin.application && { ...appLogin.application, disableSignin: true };
    const changes = cameBack(
      { kind: 'told', words: 'The application: app-jira has disabled users to signin' },
      { facts: { appLogin: { ...appLogin, application } } },
    );
    expect(signInFaults(changes)).toEqual([]);
    expect(judgeOne('sign-in-refused', changes).blockedBy).toEqual({ check: 'sign-in-disabled' });
    expect(judgeOne('token-signature-invalid', changes).blockedBy).toEqual({ check: 'sign-in-disabled' });
  });
});
