import type { Adapters } from '../../src/resolvers/adapters';
import { makeAuthority } from './authority';
import { blindVantage } from './blind-vantage';
import { callbackUrl } from './every-call';
import { openSite, type Site } from './site';

const looked: (readonly string[])[] = [];
const adapters: Adapters = {
  from: 'local',
  callbackUrl,
  vantage: (authorities) => {
    looked.push(authorities);
    return blindVantage();
  },
  askProduct: null,
  dryRuns: null,
  applies: null,
  demo: null,
  now: () => new Date('2026-11-24T14:02:00Z'),
};
const root = makeAuthority();

let site: Site;
beforeEach(async () => {
  looked.length = 0;
  site = await openSite(adapters);
  await site.call('saveConnection', { base: 0, settings: { address: 'door.acme.example', allowsHttp: false } });
});
afterEach(() => site.close());

const checkAddress = () => site.call('check', { run: crypto.randomUUID(), target: null, only: null });

test('an authority is trusted for this Casdoor, and it is known by whom and since when', async () => {
  const { pem, fingerprint } = await root;
  expect(await site.call('trustAuthority', { pem })).toEqual({
    ok: true,
    value: [{ subject: 'CN=Acme Root, O=Acme', fingerprint, who: 'Ada', at: '2026-11-24T14:02:00.000Z' }],
  });
  await checkAddress();
  expect(looked.map((pems) => pems.length)).toEqual([1]);
});

test('it is not trusted for another Casdoor', async () => {
  await site.call('trustAuthority', { pem: (await root).pem });
  await site.call('saveConnection', { base: 1, settings: { address: 'other.acme.example', allowsHttp: false } });
  expect(await site.call('load', {})).toMatchObject({ ok: true, value: { authorities: [] } });
  await checkAddress();
  expect(looked).toEqual([[]]);
});

test('it is not trusted from the other product', async () => {
  await site.call('trustAuthority', { pem: (await root).pem });
  const as = { product: 'confluence' } as const;
  await site.call('saveConnection', { base: 0, settings: { address: 'door.acme.example', allowsHttp: false } }, as);
  expect(await site.call('load', {}, as)).toMatchObject({ ok: true, value: { authorities: [] } });
});

test('trust can be taken back', async () => {
  const { pem, fingerprint } = await root;
  await site.call('trustAuthority', { pem });
  expect(await site.call('distrustAuthority', { fingerprint })).toEqual({ ok: true, value: [] });
  await checkAddress();
  expect(looked).toEqual([[]]);
});

test('trusting it twice keeps it once', async () => {
  const { pem } = await root;
  await site.call('trustAuthority', { pem });
  const twice = await site.call('trustAuthority', { pem });
  expect(twice).toMatchObject({ ok: true, value: { length: 1 } });
});

test('the certificate of a server is no authority', async () => {
  const { pem } = await makeAuthority(false);
  expect(await site.call('trustAuthority', { pem })).toMatchObject({
    ok: false,
    error: { code: 'refused', field: 'pem', message: expect.stringContaining('of a server') as string },
  });
});

test('a text that is no certificate is refused', async () => {
  expect(await site.call('trustAuthority', { pem: '-----BEGIN CERTIFICATE-----' })).toMatchObject({
    ok: false,
    error: { code: 'refused', field: 'pem' },
  });
});

test('in the cloud no authority can be added', async () => {
  const cloud = await site.restart({ ...adapters, from: 'cloud' });
  expect(await cloud('trustAuthority', { pem: (await root).pem })).toMatchObject({
    ok: false,
    error: { code: 'not-here' },
  });
});
