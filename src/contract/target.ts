/** The SSO plugins that can be configured. `other` is any OpenID Connect client: the specification's own rules apply. */
export const plugins = ['miniorange', 'atlassian-dc', 'miniorange-cloud', 'other'] as const;
export type Plugin = (typeof plugins)[number];

export const products = ['jira', 'confluence'] as const;
export type Product = (typeof products)[number];

/** Which plugin, on which product, at which address. */
export type Target = {
  plugin: Plugin;
  product: Product;
  /** Base URL of Jira or Confluence without a trailing slash; null where it was not given. */
  baseUrl: string | null;
  /** miniOrange's "Issuer Check: Custom": the plugin compares issuers. As it comes, it compares `aud` only. */
  comparesIssuer: boolean;
};

export const pluginNames: Record<Plugin, string> = {
  miniorange: 'miniOrange OAuth/OIDC SSO',
  'atlassian-dc': 'SSO for Atlassian Data Center',
  'miniorange-cloud': 'miniOrange OAuth/OIDC SSO for Cloud',
  other: 'another OpenID Connect plugin',
};

export const productNames: Record<Product, string> = { jira: 'Jira', confluence: 'Confluence' };

/** Groups whose members administer, as an installation comes. On Cloud their names hold the site's. */
export const usualAdministratorGroups: Record<Product, readonly string[]> = {
  jira: ['jira-administrators', 'jira-system-administrators'],
  confluence: ['confluence-administrators'],
};

/** The scopes that Casdoor's documentation tells Jira's administrators to fill in. Assumed where none are given. */
export const documentedScopes = 'address phone openid profile offline_access email';

/**
 * The redirect URI that a Data Center plugin uses at a base URL; null where the plugin's own screen must be asked
 * (the Cloud app shows its callback URL, and what another plugin uses is not known).
 */
export const redirectUriOf = (target: Pick<Target, 'plugin' | 'baseUrl'>): string | null => {
  if (target.baseUrl === null) return null;
  const base = target.baseUrl.replace(/\/+$/, '');
  if (target.plugin === 'miniorange') return `${base}/plugins/servlet/oauth/callback`;
  if (target.plugin === 'atlassian-dc') return `${base}/plugins/servlet/oidc/callback`;
  return null;
};
