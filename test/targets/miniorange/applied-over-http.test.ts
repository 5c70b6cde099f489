import { randomUUID } from 'node:crypto';
import { startAtlassianStandIn } from '../../../local/atlassian/start';
import { type ForgeHost, startForgeHost } from '../../../local/host/forge-runtime';
import { type KeyValueService, keyValueService } from '../../../local/host/key-value-service';
import { memoryEntries } from '../../../local/host/memory-entries';
import { type MiniorangeSwitches, miniorangePlugin } from '../../../local/plugins/miniorange/plugin';
import { sampleConfiguration } from '../../../local/plugins/miniorange/sample';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import { backupsIn } from '../../../src/apply/backups';
import { applyEngine } from '../../../src/apply/engine';
import { journalIn } from '../../../src/apply/journal';
import type { AtlassianCredentials } from '../../../src/atlassian/accounts/ask-atlassian';
import { isOpen } from '../../../src/contract/apply';
import { Secret } from '../../../src/secrets/secret';
import type { Place } from '../../../src/store/place';
import { askPluginOverVantage } from '../../../src/targets/miniorange/ask-plugin';
import { type PluginApi, pluginApi } from '../../../src/targets/miniorange/plugin-api';
import { isSameJson } from '../../../src/targets/miniorange/same-json';
import { miniorangeTarget } from '../../../src/targets/miniorange/target';
import { wantedSettings } from './wanted-settings';

const minute = 60_000;
const credentials: AtlassianCredentials = { kind: 'password', user: 'root', password: new Secret('right') };

/** Thrown wherever a process that was stopped would still do something. */
class Stopped extends Error {}

const running: { close: () => unknown }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

/** A plugin that is really asked, a store that outlives the processes, and a clock. */
const stand = async (shape: 'flat' | 'several') => {
  const plugin = miniorangePlugin(sampleConfiguration({ shape, product: 'jira', providers: ['one', 'two'] }));
  const site = await startAtlassianStandIn({
    product: 'jira',
    baseUrl: (address) => address,
    credentials: { user: 'root', password: 'right', token: 'token' },
    plugins: [plugin],
  });
  const vantage = makeLocalVantage({ environment: {} });
  running.push(site, vantage);
  const api = pluginApi(askPluginOverVantage(vantage, new URL(site.address), credentials), 'jira', credentials);
  let now = Date.parse('2026-11-26T08:00:00.000Z');
  const fuse = { left: Number.POSITIVE_INFINITY, side: 'before' as 'before' | 'after', isBlown: false };
  const step = async <T>(act: () => Promise<T>): Promise<T> => {
    if (fuse.isBlown) throw new Stopped();
    fuse.left -= 1;
    if (fuse.left > 0) return act();
    fuse.isBlown = true;
    if (fuse.side === 'after') await act();
    throw new Stopped();
  };
  const stoppable: PluginApi = {
    export: (signal) => step(() => api.export(signal)),
    import: (text, signal) => step(() => api.import(text, signal)),
  };
  const service = keyValueService(memoryEntries(), memoryEntries(), () => now);
  const keyValues: KeyValueService = (installation, path, body) =>
    /\/(get|query|batch\/get)$/.test(path) && !fuse.isBlown
      ? service(installation, path, body)
      : step(() => service(installation, path, body));
  const host: ForgeHost = startForgeHost({
    keyValues,
    answerProduct: async () => new Response(null, { status: 404 }),
    mayReach: () => false,
    webTriggerUrl: () => null,
  });
  running.push(host);
  const engine = (who: string | null) => {
    const place: Place = { product: 'jira', who: who ?? '', account: who, now: () => new Date(now) };
    return applyEngine({
      target: miniorangeTarget(stoppable, 'id:one'),
      targetId: 'target',
      called: 'miniOrange on Jira',
      product: 'jira',
      journal: journalIn(place),
      backups: backupsIn(place),
      clock: { now: () => new Date(now), limit: () => new AbortController().signal },
      who: who === null ? null : { name: who, account: who },
    });
  };
  const inProcess = <T>(who: string | null, act: (it: ReturnType<typeof engine>) => Promise<T>) =>
    host.inside(() => act(engine(who)), { product: 'jira', installation: 'one' });
  return {
    plugin,
    fuse,
    inProcess,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    now: () => new Date(now),
  };
};
type Standing = Awaited<ReturnType<typeof stand>>;

const change = { kind: 'wanted', wanted: wantedSettings() } as const;
const applyNow = ({ inProcess }: Standing) =>
  inProcess('ada', async (engine) => {
    const shown = await engine.preview(change);
    if (!shown.ok) throw new Error(shown.failure.message);
    const { fingerprint } = shown.value;
    const applied = await engine.apply({
      id: randomUUID(),
      change,
      shown: fingerprint,
      mappingVersion: 1,
      keepWithin: 10 * minute,
      overruled: [],
      judge: async () => [],
    });
    if (applied.kind !== 'done') throw new Error(`It was ${applied.kind}.`);
    return applied.view;
  });

/** Starts anew until nothing is due any more. */
const startAnew = async ({ inProcess, pass, now }: Standing) => {
  for (let start = 0; start < 60; start += 1) {
    const recovered = await inProcess(null, (engine) => engine.recover());
    if (recovered === null) return null;
    const { view } = recovered;
    if (!isOpen(view.step) || view.dueAt === null) return view;
    pass(Math.max(minute, Date.parse(view.dueAt) - now().getTime()));
  }
  throw new Error('It never ends.');
};

describe.each(['flat', 'several'] as const)('An apply to the plugin in its shape "%s"', (shape) => {
  test('is verified, waits, and is kept once an administrator came in', async () => {
    const standing = await stand(shape);
    const before = standing.plugin.configuration.stored;
    const { id, step, changes } = await applyNow(standing);
    expect(step).toBe('waiting');
    expect(JSON.stringify(changes)).not.toContain('new-secret-of-jira');
    expect(isSameJson(standing.plugin.configuration.stored, before)).toBe(false);
    standing.pass(minute);
    const came = { who: 'ada', at: standing.now().toISOString(), isAdministrator: true, how: 'audit-log' } as const;
    await standing.inProcess('ada', (engine) => engine.noteCameIn(id, came));
    const kept = await standing.inProcess('ada', (engine) => engine.keep(id));
    expect(kept).toMatchObject({ kind: 'done', view: { step: 'kept', inForce: 'new' } });
    standing.pass(60 * minute);
    await startAnew(standing);
    expect(JSON.stringify(standing.plugin.configuration.stored)).toContain('app-jira-client');
  });

  test('comes back by itself where nobody keeps it, every character', async () => {
    const standing = await stand(shape);
    const before = JSON.stringify(standing.plugin.configuration.stored);
    await applyNow(standing);
    standing.pass(11 * minute);
    expect(await startAnew(standing)).toMatchObject({ step: 'restored', inForce: 'old' });
    expect(JSON.stringify(standing.plugin.configuration.stored)).toBe(before);
  });

  test('asks a person where somebody has changed something meanwhile', async () => {
    const standing = await stand(shape);
    await applyNow(standing);
    standing.plugin.configuration.change((stored) => ({
      ...stored,
      'Sign In Settings': { ...(stored['Sign In Settings'] as object), RELAY_STATE: 'https://intranet.acme.example' },
    }));
    const changed = JSON.stringify(standing.plugin.configuration.stored);
    standing.pass(11 * minute);
    expect(await startAnew(standing)).toMatchObject({ step: 'stuck', inForce: 'neither' });
    expect(JSON.stringify(standing.plugin.configuration.stored)).toBe(changed);
  });
});

const wrongs: ['flat' | 'several', string, Partial<MiniorangeSwitches>][] = [
  ['several', 'does as it says', {}],
  ['flat', 'dies once it has cleared', { diesAt: 'cleared' }],
  ['several', 'dies in the middle', { diesAt: 'half' }],
  ['flat', 'loses a key and says SUCCESS', { losesKey: 'CLIENT_ID' }],
];
test.each(wrongs)(
  'An apply in the shape "%s" ends with the old settings, and says so, wherever the process was killed, where the plugin %s',
  async (shape, _what, wrong) => {
    let stops = 0;
    for (let at = 1; ; at += 1) {
      let wentThrough = false;
      for (const side of ['before', 'after'] as const) {
        const standing = await stand(shape);
        const { plugin, fuse } = standing;
        const before = plugin.configuration.stored;
        Object.assign(plugin.switches, wrong);
        Object.assign(fuse, { left: at, side, isBlown: false });
        await applyNow(standing).catch((error: unknown) => {
          if (!fuse.isBlown) throw error;
        });
        wentThrough ||= !fuse.isBlown;
        stops += fuse.isBlown ? 1 : 0;
        Object.assign(fuse, { left: Number.POSITIVE_INFINITY, isBlown: false });
        Object.assign(plugin.switches, { diesAt: null, writesHalf: false, losesKey: null });
        const ended = await startAnew(standing);
        const isOld = isSameJson(plugin.configuration.stored, before);
        const told = { at, side, entries: ended?.entries.map((entry) => entry.message) ?? [] };
        if (ended === null || ended.step === 'not-written' || ended.step === 'restored')
          expect({ ...told, isOld }).toEqual({ ...told, isOld: true });
        // What lost one key cannot be told from what a person did.
        else
          expect({ ...told, step: ended.step, inForce: ended.inForce, wrong }).toEqual({
            ...told,
            step: 'stuck',
            inForce: 'neither',
            wrong: { losesKey: 'CLIENT_ID' },
          });
        await Promise.all(running.splice(0).map((each) => each.close()));
      }
      if (wentThrough) break;
    }
    expect(stops).toBeGreaterThan(10);
  },
);
