import { randomUUID } from 'node:crypto';
import { withStandIns } from '../../local/demo/demo-vantage';
import { type RunningDemo, startDemo } from '../../local/demo/start-demo';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import type { ProbeRequest } from '../../src/casdoor/vantage';
import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import { plain } from '../../src/contract/report';
import type { Result } from '../../src/contract/result';
import type { Adapters } from '../../src/resolvers/adapters';
import { callbackUrl, mapping } from './every-call';
import { openSite, type Site } from './site';

/** The panel's calls against a Casdoor on loopback, from a situation of the demo on. */

let demo: RunningDemo;
let adapters: Adapters;
let asked: ProbeRequest[];
let site: Site;
beforeAll(async () => {
  demo = await startDemo({ size: 30 });
  adapters = {
    from: 'local',
    callbackUrl,
    vantage: () => {
      const vantage = withStandIns(makeLocalVantage({ environment: {} }), demo.standIns);
      return {
        from: 'local',
        request: (request, signal) => {
          asked.push(request);
          return vantage.request(request, signal);
        },
        bytes: (request, signal) => {
          asked.push(request);
          return vantage.bytes(request, signal);
        },
        lookup: (host, signal) => vantage.lookup(host, signal),
        tls: (origin, signal) => vantage.tls(origin, signal),
        used: () => vantage.used(),
        close: () => vantage.close(),
      };
    },
    askProduct: null,
    dryRuns: null,
    applies: null,
    demo: demo.demo,
    now: () => new Date(),
  };
});
afterAll(() => demo.close());
beforeEach(async () => {
  asked = [];
  site = await openSite(adapters);
});
afterEach(() => site.close());

const unwrap = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};
const begin = async (situation: string): Promise<{ state: PanelState; target: TargetView }> => {
  const state = unwrap(await site.call('startDemo', { situation }));
  const [target] = state.targets;
  if (!target) throw new Error('There is no target.');
  return { state, target };
};
const check = async (target: string | null, only: string[] | null = null) =>
  unwrap(await site.call('check', { run: randomUUID(), target, only }));
/** Origins to which the secret went. */
const secretWentTo = () => [
  ...new Set(asked.filter(({ credentials }) => credentials).map(({ url }) => new URL(url).origin)),
];

test('the healthy situation is ready, and the panel finds its check again', async () => {
  const { state, target } = await begin('healthy');
  expect(state).toMatchObject({ demoSituation: 'healthy', me: 'Ada' });
  expect(target.secret.kind).toBe('saved');
  const run = await check(target.id);
  expect(run).toMatchObject({ state: 'done', result: { verdict: 'ready', rootCause: null, from: 'local' } });
  const after = unwrap(await site.call('load', {}));
  expect(after.targets[0]?.lastCheck).toEqual(run);
  expect(after.targets[0]?.running).toBeNull();
  expect(secretWentTo()).toEqual([demo.casdoor.address]);
});

test('a wrong secret is named, and no answer of the panel holds it', async () => {
  const { target } = await begin('secret-wrong');
  const run = await check(target.id);
  expect(run.result).toMatchObject({ verdict: 'broken', rootCause: 'client-secret-wrong' });
  const started = await demo.demo.start('secret-wrong');
  const secret = started?.secret.expose() ?? '';
  expect(secret.length).toBeGreaterThan(8);
  for (const answer of [run, await site.call('load', {}), await site.call('fields', { target: target.id })])
    expect(JSON.stringify(answer)).not.toContain(secret);
});

test('a check of the address alone needs no target', async () => {
  await begin('healthy');
  const run = await check(null);
  expect(run.result).toMatchObject({ verdict: 'incomplete', rootCause: null });
  expect(run.result?.findings.find(({ id }) => id === 'issuer-mismatch')?.outcome).toBe('pass');
});

test('one check alone can be run again', async () => {
  const { target } = await begin('healthy');
  const run = await check(target.id, ['issuer-mismatch']);
  expect(run.result?.findings.map(({ id }) => id)).toEqual(['issuer-mismatch']);
});

test('one check that is run again takes its place in the whole report, and the sums follow', async () => {
  const { target } = await begin('redirect-uri-slash');
  const before = await check(target.id);
  const root = 'redirect-uri-unregistered';
  expect(before.result).toMatchObject({ verdict: 'broken', rootCause: root });
  const application = demo.casdoor.world.applications.find(({ name }) => name === 'jira-slash');
  const registered = application?.redirectUris ?? [];
  const kept = [...registered];
  const right = registered.map((uri) => uri.replace(/callback\/$/, 'callback'));
  expect(right).not.toEqual(registered);
  try {
    registered.splice(0, registered.length, ...right);
    // Another check does not look at what was mended, though it is asked of the same evidence.
    const other = await check(target.id, ['issuer-mismatch']);
    expect(other.result).toMatchObject({ verdict: 'broken', rootCause: root });
    const again = await check(target.id, [root]);
    expect(again.result).toMatchObject({ rootCause: null, at: before.result?.at });
    expect(again.result?.findings.find(({ id }) => id === root)?.outcome).toBe('pass');
    expect(again.result?.steps.client.counts.blocker).toBe(0);
    expect(again.result?.findings.map(({ id }) => id)).toEqual(before.result?.findings.map(({ id }) => id));
    expect(Date.parse(again.result?.renewedAt ?? '')).toBeGreaterThan(Date.parse(before.result?.at ?? ''));
    expect(unwrap(await site.call('load', {})).targets[0]?.lastCheck).toEqual(again);
  } finally {
    registered.splice(0, registered.length, ...kept);
  }
});

test('what was found of other settings is not mixed with what is found of these', async () => {
  const { target } = await begin('redirect-uri-slash');
  await check(target.id);
  const settings = { ...target.settings.value, scopes: 'openid scope-of-nobody' };
  await site.call('saveTarget', { id: target.id, base: target.settings.version, settings });
  const again = await check(target.id, ['issuer-mismatch']);
  expect(again.result?.renewedAt).toBeUndefined();
  expect(again.result?.findings.length).toBeGreaterThan(30);
});

test('after a secret was forgotten, one check that is made again looks at everything', async () => {
  const { target } = await begin('healthy');
  const before = await check(target.id);
  expect(before.result?.findings.find(({ id }) => id === 'client-secret-wrong')?.outcome).toBe('pass');
  await site.call('forgetSecret', { target: target.id });
  const [shown] = unwrap(await site.call('load', {})).targets;
  expect(Date.parse(shown?.changedAt ?? '')).toBeGreaterThan(Date.parse(before.result?.at ?? ''));
  const again = await check(target.id, ['issuer-mismatch']);
  expect(again.result?.renewedAt).toBeUndefined();
  expect(again.result?.findings.find(({ id }) => id === 'client-secret-wrong')).toMatchObject({
    outcome: 'blocked',
    blockedBy: { missing: 'secret' },
  });
  expect(unwrap(await site.call('load', {})).targets[0]?.lastCheck).toEqual(again);
});

test('once the address is another one, the secret is forgotten and sent to neither', async () => {
  const { state, target } = await begin('healthy');
  const base = state.connection?.version ?? 0;
  const elsewhere = demo.jira.address;
  await site.call('saveConnection', { base, settings: { address: elsewhere, allowsHttp: true } });
  const after = unwrap(await site.call('load', {}));
  expect(after.targets[0]?.secret).toEqual({ kind: 'forgotten', because: 'address-changed' });
  await check(target.id);
  expect(secretWentTo()).toEqual([]);
  // Back again: it has to be typed again.
  await site.call('saveConnection', {
    base: base + 1,
    settings: { address: demo.casdoor.address, allowsHttp: false },
  });
  await check(target.id);
  expect(secretWentTo()).toEqual([]);
});

test('once the client id is another one, the secret is forgotten', async () => {
  const { target } = await begin('healthy');
  const settings = { ...target.settings.value, clientId: 'another' };
  await site.call('saveTarget', { id: target.id, base: target.settings.version, settings });
  const after = unwrap(await site.call('load', {}));
  expect(after.targets[0]?.secret).toEqual({ kind: 'forgotten', because: 'client-changed' });
});

test('a secret is not saved for an address that was changed while it was being typed', async () => {
  const { state, target } = await begin('healthy');
  const connection = state.connection?.version ?? 0;
  const typedFor = { connection, target: target.settings.version };
  await site.call('forgetSecret', { target: target.id });
  await site.call('saveConnection', { base: connection, settings: { address: 'evil.example', allowsHttp: false } });
  const answer = await site.call('saveSecret', { target: target.id, secret: 'geheim', typedFor });
  expect(answer).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(unwrap(await site.call('load', {})).targets[0]?.secret.kind).toBe('none');
});

test('forgetting the connection takes address, secrets and authorities along', async () => {
  const { target } = await begin('healthy');
  const state = unwrap(await site.call('forgetConnection', {}));
  expect(state).toMatchObject({ connection: null, demoSituation: null, authorities: [] });
  expect(state.targets[0]).toMatchObject({ id: target.id, secret: { kind: 'forgotten' } });
  expect(await site.call('check', { run: randomUUID(), target: target.id, only: null })).toMatchObject({
    ok: false,
    error: { code: 'refused' },
  });
});

test('a check that does not exist is refused, rather than nothing being in order', async () => {
  const { target } = await begin('healthy');
  expect(await site.call('check', { run: randomUUID(), target: target.id, only: ['nope'] })).toMatchObject({
    ok: false,
    error: { code: 'refused', field: 'only' },
  });
});

test('a removed target leaves nothing of itself behind', async () => {
  const { target } = await begin('healthy');
  await check(target.id);
  await site.call('saveTicks', { target: target.id, ticks: ['client-id'] });
  const state = unwrap(await site.call('removeTarget', { id: target.id }));
  expect(state.targets).toEqual([]);
  const left = await site.everything();
  expect(JSON.stringify(left)).not.toContain(target.settings.value.clientId);
  expect(Object.keys(left).filter((key) => key.includes('secret-note'))).toEqual([]);
  expect(await site.call('fields', { target: target.id })).toMatchObject({ ok: false, error: { code: 'not-found' } });
});

test('people are found by a part of their name, and one is shown without what is never shown', async () => {
  const { target } = await begin('healthy');
  const all = unwrap(await site.call('people', { target: target.id, search: '' }));
  expect(all.people.length).toBe(Math.min(20, all.total));
  const wanted = all.people.find(({ displayName }) => displayName.length > 4);
  const part = wanted?.displayName.slice(1, 5) ?? '';
  const some = unwrap(await site.call('people', { target: target.id, search: part.toUpperCase() }));
  expect(some.people.map(({ name }) => name)).toContain(wanted?.name);
  const person = unwrap(await site.call('person', { target: target.id, name: wanted?.name ?? '' }));
  expect(person.bySource.id_token?.name).toBe(wanted?.name);
  expect(person.withheld).toContain('password');
  expect(JSON.stringify(person.bySource)).not.toMatch(/"(password|passwordSalt|hash|accessToken|totpSecret)"/);
  expect(await site.call('person', { target: target.id, name: 'nobody-here' })).toMatchObject({
    ok: false,
    error: { code: 'not-found' },
  });
});

test('the directory is read from nobody who has not proved to be Casdoor', async () => {
  const { state, target } = await begin('healthy');
  const base = state.connection?.version ?? 0;
  await site.call('saveConnection', { base, settings: { address: demo.jira.address, allowsHttp: true } });
  await site.call('saveSecret', { target: target.id, secret: 'geheim-neu' });
  expect(await site.call('people', { target: target.id, search: '' })).toMatchObject({
    ok: false,
    error: { code: 'refused' },
  });
  expect(secretWentTo()).toEqual([]);
});

test('the sheet names the keys of the application itself', async () => {
  const { target } = await begin('healthy');
  const sheet = unwrap(await site.call('fields', { target: target.id }));
  const fields = sheet.sections.flatMap((section) => section.fields);
  expect(fields.find(({ id }) => id === 'client-id')?.value).toBe(target.settings.value.clientId);
  expect(fields.find(({ id }) => id === 'jwks')?.value).toMatch(/\/\.well-known\/[^/]+\/jwks$/);
  expect(fields.filter(({ isSecret, value }) => isSecret && value !== null)).toEqual([]);
});

test('the sheet warns at the address that the newest check calls wrong, until something else is saved', async () => {
  const { target } = await begin('development-mode');
  const warned = async () =>
    unwrap(await site.call('fields', { target: target.id }))
      .sections.flatMap(({ fields }) => fields)
      .filter(({ warning }) => warning !== null)
      .map(({ id, value, warning }) => [id, new URL(value ?? '').host, plain(warning ?? [])]);
  expect(await warned()).toEqual([]);
  await check(target.id);
  expect(await warned()).toEqual([
    [
      'authorize-endpoint',
      'localhost:7001',
      'Connect calls this address wrong: Casdoor sends people to the development server of its front end.',
    ],
  ]);
  await site.call('forgetSecret', { target: target.id });
  expect(await warned()).toEqual([]);
});

test('a mapping that the plugin cannot take is refused by its field', async () => {
  const { target } = await begin('healthy');
  const base = target.mapping?.version ?? 0;
  const answer = await site.call('saveMapping', { target: target.id, base, mapping: { ...mapping, username: '' } });
  expect(answer).toMatchObject({ ok: false, error: { code: 'refused', field: 'mapping.username' } });
  expect(await site.call('saveMapping', { target: target.id, base, mapping })).toMatchObject({
    ok: true,
    value: { kind: 'saved' },
  });
});

/** miniOrange's export in its older shape, of the demo's own Casdoor unless told. */
const exported = (change: object = {}) =>
  JSON.stringify({
    'OAuth Configuration': {
      IDP_ID: 'idp-1',
      CUSTOM_APP_NAME: 'casdoor',
      CLIENT_ID: 'app-of-the-file',
      CLIENT_SECRET: 'geheim-aus-der-datei',
      SCOPE: 'openid email',
      AUTHORIZE_END_POINT: `${demo.casdoor.address}/login/oauth/authorize`,
      ACCESSTOKEN_END_POINT: `${demo.casdoor.address}/api/login/oauth/access_token`,
      USERINFO_END_POINT: `${demo.casdoor.address}/api/userinfo`,
      ...change,
    },
    'Attribute Mapping': { USERNAME_ATTRIBUTE: 'name', EMAIL_ATTRIBUTE: 'email', FULL_NAME_ATTRIBUTE: 'displayName' },
  });
const useFile = async (text: string, target: string | null = null) => {
  const { providers } = unwrap(await site.call('readPluginFile', { text }));
  const baseUrl = 'https://jira.acme.example';
  return site.call('usePluginFile', { text, name: 'export.json', provider: providers[0]?.key, target, baseUrl });
};

test("a plugin's exported file fills in address, target, secret and mapping, and its secret stays in the backend", async () => {
  const text = exported();
  const reading = await site.call('readPluginFile', { text });
  const state = unwrap(await useFile(text));
  expect(state.connection?.value.address).toBe(demo.casdoor.address);
  expect(state.targets).toMatchObject([
    {
      settings: {
        value: {
          plugin: 'miniorange',
          product: 'jira',
          baseUrl: 'https://jira.acme.example',
          clientId: 'app-of-the-file',
          scopes: 'openid email',
        },
      },
      secret: { kind: 'saved', who: 'Ada' },
      mapping: { value: { username: 'name', email: 'email', name: { fullName: 'displayName' } } },
      pluginFile: { name: 'export.json' },
    },
  ]);
  expect(JSON.stringify([reading, state])).not.toContain('geheim');
  const run = await check(state.targets[0]?.id ?? null);
  expect(run.result?.findings.filter(({ area }) => area === 'plugin').length).toBeGreaterThan(0);
  expect(secretWentTo()).toEqual([demo.casdoor.address]);
});

test('a file of another Casdoor strikes out the secrets of the one before', async () => {
  const { target } = await begin('healthy');
  const elsewhere = 'https://door.other.example';
  const state = unwrap(
    await useFile(
      exported({
        AUTHORIZE_END_POINT: `${elsewhere}/login/oauth/authorize`,
        ACCESSTOKEN_END_POINT: `${elsewhere}/api/login/oauth/access_token`,
        USERINFO_END_POINT: `${elsewhere}/api/userinfo`,
      }),
    ),
  );
  expect(state.connection?.value.address).toBe(elsewhere);
  expect(state.targets.find(({ id }) => id === target.id)?.secret).toEqual({
    kind: 'forgotten',
    because: 'address-changed',
  });
});

test('a copied report names the cause and holds no secret', async () => {
  const { target } = await begin('secret-wrong');
  const run = await check(target.id);
  const { markdown } = unwrap(await site.call('copyReport', { run: run.id }));
  expect(markdown).toContain(demo.casdoor.address);
  expect(markdown.split('\n')[0]).toMatch(/^# .*\(Broken\)$/);
  expect(markdown).not.toContain((await demo.demo.start('secret-wrong'))?.secret.expose());
});

test('what Jira said is explained by checks', async () => {
  const reading = unwrap(await site.call('explainSymptom', { text: 'invalid redirect_uri' }));
  expect(reading.checks).toContain('redirect-uri-unregistered');
});

test('a situation that is still connected follows the demo to its port of the next start', async () => {
  const { target } = await begin('healthy');
  const moved = await startDemo({ size: 30 });
  try {
    const again = await site.restart({ ...adapters, demo: moved.demo });
    const state = unwrap(await again('load', {}));
    expect(state.connection?.value.address).toBe(moved.casdoor.address);
    expect(state.demoSituation).toBe('healthy');
    expect(state.targets[0]).toMatchObject({ id: target.id, secret: { kind: 'saved' } });
  } finally {
    await moved.close();
  }
});
