import type { Mapping } from '../../../src/contract/mapping';
import { judgeOne, words } from '../judge-one';
import { afterDryRun, atlassian, cloud, mappingWith, type SumChanges } from './dry-run';

type Given = Parameters<typeof afterDryRun>[1];
const judge = (id: string, sums: SumChanges = {}, given: Given = {}) => judgeOne(id, afterDryRun(sums, given));
const byEmail: Given = { mapping: mappingWith({ loginBy: 'email' }) };
const onAtlassian: Given = { target: atlassian, mapping: mappingWith({}, { username: '${name}', source: null }) };
const serious = { outcome: 'fail', severity: 'serious' };
const advice = { outcome: 'fail', severity: 'advice' };

describe('username-collision', () => {
  it('counts people and accounts', () => {
    const finding = judge('username-collision', {
      collisions: { people: 58, accounts: 27 },
      outcomes: { collides: 58 },
    });
    expect(finding).toMatchObject(serious);
    expect(words(finding.found)).toContain('58 people would share 27 accounts');
    expect(words(finding.found)).toContain('Directory lists them (in a terminal: --people).');
    expect(words(finding.headline)).toBe('58 people would share an account with somebody');
    expect(words(judge('username-collision', { collisions: { people: 2, accounts: 1 } }).found)).toContain(
      '2 people would share 1 account:',
    );
    expect(words(judge('username-collision', { outcomes: { collides: 2 } }).found)).toContain(
      '2 people end at the username of somebody else',
    );
  });

  it('passes where none is shared, and leaves e-mails to their own check', () => {
    expect(judge('username-collision').outcome).toBe('pass');
    expect(judge('username-collision', { outcomes: { collides: 4 } }, byEmail).outcome).toBe('not-applicable');
  });

  it('follows from a username that is the same for everybody', () => {
    const literal: Mapping = mappingWith({}, { username: 'preferred_username', source: null });
    const finding = judge(
      'username-collision',
      { collisions: { people: 980, accounts: 1 }, outcomes: { collides: 980, unchanged: 0 } },
      { target: atlassian, mapping: literal },
    );
    expect(finding.blockedBy).toEqual({ check: 'username-literal' });
  });
});

describe('email-collision', () => {
  it('is serious where people are found by their e-mail', () => {
    const finding = judge('email-collision', { outcomes: { collides: 1 } }, byEmail);
    expect(finding).toMatchObject(serious);
    expect(words(finding.found)).toContain('1 person has an e-mail that leads to more than one person or account.');
    expect(judge('email-collision', { outcomes: { collides: 5 } }, { target: cloud })).toMatchObject(serious);
    expect(judge('email-collision', {}, byEmail)).toMatchObject({ outcome: 'pass', severity: 'serious' });
  });

  it('wants a look where they are found by their username', () => {
    const finding = judge('email-collision', { sharedEmails: { people: 5, emails: 2 } });
    expect(finding).toMatchObject({ outcome: 'warn', severity: 'advice' });
    expect(words(finding.found)).toContain('5 people have an e-mail that somebody else has too: 2 e-mails in all.');
    expect(judge('email-collision').outcome).toBe('pass');
  });
});

describe('near-usernames', () => {
  it('wants a look, and passes where there are none', () => {
    const finding = judge('near-usernames', { nearUsernames: { people: 2, names: 1 } });
    expect(finding).toMatchObject({ outcome: 'warn', severity: 'advice' });
    expect(words(finding.found)).toContain('2 people have usernames that differ from another');
    expect(judge('near-usernames').outcome).toBe('pass');
  });
});

describe('username-changed', () => {
  it('is serious for each who has an account and would not find it', () => {
    const finding = judge('username-changed', { outcomes: { renamed: 1 } });
    expect(finding).toMatchObject(serious);
    expect(words(finding.found)).toContain(
      'The sign-in of 1 person who has an account today asks for another username.',
    );
    expect(words(judge('username-changed', { outcomes: { renamed: 9 } }, { target: cloud }).found)).toContain(
      'The sign-in of 9 people who have an account today asks for another e-mail.',
    );
    expect(words(finding.headline)).toBe('1 person would lose the account that they have');
    expect(words(finding.fix)).toContain('“Username claim”');
  });

  it('passes where everybody finds theirs', () => {
    expect(judge('username-changed').outcome).toBe('pass');
  });
});

describe('account-not-created', () => {
  it('is serious for those who have an account under another name', () => {
    const finding = judge('account-not-created', {
      refused: { 'not-created': 9, 'no-mapped-group': 1 },
      refusedWithAccount: { 'not-created': 4 },
    });
    expect(finding).toMatchObject(serious);
    expect(words(finding.found)).toContain('10 people are refused');
    expect(words(finding.found)).toContain('4 of them have one under another name.');
    expect(words(finding.headline)).toBe('4 people would be kept out of the account that they have');
  });

  it('is advice where none has one: it may be meant so', () => {
    const refused = { 'not-created': 1 };
    expect(judge('account-not-created', { refused })).toMatchObject(advice);
    expect(words(judge('account-not-created', { refused }).found)).toContain('1 person has no account and is refused.');
    expect(words(judge('account-not-created', { refused }, onAtlassian).fix)).toContain(
      'Create users on login to the application',
    );
    const byGroup = judge('account-not-created', { refused: { 'no-mapped-group': 3, 'not-created': 1 } });
    expect(words(byGroup.fix)).toContain('“Restrict User Creation based on Group Mapping”');
    expect(judge('account-not-created').outcome).toBe('pass');
  });
});

describe('domain-not-allowed', () => {
  const mapping = mappingWith({ allowedDomains: ['acme.example'] });

  it('is serious, names the field and lists what is allowed', () => {
    const finding = judge(
      'domain-not-allowed',
      { refused: { domain: 7 }, refusedWithAccount: { domain: 5 } },
      { mapping },
    );
    expect(finding).toMatchObject({ ...serious, detail: { items: [{ text: 'acme.example' }] } });
    expect(words(finding.found)).toContain('7 people are refused for the domain of their e-mail; 5 of them');
    expect(words(finding.fix)).toContain('“Allowed Domains”');
    expect(words(judge('domain-not-allowed', { refused: { domain: 1 } }, { mapping }).found)).toContain(
      '1 person is refused for the domain of their e-mail.',
    );
  });

  it('passes where all are, and has nothing to say where any is', () => {
    expect(judge('domain-not-allowed', {}, { mapping }).outcome).toBe('pass');
    expect(judge('domain-not-allowed').outcome).toBe('not-applicable');
  });
});

describe('email-absent', () => {
  it('is serious where somebody is refused for it', () => {
    const finding = judge('email-absent', { refused: { 'no-email': 214 }, withoutEmail: 300 });
    expect(finding).toMatchObject(serious);
    expect(words(finding.found)).toContain('214 people are refused because Jira gets no e-mail of them.');
    expect(finding.handOver).toContain('214 people have no e-mail');
    const one = judge('email-absent', { refused: { 'no-email': 1 }, refusedWithAccount: { 'no-email': 1 } });
    expect(words(one.found)).toContain('1 person is refused because Jira gets no e-mail of them; 1 of them has');
    expect(one.handOver).toContain('1 person has no e-mail');
  });

  it('leaves a claim that nobody gets to its own finding, and no other claim to it', () => {
    const refused = { refused: { 'no-email': 9 } };
    const never = judge('email-absent', refused, { mapping: mappingWith({}, { email: 'mail_address' }) });
    expect(never.outcome).toBe('not-applicable');
    const otherClaim = mappingWith({}, { name: { fullName: 'display_name' } });
    expect(judge('email-absent', refused, { mapping: otherClaim })).toMatchObject(serious);
  });

  it('wants a look where they get in all the same', () => {
    const finding = judge('email-absent', { withoutEmail: 1 });
    expect(finding).toMatchObject({ outcome: 'warn', severity: 'advice', handOver: null });
    expect(words(finding.found)).toContain('1 person has no e-mail, and nobody is refused for that.');
    expect(judge('email-absent').outcome).toBe('pass');
  });
});

describe('claim-absent', () => {
  const given: Given = { target: atlassian, mapping: mappingWith({}, { username: '${name}', email: '${email}' }) };

  it('is serious where SSO for Atlassian Data Center refuses somebody', () => {
    const finding = judge(
      'claim-absent',
      { refused: { 'claim-missing': 2 }, refusedWithAccount: { 'claim-missing': 1 } },
      {
        ...given,
        mapping: mappingWith({}, { username: '${name}', email: '${email}', name: { fullName: '${displayName}' } }),
      },
    );
    expect(finding).toMatchObject(serious);
    expect(words(finding.found)).toContain(
      '2 people are refused because the ID token lacks a claim of theirs; 1 of them',
    );
    expect(words(finding.headline)).toBe('2 people would be refused for want of a claim');
  });

  it('passes where nobody is, and is nothing of other plugins', () => {
    expect(judge('claim-absent', {}, given).outcome).toBe('pass');
    expect(judge('claim-absent', { refused: { 'claim-missing': 2 } }).outcome).toBe('not-applicable');
  });
});

describe('user-forbidden', () => {
  it('wants a look where they still have an active account', () => {
    const finding = judge('user-forbidden', { barredWithAccount: 4 });
    expect(finding).toMatchObject(advice);
    expect(words(finding.found)).toContain('20 people, of whom 4 still have an active account in Jira.');
  });

  it('passes where they have none, and where nobody is barred', () => {
    expect(words(judge('user-forbidden').found)).toContain('no active account of theirs is known');
    expect(words(judge('user-forbidden', { outcomes: { barred: 0 } }).found)).toBe('Casdoor bars nobody.');
  });
});

describe('profile-changed', () => {
  it('is advice, and counts capitals apart', () => {
    const finding = judge('profile-changed', { changes: { username: 0, email: 1, fullName: 30 } });
    expect(finding).toMatchObject(advice);
    expect(words(finding.found)).toContain('The e-mail of 1 account and the full name of 30 accounts');
    expect(words(finding.fix)).toContain('“Update attributes of existing users”');
    const of = (email: number, fullName: number) =>
      words(judge('profile-changed', { changes: { username: 0, email, fullName } }).found);
    expect(of(2, 0)).toMatch(/^The e-mail of 2 accounts would be overwritten\./);
    expect(of(0, 1)).toMatch(/^The full name of 1 account would be overwritten\./);
    expect(words(judge('profile-changed').found)).toBe('None does; 3 e-mails differ by capitals alone.');
    expect(words(judge('profile-changed', { emailCapitals: 0 }).found)).toBe('None does.');
  });
});

describe('user-created', () => {
  it('passes a few, and wants a look at many', () => {
    expect(words(judge('user-created').found)).toBe('40 people have no account yet and get one at the first sign-in.');
    expect(words(judge('user-created', { outcomes: { created: 0 } }).found)).toBe('None.');
    const many = judge('user-created', { outcomes: { created: 99 } });
    expect(many).toMatchObject(advice);
    expect(words(many.found)).toContain('beside 980 active accounts of today.');
    expect(words(many.fix)).toContain('“Restrict User Creation based on Group Mapping”');
    expect(words(judge('user-created', { outcomes: { created: 99 } }, { target: atlassian }).fix)).toContain(
      'Create users on login to the application',
    );
  });
});

describe('user-tag-unlisted', () => {
  const judged = (people: number, withAccount: number) =>
    judge('user-tag-unlisted', {
      people: 1_000,
      outcomes: { barred: people },
      barredWithAccount: withAccount,
      outsideTags: { people, withAccount },
    });

  it('does not apply where nobody is kept out', () => {
    expect(judged(0, 0).outcome).toBe('not-applicable');
  });

  it('is serious where an active account is kept out, or everybody is', () => {
    expect(judged(40, 3)).toMatchObject(serious);
    expect(words(judged(40, 3).found)).toContain('40 have none of the tags of app-jira, and 3 of them have an active');
    expect(judged(1_000, 0)).toMatchObject(serious);
    expect(words(judged(1_000, 0).found)).toContain('it lets in none of 1,000 people');
  });

  it('is advice where nobody of them has an account, and leaves them out of those whom Casdoor forbids', () => {
    expect(judged(40, 0)).toMatchObject(advice);
    expect(
      judge('user-forbidden', {
        outcomes: { barred: 5 },
        barredWithAccount: 5,
        outsideTags: { people: 5, withAccount: 5 },
      }).outcome,
    ).toBe('pass');
  });
});
