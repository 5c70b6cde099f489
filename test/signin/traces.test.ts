import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withStandIns } from '../../local/demo/demo-vantage';
import { demoWorld } from '../../local/demo/demo-world';
import { demoPassword } from '../../local/demo/people';
import { startDemo } from '../../local/demo/start-demo';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import type { Result } from '../../src/contract/result';
import { neverShown } from '../../src/mapping/person-fields';
import { callbackUrl, mapping } from '../resolvers/every-call';
import { openSite, type Site } from '../resolvers/site';

/**
 * After a whole sign-in, a search for each secret and each withheld claim: in the store's own files and its key file, in
 * what was logged, in what the panel was told, and in the pages' sources.
 */

const size = 5;
const began = new Date();
const unwrap = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};

/** Every file below the site's folder, as bytes that read as text. */
const filesOf = async (site: Site): Promise<string> => {
  const names = await readdir(site.folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && entry.name !== 'LOCK');
  const texts = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
  return texts.join('\n');
};

test('nothing secret is left of a test sign-in, and nothing at all once it is forgotten', async () => {
  const logged: string[] = [];
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    jest
      .spyOn(console, level)
      .mockImplementation((...words: unknown[]) => void logged.push(words.map(String).join(' ')));
  /** What Casdoor answered, where tokens come from. */
  const answered: string[] = [];
  const demo = await startDemo({ size, firstPort: 0, now: () => began });
  const site = await openSite({
    from: 'local',
    callbackUrl,
    askProduct: null,
    dryRuns: null,
    applies: null,
    demo: demo.demo,
    now: () => new Date(),
    vantage: () => {
      const vantage = withStandIns(makeLocalVantage({ environment: {} }), demo.standIns);
      return {
        ...vantage,
        request: async (request, signal) => {
          const attempt = await vantage.request(request, signal);
          if (attempt.answered) answered.push(attempt.value.body);
          return attempt;
        },
      };
    },
  });
  try {
    const target = unwrap(await site.call('startDemo', { situation: 'healthy' })).targets[0]?.id ?? '';
    const version = unwrap(await site.call('load', {})).targets[0]?.mapping?.version ?? 0;
    // The endpoint that tells most, the person's secrets among it.
    unwrap(await site.call('saveMapping', { target, base: version, mapping: { ...mapping, source: 'get-account' } }));
    const { current } = unwrap(await site.call('startSignIn', { target }));
    const link = new URL(current?.link ?? '');
    const knock = (method: string, url: URL) =>
      site.knock({
        method,
        queryParameters: Object.fromEntries([...url.searchParams].map(([name, value]) => [name, [value]])),
        body: '',
      });
    const pages = [(await knock('GET', link)).body];
    const authorization = new URL((await knock('POST', link)).headers.location?.[0] ?? '');
    const casdoorPage = await fetch(authorization.origin + authorization.pathname, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        ...Object.fromEntries(authorization.searchParams),
        username: 'amara.okafor',
        password: demoPassword,
      }),
    });
    const back = new URL(casdoorPage.headers.get('location') ?? '');
    for (const knocks of [1, 2]) pages.push(`${knocks}`, (await knock('GET', back)).body);
    pages.push((await knock('GET', link)).body);
    // Which situations there are is no trace: the demo tells everybody its made-up password.
    const { place: _place, ...loaded } = unwrap(await site.call('load', {}));
    const told = JSON.stringify([unwrap(await site.call('signIn', { target })), loaded]);
    expect(told).toContain('"outcome":"succeeded"');
    expect(told).toContain('passwordSalt');

    const person = demoWorld({ seed: 7, size, now: began }).users.find(({ name }) => name === 'amara.okafor');
    const started = await demo.demo.start('healthy');
    const tokens = answered.flatMap((body) => body.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? []);
    expect(tokens.length).toBeGreaterThan(0);
    const withheld = Object.entries(person ?? {}).flatMap(([name, value]) =>
      neverShown.has(name) && typeof value === 'string' && value.length > 7 ? [value] : [],
    );
    expect(withheld.length).toBeGreaterThan(1);
    const once = [
      link.searchParams.get('link'),
      back.searchParams.get('code'),
      back.searchParams.get('state'),
      authorization.searchParams.get('nonce'),
      authorization.searchParams.get('code_challenge'),
      ...tokens,
      ...withheld,
    ].filter((secret) => secret !== null);
    const { accounts } = started ?? {};
    const secrets = [
      ...once,
      started?.secret.expose() ?? '',
      accounts?.kind === 'token' ? accounts.token.expose() : '',
    ];
    const found = (text: string, of: readonly string[]) => of.filter((secret) => text.includes(secret));
    expect(once.every((secret) => secret.length > 7)).toBe(true);

    expect(found(told, secrets)).toEqual([]);
    expect(found(pages.join('\n'), secrets)).toEqual([]);
    expect(found(logged.join('\n'), secrets)).toEqual([]);
    expect(found(await filesOf(site), secrets)).toEqual([]);
    // Nor what was open to its maker: it lies sealed, and its key is struck out with it.
    const claims = [person?.email ?? '', person?.displayName ?? ''];
    expect(found(told, claims)).toEqual(claims);
    expect(found(await filesOf(site), claims)).toEqual([]);
    expect(found(logged.join('\n') + pages.join('\n'), claims)).toEqual([]);

    unwrap(await site.call('forgetConnection', {}));
    // Who may be asked about accounts is no matter of Casdoor.
    unwrap(await site.call('forgetAccountsAccess', { target }));
    const keys = await readFile(join(site.folder, 'keys', 'keys.json'), 'utf8');
    expect(Object.keys((JSON.parse(keys) as { keys: object }).keys)).toEqual([]);
    expect(found(await filesOf(site), [...secrets, ...claims])).toEqual([]);
    expect(JSON.stringify(unwrap(await site.call('signIn', { target })))).not.toContain('Ada');
  } finally {
    await site.close();
    await demo.close();
    jest.restoreAllMocks();
  }
  // Servers, a store on disk and a whole sign-in: nine seconds on a busy machine.
}, 60_000);
