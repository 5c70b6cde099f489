import { administratorsBy, type GuardFacts, judgeGuards, openGuards, redirectAlone } from '../../src/apply/guards';
import type { PlannedChange } from '../../src/contract/apply';
import type { WayBack } from '../../src/contract/apply-calls';
import { type SumChanges, sumsOf } from '../checks/directory/dry-run';

const change: PlannedChange = {
  key: 'scope',
  tab: 'Configure OAuth',
  label: 'Scope',
  before: 'openid',
  after: 'openid profile',
  isSecret: false,
  hasSecretBefore: null,
  canBeReadBack: true,
  isRisky: null,
};
const redirect: PlannedChange = { ...change, key: 'redirect', label: 'Auto Redirect', isRisky: 'redirect' };
const healthy: GuardFacts = {
  called: 'miniOrange on jira.acme.example',
  productName: 'Jira',
  difference: { changes: [change], unchanged: [] },
  wayBack: { kind: 'proved', address: 'https://jira.acme.example/login.jsp?oauth_sso=false', account: 'rescue' },
  steps: [{ step: 'client', name: 'Client', verdict: 'ready' }],
  signIn: { isStale: false, at: '2026-11-24T14:00:00.000Z' },
  administrators: { affected: 0, isTold: true },
  canSecretReturn: null,
  isEarlier: false,
  hasUserComeIn: false,
  typedName: '',
};
/** Ids of what does not hold, and whether each can be overruled. */
const heldBy = (more: Partial<GuardFacts>) =>
  judgeGuards({ ...healthy, ...more })
    .filter(({ holds }) => !holds)
    .map(({ id, canBeOverruled }) => [id, canBeOverruled]);

test('a healthy set-up is held back by nothing', () => {
  expect(heldBy({})).toEqual([]);
});

test.each<WayBack>([
  { kind: 'missing' },
  { kind: 'form-missing', address: 'https://jira.acme.example/login.jsp' },
  { kind: 'restricted', address: 'https://jira.acme.example/login.jsp', account: 'rescue' },
  { kind: 'account-refused', account: 'rescue' },
  { kind: 'account-reached', account: 'rescue', by: 'acme/rescue' },
  { kind: 'not-tried' },
])('a way back that is not proved ($kind) is not to be overruled', (wayBack) => {
  const guards = judgeGuards({ ...healthy, wayBack });
  expect(openGuards(guards, ['way-back-unproved']).map(({ id }) => id)).toEqual(['way-back-unproved']);
});

test('Casdoor itself needs no way back', () => {
  expect(heldBy({ wayBack: { kind: 'not-needed' } })).toEqual([]);
});

test('a step that is not ready, a sign-in or a dry run that is missing or stale can be overruled, and say what may happen', () => {
  const facts: Partial<GuardFacts> = {
    steps: [
      { step: 'client', name: 'Client', verdict: 'broken' },
      { step: 'mapping', name: 'Mapping', verdict: null },
    ],
    signIn: null,
    administrators: null,
  };
  expect(heldBy(facts)).toEqual([
    ['client-not-ready', true],
    ['mapping-not-ready', true],
    ['sign-in-missing', true],
    ['dry-run-missing', true],
  ]);
  expect(heldBy({ signIn: { isStale: true, at: '2026-11-24T14:00:00.000Z' } })).toEqual([['sign-in-stale', true]]);
  for (const { holds, canBeOverruled, consequence } of judgeGuards({ ...healthy, ...facts }))
    expect(consequence !== null).toBe(!holds && canBeOverruled);
});

test('somebody else’s configuration is written over only by whoever says so, and an older one of Casdoor is none', () => {
  const of = (key: string, before: string | null, after: string): PlannedChange => ({ ...change, key, before, after });
  const endpoint = of('authorize-endpoint', 'https://login.partners.example/authorize', 'https://door.acme.example/x');
  const held = (...changes: PlannedChange[]) => heldBy({ difference: { changes, unchanged: [] } });
  expect(held(of('client-id', 'theirs', 'ours'), endpoint)).toEqual([['provider-replaced', true]]);
  expect(held(of('client-id', null, 'ours'), { ...endpoint, before: null })).toEqual([]);
  // Casdoor has moved, or its application was made anew.
  expect(held(endpoint)).toEqual([]);
  expect(held(of('client-id', 'old', 'ours'), { ...endpoint, before: 'https://door.acme.example/y' })).toEqual([]);
});

test('what was there before an earlier apply is not called tried by what is saved now', () => {
  const guards = judgeGuards({ ...healthy, isEarlier: true });
  expect(guards.map(({ id }) => id)).toEqual(['way-back-unproved', 'earlier-settings-untried']);
  expect(openGuards(guards, []).map(({ id }) => id)).toEqual(['earlier-settings-untried']);
  const lost = judgeGuards({ ...healthy, isEarlier: true, wayBack: { kind: 'missing' } });
  expect(openGuards(lost, ['way-back-unproved', 'earlier-settings-untried'])).toHaveLength(1);
});

test('administrators of whom a dry run cannot tell everything are not called safe', () => {
  expect(administratorsBy(sumsOf({}))).toEqual({ affected: 0, isTold: true });
  const partly: SumChanges[] = [
    { accounts: null, administrators: { total: null } },
    { administrators: { accessOpen: 1 } },
    { administrators: { groupsOpen: 1 } },
    { untold: [{ what: 'people', count: null, message: 'Casdoor was not read to its end.' }] },
  ];
  for (const sums of partly)
    expect(heldBy({ administrators: administratorsBy(sumsOf(sums)) })).toEqual([['administrators-untold', true]]);
  const worse = administratorsBy(sumsOf({ administrators: { lockedOut: 1, accessOpen: 1 } }));
  expect(heldBy({ administrators: worse }).map(([id]) => id)).toContain('administrators-affected');
});

test('where administrators are affected the name of the product is typed as well', () => {
  const administrators = { affected: 3, isTold: true };
  expect(heldBy({ administrators })).toEqual([
    ['administrators-affected', true],
    ['product-name-untyped', false],
  ]);
  expect(heldBy({ administrators, typedName: 'Confluence' })).toContainEqual(['product-name-untyped', false]);
  const guards = judgeGuards({ ...healthy, administrators, typedName: ' jira' });
  expect(openGuards(guards, []).map(({ id }) => id)).toEqual(['administrators-affected']);
  expect(openGuards(guards, ['administrators-affected'])).toEqual([]);
});

test('a secret that cannot be put back can be overruled', () => {
  expect(heldBy({ canSecretReturn: false })).toEqual([['secret-cannot-return', true]]);
  expect(heldBy({ canSecretReturn: true })).toEqual([]);
  const typed = (tried: 'taken' | 'not-taken' | 'untold') => ({ canSecretReturn: { tried, clientId: 'app-old' } });
  expect(heldBy(typed('not-taken'))).toEqual([['secret-cannot-return', true]]);
  expect(heldBy(typed('taken'))).toEqual([]);
  const untold = judgeGuards({ ...healthy, ...typed('untold') }).find(({ id }) => id === 'secret-cannot-return');
  expect(untold).toMatchObject({ holds: true, message: expect.stringContaining('could not be verified') });
});

test('everybody is redirected only alone, and once somebody who is no administrator has come in', () => {
  const difference = { changes: [redirect], unchanged: [] };
  expect(heldBy({ difference })).toEqual([['user-sign-in-missing', false]]);
  expect(heldBy({ difference, hasUserComeIn: true })).toEqual([]);
  expect(redirectAlone({ changes: [redirect, change] })).toMatchObject({ holds: false, canBeOverruled: false });
  expect(redirectAlone({ changes: [redirect] }).holds).toBe(true);
  expect(redirectAlone({ changes: [change] }).holds).toBe(true);
});
