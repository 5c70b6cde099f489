import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Conditions, Fault } from '../../local/atlassian/site';
import { Crowd } from '../../local/casdoor/crowd';
import { acme } from '../../local/casdoor/documents';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../local/casdoor/start';
import type { RunningDemo } from '../../local/demo/start-demo';
import { type LocalHostOptions, startLocalHost } from '../../local/host/local-host';
import type { AuthconfigSwitches } from '../../local/plugins/atlassian-dc/authconfig-rest';
import type { MiniorangeSwitches } from '../../local/plugins/miniorange/plugin';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { makeCloudVantage } from '../../src/casdoor/cloud-vantage';
import type { Product } from '../../src/contract/target';
import type { Adapters } from '../../src/resolvers/adapters';
import { makeCompany } from '../local/vantage/made-certificates';

/**
 * A local host whose place to look from is handed in: a Casdoor under a name of its own over http, one with a certificate
 * of a company's authority, or the cloud, which reaches nothing without consent. Or a Casdoor of 5,000 people that lists
 * nobody after the first page between the lines "hush" and "speak". Or the usual one with the demo, whose
 * clock can be put forward, and whose Jira, Confluence and plugins go wrong as a line "turn {…}" says. Prints the panel's address; a line "where" is answered with the Casdoor's, "grant" gives the
 * consent, "register" adds the callback of the test sign-in to Casdoor's list, "later 900" puts the clock forward by seconds. It answers on loopback alone.
 */
const name = 'door.acme.test';
/** The host holds requests to the app's egress from its start on; these are the world's. */
const reach = globalThis.fetch;
const loopback = async () => [{ address: '127.0.0.1', family: 4 }];
let isGranted = false;
let millisecondsAhead = 0;
let isHushed = false;

/** What goes wrong in the demo from now on. `fault.on` is the source of an expression. */
export type DemoTurn = { product: Product } & (
  | { of: 'miniorange'; to: Partial<MiniorangeSwitches> }
  | { of: 'atlassian-dc'; to: Partial<AuthconfigSwitches> }
  | { of: 'site'; to: Partial<Omit<Conditions, 'fault'>> & { fault?: (Omit<Fault, 'on'> & { on: string }) | null } }
  /** Somebody changes the sign-in settings on the plugin's own screen. */
  | { of: 'sign-in-settings'; to: Record<string, string> }
  /** Somebody changes the groups of accounts under User management. */
  | { of: 'groups'; to: Record<string, string[]> }
);

type Odd = {
  casdoor: string;
  hasDemo?: true;
  adapt: (usual: Adapters) => Adapters;
  register?: () => Promise<void>;
  demo?: LocalHostOptions['demo'];
  turn?: (to: DemoTurn) => void;
  /** The clock was put forward. */
  hurry?: () => void;
  close: () => Promise<void>;
};

const named = (usual: Adapters): Adapters => ({
  ...usual,
  vantage: (trusted) =>
    makeLocalVantage({
      resolve: loopback,
      environment: {},
      authorities: trusted.map((pem) => ({ pem, from: 'panel' as const })),
    }),
});

const overHttp = async (): Promise<Odd> => {
  const door = await openDoor(http.createServer());
  const casdoor = await startEmbeddedCasdoor({ origin: `http://${name}:${door.port}` });
  return behind(door, casdoor, `http://${name}:${door.port}`);
};

const ofCompany = async (): Promise<Odd> => {
  const { root, issuing, server } = await makeCompany({ hosts: [name] });
  const tls = https.createServer({ key: server.key, cert: [server.pem, issuing.pem, root.pem].join('\n') });
  tls.on('tlsClientError', () => {});
  const door = await openDoor(tls);
  const casdoor = await startEmbeddedCasdoor({ origin: `https://${name}:${door.port}` });
  return behind(door, casdoor, `https://${name}:${door.port}`);
};

/** On loopback, where a secret travels without a tick. */
const crowded = async (): Promise<Odd> => {
  const door = await openDoor(http.createServer());
  const world = acme();
  const crowd = new Crowd({
    size: 5_000,
    shared: { owner: 'acme', signupApplication: 'app-jira' },
    told: {
      name: (place) => `person-${String(place).padStart(4, '0')}`,
      displayName: (place) => `Person ${place}`,
      email: (place) => `person-${place}@acme.example`,
    },
  });
  const casdoor = await startEmbeddedCasdoor({
    origin: `http://127.0.0.1:${door.port}`,
    world: { ...world, crowd },
  });
  return { ...behind(door, casdoor, `http://127.0.0.1:${door.port}`), adapt: (usual) => usual };
};

/** The door's port is part of the Casdoor's own address, so the door is there first. */
const behind = (door: Awaited<ReturnType<typeof openDoor>>, casdoor: EmbeddedCasdoor, address: string): Odd => {
  door.leadTo(casdoor.port);
  return {
    casdoor: address,
    adapt: named,
    close: async () => {
      door.close();
      await casdoor.close();
    },
  };
};

const cloud = async (): Promise<Odd> => {
  const casdoor = await startEmbeddedCasdoor({ origin: `https://${name}` });
  const ask = (url: string, init: RequestInit): Promise<Response> => {
    if (!isGranted || new URL(url).hostname !== name)
      return Promise.resolve(new Response('', { status: 403, headers: { 'forge-proxy-error': 'BLOCKED_EGRESS' } }));
    return reach(casdoor.address + url.slice(`https://${name}`.length), init);
  };
  return {
    casdoor: `https://${name}`,
    adapt: (usual) => ({
      ...usual,
      from: 'cloud',
      askProduct: null,
      dryRuns: null,
      applies: null,
      demo: null,
      vantage: () => makeCloudVantage({ fetch: ask }),
      // As the platform names a web trigger; nobody is ever sent there.
      callbackUrl: async (product) => webTriggerOf(product),
    }),
    register: () => register(casdoor),
    close: casdoor.close,
  };
};

const webTriggerOf = (product: string) => `https://0a1b2c3d.hello.atlassian-dev.test/x1/${product}`;

/** What an administrator of Casdoor does on its page of the application. */
const register = async ({ address }: EmbeddedCasdoor): Promise<void> => {
  const credentials = Buffer.from('app-jira-client-id:app-jira-client-secret').toString('base64');
  const headers = { authorization: `Basic ${credentials}`, 'content-type': 'application/json' };
  const shown = await reach(`${address}/api/get-application?id=admin/app-jira`, { headers });
  const { data } = (await shown.json()) as { data: Record<string, unknown> & { redirectUris: string[] } };
  const { owner, organization, clientId, redirectUris } = data;
  const body = {
    owner,
    name: data.name,
    organization,
    clientId,
    redirectUris: [...redirectUris, webTriggerOf('jira')],
  };
  const query = 'id=admin/app-jira&columns=redirectUris';
  await reach(`${address}/api/update-application?${query}`, { method: 'POST', headers, body: JSON.stringify(body) });
};

/** The demo brings its own Casdoor, with as many people as are asked for. */
const demo = async (size?: number): Promise<Odd> => {
  let running: RunningDemo | null = null;
  const due = new Map<string, () => void>();
  return {
    casdoor: 'demo',
    hasDemo: true,
    adapt: (usual) => {
      const { applies } = usual;
      return {
        ...usual,
        now: () => new Date(usual.now().getTime() + millisecondsAhead),
        applies: applies && {
          ...applies,
          lookAt: async (product, target, at) => {
            // What is due by this clock, by that of the timers.
            const look = () =>
              applies.lookAt(product, target, new Date(Date.parse(at) - millisecondsAhead).toISOString());
            due.set(`${product} ${target}`, () => void look());
            await look();
          },
        },
      };
    },
    demo: {
      ...(size !== undefined && { size }),
      onStart: (started) => {
        running = started;
      },
    },
    hurry: () => {
      for (const look of due.values()) look();
    },
    turn: (turn) => {
      if (running === null) return;
      const { miniorange, atlassianDc } = running.plugins[turn.product];
      if (turn.of === 'miniorange') Object.assign(miniorange.switches, turn.to);
      else if (turn.of === 'atlassian-dc') Object.assign(atlassianDc.switches, turn.to);
      else if (turn.of === 'sign-in-settings')
        miniorange.configuration.change((stored) => ({
          ...stored,
          'Sign In Settings': { ...(stored['Sign In Settings'] as object), ...turn.to },
        }));
      else if (turn.of === 'groups') {
        const { people } = running[turn.product];
        for (const [name, groups] of Object.entries(turn.to)) {
          const account = people.named(name);
          if (account) people.put({ ...account, groups });
        }
      } else {
        const { fault, ...conditions } = turn.to;
        Object.assign(
          running[turn.product].conditions,
          conditions,
          fault === undefined ? {} : { fault: befalling(fault) },
        );
      }
    },
    close: async () => {},
  };
};

const befalling = (fault: (Omit<Fault, 'on'> & { on: string }) | null): Fault | null =>
  fault && { ...fault, on: new RegExp(fault.on) };

/** Hands requests on to a port of loopback, under the Host that is known there. */
const openDoor = async (server: http.Server | https.Server) => {
  let port = 0;
  server.on('request', (incoming: http.IncomingMessage, outgoing: http.ServerResponse) => {
    const asked = new URL(incoming.url ?? '/', 'http://door');
    if (isHushed && asked.pathname === '/api/get-users' && asked.searchParams.get('p') !== '1') {
      // Longer than anybody waits for.
      outgoing.writeHead(429, { 'retry-after': '3600' }).end();
      return;
    }
    const onward = http.request(
      {
        host: '127.0.0.1',
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: `127.0.0.1:${port}`, connection: 'close' },
        agent: false,
      },
      (answer) => {
        const { connection: _, ...headers } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (other: number) => {
      port = other;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

/** `village`: the demo with few people, whose directories are read in a moment. */
const village = () => demo(2_000);

const kinds: Record<string, () => Promise<Odd>> = {
  http: overHttp,
  company: ofCompany,
  cloud,
  crowded,
  demo: () => demo(),
  village,
};

const main = async () => {
  const kind = process.argv[2] ?? '';
  const start = kinds[kind];
  if (start === undefined) throw new Error(`There is no host of the kind "${kind}".`);
  const odd = await start();
  const folder = mkdtempSync(join(tmpdir(), 'companion-odd-'));
  const host = await startLocalHost({
    port: null,
    usualPort: 0,
    data: join(folder, 'data'),
    keyFile: join(folder, 'keys', 'keys.json'),
    hasDemo: odd.hasDemo === true,
    product: 'jira',
    panelFolder: join(__dirname, '..', '..', 'static', 'panel', 'dist'),
    authorities: [],
    adapt: odd.adapt,
    ...(odd.demo && { demo: odd.demo }),
  });
  createInterface({ input: process.stdin }).on('line', (line) => {
    if (line === 'where') console.log(`casdoor ${odd.casdoor}`);
    if (line === 'grant') isGranted = true;
    if (line === 'hush') isHushed = true;
    if (line === 'speak') isHushed = false;
    if (line === 'register') void odd.register?.();
    const later = /^later (\d+)$/.exec(line)?.[1];
    if (later !== undefined) {
      millisecondsAhead += Number(later) * 1000;
      odd.hurry?.();
    }
    const turn = /^turn (.+)$/.exec(line)?.[1];
    if (turn === undefined) return;
    odd.turn?.(JSON.parse(turn) as DemoTurn);
    console.log('turned');
  });
  console.log(host.address);
  process.on('SIGTERM', () => {
    void Promise.all([host.close(), odd.close()]).finally(() => {
      rmSync(folder, { recursive: true, force: true });
      process.exit(0);
    });
  });
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
