import { readFileSync } from 'node:fs';
import { handSteps, openBackupCommand, setByHand } from '../../static/panel/steps/apply/after/by-hand-steps';
import { change, secretChange } from './apply-views';

const settings = { plugin: 'miniorange', product: 'jira', baseUrl: 'https://jira.acme.example/' } as const;
const known = { hasBackup: true, changes: [change('Scope', 'openid', 'openid email')] };

test("miniOrange is got into by its back door, on each product's own page", () => {
  const [first] = handSteps({ settings, account: 'rescue', ...known });
  expect(first?.copy?.text).toBe('https://jira.acme.example/login.jsp?oauth_sso=false');
  expect(first?.text).toContain('as rescue,');
  const [other] = handSteps({ settings: { ...settings, product: 'confluence' }, account: null, ...known });
  expect(other?.copy?.text).toBe('https://jira.acme.example/login.action?oauth_sso=false');
  expect(other?.text).toContain('as an account that has a password there');
});

test("Atlassian's own SSO is got into by its fallback, and no file is imported there", () => {
  const steps = handSteps({ settings: { ...settings, plugin: 'atlassian-dc' }, account: 'rescue', ...known });
  expect(steps[0]?.copy?.text).toBe('https://jira.acme.example/login.jsp?auth_fallback');
  expect(steps.some(({ text }) => text.includes('import'))).toBe(false);
});

test('a configuration that this apply has made is deleted, not emptied field by field', () => {
  const made = { ...change('Name', null, 'Casdoor'), key: 'new:name' };
  const fallback = change('enable-authentication-fallback', 'Off', 'On');
  const [, second, third] = handSteps({
    settings: { ...settings, plugin: 'atlassian-dc' },
    account: 'rescue',
    hasBackup: true,
    changes: [made, fallback],
  });
  expect(second?.text).toContain('delete the configuration “Casdoor”');
  expect(third?.text).toContain('Set the fields below');
  expect(setByHand([made, fallback])).toEqual([{ ...fallback, before: 'On', after: 'Off' }]);
});

test('without a backup nothing is imported, and with one the file is opened as the documentation says', () => {
  const texts = (hasBackup: boolean) => handSteps({ settings, account: null, ...known, hasBackup });
  expect(texts(false).some(({ text }) => text.includes('import'))).toBe(false);
  expect(texts(true).map(({ copy }) => copy?.text)).toContain(openBackupCommand);
  expect(readFileSync('docs/apply.md', 'utf8')).toContain(openBackupCommand);
});

test('a secret that was written stands there, whatever stood there before', () => {
  expect(setByHand([{ ...secretChange('Client Secret'), hasSecretBefore: false }])).toMatchObject([
    { isSecret: true, hasSecretBefore: true },
  ]);
});
