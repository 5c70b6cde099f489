import type { PluginFacts } from '../../src/checks/evidence';
import type { TargetFailure } from '../../src/contract/apply';
import { pluginEvidence } from '../../src/diagnosis/plugin-evidence';
import type { AskPlugin } from '../../src/targets/miniorange/ask-plugin';
import type { Door, PluginTarget } from '../../src/targets/plugin-target';
import { readStanding } from '../../src/targets/read-standing';

const signal = AbortSignal.timeout(5_000);
const settings = {
  ...{ clientId: 'app-jira', issuer: null, authorizationEndpoint: null, tokenEndpoint: null },
  ...{ userinfoEndpoint: null, jwksUri: null, endSessionEndpoint: null },
};
const listed = (plugin: object) => ({ '/rest/plugins/1.0/': { plugins: [{ key: 'other', name: 'Other' }, plugin] } });
const miniorange = { key: 'com.miniorange.oauth.jira-sso', name: 'miniOrange OAuth', version: '1.1.28', enabled: true };

/** Answers what is in the list with 200, everything else with 404. */
const world = (answers: Record<string, unknown>, door: Door | null = null) => {
  const asked: string[] = [];
  const ask: AskPlugin = async ({ path }) => {
    asked.push(path);
    const json = answers[path];
    return {
      answered: true,
      value: { status: json === undefined ? 404 : 200, headers: {}, body: '', json, isHtml: false },
    };
  };
  const target = { kind: 'miniorange', whyNot: () => null } as unknown as PluginTarget<string, string>['target'];
  return {
    asked,
    ask,
    plugin: { target, product: 'jira', ask, doorOf: () => door, settingsOf: () => settings } as const,
  };
};
const read = { ok: true, value: { document: 'document' } } as const;
const nobody = { account: null, restoreAccount: null };
const told = <Name extends keyof PluginFacts>(facts: PluginFacts, name: Name) => {
  const fact = facts[name];
  return fact.known ? fact.value : fact.because.reason;
};

test('what was read: its settings, its standing, and the way back in', async () => {
  const door = { path: '/login.jsp?oauth_sso=false', by: 'back-door', onlyFor: null } as const;
  const { plugin, asked } = world(listed(miniorange), door);
  const { facts, settings: found } = await pluginEvidence(plugin, read, { ...nobody, account: 'root' }, signal);
  expect(found).toEqual(settings);
  expect(told(facts, 'pluginReading')).toEqual({ failure: null });
  expect(told(facts, 'pluginStanding')).toMatchObject({ version: '1.1.28', isEnabled: true, licence: null });
  expect(told(facts, 'pluginWayBack')).toEqual({ ...door, account: 'root', groups: null });
  expect(told(facts, 'pluginDrift')).toBe('not-applicable');
  // Whose groups nobody asks for are asked of nobody.
  expect(asked.filter((path) => path.includes('/user'))).toEqual([]);
});

test('groups of the account are asked for where the way back is limited', async () => {
  const door = { path: '/login.jsp?oauth_sso=false', by: 'back-door', onlyFor: ['administrators'] } as const;
  const user = { groups: { items: [{ name: 'administrators' }] } };
  const { plugin } = world({ '/rest/api/2/user?username=a%20b&expand=groups': user }, door);
  const { facts } = await pluginEvidence(plugin, read, { ...nobody, account: 'a b' }, signal);
  expect(told(facts, 'pluginWayBack')).toMatchObject({ groups: ['administrators'] });
});

test.each<[TargetFailure['code'], boolean, number]>([
  ['credentials-wrong', true, 0],
  ['unreachable', false, 0],
  ['missing', false, 2],
])('after %s nothing that depends on the settings is told', async (code, isFinal, requests) => {
  const failure: TargetFailure = { code, message: 'No.', remedy: 'Mend it.', isFinal };
  const { plugin, asked } = world(listed({ ...miniorange, enabled: false }));
  const { facts, settings: found } = await pluginEvidence(plugin, { ok: false, failure }, nobody, signal);
  expect(found).toBeNull();
  expect(told(facts, 'pluginReading')).toEqual({ failure });
  expect(told(facts, 'pluginWayBack')).toBe('needs');
  expect(asked).toHaveLength(requests);
});

test('the plugin of Atlassian is found in the list too, and one that is not there is not told', async () => {
  const bundled = {
    ...{ key: 'com.atlassian.plugins.authentication.atlassian-authentication-plugin', version: '5.1.0' },
    ...{ name: 'SSO for Atlassian Server and Data Center', enabled: true },
  };
  const { ask } = world(listed(bundled));
  expect(await readStanding(ask, 'atlassian-dc', signal)).toMatchObject({ version: '5.1.0', licence: null });
  expect(await readStanding(ask, 'miniorange', signal)).toBeNull();
});
