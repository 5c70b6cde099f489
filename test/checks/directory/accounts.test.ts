import { judgeOne, words } from '../judge-one';
import { afterDryRun, atlassian, type SumChanges } from './dry-run';

type Given = Parameters<typeof afterDryRun>[1];
const judge = (id: string, sums: SumChanges = {}, given: Given = {}) => judgeOne(id, afterDryRun(sums, given));
const advice = { outcome: 'fail', severity: 'advice' };
const serious = { outcome: 'fail', severity: 'serious' };
const nothingRead: SumChanges = { accounts: null, activeAccounts: null };

describe('groups-removed', () => {
  const lost = [
    { name: 'jira-software-users', people: 30 },
    { name: 'staff', people: 1 },
  ];

  it('is serious, and lists the groups', () => {
    const finding = judge('groups-removed', { groups: { losing: 30, lost } });
    expect(finding).toMatchObject({
      ...serious,
      detail: {
        items: [
          { text: 'jira-software-users', note: 'of 30 people' },
          { text: 'staff', note: 'of 1 person' },
        ],
      },
    });
    expect(words(finding.found)).toContain(
      '30 people would be taken out of 2 groups, most of them out of jira-software-users.',
    );
    expect(words(judge('groups-removed', { groups: { losing: 1 } }).found)).toContain(
      '1 person would be taken out of groups.',
    );
    expect(words(judge('groups-removed', { groups: { losing: 1 } }, { target: atlassian }).fix)).toContain('“Groups”');
  });

  it('passes where nobody loses one', () => {
    expect(judge('groups-removed').outcome).toBe('pass');
  });
});

describe('no-application-access', () => {
  it('is serious where the sign-ins bring it about', () => {
    const finding = judge('no-application-access', { noApplicationAccess: 31 });
    expect(finding).toMatchObject(serious);
    expect(words(finding.found)).toContain('31 people would get in and be in no group that may use Jira.');
    expect(words(finding.fix)).toContain('“Default Group”');
    expect(words(judge('no-application-access', { noApplicationAccess: 1 }, { target: atlassian }).fix)).toContain(
      'Application access',
    );
  });

  it('is advice where they are in none today either, such as customers of a portal', () => {
    const asToday = judge('no-application-access', { noApplicationAccess: 700, noAccessToday: 700 });
    expect(asToday).toMatchObject(advice);
    expect(words(asToday.found)).toContain('700 people would be in no group that may use Jira, as today.');
    const some = judge('no-application-access', { noApplicationAccess: 700, noAccessToday: 699 });
    expect(some).toMatchObject(serious);
    expect(words(some.found)).toContain(
      '1 person would get in and be in no group that may use Jira, beside 699 who are in none today.',
    );
  });

  it('passes where everybody may, and says nothing where it cannot be told', () => {
    expect(judge('no-application-access').outcome).toBe('pass');
    expect(judge('no-application-access', { noApplicationAccess: null }).outcome).toBe('not-applicable');
  });
});

describe('seats-exceeded', () => {
  const seats = (gaining: number, left: number | null) => [{ application: 'Jira Software', gaining, left }];

  it('is serious where more people gain access than there are seats', () => {
    const finding = judge('seats-exceeded', {
      seats: [{ application: 'Jira Service Management', gaining: 1, left: 3 }, ...seats(40, 12)],
    });
    expect(finding).toMatchObject({
      ...serious,
      detail: { items: [{ text: 'Jira Software', note: '40 gain access, 12 left' }] },
    });
    expect(words(finding.found)).toBe('40 people gain access to Jira Software, which has 12 seats left.');
    expect(words(judge('seats-exceeded', { seats: seats(1, 0) }).found)).toBe(
      '1 person gains access to Jira Software, which has no seat left.',
    );
  });

  it('passes as many as there are, and a licence without an end', () => {
    expect(judge('seats-exceeded', { seats: seats(40, 40) }).outcome).toBe('pass');
    expect(judge('seats-exceeded', { seats: seats(40, null) }).outcome).toBe('pass');
    expect(words(judge('seats-exceeded', { seats: seats(0, 1) }).found)).toBe('Nobody needs another one.');
    expect(judge('seats-exceeded', { seats: null }).outcome).toBe('not-applicable');
  });
});

describe('account-inactive', () => {
  it('is advice: they are refused today as well', () => {
    const finding = judge('account-inactive', { inactive: 1 });
    expect(finding).toMatchObject(advice);
    expect(words(finding.found)).toContain('1 person whom Casdoor lets in finds an account that is inactive.');
    expect(judge('account-inactive').outcome).toBe('pass');
  });

  it('is not green where inactive accounts are not told', () => {
    const untold = [{ what: 'inactive-accounts' as const, count: null, message: 'Confluence tells active ones.' }];
    expect(judge('account-inactive', { untold }).outcome).toBe('not-applicable');
    expect(judge('account-inactive', nothingRead).outcome).toBe('not-applicable');
  });
});

describe('account-in-read-only-directory', () => {
  it('is advice, and not green where nothing was read', () => {
    const finding = judge('account-in-read-only-directory', { readOnly: 500 });
    expect(finding).toMatchObject(advice);
    expect(words(finding.found)).toContain('500 people get into an account of a directory that Jira only reads');
    expect(judge('account-in-read-only-directory').outcome).toBe('pass');
    expect(judge('account-in-read-only-directory', nothingRead).outcome).toBe('not-applicable');
  });
});

describe('account-in-two-directories', () => {
  it('is advice, and not green where nothing was read', () => {
    const finding = judge('account-in-two-directories', { doubled: 1 });
    expect(finding).toMatchObject(advice);
    expect(words(finding.found)).toBe('In Jira 1 username belongs to more than one account.');
    expect(judge('account-in-two-directories').outcome).toBe('pass');
    expect(judge('account-in-two-directories', nothingRead).outcome).toBe('not-applicable');
  });
});

describe('accounts-unreached', () => {
  it('is advice, administrators first', () => {
    const finding = judge('accounts-unreached', { onlyInTarget: { total: 9, active: 7, administrators: 2 } });
    expect(finding).toMatchObject(advice);
    expect(words(finding.found)).toContain(
      '7 active accounts are reached by nobody in Casdoor, and 2 of them administer Jira.',
    );
    expect(words(finding.fix)).toContain('“Backdoor URL”');
    const one = judge(
      'accounts-unreached',
      { onlyInTarget: { total: 1, active: 1, administrators: 0 } },
      { target: atlassian },
    );
    expect(words(one.found)).toContain('1 active account is reached by nobody in Casdoor.');
    expect(words(one.fix)).toContain('the sign-in form beside the button');
  });

  it('warns in earnest where nobody reaches any of many', () => {
    const nobody: SumChanges = { outcomes: { unchanged: 0, created: 980 } };
    const active = (many: number) => ({ onlyInTarget: { total: many, active: many, administrators: 1 } });
    expect(judge('accounts-unreached', { ...nobody, ...active(980) })).toMatchObject({
      outcome: 'warn',
      severity: 'serious',
    });
    // A new Jira has its first administrator and a few robots.
    expect(judge('accounts-unreached', { ...nobody, ...active(3) })).toMatchObject(advice);
  });

  it('is not green where not everybody was read', () => {
    expect(judge('accounts-unreached').outcome).toBe('pass');
    expect(judge('accounts-unreached', { onlyInTarget: null }).outcome).toBe('blocked');
    expect(judge('accounts-unreached', { outcomes: { 'not-certain': 1 } }).outcome).toBe('blocked');
  });
});
