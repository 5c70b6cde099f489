import { catalogue } from '../../../src/checks/catalogue';
import { buildReport } from '../../../src/checks/report';
import { askedAreas } from '../../../src/diagnosis/given';
import { evidenceOf, healthyGiven } from '../healthy-evidence';
import { judgeOne, words } from '../judge-one';
import { judged } from '../judged';
import { afterDryRun, atlassian, cloud, healthySums, mappingWith, other, type SumChanges, sumsOf } from './dry-run';

const verdictOf = (sums: SumChanges, given: Parameters<typeof afterDryRun>[1] = {}) => {
  const evidence = evidenceOf(afterDryRun(sums, given));
  return buildReport(catalogue, evidence, askedAreas(evidence.given), 1);
};

describe('a healthy set-up after a dry run', () => {
  it.each([
    ['miniOrange', {}],
    [
      'SSO for Atlassian Data Center',
      { target: atlassian, mapping: mappingWith({}, { username: '${name}', source: null }) },
    ],
    ['the Cloud app', { target: cloud }],
    ['another plugin', { target: other }],
  ])('of %s has no fault in the directory', (_plugin, given) => {
    const found = judged(evidenceOf(afterDryRun({}, given))).filter(({ area }) => area === 'directory');
    expect(found.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable')).toEqual([]);
  });

  it('is ready, and at most wants a look, with what is usual in a directory', () => {
    const usual: SumChanges = {
      outcomes: { updated: 300, unchanged: 440, created: 240, barred: 20 },
      changes: { username: 0, email: 280, fullName: 90 },
      onlyInTarget: { total: 130, active: 120, administrators: 2 },
      barredWithAccount: 4,
      inactive: 3,
      readOnly: 500,
      doubled: 2,
      sharedEmails: { people: 6, emails: 3 },
      nearUsernames: { people: 2, names: 1 },
      withoutEmail: 9,
      seats: null,
      noApplicationAccess: 700,
      noAccessToday: 700,
      reading: { repeated: 2, missing: 0, nameless: 1, isLoose: false },
      untold: [{ what: 'application-access', count: null, message: 'Jira does not say who may use it.' }],
    };
    const report = verdictOf(usual);
    expect([report.verdict, report.rootCause, report.steps.directory.verdict]).toEqual(['ready', null, 'ready']);
    const notYet = report.findings.filter(({ outcome }) => outcome === 'blocked' || outcome === 'crashed');
    expect(notYet.filter(({ area }) => area === 'directory' || area === 'mapping')).toEqual([]);
  });

  it('says in every sentence what it means to say', () => {
    for (const finding of judged(evidenceOf(afterDryRun())))
      for (const rich of [finding.found, finding.heading, finding.why, finding.fix])
        expect(JSON.stringify(rich)).not.toMatch(/\{\w+\}"|undefined|\[object/);
  });
});

describe('without a dry run', () => {
  it('nothing of the directory is asked for, and nothing is incomplete', () => {
    const evidence = evidenceOf();
    expect(askedAreas(evidence.given)).not.toContain('directory');
    expect(buildReport(catalogue, evidence, askedAreas(evidence.given), 1).verdict).toBe('ready');
  });

  it('each check waits for one', () => {
    const waiting = judged(evidenceOf()).filter(({ area }) => area === 'directory');
    expect(waiting.length).toBeGreaterThan(15);
    for (const { outcome, blockedBy, found, id } of waiting) {
      // Of a plugin that has no such rule, nothing is waited for.
      if (id === 'claim-absent') continue;
      expect([outcome, blockedBy]).toEqual(['blocked', { missing: 'dry-run' }]);
      expect(words(found)).toBe('It waits for a dry run of the directory.');
    }
  });
});

/** Ids of what could not be judged and weighs something. */
const heavyBlocked = (sums: SumChanges) =>
  verdictOf(sums)
    .findings.filter(({ outcome, severity }) => outcome === 'blocked' && severity !== 'advice')
    .map(({ id, blockedBy }) => [id, blockedBy]);

describe('directory-incomplete', () => {
  it.each<[string, SumChanges, string]>([
    ['nobody was read', { people: 0 }, 'Casdoor named nobody'],
    [
      'Casdoor stopped',
      { untold: [{ what: 'people', count: null, message: 'Casdoor stopped answering at 14:31.' }] },
      '1,000 people were read, and not everybody. Casdoor stopped answering at 14:31.',
    ],
    ['no accounts were read', { accounts: null, activeAccounts: null }, 'Who is in Jira already was not read'],
    [
      'the accounts were read in part',
      { untold: [{ what: 'accounts', count: null, message: 'Jira answers no more than 1,000.' }] },
      '990 accounts were read, and not all that Jira has. Jira answers no more than 1,000.',
    ],
    [
      'some are not certain',
      { outcomes: { unchanged: 937, 'not-certain': 3 } },
      'Of 1,000 people it is not certain of 3 what becomes of them.',
    ],
  ])('says so where %s, and nothing that hangs on it is green', (_what, sums, found) => {
    const finding = judgeOne('directory-incomplete', afterDryRun(sums));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice' });
    expect(words(finding.found)).toContain(found);
    const report = verdictOf(sums);
    expect([report.verdict, report.rootCause]).toEqual(['incomplete', null]);
    const blocked = heavyBlocked(sums);
    expect(blocked.map(([id]) => id)).toEqual(
      expect.arrayContaining(['username-collision', 'username-changed', 'groups-removed']),
    );
    for (const [, by] of blocked) expect(by).toEqual({ check: 'directory-incomplete' });
  });

  it('holds nothing back of administrators that is certain of them', () => {
    const of = (sums: SumChanges) =>
      ['administrator-locked-out', 'administrator-loses-groups'].map((id) => judgeOne(id, afterDryRun(sums)).outcome);
    const uncertain = { unchanged: 937, 'not-certain': 3 };
    expect(of({ outcomes: uncertain })).toEqual(['pass', 'pass']);
    expect(of({ outcomes: uncertain, administrators: { groupsOpen: 1 } })).toEqual(['pass', 'blocked']);
    expect(of({ outcomes: uncertain, administrators: { accessOpen: 1, groupsOpen: 1 } })).toEqual([
      'blocked',
      'blocked',
    ]);
    expect(of({ accounts: null, administrators: { total: null } })).toEqual(['blocked', 'blocked']);
    expect(of({ untold: [{ what: 'accounts', count: null, message: 'Jira stopped.' }] })).toEqual([
      'blocked',
      'blocked',
    ]);
  });

  it('says where it is only open what changes, and for whom', () => {
    const found = (sums: SumChanges) => words(judgeOne('directory-incomplete', afterDryRun(sums)).found);
    expect(found({ outcomes: { unchanged: 937, 'not-certain': 3 }, getIn: 3 })).toContain(
      'Of 1,000 people it is not certain of 3 what changes in their account; all of them get in.',
    );
    expect(found({ outcomes: { unchanged: 937, 'not-certain': 3 }, getIn: 2 })).toContain(
      '; 2 of these get in, and only',
    );
    expect(found({ administrators: { groupsOpen: 1 } })).toContain(
      'Of 1 administrator it is not certain which groups are left.',
    );
    expect(
      judgeOne('administrator-loses-groups', afterDryRun({ administrators: { groupsOpen: 1 } })).blockedBy,
    ).toEqual({
      check: 'directory-incomplete',
    });
  });

  it('leaves what is certain red, whatever else could not be told', () => {
    const report = verdictOf({ outcomes: { renamed: 7, 'not-certain': 5 } });
    expect([report.verdict, report.rootCause]).toEqual(['at-risk', 'username-changed']);
  });

  it('warns of what does not stand in the way of anybody, and lists it', () => {
    const message = 'Confluence tells no e-mails.';
    const finding = judgeOne('directory-incomplete', afterDryRun({ untold: [{ what: 'emails', count: 1, message }] }));
    expect(finding).toMatchObject({
      outcome: 'warn',
      severity: 'advice',
      detail: { kind: 'list', items: [{ text: message, note: 'it concerns 1' }] },
    });
    const reading = (changes: Partial<typeof healthySums.reading>) =>
      judgeOne('directory-incomplete', afterDryRun({ reading: { ...healthySums.reading, ...changes } }));
    expect(words(reading({ nameless: 1 }).found)).toContain('1 entry of the directory has no name');
    expect(reading({ repeated: 2 }).outcome).toBe('pass');
    expect(words(reading({ repeated: 2 }).found)).toContain('2 met twice were counted once');
  });

  it('leaves out who administers, which is a finding of its own', () => {
    const untold = [{ what: 'administrators' as const, count: null, message: 'None was named.' }];
    expect(judgeOne('directory-incomplete', afterDryRun({ untold })).outcome).toBe('pass');
  });
});

describe('administrators-untold', () => {
  it.each([null, 0])('says so where %s administrators were found, and theirs is not judged', (total) => {
    const sums: SumChanges = {
      administrators: { total },
      untold: [{ what: 'administrators', count: null, message: 'There is no group jira-administrators.' }],
    };
    const finding = judgeOne('administrators-untold', afterDryRun(sums));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'advice' });
    expect(words(finding.heading)).toBe('Who administers Jira could not be told');
    expect(heavyBlocked(sums)).toEqual([
      ['administrator-locked-out', { check: 'administrators-untold' }],
      ['administrator-loses-groups', { check: 'administrators-untold' }],
    ]);
    expect(verdictOf(sums).verdict).toBe('incomplete');
  });

  it('says that there may be more where a group could not be read', () => {
    const untold = [{ what: 'administrators' as const, count: null, message: 'One group was refused.' }];
    const finding = judgeOne('administrators-untold', afterDryRun({ untold }));
    expect(finding.outcome).toBe('fail');
    expect(words(finding.found)).toBe('12 administrators were found, and there may be more. One group was refused.');
  });

  it('passes where they are known, and leaves it to the accounts where those were not read', () => {
    expect(words(judgeOne('administrators-untold', afterDryRun()).found)).toBe('12 accounts administer Jira.');
    expect(words(judgeOne('administrators-untold', afterDryRun({ administrators: { total: 1 } })).found)).toBe(
      '1 account administers Jira.',
    );
    const nothing: SumChanges = { accounts: null, administrators: { total: null } };
    expect(judgeOne('administrators-untold', afterDryRun(nothing)).outcome).toBe('not-applicable');
  });
});

it('names nobody: every example of the sums is a number or a group', () => {
  expect(Object.keys(sumsOf())).not.toEqual(expect.arrayContaining(['rows', 'names', 'usernames']));
  expect(healthyGiven.directory).toBeNull();
});
