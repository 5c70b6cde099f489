import { judgeOne, words } from '../judge-one';
import { afterDryRun, atlassian, mappingWith, type SumChanges } from './dry-run';

type Given = Parameters<typeof afterDryRun>[1];
const lockedOut = (sums: SumChanges, given: Given = {}) =>
  judgeOne('administrator-locked-out', afterDryRun(sums, given));
const losing = (sums: SumChanges, given: Given = {}) =>
  judgeOne('administrator-loses-groups', afterDryRun(sums, given));

describe('administrator-locked-out', () => {
  const one: SumChanges = { administrators: { lockedOut: 1 }, outcomes: { renamed: 1 } };

  it('is serious, and says how many of how many and how to see them', () => {
    const finding = lockedOut(one);
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(words(finding.found)).toBe(
      'Of 12 administrators 1 would no longer reach the account of today. Directory lists them (in a terminal: --people).',
    );
    expect(words(finding.headline)).toBe('1 of 12 administrators would lose access');
    expect(words(finding.fix)).toContain('“Username claim”');
  });

  it('stands where not all administrators are known', () => {
    const finding = lockedOut({ administrators: { lockedOut: 2, total: null }, outcomes: { renamed: 2 } });
    expect(finding.outcome).toBe('fail');
    expect(words(finding.found)).toContain('2 administrators would no longer reach');
    expect(words(finding.found)).toContain('Whether there are more could not be told.');
    expect(words(finding.headline)).toBe('2 administrators would lose access');
  });

  it('puts first what lets most of them in again', () => {
    const fix = (sums: SumChanges, given: Given = {}) =>
      words(lockedOut({ administrators: { lockedOut: 1 }, ...sums }, given).fix);
    expect(fix({ refusedWithAccount: { domain: 3 } })).toContain('“Allowed Domains”');
    expect(fix({ refusedWithAccount: { 'no-email': 3 } })).toContain('fill in “Email”');
    expect(fix({ refusedWithAccount: { 'claim-missing': 3 } })).toContain('fill in what is empty');
    expect(fix({ barredWithAccount: 3 })).toContain('“Is forbidden”');
    expect(fix({ barredWithAccount: 3, outcomes: { renamed: 4 } })).toContain('“Username claim”');
    expect(fix({ refusedWithAccount: { 'not-created': 3 } }, { target: atlassian })).toContain('“Username mapping”');
    expect(fix({ outcomes: { collides: 3 } }, { mapping: mappingWith({ loginBy: 'email' }) })).toContain('“Email”');
  });

  it('passes where none is, with the number looked at', () => {
    const finding = lockedOut({});
    expect(finding.outcome).toBe('pass');
    expect(words(finding.found)).toBe('None of 12 administrators would be locked out.');
  });
});

describe('administrator-loses-groups', () => {
  const lost = [
    { name: 'Jira-Administrators', people: 2 },
    { name: 'jira-software-users', people: 1_300 },
  ];

  it('is serious where rights go, and names the groups that administer', () => {
    const finding = losing({
      administrators: { losingRights: 2, losingGroups: 2 },
      groups: { losing: 1_300, lost },
    });
    expect(finding).toMatchObject({
      outcome: 'fail',
      severity: 'serious',
      detail: { items: [{ text: 'Jira-Administrators', note: 'of 2 people' }] },
    });
    expect(words(finding.found)).toContain(
      'Of 12 administrators 2 would be taken out of a group that administers Jira.',
    );
    expect(words(finding.headline)).toBe('2 of 12 administrators would lose rights');
    expect(words(finding.fix)).toContain('“Keep Existing Users Groups”');
  });

  it('says the field of the plugin that takes groups away', () => {
    const finding = losing({ administrators: { losingRights: 1, losingGroups: 1 } }, { target: atlassian });
    expect(words(finding.fix)).toContain('clear the field “Groups”');
    expect(finding.detail).toBeNull();
  });

  it('says that it is other groups where rights stay', () => {
    const finding = losing({ administrators: { losingGroups: 1 }, groups: { losing: 1_300, lost } });
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'serious' });
    expect(words(finding.heading)).toBe('Administrators would lose groups');
    expect(words(finding.found)).toContain('1 administrator would be taken out of groups, none of which administers');
    expect(finding.detail).toMatchObject({ items: [{ text: 'Jira-Administrators' }, { text: 'jira-software-users' }] });
  });

  it('passes where nobody loses one', () => {
    expect(words(losing({}).found)).toBe('None of 12 administrators would lose a group.');
  });
});

describe('the one sentence of the verdict', () => {
  const headline = (administrators: NonNullable<SumChanges['administrators']>, id = 'groups-removed') =>
    words(
      judgeOne(id, afterDryRun({ administrators, groups: { losing: 30, lost: [{ name: 'staff', people: 30 }] } }))
        .headline,
    );

  it('is about the administrators, whichever finding is the cause', () => {
    expect(headline({ lockedOut: 1, losingRights: 2, total: 41 })).toBe(
      '3 of 41 administrators would lose rights or access',
    );
    expect(headline({ losingRights: 1, total: 1 })).toBe('The only administrator would lose rights');
    expect(headline({ lockedOut: 4, total: 4 })).toBe('All 4 administrators would lose access');
    expect(headline({ lockedOut: 1, total: null })).toBe('1 administrator would lose access');
    expect(headline({ lockedOut: 1 }, 'administrator-loses-groups')).toBe('');
  });

  it('is about the others where no administrator is harmed', () => {
    expect(headline({})).toBe('30 people would lose groups');
  });
});
