import { randomUUID } from 'node:crypto';
import { startAtlassianStandIn } from '../../../local/atlassian/start';
import { makeCertificates } from '../../../local/casdoor/certificates';
import { startEmbeddedCasdoor } from '../../../local/casdoor/start';
import { demoAccounts } from '../../../local/demo/accounts';
import { demoCompany, demoWorld } from '../../../local/demo/demo-world';
import type { Mishaps } from '../../../local/host/event-queues';
import { type ProductRequest, startForgeHost } from '../../../local/host/forge-runtime';
import { type KeyValueService, keyValueService } from '../../../local/host/key-value-service';
import { memoryEntries } from '../../../local/host/memory-entries';
import { ownProducts } from '../../../local/host/own-products';
import { askOwnSite } from '../../../src/atlassian/accounts/ask-own-site';
import { makeCloudVantage } from '../../../src/casdoor/cloud-vantage';
import type { Mapping } from '../../../src/contract/mapping';
import type { AnswerOf, PanelCall, TargetSettings } from '../../../src/contract/panel-calls';
import { stepQueue, stepTimeout } from '../../../src/directory/chain/step-queue';
import type { Adapters } from '../../../src/resolvers/adapters';
import { createHandlers } from '../../../src/resolvers/app';
import { chainedDryRuns } from '../../../src/resolvers/chained-dry-runs';
import { queueClock } from '../../local/host/queue-clock';
import { ada } from '../../resolvers/site';

const seed = 7;
/** Before any host guards it. */
const plainFetch = globalThis.fetch;

/** The demo's Casdoor and a Jira Cloud with the same people: what runs are made against. */
export const startWorld = async (size: number) => {
  const world = demoWorld({ seed, size, now: new Date() });
  const casdoor = await startEmbeddedCasdoor({ world, certificates: await makeCertificates(world.certificates), seed });
  const jira = await startAtlassianStandIn({
    product: 'jira',
    baseUrl: 'https://acme.atlassian.example',
    conditions: { generation: 'cloud' },
    population: demoAccounts(demoCompany({ seed, size }), { product: 'jira', seed }),
  });
  const application = world.applications.find(({ name }) => name === 'jira');
  if (!application) throw new Error('There is no application.');
  return { casdoor, jira, application, close: () => Promise.all([casdoor.close(), jira.close()]) };
};
export type World = Awaited<ReturnType<typeof startWorld>>;

export const cloudMapping: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: null,
};

export type ChainOptions = {
  mishaps?: Mishaps;
  /** Milliseconds that a page of Casdoor takes; three of 90 s fit into one event. */
  pageTakes?: number;
  /** In place of Jira's own answer. */
  answerJira?: (request: ProductRequest, usual: () => Promise<Response>) => Promise<Response>;
  settings?: Partial<TargetSettings>;
  /** Another installation with the same store. */
  beside?: { keyValues: KeyValueService; installation: string };
};

/** The app on Forge with a world around it, and a time that only passes when somebody lets it. */
export const openChain = async (world: World, options: ChainOptions = {}) => {
  const { mishaps = () => [0], pageTakes = 0, answerJira = (_request, usual) => usual() } = options;
  const time = queueClock();
  const now = () => new Date(time.now());
  const installation = options.beside?.installation ?? 'one';
  const keyValues = options.beside?.keyValues ?? keyValueService(memoryEntries(), memoryEntries(), time.now);
  const seen = { pages: 0, events: 0, deepest: 0, jira: [] as ProductRequest[] };
  /** What a page of Casdoor is answered with instead; null: as usual. */
  const chain = { onPage: (_page: number): number | null => null };
  /** Operations of the store until whoever works is killed; null: nobody is. */
  let life: number | null = null;
  const own = ownProducts([ada]);
  const forward = ({ path }: ProductRequest) => plainFetch(`${world.jira.address}${path}`);
  const host = startForgeHost({
    keyValues: async (whose, path, body) => {
      if (life !== null) {
        if (life <= 0) throw new Error('killed');
        life -= 1;
      }
      return keyValues(whose, path, body);
    },
    answerProduct: async (request) => {
      if (request.accountId !== null) return own(request);
      seen.jira.push(request);
      return answerJira(request, () => forward(request));
    },
    mayReach: (name) => name === new URL(world.casdoor.address).host,
    webTriggerUrl: () => null,
    events: {
      clock: time.clock,
      mishaps: (event) => mishaps(event),
      consumers: [
        {
          ...{ key: stepQueue, queue: stepQueue, function: 'dry-run-step', timeoutSeconds: stepTimeout },
          handler: async (event) => {
            seen.events += 1;
            return dryRunStep(event);
          },
        },
      ],
    },
  });
  const adapters: Adapters = {
    from: 'cloud',
    vantage: () => {
      const vantage = makeCloudVantage({ fetch: (url, init) => fetch(url, init) });
      return {
        ...vantage,
        bytes: (request, signal) => {
          seen.pages += 1;
          time.pass(pageTakes);
          const status = chain.onPage(Number(new URL(request.url).searchParams.get('p')));
          if (status === null) return vantage.bytes(request, signal);
          return Promise.resolve({
            answered: true,
            value: { status, bytes: new Uint8Array(), contentType: null, retryAfter: null },
          });
        },
      };
    },
    callbackUrl: async () => 'https://acme.atlassian.example/x1/sign-in',
    askProduct: askOwnSite,
    dryRuns: chainedDryRuns(now),
    applies: null,
    demo: null,
    now,
  };
  const { panel, dryRunStep } = createHandlers(adapters);
  const caller = { product: 'jira', accountId: ada.accountId, installation } as const;
  const call = async <Name extends PanelCall>(name: Name, payload: unknown) => {
    const answer = (await host.invoke(panel, name, payload, caller)) as AnswerOf<Name>;
    if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
    return answer.value as Extract<AnswerOf<Name>, { ok: true }>['value'];
  };
  const { clientId, clientSecret } = world.application;
  await call('saveConnection', { base: 0, settings: { address: world.casdoor.address, allowsHttp: false } });
  const settings = {
    ...{ plugin: 'miniorange-cloud', product: 'jira', baseUrl: '', callbackUrl: 'https://sso.example/callback' },
    ...{ clientId, scopes: 'openid profile email', comparesIssuer: false },
    ...options.settings,
  };
  const { id: target } = await call('saveTarget', { id: null, base: 0, settings });
  await call('saveSecret', { target, secret: clientSecret });
  await call('saveMapping', { target, base: 0, mapping: cloudMapping });
  await call('saveAdministratorGroups', { target, groups: ['jira-administrators'] });
  const run = randomUUID();
  return Object.assign(chain, {
    ...{ time, host, target, run, seen, call, keyValues },
    inside: <T>(act: () => Promise<T>) => host.invoke(act, 'any', {}, caller) as Promise<T>,
    start: () => call('startDryRun', { target, run }),
    look: () => call('directory', { target }),
    cancel: () => call('cancelDryRun', { target, run }),
    goOn: () => call('continueDryRun', { target, run }),
    /** Until no event waits any more, or until a moment. */
    work: (until?: number) => time.run(host.idle, until),
    /** From the so-manieth operation of the store on nothing succeeds, until it is allowed again. */
    killAfter: (operations: number | null) => {
      life = operations;
    },
    /** All rows that are kept. */
    rows: async () => {
      const rows = [];
      for (let from = 0; ; ) {
        const window = await call('dryRunRows', { target, run, group: null, search: '', from, count: 200 });
        rows.push(...window.rows);
        from += window.rows.length;
        if (window.rows.length === 0 || from >= window.total) return rows;
      }
    },
    /** Keys that are kept below a beginning. */
    keys: async (beginning: string) => {
      const keys: string[] = [];
      for (let after: string | undefined; ; ) {
        const where = [{ property: 'key', condition: 'BEGINS_WITH', values: [beginning] }];
        const answer = await keyValues(installation, '/api/v1/query', { limit: 100, where, after });
        const page = (await answer.json()) as { data: { key: string }[]; cursor?: string };
        keys.push(...page.data.map(({ key }) => key));
        if (page.cursor === undefined) return keys;
        after = page.cursor;
      }
    },
    close: () => host.close(),
  });
};
export type Chain = Awaited<ReturnType<typeof openChain>>;
