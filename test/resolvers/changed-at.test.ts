import type { Result } from '../../src/contract/result';
import { newestForSignIn, newestOf } from '../../src/resolvers/changed-at';
import { makeAuthority } from './authority';
import { blindVantage } from './blind-vantage';
import { callbackUrl, mapping, settings } from './every-call';
import { openSite, type Site } from './site';

let site: Site;
let minute: number;
beforeEach(async () => {
  minute = 0;
  site = await openSite({
    from: 'local',
    callbackUrl,
    vantage: () => blindVantage(),
    askProduct: null,
    dryRuns: null,
    applies: null,
    demo: null,
    now: () => new Date(Date.UTC(2026, 10, 24, 14, minute)),
  });
});
afterEach(() => site.close());

const unwrap = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};
const shown = async () => unwrap(await site.call('load', {})).targets[0]?.changedAt;

/** miniOrange's export in its older shape. */
const exported = JSON.stringify({
  'OAuth Configuration': {
    IDP_ID: 'idp-1',
    CUSTOM_APP_NAME: 'casdoor',
    CLIENT_ID: settings.clientId,
    AUTHORIZE_END_POINT: 'https://door.acme.example/login/oauth/authorize',
    ACCESSTOKEN_END_POINT: 'https://door.acme.example/api/login/oauth/access_token',
  },
});

test('whatever a run is given counts once it is saved, taken back or forgotten', async () => {
  await site.call('saveConnection', { base: 0, settings: { address: 'door.acme.example', allowsHttp: false } });
  const made = unwrap(await site.call('saveTarget', { id: null, base: 0, settings }));
  const target = made.id;
  expect(await shown()).toBe('2026-11-24T14:00:00.000Z');
  const { pem, fingerprint } = await makeAuthority();
  const { providers } = unwrap(await site.call('readPluginFile', { text: exported }));
  const file = { text: exported, name: 'export.json', provider: providers[0]?.key, target, baseUrl: settings.baseUrl };
  const changes: [string, () => Promise<Result<unknown>>][] = [
    [
      'connection',
      () => site.call('saveConnection', { base: 1, settings: { address: 'door.acme.example', allowsHttp: true } }),
    ],
    ['settings', () => site.call('saveTarget', { id: target, base: 1, settings })],
    ['secret', () => site.call('saveSecret', { target, secret: 'geheim' })],
    ['secret forgotten', () => site.call('forgetSecret', { target })],
    ['mapping', () => site.call('saveMapping', { target, base: 0, mapping })],
    ['plugin file', () => site.call('usePluginFile', file)],
    ['authority', () => site.call('trustAuthority', { pem })],
    ['authority taken back', () => site.call('distrustAuthority', { fingerprint })],
  ];
  for (const [what, change] of changes) {
    minute += 1;
    unwrap(await change());
    expect([what, await shown()]).toEqual([what, new Date(Date.UTC(2026, 10, 24, 14, minute)).toISOString()]);
  }
  minute += 1;
  await site.call('saveTicks', { target, ticks: ['client-id'] });
  expect(await shown()).toBe(new Date(Date.UTC(2026, 10, 24, 14, minute - 1)).toISOString());
});

const old = { at: '2026-11-24T14:00:00.000Z' };
const newer = { at: '2026-11-24T14:01:00.000Z' };
const target = { settings: old, mapping: null, pluginFile: null, secretAt: null };

test('the newest counts, whichever it is', () => {
  const given = { connection: old, authorities: null, target };
  expect(newestOf(given)).toBe(old.at);
  expect(newestOf({ ...given, connection: newer })).toBe(newer.at);
  expect(newestOf({ ...given, authorities: newer })).toBe(newer.at);
  expect(newestOf({ ...given, target: { ...target, settings: newer } })).toBe(newer.at);
  expect(newestOf({ ...given, target: { ...target, mapping: newer } })).toBe(newer.at);
  expect(newestOf({ ...given, target: { ...target, pluginFile: newer } })).toBe(newer.at);
  expect(newestOf({ ...given, target: { ...target, secretAt: newer.at } })).toBe(newer.at);
});

test('where nothing is saved, everything is newer', () => {
  expect(newestOf({ connection: null, authorities: null, target: null })).toBe('');
});

test('of a test sign-in, everything counts but the mapping and the plugin’s file', () => {
  const given = { connection: old, authorities: null, target };
  expect(newestForSignIn({ ...given, target: { ...target, mapping: newer, pluginFile: newer } })).toBe(old.at);
  expect(newestForSignIn({ ...given, connection: newer })).toBe(newer.at);
  expect(newestForSignIn({ ...given, authorities: newer })).toBe(newer.at);
  expect(newestForSignIn({ ...given, target: { ...target, settings: newer } })).toBe(newer.at);
  expect(newestForSignIn({ ...given, target: { ...target, secretAt: newer.at } })).toBe(newer.at);
});
