import { withStandIns } from '../../local/demo/demo-vantage';
import { type RunningDemo, startDemo } from '../../local/demo/start-demo';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import type { ProbeRequest } from '../../src/casdoor/vantage';
import type { Mapping } from '../../src/contract/mapping';
import type { MappingSample } from '../../src/contract/panel-calls';
import type { Result } from '../../src/contract/result';
import type { Adapters } from '../../src/resolvers/adapters';
import { callbackUrl, mapping } from './every-call';
import { openSite, type Site } from './site';

let demo: RunningDemo;
let adapters: Adapters;
let asked: ProbeRequest[];
let now: Date;
let site: Site;
beforeAll(async () => {
  demo = await startDemo({ size: 40 });
  adapters = {
    from: 'local',
    callbackUrl,
    vantage: () => {
      const vantage = withStandIns(makeLocalVantage({ environment: {} }), demo.standIns);
      const request: typeof vantage.request = (sent, signal) => {
        asked.push(sent);
        return vantage.request(sent, signal);
      };
      return { ...vantage, request };
    },
    askProduct: null,
    dryRuns: null,
    applies: null,
    demo: demo.demo,
    now: () => now,
  };
});
afterAll(() => demo.close());
beforeEach(async () => {
  asked = [];
  now = new Date();
  site = await openSite(adapters);
});
afterEach(() => site.close());

const unwrap = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};
const begin = async (): Promise<string> => {
  const [target] = unwrap(await site.call('startDemo', { situation: 'healthy' })).targets;
  if (!target) throw new Error('There is no target.');
  asked = [];
  return target.id;
};
const sample = async (target: string, anew = false): Promise<MappingSample> =>
  unwrap(await site.call('mappingSample', { target, anew }));

test('everybody of a small organization is there with claims by source, and nothing that is never shown', async () => {
  const read = await sample(await begin());
  expect(read.people).toHaveLength(read.total);
  expect(read.tokenFormat).toBe('JWT');
  const rosa = read.people.find(({ person }) => person.name === 'rosa.lindqvist');
  expect(rosa?.bySource.id_token).toMatchObject({ name: 'rosa.lindqvist', displayName: 'Rosa Lindqvist' });
  expect(rosa?.withheld).toEqual(expect.arrayContaining(['passwordSalt', 'totpSecret', 'recoveryCodes']));
  const text = JSON.stringify(read);
  for (const secret of ['demo-recovery-1', 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU']) expect(text).not.toContain(secret);
});

test('it is read once an hour, or where it is asked for, or where other settings are saved', async () => {
  const target = await begin();
  const first = await sample(target);
  const requests = asked.length;
  expect(requests).toBeGreaterThan(0);
  expect(await sample(target)).toEqual(first);
  expect(asked).toHaveLength(requests);
  await sample(target, true);
  expect(asked.length).toBeGreaterThan(requests);
  const again = asked.length;
  now = new Date(now.getTime() + 3_700_000);
  expect((await sample(target)).at).not.toBe(first.at);
  expect(asked.length).toBeGreaterThan(again);
});

test('nothing of it is left once the target is removed, nor readable in what is kept', async () => {
  const target = await begin();
  await sample(target);
  const kept = JSON.stringify(await site.everything('jira:mapping-sample'));
  expect(kept).not.toContain('amara.okafor');
  unwrap(await site.call('removeTarget', { id: target }));
  expect(await site.everything('jira:mapping-sample')).toEqual({});
});

test('without a way to ask Jira it says so, and people are there all the same', async () => {
  const target = await begin();
  unwrap(await site.call('forgetAccountsAccess', { target }));
  const read = await sample(target);
  expect(read).toMatchObject({ accounts: null, isComplete: false, lookedFor: [] });
  expect(read.note).toBe('Who has an account in Jira already is not known: nothing is saved to ask it with.');
  expect(read.people.length).toBeGreaterThan(0);
});

test('a file of accounts counts as everybody', async () => {
  const target = await begin();
  const text = 'username,email,fullName\r\namara.okafor,amara.okafor@acme.example,Amara Okafor\r\n';
  const file = { target, name: 'a.csv', upload: crypto.randomUUID(), piece: 0, pieces: 1, text };
  unwrap(await site.call('saveAccountsFile', file));
  expect(await sample(target)).toMatchObject({
    accounts: [
      { username: 'amara.okafor', email: 'amara.okafor@acme.example', fullName: 'Amara Okafor', active: true },
    ],
    isComplete: true,
    note: null,
  });
});

test('without the secret nobody is read, and it says what to do', async () => {
  const target = await begin();
  unwrap(await site.call('forgetSecret', { target }));
  const answer = await site.call('mappingSample', { target, anew: false });
  expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } });
});

test('one person comes with the accounts that may be theirs where these are asked for', async () => {
  const target = await begin();
  const plain = unwrap(await site.call('person', { target, name: 'amara.okafor' }));
  expect(plain.accounts).toBeUndefined();
  const text = 'username,email\r\nother,other@acme.example\r\nAmara.Okafor,x@acme.example\r\n';
  const file = { target, name: 'a.csv', upload: crypto.randomUUID(), piece: 0, pieces: 1, text };
  unwrap(await site.call('saveAccountsFile', file));
  const found = unwrap(await site.call('person', { target, name: 'amara.okafor', withAccounts: true }));
  expect(found).toMatchObject({ person: plain.person, bySource: plain.bySource, lookedFor: [] });
  expect(found.accounts).toEqual([expect.objectContaining({ username: 'Amara.Okafor' })]);
});

test('all versions of the mapping are told, newest first', async () => {
  const target = await begin();
  const changed: Mapping = { ...mapping, username: 'email' };
  unwrap(await site.call('saveMapping', { target, base: 1, mapping: changed }));
  const versions = unwrap(await site.call('mappingVersions', { target }));
  expect(versions.map(({ version, who, value }) => [version, who, value.username])).toEqual([
    [2, 'Ada', 'email'],
    [1, 'Ada', 'name'],
  ]);
});
