import { randomUUID } from 'node:crypto';
import type { DirectoryState } from '../../src/contract/dry-run';
import type { AnswerOf, PanelCall } from '../../src/contract/panel-calls';
import { silenceLimit } from '../../src/directory/kept-records';
import type { Adapters } from '../../src/resolvers/adapters';
import { rowOf, rowsOf } from '../directory/made-rows';
import { blindVantage } from './blind-vantage';
import { callbackUrl, fill, mapping, settings } from './every-call';
import { type PlayedDryRuns, playDryRuns } from './played-dry-runs';
import { bob, openSite, type Site } from './site';

let clock: number;
let played: PlayedDryRuns;
let site: Site;
let target: string;
const now = () => new Date(Date.now() + clock);
beforeEach(async () => {
  clock = 0;
  played = playDryRuns(now);
  const adapters: Adapters = {
    from: 'local',
    vantage: () => blindVantage([]),
    callbackUrl,
    askProduct: null,
    dryRuns: played,
    applies: null,
    demo: null,
    now,
  };
  site = await openSite(adapters);
  ({ target } = await fill(site));
});
afterEach(() => site.close());

type ValueOf<Name extends PanelCall> = Extract<AnswerOf<Name>, { ok: true }>['value'];
const get = async <Name extends PanelCall>(
  name: Name,
  payload: object = {},
  as?: Parameters<Site['call']>[2],
): Promise<ValueOf<Name>> => {
  const answer = (await site.call(name, { target, ...payload }, as)) as AnswerOf<PanelCall>;
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
  return answer.value as ValueOf<Name>;
};
const codeOf = async <Name extends PanelCall>(name: Name, payload: object = {}, as?: Parameters<Site['call']>[2]) => {
  const answer = (await site.call(name, { target, ...payload }, as)) as AnswerOf<PanelCall>;
  return answer.ok ? 'ok' : answer.error.code;
};
const asBob = { accountId: bob.accountId };
const start = async (): Promise<string> => {
  const run = randomUUID();
  await get('startDryRun', { run });
  return run;
};
const finish = (...given: Parameters<PlayedDryRuns['finish']>) => site.inside(() => played.finish(...given));
const everybody = { group: null, search: '', from: 0, count: 200 };

test('before the first run there is nothing but how the accounts would be read', async () => {
  expect(await get('directory')).toEqual({
    access: { kind: 'none' },
    administratorGroups: null,
    forecast: { people: null, seconds: null, note: null },
    current: null,
    last: null,
    comparison: null,
    summary: null,
  } satisfies DirectoryState);
});

test('a run is begun with what is saved, goes on for both administrators, and is done with a report', async () => {
  const run = await start();
  expect(played.begun).toMatchObject([
    {
      order: { id: run, targetId: target, mapping, mappingVersion: 1, clientId: 'app-jira', who: 'Ada' },
      means: { product: 'jira', casdoor: { address: 'door.acme.example' }, accounts: { kind: 'none' } },
      goesOn: false,
    },
  ]);
  expect(played.begun[0]?.means.casdoor.secret.expose()).toBe('geheim-der-ersten');
  await site.inside(() => played.read(20_000));
  const [mine, theirs] = [await get('directory'), await get('directory', {}, asBob)];
  expect(theirs).toEqual(mine);
  expect(mine.current).toMatchObject({ id: run, who: 'Ada', state: 'working', progress: { people: { read: 20_000 } } });
  expect(await codeOf('startDryRun', { run: randomUUID() }, asBob)).toBe('busy');
  await finish(rowsOf(5), { outcomes: { refused: 2 }, refused: { 'no-email': 2 } });
  const done = await get('directory', {}, asBob);
  expect(done).toMatchObject({ current: null, last: { id: run, state: 'done', changedSince: [], canGoOn: false } });
  expect(done.last?.result?.report.findings.length).toBeGreaterThan(5);
  expect(done.summary).toMatchObject({ verdict: done.last?.result?.report.verdict });
  expect(done.last?.result).toMatchObject({ keepsUnchanged: true, rows: { unchanged: 5, refused: 0 } });
  expect(done.forecast).toEqual({ people: 5, seconds: 1, note: null });
});

test('rows are told by group and search, and exported as CSV and JSON', async () => {
  const run = await start();
  const rows = [
    rowOf(0),
    rowOf(1, { displayName: '=cmd()', fullName: '=cmd()', outcome: 'refused', reasons: ['There is no e-mail.'] }),
    rowOf(2, { kind: 'account', id: '', name: '', displayName: 'Robot', outcome: 'unreached' }),
  ];
  await finish(rows);
  expect(await get('dryRunRows', { run, ...everybody })).toEqual({ total: 3, rows });
  expect(await get('dryRunRows', { run, ...everybody, group: 'refused' })).toEqual({ total: 1, rows: [rows[1]] });
  expect(await get('dryRunRows', { run, ...everybody, search: ' ROBOT ' })).toEqual({ total: 1, rows: [rows[2]] });
  const csv = await get('exportDryRun', { run, format: 'csv', from: 0 });
  expect(csv.next).toBeNull();
  expect(csv.text.split('\r\n')).toHaveLength(5);
  expect(csv.text).toContain(`,'=cmd(),`);
  const json = await get('exportDryRun', { run, format: 'json', from: 0 });
  expect(JSON.parse(json.text)).toEqual(rows);
});

test('an export of many rows comes in pieces that are one file, each within what an answer may have', async () => {
  const run = await start();
  const rows = rowsOf(4_000, (at) => ({ reasons: [`"${'"\\'.repeat(200)}" ${at}`] }));
  await finish(rows);
  for (const format of ['csv', 'json'] as const) {
    let text = '';
    let pieces = 0;
    for (let from: number | null = 0; from !== null; pieces += 1) {
      const piece: { text: string; next: number | null } = await get('exportDryRun', { run, format, from });
      expect(Buffer.byteLength(JSON.stringify(piece))).toBeLessThan(4_000_000);
      text += piece.text;
      from = piece.next;
    }
    expect(pieces).toBeGreaterThan(1);
    if (format === 'json') expect(JSON.parse(text)).toEqual(rows);
    else expect(text.trim().split('\r\n')).toHaveLength(4_001);
  }
});

test('a run that broke off is gone on with, unless what it stands on was changed', async () => {
  const run = await start();
  await site.inside(() => played.read(61_000));
  clock += silenceLimit + 1_000;
  const { current } = await get('directory');
  expect(current).toMatchObject({ id: run, state: 'stopped', canGoOn: true });
  expect(current?.problem).toMatch(/^61,000 of 100,000 people were read\./);
  // A new password is a reason to go on.
  await get('saveSecret', { secret: 'another' });
  expect((await get('directory')).current).toMatchObject({
    canGoOn: true,
    changedSince: ['The client secret has been saved or forgotten since.'],
  });
  expect((await get('continueDryRun', { run }, asBob)).current).toMatchObject({ state: 'working', who: 'Ada' });
  expect(played.begun.at(-1)).toMatchObject({ goesOn: true, order: { id: run } });
  expect(played.begun.at(-1)?.means.casdoor.secret.expose()).toBe('another');
  clock += silenceLimit + 1_000;
  await get('saveMapping', { base: 1, mapping: { ...mapping, username: 'email' } });
  expect((await get('directory')).current).toMatchObject({ state: 'stopped', canGoOn: false });
  expect(await codeOf('continueDryRun', { run })).toBe('refused');
});

test.each<[string, () => Promise<unknown>, RegExp]>([
  ['the mapping', () => get('saveMapping', { base: 1, mapping: { ...mapping, email: 'mail' } }), /mapping.*version 2/],
  [
    'the client',
    () => site.call('saveTarget', { id: target, base: 1, settings: { ...settings, clientId: 'other' } }),
    /client ID/,
  ],
  [
    'the address',
    () => {
      const changed = { address: 'other.acme.example', allowsHttp: false };
      return site.call('saveConnection', { base: 1, settings: changed });
    },
    /address of Casdoor/,
  ],
  ['the secret', () => get('saveSecret', { secret: 'another' }), /client secret/],
  ['the access', () => get('saveAccountsAccess', { access: { kind: 'token', token: 'NjE2' } }), /accounts are read/],
  ['the groups', () => get('saveAdministratorGroups', { groups: ['admins'] }), /groups of administrators/],
])('a result says that %s was changed since, and stands for no check any more', async (_what, change, sentence) => {
  await start();
  await finish(rowsOf(3));
  const area = async () => {
    const checked = await get('check', { run: randomUUID(), only: null });
    return checked.result?.findings.some((finding) => finding.area === 'directory');
  };
  expect((await get('directory')).last?.changedSince).toEqual([]);
  expect(await area()).toBe(true);
  clock += 1_000;
  await change();
  const { last } = await get('directory');
  expect(last?.changedSince.join(' ')).toMatch(sentence);
  expect(await area()).toBe(false);
});

test('two runs are compared, and the names of the earlier are told in windows', async () => {
  await start();
  await finish([rowOf(0, { lockedOut: true, administrator: true }), rowOf(1), rowOf(2)], {
    administrators: { lockedOut: 1 },
  });
  clock += 1_000;
  const run = await start();
  await finish([rowOf(0, { administrator: true }), rowOf(1, { outcome: 'refused' }), rowOf(3)]);
  const { comparison } = await get('directory');
  expect(comparison).toMatchObject({ better: 1, worse: 1, came: 1, left: 1, administrators: { lockedOut: -1 } });
  expect(await get('comparedRows', { run, isBetter: true, from: 0, count: 50 })).toEqual({
    total: 1,
    rows: [
      {
        name: 'person-0000000',
        displayName: 'Person Nr. 0',
        before: 'administrator locked out',
        after: 'gets in as before',
        isBetter: true,
      },
    ],
  });
});

test('a run that goes on is cancelled before it is deleted, and then nothing of it is left', async () => {
  const before = await site.everything();
  const run = await start();
  expect(await codeOf('deleteDryRun', { run })).toBe('busy');
  expect((await get('cancelDryRun', { run }, asBob)).current).toMatchObject({ state: 'cancelling' });
  const { means } = played.begun[0] ?? {};
  await site.inside(async () => means?.finish({ kind: 'cancelled' }, 0));
  expect((await get('directory')).current).toBeNull();
  const other = await start();
  await finish(rowsOf(300));
  await get('deleteDryRun', { run: other });
  await get('deleteDryRun', { run });
  expect(played.discarded).toEqual(expect.arrayContaining([run, other]));
  const listless = (all: object) => Object.entries(all).filter(([key]) => !key.startsWith('jira:dry-runs-of:'));
  expect(listless(await site.everything())).toEqual(listless(before));
  expect(await codeOf('dryRunRows', { run, ...everybody })).toBe('not-found');
});

test('after seven days the sums are told and no names, which the schedule deletes', async () => {
  const run = await start();
  await finish(rowsOf(3));
  clock += 7 * 86_400_000;
  expect((await get('directory')).last).toMatchObject({ result: { sums: { people: 3 } } });
  expect(await codeOf('dryRunRows', { run, ...everybody })).toBe('expired');
  expect(await codeOf('exportDryRun', { run, format: 'csv', from: 0 })).toBe('expired');
  await site.sweep();
  expect(JSON.stringify(await site.everything())).not.toContain('person-000');
  expect(played.discarded).toEqual([run]);
});

test.each<[string, object]>([
  ['more than 200 rows', { count: 201 }],
  ['no rows', { count: 0 }],
  ['half a row', { from: 0.5 }],
  ['rows before the first', { from: -1 }],
  ['a group that there is not', { group: 'nobody' }],
  ['a search of a page', { search: 'x'.repeat(201) }],
  ['a run that is no id', { run: 'a:b' }],
])('a window of %s is not read', async (_what, changed) => {
  const run = await start();
  expect(await codeOf('dryRunRows', { run, ...everybody, ...changed })).toBe('payload-unreadable');
});

test('a run of one target is nothing to another', async () => {
  const run = await start();
  await finish(rowsOf(3));
  const made = await site.call('saveTarget', { id: null, base: 0, settings });
  const other = made.ok ? made.value.id : '';
  for (const name of ['dryRunRows', 'cancelDryRun', 'deleteDryRun'] as const) {
    const payload = name === 'dryRunRows' ? { run, ...everybody } : { run };
    expect(await codeOf(name, { ...payload, target: other })).toBe('not-found');
  }
  expect(await get('dryRunRows', { run, ...everybody })).toMatchObject({ total: 3 });
});

test.each<[string, () => Promise<unknown>, RegExp]>([
  ['a mapping', () => site.call('removeTarget', { id: target }).then(() => makeBare()), /no mapping/],
  ['a secret', () => get('forgetSecret'), /client secret/],
  ['an address', () => site.call('forgetConnection', {}), /no address/],
])('without %s nothing is begun, and no run is left', async (_what, take, sentence) => {
  await take();
  const answer = await site.call('startDryRun', { target, run: randomUUID() });
  expect(answer).toMatchObject({ ok: false, error: { code: 'refused', message: expect.stringMatching(sentence) } });
  expect(played.begun).toEqual([]);
  expect(Object.keys(await site.everything('jira:dry-run'))).toEqual([]);
});

/** A target that has a secret, and no mapping yet. */
const makeBare = async () => {
  const made = await site.call('saveTarget', { id: null, base: 0, settings });
  if (made.ok) target = made.value.id;
  await get('saveSecret', { secret: 'geheim' });
};

test('removing a target or forgetting Casdoor takes the people along', async () => {
  await start();
  await finish(rowsOf(3));
  await site.call('forgetConnection', {});
  expect(JSON.stringify(await site.everything())).not.toContain('person-000');
  await site.call('saveConnection', { base: 0, settings: { address: 'door.acme.example', allowsHttp: false } });
  await get('saveSecret', { secret: 'geheim' });
  await start();
  await finish(rowsOf(3));
  await site.call('removeTarget', { id: target });
  expect(JSON.stringify(await site.everything())).not.toContain('person-000');
});

test('what could not be begun with has failed, and the next may start', async () => {
  const broken = await site.restart({
    ...{ from: 'local', vantage: () => blindVantage([]), callbackUrl, askProduct: null, demo: null, now },
    applies: null,
    dryRuns: {
      ...played,
      start: async () => {
        throw new Error('There is no thread.');
      },
    },
  });
  const logged: unknown[] = [];
  const plainError = console.error;
  console.error = (...words: unknown[]) => logged.push(...words);
  try {
    const answer = await broken('startDryRun', { target, run: randomUUID() });
    expect(answer).toMatchObject({ ok: false, error: { code: 'unexpected' } });
  } finally {
    console.error = plainError;
  }
  expect(logged).toEqual(['{"call":"startDryRun","error":"Error"}']);
  await start();
  expect((await get('directory')).current).toMatchObject({ state: 'working' });
});
