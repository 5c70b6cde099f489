import type { Adapters } from '../../src/resolvers/adapters';
import { callbackUrl } from './every-call';
import { bob, openSite, type Site } from './site';

const adapters: Adapters = {
  from: 'local',
  callbackUrl,
  vantage: () => {
    throw new Error('Nothing is looked at here.');
  },
  askProduct: null,
  dryRuns: null,
  applies: null,
  demo: null,
  now: () => new Date('2026-11-24T14:02:00Z'),
};

let site: Site;
beforeEach(async () => {
  site = await openSite(adapters);
});
afterEach(() => site.close());

const settings = { address: 'door.acme.example', allowsHttp: false };

test('an empty site has no connection and no targets', async () => {
  expect(await site.call('load', {})).toEqual({
    ok: true,
    value: {
      place: { from: 'local', product: 'jira', demo: null },
      me: 'Ada',
      connection: null,
      demoSituation: null,
      targets: [],
      authorities: [],
    },
  });
});

test('a saved connection has a version and who saved it, and is there the next time', async () => {
  const version = { version: 1, who: 'Ada', at: '2026-11-24T14:02:00.000Z', value: settings };
  expect(await site.call('saveConnection', { base: 0, settings })).toEqual({
    ok: true,
    value: { kind: 'saved', version },
  });
  expect(await site.call('load', {})).toMatchObject({ ok: true, value: { connection: version } });
});

test('of two who save on the same version, the second gets the version of the first', async () => {
  await site.call('saveConnection', { base: 0, settings });
  const mine = { address: 'other.acme.example', allowsHttp: false };
  const both = await Promise.all([
    site.call('saveConnection', { base: 1, settings: mine }),
    site.call('saveConnection', { base: 1, settings: { ...mine, allowsHttp: true } }, { accountId: bob.accountId }),
  ]);
  const kinds = both.map((answer) => (answer.ok ? answer.value.kind : answer.error.code)).sort();
  expect(kinds).toEqual(['conflict', 'saved']);
});
