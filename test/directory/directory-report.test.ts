import { toReportJson } from '../../src/checks/report-json';
import { reportMarkdown } from '../../src/checks/report-markdown';
import { reportText } from '../../src/checks/report-text';
import { plain, type Report } from '../../src/contract/report';
import { type DirectoryReportOptions, directoryReport } from '../../src/directory/directory-report';
import { mappingWith, miniorange, type SumChanges, sumsOf } from '../checks/directory/dry-run';
import { healthy } from '../checks/healthy-evidence';

const options: Omit<DirectoryReportOptions, 'sums'> = {
  given: { target: miniorange, mapping: mappingWith(), clientId: 'app-jira', scopes: ['openid', 'profile', 'email'] },
  address: 'door.acme.example',
  at: '2026-11-24T14:19:00.000Z',
  milliseconds: 25_000,
  from: 'local',
};
const reportOf = (
  sums: SumChanges = {},
  more: Partial<Pick<DirectoryReportOptions, 'application' | 'given' | 'tokenFormat'>> = {},
): Report => directoryReport({ ...options, sums: sumsOf(sums), ...more });
const told = ({
  verdict,
  rootCause,
  headline,
  cause,
}: Pick<Report, 'verdict' | 'rootCause' | 'headline' | 'cause'>) => [
  verdict,
  rootCause,
  plain(headline),
  plain(cause ?? []),
];

const acme: SumChanges = {
  people: 48_126,
  accounts: 46_500,
  outcomes: { unchanged: 40_913, updated: 3_204, created: 2_871, collides: 58, barred: 594, refused: 486 },
  administrators: { total: 41, lockedOut: 1, losingRights: 2, losingGroups: 2 },
  groups: { losing: 2, lost: [{ name: 'jira-administrators', people: 2 }] },
  collisions: { people: 58, accounts: 27 },
  refused: { 'no-email': 486 },
};

describe('directoryReport', () => {
  it('says first what becomes of administrators, then of everybody', () => {
    const report = reportOf(acme);
    const expected = [
      'at-risk',
      'administrator-locked-out',
      '3 of 41 administrators would lose rights or access',
      'Of 48,126 people, 46,988 would get in and 1,138 would not.',
    ];
    expect(told(report)).toEqual(expected);
    expect(told(report.steps.directory)).toEqual(expected);
    expect(report).toMatchObject({
      schema: 1,
      at: '2026-11-24T14:19:00.000Z',
      milliseconds: 25_000,
      from: 'local',
      plugin: 'miniorange',
      address: 'https://door.acme.example',
    });
  });

  it('keeps that sentence where the cause is in the mapping', () => {
    const report = reportOf({
      ...acme,
      groups: { losing: 900, emptied: 900, lost: [{ name: 'jira-administrators', people: 900 }] },
    });
    expect(told(report).slice(1, 3)).toEqual(['groups-emptied', '3 of 41 administrators would lose rights or access']);
    expect(report.findings.find(({ id }) => id === 'groups-removed')?.blockedBy).toEqual({ check: 'groups-emptied' });
    expect(report.findings.find(({ id }) => id === 'administrator-loses-groups')?.outcome).toBe('fail');
  });

  it('keeps it where the cause is no finding of the dry run', () => {
    const mapping = mappingWith({}, { username: 'displayName' });
    const report = reportOf(acme, { application: healthy('application'), given: { ...options.given, mapping } });
    expect(told(report).slice(1, 3)).toEqual([
      'username-mutable',
      '3 of 41 administrators would lose rights or access',
    ]);
  });

  it('is ready for a healthy directory, with nothing left unjudged', () => {
    const report = reportOf({}, { application: healthy('application') });
    expect(told(report)).toEqual([
      'ready',
      null,
      'Nobody would lose an account, rights or a group',
      'Of 1,000 people, 980 would get in and 20 would not.',
    ]);
    expect(report.counts.notYet).toBe(0);
    expect(report.tokenFormat).toBe('JWT');
    // Without the application's configuration, less of the mapping is judged, and nothing is waited for.
    const less = reportOf({}, { tokenFormat: 'JWT-Empty' });
    expect([less.verdict, less.counts.notYet, less.tokenFormat]).toEqual(['ready', 0, 'JWT-Empty']);
    expect(less.findings.length).toBeLessThan(report.findings.length);
    expect(new Set(less.findings.map(({ area }) => area))).toEqual(new Set(['mapping', 'directory']));
  });

  it('is never ready where something could not be told', () => {
    const uncertain = reportOf({ outcomes: { unchanged: 937, 'not-certain': 3 } });
    expect(told(uncertain)).toEqual([
      'incomplete',
      null,
      'Nobody is harmed as far as could be told, but not everybody could',
      'Of 1,000 people, 977 would get in, 20 would not, and of 3 it is not certain.',
    ]);
    // They get in; what changes in their account is open.
    expect(told(reportOf({ outcomes: { unchanged: 937, 'not-certain': 3 }, getIn: 2 }))[3]).toBe(
      'Of 1,000 people, 979 would get in, 20 would not, and of 1 it is not certain.',
    );
    expect(told(reportOf({ administrators: { total: null } })).slice(0, 3)).toEqual([
      'incomplete',
      null,
      'Whether administrators keep their access to Jira could not be told',
    ]);
    expect(told(reportOf({ people: 0, outcomes: { unchanged: 0, created: 0, barred: 0 } }))).toEqual([
      'incomplete',
      null,
      expect.any(String),
      'There is nobody in the directory.',
    ]);
    const unread = { what: 'people' as const, count: null, message: 'Casdoor did not answer.' };
    expect(told(reportOf({ people: 0, outcomes: { unchanged: 0, created: 0, barred: 0 }, untold: [unread] }))[3]).toBe(
      'Nobody in the directory could be read.',
    );
  });

  it.each<[string, SumChanges, string]>([
    ['all', { people: 980, outcomes: { barred: 0 } }, 'All 980 people would get in.'],
    ['one', { people: 1, outcomes: { unchanged: 1, created: 0, barred: 0 } }, 'The one person would get in.'],
    ['none', { people: 20, outcomes: { unchanged: 0, created: 0, barred: 20 } }, 'None of 20 people would get in.'],
    [
      'nobody of whom it is certain',
      { people: 5, outcomes: { unchanged: 0, created: 0, barred: 0, 'not-certain': 5 } },
      'Of 5 people nothing is certain.',
    ],
  ])('counts %s', (_who, sums, sentence) => {
    expect(told(reportOf(sums))[3]).toBe(sentence);
  });

  it('is broken where nobody has a username', () => {
    const report = reportOf({
      outcomes: { unchanged: 0, created: 0, barred: 20, refused: 980 },
      refused: { 'no-username': 980 },
      withoutUsername: 980,
    });
    expect(told(report).slice(0, 3)).toEqual(['broken', 'username-absent', 'Nobody can sign in yet']);
  });

  it('reads the same in the terminal, in a ticket and in a script', () => {
    const report = reportOf(acme);
    for (const text of [reportText(report, { colour: false }), reportMarkdown(report)]) {
      expect(text).toContain('3 of 41 administrators would lose rights or access');
      expect(text).toContain('Of 48,126 people, 46,988 would get in and 1,138 would not.');
      expect(text).toContain('administrator-loses-groups');
    }
    const json = toReportJson(report, null);
    expect(json.findings.filter(({ area }) => area === 'directory').length).toBeGreaterThan(15);
  });
});
