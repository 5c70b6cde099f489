import { readRefusal, refusalKinds } from '../../../src/checks/refusals';
import { refusalMeanings } from '../../../src/checks/sign-in/refusal-meanings';
import { plain } from '../../../src/contract/report';
import { recordedExchanges } from '../../local/casdoor/recordings';
import { type Changes, healthy } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';
import { cameBack } from './signed-in';

const told = (said: string, changes: Changes = {}) =>
  judgeOne('sign-in-refused', cameBack({ kind: 'told', words: said }, changes));

describe('sign-in-refused', () => {
  it.each([
    ['The user is forbidden to sign in, please contact the administrator', 'serious', '“Is forbidden”'],
    ['Dem Benutzer ist der Zugang verboten, bitte kontaktieren Sie den Administrator', 'serious', '“Is forbidden”'],
    ['The user has been deleted and cannot be used to sign in', 'serious', '“Is deleted”'],
    ["The user: acme/nobody doesn't exist", 'serious', 'open Users and look for nobody'],
    ['password or code is incorrect, you have 4 remaining chances', 'advice', 'Sign in again with the right password'],
    [
      'You have entered the wrong password or code too many times, please wait for 15 minutes and try again',
      'advice',
      '“Failed signin frozen time”',
    ],
    ['The cert "cert-missing" does not exist', 'blocker', 'choose a certificate that exists under “Cert”'],
    ['The application: app-jira has disabled users to signin', 'blocker', 'Applications → app-jira and switch'],
    ['The organization: acme has disabled users to signin', 'blocker', 'Organizations → acme and switch'],
    ['The login method: login with password is not enabled for the application', 'serious', '“Signin methods”'],
    ['totp passcode error', 'advice', '“Multi-factor authentication”'],
    ['You have enabled Multi-Factor Authentication, please enter the TOTP code', 'advice', '“MFA items”'],
    ['app-jira wants to access your account', 'advice', 'press “Allow”'],
    ['Your password has expired. Please reset your password', 'serious', '“Need update password”'],
    [
      "Redirect URI: http://127.0.0.1:4173/sign-in/jira doesn't exist in the allowed Redirect URI list",
      'advice',
      'URLs',
    ],
    ['Invalid client_id', 'blocker', 'copy “Client ID”'],
    ['Invalid scope', 'blocker', '`openid` first'.replaceAll('`', '')],
    ['Grant_type: code is not supported in this application', 'blocker', 'authorization_code'],
    ['unknown application TokenFormat: JWT-Odd', 'blocker', '“Token format”'],
    ["User's tag: staff is not listed in the application's tags", 'serious', '“Tag”'],
    ['Unauthorized operation', 'serious', 'open Permissions'],
    [
      'Your IP address: 203.0.113.7 has been banned according to the configuration of: acme',
      'serious',
      '“IP whitelist”',
    ],
    ['The provider: GitHub is not enabled for the application', 'serious', 'switch “Can signin” on for GitHub'],
    ['Database is locked', 'serious', 'the logs of Casdoor'],
  ])('%s is %s and leads to %s', (said, severity, screen) => {
    const finding = told(said);
    expect(finding).toMatchObject({ outcome: 'fail', severity });
    expect(words(finding.fix)).toContain(screen);
    expect(words(finding.found)).toContain(said);
  });

  it('says that words are not known, and shows them', () => {
    const finding = told('Database is locked');
    expect(words(finding.found)).toBe('Casdoor said “Database is locked”. What that means is not known here.');
    expect(finding.handOver).toContain('Database is locked');
  });

  it('asks for the words where there are none', () => {
    const finding = told(' \n ');
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious', handOver: null });
    expect(words(finding.fix)).toContain('pass on here');
  });

  it('names the organization where it is another one', () => {
    const finding = told("The user: globex/ann doesn't exist");
    expect(words(finding.heading)).toBe('Casdoor looked for the person in another organization');
    expect(words(finding.found)).toContain('globex');
    expect(words(finding.fix)).toContain('acme');
  });

  it('names who is spelled with other capitals', () => {
    const finding = told("The user: acme/Bob doesn't exist");
    expect(words(finding.fix)).toBe('Sign in as bob.');
    expect(words(told("The user: acme/bobby doesn't exist").fix)).not.toContain('Sign in as bob.');
  });

  it('says of somebody who is in the directory as deleted that they are', () => {
    const people = { total: 1, users: [{ name: 'judy', isDeleted: true }] };
    const finding = told("The user: acme/judy doesn't exist", { facts: { people } });
    expect(words(finding.heading)).toBe('Casdoor has deleted this person');
    expect(words(finding.fix)).toContain('“Is deleted”');
    expect(finding.severity).toBe('serious');
  });

  it('looks for the cause in the bare client ID of a shared application', () => {
    const application = { ...healthy('application'), isShared: true, organization: 'built-in' };
    const without = { appLogin: { reason: 'stopped' } } as const;
    const finding = judgeOne('sign-in-refused', {
      facts: { application, signInReturn: { kind: 'told', words: "The user: built-in/alice doesn't exist" } },
      without,
    });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker', handOver: null });
    expect(words(finding.fix)).toContain('with the name of your organization at its end');
    expect(finding.copy).toEqual([{ label: 'Client ID', text: '0123456789abcdef0123-org-ORGANIZATION' }]);
    const named = judgeOne('sign-in-refused', {
      given: { clientId: '0123456789abcdef0123-org-acme' },
      facts: { application, signInReturn: { kind: 'told', words: "The user: acme/nobody doesn't exist" } },
      without,
    });
    expect(words(named.heading)).not.toContain('wrong organization');
  });

  it('takes the word of an error that came back by itself', () => {
    const finding = judgeOne(
      'sign-in-refused',
      cameBack({ kind: 'error', error: 'access_denied', description: 'User denied consent' }),
    );
    expect(words(finding.heading)).toBe('Consent was denied');
    const other = judgeOne('sign-in-refused', cameBack({ kind: 'error', error: 'server_error', description: null }));
    expect(words(other.found)).toContain('server_error');
    expect(other.severity).toBe('blocker');
  });

  it('keeps a page of text out of its sentences, and shows it apart', () => {
    const page = `Sign In ${'x'.repeat(5_000)} The user is forbidden to sign in`;
    const finding = told(page);
    expect(words(finding.found).length).toBeLessThan(500);
    expect(finding.detail).toMatchObject({ kind: 'list', items: [{ text: page.slice(0, 4_000) }] });
    expect(words(finding.fix)).toContain('“Is forbidden”');
  });

  it('names nobody in what the history shows', () => {
    for (const said of ["The user: acme/nobody doesn't exist", 'Nobody Knows is not welcome']) {
      const { heading, headline, why, title } = told(said);
      expect(`${words(heading)} ${words(headline)} ${words(why)} ${title}`).not.toMatch(/acme\/nobody|Knows/);
    }
  });

  it('leads to the page of the application', () => {
    expect(told('Invalid scope').links.map(({ url }) => url)).toEqual([
      'https://door.acme.example/applications/acme/app-jira',
    ]);
    expect(told("The user: acme/nobody doesn't exist").links.map(({ url }) => url)).toEqual([
      'https://door.acme.example/organizations/acme/users',
    ]);
  });

  it('is content where a code came', () => {
    expect(judgeOne('sign-in-refused').outcome).toBe('pass');
  });
});

describe('what a real Casdoor said', () => {
  const refusals = recordedExchanges('sign-in').flatMap(({ name, response }) => {
    const { status, msg } = response.body as { status?: unknown; msg?: unknown };
    return name.endsWith(': login') && status === 'error' ? [[name, String(msg)] as const] : [];
  });

  it('was recorded', () => {
    expect(refusals.length).toBeGreaterThan(5);
  });

  it.each(refusals)('to %s is known: %s', (_name, msg) => {
    expect(readRefusal(msg).kind).not.toBe('other');
    expect(told(msg).outcome).toBe('fail');
  });
});

describe('the meaning of each refusal', () => {
  it.each(refusalKinds.map((kind) => [kind]))('%s keeps to the words of the house', (kind) => {
    const { heading, found, why, fix, handOver } = refusalMeanings[kind];
    expect(heading).not.toMatch(/[.:!]$/);
    for (const text of [found, why, fix]) expect(text).toMatch(/[.:]$/);
    for (const text of [heading, found, why, fix, handOver ?? ''])
      expect(text.replace(/`[^`]*`/g, '')).not.toMatch(/\bplease\b|\binvalid\b|!|\blogin\b|\bemail\b|\bsorry\b/);
  });

  it('can be said of every one, whether it names something or not', () => {
    for (const said of [
      'The provider: GitHub is not enabled for the application',
      'The account for provider: GitHub and username: ann (Ann) does not exist and is not allowed to sign up as new account',
      'The organization: globex does not exist',
      'The cert "" does not exist',
      'the user does not exist, please sign up first',
    ]) {
      expect(readRefusal(said).kind).not.toBe('other');
      expect(plain(told(said).found ?? [])).not.toMatch(/\{\w+\}/);
    }
  });
});
