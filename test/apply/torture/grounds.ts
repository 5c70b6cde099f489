import { isDeepStrictEqual } from 'node:util';
import { startAtlassianStandIn } from '../../../local/atlassian/start';
import type { EmbeddedCasdoor } from '../../../local/casdoor/start';
import { atlassianDcPlugin } from '../../../local/plugins/atlassian-dc/plugin';
import type { StoredSettings } from '../../../local/plugins/atlassian-dc/stored-settings';
import { miniorangePlugin } from '../../../local/plugins/miniorange/plugin';
import { sampleConfiguration } from '../../../local/plugins/miniorange/sample';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { InForce } from '../../../src/contract/apply';
import type { Json } from '../../../src/targets/file-provider';
import { idpOf, otherIdp } from '../../targets/atlassian-dc/given';
import { settled } from '../standing';
import { type FaultProxy, startFaultProxy } from './fault-proxy';
import { owner, type TargetSpec, withTarget } from './tortured-target';

/** What stands before one apply: what the target is to hold once it was kept, and once it was not. */
export type Round = { spec: TargetSpec; truth: () => Exclude<InForce, 'unknown'>; ended: () => void };

/** A stand-in that outlives the processes that work on it. */
export type Ground = {
  name: string;
  targetId: string;
  proxy: FaultProxy;
  /** Something else is wanted than stands there now. `random`: in [0, 1). */
  begin: (random: () => number) => Promise<Round>;
  /** Something inside of the target goes wrong from now on; answers with what. Null where nothing can. */
  trouble: (random: () => number) => string | null;
  heal: () => void;
  /** Somebody else changes what is none of ours, where the target lets them. */
  meddle: () => void;
  close: () => Promise<void>;
};

const pick = <T>(random: () => number, list: readonly [T, ...T[]]): T =>
  list[Math.floor(random() * list.length)] ?? list[0];
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const site = (plugin: Parameters<typeof startAtlassianStandIn>[0]['plugins']) =>
  startAtlassianStandIn({
    product: 'jira',
    baseUrl: (address) => address,
    credentials: owner,
    population: { users: [] },
    ...(plugin && { plugins: plugin }),
  });

/** The document as a whole after a write that nothing befell, on a stand-in of its own. */
const writtenTo = async (spec: TargetSpec): Promise<void> => {
  const vantage = makeLocalVantage({ environment: {} });
  try {
    await withTarget(spec, vantage, async (target, wanted) => {
      const { signal } = new AbortController();
      const reading = settled(await target.read(signal));
      settled(await target.write(reading, target.plan(reading.document, wanted).after, signal));
    });
  } finally {
    await vantage.close();
  }
};

export const miniorangeGround = async (
  shape: 'flat' | 'several',
  { targetId, delay }: { targetId: string; delay: number },
): Promise<Ground> => {
  const providers = shape === 'flat' ? ['one'] : ['one', 'two', 'three'];
  const plugin = miniorangePlugin(withUnknownKeys(sampleConfiguration({ shape, product: 'jira', providers })));
  const [stand, proxy] = await Promise.all([site([plugin]), startFaultProxy(delay)]);
  proxy.upstream = stand.address;
  const provider = `id:${providers.at(-1)}`;
  const stored = (): Json => copyOf(plugin.configuration.stored);
  let variant = 0;
  return {
    name: `miniOrange, ${shape}`,
    targetId,
    proxy,
    begin: async (random) => {
      const old = stored();
      for (;;) {
        variant += 1 + Math.floor(random() * 5);
        const spec = { kind: 'miniorange', provider, variant } as const;
        const twin = miniorangePlugin(old);
        const beside = await site([twin]);
        await writtenTo({ ...spec, address: beside.address });
        await beside.close();
        const fresh = copyOf(twin.configuration.stored);
        // Redirecting everybody, twice in a row.
        if (isDeepStrictEqual(old, fresh)) continue;
        return {
          spec: { ...spec, address: proxy.address },
          truth: () =>
            isDeepStrictEqual(stored(), old) ? 'old' : isDeepStrictEqual(stored(), fresh) ? 'new' : 'neither',
          ended: () => {},
        };
      }
    },
    trouble: (random) => {
      switch (pick(random, ['dies', 'half', 'key'] as const)) {
        case 'dies':
          plugin.switches.diesAt = pick(random, ['start', 'cleared', 'half', 'end'] as const);
          return `dies at ${plugin.switches.diesAt}`;
        case 'half':
          plugin.switches.writesHalf = true;
          return 'writes half';
        case 'key':
          plugin.switches.losesKey = pick(random, ['CLIENT_ID', 'AUTHORIZE_END_POINT', 'USERNAME_ATTRIBUTE'] as const);
          return `loses ${plugin.switches.losesKey}`;
      }
    },
    heal: () => Object.assign(plugin.switches, { diesAt: null, writesHalf: false, losesKey: null }),
    meddle: () => {},
    close: async () => {
      await proxy.close();
      await stand.close();
    },
  };
};

/** A later version has settings that nobody here has heard of. */
const withUnknownKeys = (json: Json): Json =>
  Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      key === 'Sign In Settings'
        ? { ...(value as Json), A_LATER_KEY: 'kept ✓', ANOTHER: { of: ['anything', 1, true] } }
        : value,
    ]),
  );

export const atlassianDcGround = async (
  casdoor: EmbeddedCasdoor,
  { targetId, delay }: { targetId: string; delay: number },
): Promise<Ground> => {
  const issuer = casdoor.address;
  const other = { ...otherIdp, 'client-secret': 'of-the-other', 'discovery-enabled': false };
  const own = idpOf({ 'issuer-url': issuer, 'client-secret': 'the-first-secret', enabled: false });
  const plugin = atlassianDcPlugin({ idps: [other, own] });
  const [stand, proxy] = await Promise.all([site([plugin]), startFaultProxy(delay)]);
  proxy.upstream = stand.address;
  let variant = 0;
  /** Without what moves with each save, and without the numbers that the server counts. */
  const timeless = ({ idps, sso: { 'last-updated': _saved, ...sso } }: StoredSettings) =>
    copyOf({ idps: idps.map(({ 'last-updated': _, id: _id, ...idp }) => idp), sso });
  const stored = () => timeless(plugin.settings());
  const secretNow = () => String(stored().idps.find((idp) => idp['issuer-url'] === issuer)?.['client-secret'] ?? '');
  return {
    name: 'SSO for Atlassian Data Center',
    targetId,
    proxy,
    begin: async (random) => {
      // Sometimes it is yet to be made.
      if (random() < 0.3)
        plugin.change((settings) => ({
          ...settings,
          idps: settings.idps.filter((idp) => idp['issuer-url'] !== issuer),
        }));
      const old = stored();
      variant += 1 + Math.floor(random() * 3);
      const spec = { kind: 'atlassian-dc', issuer, variant, knownSecret: secretNow() } as const;
      const twin = atlassianDcPlugin({ idps: old.idps, sso: old.sso });
      const beside = await site([twin]);
      await writtenTo({ ...spec, address: beside.address });
      await beside.close();
      const fresh = timeless(twin.settings());
      return {
        spec: { ...spec, address: proxy.address },
        truth: () =>
          isDeepStrictEqual(stored(), old) ? 'old' : isDeepStrictEqual(stored(), fresh) ? 'new' : 'neither',
        ended: () => {},
      };
    },
    trouble: (random) => {
      if (random() < 0.5) {
        plugin.switches.losesKey = pick(random, ['username-claim', 'client-id', 'enabled'] as const);
        return `loses ${plugin.switches.losesKey}`;
      }
      plugin.switches.writesHalf = true;
      return 'writes half';
    },
    heal: () => Object.assign(plugin.switches, { losesKey: null, writesHalf: false }),
    meddle: () => {},
    close: async () => {
      await proxy.close();
      await stand.close();
    },
  };
};

export const casdoorGround = async (
  casdoor: EmbeddedCasdoor,
  { targetId, delay }: { targetId: string; delay: number },
): Promise<Ground> => {
  const application = 'app-jira';
  const redirectUri = 'https://jira.acme.example/plugins/servlet/oauth/callback-of-the-test';
  const proxy = await startFaultProxy(delay);
  proxy.upstream = casdoor.address;
  const own = () => {
    const found = casdoor.world.applications.find(({ name }) => name === application);
    if (!found) throw new Error(`There is no ${application}.`);
    return found;
  };
  const all = () => copyOf(casdoor.world.applications);
  const listed = () => own().redirectUris ?? [];
  let entries = 0;
  /** By others, since the apply began. */
  const added: string[] = [];
  return {
    name: 'Casdoor’s redirect list',
    targetId,
    proxy,
    begin: async () => {
      const isRegistered = !listed().includes(redirectUri);
      const before = all();
      /** Whatever others have put in since belongs to both. */
      const holds = (isThere: boolean): boolean => {
        const others = listed().filter((uri) => uri !== redirectUri);
        const wanted = before.map((one) =>
          one.name === application
            ? { ...one, redirectUris: [...(one.redirectUris ?? []).filter((uri) => uri !== redirectUri), ...added] }
            : one,
        );
        const found = all().map((one) => (one.name === application ? { ...one, redirectUris: others } : one));
        return (
          listed().length - others.length === (isThere ? 1 : 0) && isDeepStrictEqual(copyOf(found), copyOf(wanted))
        );
      };
      return {
        spec: { kind: 'casdoor', address: proxy.address, application, redirectUri, isRegistered },
        truth: () => (holds(!isRegistered) ? 'old' : holds(isRegistered) ? 'new' : 'neither'),
        ended: () => {
          added.length = 0;
        },
      };
    },
    trouble: () => null,
    heal: () => {},
    meddle: () => {
      entries += 1;
      const entry = `https://wiki-${entries}.acme.example/callback`;
      own().redirectUris = [...listed(), entry];
      added.push(entry);
    },
    close: proxy.close,
  };
};
