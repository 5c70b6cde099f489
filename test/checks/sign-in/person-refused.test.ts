import { personRefused } from '../../../src/checks/sign-in/person-refused';
import type { ClaimsLook } from '../../../src/checks/sign-in-evidence';
import type { Claims } from '../../../src/contract/mapping';
import type { Plugin } from '../../../src/contract/target';
import { loadPatternEngine } from '../../../src/mapping/pattern-engine';
import { type Changes, healthy, healthyGiven } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';
import { forPlugin, signInFaults, withToken } from './signed-in';

const came = healthy('idToken').claims;
const { name: _name, ...nameless } = came as { name: string } & Claims;
const notShown = { reason: 'not-shown' } as const;
/** Without the secret nobody knows the token format, so no check of the mapping can say what is never issued. */
const withoutApplication = (changes: Changes): Changes => ({
  ...changes,
  without: { ...changes.without, application: notShown, people: notShown },
});
const finding = (changes: Changes = {}) => judgeOne('person-refused', changes);
const weight = (changes: Changes) => {
  const { outcome, severity } = finding(changes);
  return `${outcome} ${severity}`;
};
const mapped = (mapping: Partial<NonNullable<typeof healthyGiven.mapping>>, plugin: Plugin = 'miniorange') =>
  forPlugin(plugin, {}, mapping);

describe('person-refused', () => {
  it.each<[Plugin, string]>([
    ['miniorange', 'bob'],
    ['atlassian-dc', 'bob'],
    ['miniorange-cloud', 'Bob.Brown@acme.example'],
    ['other', 'bob'],
  ])('passes where nothing turns the person away, and says that accounts were not looked up: %s', (plugin, person) => {
    const one = finding(forPlugin(plugin));
    expect(one.outcome).toBe('pass');
    expect(words(one.found)).toBe(
      `Nothing in the claims turns away ${person}. Whether Jira has such an account was not looked up.`,
    );
  });

  it('fails for the person where a claim that others have is not in their token', () => {
    const changes = withToken({ claims: nameless });
    expect(signInFaults(changes)).toContain('person-refused serious fail');
    const { found, headline } = finding(changes);
    expect(words(found)).toBe('There is no username, so the plugin cannot tell who signs in.');
    expect(words(headline)).toBe('The sign-in worked, and Jira would not let this person in');
  });

  it('fails where the name is there and blank', () => {
    expect(weight(withToken({ claims: { ...came, name: ' ' } }))).toBe('fail serious');
  });

  it('names the claim that Atlassian’s own SSO insists on', () => {
    const { email: _email, ...rest } = came as { email: string } & Claims;
    const changes = forPlugin('atlassian-dc', withToken({ claims: rest }));
    expect(weight(changes)).toBe('fail serious');
    expect(words(finding(changes).found)).toBe('Claim [email] could not be found.');
    // miniOrange lets those in who have an account.
    const lacking = finding(withToken({ claims: rest }));
    expect([lacking.outcome, lacking.severity]).toEqual(['warn', 'advice']);
    expect(words(lacking.found)).toContain('no e-mail');
  });

  it.each([
    ['isForbidden', 'Casdoor forbids this person to sign in.'],
    ['isDeleted', 'Casdoor has deleted this person, so it lets nobody in by this name.'],
  ])('fails where the claims say %s', (claim, said) => {
    const changes = withToken({ claims: { ...came, [claim]: true } });
    expect(weight(changes)).toBe('fail serious');
    expect(words(finding(changes).found)).toBe(said);
    expect(words(finding(changes).fix)).toContain('Is forbidden');
  });

  describe('with a mapping that turns everybody away', () => {
    it.each<[string, Changes, string]>([
      ['names no claim', mapped({ username: 'name' }, 'atlassian-dc'), 'username-literal'],
      ['reads what is never issued', mapped({ username: 'preferred_username' }, 'other'), 'claim-never-issued'],
      ['reads groups by an expression', mapped({ groups: `\${groups}` }, 'atlassian-dc'), 'expression-literal'],
      ['reads a list where a text is needed', mapped({ email: `\${groups}` }, 'atlassian-dc'), 'claim-wrong-type'],
    ])('leaves it to the check that says so: it %s', (_what, changes, cause) => {
      expect(finding(changes).blockedBy).toEqual({ check: cause });
    });

    it.each<[string, Changes]>([
      ['names no claim', mapped({ username: 'name' }, 'atlassian-dc')],
      ['reads what is never issued', mapped({ username: 'preferred_username' }, 'other')],
      ['reads a list where a text is needed', mapped({ email: `\${groups}` }, 'atlassian-dc')],
    ])('is a blocker by itself: it %s', (_what, { given }) => {
      const judgement = personRefused.evaluate(
        { idToken: healthy('idToken'), claimsLook: healthy('claimsLook'), application: healthy('application') },
        { ...healthyGiven, ...given },
      );
      expect(judgement).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    });

    it('says no more than it knows where the token format is not known', () => {
      const changes = withoutApplication(mapped({ username: 'preferred_username' }));
      expect(weight(changes)).toBe('fail serious');
    });
  });

  it('stands beside a fault of the mapping that turns nobody away', () => {
    // The full name alone is missing.
    const changes = mapped({ name: { fullName: 'no_such_claim' } });
    expect(judgeOne('claim-never-issued', changes).outcome).not.toBe('pass');
    expect(finding(changes).outcome).toBe('pass');
  });

  it('takes what was withheld for not certain, and asks for a look', () => {
    const token = { claims: nameless, withheld: ['name'] };
    expect(weight(withToken(token))).toBe('warn advice');
    expect(weight(forPlugin('atlassian-dc', withToken(token)))).toBe('warn advice');
    // A part of another claim, where only miniOrange would look.
    const inside = { claims: nameless, withheld: ['roles.name'] };
    expect(weight(withToken(inside))).toContain('warn');
    expect(weight(forPlugin('other', withToken(inside)))).toBe('fail serious');
  });

  it('warns where the username is of a kind that nobody knows a text of', () => {
    const changes = withoutApplication(withToken({ claims: { ...came, name: ['bob'] } }));
    expect(weight(changes)).toBe('warn serious');
  });

  describe('reads beside the token where the mapping does', () => {
    const beside = mapped({ source: 'userinfo', username: 'preferred_username', name: { fullName: 'name' } });

    it('and lets in whom userinfo names', () => {
      expect(finding(beside).outcome).toBe('pass');
    });

    const at = { source: 'userinfo', path: '/api/userinfo', milliseconds: 1 } as const;
    const withLook = (claimsLook: ClaimsLook) => ({ ...beside, facts: { claimsLook } });
    const answered = (claims: Claims, subject: string): ClaimsLook => ({
      ...at,
      kind: 'claims',
      claims,
      withheld: [],
      subject,
    });
    const refused: ClaimsLook = { ...at, kind: 'refused', status: 200, words: 'no' };

    it('and fails where userinfo lacks the name', () => {
      expect(weight(withLook(answered({ name: 'Bob' }, String(came.sub))))).toBe('fail serious');
    });

    it('and leaves it to the other finding where nothing came, or something about somebody else', () => {
      expect(finding(withLook(refused)).outcome).toBe('not-applicable');
      expect(judgeOne('userinfo-refused', withLook(refused)).outcome).toBe('fail');
      const another = withLook(answered({ preferred_username: 'eve' }, 'x'));
      expect(finding(another).outcome).toBe('not-applicable');
      expect(judgeOne('userinfo-subject-mismatch', another).outcome).toBe('fail');
      // Who reads the token is judged by it.
      expect(finding({ facts: { claimsLook: refused } }).outcome).toBe('pass');
    });
  });

  it('judges nobody by a token that does not hold', () => {
    expect(finding(withToken({ signature: 'wrong', claims: nameless })).blockedBy).toEqual({
      check: 'token-signature-invalid',
    });
    const replayed = withToken({ nonce: 'different', claims: nameless });
    expect(finding(forPlugin('other', replayed)).outcome).toBe('not-applicable');
    expect(finding(replayed).outcome).toBe('not-applicable');
    expect(signInFaults(replayed)).toEqual(['token-nonce-mismatch blocker warn', 'claims-differ serious fail']);
  });

  describe('goes by the e-mail where the plugin does', () => {
    const { email: _email, ...unmailed } = came as { email: string } & Claims;
    const byEmail = (rules: NonNullable<typeof healthyGiven.mapping>['rules'] = {}) =>
      mapped({ rules: { loginBy: 'email', ...rules } });

    it('and names it', () => {
      expect(words(finding(byEmail()).found)).toContain('turns away Bob.Brown@acme.example.');
    });

    it('and is not certain without it, whatever a new account would need', () => {
      const one = finding(withToken({ claims: unmailed }, byEmail()));
      expect([one.outcome, one.severity]).toEqual(['warn', 'serious']);
      expect(words(one.found)).toContain('There is no e-mail to find an account by');
    });

    it('and takes an e-mail that was withheld for no fault', () => {
      expect(weight(withToken({ claims: unmailed, withheld: ['email'] }, byEmail()))).toBe('warn advice');
    });

    it('and is not certain without a username, which the plugin may need all the same', () => {
      expect(weight(withToken({ claims: nameless }, byEmail()))).toBe('warn serious');
    });
  });

  describe('where only some domains are allowed', () => {
    const only = (...allowedDomains: string[]) => mapped({ rules: { allowedDomains } });

    it('passes for one of them, and fails for another', () => {
      expect(finding(only('acme.example')).outcome).toBe('pass');
      expect(weight(only('other.example'))).toBe('fail serious');
    });

    it('is not certain where a blank stands beside the domain, and says what to write', () => {
      const one = finding(only('acme.example '));
      expect([one.outcome, one.severity]).toEqual(['warn', 'serious']);
      expect(words(one.heading)).toBe('Whether the plugin lets this person in is not certain');
      expect(words(one.fix)).toContain('Allowed Domains');
    });

    it('asks for a look alone where the e-mail was withheld', () => {
      const { email: _email, ...unmailed } = came as { email: string } & Claims;
      const changes = withToken({ claims: unmailed, withheld: ['email'] }, only('acme.example'));
      expect(weight(changes)).toBe('warn advice');
    });
  });

  describe('on Cloud', () => {
    const cloud = (mapping: Parameters<typeof mapped>[0] = {}) => mapped(mapping, 'miniorange-cloud');

    it('needs no username', () => {
      expect(finding(withToken({ claims: nameless }, cloud())).outcome).toBe('pass');
    });

    it('fails for whom no e-mail is kept', () => {
      const changes = withToken({ claims: { ...came, email: '' } }, cloud());
      expect(weight(changes)).toBe('fail serious');
      expect(words(finding(changes).found)).toContain('no e-mail');
    });

    it('is a blocker where the mapping has an e-mail for nobody', () => {
      const { given } = cloud({ email: 'no_such_claim' });
      const judgement = personRefused.evaluate(
        { idToken: healthy('idToken'), claimsLook: healthy('claimsLook'), application: healthy('application') },
        { ...healthyGiven, ...given },
      );
      expect(judgement).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    });
  });

  describe('with a regular expression in the mapping', () => {
    const through = mapped({ username: 'email', rules: { usernamePattern: '^([^@]+)' } });

    it('is not certain where nothing runs it', () => {
      expect(weight(through)).toBe('warn advice');
      expect(words(finding(through).fix)).toContain('regular expression');
    });

    it('leaves one that Java refuses to the check that says so', () => {
      const refused = mapped({ username: 'email', rules: { usernamePattern: '^([^@]+' } });
      expect(finding(refused).blockedBy).toEqual({ check: 'regex-invalid' });
    });

    it('is certain where something does', async () => {
      const patterns = await loadPatternEngine();
      const one = finding({ ...through, given: { ...through.given, patterns } });
      expect(words(one.found)).toContain('turns away Bob.Brown.');
    });
  });

  describe('without a mapping', () => {
    const unmapped = (changes: Changes = {}): Changes => ({ ...changes, given: { ...changes.given, mapping: null } });

    it('judges by the recommended one, and says so', () => {
      const { outcome, found } = finding(unmapped());
      expect(outcome).toBe('pass');
      expect(words(found)).toContain('turns away bob, by the recommended mapping');
    });

    it('takes the one for the token format of the application', () => {
      const standard = { ...healthy('application'), tokenFormat: 'JWT-Standard' };
      const token = { claims: { ...nameless, preferred_username: 'bob' } };
      expect(finding(unmapped(withToken(token))).outcome).toBe('fail');
      expect(finding(unmapped(withToken(token, { facts: { application: standard } }))).outcome).toBe('pass');
    });

    it('fails for whom it would turn away, and asks for the mapping of the plugin', () => {
      const changes = unmapped(withToken({ claims: nameless }));
      expect(weight(changes)).toBe('fail serious');
      expect(words(finding(changes).fix)).toContain('If the plugin has another mapping');
    });

    it('takes nothing for a fault that is only not certain', () => {
      expect(weight(unmapped(withToken({ claims: { ...came, name: ['bob'] } })))).toBe('warn advice');
    });
  });
});
