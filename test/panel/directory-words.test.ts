import type { DryRunProgress, DryRunResult, DryRunView } from '../../src/contract/dry-run';
import { rowGroups } from '../../src/contract/dry-run';
import type { Report, Summary, Verdict } from '../../src/contract/report';
import { standingOfDirectory } from '../../static/panel/shell/directory-standing';
import { forecastOf } from '../../static/panel/steps/directory/forecast-words';
import { aboutGoneRun } from '../../static/panel/steps/directory/gone-run';
import { groupFates, initialsOf, whatHappens } from '../../static/panel/steps/directory/person-words';
import { answerOf, endOf } from '../../static/panel/steps/directory/result-words';
import { aboutOf, agoOf, lastedOf, timeLeftOf, titleOf } from '../../static/panel/steps/directory/running-words';
import { textPieces } from '../../static/panel/steps/directory/text-pieces';
import { mappingWith, type SumChanges, sumsOf } from '../checks/directory/dry-run';

const summaryOf = (verdict: Verdict): Summary => ({
  verdict,
  rootCause: null,
  headline: [''],
  cause: null,
  counts: { blocker: 0, serious: 0, look: 0, passed: 1, notYet: 0 },
});
const empty = summaryOf('incomplete');
const reportOf = (verdict: Verdict): Report => ({
  ...summaryOf(verdict),
  schema: 1,
  at: '2026-11-24T14:19:00.000Z',
  milliseconds: 25_000,
  from: 'local',
  plugin: 'miniorange',
  product: 'jira',
  address: null,
  used: [],
  findings: [],
  steps: { connect: empty, client: empty, 'sign-in': empty, mapping: empty, directory: summaryOf(verdict) },
});
const resultOf = (sums: SumChanges, verdict: Verdict = 'ready'): DryRunResult => ({
  sums: sumsOf(sums),
  report: reportOf(verdict),
  milliseconds: 25_000,
  rowsUntil: '2026-12-01T14:19:00.000Z',
  keepsUnchanged: true,
  rows: Object.fromEntries(rowGroups.map((group) => [group, 0])) as DryRunResult['rows'],
});
const progress: DryRunProgress = {
  phase: 'reading',
  people: { read: 29_400, total: 48_126, perSecond: 1_960, isDone: false },
  accounts: { read: 31_000, groups: 0, total: null, perSecond: 2_000, isDone: false },
  known: { barred: 0, withoutEmail: 0, sharedUsernames: 0, repeated: 0 },
  savedAt: null,
  waitsUntil: null,
};
const view = (more: Partial<DryRunView> = {}): DryRunView => ({
  id: 'a',
  who: 'Ada',
  startedAt: '2026-11-24T14:19:00.000Z',
  endedAt: '2026-11-24T14:19:25.000Z',
  state: 'done',
  mappingVersion: 4,
  progress: null,
  problem: null,
  canGoOn: false,
  result: null,
  changedSince: [],
  ...more,
});
const stateOf = (current: DryRunView | null, last: DryRunView | null = null) => ({
  access: { kind: 'none' } as const,
  administratorGroups: null,
  forecast: null,
  current,
  last,
  comparison: null,
  summary: last?.result ? summaryOf(last.result.report.verdict) : null,
});

test('the answer is that of the report, as the command says it', () => {
  const result = resultOf({}, 'at-risk');
  const directory = { ...result.report.steps.directory, headline: ['3 would not'], cause: ['Of 9 people, 6 would.'] };
  const report = { ...result.report, steps: { ...result.report.steps, directory } };
  expect(answerOf({ report })).toEqual({
    of: 'serious',
    word: 'At risk',
    headline: ['3 would not'],
    counts: ['Of 9 people, 6 would.'],
  });
  expect(endOf(stateOf(null, view({ result: { ...result, report } })), 'a')).toBe(
    '3 would not. At risk. Of 9 people, 6 would.',
  );
});

test('the end of a run is one sentence or two', () => {
  expect(endOf(stateOf(view({ state: 'cancelled' })), 'a')).toBe('The run was cancelled.');
  expect(endOf(stateOf(null, view({ id: 'before', result: resultOf({}) })), 'a')).toBe('The run was cancelled.');
  expect(endOf(stateOf(view({ state: 'stopped', problem: 'Casdoor stopped answering.' })), 'a')).toBe(
    'Casdoor stopped answering.',
  );
});

describe('the tracker', () => {
  const standing = (current: DryRunView | null, last: DryRunView | null = null) => {
    const state = stateOf(current, last);
    return standingOfDirectory({ state, summary: state.summary });
  };
  test.each([
    ['a share', view({ state: 'working', progress }), { of: 'running', text: '61%' }],
    ['a beginning', view({ state: 'working' }), { of: 'running', text: 'Reading' }],
    ['an end that is asked for', view({ state: 'cancelling', progress }), { of: 'running', text: 'Cancelling' }],
    ['a stop', view({ state: 'stopped', progress }), { of: 'not-yet', text: 'Stopped at 61%' }],
  ] as const)('tells %s', (_what, run, told) => expect(standing(run)).toEqual(told));

  test('tells administrators before all', () => {
    const result = resultOf({ administrators: { losingRights: 2, lockedOut: 1 }, outcomes: { refused: 9 } }, 'at-risk');
    expect(standing(null, view({ result }))).toEqual({ of: 'serious', text: '3 administrators' });
  });

  test('calls nothing a verdict that is about earlier settings', () => {
    const last = view({ result: resultOf({}), changedSince: ['Mapping version 5 was saved.'] });
    expect(standing(null, last)).toEqual({ of: 'not-yet', text: 'Changed since the run' });
  });

  test('goes on with the usual where there is nothing', () => {
    expect(standing(null)).toBeNull();
    expect(standing(view({ state: 'cancelled' }))).toBeNull();
  });
});

describe('a run that goes on', () => {
  test('tells speed and what is left where there is a total, and no more', () => {
    expect(timeLeftOf(progress.people)).toBe('1,960 a second, about 10 seconds left');
    expect(timeLeftOf({ read: 5, total: null, perSecond: 10 })).toBe('10 a second');
    expect(timeLeftOf({ read: 5, total: 10, perSecond: 0 })).toBe('');
  });
  test.each([
    [1, 'a moment'],
    [44, 'about 50 seconds'],
    [240, 'about 4 minutes'],
    [9_000, 'about 3 hours'],
  ])('%d seconds are %s', (seconds, words) => expect(aboutOf(seconds)).toBe(words));
  test('says what it does', () => {
    expect(titleOf(null, 'Jira')).toBe('Opening the directory');
    expect(titleOf(progress, 'Jira')).toBe('Reading both directories');
    expect(titleOf({ ...progress, accounts: null }, 'Jira')).toBe('Reading the directory');
    expect(titleOf({ ...progress, phase: 'matching' }, 'Jira')).toBe('Matching people with the accounts in Jira');
  });
  test('tells times as people do', () => {
    expect(agoOf('2026-11-24T14:00:00.000Z', Date.parse('2026-11-24T14:00:02.000Z'))).toBe('2 seconds ago');
    expect([lastedOf(2_340), lastedOf(25_000), lastedOf(600_000)]).toEqual(['2.3 seconds', '25 seconds', '10 minutes']);
    expect(forecastOf({ people: 48_126, seconds: 25, note: 'It costs 20 points.' })).toBe(
      '48,126 people in Casdoor. It takes about 30 seconds. It costs 20 points.',
    );
    expect(forecastOf(null)).toBe('How many people there are is known once the first page is read.');
  });
});

test('a run that ended without a result says how far it was', () => {
  expect(aboutGoneRun(view({ state: 'cancelled', progress })).text).toBe('29,400 of 48,126 people were read.');
  const stopped = view({ state: 'stopped', problem: '61,000 of 100,000 people read. Casdoor stopped answering.' });
  expect(aboutGoneRun(stopped)).toMatchObject({ of: 'look', title: stopped.problem, text: '' });
  expect(aboutGoneRun(view({ state: 'failed' })).title).toMatch(/broke off at .* did not say why\.$/);
});

describe('a person', () => {
  const row = {
    outcome: 'updated',
    losesRights: false,
    lockedOut: false,
    administrator: null,
    groupsLost: [],
    groupsGained: [],
    existing: {
      username: 'oscar',
      email: null,
      fullName: null,
      active: true,
      groups: ['jira-users', 'jira-administrators'],
    },
    noApplicationAccess: false,
  } as const;
  test('is told the worst first', () => {
    const existing = { ...row.existing, groups: [...row.existing.groups] };
    expect(whatHappens({ ...row, existing, losesRights: true, groupsLost: ['x'] }, 'Jira')).toEqual({
      of: 'serious',
      text: 'The first sign-in takes away administrator rights.',
    });
    expect(whatHappens({ ...row, existing, outcome: 'barred', lockedOut: true, administrator: true }, 'Jira').of).toBe(
      'serious',
    );
    expect(whatHappens({ ...row, existing, outcome: 'unchanged' }, 'Jira').of).toBe('passed');
  });
  test('sees each group once: what is taken first, what stays last', () => {
    const existing = { ...row.existing, groups: [...row.existing.groups] };
    const mapping = mappingWith({ groupMapping: { 'jira-administrators': ['acme/admins'] } });
    expect(groupFates({ ...row, existing, groupsLost: ['jira-administrators'] }, mapping, 'miniorange')).toEqual([
      { name: 'jira-administrators', fate: 'lost', words: 'taken away' },
      { name: 'jira-users', fate: 'stays', words: 'stays, not mapped' },
    ]);
    expect(groupFates({ ...row, existing, outcome: 'refused' }, mapping, 'miniorange')[0]?.words).toBe('has it today');
  });
  test.each([
    ['Oscar Olsen', 'OO'],
    ['oscar', 'O'],
    ['ada.m.young', 'AY'],
    ['', ''],
  ])('%s is %s', (name, letters) => expect(initialsOf(name)).toBe(letters));
});

describe('a file in pieces', () => {
  test('cuts no character in two', async () => {
    const text = 'äöü€'.repeat(50);
    const pieces = await textPieces(new Blob([text]), 7);
    expect(pieces?.join('')).toBe(text);
    expect(pieces?.length).toBeGreaterThan(50);
  });
  test('is one piece at least, and none where it is no UTF-8', async () => {
    expect(await textPieces(new Blob([]))).toEqual(['']);
    expect(await textPieces(new Blob([new Uint8Array([0x61, 0xff])]))).toBeNull();
    expect(await textPieces(new Blob([new Uint8Array([0x61, 0xc3])]))).toBeNull();
  });
});
