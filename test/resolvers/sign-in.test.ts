import { withStandIns } from '../../local/demo/demo-vantage';
import { demoPassword } from '../../local/demo/people';
import { type RunningDemo, startDemo } from '../../local/demo/start-demo';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import type { ProbeRequest } from '../../src/casdoor/vantage';
import type { AnswerOf } from '../../src/contract/panel-calls';
import type { Result } from '../../src/contract/result';
import type { SignInState } from '../../src/contract/sign-in';
import type { Adapters } from '../../src/resolvers/adapters';
import { failedWith } from '../checks/healthy-evidence';
import { callbackUrl, mapping } from './every-call';
import { openSite, type Site } from './site';

/** A test sign-in from the panel's call to the verdict, at a Casdoor on loopback. The browser is played by fetch. */

let demo: RunningDemo;
let adapters: Adapters;
let asked: ProbeRequest[];
let clock: number;
/** Forge lets nothing through to this host. */
let isEgressRefused: boolean;
let site: Site;
let target: string;
beforeAll(async () => {
  demo = await startDemo({ size: 5, firstPort: 0 });
  adapters = {
    from: 'local',
    callbackUrl,
    vantage: () => {
      const vantage = withStandIns(makeLocalVantage({ environment: {} }), demo.standIns);
      return {
        ...vantage,
        request: (request, signal) => {
          asked.push(request);
          if (isEgressRefused) return Promise.resolve(failedWith('egress-refused'));
          return vantage.request(request, signal);
        },
      };
    },
    askProduct: null,
    dryRuns: null,
    applies: null,
    demo: demo.demo,
    now: () => new Date(Date.now() + clock),
  };
});
afterAll(() => demo.close());
beforeEach(async () => {
  jest.spyOn(console, 'warn').mockImplementation(() => {});
  asked = [];
  clock = 0;
  isEgressRefused = false;
  site = await openSite(adapters);
  await begin();
});
afterEach(async () => {
  await site.close();
  jest.restoreAllMocks();
});

const unwrap = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(`${answer.error.message} ${answer.error.remedy ?? ''}`);
  return answer.value;
};
const begin = async (situation = 'healthy') => {
  const state = unwrap(await site.call('startDemo', { situation }));
  target = state.targets[0]?.id ?? '';
};
const bob = { accountId: 'bob' };
const start = async () => unwrap(await site.call('startSignIn', { target }));
const look = async (as = {}) => unwrap(await site.call('signIn', { target }, as));
const currentOf = ({ current }: SignInState) => {
  if (!current) throw new Error('There is no test sign-in.');
  return current;
};
const loaded = async () => unwrap(await site.call('load', {})).targets[0];
const knock = (method: string, address: string, body = '') => {
  const { searchParams } = new URL(address);
  const queryParameters = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
  return site.knock({ method, queryParameters, body });
};
/** Presses the button of the page behind the link. */
const press = async (state: SignInState) => {
  const { link } = currentOf(state);
  const answer = await knock('POST', link ?? '');
  return answer.headers.location?.[0] ?? '';
};
/** Signs in on Casdoor's page, and gives back where it sends the browser. */
const atCasdoor = async (authorization: string, username: string) => {
  const url = new URL(authorization);
  const answer = await fetch(url.origin + url.pathname, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...Object.fromEntries(url.searchParams), username, password: demoPassword }),
  });
  return answer.headers.get('location') ?? '';
};
const signIn = async (username = 'amara.okafor') => {
  const back = await atCasdoor(await press(await start()), username);
  return { back, end: await knock('GET', back) };
};

test('a good sign-in: its maker has the claims, and once confirmed the mapping knows which exist', async () => {
  const made = await start();
  expect(made.callbackUri).toBe('http://127.0.0.1:7391/sign-in/jira');
  expect(currentOf(made)).toMatchObject({ who: 'Ada', state: 'open', isMine: true, isStale: false });
  const { end } = { end: await knock('GET', await atCasdoor(await press(made), 'amara.okafor')) };
  expect([end.statusCode, end.body]).toEqual([200, expect.stringContaining('<h1>The sign-in worked</h1>')]);
  const mine = currentOf(await look());
  expect(mine).toMatchObject({ state: 'done', isStale: false, result: { outcome: 'succeeded', isVerified: true } });
  expect(mine.result?.claims.id_token).toMatchObject({ name: 'amara.okafor' });
  const theirs = await look(bob);
  expect(currentOf(theirs)).toMatchObject({ state: 'done', isMine: false, result: null });
  expect(theirs.history).toMatchObject([{ who: 'Ada', outcome: 'succeeded' }]);
  expect(JSON.stringify(theirs)).not.toContain('amara');

  expect((await loaded())?.seen).toBeNull();
  const { id } = mine;
  expect((await site.call('confirmSignIn', { target, id, isMeant: true }, bob)).ok).toBe(false);
  expect(currentOf(unwrap(await site.call('confirmSignIn', { target, id, isMeant: true }))).result?.isMeant).toBe(true);
  expect((await loaded())?.seen).toMatchObject({ who: 'Ada', bySource: { id_token: { name: 'text' } } });
});

test('nothing that could be used again is left in the store, and no answer of the panel holds it', async () => {
  const { back } = await signIn();
  const { code, state } = Object.fromEntries(new URL(back).searchParams) as Record<string, string>;
  const kept = JSON.stringify([await site.everything(), await look(), await loaded()]);
  for (const secret of [code, state, 'eyJ']) expect(kept).not.toContain(secret);
});

test('the code goes to Casdoor’s own token endpoint, once, however often it comes back', async () => {
  const { back } = await signIn();
  const redeemed = () => asked.filter(({ url }) => url.endsWith('/api/login/oauth/access_token')).length;
  const before = redeemed();
  const again = await Promise.all([knock('GET', back), knock('GET', back)]);
  expect(again.map(({ statusCode }) => statusCode)).toEqual([410, 410]);
  expect(redeemed()).toBe(before);
});

test('whoever saves what a sign-in depends on makes it stale; the mapping, ticks and a look at it do not', async () => {
  await signIn();
  const { id } = currentOf(await look());
  await site.call('confirmSignIn', { target, id, isMeant: true });
  const version = (await loaded())?.mapping?.version ?? 0;
  unwrap(await site.call('saveMapping', { target, base: version, mapping }));
  unwrap(await site.call('saveTicks', { target, ticks: ['client-id'] }));
  expect(currentOf(await look()).isStale).toBe(false);
  expect((await loaded())?.seen).not.toBeNull();
  clock += 1_000;
  unwrap(await site.call('forgetSecret', { target }));
  expect(currentOf(await look())).toMatchObject({ isStale: true, result: { outcome: 'succeeded' } });
  expect((await loaded())?.seen).toBeNull();
});

test('a connection that was changed between press and answer gets no code', async () => {
  const authorization = await press(await start());
  const back = await atCasdoor(authorization, 'amara.okafor');
  asked.length = 0;
  const { connection } = unwrap(await site.call('load', {}));
  const settings = { address: 'https://other.acme.example', allowsHttp: false };
  unwrap(await site.call('saveConnection', { base: connection?.version ?? 0, settings }));
  expect((await knock('GET', back)).body).toContain('The sign-in did not work');
  expect(asked).toEqual([]);
  expect(currentOf(await look())).toMatchObject({ state: 'done', isStale: true, result: { outcome: 'failed' } });
});

test('a link nobody used is abandoned, and whoever looks first finds the reason', async () => {
  await start();
  clock += 15 * 60_000;
  const theirs = await look(bob);
  expect(theirs.history).toMatchObject([{ who: 'Ada', outcome: 'abandoned' }]);
  const mine = currentOf(await look());
  expect(mine).toMatchObject({ state: 'done', result: { outcome: 'abandoned' } });
  expect(mine.result?.report.findings.map(({ outcome }) => outcome)).toContain('fail');
});

test('what Casdoor’s page said ends the wait, told by the maker alone', async () => {
  const made = await start();
  const { id } = currentOf(made);
  const tell = (as = {}) =>
    site.call(
      'tellSignIn',
      { target, id, words: 'The user is forbidden to sign in, please contact the administrator' },
      as,
    );
  expect(await tell()).toMatchObject({ ok: false, error: { field: 'id' } });
  await press(made);
  expect(await tell(bob)).toMatchObject({ ok: false });
  expect(currentOf(unwrap(await tell()))).toMatchObject({ state: 'done', result: { outcome: 'refused' } });
  expect(await tell()).toMatchObject({ ok: false });
});

test('forgetting the connection or removing the target takes links, results and history with it', async () => {
  await signIn();
  const made = await start();
  const authorization = await press(made);
  unwrap(await site.call('forgetConnection', {}));
  expect(await look()).toMatchObject({ current: null, history: [] });
  const back = await atCasdoor(authorization, 'amara.okafor');
  expect((await knock('GET', back)).statusCode).toBe(400);
  expect(Object.keys(await site.everything()).filter((key) => /sign-in(-link|-state|-seen)?:/.test(key))).toEqual([]);
  expect((await site.call('startSignIn', { target })).ok).toBe(false);
});

test('a result is deleted at once, and its line in the history stays', async () => {
  await signIn();
  const { id } = currentOf(await look());
  const after = unwrap(await site.call('deleteSignIn', { target, id }, bob));
  expect(currentOf(after).state).toBe('done');
  expect(after.history).toHaveLength(1);
  expect(currentOf(await look()).result).toBeNull();
});

describe('a sign-in is not started', () => {
  const save = async (settings: Partial<{ address: string; allowsHttp: boolean }>) => {
    const { connection } = unwrap(await site.call('load', {}));
    const address = connection?.value.address ?? '';
    unwrap(
      await site.call('saveConnection', {
        base: connection?.version ?? 0,
        settings: { address, allowsHttp: false, ...settings },
      }),
    );
  };
  const refused = async (): Promise<AnswerOf<'startSignIn'>> => {
    const answer = await site.call('startSignIn', { target });
    expect(await look()).toMatchObject({ current: null });
    return answer;
  };

  test('without an address', async () => {
    const { id } = unwrap(await site.call('saveTarget', { id: null, base: 0, settings: await settings() }));
    await site.call('forgetConnection', {});
    expect(await site.call('startSignIn', { target: id })).toMatchObject({
      ok: false,
      error: { code: 'refused', field: 'address' },
    });
  });

  test('without a client ID', async () => {
    const settingsNow = await settings();
    const version = (await loaded())?.settings.version ?? 0;
    unwrap(await site.call('saveTarget', { id: target, base: version, settings: { ...settingsNow, clientId: '' } }));
    const answer = await refused();
    expect(answer).toMatchObject({ ok: false, error: { code: 'refused', field: 'clientId' } });
    expect(await site.call('signInCallback', { target })).toMatchObject({ ok: false, error: { field: 'clientId' } });
  });

  test('over http to another computer without the tick that names the risk', async () => {
    await save({ address: 'http://door.acme.example' });
    asked.length = 0;
    expect(await refused()).toMatchObject({ ok: false, error: { field: 'allowsHttp' } });
    expect(asked).toEqual([]);
  });

  test('where Forge lets no request through, and the consent is named', async () => {
    isEgressRefused = true;
    expect(await refused()).toMatchObject({
      ok: false,
      error: { code: 'egress-not-granted', remedy: expect.stringContaining('Allow requests to 127.0.0.1') as string },
    });
  });

  test('where nobody answers', async () => {
    await save({ address: 'http://127.0.0.1:9' });
    expect(await refused()).toMatchObject({
      ok: false,
      error: { code: 'refused', remedy: expect.any(String) as string },
    });
  });

  const settings = async () => {
    const view = await loaded();
    if (!view) throw new Error('There is no target.');
    return view.settings.value;
  };
});

test('a missing secret keeps nobody from starting: PKCE alone redeems a code', async () => {
  unwrap(await site.call('forgetSecret', { target }));
  expect(currentOf(await start()).state).toBe('open');
});

test('Casdoor is asked whether it would send people back here', async () => {
  const callback = unwrap(await site.call('signInCallback', { target }));
  expect(callback).toMatchObject({ uri: 'http://127.0.0.1:7391/sign-in/jira', state: 'loopback' });
});
