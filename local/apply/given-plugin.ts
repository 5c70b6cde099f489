import { type MistakenSecret, mistakenFor } from '../../src/apply/mistaken-secret';
import { readAdvertised } from '../../src/casdoor/advertised';
import type { Vantage } from '../../src/casdoor/vantage';
import type { CasdoorAddress } from '../../src/contract/address';
import type { Mapping } from '../../src/contract/mapping';
import { calledOf, secretWrittenLast } from '../../src/resolvers/open-plugin';
import { Secret } from '../../src/secrets/secret';
import type { Place } from '../../src/store/place';
import type { PluginTarget } from '../../src/targets/plugin-target';
import { readArgumentFile, readVariable } from '../command/argument-files';
import { mappingIn } from '../command/given-files';
import { Unusable } from '../command/run-command';
import type { TryArguments, WriteArguments } from './apply-arguments';
import type { ApplySite } from './apply-site';
import { findTarget, type KnownTarget, type TypedTarget } from './command-targets';
import { NeedsSomebody } from './needs-somebody';
import { credentialsOf, withPlugin } from './plugin-on-site';
import type { Questions } from './questions';
import type { PluginArgument } from './target-arguments';
import type { Telling } from './telling';

export type Surroundings = {
  site: ApplySite;
  telling: Telling;
  questions: Questions | null;
  vantage: Vantage;
  /** PEMs from the command line. */
  authorities: readonly string[];
  address: CasdoorAddress;
  clientId: string;
  secret: Secret;
  signal: AbortSignal;
};

/** Milliseconds for the discovery document. */
const lookLasts = 15_000;

/** What the panel knows of a plugin that was typed, and what goes into it. */
export type GivenPlugin = {
  known: KnownTarget;
  typed: TypedTarget;
  place: Place;
  /** In a sentence, such as "miniOrange on jira.acme.example". */
  called: string;
  baseUrl: URL;
  /** Without a slash at its end. */
  typedBase: string;
  mapping: Mapping;
  credentials: ReturnType<typeof credentialsOf>;
  scope: string | null;
  /** The client secret that stands there now, where it was named on the command line. */
  typedSecret: Secret | null;
};

/**
 * The plugin that was typed, opened, with what is wanted of it: settings, mapping and what Casdoor advertises.
 *
 * @throws Unusable for a file or variable that cannot be used; NeedsSomebody where Casdoor or the plugin cannot be read.
 */
export const withGivenPlugin = async <T>(
  given: WriteArguments | TryArguments,
  target: PluginArgument,
  { site, vantage, address, clientId, secret }: Surroundings,
  act: <D, W>(plugin: PluginTarget<D, W>, wanted: W, about: GivenPlugin) => Promise<T>,
): Promise<T> => {
  const { product } = given;
  const nothing = given.mode === 'try-from-node' ? 'Nothing was tried out' : 'Nothing was written';
  const baseUrl = target.site.url;
  const typedBase = baseUrl.href.replace(/\/+$/, '');
  const mapping = mappingIn(target.mappingFile, readArgumentFile('--mapping', target.mappingFile), target.kind);
  if (!mapping.ok) throw new Unusable(mapping.problem);
  const credentials = credentialsOf(target.site);
  const typedSecret = oldSecretOf(target, { clientId, secret });
  const place = site.place(product);
  const typed: TypedTarget = {
    kind: target.kind,
    baseUrl: typedBase,
    issuer: given.issuer,
    clientId,
    redirectUri: null,
  };
  const known = await site.inside(product, () =>
    findTarget(place, typed, { mapping: mapping.value, secret, scopes: given.scope }),
  );
  const endpoints = await readAdvertised({ address, clientId, vantage, signal: AbortSignal.timeout(lookLasts) });
  if (endpoints === null)
    throw new NeedsSomebody(
      `${nothing}: the discovery document of ${address.host} could not be read, so its endpoints are not known. npm run doctor tells why.`,
    );
  const called = calledOf({ plugin: target.kind, product, baseUrl: typedBase });
  const scope = given.scope ?? known.settings?.scopes ?? null;
  const knownSecret = typedSecret ?? (await site.inside(product, () => secretWrittenLast({ place }, known.id, called)));
  const host = new URL(address.origin).host;
  const on = { kind: target.kind, product, baseUrl, credentials, clientId, host, knownSecret };
  return withPlugin(on, vantage, async (plugin) => {
    const wanted = plugin.wanted({
      settings: {
        clientId,
        scopes: scope ?? '',
        comparesIssuer: known.settings?.comparesIssuer ?? false,
      },
      endpoints,
      mapping: mapping.value,
      secret,
    });
    if (!wanted.ok) throw new NeedsSomebody(`${nothing}: ${wanted.failure.message} ${wanted.failure.remedy}`);
    // Before anything that takes long, and before any other password is tried: whether these credentials open it.
    const first = await plugin.target.read(AbortSignal.timeout(lookLasts));
    if (!first.ok) throw new NeedsSomebody(`${nothing}: ${first.failure.message} ${first.failure.remedy}`);
    const about = { known, typed, place, called, baseUrl, typedBase, mapping: mapping.value, credentials, scope };
    return act(plugin, wanted.value, { ...about, typedSecret });
  });
};

/**
 * What is easily named instead of the client secret that stands in the plugin is refused, as in the panel.
 *
 * @throws Unusable
 */
const oldSecretOf = (
  { oldSecretVariable }: Pick<PluginArgument, 'oldSecretVariable'>,
  { clientId, secret }: Pick<Surroundings, 'clientId' | 'secret'>,
): Secret | null => {
  if (oldSecretVariable === null) return null;
  const old = readVariable('--old-secret-env', oldSecretVariable);
  const mistaken = mistakenFor(old, { clientId, newSecret: secret.expose() });
  if (mistaken !== null) throw new Unusable(`--old-secret-env: ${mistakenWords[mistaken]}`);
  return new Secret(old);
};

const mistakenWords: Record<MistakenSecret, string> = {
  padded: 'it begins or ends with a blank, which no client secret of Casdoor has.',
  'client-id': 'this is the client ID, not the client secret.',
  'new-secret':
    'this is the client secret that is to be written. Name the one that stands in the plugin now, or leave the option out and add --overrule secret-cannot-return.',
};
