import type { AtlassianCredentials } from '../../src/atlassian/accounts/ask-atlassian';
import type { Vantage } from '../../src/casdoor/vantage';
import type { ApplyKind } from '../../src/contract/apply';
import type { Product } from '../../src/contract/target';
import { Secret } from '../../src/secrets/secret';
import { askAuthconfigOverVantage } from '../../src/targets/atlassian-dc/ask-authconfig';
import { atlassianDcPlugin } from '../../src/targets/atlassian-dc/plugin';
import { askPluginOverVantage } from '../../src/targets/miniorange/ask-plugin';
import { miniorangePlugin } from '../../src/targets/miniorange/plugin';
import type { PluginTarget } from '../../src/targets/plugin-target';
import { readVariable } from '../command/argument-files';
import type { SiteArgument } from '../dry-run/dry-run-arguments';

/** Whose plugin it is, and as whom it is asked. */
export type PluginOnSite = {
  kind: Exclude<ApplyKind, 'casdoor'>;
  product: Product;
  baseUrl: URL;
  credentials: AtlassianCredentials;
  clientId: string;
  /** Of Casdoor, with its port; null where it is not known. */
  host: string | null;
  /** The client secret that stands there now, where it is known and cannot be read. */
  knownSecret: Secret | null;
};

/** Makes the plugin and hands it on, since each kind has documents of its own. */
export const withPlugin = <T>(
  { kind, product, baseUrl, credentials, clientId, host, knownSecret }: PluginOnSite,
  vantage: Vantage,
  act: <D, W>(plugin: PluginTarget<D, W>) => T,
): T => {
  const ask = askPluginOverVantage(vantage, baseUrl, credentials);
  if (kind === 'miniorange') return act(miniorangePlugin({ ask, product, credentials, clientId, host }));
  const askAuthconfig = askAuthconfigOverVantage(vantage, baseUrl, credentials);
  return act(atlassianDcPlugin({ ask, askAuthconfig, product, credentials, clientId, knownSecret }));
};

/** @throws Unusable where the environment has no such variable. */
export const credentialsOf = (site: SiteArgument): AtlassianCredentials =>
  site.kind === 'token'
    ? { kind: 'token', token: new Secret(readVariable('--token-env', site.tokenVariable)) }
    : {
        kind: 'password',
        user: site.user,
        password: new Secret(readVariable('--password-env', site.passwordVariable)),
      };
