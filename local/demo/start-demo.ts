import { type Product, productNames } from '../../src/contract/target';
import type { Demo } from '../../src/resolvers/adapters';
import { Secret } from '../../src/secrets/secret';
import type { StandInCredentials } from '../atlassian/site';
import type { SitePlugin } from '../atlassian/site-plugin';
import { type AtlassianStandIn, startAtlassianStandIn } from '../atlassian/start';
import { makeCertificates } from '../casdoor/certificates';
import { randomOf } from '../casdoor/random';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../casdoor/start';
import { type AtlassianDcPlugin, atlassianDcPlugin } from '../plugins/atlassian-dc/plugin';
import { type MiniorangePlugin, miniorangePlugin } from '../plugins/miniorange/plugin';
import { demoAccounts, emergencyAccount } from './accounts';
import { startCarelessProxy } from './careless-proxy';
import { type BaseUrls, demoBaseUrl, demoCompany, demoWorld } from './demo-world';
import { firstAtlassianDc, firstMiniorange } from './first-settings';
import {
  type DemoKeeping,
  type KeptDemo,
  keeperOf,
  keptOf,
  type MadeLists,
  peopleOf,
  putBack,
  readKept,
} from './kept-demo';
import { demoPassword } from './people';
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
  /**
   * Where it is kept what is changed in the stand-ins, and on which ports they were, to be asked for again; left out, it ends
   * with the process. All of it names addresses: where such a port is somebody else's now, nothing is read or kept.
   */
  keeping?: DemoKeeping;
  now?: () => Date;
};

export type RunningDemo = {
  demo: Demo;
  /** The one that most situations are told at. */
  casdoor: EmbeddedCasdoor;
  jira: AtlassianStandIn;
  confluence: AtlassianStandIn;
  /** The SSO plugins on each, and their switches. */
  plugins: Readonly<Record<Product, DemoPlugins>>;
  /** Base URLs that the demo's targets have, and where their stand-ins listen: for `withStandIns`. */
  standIns: ReadonlyMap<string, string>;
  close: () => Promise<void>;
};

export type DemoPlugins = { miniorange: MiniorangePlugin; atlassianDc: AtlassianDcPlugin };

/** Starts everything that the demo consists of. Every listener is on 127.0.0.1. */
export const startDemo = async (options: DemoOptions = {}): Promise<RunningDemo> => {
  const { seed = 7, size = 50_000, firstPort = 7480, keeping, now = () => new Date() } = options;
  const before = keeping === undefined ? null : await readKept(keeping);
  const port = (place: number) => before?.ports[place] ?? (firstPort === 0 ? 0 : firstPort + place);
  const running: { close: () => Promise<void> }[] = [];
  const begun = <T extends { close: () => Promise<void> }>(started: T): T => {
    running.push(started);
    return started;
  };
  const close = async () => {
    await Promise.all(running.splice(0).map((each) => each.close()));
  };
  try {
    const company = demoCompany({ seed, size });
    const credentials = credentialsFor(seed);
    let earlier: KeptDemo | null = null;
    let keep = async () => {};
    const beforeAnswer = () => keep();
    const mounted: Record<Product, SitePlugin[]> = { jira: [], confluence: [] };
    const site = (product: Product, place: number) =>
      startAtlassianStandIn({
        product,
        baseUrl: (address) => demoBaseUrl(product, Number(new URL(address).port)),
        port: port(place),
        // Nobody is made before somebody asks who is there.
        population: () => demoAccounts(company, { product, seed }),
        credentials,
        // Jira was told to record who signs in, though not by which way; Confluence was not.
        conditions: { auditsSignIns: product === 'jira' ? 'on' : 'off' },
        passwords: { [emergencyAccount.name]: emergencyAccount.password },
        plugins: mounted[product],
        earlier: () => peopleOf(earlier?.[product]),
        beforeAnswer,
        now,
      });
    // They come first: what is registered in Casdoor names where they listen.
    const jira = begun(await site('jira', 4));
    const confluence = begun(await site('confluence', 5));
    const baseUrls: BaseUrls = { jira: jira.baseUrl, confluence: confluence.baseUrl };
    const world = demoWorld({ seed, size, now: now(), baseUrls });
    // One world and one set of keys, seen under several addresses.
    const certificates = await makeCertificates(world.certificates);
    const version = { version: 'v3.158.0', commitId: '', commitOffset: 0 };
    const shared = { world, certificates, version, beforeAnswer, now, seed };
    const casdoor = begun(await startEmbeddedCasdoor({ ...shared, port: port(0) }));
    const slash = begun(
      await startEmbeddedCasdoor({ ...shared, port: port(1), origin: (port) => `http://127.0.0.1:${port}/` }),
    );
    const development = begun(
      await startEmbeddedCasdoor({ ...shared, port: port(2), originFrontend: 'http://localhost:7001' }),
    );
    const proxy = begun(await startCarelessProxy(casdoor.port, port(3)));
    const groupPaths = begun(await startEmbeddedCasdoor({ ...shared, port: port(6), usesGroupPaths: true }));
    const addresses: Record<DemoServer, string> = {
      casdoor: casdoor.address,
      proxy: proxy.address,
      slash: slash.address,
      development: development.address,
      'group-paths': groupPaths.address,
    };
    const ports = [casdoor, slash, development, proxy, jira, confluence, groupPaths].map((each) => each.port);
    // Casdoor, Jira and Confluence: what is kept names these.
    const isWhereItWas = [0, 4, 5].every((place) => before === null || before.ports[place] === ports[place]);
    const keeps = isWhereItWas ? keeping : undefined;
    if (isWhereItWas) earlier = before;
    const made: MadeLists = new Map(world.applications.map(({ name, redirectUris }) => [name, redirectUris]));
    for (const application of world.applications)
      application.redirectUris = earlier?.redirectUris[application.name] ?? application.redirectUris;
    const installed = (product: Product): DemoPlugins => {
      const application = product === 'jira' ? 'jira' : 'wiki';
      const client = { casdoor: casdoor.address, ...credentialsOf(casdoor, { application }) };
      const licenceEnds = new Date(now().getTime() + licensedFor).toISOString();
      const plugins = {
        miniorange: miniorangePlugin(firstMiniorange(product, client), { licenceEnds }),
        atlassianDc: atlassianDcPlugin({ idps: firstAtlassianDc(product, client) }),
      };
      const own = earlier?.[product];
      if (own !== undefined) putBack(own, plugins, { jira, confluence }[product]);
      mounted[product].push(...Object.values(plugins));
      return plugins;
    };
    const plugins = { jira: installed('jira'), confluence: installed('confluence') };
    if (keeps !== undefined) {
      const sites = {
        jira: { standIn: jira, plugins: plugins.jira },
        confluence: { standIn: confluence, plugins: plugins.confluence },
      };
      const running = { ports, world, made, sites };
      keep = keeperOf(keeps, running);
      if (before === null) await keeps.write(keptOf(running));
    }
    return {
      demo: demoOf({ casdoor, made }, addresses, baseUrls, credentials),
      casdoor,
      jira,
      confluence,
      plugins,
      standIns: new Map([
        [jira.baseUrl, jira.address],
        [confluence.baseUrl, confluence.address],
      ]),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

const demoOf = (
  { casdoor, made }: { casdoor: EmbeddedCasdoor; made: MadeLists },
  addresses: Record<DemoServer, string>,
  baseUrls: BaseUrls,
  { token }: StandInCredentials,
): Demo => ({
  situations: situations.map(({ id, title, story, product }) => ({
    id,
    title,
    story,
    access: `${productNames[product]} is at ${baseUrls[product]}. Everybody of Casdoor has the password ${demoPassword}; ${emergencyAccount.name}, whom Casdoor does not know, gets in with ${emergencyAccount.password}.`,
  })),
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
        baseUrl: baseUrls[situation.product],
        callbackUrl: '',
        clientId: situation.clientId(real),
        scopes: situation.scopes,
        comparesIssuer: situation.comparesIssuer,
      },
      mapping: situation.mapping,
      accounts: { kind: 'token', token: new Secret(token) },
    };
  },
  beginAnew: (id) => {
    const situation = situations.find((each) => each.id === id);
    if (situation === undefined) return;
    // Whoever mended it before is told the same story again.
    const application = applicationOf(casdoor, situation);
    application.redirectUris = made.get(application.name) ?? null;
  },
});

/** Milliseconds from the start of the demo. */
const licensedFor = 365 * 86_400_000;

/** Of an administrator of Jira and Confluence. The same at each start, so that what was saved goes on working. */
const credentialsFor = (seed: number): StandInCredentials => {
  const random = randomOf(seed ^ 0x6a697261);
  return { user: 'amara.okafor', password: random.hex(24), token: random.hex(44) };
};

const credentialsOf = (casdoor: EmbeddedCasdoor, situation: Pick<Situation, 'application'>) => {
  const { clientId, clientSecret } = applicationOf(casdoor, situation);
  return { clientId, clientSecret };
};

const applicationOf = ({ world }: EmbeddedCasdoor, { application }: Pick<Situation, 'application'>) => {
  const found = world.applications.find((each) => each.name === application);
  if (found === undefined) throw new Error(`The demo has no application "${application}".`);
  return found;
};
