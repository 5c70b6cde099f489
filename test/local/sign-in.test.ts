import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalHost, type LocalHostOptions, startLocalHost } from '../../local/host/local-host';
import { toReportJson } from '../../src/checks/report-json';
import { reportMarkdown } from '../../src/checks/report-markdown';
import { reportText } from '../../src/checks/report-text';
import type { SignInView } from '../../src/contract/sign-in';
import { openFormBrowser, type Page } from './form-browser';
import { type OpenPanel, openPanel } from './panel-session';
import { foundIn, readableIn } from './search-store';
import { startWatchedCasdoor, type WatchedCasdoor } from './watched-casdoor';

jest.setTimeout(60_000);

/** A test sign-in on this machine from end to end: panel, link, Casdoor, the way back, the verdict. */

const clientSecret = 'app-jira-client-secret';
const password = 'Pass-123';
const tokenPath = '/api/login/oauth/access_token';

let casdoor: WatchedCasdoor;
let folder: string;
const running: { close: () => Promise<void> }[] = [];
/** What the app has said in its log. */
const logged: string[] = [];
const levels = ['debug', 'info', 'log', 'warn', 'error'] as const;
const plain = Object.fromEntries(levels.map((level) => [level, console[level]]));
beforeEach(async () => {
  logged.length = 0;
  for (const level of levels) console[level] = (...words: unknown[]) => void logged.push(words.map(String).join(' '));
  casdoor = await startWatchedCasdoor();
  folder = mkdtempSync(join(tmpdir(), 'companion-sign-in-'));
  mkdirSync(join(folder, 'panel'));
  writeFileSync(join(folder, 'panel', 'index.html'), '<html><head></head></html>');
});
afterEach(async () => {
  Object.assign(console, plain);
  for (const one of running.splice(0)) await one.close();
  await casdoor.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (changed: Partial<LocalHostOptions> = {}): Promise<LocalHost> => {
  const host = await startLocalHost({
    port: null,
    usualPort: 0,
    data: join(folder, 'data'),
    keyFile: join(folder, 'keys', 'keys.json'),
    hasDemo: false,
    product: 'jira',
    panelFolder: join(folder, 'panel'),
    authorities: [],
    ...changed,
  });
  running.push(host);
  return host;
};
const stop = async () => {
  for (const one of running.splice(0)) await one.close();
};

const save = async ({ get }: OpenPanel): Promise<string> => {
  await get('saveConnection', { base: 0, settings: { address: casdoor.address, allowsHttp: false } });
  const settings = {
    plugin: 'miniorange',
    product: 'jira',
    baseUrl: 'https://jira.acme.example',
    callbackUrl: '',
    clientId: 'app-jira-client-id',
    scopes: 'openid profile email',
    comparesIssuer: false,
  };
  const { id: target } = await get('saveTarget', { id: null, base: 0, settings });
  await get('saveSecret', { target, secret: clientSecret });
  return target;
};

const startLink = async ({ get }: OpenPanel, target: string): Promise<string> => {
  const { link } = (await get('startSignIn', { target })).current ?? {};
  if (!link) throw new Error('There is no link.');
  return link;
};
const viewOf = async ({ get }: OpenPanel, target: string): Promise<SignInView> => {
  const { current } = await get('signIn', { target });
  if (!current) throw new Error('There is no test sign-in.');
  return current;
};

/** Up to the way back: the address that Casdoor would send the browser to. */
const goAndSignIn = async (link: string, username = 'alice') => {
  const browser = openFormBrowser();
  const form = await browser.submit(await browser.open(link));
  const authorization = form.url;
  const last = await browser.submit(
    form,
    { username, password },
    { stop: ({ pathname }) => pathname.startsWith('/sign-in/') },
  );
  return { browser, authorization, callback: new URL(last.headers.get('location') ?? '', last.url) };
};

const countOf = (path: string) => casdoor.traffic.filter((one) => one.path === path).length;

test('a person signs in, and the maker of the link sees who that would be; the page at the end shows no claim', async () => {
  const host = await start();
  const panel = await openPanel(host);
  const target = await save(panel);
  expect(await panel.get('signInCallback', { target })).toMatchObject({
    uri: `${host.origin}/sign-in/jira`,
    state: 'loopback',
  });
  const link = await startLink(panel, target);
  expect(link.startsWith(`${host.origin}/sign-in/jira?link=`)).toBe(true);
  const { browser, callback } = await goAndSignIn(link);
  expect((await viewOf(panel, target)).state).toBe('at-casdoor');
  const end = await browser.open(callback);
  expect([end.status, end.html.includes('The sign-in worked'), end.html.includes('alice')]).toEqual([200, true, false]);
  const { state, result } = await viewOf(panel, target);
  expect([state, result?.outcome, result?.isVerified]).toEqual(['done', 'succeeded', true]);
  expect(result?.claims.id_token).toMatchObject({ name: 'alice' });
  // In Confluence of the same machine there is nothing of it.
  const wiki = await openPanel(host, '?product=confluence');
  expect(await wiki.call('signIn', { target })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect((await browser.open(link.replace('/jira?', '/confluence?'))).status).toBe(403);
});

test('what opens a link twice, or comes back twice, is told so and does nothing', async () => {
  const panel = await openPanel(await start());
  const target = await save(panel);
  const link = await startLink(panel, target);
  const { browser, callback } = await goAndSignIn(link);
  expect((await browser.open(link)).status).toBe(410);
  const both = await Promise.all([browser.open(callback), browser.open(callback)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
  expect((await browser.open(callback)).status).toBe(410);
  expect(countOf(tokenPath)).toBe(1);
});

test('with no link there is nothing at the address, and with a link no more than that', async () => {
  const host = await start();
  const panel = await openPanel(host);
  const target = await save(panel);
  const knock = async (path: string, init?: RequestInit) => (await fetch(host.origin + path, init)).status;
  const strangers = async () => [
    await knock('/sign-in/jira'),
    await knock('/sign-in/jira?link=none'),
    await knock('/sign-in/jira?code=c&state=s'),
    await knock('/sign-in/jira?code=c'),
    await knock('/sign-in/jira?code=c&error=e&state=s'),
    await knock('/sign-in/jira?code=c', { method: 'POST' }),
  ];
  expect(new Set(await strangers())).toEqual(new Set([403]));
  expect(await knock(`/sign-in/jira?state=${'s'.repeat(9_000)}`)).toBe(414);
  const link = await startLink(panel, target);
  expect(new Set(await strangers())).toEqual(new Set([403]));
  expect((await fetch(link)).status).toBe(200);
  for (const path of ['/', '/context', '/call']) expect(await knock(path)).toBe(403);
  expect(countOf(tokenPath)).toBe(0);
});

describe('stopped on the way', () => {
  test('between link and way back: the same address takes the answer, once', async () => {
    const host = await start();
    const panel = await openPanel(host);
    const target = await save(panel);
    const { callback } = await goAndSignIn(await startLink(panel, target));
    await stop();
    const again = await openPanel(await start({ port: Number(new URL(host.origin).port) }));
    expect((await viewOf(again, target)).state).toBe('at-casdoor');
    const browser = openFormBrowser();
    expect((await browser.open(callback)).status).toBe(200);
    expect((await viewOf(again, target)).result?.outcome).toBe('succeeded');
    expect((await browser.open(callback)).status).toBe(410);
    expect(countOf(tokenPath)).toBe(1);
  });

  test('and started at another address: the link leads nowhere any more, and the panel says so', async () => {
    const panel = await openPanel(await start());
    const target = await save(panel);
    const link = new URL(await startLink(panel, target));
    await stop();
    const host = await start();
    const again = await openPanel(host);
    const { state, link: shown } = await viewOf(again, target);
    expect([state, shown]).toEqual(['cancelled', null]);
    const browser = openFormBrowser();
    expect((await browser.open(`${host.origin}/sign-in/jira${link.search}`)).status).toBe(410);
    expect((await startLink(again, target)).startsWith(host.origin)).toBe(true);
  });

  test('killed between way back and verdict: the panel says that it was interrupted, and the code is spent', async () => {
    const child = await startProcess();
    const panel = await openPanel(child);
    const target = await save(panel);
    const { callback } = await goAndSignIn(await startLink(panel, target));
    casdoor.hold(tokenPath, true);
    const answer = fetch(callback).catch(() => 'cut off');
    while (countOf(tokenPath) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await child.kill();
    expect(await answer).toBe('cut off');
    casdoor.hold(tokenPath, false);
    const port = Number(new URL(child.origin).port);

    const soon = await openPanel(await start({ port }));
    expect((await viewOf(soon, target)).state).toBe('judging');
    await stop();
    const later = await openPanel(
      await start({ port, adapt: (usual) => ({ ...usual, now: () => new Date(Date.now() + 61_000) }) }),
    );
    expect(await viewOf(later, target)).toMatchObject({ state: 'interrupted', result: null });
    expect((await openFormBrowser().open(callback)).status).toBe(410);
    expect(countOf(tokenPath)).toBe(1);
    expect((await later.get('signIn', { target })).history).toMatchObject([{ outcome: null, cause: null }]);
    expect(await startLink(later, target)).toContain('?link=');
  });
});

/** A host in a process of its own, so that it can be killed. */
const startProcess = async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'host-process.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  running.push({ close: kill });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('close', () => reject(new Error('The host did not start.')));
  });
  return { ...(JSON.parse(line) as { address: string; origin: string }), kill };
};

test('what came is gone from the disk a day later, although nobody looked', async () => {
  const panel = await openPanel(await start());
  const target = await save(panel);
  const { browser, callback } = await goAndSignIn(await startLink(panel, target));
  await browser.open(callback);
  await stop();
  const find = async () => {
    const readable = await readableIn(join(folder, 'data'), join(folder, 'keys', 'keys.json'));
    return foundIn(readable, new Map([['e-mail', 'alice@acme.example']]));
  };
  expect(await find()).toEqual(['e-mail']);
  await start({ adapt: (usual) => ({ ...usual, now: () => new Date(Date.now() + 25 * 3_600_000) }) });
  await stop();
  expect(await find()).toEqual([]);
});

test('in the demo a newcomer does the whole of it', async () => {
  const panel = await openPanel(await start({ hasDemo: true }));
  const [target] = (await panel.get('startDemo', { situation: 'healthy' })).targets;
  const id = target?.id ?? '';
  const { browser, callback } = await goAndSignIn(await startLink(panel, id), 'amara.okafor');
  expect((await browser.open(callback)).html).toContain('The sign-in worked');
  const { result } = await viewOf(panel, id);
  expect([result?.outcome, result?.report.verdict]).toEqual(['succeeded', 'ready']);
  expect(result?.claims.id_token).toMatchObject({ name: 'amara.okafor' });
});

describe('a search for secrets', () => {
  /** By name: every secret that was about on the way, and every value that was withheld. */
  const secretsOf = (seen: readonly Page[], withheld: readonly string[]): Map<string, string> => {
    const secrets = new Map([
      ['client secret', clientSecret],
      ['password', password],
    ]);
    for (const [name, value] of seen.flatMap(({ url }) => [...url.searchParams]))
      if (['link', 'state', 'nonce', 'code', 'code_challenge'].includes(name) && !secrets.has(name))
        secrets.set(name, value);
    for (const { path, sent, came } of casdoor.traffic) {
      const verifier = new URLSearchParams(sent).get('code_verifier');
      if (verifier !== null) secrets.set('verifier', verifier);
      if (path !== tokenPath) continue;
      const tokens = JSON.parse(came) as Record<string, unknown>;
      for (const name of ['id_token', 'access_token', 'refresh_token'])
        if (typeof tokens[name] === 'string') secrets.set(name, tokens[name]);
    }
    const payload = JSON.parse(
      Buffer.from(secrets.get('id_token')?.split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>;
    for (const name of withheld)
      for (const [index, value] of textsIn(payload[name]).entries()) secrets.set(`${name} ${index}`, value);
    return secrets;
  };
  /** Texts of a claim that could not stand anywhere by chance. */
  const textsIn = (value: unknown): string[] => {
    if (typeof value === 'string') return value.length >= 6 ? [value] : [];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
  };

  test('finds none in pages, logs, reports and the panel, nor in the data folder once all is forgotten', async () => {
    // Somebody whose token is full of what nobody else should have.
    const alice = casdoor.world.users.find(({ name }) => name === 'alice');
    Object.assign(alice ?? {}, {
      passwordSalt: 'salt-of-alice-0815',
      totpSecret: 'JBSWY3DPEHPK3PXP',
      recoveryCodes: ['recovery-one-4711', 'recovery-two-4711'],
      properties: { oauth_GitHub_accessToken: 'gho_of-alice-in-properties' },
      hash: 'hash-of-alice-0815',
    });
    const host = await start();
    const panel = await openPanel(host);
    const target = await save(panel);
    const link = await startLink(panel, target);
    const { browser, callback } = await goAndSignIn(link);
    await browser.open(callback);
    // A second answer and a forged one, whose refusals are logged.
    await browser.open(callback);
    await browser.open(`${host.origin}/sign-in/jira?code=forged-code-0815&state=forged-state-0815`);
    const state = await panel.get('signIn', { target });
    const { result } = state.current ?? {};
    if (!result) throw new Error('There is no result.');
    expect(result.withheld).toEqual(expect.arrayContaining(['passwordSalt', 'totpSecret', 'recoveryCodes']));
    await panel.get('confirmSignIn', { target, id: state.current?.id ?? '', isMeant: true });
    const secrets = secretsOf(browser.seen, result.withheld)
      .set('forged code', 'forged-code-0815')
      .set('forged state', 'forged-state-0815');
    for (const name of ['link', 'state', 'nonce', 'code', 'verifier', 'id_token', 'access_token', 'totpSecret 0'])
      expect([...secrets.keys()]).toContain(name);

    const own = browser.seen.filter(({ url }) => url.origin === host.origin);
    expect(own.length).toBeGreaterThanOrEqual(4);
    for (const { html } of own) expect(foundIn(html, secrets)).toEqual([]);
    // Where the button leads has what Casdoor must be told, and nothing else. The nonce is a claim of the token, too.
    const told = own.flatMap(({ headers }) => headers.get('location') ?? []).join('\n');
    expect(foundIn(told, secrets).sort()).toEqual(['code_challenge', 'nonce', 'nonce 0', 'state']);
    expect(foundIn(JSON.stringify(await panel.get('signIn', { target })), secrets)).toEqual([]);
    expect(foundIn(JSON.stringify(await panel.get('load', {})), secrets)).toEqual([]);
    const { report } = result;
    for (const text of [
      JSON.stringify(toReportJson(report)),
      reportMarkdown(report),
      reportText(report, { colour: false }),
    ])
      expect(foundIn(text, secrets)).toEqual([]);
    expect(logged.length).toBeGreaterThanOrEqual(1);
    expect(foundIn(logged.join('\n'), secrets)).toEqual([]);

    // One more that nobody ended: its link and its proof are kept until then.
    const { browser: other } = await goAndSignIn(await startLink(panel, target), 'alice');
    const open = secretsOf(other.seen, []);
    await panel.get('forgetConnection', {});
    await stop();
    const readable = await readableIn(join(folder, 'data'), join(folder, 'keys', 'keys.json'));
    expect(readable).toContain('sign-in');
    expect(foundIn(readable, secrets)).toEqual([]);
    expect(foundIn(readable, open)).toEqual([]);
    // Claims that are nobody's secret are gone, too.
    expect(foundIn(readable, new Map([['e-mail', 'alice@acme.example']]))).toEqual([]);
    expect(foundIn(logged.join('\n'), open)).toEqual([]);
  });

  test('would find them: before all is forgotten, what is kept opens with the key file', async () => {
    const panel = await openPanel(await start());
    const target = await save(panel);
    const { browser, callback } = await goAndSignIn(await startLink(panel, target));
    await browser.open(callback);
    const { authorization } = await goAndSignIn(await startLink(panel, target));
    await stop();
    const readable = await readableIn(join(folder, 'data'), join(folder, 'keys', 'keys.json'));
    const kept = new Map([
      ['client secret', clientSecret],
      ['nonce', authorization.searchParams.get('nonce') ?? ''],
      ['e-mail', 'alice@acme.example'],
    ]);
    expect(foundIn(readable, kept)).toEqual(['client secret', 'nonce', 'e-mail']);
  });
});
