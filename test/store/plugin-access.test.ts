import { kvs } from '@forge/kvs';
import { Secret } from '../../src/secrets/secret';
import { holderOf, pluginAccessesIn } from '../../src/store/plugin-access';
import { inInvocation, openKeyValues } from './key-values';

let clock: number;
beforeEach(() => {
  clock = Date.parse('2026-11-24T14:02:00Z');
});
const account = '557058:f58131cb-b67d-43c7-b30d-6b58d40bd077';
const place = { product: 'jira', who: 'Ada', account, now: () => new Date(clock) } as const;
const accesses = pluginAccessesIn(place);
const baseUrl = 'https://jira.acme.example/jira';
const credentials = { kind: 'password', user: 'admin', password: new Secret('geheim') } as const;
const [ada, bob] = [holderOf(account), holderOf('bob')];
const own = { credentials, isKept: false, isShared: false };
const shared = { ...own, isShared: true };

openKeyValues();

const passwordOf = async (holder: string, at = baseUrl) => {
  const access = await accesses.use('target', at, holder);
  return access?.credentials.kind === 'password' ? access.credentials.password.expose() : null;
};
const visible = async () => JSON.stringify((await kvs.query().limit(100).getMany<unknown>()).results);

test('they write for the person who saved them, and for others only where these have let them', async () => {
  await inInvocation(async () => {
    await accesses.save('target', baseUrl, ada, own);
    expect(await passwordOf(ada)).toBe('geheim');
    expect(await passwordOf(bob)).toBeNull();
    await accesses.save('target', baseUrl, ada, shared);
    expect(await accesses.use('target', `${baseUrl}/`, bob)).toMatchObject({ user: 'admin', isOwn: false, who: 'Ada' });
    // Whoever has some of their own writes with those.
    const token = { kind: 'token', token: new Secret('NjE2') } as const;
    await accesses.save('target', baseUrl, bob, { ...own, credentials: token });
    expect(await accesses.use('target', baseUrl, bob)).toMatchObject({ kind: 'token', user: null, isOwn: true });
    await accesses.forget('target', ada);
    expect(await passwordOf(ada)).toBeNull();
    expect(await accesses.use('target', baseUrl, bob)).toMatchObject({ isOwn: true });
  });
});

test('neither they nor the id of an account are in what can be listed', async () => {
  await inInvocation(async () => {
    await accesses.save('target', baseUrl, ada, shared);
    const listed = await visible();
    expect(listed).toContain(ada);
    for (const hidden of ['geheim', account, account.slice(7)]) expect(listed).not.toContain(hidden);
  });
});

test.each([
  ['the scheme', 'http://jira.acme.example/jira'],
  ['the host', 'https://evil.example/jira'],
  ['the port', 'https://jira.acme.example:8443/jira'],
  ['the path', 'https://jira.acme.example/wiki'],
])('once %s changes, they are used nowhere, and struck out for good', async (_what, elsewhere) => {
  await inInvocation(async () => {
    await accesses.save('target', baseUrl, ada, shared);
    expect(await passwordOf(bob, elsewhere)).toBeNull();
    expect(await passwordOf(ada)).toBeNull();
    await accesses.save('target', baseUrl, ada, shared);
    await accesses.strikeOutStrangers('target', elsewhere);
    expect(await passwordOf(ada)).toBeNull();
  });
});

test('those for one apply are forgotten with its end, and after a day in which nobody has applied', async () => {
  await inInvocation(async () => {
    await accesses.save('target', baseUrl, ada, own);
    await accesses.save('target', baseUrl, bob, { ...own, isKept: true });
    const end = new Date(clock).toISOString();
    // An end of before they were typed was of something else.
    await accesses.forgetUnkept('target', ada, new Date(clock - 1).toISOString());
    expect(await passwordOf(ada)).toBe('geheim');
    await accesses.forgetUnkept('target', ada, end);
    await accesses.forgetUnkept('target', bob, end);
    expect([await passwordOf(ada), await passwordOf(bob)]).toEqual([null, 'geheim']);

    await accesses.save('target', baseUrl, ada, own);
    clock += 24 * 3_600_000 - 1;
    await accesses.sweep('target', false);
    expect(await passwordOf(ada)).toBe('geheim');
    clock += 1;
    // Somebody may still have to put something back.
    await accesses.sweep('target', true);
    expect(await passwordOf(ada)).toBe('geheim');
    await accesses.sweep('target', false);
    expect([await passwordOf(ada), await passwordOf(bob)]).toEqual([null, 'geheim']);
    await accesses.remove('target');
    expect(await passwordOf(bob)).toBeNull();
  });
});
