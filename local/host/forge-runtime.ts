import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { makeResolver } from '@forge/resolver';
import type { Product } from '../../src/contract/target';
import { type DeliveredEvent, type EventQueues, eventQueues, type Mishaps, type QueueClock } from './event-queues';
import { answerGateway, type Gateway, proxyError } from './gateway';
import type { KeyValueService } from './key-value-service';

/** A request to Jira or Confluence as the packages make it: who asks, and the path of the Cloud's REST interface. */
export type ProductRequest = {
  product: Product;
  /** Null: the app itself asks. */
  accountId: string | null;
  path: string;
  method: string;
  body: string | null;
};

export type ForgeHostOptions = Gateway & {
  keyValues: KeyValueService;
  /** Plays Jira and Confluence. */
  answerProduct: (request: ProductRequest) => Promise<Response>;
  /** Hosts (with a port where it is none of the scheme's own) that the app may reach by `fetch`. */
  mayReach: (host: string) => boolean;
  /** Queues of events and who listens to them; left out where nothing is pushed. */
  events?: {
    consumers: readonly EventConsumer[];
    clock?: QueueClock;
    mishaps?: Mishaps;
  };
};

/** A consumer as the manifest names it; the handler is found when an event comes. */
export type EventConsumer = {
  key: string;
  queue: string;
  function: string;
  timeoutSeconds: number;
  handler: (event: unknown, runtime: unknown) => Promise<unknown>;
};

/** Whose call, in which product, of which installation. */
export type Caller = { product: Product; accountId: string | null; installation: string };

/** A handler as `makeResolver` makes it. */
type Handler = ReturnType<typeof makeResolver>;

/** A request from outside to a web trigger, and what the app answers. */
export type WebTriggerRequest = {
  method: string;
  path: string;
  queryParameters: Record<string, string[]>;
  headers: Record<string, string[]>;
  body: string;
};
export type WebTriggerAnswer = { statusCode: number; headers: Record<string, string[]>; body: string };

/** Every function but a resolver: what it was called with, and the context that the platform fills in. */
type PlainHandler<Answer> = (request: unknown, runtime: unknown) => Promise<Answer>;

export type ForgeHost = {
  /** What `invoke` of @forge/bridge does from end to end: a resolver called as the platform calls it. */
  invoke: (handler: Handler, functionKey: string, payload: unknown, caller: Caller) => Promise<unknown>;
  /** Somebody outside called the web trigger of a product. Nobody's account stands behind it. */
  invokeWebTrigger: (
    handler: PlainHandler<WebTriggerAnswer>,
    request: WebTriggerRequest,
    caller: Omit<Caller, 'accountId'>,
  ) => Promise<WebTriggerAnswer>;
  /** The schedule's moment has come. */
  invokeScheduled: (handler: PlainHandler<void>, caller: Omit<Caller, 'accountId'>) => Promise<void>;
  /** Something that the host does for the app while nobody calls it, such as writing down what a worker has found. */
  inside: <T>(act: () => Promise<T>, caller: Omit<Caller, 'accountId'>) => Promise<T>;
  /** Resolves once no consumer of an event is at work. */
  idle: () => Promise<void>;
  /** The context that the platform tells the panel. */
  context: (caller: Caller) => Record<string, unknown>;
  /** Takes the globals away again. */
  close: () => void;
};

type Invocation = {
  runtime: object;
  caller: Caller;
  host: ForgeHostOptions;
  queues: EventQueues<Caller>;
  /** How many events lie between this and whoever began the chain. */
  depth: number;
};
const invocations = new AsyncLocalStorage<Invocation>();

/** A site has one id, whatever product is looked at. */
const cloudId = '7c0c4f2e-5a7d-4d5e-9a51-0c5a5d0e0001';
const environmentId = '7c0c4f2e-5a7d-4d5e-9a51-0c5a5d0e0002';
const appId = '7c0c4f2e-5a7d-4d5e-9a51-0c5a5d0e0003';
/** Seconds that a resolver on Forge lives. */
const usualLifetime = 25;

/** The machine's own time. A process does not stay for an event that waits. */
const systemQueueClock: QueueClock = {
  now: Date.now,
  after: (milliseconds, act) => void setTimeout(act, milliseconds).unref(),
};

const moduleTypes: Record<Product, string> = { jira: 'jira:adminPage', confluence: 'confluence:globalSettings' };
const moduleKeys: Record<Product, string> = { jira: 'jira-admin', confluence: 'confluence-settings' };

/** Globals are the packages' only door to the platform; several hosts in one process share them by invocation. */
let users = 0;
let takeBack = () => {};

/**
 * Plays a Forge site for unmodified `@forge/*` packages. Make it before the app is loaded: `@forge/api` keeps the
 * `fetch` that it finds then.
 */
export const startForgeHost = (options: ForgeHostOptions): ForgeHost => {
  if (users === 0) takeBack = installGlobals();
  users += 1;
  let isOpen = true;
  const contextAri = ({ product }: Caller) => `ari:cloud:${product}::site/${cloudId}`;
  const context = (caller: Caller) => ({
    accountId: caller.accountId ?? undefined,
    cloudId,
    environmentId,
    environmentType: 'DEVELOPMENT',
    extension: { type: moduleTypes[caller.product] },
    localId: `ari:cloud:ecosystem::extension/${appId}/${environmentId}/static/${moduleKeys[caller.product]}`,
    locale: 'en_US',
    moduleKey: moduleKeys[caller.product],
    siteUrl: 'http://127.0.0.1',
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  /** The second argument of every handler: whose call, as the platform says it. */
  const principalOf = (caller: Caller) => ({
    installContext: contextAri(caller),
    principal: caller.accountId === null ? undefined : { accountId: caller.accountId },
    license: undefined,
    installation: {
      ari: `ari:cloud:ecosystem::installation/${caller.installation}`,
      contexts: [contextAri(caller)],
    },
  });
  const run = <T>(module: Module, caller: Caller, act: () => Promise<T>, depth = 0): Promise<T> =>
    invocations.run(
      { runtime: runtimeOf(module, caller, contextAri(caller), now), caller, host: options, queues, depth },
      act,
    );
  const { consumers = [], clock = systemQueueClock, mishaps } = options.events ?? {};
  const { now } = clock;
  const queues: EventQueues<Caller> = eventQueues(
    consumers.map(({ key, queue, handler, timeoutSeconds, ...consumer }) => ({
      queue,
      timeoutSeconds,
      call: (event: DeliveredEvent, pusher: Caller, depth: number) => {
        // Whoever pushed it, nobody's account stands behind an event.
        const caller = { ...pusher, accountId: null };
        const module = { type: 'core:consumer', key, function: consumer.function, timeoutSeconds };
        return run(module, caller, () => handler(event, principalOf(caller)), depth);
      },
    })),
    { clock, ...(mishaps ? { mishaps } : {}) },
  );
  return {
    context,
    idle: queues.idle,
    invoke: (handler, functionKey, payload, caller) =>
      run(panelModule(caller), caller, () =>
        handler({ call: { functionKey, payload }, context: context(caller) }, principalOf(caller)),
      ),
    invokeWebTrigger: (handler, request, nobody) => {
      const caller = { ...nobody, accountId: null };
      return run({ type: 'core:webtrigger', key: 'sign-in', function: 'sign-in-door' }, caller, () =>
        handler(request, principalOf(caller)),
      );
    },
    invokeScheduled: (handler, nobody) => {
      const caller = { ...nobody, accountId: null };
      const module = { type: 'core:scheduledTrigger', key: 'daily-sweep', function: 'expired-sweep' };
      return run(module, caller, () => handler({ context: { cloudId, moduleKey: module.key } }, principalOf(caller)));
    },
    inside: (act, nobody) =>
      run(
        { type: 'core:consumer', key: 'local-worker', function: 'local-worker' },
        { ...nobody, accountId: null },
        act,
      ),
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      queues.close();
      users -= 1;
      if (users === 0) takeBack();
    },
  };
};

const nothing = { incr() {}, incrBy() {}, decr() {}, decrBy() {}, set() {}, measure: () => ({ stop() {} }) };

/** The module of the manifest through which an invocation came. */
type Module = { type: string; key: string; function: string; timeoutSeconds?: number };

const panelModule = ({ product }: Caller): Module => ({
  type: moduleTypes[product],
  key: moduleKeys[product],
  function: 'panel-calls',
});

const runtimeOf = (module: Module, caller: Caller, contextAri: string, now: () => number) => {
  const deadline = now() + (module.timeoutSeconds ?? usualLifetime) * 1000;
  return {
    proxy: { token: 'local', url: 'http://127.0.0.1' },
    contextAri,
    container: {},
    aaid: caller.accountId ?? undefined,
    appContext: {
      appId,
      appVersion: '1.0.0',
      environmentId,
      environmentType: 'DEVELOPMENT',
      invocationId: randomUUID(),
      installationId: caller.installation,
      functionKey: module.function,
      moduleType: module.type,
      moduleKey: module.key,
      permissions: { scopes: [], external: {} },
    },
    lambdaContext: { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => deadline - now() },
    tracing: { traceId: randomUUID(), spanId: randomUUID() },
    realtime: {},
    metrics: { counter: () => nothing, timing: () => nothing, gauge: () => nothing },
    featureFlags: () => false,
  };
};

const installGlobals = (): (() => void) => {
  const plainFetch = globalThis.fetch;
  Object.defineProperty(globalThis, '__forge_runtime__', {
    configurable: true,
    get: () => invocations.getStore()?.runtime,
  });
  Object.assign(globalThis, { __forge_fetch__: forgeFetch, fetch: guardedFetch(plainFetch) });
  return () => {
    globalThis.fetch = plainFetch;
    for (const name of ['__forge_runtime__', '__forge_fetch__']) Reflect.deleteProperty(globalThis, name);
  };
};

type Authorization = { type: string; provider?: string; remote?: string; accountId?: string };
type Init = { method?: string; body?: unknown };

/** The proxy through which the packages reach the store and the products. */
const forgeFetch = async (auth: Authorization, path: string, init: Init = {}): Promise<Response> => {
  const invocation = invocations.getStore();
  if (!invocation) throw new Error('There is no invocation of the app.');
  const { caller, host, queues, depth } = invocation;
  const body = typeof init.body === 'string' ? init.body : null;
  if (auth.type === 'kvs') return host.keyValues(caller.installation, path, JSON.parse(body ?? 'null'));
  if (auth.remote === 'stargate') {
    const question: unknown = JSON.parse(body ?? 'null');
    if (path.startsWith('/webhook/queue/')) return queues.answer(path, question, caller, depth);
    return answerGateway(path, question, { ...host, product: caller.product });
  }
  if (auth.remote !== 'jira' && auth.remote !== 'confluence') return proxyError(400, 'INVALID_REMOTE');
  const accountId = auth.provider === 'user' ? (auth.accountId ?? caller.accountId) : null;
  if (auth.provider === 'user' && accountId === null) return proxyError(401, 'NEEDS_AUTHENTICATION_ERR');
  // The app is installed in the product of the call alone, as it may be in the cloud.
  if (auth.remote !== caller.product) return proxyError(403, 'NOT_INSTALLED');
  return host.answerProduct({ product: auth.remote, accountId, path, method: init.method ?? 'GET', body });
};

/** Inside an invocation the app reaches granted hosts alone; the host's own requests pass. */
const guardedFetch =
  (plainFetch: typeof fetch): typeof fetch =>
  async (input, init) => {
    const invocation = invocations.getStore();
    const url = new URL(input instanceof Request ? input.url : input);
    if (invocation && !invocation.host.mayReach(url.host)) {
      const error = new Error(`URL not included in the external fetch backend permissions: ${url.origin}.`);
      error.name = 'REQUEST_EGRESS_ALLOWLIST_ERR';
      throw error;
    }
    return plainFetch(input, init);
  };
