import type { Product } from '../../src/contract/target';
import type { Demo } from '../../src/resolvers/adapters';
import { Secret } from '../../src/secrets/secret';
import type { StandInCredentials } from '../atlassian/site';
import { type AtlassianStandIn, startAtlassianStandIn } from '../atlassian/start';
import { makeCertificates } from '../casdoor/certificates';
import { randomOf } from '../casdoor/random';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../casdoor/start';
import { demoAccounts } from './accounts';
import { startCarelessProxy } from './careless-proxy';
import { demoCompany, demoWorld, jiraBaseUrl, wikiBaseUrl } from './demo-world';
import type { DemoServer, Situation } from './situation';
import { situations } from './situations';

export type DemoOptions = {
  /** The same seed makes the same people, ids and secrets. */
  seed?: number;
  /** How many people the demo's organization has. */
  size?: number;
  /**
   * The first of seven ports in a row. What was saved in the demo names its address, so each start wants the same; one that
   * is taken is replaced by any. 0: any.
   */
  firstPort?: number;
  now?: () => Date;
};

export type RunningDemo = {
  demo: Demo;
  /** The one that most situations are told at. */
  casdoor: EmbeddedCasdoor;
  jira: AtlassianStandIn;
  confluence: AtlassianStandIn;
  /** Base URLs that the demo's targets have, and where their stand-ins listen: for `withStandIns`. */
  standIns: ReadonlyMap<string, string>;
  close: () => Promise<void>;
};

/** Starts everything that the demo consists of. Every listener is on 127.0.0.1. */
export const startDemo = async (options: DemoOptions = {}): Promise<RunningDemo> => {
  const { seed = 7, size = 50_000, firstPort = 7480, now = () => new Date() } = options;
  const port = (place: number) => (firstPort === 0 ? 0 : firstPort + place);
  const running: { close: () => Promise<void> }[] = [];
  const kept = <T extends { close: () => Promise<void> }>(started: T): T => {
    running.push(started);
    return started;
  };
  const close = async () => {
    await Promise.all(running.splice(0).map((each) => each.close()));
  };
  try {
    const world = demoWorld({ seed, size, now: now() });
    // One world and one set of keys, seen under several addresses.
    const certificates = await makeCertificates(world.certificates);
    const version = { version: 'v3.158.0', commitId: '', commitOffset: 0 };
    const shared = { world, certificates, version, now, seed };
    const casdoor = kept(await startEmbeddedCasdoor({ ...shared, port: port(0) }));
    const slash = kept(
      await startEmbeddedCasdoor({ ...shared, port: port(1), origin: (port) => `http://127.0.0.1:${port}/` }),
    );
    const development = kept(
      await startEmbeddedCasdoor({ ...shared, port: port(2), originFrontend: 'http://localhost:7001' }),
    );
    const proxy = kept(await startCarelessProxy(casdoor.port, port(3)));
    const company = demoCompany({ seed, size });
    const credentials = credentialsFor(seed);
    const site = (product: Product) => ({
      product,
      // Nobody is made before somebody asks who is there.
      population: () => demoAccounts(company, { product, seed }),
      credentials,
      now,
    });
    const jira = kept(await startAtlassianStandIn({ ...site('jira'), baseUrl: jiraBaseUrl, port: port(4) }));
    const confluence = kept(
      await startAtlassianStandIn({ ...site('confluence'), baseUrl: wikiBaseUrl, port: port(5) }),
    );
    const groupPaths = kept(await startEmbeddedCasdoor({ ...shared, port: port(6), usesGroupPaths: true }));
    const addresses: Record<DemoServer, string> = {
      casdoor: casdoor.address,
      proxy: proxy.address,
      slash: slash.address,
      development: development.address,
      'group-paths': groupPaths.address,
    };
    return {
      demo: demoOf(casdoor, addresses, credentials),
      casdoor,
      jira,
      confluence,
      standIns: new Map([
        [jiraBaseUrl, jira.address],
        [wikiBaseUrl, confluence.address],
      ]),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

const demoOf = (
  casdoor: EmbeddedCasdoor,
  addresses: Record<DemoServer, string>,
  { token }: StandInCredentials,
): Demo => ({
  situations: situations.map(({ id, title, story }) => ({ id, title, story })),
  start: async (id) => {
    const situation = situations.find((each) => each.id === id);
    if (situation === undefined) return undefined;
    const real = credentialsOf(casdoor, situation);
    return {
      address: addresses[situation.server],
      secret: new Secret(situation.secret(real)),
      target: {
        plugin: situation.plugin,
        product: situation.product,
        baseUrl: situation.product === 'jira' ? jiraBaseUrl : wikiBaseUrl,
        callbackUrl: '',
        clientId: situation.clientId(real),
        scopes: situation.scopes,
        comparesIssuer: situation.comparesIssuer,
      },
      mapping: situation.mapping,
      accounts: { kind: 'token', token: new Secret(token) },
    };
  },
});

/** Of an administrator of Jira and Confluence. The same at each start, so that what was saved goes on working. */
const credentialsFor = (seed: number): StandInCredentials => {
  const random = randomOf(seed ^ 0x6a697261);
  return { user: 'amara.okafor', password: random.hex(24), token: random.hex(44) };
};

const credentialsOf = (casdoor: EmbeddedCasdoor, situation: Situation) => {
  const application = casdoor.world.applications.find((each) => each.name === situation.application);
  if (application === undefined) throw new Error(`The demo has no application "${situation.application}".`);
  return { clientId: application.clientId, clientSecret: application.clientSecret };
};
