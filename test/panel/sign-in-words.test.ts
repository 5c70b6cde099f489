import type { Report, Summary, Verdict } from '../../src/contract/report';
import { plain } from '../../src/contract/report';
import type { RunView } from '../../src/contract/run';
import type { SignInResult, SignInView } from '../../src/contract/sign-in';
import { recommendedMapping } from '../../src/mapping/recommended-mapping';
import { patternEngineFor } from '../../static/panel/pattern-engine';
import { personOf } from '../../static/panel/steps/sign-in/person-of';
import { answerOf, endedAs } from '../../static/panel/steps/sign-in/sign-in-words';
import { clockOf, leftOf } from '../../static/panel/steps/sign-in/waiting-time';

const none = { blocker: 0, serious: 0, look: 0, passed: 0, notYet: 0 };
const summaryOf = (verdict: Verdict): Summary => ({
  verdict,
  rootCause: null,
  headline: ['What the checks say'],
  cause: verdict === 'ready' ? null : ['And why'],
  counts: none,
});
const resultOf = (verdict: Verdict, claims: SignInResult['claims']): SignInResult => ({
  outcome: 'succeeded',
  at: '2026-11-24T14:12:29.000Z',
  keptUntil: '2026-11-25T14:12:29.000Z',
  report: {
    ...summaryOf(verdict),
    schema: 1,
    at: '2026-11-24T14:12:29.000Z',
    milliseconds: 241,
    from: 'local',
    plugin: 'miniorange',
    product: 'jira',
    address: 'https://door.acme.example',
    used: [],
    findings: [],
    steps: {
      connect: summaryOf('incomplete'),
      client: summaryOf('incomplete'),
      mapping: summaryOf('incomplete'),
      'sign-in': summaryOf(verdict),
      directory: summaryOf('incomplete'),
    },
  },
  stations: [],
  claims,
  withheld: [],
  isVerified: true,
  tokenBytes: 2700,
  tokenFormat: 'JWT',
  tokens: null,
  isMeant: null,
});
const bob = { id_token: { name: 'bob', email: 'bob@acme.example', displayName: 'Bob' }, userinfo: null };
const claims = { ...bob, 'get-account': null };
const target = {
  settings: {
    version: 1,
    who: 'Ada',
    at: '2026-11-24T14:00:00.000Z',
    value: {
      plugin: 'miniorange' as const,
      product: 'jira' as const,
      baseUrl: 'https://jira.acme.example',
      callbackUrl: '',
      clientId: '9b1f6c0a4d7e2853b6f1',
      scopes: '',
      comparesIssuer: false,
    },
  },
  mapping: null,
  lastCheck: null,
  changedAt: '2026-11-24T14:00:00.000Z',
};
const savedMapping = (username: string) => ({
  version: 2,
  who: 'Ada',
  at: '2026-11-24T14:10:00.000Z',
  value: { ...recommendedMapping('miniorange', 'JWT'), username },
});

test('whoever gets in is named as the plugin would name them', () => {
  const result = resultOf('ready', claims);
  const answer = answerOf(result, personOf(result, target), target);
  expect(answer).toMatchObject({ of: 'passed', word: 'Ready' });
  expect(plain(answer.headline)).toBe('bob would get in');
});

test('where the checks found something serious the person gets in, and it is not green', () => {
  const result = resultOf('at-risk', claims);
  const answer = answerOf(result, personOf(result, target), target);
  expect(answer).toMatchObject({ of: 'serious', word: 'At risk', cause: ['And why'] });
  expect(plain(answer.headline)).toBe('bob would get in');
});

const checkedAs = (verdict: Verdict, at: string): RunView<Report> => ({
  id: 'b',
  kind: 'check',
  who: 'Ada',
  product: 'jira',
  startedAt: at,
  state: 'done',
  phase: '',
  progress: { done: 1, of: 1 },
  result: {
    ...resultOf('ready', claims).report,
    at,
    steps: { ...resultOf('ready', claims).report.steps, connect: summaryOf(verdict) },
  },
  problem: null,
});

test('where another step keeps people out nobody is said to get in', () => {
  const result = resultOf('ready', claims);
  const headline = (lastCheck: RunView<Report>) =>
    plain(answerOf(result, personOf(result, target), { ...target, lastCheck }).headline);
  expect(headline(checkedAs('broken', '2026-11-24T14:01:00.000Z'))).toBe('The sign-in of bob worked');
  expect(headline(checkedAs('at-risk', '2026-11-24T14:01:00.000Z'))).toBe('bob would get in');
  // Of settings that are no longer saved.
  expect(headline(checkedAs('broken', '2026-11-24T13:59:00.000Z'))).toBe('bob would get in');
});

test('a person without an e-mail gets in only where an account is there already', () => {
  const result = resultOf('ready', { ...claims, id_token: { name: 'printer', displayName: 'Printer', email: '' } });
  const answer = answerOf(result, personOf(result, target), target);
  expect(answer.of).toBe('look');
  expect(plain(answer.headline)).toBe('printer would get in, if there is an account already');
  expect(plain(answer.cause ?? [])).toContain('no e-mail');
});

test('that a new account would get no full name is said', () => {
  const result = resultOf('ready', {
    ...claims,
    id_token: { name: 'bob', email: 'bob@acme.example', displayName: '' },
  });
  const answer = answerOf(result, personOf(result, target), target);
  expect(answer.of).toBe('passed');
  expect(plain(answer.cause ?? [])).toContain('A new one would get no full name.');
});

test.each(['broken', 'incomplete'] as const)('where the sign-in is %s nobody is said to get in', (verdict) => {
  const result = resultOf(verdict, claims);
  expect(plain(answerOf(result, personOf(result, target), target).headline)).toBe('What the checks say');
});

test('a sign-in that held is not green where the mapping leaves the person without a username', () => {
  const result = resultOf('ready', claims);
  const person = personOf(result, { ...target, mapping: savedMapping('staffNumber') });
  const answer = answerOf(result, person, target);
  expect(answer).toMatchObject({ of: 'serious', word: 'Refused' });
  expect(plain(answer.headline)).toBe('The sign-in worked, but Jira would not let this person in');
});

test('the mapping that is saved is in force, and without one the recommended one', () => {
  const result = resultOf('ready', claims);
  const saved = savedMapping('email');
  expect(personOf(result, { ...target, mapping: saved })).toMatchObject({ saved, username: 'bob@acme.example' });
  expect(personOf(result, target)).toMatchObject({ saved: null, username: 'bob' });
});

test('without claims there is nobody', () => {
  const result = resultOf('broken', { id_token: null, userinfo: null, 'get-account': null });
  expect(personOf(result, target)).toBeNull();
  expect(plain(answerOf(result, null, target).headline)).toBe('What the checks say');
});

test('what was dropped refuses nobody by a mapping that is saved later, and is not said to be a directory’s affair', () => {
  const result = { ...resultOf('ready', claims), withheld: ['staffNumber'] };
  const person = personOf(result, { ...target, mapping: savedMapping('staffNumber') });
  expect(person).toMatchObject({ getsIn: false, trail: { outcome: 'not-certain' } });
  const notes = person?.trail.fields.flatMap(({ steps }) => steps.map(({ note }) => note));
  expect(notes).toContain('What came under this name was dropped, because it can carry secrets or is not known here.');
  expect(answerOf(result, person, target).of).toBe('not-certain');
});

test('whoever gets in is named by the e-mail where the plugin looks people up by it', () => {
  const plugin = 'miniorange-cloud' as const;
  const onCloud = { ...target, settings: { ...target.settings, value: { ...target.settings.value, plugin } } };
  const result = resultOf('ready', { ...claims, userinfo: { email: 'bob@acme.example' } });
  const person = personOf(result, onCloud);
  expect(person).toMatchObject({ username: null, lookedFor: 'bob@acme.example', getsIn: true });
  expect(plain(answerOf(result, person, onCloud).headline)).toBe('bob@acme.example would get in');
});

test('a regular expression is not certain until there is what runs it', async () => {
  const saved = savedMapping('email');
  const by = { ...target, mapping: { ...saved, value: { ...saved.value, rules: { usernamePattern: '^[^@]+' } } } };
  const result = resultOf('ready', claims);
  expect(personOf(result, by)?.getsIn).toBe(false);
  const engine = await patternEngineFor(by.mapping.value);
  expect(personOf(result, by, engine)).toMatchObject({ username: 'bob', getsIn: true });
  expect(await patternEngineFor(saved.value)).toBeUndefined();
});

test.each([
  ['succeeded', 'ready', 'passed', 'Worked'],
  ['succeeded', 'at-risk', 'serious', 'Worked, with findings'],
  ['refused', 'broken', 'blocker', 'Refused'],
  ['refused', 'incomplete', 'not-yet', 'Refused'],
  ['failed', 'at-risk', 'serious', 'Failed'],
  ['abandoned', 'broken', 'not-yet', 'Abandoned'],
] as const)('a line of the history has the mark of its result: %s, %s', (outcome, verdict, of, text) => {
  const note = { id: 'a', who: 'Ada', at: '2026-11-24T14:12:29.000Z', cause: null };
  expect(endedAs({ ...note, outcome, verdict }, null)).toEqual({ of, text });
});

test.each([
  ['open', 'Goes on'],
  ['interrupted', 'Interrupted'],
  ['cancelled', 'Cancelled'],
] as const)('the newest one, %s, is told by its state', (state, text) => {
  const note = { id: 'a', who: 'Ada', at: '2026-11-24T14:12:29.000Z', outcome: null, verdict: null, cause: null };
  const view: SignInView = {
    id: 'a',
    who: 'Ada',
    isMine: true,
    startedAt: note.at,
    expiresAt: '2026-11-24T14:27:29.000Z',
    state,
    link: null,
    pressedAt: null,
    result: null,
    isStale: false,
  };
  expect(endedAs(note, view).text).toBe(text);
  expect(endedAs(note, { ...view, id: 'b' }).text).toBe('Ended without a result');
});

test('time is counted down to nothing, and not beyond', () => {
  const view = { expiresAt: '2026-11-24T14:27:29.000Z' };
  expect(leftOf(view, Date.parse('2026-11-24T14:17:47.000Z'))).toBe('9:42');
  expect(leftOf(view, Date.parse('2026-11-24T15:00:00.000Z'))).toBe('0:00');
  expect(clockOf(18_999)).toBe('0:18');
});
