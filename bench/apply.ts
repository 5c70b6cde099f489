import { randomUUID } from 'node:crypto';
import type { SitePlugin } from '../local/atlassian/site-plugin';
import { type AtlassianStandIn, startAtlassianStandIn } from '../local/atlassian/start';
import { startEmbeddedCasdoor } from '../local/casdoor/start';
import { startForgeHost } from '../local/host/forge-runtime';
import { keyValueService } from '../local/host/key-value-service';
import { memoryEntries } from '../local/host/memory-entries';
import { atlassianDcPlugin as atlassianDcStandIn } from '../local/plugins/atlassian-dc/plugin';
import { miniorangePlugin as miniorangeStandIn } from '../local/plugins/miniorange/plugin';
import { sampleConfiguration } from '../local/plugins/miniorange/sample';
import { makeLocalVantage } from '../local/vantage/local-vantage';
import type { ApplyTarget, Attempted } from '../src/apply/apply-target';
import { backupsIn } from '../src/apply/backups';
import { applyEngine } from '../src/apply/engine';
import { journalIn } from '../src/apply/journal';
import type { Vantage } from '../src/casdoor/vantage';
import type { Mapping } from '../src/contract/mapping';
import { Secret } from '../src/secrets/secret';
import { askAuthconfigOverVantage, authconfigRoot } from '../src/targets/atlassian-dc/ask-authconfig';
import { authconfigApi } from '../src/targets/atlassian-dc/authconfig-api';
import type { AuthconfigDocument } from '../src/targets/atlassian-dc/document';
import { atlassianDcTarget } from '../src/targets/atlassian-dc/target';
import type { AtlassianDcWanted } from '../src/targets/atlassian-dc/wanted';
import { askPluginOverVantage } from '../src/targets/miniorange/ask-plugin';
import type { MiniorangeDocument } from '../src/targets/miniorange/open-document';
import { configurePath, pluginApi } from '../src/targets/miniorange/plugin-api';
import { miniorangeTarget } from '../src/targets/miniorange/target';
import type { MiniorangeWanted } from '../src/targets/miniorange/wanted';
import { type Figure, figure, median } from './figure';

const rounds = 3;
/** Milliseconds that each request to Jira takes at least: so long that what this machine does beside it hardly counts. */
const roundTrip = 200;

/**
 * Plan, write, reading again and restore through the engine, against a Jira that takes 200 ms for each request, in round
 * trips; beside it what a script of an administrator would ask one after another over one kept connection: read, write,
 * read, write back, read.
 *
 * The engine asks more than the script. It reads before it plans, before it writes, when somebody presses Restore and once
 * that press has won. Each reading of miniOrange begins with a question to Jira: of a wrong password, both say 401, and one
 * try more brings the account nearer to its CAPTCHA.
 */
export const apply = async (): Promise<Figure[]> => {
  const casdoor = await startEmbeddedCasdoor({ origin: (port) => `http://127.0.0.1:${port}` });
  try {
    const miniorange = await measured(() => miniorangeSite(casdoor.address));
    const atlassian = await measured(() => atlassianDcSite(casdoor.address));
    return [
      figure('apply', 'round trips', miniorange.ours, miniorange.anchor, { atMost: 3, of: 'ratio' }),
      figure('apply, Atlassian', 'round trips', atlassian.ours, atlassian.anchor, { atMost: 2, of: 'ratio' }),
    ];
  } finally {
    await casdoor.close();
  }
};

/** A Jira with a plugin, and what is to become of it. */
type Site<D, W> = {
  jira: AtlassianStandIn;
  target: ApplyTarget<D, W>;
  vantage: Vantage;
  wanted: W;
  /** What the plugin holds, as text. */
  held: () => string;
  script: (ask: AskJira) => Promise<void>;
};

/** As a script would: the JSON of the answer. */
type AskJira = (method: string, path: string, body?: unknown) => Promise<unknown>;

const measured = async <D, W>(open: () => Promise<Site<D, W>>): Promise<{ ours: number; anchor: number }> => {
  const [ours, anchor]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const site = await open();
    try {
      ours.push((await ownTrips(site)) / roundTrip);
      anchor.push((await scriptTrips(site)) / roundTrip);
    } finally {
      await site.vantage.close();
      await site.jira.close();
    }
  }
  return { ours: median(ours), anchor: median(anchor) };
};

const ownTrips = async <D, W>({ target, wanted, held }: Site<D, W>): Promise<number> => {
  const host = startForgeHost({
    keyValues: keyValueService(memoryEntries(), memoryEntries()),
    answerProduct: async () => new Response(null, { status: 404 }),
    mayReach: () => false,
    webTriggerUrl: () => null,
  });
  const now = () => new Date();
  const place = { product: 'jira', who: 'Amara', account: 'amara', now } as const;
  const work = async () => {
    const engine = applyEngine({
      target,
      targetId: randomUUID(),
      called: 'the plugin',
      product: 'jira',
      journal: journalIn(place),
      backups: backupsIn(place),
      clock: { now, limit: (milliseconds) => AbortSignal.timeout(milliseconds) },
      who: { name: 'Amara', account: 'amara' },
    });
    const before = held();
    const started = performance.now();
    const change = { kind: 'wanted', wanted } as const;
    const { fingerprint } = got(await engine.preview(change));
    const id = randomUUID();
    const applied = await engine.apply({
      ...{ id, change, shown: fingerprint, mappingVersion: 1, keepWithin: 600_000, overruled: [] },
      judge: async () => [],
    });
    const written = held();
    const restored = await engine.restore(id, null);
    const took = performance.now() - started;
    const isWaiting = applied.kind === 'done' && applied.view.step === 'waiting';
    const isRestored = restored?.kind === 'done' && restored.view.step === 'restored';
    // An apply that wrote nothing would be quick.
    if (!isWaiting || written === before || !isRestored || held() !== before)
      throw new Error('The settings were not written and put back.');
    return took;
  };
  try {
    let took = Number.NaN;
    const act = async () => {
      took = await work();
    };
    await host.inside(act, { product: 'jira', installation: 'one' });
    return took;
  } finally {
    host.close();
  }
};

const scriptTrips = async <D, W>({ jira, script, held }: Site<D, W>): Promise<number> => {
  const before = held();
  const started = performance.now();
  await script(async (method, path, body) => {
    const response = await fetch(jira.address + path, {
      method,
      headers: { authorization, 'content-type': 'application/json', 'x-atlassian-token': 'no-check' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  });
  const took = performance.now() - started;
  if (held() !== before) throw new Error('The script did not put back what was there.');
  return took;
};

const owner = { user: 'amara', password: 'right-password', token: 'right-token' };
const authorization = `Basic ${Buffer.from(`${owner.user}:${owner.password}`).toString('base64')}`;
const credentials = { kind: 'password', user: owner.user, password: new Secret(owner.password) } as const;

const openJira = async (plugin: SitePlugin) => {
  const jira = await startAtlassianStandIn({
    product: 'jira',
    baseUrl: (address) => address,
    credentials: owner,
    conditions: { delay: roundTrip },
    plugins: [plugin],
  });
  return { jira, vantage: makeLocalVantage({ environment: {} }), url: new URL(jira.address) };
};

const miniorangeSite = async (casdoor: string): Promise<Site<MiniorangeDocument, MiniorangeWanted>> => {
  const plugin = miniorangeStandIn(
    sampleConfiguration({ shape: 'several', product: 'jira', providers: ['one', 'two'] }),
  );
  const { jira, vantage, url } = await openJira(plugin);
  const api = pluginApi(askPluginOverVantage(vantage, url, credentials), 'jira', credentials);
  const mapping: Mapping = {
    ...{ schema: 1, source: 'id_token', username: 'name', email: 'email', name: { fullName: 'displayName' } },
    groups: 'groups',
  };
  return {
    jira,
    vantage,
    target: miniorangeTarget(api, 'id:one'),
    wanted: {
      kind: 'settings',
      settings: { clientId: 'app-jira-client', scopes: 'openid profile email', comparesIssuer: false },
      endpoints: {
        issuer: casdoor,
        authorizationEndpoint: `${casdoor}/login/oauth/authorize`,
        tokenEndpoint: `${casdoor}/api/login/oauth/access_token`,
        userinfoEndpoint: `${casdoor}/api/userinfo`,
        jwksUri: `${casdoor}/.well-known/jwks`,
        endSessionEndpoint: `${casdoor}/api/logout`,
      },
      mapping,
      secret: new Secret('new-secret-of-jira'),
    },
    held: () => JSON.stringify(plugin.configuration.stored),
    script: async (ask) => {
      const before = await ask('GET', configurePath);
      await ask('POST', configurePath, before);
      await ask('GET', configurePath);
      await ask('POST', configurePath, before);
      await ask('GET', configurePath);
    },
  };
};

const atlassianDcSite = async (casdoor: string): Promise<Site<AuthconfigDocument, AtlassianDcWanted>> => {
  const there = {
    ...{ name: 'Casdoor', 'sso-type': 'OIDC', enabled: true, 'issuer-url': casdoor, 'client-id': 'app-jira-client-id' },
    ...{ 'client-secret': 'the-old-secret', 'discovery-enabled': true, 'additional-scopes': ['profile'] },
    ...{ 'username-claim': 'preferred_username', 'include-customer-logins': true, buttonText: 'Sign in with Casdoor' },
    'jit-configuration': {
      'user-provisioning-enabled': true,
      'mapping-display-name': '${name}',
      'mapping-email': '${email}',
      'mapping-groups': '',
      'additional-openid-scopes': ['profile'],
    },
  };
  const plugin = atlassianDcStandIn({ idps: [there], sso: { 'enable-authentication-fallback': true } });
  const { jira, vantage, url } = await openJira(plugin);
  const api = authconfigApi(askAuthconfigOverVantage(vantage, url, credentials), 'jira', credentials);
  const own = `${authconfigRoot}/idps/1`;
  return {
    jira,
    vantage,
    target: atlassianDcTarget({ api, idp: '1', knownSecret: new Secret('the-old-secret') }),
    wanted: {
      ...{ kind: 'settings', issuer: casdoor, clientId: 'app-jira-client-id', scopes: 'openid profile email' },
      endpoints: null,
      mapping: {
        ...{ schema: 1, source: null, username: '${name}', email: '${email}', name: { fullName: '${displayName}' } },
        groups: null,
      },
      secret: null,
    },
    held: () => JSON.stringify(plugin.settings(), (key, value) => (key === 'last-updated' ? undefined : value)),
    script: async (ask) => {
      const reading = async () => {
        await ask('GET', own);
        await ask('GET', `${authconfigRoot}/sso`);
      };
      await reading();
      await ask('PATCH', own, { 'username-claim': '${name}' });
      await reading();
      await ask('PATCH', own, { 'username-claim': 'preferred_username' });
      await reading();
    },
  };
};

const got = <T>(attempted: Attempted<T>): T => {
  if (!attempted.ok) throw new Error(attempted.failure.message);
  return attempted.value;
};
