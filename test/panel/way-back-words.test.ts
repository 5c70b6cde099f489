import type { WayBack } from '../../src/contract/apply-calls';
import { wayBackWords } from '../../static/panel/steps/apply/way-back-words';

const address = 'https://jira.acme.example/login.jsp?oauth_sso=false';
const account = 'emergency-admin';
const states: WayBack[] = [
  { kind: 'proved', address, account },
  { kind: 'missing' },
  { kind: 'form-missing', address },
  { kind: 'restricted', address, account },
  { kind: 'account-refused', account },
  { kind: 'account-reached', account, by: 'Eve' },
  { kind: 'account-untold', account },
];

test.each(states)('what was found of a way back that is $kind names what was tried, and one thing to do', (state) => {
  const { message, remedy } = wayBackWords(state, 'miniorange');
  for (const value of ['address', 'account', 'by'] as const)
    if (value in state) expect(`${message} ${remedy}`).toContain((state as Record<string, string>)[value]);
  expect(message).toMatch(/\.$/);
  expect(remedy === null).toBe(state.kind === 'proved');
});

test('each plugin is told in the words of its own screen how a way back is switched on', () => {
  const told = (['miniorange', 'atlassian-dc'] as const).map(
    (plugin) => wayBackWords({ kind: 'missing' }, plugin).remedy,
  );
  expect(told[0]).toContain('Backdoor URL');
  expect(told[1]).toContain('enable-authentication-fallback');
});
