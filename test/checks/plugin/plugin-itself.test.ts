import type { Drift, PluginStanding, PluginWayBack, SecretVerdict } from '../../../src/checks/evidence';
import type { PlannedChange, TargetFailure } from '../../../src/contract/apply';
import { faults, judgeOne, words } from '../judge-one';

const failure = (code: TargetFailure['code']): TargetFailure => ({
  code,
  message: `Jira said ${code}.`,
  remedy: `Mend ${code}.`,
  isFinal: false,
});
const readingOf = (code: TargetFailure['code'] | null) => ({
  facts: { pluginReading: { failure: code === null ? null : failure(code) } },
});
const standing: PluginStanding = {
  name: 'miniOrange OAuth/OIDC SSO',
  version: '1.1.28',
  isEnabled: true,
  licence: { isValid: true, expiresAt: '2027-06-30T00:00:00.000Z' },
};
const withStanding = (changes: Partial<PluginStanding>) => ({
  facts: { pluginReading: { failure: null }, pluginStanding: { ...standing, ...changes } },
});
const door: PluginWayBack = {
  path: '/login.jsp?oauth_sso=false',
  by: 'back-door',
  onlyFor: null,
  account: 'restorer',
  groups: null,
};
const withDoor = (changes: Partial<PluginWayBack>) => ({ facts: { pluginWayBack: { ...door, ...changes } } });
const changed: PlannedChange = {
  key: 'full-name',
  tab: 'User Profile',
  label: 'Full Name Attribute',
  before: 'displayName',
  after: 'display_name',
  isSecret: false,
  hasSecretBefore: null,
  canBeReadBack: true,
  isRisky: null,
};
const drift: Drift = {
  called: 'miniOrange on Jira',
  changes: [changed],
  since: '2026-11-24T14:02:11.000Z',
  who: 'Alice',
};

describe.each([
  ['plugin-unreachable', 'unreachable'],
  ['plugin-unreachable', 'limited'],
  ['plugin-unreachable', 'answer-unreadable'],
  ['plugin-missing', 'missing'],
  ['plugin-credentials-wrong', 'credentials-wrong'],
  ['plugin-credentials-wrong', 'captcha'],
  ['plugin-not-administrator', 'not-administrator'],
  ['plugin-password-colon', 'password-colon'],
  ['basic-auth-blocked', 'basic-auth-blocked'],
  ['plugin-document-unknown', 'document-unknown'],
  ['plugin-licence-invalid', 'licence'],
] as const)('%s', (id, code) => {
  it(`is what ${code} is called, with what was answered and its one remedy`, () => {
    const finding = judgeOne(id, readingOf(code));
    expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
    expect(words(finding.found)).toBe(`Jira said ${code}.`);
    expect(words(finding.fix)).toBe(`Mend ${code}.`);
  });

  it(`is the only fault for ${code}`, () => {
    expect(faults(readingOf(code)).filter((fault) => !faults().includes(fault))).toEqual([`${id} blocker fail`]);
  });

  it('passes where the settings were read, and is silent where nobody asked', () => {
    expect(judgeOne(id, readingOf(null)).outcome).toBe('pass');
    expect(judgeOne(id).outcome).toBe('not-applicable');
  });
});

it('What could not be read is a consequence of why', () => {
  const because = { reason: 'needs', fact: 'pluginReading' } as const;
  const finding = judgeOne('plugin-way-back-missing', {
    ...readingOf('credentials-wrong'),
    without: { pluginWayBack: because },
    facts: { ...readingOf('credentials-wrong').facts, pluginWayBack: door },
  });
  expect(finding).toMatchObject({ outcome: 'blocked', blockedBy: { check: 'plugin-credentials-wrong' } });
});

it('plugin-licence-invalid is told by the Universal Plugin Manager too', () => {
  const finding = judgeOne('plugin-licence-invalid', withStanding({ licence: { isValid: false, expiresAt: null } }));
  expect(finding).toMatchObject({ outcome: 'fail', severity: 'blocker' });
  expect(judgeOne('plugin-licence-invalid', withStanding({})).outcome).toBe('pass');
  expect(judgeOne('plugin-licence-invalid', withStanding({ licence: null })).outcome).toBe('pass');
});

it('plugin-disabled', () => {
  expect(judgeOne('plugin-disabled', withStanding({ isEnabled: false }))).toMatchObject({
    outcome: 'fail',
    severity: 'blocker',
  });
  expect(judgeOne('plugin-disabled', withStanding({})).outcome).toBe('pass');
});

it('plugin-licence-expires-soon counts 30 days, and is advice', () => {
  const ends = (expiresAt: string) => withStanding({ licence: { isValid: true, expiresAt } });
  const finding = judgeOne('plugin-licence-expires-soon', ends('2026-12-20T00:00:00.000Z'));
  expect(finding).toMatchObject({ outcome: 'warn', severity: 'advice' });
  expect(words(finding.heading)).toBe('The licence of the plugin ends in 26 days');
  expect(judgeOne('plugin-licence-expires-soon', ends('2026-12-24T00:00:00.000Z')).outcome).toBe('pass');
});

it('plugin-version-untried names both versions, and has nothing to say of Atlassian’s', () => {
  const finding = judgeOne('plugin-version-untried', withStanding({ version: '2.0.1' }));
  expect(finding).toMatchObject({ outcome: 'warn', severity: 'advice' });
  expect(words(finding.found)).toContain('2.0.1');
  expect(judgeOne('plugin-version-untried', withStanding({})).outcome).toBe('pass');
  const target = { plugin: 'atlassian-dc', product: 'jira', baseUrl: null, comparesIssuer: true } as const;
  expect(judgeOne('plugin-version-untried', { ...withStanding({ version: '6' }), given: { target } }).outcome).toBe(
    'not-applicable',
  );
});

it('plugin-secret-differs is certain where Casdoor takes the saved one, and warns where nothing tells', () => {
  const of = (pluginSecret: 'as-saved' | 'other' | 'written-other', secret: SecretVerdict = 'right') =>
    judgeOne('plugin-secret-differs', { facts: { pluginSecret, secret } });
  expect(of('as-saved').outcome).toBe('pass');
  expect(of('other')).toMatchObject({ outcome: 'fail', severity: 'blocker' });
  expect(of('written-other')).toMatchObject({ outcome: 'warn', severity: 'serious' });
  // The saved one is the wrong one then.
  expect(of('other', 'wrong')).toMatchObject({ outcome: 'blocked', blockedBy: { check: 'client-secret-wrong' } });
  expect(judgeOne('plugin-secret-differs').outcome).toBe('not-applicable');
});

it('plugin-way-back-missing', () => {
  expect(judgeOne('plugin-way-back-missing', withDoor({ path: null }))).toMatchObject({
    outcome: 'fail',
    severity: 'serious',
  });
  expect(judgeOne('plugin-way-back-missing', withDoor({})).outcome).toBe('pass');
});

it('way-back-restricted knows groups whatever their capitals, and warns where they are not told', () => {
  const only = { onlyFor: ['jira-administrators'] };
  expect(judgeOne('way-back-restricted', withDoor({ ...only, groups: ['staff'] }))).toMatchObject({
    outcome: 'fail',
    severity: 'serious',
  });
  expect(judgeOne('way-back-restricted', withDoor({ ...only, groups: ['Jira-Administrators'] })).outcome).toBe('pass');
  expect(judgeOne('way-back-restricted', withDoor({ ...only, groups: null }))).toMatchObject({
    outcome: 'warn',
    severity: 'advice',
  });
  expect(judgeOne('way-back-restricted', withDoor({})).outcome).toBe('pass');
});

it('restore-account-at-risk', () => {
  const account = (reachedBy: string | null, groupsLost: string[]) => ({
    facts: { restoreAccount: { account: 'admin', reachedBy, groupsLost } },
  });
  expect(judgeOne('restore-account-at-risk', account('acme/admin', []))).toMatchObject({
    outcome: 'fail',
    severity: 'serious',
  });
  expect(words(judgeOne('restore-account-at-risk', account(null, ['jira-administrators'])).found)).toContain(
    'jira-administrators',
  );
  expect(judgeOne('restore-account-at-risk', account(null, [])).outcome).toBe('pass');
});

it('plugin-drifted shows what was applied and what is there, and of a secret only that it changed', () => {
  const finding = judgeOne('plugin-drifted', { facts: { pluginDrift: drift } });
  expect(finding).toMatchObject({
    outcome: 'fail',
    severity: 'serious',
    detail: { kind: 'comparison', expected: 'displayName', actual: 'display_name' },
  });
  const secret = {
    ...changed,
    key: 'client-secret',
    label: 'Client Secret',
    before: null,
    after: null,
    isSecret: true,
  };
  const both = judgeOne('plugin-drifted', { facts: { pluginDrift: { ...drift, changes: [changed, secret] } } });
  expect(both.detail).toMatchObject({ items: [{ text: 'Full Name Attribute' }, { note: 'User Profile: changed' }] });
  expect(judgeOne('plugin-drifted', { facts: { pluginDrift: { ...drift, changes: [] } } }).outcome).toBe('pass');
});

it('application-drifted is advice where only redirect URIs of others differ', () => {
  const of = (key: string) => ({ facts: { applicationDrift: { ...drift, changes: [{ ...changed, key }] } } });
  expect(judgeOne('application-drifted', of('token-format'))).toMatchObject({ outcome: 'fail', severity: 'serious' });
  expect(judgeOne('application-drifted', of('redirect-uris'))).toMatchObject({ outcome: 'fail', severity: 'advice' });
  expect(judgeOne('application-drifted', { facts: { applicationDrift: { ...drift, changes: [] } } }).outcome).toBe(
    'pass',
  );
});
