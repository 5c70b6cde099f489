import { createServer } from 'node:http';
import type { Given } from '../src/checks/evidence';
import type { AnswerOf, PanelCall, PayloadOf } from '../src/contract/panel-calls';
import type { SignInResult, SignInView } from '../src/contract/sign-in';
import type { Adapters } from '../src/resolvers/adapters';
import type { Secret } from '../src/secrets/secret';
import type { Exchanged } from '../src/signin/question';
import type { SignInSteps } from '../src/signin/steps';
import { listenOnLoopback } from './casdoor/loopback';
import { type Caller, type ForgeHost, startForgeHost } from './host/forge-runtime';
import { keyValueService } from './host/key-value-service';
import { memoryEntries } from './host/memory-entries';
import { ownProducts, systemAccount } from './host/own-products';
import { answerSignIn, type SignInDoor, signInProduct } from './host/sign-in-mount';

export type TerminalSignIn = {
  /** As the checks were given them. */
  given: Given;
  secret: Secret | null;
  allowsHttp: boolean;
  vantage: Adapters['vantage'];
  waitSeconds: number;
  /** Ends the wait early. */
  signal: AbortSignal;
  /** Prints a line to whoever sits there. */
  tell: (line: string) => void;
};

export type TerminalSignInEnd =
  | { kind: 'ended'; result: SignInResult; exchanged: Exchanged }
  /** There is no result; a sentence why. */
  | { kind: 'nothing'; problem: string };

/** A call of the app that was refused, in its own words. */
class Refused extends Error {}

/**
 * A whole test sign-in without a panel: the app's own orders and door, on a Forge site that lives in memory for as long
 * as this takes. It listens on loopback, so whoever opens the link sits at this computer.
 */
export const signInFromTerminal = async (o: TerminalSignIn): Promise<TerminalSignInEnd> => {
  const { product } = o.given.target;
  const account = systemAccount();
  let origin: string | null = null;
  let failure = 'There is no link to sign in with.';
  const host = startForgeHost({
    keyValues: keyValueService(memoryEntries(), memoryEntries()),
    answerProduct: ownProducts([account]),
    mayReach: () => false,
    webTriggerUrl: (of, key) => (key === 'sign-in' && origin !== null ? `${origin}/sign-in/${of}` : null),
  });
  const closing: (() => Promise<void> | void)[] = [host.close];
  try {
    const app = await loadApp(host, { product, accountId: account.accountId, installation: 'doctor' }, o.vantage);
    let look = async () => {};
    const listener = await listen(async (...knock) => {
      const answer = await app.knock(...knock);
      await look();
      return answer;
    });
    closing.push(listener.close);
    origin = listener.origin;
    const target = await saveGiven(app.call, o);
    const { link } = (await app.call('startSignIn', { target })).current ?? {};
    if (!link) throw new Refused('No link was made.');
    tellOf(o, link);
    failure = 'What came of the sign-in cannot be told.';
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, o.waitSeconds * 1_000);
      closing.push(() => clearTimeout(timer));
      if (o.signal.aborted) resolve();
      o.signal.addEventListener('abort', () => resolve(), { once: true });
      look = async () => {
        if ((await app.view(target)).result) resolve();
      };
    });
    return { kind: 'ended', ...(await app.end(target)) };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'nothing', problem: `${failure} ${error.message}` };
    throw error;
  } finally {
    for (const close of closing.reverse()) await close();
  }
};

const tellOf = ({ tell, waitSeconds }: TerminalSignIn, link: string) => {
  tell('Open this link in a browser on this computer, in a private window if you are signed in to Casdoor already:');
  tell(link);
  tell(`Casdoor sends whoever opens it back to this computer. Waiting ${waitSeconds} seconds; Ctrl-C ends the wait.`);
};

type ValueOf<Name extends PanelCall> = Extract<AnswerOf<Name>, { ok: true }>['value'];
type Call = <Name extends PanelCall>(name: Name, payload: PayloadOf<Name>) => Promise<ValueOf<Name>>;

/** The app on this host, as the panel and the platform call it. */
const loadApp = async (host: ForgeHost, caller: Caller, vantage: Adapters['vantage']) => {
  // After the host was made: @forge/api keeps the fetch that it finds when it is loaded.
  const [{ createHandlers }, { callbackUrl }, { answerAtDoor }, { loadSteps }, { ordersIn }, { settleExpired }] =
    await Promise.all([
      import('../src/resolvers/app'),
      import('../src/resolvers/callback-url'),
      import('../src/resolvers/sign-in-door'),
      import('../src/signin/steps'),
      import('../src/signin/orders'),
      import('../src/signin/conclude'),
    ]);
  const { orderLasts } = await import('../src/signin/order-lifetimes');
  const now = () => new Date();
  const adapters: Adapters = {
    from: 'local',
    vantage,
    callbackUrl,
    askProduct: null,
    dryRuns: null,
    applies: null,
    demo: null,
    now,
  };
  const { panel } = createHandlers(adapters);
  const startedAt = now().getTime();

  /** What the result was judged from, which the app itself does not keep: the report of the checks judges it again. */
  let exchanged: Exchanged | null = null;
  const steps = async (): Promise<SignInSteps> => {
    const usual = await loadSteps();
    return {
      ...usual,
      notExchanged: (came) =>
        usual.notExchanged(
          came.kind === 'nothing' ? { ...came, seconds: Math.round((now().getTime() - startedAt) / 1_000) } : came,
        ),
      judgeSignIn: (options) => {
        exchanged = options.exchanged;
        return usual.judgeSignIn(options);
      },
    };
  };

  const call: Call = async (name, payload) => {
    const answer = (await host.invoke(panel, name, payload, caller)) as AnswerOf<PanelCall>;
    if (answer.ok) return answer.value as ValueOf<typeof name>;
    // The remedies name steps of the panel; here the findings of the same run stand below.
    throw new Refused(answer.error.message);
  };
  const view = async (target: string): Promise<SignInView> => {
    const { current } = await call('signIn', { target });
    if (!current) throw new Refused('The link is gone.');
    return current;
  };
  const knock: SignInDoor = (product, request) =>
    host.invokeWebTrigger((sent, runtime) => answerAtDoor(sent, runtime, adapters, steps), request, {
      ...caller,
      product,
    });
  /** The link's own time is longer than what is waited here, so the clock of its ending is put forward. */
  const expire = (target: string) => {
    const place = {
      product: caller.product,
      who: '',
      account: null,
      now: () => new Date(now().getTime() + 2 * orderLasts),
    };
    return host.invokeScheduled(() => settleExpired(target, { place, orders: ordersIn(place), steps }), caller);
  };
  const end = async (target: string): Promise<{ result: SignInResult; exchanged: Exchanged }> => {
    if (!(await view(target)).result) await expire(target);
    for (;;) {
      const { result, state } = await view(target);
      if (result && exchanged) return { result, exchanged };
      // Casdoor's answer came at the last moment, and is being judged.
      if (state !== 'judging') throw new Refused('The sign-in was interrupted.');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  return { call, view, knock, end };
};

/** Saves in the site of this run what the checks were given. */
const saveGiven = async (call: Call, { given, secret, allowsHttp }: TerminalSignIn): Promise<string> => {
  await call('saveConnection', { base: 0, settings: { address: given.address, allowsHttp } });
  const { id: target } = await call('saveTarget', {
    id: null,
    base: 0,
    settings: {
      plugin: given.target.plugin,
      product: given.target.product,
      baseUrl: given.target.baseUrl ?? '',
      callbackUrl: given.redirectUri ?? '',
      clientId: given.clientId ?? '',
      scopes: given.scopesAssumed ? '' : given.scopes.join(' '),
      comparesIssuer: given.target.comparesIssuer,
    },
  });
  if (secret) await call('saveSecret', { target, secret: secret.expose() });
  if (given.mapping) await call('saveMapping', { target, base: 0, mapping: given.mapping });
  return target;
};

/** Serves the sign-in alone, on 127.0.0.1. */
const listen = async (door: SignInDoor) => {
  const server = createServer((request, response) => {
    const answer = async () => {
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.setHeader('cache-control', 'no-store');
      response.setHeader('x-content-type-options', 'nosniff');
      response.statusCode = 404;
      const origin = listener.address;
      if (request.headers.host !== `127.0.0.1:${listener.port}`) {
        response.statusCode = 421;
        return response.end(`This is ${origin}, and answers under that address only.\n`);
      }
      const url = new URL(request.url ?? '/', origin);
      const product = signInProduct(url.pathname);
      if (product !== null) return answerSignIn(request, response, { url, origin, product, door });
      response.end('There is nothing here but the link that was printed.\n');
    };
    answer().catch(() => response.destroy());
  });
  const listener = await listenOnLoopback(server);
  return { origin: listener.address, close: listener.close };
};
