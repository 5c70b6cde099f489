import { randomUUID } from 'node:crypto';
import type { ProbeRequest } from '../../src/casdoor/vantage';
import { accountsSourceOf } from '../../src/resolvers/accounts-of';
import type { Adapters } from '../../src/resolvers/adapters';
import { askedAt } from '../../src/resolvers/asked';
import { foundIn, readableIn } from '../local/search-store';
import { blindVantage } from './blind-vantage';
import { callbackUrl, fill, settings } from './every-call';
import { playDryRuns } from './played-dry-runs';
import { openSite, type Site } from './site';

let asked: ProbeRequest[];
let site: Site;
let target: string;
const now = () => new Date();
const adapters: Adapters = {
  from: 'local',
  vantage: () => blindVantage(asked),
  callbackUrl,
  askProduct: null,
  dryRuns: playDryRuns(now),
  applies: null,
  demo: null,
  now,
};
const place = { product: 'jira', who: 'Ada', account: 'ada', now } as const;
beforeEach(async () => {
  asked = [];
  site = await openSite(adapters);
  ({ target } = await fill(site));
  asked.length = 0;
});
afterEach(() => site.close());

const password = 'Pass:wört-öäü-7391';
const save = (access: object = { kind: 'password', user: 'admin', password }) =>
  site.call('saveAccountsAccess', { target, access });
const saveTarget = (changed: object, base = 1) =>
  site.call('saveTarget', { id: target, base, settings: { ...settings, ...changed } });
const accessOf = async () => {
  const state = await site.call('directory', { target });
  return state.ok ? state.value.access : state.error;
};
const upload = (text: string, changed: object = {}) =>
  site.call('saveAccountsFile', {
    ...{ target, name: 'accounts.csv', upload: randomUUID(), piece: 0, pieces: 1, text },
    ...changed,
  });
const sourceKind = () =>
  site.inside(async () => {
    const source = await accountsSourceOf(askedAt(place, adapters), target);
    await source.close();
    return source.kind;
  });

test('credentials are kept, told to nobody, and sent to their own base URL alone', async () => {
  const saved = await save();
  expect(saved).toMatchObject({ ok: true, value: { kind: 'password', user: 'admin', who: 'Ada' } });
  expect(JSON.stringify([saved, await site.call('directory', { target }), await site.call('load', {})])).not.toContain(
    password,
  );
  expect(await sourceKind()).toBe('api');
  await site.inside(async () => {
    const source = await accountsSourceOf(askedAt(place, adapters), target);
    if (source.kind === 'api') await source.ask('/rest/api/2/myself', AbortSignal.timeout(1_000));
    await source.close();
  });
  expect(asked.map(({ url }) => url)).toEqual(['https://jira.acme.example/rest/api/2/myself']);
  const basic = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  expect(asked[0]?.headers).toMatchObject({ authorization: basic });
});

test('they are struck out where the base URL changes, and nothing of them can be read from the disk', async () => {
  await save();
  await saveTarget({ baseUrl: 'https://evil.example' });
  expect(await accessOf()).toEqual({ kind: 'none' });
  await saveTarget({}, 2);
  expect(await accessOf()).toEqual({ kind: 'none' });
  expect(await sourceKind()).toBe('none');
  await site.data.close();
  const text = await readableIn(`${site.folder}/data`, `${site.folder}/keys/keys.json`);
  expect(foundIn(text, new Map([['password', password]]))).toEqual([]);
  expect(foundIn(text, new Map([['secret', 'geheim-der-ersten']]))).toEqual(['secret']);
});

test('a name with a colon, plain http and a missing base URL are refused, naming the field', async () => {
  const refused = (field: string) => ({ ok: false, error: { code: 'refused', field } });
  expect(await save({ kind: 'password', user: 'ad:min', password })).toMatchObject(refused('access.user'));
  await saveTarget({ baseUrl: 'http://jira.acme.example' });
  expect(await save()).toMatchObject(refused('access'));
  await saveTarget({ baseUrl: '' }, 2);
  expect(await save()).toMatchObject(refused('access'));
  await saveTarget({ baseUrl: 'http://127.0.0.1:2990/jira' }, 3);
  expect(await save()).toMatchObject({ ok: true });
});

test('a file comes in pieces, says what is wrong with its lines, and takes the place of credentials', async () => {
  await save();
  const id = randomUUID();
  const lines = [
    'username,email,mood',
    'ada,ada@acme.example,fine',
    ',nobody@acme.example,',
    'bob,b@acme.example,well',
  ];
  const text = `${lines.join('\r\n')}\r\n`;
  const first = await upload(text.slice(0, 30), { upload: id, pieces: 2 });
  expect(first).toEqual({ ok: true, value: { kind: 'more' } });
  expect(await accessOf()).toMatchObject({ kind: 'password' });
  const saved = await upload(text.slice(30), { upload: id, piece: 1, pieces: 2 });
  expect(saved).toMatchObject({ ok: true, value: { kind: 'csv', name: 'accounts.csv', accounts: 2, who: 'Ada' } });
  const notes = saved.ok && saved.value.kind === 'csv' ? saved.value.notes.join(' ') : '';
  expect(notes).toMatch(/Line 1: the column “mood” is not known/);
  expect(notes).toMatch(/Line 3 has no username/);
  expect(await accessOf()).toMatchObject({ kind: 'csv' });
  expect(await sourceKind()).toBe('csv');
  await site.call('forgetAccountsAccess', { target });
  expect(await accessOf()).toEqual({ kind: 'none' });
  expect(JSON.stringify(await site.everything())).not.toContain('ada@acme.example');
});

test('a file that cannot be read is refused with its line, and nothing of it is kept', async () => {
  await save();
  const answer = await upload('username;email\nada;ada@acme.example\n');
  expect(answer).toMatchObject({
    ok: false,
    error: {
      code: 'refused',
      field: 'text',
      message: expect.stringMatching(/^Line 1: the cells are separated by sem/),
    },
  });
  expect(await accessOf()).toMatchObject({ kind: 'password' });
  expect(JSON.stringify(await site.everything())).not.toContain('ada@acme.example');
});

test('of thousands of bad lines a hundred are told and the others counted', async () => {
  const answer = await upload(`username,email\n${',x@acme.example\n'.repeat(3_000)}ada,a@acme.example\n`);
  const notes = answer.ok && answer.value.kind === 'csv' ? answer.value.notes : [];
  expect(notes).toHaveLength(101);
  expect(notes.at(-1)).toBe('2,900 more lines have something like that.');
});

test.each<[string, object]>([
  ['more bytes than a payload may have', { text: 'ä'.repeat(200_001) }],
  ['half a character', { text: 'username\n\ud83d' }],
  ['a piece beyond the last', { piece: 1 }],
  ['too many pieces', { pieces: 1_001 }],
  ['an upload that is no id', { upload: 'a:b' }],
])('a piece with %s is not read', async (_what, changed) => {
  expect(await upload('username\n', changed)).toMatchObject({ ok: false, error: { code: 'payload-unreadable' } });
});

test('as large a piece as there may be is taken', async () => {
  expect(await upload(`username\n${'ä'.repeat(199_995)}`)).toMatchObject({ ok: true, value: { accounts: 1 } });
});

test('groups that administer are named and taken back', async () => {
  const name = (groups: string[] | null) => site.call('saveAdministratorGroups', { target, groups });
  expect(await name([' Admins ', 'Admins', 'jira-administrators'])).toEqual({
    ok: true,
    value: ['Admins', 'jira-administrators'],
  });
  expect(await site.call('directory', { target })).toMatchObject({
    value: { administratorGroups: ['Admins', 'jira-administrators'] },
  });
  expect(await name([])).toMatchObject({ ok: false, error: { code: 'payload-unreadable' } });
  expect(await name(null)).toEqual({ ok: true, value: null });
  expect(await site.call('directory', { target })).toMatchObject({ value: { administratorGroups: null } });
});

test('the site that the app is installed in answers for itself, unless somebody handed in a file', async () => {
  const paths: string[] = [];
  const inCloud: Adapters = {
    ...adapters,
    from: 'cloud',
    askProduct: (product) => async (path) => {
      paths.push(`${product} ${path}`);
      return { answered: true, value: { status: 200, headers: {}, json: {}, isHtml: false } };
    },
  };
  const call = await site.restart(inCloud);
  const access = async () => {
    const state = await call('directory', { target });
    return state.ok && state.value.access.kind;
  };
  expect(await access()).toBe('none');
  await saveTarget({ plugin: 'miniorange-cloud' });
  expect(await access()).toBe('own-site');
  await site.inside(async () => {
    const source = await accountsSourceOf(askedAt(place, inCloud), target);
    if (source.kind === 'api') await source.ask('/rest/api/3/users/search', AbortSignal.timeout(1_000));
  });
  expect(paths).toEqual(['jira /rest/api/3/users/search']);
  await saveTarget({ plugin: 'miniorange-cloud', product: 'confluence' }, 2);
  expect(await access()).toBe('none');
  await saveTarget({ plugin: 'miniorange-cloud' }, 3);
  await upload('username\nada\n');
  expect(await access()).toBe('csv');
});
