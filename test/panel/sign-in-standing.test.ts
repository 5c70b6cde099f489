import type { Summary, Verdict } from '../../src/contract/report';
import type { SignInNote, SignInView } from '../../src/contract/sign-in';
import { standingOfSignIn } from '../../static/panel/shell/sign-in-standing';
import { personOf } from '../../static/panel/steps/sign-in/person-of';
import type { SignIn } from '../../static/panel/use-sign-in';

const summaryOf = (verdict: Verdict): Summary => ({
  verdict,
  rootCause: null,
  headline: [''],
  cause: null,
  counts: { blocker: 0, serious: 0, look: 0, passed: 1, notYet: 0 },
});
const result: NonNullable<SignInView['result']> = {
  outcome: 'succeeded',
  at: '2026-11-24T14:12:29.000Z',
  keptUntil: '2026-11-25T14:12:29.000Z',
  report: {
    ...summaryOf('ready'),
    schema: 1,
    at: '2026-11-24T14:12:29.000Z',
    milliseconds: 241,
    from: 'local',
    plugin: 'miniorange',
    product: 'jira',
    address: null,
    used: [],
    findings: [],
    steps: {
      connect: summaryOf('incomplete'),
      client: summaryOf('incomplete'),
      mapping: summaryOf('incomplete'),
      'sign-in': summaryOf('ready'),
      directory: summaryOf('incomplete'),
    },
  },
  stations: [],
  claims: {
    id_token: { name: 'Lee', email: 'lee@acme.example', displayName: 'Lee Wen' },
    userinfo: null,
    'get-account': null,
  },
  withheld: [],
  isVerified: true,
  tokenBytes: 2700,
  tokenFormat: 'JWT',
  tokens: null,
  isMeant: null,
};
const view: SignInView = {
  id: 'a',
  who: 'Ada',
  isMine: true,
  startedAt: '2026-11-24T14:12:00.000Z',
  expiresAt: '2026-11-24T14:27:00.000Z',
  state: 'done',
  link: null,
  pressedAt: null,
  result,
  isStale: false,
};
const value = {
  plugin: 'miniorange' as const,
  product: 'jira' as const,
  baseUrl: '',
  callbackUrl: '',
  clientId: '9b1f6c0a4d7e2853b6f1',
  scopes: '',
  comparesIssuer: false,
};
const settings = { version: 1, who: 'Ada', at: '2026-11-24T14:00:00.000Z', value };
const lee = personOf(result, { settings, mapping: null });
const now = Date.parse('2026-11-24T14:17:18.000Z');

type Given = { view?: Partial<SignInView>; verdict?: Verdict; person?: SignIn['person']; note?: Partial<SignInNote> };
const standing = ({ view: changed = {}, verdict = 'ready', person = lee, note }: Given) => {
  const line: SignInNote = {
    id: 'a',
    who: 'Ada',
    at: '2026-11-24T14:12:29.000Z',
    outcome: 'succeeded',
    verdict: 'ready',
    cause: null,
    ...note,
  };
  const state = { callbackUri: '', current: { ...view, ...changed }, history: note ? [line] : [] };
  return standingOfSignIn({ state, person, summary: summaryOf(verdict) }, now);
};

test('while nothing was tested the step has its number', () => {
  const none = { state: { callbackUri: '', current: null, history: [] }, person: null, summary: null };
  expect(standingOfSignIn(none, now)).toEqual({ of: null, text: '' });
});

test.each(['open', 'at-casdoor'] as const)('%s: it says how long it waits', (state) => {
  expect(standing({ view: { state, result: null } })).toEqual({ of: 'running', text: 'Waiting, 9:42 left' });
});

test('a person is called as the product would call them', () => {
  expect(standing({})).toEqual({
    of: 'passed',
    text: expect.stringMatching(/^Lee, (24 Nov, )?\d\d:\d\d$/),
    isName: true,
  });
  expect(standing({ verdict: 'at-risk' })?.of).toBe('serious');
});

test.each<[string, Given, string]>([
  ['about earlier settings', { view: { isStale: true } }, 'Changed since the test'],
  ['of somebody else', { view: { result: { ...result, isMeant: false } } }, 'Somebody else signed in'],
])('a sign-in %s is not green', (_what, given, text) => {
  expect(standing(given)).toEqual({ of: 'not-yet', text });
});

test('somebody whom the mapping leaves without a username is not green, and one who needs an account neither', () => {
  const nameless = personOf(
    { ...result, claims: { ...result.claims, id_token: { email: 'lee@acme.example' } } },
    { settings, mapping: null },
  );
  expect(standing({ person: nameless })).toEqual({ of: 'serious', text: 'Would not be let in' });
  const withoutMail = personOf(
    { ...result, claims: { ...result.claims, id_token: { name: 'printer' } } },
    { settings, mapping: null },
  );
  expect(standing({ person: withoutMail })?.of).toBe('look');
});

test('where the checks say no, they say it', () => {
  expect(standing({ verdict: 'broken' })).toBeNull();
  expect(standing({ verdict: 'incomplete' })).toBeNull();
});

test('of the test of a colleague no more is told than how it ended', () => {
  const theirs = { isMine: false, result: null };
  expect(standing({ view: theirs, note: {} })).toMatchObject({ of: 'passed', text: expect.stringMatching(/^Worked/) });
  expect(standing({ view: theirs, note: { verdict: 'at-risk' } })?.of).toBe('serious');
  expect(standing({ view: theirs, note: { outcome: 'refused', verdict: 'broken' } })?.of).toBe('blocker');
  expect(standing({ view: theirs, note: { outcome: 'abandoned', verdict: 'broken' } })?.of).toBe('not-yet');
});

test('a result that was deleted has no colour any more', () => {
  expect(standing({ view: { result: null }, note: {} })).toMatchObject({ of: null });
});
