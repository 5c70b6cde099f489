import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedCasdoor } from '../local/casdoor/start';
import { openDataFolder } from '../local/host/data-folder';
import { startForgeHost } from '../local/host/forge-runtime';
import { ownProducts, systemAccount } from '../local/host/own-products';
import { makeLocalVantage } from '../local/vantage/local-vantage';
import type { AnswerOf, PanelCall, PayloadOf } from '../src/contract/panel-calls';
import type { Adapters } from '../src/resolvers/adapters';
import { type Figure, figure, median } from './figure';
import { startSlow } from './slow-server';

const rounds = 7;
const application = 'app-jira';
const clientId = `${application}-client-id`;
const clientSecret = `${application}-client-secret`;
/** Casdoor lets every address of this computer pass; nobody is ever sent there. */
const callback = 'http://127.0.0.1:9/sign-in/jira';

/**
 * From the arrival of the callback to the stored verdict, against a Casdoor that takes 100 ms for each request; beside it
 * the two requests alone that no plugin can do without: code for tokens, and userinfo. Everything is as it is in use: the
 * app's own door and calls, and the store on the disk. What is loaded once is loaded before the clock starts.
 */
export const signIn = async (): Promise<Figure[]> => {
  const casdoor = await startEmbeddedCasdoor();
  const slow = await startSlow(new URL(casdoor.address), []);
  const folder = await mkdtemp(join(tmpdir(), 'companion-bench-'));
  const data = await openDataFolder({ data: join(folder, 'data'), keyFile: join(folder, 'keys', 'keys.json') });
  let storedAt = 0;
  const host = startForgeHost({
    keyValues: async (installation, path, body) => {
      const answered = await data.keyValues(installation, path, body);
      // The end of a sign-in is written after its result; what follows strikes out what is no longer needed.
      if (isEnd(body)) storedAt = performance.now();
      return answered;
    },
    answerProduct: ownProducts([systemAccount()]),
    mayReach: () => false,
    webTriggerUrl: () => callback,
  });
  const caller = { product: 'jira', accountId: systemAccount().accountId, installation: 'bench' } as const;
  try {
    const [{ createHandlers }, { callbackUrl }] = await Promise.all([
      import('../src/resolvers/app'),
      import('../src/resolvers/callback-url'),
    ]);
    const adapters: Adapters = {
      from: 'local',
      vantage: () => makeLocalVantage(),
      callbackUrl,
      askProduct: null,
      dryRuns: null,
      applies: null,
      demo: null,
      now: () => new Date(),
    };
    const { panel, signIn: door } = createHandlers(adapters);
    const call = async <Name extends PanelCall>(name: Name, payload: PayloadOf<Name>) => {
      const answer = (await host.invoke(panel, name, payload, caller)) as AnswerOf<Name>;
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value as Extract<AnswerOf<Name>, { ok: true }>['value'];
    };
    const knock = (method: string, query: URLSearchParams) =>
      host.invokeWebTrigger(
        door,
        {
          method,
          path: '/sign-in/jira',
          headers: {},
          queryParameters: Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)])),
          body: '',
        },
        caller,
      );
    await call('saveConnection', { base: 0, settings: { address: slow.url, allowsHttp: true } });
    const { id: target } = await call('saveTarget', {
      id: null,
      base: 0,
      settings: {
        plugin: 'miniorange',
        product: 'jira',
        baseUrl: 'https://jira.acme.example',
        callbackUrl: '',
        clientId,
        scopes: 'openid profile email',
        comparesIssuer: false,
      },
    });
    await call('saveSecret', { target, secret: clientSecret });

    const ours: number[] = [];
    const anchor: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { current } = await call('startSignIn', { target });
      const link = new URL(current?.link ?? '').searchParams;
      const pressed = await knock('POST', link);
      const asked = new URL(pressed.headers.location?.[0] ?? '').searchParams;
      const answer = new URLSearchParams({
        code: await codeFor(casdoor.address, asked),
        state: asked.get('state') ?? '',
      });
      const started = performance.now();
      await knock('GET', answer);
      const took = storedAt - started;
      const { current: ended } = await call('signIn', { target });
      // A sign-in that did not come to its end would be quick.
      if (ended?.result?.outcome !== 'succeeded' || ended.result.claims.userinfo === null)
        throw new Error(`The sign-in ended as ${ended?.state}, ${ended?.result?.report.rootCause}.`);
      ours.push(took);
      anchor.push(await tokenAndUserinfo(casdoor.address, slow.url));
    }
    // The first round loads what the others have.
    return [figure('sign-in', 'ms', median(ours.slice(1)), median(anchor.slice(1)), { atMost: 1.3, of: 'ratio' })];
  } finally {
    host.close();
    await data.close();
    slow.server.close();
    slow.server.closeAllConnections();
    await casdoor.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const isEnd = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  'key' in body &&
  'value' in body &&
  /:sign-in:.*:end$/.test(`${body.key}`);

/** What Casdoor's page does once the password was typed. */
const codeFor = async (address: string, asked: URLSearchParams): Promise<string> => {
  const query = new URLSearchParams(asked);
  query.set('clientId', asked.get('client_id') ?? '');
  query.set('responseType', 'code');
  query.set('redirectUri', asked.get('redirect_uri') ?? '');
  query.set('type', 'code');
  const response = await fetch(`${address}/api/login?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      application,
      organization: 'acme',
      username: 'bob',
      password: 'Pass-123',
      signinMethod: 'Password',
      type: 'code',
      autoSignin: true,
    }),
  });
  const { data } = (await response.json()) as { data: unknown };
  if (typeof data !== 'string') throw new Error('Casdoor gave no code.');
  return data;
};

const tokenAndUserinfo = async (address: string, slow: string): Promise<number> => {
  const verifier = randomBytes(32).toString('base64url');
  const code = await codeFor(
    address,
    new URLSearchParams({
      client_id: clientId,
      redirect_uri: callback,
      scope: 'openid profile email',
      state: 'bench',
      nonce: 'bench',
      code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    }),
  );
  const started = performance.now();
  const tokens = await fetch(`${slow}/api/login/oauth/access_token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback,
      code_verifier: verifier,
    }),
  });
  const { access_token: token } = (await tokens.json()) as { access_token: string };
  const userinfo = await fetch(`${slow}/api/userinfo`, { headers: { authorization: `Bearer ${token}` } });
  const { sub } = (await userinfo.json()) as { sub?: string };
  if (sub === undefined) throw new Error('The anchor did not learn who signed in.');
  return performance.now() - started;
};
