import { handSteps } from '../../static/panel/steps/apply/after/by-hand-steps';

const settings = { plugin: 'miniorange', product: 'jira', baseUrl: 'https://jira.acme.example/' } as const;

test("miniOrange is got into by its back door, on each product's own page", () => {
  const [first] = handSteps({ settings, account: 'rescue' });
  expect(first?.address).toBe('https://jira.acme.example/login.jsp?oauth_sso=false');
  expect(first?.text).toContain('as rescue,');
  const [other] = handSteps({ settings: { ...settings, product: 'confluence' }, account: null });
  expect(other?.address).toBe('https://jira.acme.example/login.action?oauth_sso=false');
  expect(other?.text).toContain('as an account that has a password there');
});

test("Atlassian's own SSO is got into by its fallback, and no file is imported there", () => {
  const steps = handSteps({ settings: { ...settings, plugin: 'atlassian-dc' }, account: 'rescue' });
  expect(steps[0]?.address).toBe('https://jira.acme.example/login.jsp?auth_fallback');
  expect(steps.some(({ text }) => text.includes('import'))).toBe(false);
});
