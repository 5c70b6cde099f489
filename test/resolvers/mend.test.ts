import { type Certificate, makeCertificates } from '../../local/casdoor/certificates';
import { type ApplicationDocument, acme } from '../../local/casdoor/documents';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../local/casdoor/start';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { type ApplyHead, journalIn } from '../../src/apply/journal';
import type { ProbeRequest } from '../../src/casdoor/vantage';
import type { RedirectUriKind, RedirectUriPlan } from '../../src/contract/apply-calls';
import type { TargetSettings } from '../../src/contract/panel-calls';
import type { Result } from '../../src/contract/result';
import type { Adapters } from '../../src/resolvers/adapters';
import { askedAt } from '../../src/resolvers/asked';
import { recoverRedirectUris } from '../../src/resolvers/recover-redirect-uris';
import { failedWith } from '../checks/healthy-evidence';
import { callbackUrl, settings } from './every-call';
import { ada, openSite, type Site } from './site';

/** "Mend it" from the panel's call to the list in Casdoor, over real HTTP. */

const baseUrl = 'https://new.acme.example';
const ours = `${baseUrl}/plugins/servlet/oauth/callback`;
const theirs = 'https://wiki.acme.example/somebody-else';

let certificates: Certificate[];
let casdoor: EmbeddedCasdoor;
let site: Site;
let target: string;
let sent: ProbeRequest[];
/** Milliseconds that the clock is ahead. */
let ahead: number;
/** What happens just before a request goes out; answers "lost" where nothing comes back, "dropped" where nothing arrives. */
let before: (request: ProbeRequest) => 'lost' | 'dropped' | undefined;
let adapters: Adapters;

beforeAll(async () => {
  certificates = await makeCertificates(acme().certificates);
});
beforeEach(async () => {
  casdoor = await startEmbeddedCasdoor({ certificates, origin: (port) => `http://127.0.0.1:${port}` });
  sent = [];
  ahead = 0;
  before = () => undefined;
  adapters = {
    from: 'local',
    callbackUrl,
    vantage: () => {
      const vantage = makeLocalVantage({ environment: {} });
      return {
        from: 'local',
        lookup: (host, signal) => vantage.lookup(host, signal),
        tls: (origin, signal) => vantage.tls(origin, signal),
        used: () => vantage.used(),
        close: () => vantage.close(),
        request: async (request, signal) => {
          sent.push(request);
          const fate = before(request);
          if (fate === 'dropped') return failedWith('connection-refused');
          const answer = await vantage.request(request, signal);
          return fate === 'lost' ? failedWith('stopped') : answer;
        },
        bytes: async (request, signal) => {
          sent.push(request);
          return before(request) === undefined ? vantage.bytes(request, signal) : failedWith('connection-refused');
        },
      };
    },
    askProduct: null,
    dryRuns: null,
    applies: null,
    demo: null,
    now: () => new Date(Date.now() + ahead),
  };
  site = await openSite(adapters);
  const saving = { address: casdoor.address, allowsHttp: false };
  unwrap(await site.call('saveConnection', { base: 0, settings: saving }));
  target = unwrap(await site.call('saveTarget', { id: null, base: 0, settings: settingsOf() })).id;
  unwrap(await site.call('saveSecret', { target, secret: 'app-jira-client-secret' }));
  sent.length = 0;
});
afterEach(async () => {
  await site.close();
  await casdoor.close();
});

const unwrap = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(`${answer.error.message} ${answer.error.remedy ?? ''}`);
  return answer.value;
};
const settingsOf = (changed: Partial<TargetSettings> = {}): TargetSettings => ({
  ...settings,
  baseUrl,
  clientId: 'app-jira-client-id',
  ...changed,
});
const save = async (changed: Partial<TargetSettings>) => {
  const state = unwrap(await site.call('load', {}));
  const base = state.targets.find(({ id }) => id === target)?.settings.version ?? 0;
  unwrap(await site.call('saveTarget', { id: target, base, settings: settingsOf(changed) }));
};
const application = (name = 'app-jira'): ApplicationDocument => {
  const found = casdoor.world.applications.find((one) => one.name === name);
  if (!found) throw new Error(`There is no application ${name}.`);
  return found;
};
const list = () => application().redirectUris;
const posts = () => sent.filter(({ method }) => method === 'POST');

type Asking = { uri?: RedirectUriKind; isRegistered?: boolean };
const plan = ({ uri = 'plugin', isRegistered = true }: Asking = {}) =>
  site.call('planRedirectUri', { target, uri, isRegistered });
const press = (
  planned: RedirectUriPlan,
  { uri = 'plugin', ...other }: { uri?: RedirectUriKind; press?: string; shown?: string } = {},
) => {
  const { isRegistered, fingerprint, press: words } = planned;
  return site.call('mendRedirectUri', { target, uri, isRegistered, shown: fingerprint, press: words, ...other });
};
const mend = async (asking: Asking = {}) => unwrap(await press(unwrap(await plan(asking)), asking));
/** A press whose write is not answered. Nobody answers from then on, as where the network went. */
const pressUnanswered = async (fate: 'lost' | 'dropped') => {
  const shown = unwrap(await plan());
  before = ({ method }) => {
    if (method !== 'POST') return undefined;
    before = () => 'dropped';
    return fate;
  };
  return unwrap(await press(shown));
};
const additions = async () => unwrap(await site.call('addedRedirectUris', { target }));
const recover = () =>
  site.inside(() =>
    recoverRedirectUris(askedAt({ product: 'jira', who: '', account: null, now: adapters.now }, adapters), target),
  );

test('the change is shown first, and nothing is written by that', async () => {
  const listed = [...(list() ?? [])];
  const host = new URL(casdoor.address).host;
  expect(unwrap(await plan())).toMatchObject({
    redirectUri: ours,
    isRegistered: true,
    baseUrl,
    application: 'app-jira',
    host,
    press: `Add this redirect URI to app-jira on ${host}`,
    changes: [{ tab: 'Applications → app-jira', label: 'Redirect URLs', before: null, after: ours }],
    before: listed,
    after: [...listed, ours],
  });
  expect(posts()).toEqual([]);
  expect(await additions()).toEqual([]);
});

test('the second press adds ours and changes nothing else; undo takes ours alone, and brings the list back', async () => {
  const old = structuredClone(application());
  const { outcome, view } = await mend();
  expect(outcome).toEqual({ kind: 'done' });
  expect(view).toMatchObject({ kind: 'casdoor', who: 'Ada', step: 'kept', inForce: 'new', deadlineAt: null });
  expect(application()).toEqual({ ...old, redirectUris: [...(old.redirectUris ?? []), ours] });
  const [added, ...more] = await additions();
  expect(more).toEqual([]);
  expect(added).toMatchObject({ uri: 'plugin', redirectUri: ours, application: 'app-jira', who: 'Ada', whyNot: null });
  expect(added).not.toHaveProperty('list');
  // Ids of accounts are Atlassian's: whose closed accounts are asked for, are those of test sign-ins alone.
  expect(JSON.stringify(await site.everything('jira:apply:'))).not.toContain(`"${ada.accountId}"`);

  const undo = unwrap(await plan({ isRegistered: false }));
  expect(undo.press).toMatch(/^Take this redirect URI from app-jira on /);
  expect(undo.after).toEqual(old.redirectUris);
  expect(unwrap(await press(undo)).view).toMatchObject({ step: 'kept', inForce: 'new' });
  expect(application()).toEqual(old);
  expect(await additions()).toEqual([]);
});

test('what somebody else adds before and after survives the undo', async () => {
  await mend();
  list()?.push(theirs);
  list()?.unshift('https://first.acme.example/cb');
  const then = structuredClone(list());
  await mend({ isRegistered: false });
  expect(list()).toEqual(then?.filter((uri) => uri !== ours));
  expect(list()).toContain(theirs);
});

test('an entry that came in between the presses is shown, and nothing is written until it was', async () => {
  const shown = unwrap(await plan());
  list()?.push(theirs);
  const old = structuredClone(list());
  expect(unwrap(await press(shown))).toMatchObject({
    outcome: { kind: 'changed', summary: { changes: [{ after: ours }] } },
    view: null,
  });
  expect(list()).toEqual(old);
  const anew = unwrap(await plan());
  expect(anew.before).toContain(theirs);
  expect(unwrap(await press(anew)).outcome).toEqual({ kind: 'done' });
  expect(list()).toEqual([...(old ?? []), ours]);
});

test('an entry that comes between the last reading and the write stays', async () => {
  const shown = unwrap(await plan());
  let readings = 0;
  before = ({ url }) => {
    // Read once to be held against what was shown, once by the engine, and once for the write itself.
    if (url.includes('/api/get-application')) {
      readings += 1;
      if (readings === 3) list()?.push(theirs);
    }
    return undefined;
  };
  expect(unwrap(await press(shown)).outcome).toEqual({ kind: 'done' });
  expect(list()).toEqual(expect.arrayContaining([theirs, ours]));
});

test.each([
  ['other words', { press: 'Add this redirect URI to app-jira on another.acme.example' }],
  ['another fingerprint', { shown: 'f'.repeat(43) }],
])('a press with %s writes nothing', async (_case, other) => {
  const shown = unwrap(await plan());
  expect(unwrap(await press(shown, other)).outcome.kind).toBe('changed');
  expect(posts()).toEqual([]);
});

test('the words for adding take nothing out', async () => {
  const shown = unwrap(await plan());
  await press(shown);
  const undo = unwrap(await plan({ isRegistered: false }));
  expect(unwrap(await press(undo, { press: shown.press })).outcome.kind).toBe('changed');
  expect(list()).toContain(ours);
});

test('another base URL that was saved between the presses is shown first', async () => {
  const shown = unwrap(await plan());
  await save({ baseUrl: 'https://other.acme.example' });
  const { outcome } = unwrap(await press(shown));
  expect(outcome).toMatchObject({
    kind: 'changed',
    summary: { changes: [{ after: 'https://other.acme.example/plugins/servlet/oauth/callback' }] },
  });
  expect(posts()).toEqual([]);
});

test.each<[string, Partial<TargetSettings>, RegExp]>([
  ['no base URL is saved', { baseUrl: '' }, /none is saved/],
  [
    'the callback URL was typed',
    { plugin: 'other', callbackUrl: 'https://anywhere.example/cb' },
    /is not made from the base URL/,
  ],
  [
    'the base URL has a query',
    { baseUrl: 'https://new.acme.example/?a=b' },
    /is no address that Casdoor would compare/,
  ],
  ['the base URL could be a pattern', { baseUrl: 'https://new.acme.example/(.*)' }, /is no address that Casdoor/],
])('nothing is read or written where %s', async (_case, changed, message) => {
  await save(changed);
  expect(await plan()).toMatchObject({
    ok: false,
    error: { code: 'refused', field: 'baseUrl', message: expect.stringMatching(message) as string },
  });
  expect(sent).toEqual([]);
});

test('without a client secret it says so, and asks Casdoor for nothing', async () => {
  unwrap(await site.call('forgetSecret', { target }));
  expect(await plan()).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('none is saved') as string },
  });
  expect(sent).toEqual([]);
});

test('a secret that Casdoor does not take changes nothing', async () => {
  unwrap(await site.call('saveSecret', { target, secret: 'wrong' }));
  expect(await plan()).toMatchObject({
    ok: false,
    error: { code: 'refused', message: 'Casdoor did not take the client secret.' },
  });
  expect(posts()).toEqual([]);
});

test('what Casdoor says to a refused write is passed on, and the old list is in force', async () => {
  const shown = unwrap(await plan());
  // Between the reading and the write: an administrator of Casdoor has made another secret.
  before = ({ method }) => {
    if (method === 'POST') application().clientSecret = 'another';
    return undefined;
  };
  const { view } = unwrap(await press(shown));
  expect(list()).not.toContain(ours);
  expect(view?.entries.map(({ failure }) => failure?.message)).toContain('Casdoor did not take the client secret.');
  expect(await additions()).toEqual([]);
});

test('an entry that is there already is neither added again nor ours to take out', async () => {
  list()?.push(ours);
  const shown = unwrap(await plan());
  expect(shown.changes).toEqual([]);
  expect(shown.after).toEqual(shown.before);
  expect(unwrap(await press(shown))).toEqual({ outcome: { kind: 'nothing-to-write' }, view: null });
  expect(await plan({ isRegistered: false })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(list()?.filter((uri) => uri === ours)).toHaveLength(1);
});

test('the client ID of another application by now: shown anew; and undo leaves that one alone', async () => {
  await mend();
  const undo = unwrap(await plan({ isRegistered: false }));
  const replaced = application();
  replaced.name = 'app-renamed';
  expect(await press(undo)).toMatchObject({
    ok: false,
    error: { message: 'The client ID belongs to the application app-renamed now, and it was added to app-jira.' },
  });
  expect(replaced.redirectUris).toContain(ours);
  const shown = unwrap(await plan());
  expect(shown.press).toContain('app-renamed');
  replaced.name = 'app-again';
  expect(unwrap(await press(shown)).outcome.kind).toBe('changed');
});

test('the callback of the test sign-in is offered the same way, in a journal of its own', async () => {
  const own = await callbackUrl('jira');
  const planned = unwrap(await plan({ uri: 'test-sign-in' }));
  expect(planned).toMatchObject({ redirectUri: own, baseUrl: null });
  await mend({ uri: 'test-sign-in' });
  await mend();
  expect((await additions()).map(({ uri, redirectUri }) => [uri, redirectUri])).toEqual([
    ['plugin', ours],
    ['test-sign-in', own],
  ]);
  await mend({ uri: 'test-sign-in', isRegistered: false });
  expect(list()).not.toContain(own);
  expect(list()).toContain(ours);
});

test('of several that were added from here each can be taken out', async () => {
  await mend();
  await save({ baseUrl: 'https://other.acme.example' });
  await mend();
  const [newest, oldest] = await additions();
  expect([newest?.redirectUri, oldest?.redirectUri]).toEqual([
    'https://other.acme.example/plugins/servlet/oauth/callback',
    ours,
  ]);
  const added = oldest?.apply ?? '';
  const asking = { target, uri: 'plugin', isRegistered: false, added };
  const shown = unwrap(await site.call('planRedirectUri', asking));
  expect(shown.redirectUri).toBe(ours);
  unwrap(await site.call('mendRedirectUri', { ...asking, shown: shown.fingerprint, press: shown.press }));
  expect(list()).not.toContain(ours);
  expect((await additions()).map(({ redirectUri }) => redirectUri)).toEqual([newest?.redirectUri]);
});

test.each([
  ['arrived', 'lost' as const, 'kept', true],
  ['did not arrive', 'dropped' as const, 'not-written', false],
])(
  'a write that was not answered and %s: told apart a minute later, and nobody writes until then',
  async (_case, fate, end, isThere) => {
    const { outcome, view } = await pressUnanswered(fate);
    expect(outcome).toEqual({ kind: 'done' });
    expect(view).toMatchObject({ step: 'written', inForce: 'unknown', dueAt: expect.any(String) as string });
    before = () => undefined;
    const again = unwrap(await plan());
    expect(unwrap(await press(again)).outcome).toMatchObject({ kind: 'busy', who: 'Ada' });
    ahead += 5 * 60_000;
    expect(await recover()).toBeNull();
    expect(list()?.includes(ours)).toBe(isThere);
    expect((await additions()).map(({ redirectUri }) => redirectUri)).toEqual(isThere ? [ours] : []);
    const id = view?.id ?? '';
    const kept = await site.everything(`jira:apply:${id}`);
    expect(JSON.stringify(kept)).toContain(`"step":"${end}"`);
  },
);

test('what ended before anything was sent is ended without asking anybody, and holds nobody up', async () => {
  const id = `${target}-plugin-uri`;
  const place = { product: 'jira', who: 'Ada', account: 'ada', now: adapters.now } as const;
  const apply = crypto.randomUUID();
  const head: ApplyHead = {
    id: apply,
    target: id,
    kind: 'casdoor',
    called: 'app-jira on door.acme.example',
    who: 'Ada',
    account: 'ada',
    startedAt: adapters.now().toISOString(),
    mappingVersion: null,
    keepWithin: null,
  };
  await site.inside(() => journalIn(place).begin(head));
  const shown = unwrap(await plan());
  expect(unwrap(await press(shown)).outcome).toMatchObject({ kind: 'busy', who: 'Ada' });
  unwrap(await site.call('forgetSecret', { target }));
  ahead += 5 * 60_000;
  sent.length = 0;
  expect(await recover()).toBeNull();
  expect(sent).toEqual([]);
  expect((await site.inside(() => journalIn(place).read(apply)))?.entries).toMatchObject([{ step: 'not-written' }]);
  unwrap(await site.call('saveSecret', { target, secret: 'app-jira-client-secret' }));
  expect((await mend()).outcome).toEqual({ kind: 'done' });
});

test('what was cut short at a Casdoor that is not connected any more is asked of no other', async () => {
  await pressUnanswered('lost');
  before = () => undefined;
  const other = await startEmbeddedCasdoor({ certificates, origin: (port) => `http://127.0.0.1:${port}` });
  try {
    const saving = { address: other.address, allowsHttp: false };
    unwrap(await site.call('saveConnection', { base: 1, settings: saving }));
    unwrap(await site.call('saveSecret', { target, secret: 'app-jira-client-secret' }));
    sent.length = 0;
    ahead += 5 * 60_000;
    expect(await recover()).toBeNull();
    expect(sent).toEqual([]);
    // A person who looks at the list that is there now may write to it.
    expect((await mend()).outcome).toEqual({ kind: 'done' });
    expect(other.world.applications.find(({ name }) => name === 'app-jira')?.redirectUris).toContain(ours);
  } finally {
    await other.close();
  }
});

test('after another address was saved it is not taken out anywhere, and the reason is told', async () => {
  await mend();
  const saving = { address: 'https://other.acme.example', allowsHttp: false };
  unwrap(await site.call('saveConnection', { base: 1, settings: saving }));
  expect(await additions()).toMatchObject([
    { whyNot: expect.stringContaining('not the Casdoor that is connected') as string },
  ]);
  sent.length = 0;
  expect(await plan({ isRegistered: false })).toMatchObject({ ok: false, error: { code: 'refused' } });
  expect(sent).toEqual([]);
});

test.each(['removeTarget', 'forgetConnection'] as const)(
  '%s forgets what was added, and leaves the list alone',
  async (name) => {
    await mend();
    unwrap(await site.call(name, name === 'removeTarget' ? { id: target } : {}));
    expect(list()).toContain(ours);
    const kept = JSON.stringify(await site.everything());
    expect(kept).not.toContain(ours);
  },
);

test('what was not answered is not forgotten while it may still arrive, and is told of afterwards', async () => {
  await pressUnanswered('lost');
  for (const [name, payload] of [
    ['removeTarget', { id: target }],
    ['forgetConnection', {}],
  ] as const)
    expect(await site.call(name, payload)).toMatchObject({
      ok: false,
      error: { code: 'busy', message: expect.stringContaining('may still arrive') as string },
    });
  expect(await additions()).toMatchObject([
    { redirectUri: ours, whyNot: expect.stringContaining('has not answered') as string },
  ]);
  // Nobody answers any more: that keeps nothing from being removed for ever.
  ahead += 5 * 60_000;
  await recover();
  expect(await additions()).toMatchObject([{ redirectUri: ours }]);
  ahead += 5 * 60_000;
  unwrap(await site.call('removeTarget', { id: target }));
});

test('the other product knows nothing of it', async () => {
  await mend();
  const as = { product: 'confluence' } as const;
  for (const answer of [
    await site.call('addedRedirectUris', { target }, as),
    await site.call('planRedirectUri', { target, uri: 'plugin', isRegistered: false }, as),
  ])
    expect(answer).toMatchObject({ ok: false, error: { code: 'not-found' } });
});

test('no answer and no record holds the client secret, and it goes into no address', async () => {
  const answers = [await plan(), await mend(), await additions(), await mend({ isRegistered: false })];
  const records = await site.everything('jira:appl');
  expect(JSON.stringify([answers, records, sent.map(({ url, body }) => [url, body])])).not.toContain(
    'app-jira-client-secret',
  );
});
