import { kvs } from '@forge/kvs';
import { Secret } from '../../src/secrets/secret';
import { accountsAccessesIn } from '../../src/store/accounts-access';
import { inInvocation, openKeyValues } from './key-values';

let clock: number;
beforeEach(() => {
  clock = Date.parse('2026-11-24T14:02:00Z');
});
const place = { product: 'jira', who: 'Ada', account: 'ada', now: () => new Date(clock) } as const;
const accesses = accountsAccessesIn(place);
const baseUrl = 'https://jira.acme.example/jira';
const password = { kind: 'password', user: 'admin', password: new Secret('geheim') } as const;
const upload = '33333333-3333-4333-8333-333333333333';

openKeyValues();

const visible = async () => JSON.stringify((await kvs.query().limit(100).getMany<unknown>()).results);
const textOf = async (id: string, pieces: number) => {
  const parts: Uint8Array[] = [];
  for await (const part of accesses.files.open('target', id, pieces)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
};
const saveFile = async () => {
  await accesses.files.keep('target', upload, { at: 1, of: 2, text: 'ada,ada@acme.example' });
  await accesses.files.keep('target', upload, { at: 0, of: 2, text: 'username,email\n' });
  return accesses.files.save('target', { name: 'a.csv', accounts: 1, notes: [], upload, pieces: 2 });
};

test('credentials are given to their own base URL, and a slash at its end is none', async () => {
  await inInvocation(async () => {
    expect(await accesses.state('target', baseUrl)).toEqual({ kind: 'none' });
    await accesses.save('target', baseUrl, password);
    const state = { kind: 'password', user: 'admin', at: '2026-11-24T14:02:00.000Z', who: 'Ada' };
    expect(await accesses.state('target', `${baseUrl}/`)).toEqual(state);
    const used = await accesses.use('target', baseUrl);
    expect(used?.kind === 'password' && [used.user, used.password.expose()]).toEqual(['admin', 'geheim']);
    expect(await visible()).not.toContain('geheim');
    await accesses.save('target', baseUrl, { kind: 'token', token: new Secret('NjE2') });
    expect(await accesses.state('target', baseUrl)).toEqual({ ...state, kind: 'token', user: undefined });
  });
});

test.each<[string, string | null]>([
  ['the scheme', 'http://jira.acme.example/jira'],
  ['the host', 'https://evil.example/jira'],
  ['the port', 'https://jira.acme.example:8443/jira'],
  ['the path', 'https://jira.acme.example/wiki'],
  ['all of it, taken away', null],
])('once %s changes, they are struck out for good', async (_what, elsewhere) => {
  await inInvocation(async () => {
    await accesses.save('target', baseUrl, password);
    expect(await accesses.state('target', elsewhere)).toEqual({ kind: 'none' });
    expect(await accesses.use('target', baseUrl)).toBeNull();
    expect(await accesses.changedAt('target')).not.toBeNull();
  });
});

test('a file is there once its last piece is, in whatever order they come', async () => {
  await inInvocation(async () => {
    const { files } = accesses;
    expect(await files.keep('target', upload, { at: 2, of: 3, text: 'c' })).toBe(false);
    expect(await files.keep('target', upload, { at: 0, of: 3, text: 'ä'.repeat(150_000) })).toBe(false);
    await expect(textOf(upload, 3)).rejects.toMatchObject({ failure: { code: 'expired' } });
    expect(await files.keep('target', upload, { at: 1, of: 3, text: 'b' })).toBe(true);
    expect(await textOf(upload, 3)).toBe(`${'ä'.repeat(150_000)}bc`);
  });
});

test('what was saved last counts: a file takes the place of nothing but a file', async () => {
  await inInvocation(async () => {
    await saveFile();
    expect(await accesses.state('target', baseUrl)).toMatchObject({
      kind: 'csv',
      name: 'a.csv',
      accounts: 1,
      who: 'Ada',
    });
    await accesses.save('target', baseUrl, password);
    expect(await accesses.state('target', baseUrl)).toMatchObject({ kind: 'password' });
    await expect(textOf(upload, 2)).rejects.toMatchObject({ failure: { code: 'expired' } });
    expect(await visible()).not.toContain('ada@acme.example');
  });
});

test('a newer file takes the place of the one before, of which nothing is left', async () => {
  await inInvocation(async () => {
    await saveFile();
    const other = '44444444-4444-4444-8444-444444444444';
    await accesses.files.keep('target', other, { at: 0, of: 1, text: 'username\nbob' });
    await accesses.files.save('target', { name: 'b.csv', accounts: 1, notes: [], upload: other, pieces: 1 });
    expect(await accesses.state('target', null)).toMatchObject({ kind: 'csv', name: 'b.csv' });
    expect(await visible()).not.toContain('ada@acme.example');
    expect(await textOf(other, 1)).toBe('username\nbob');
  });
});

test('after seven days a file is not read, and the sweep deletes it and uploads that were left off', async () => {
  await inInvocation(async () => {
    await saveFile();
    await accesses.files.keep('target', '44444444-4444-4444-8444-444444444444', { at: 0, of: 2, text: 'left-off' });
    clock += 7 * 86_400_000 - 1;
    await accesses.files.sweep('target');
    expect(await accesses.state('target', null)).toMatchObject({ kind: 'csv' });
    clock += 1;
    expect(await accesses.state('target', null)).toEqual({ kind: 'none' });
    expect(await visible()).toContain('ada@acme.example');
    await accesses.files.sweep('target');
    expect(await visible()).not.toMatch(/ada@acme\.example|left-off/);
  });
});

test('forgetting leaves no credentials and no file, removing not even when that was', async () => {
  await inInvocation(async () => {
    await saveFile();
    await accesses.forget('target');
    expect(await accesses.state('target', baseUrl)).toEqual({ kind: 'none' });
    expect(await visible()).not.toContain('ada@acme.example');
    expect(await accesses.changedAt('target')).toBe('2026-11-24T14:02:00.000Z');
    await accesses.save('target', baseUrl, password);
    await accesses.remove('target');
    expect(await accesses.use('target', baseUrl)).toBeNull();
    expect(await accesses.changedAt('target')).toBeNull();
    expect(await visible()).toBe('[]');
  });
});
