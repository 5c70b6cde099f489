import type { Mapping, MappingRules } from '../../src/contract/mapping';
import { documentedScopes, type Plugin, type Product } from '../../src/contract/target';
import { recommendedMapping } from '../../src/mapping/recommended-mapping';
import { usersGroups } from './accounts';
import type { DemoApplication } from './demo-world';

/** Which of the demo's servers a situation is told at. */
export type DemoServer = 'casdoor' | 'proxy' | 'slash' | 'development' | 'group-paths';

export type Situation = {
  id: string;
  title: string;
  story: string;
  server: DemoServer;
  application: DemoApplication;
  plugin: Plugin;
  product: Product;
  clientId: (real: { clientId: string; clientSecret: string }) => string;
  secret: (real: { clientId: string; clientSecret: string }) => string;
  scopes: string;
  comparesIssuer: boolean;
  mapping: Mapping | null;
};

/** New accounts get into the group that may use Jira, as the plugin's "Default Group" does it. */
export const withDefaultGroup = (mapping: Mapping, rules: MappingRules = {}): Mapping => ({
  ...mapping,
  rules: { defaultGroups: [usersGroups.jira], ...rules },
});

export const recommended = withDefaultGroup(recommendedMapping('miniorange', 'JWT'));

/** The set-up as it should be; each situation changes one thing. */
export const healthy: Situation = {
  id: 'healthy',
  title: 'Everything is right',
  story: 'Casdoor and Jira agree on everything. This is what it looks like when people can sign in.',
  server: 'casdoor',
  application: 'jira',
  plugin: 'miniorange',
  product: 'jira',
  clientId: (real) => real.clientId,
  secret: (real) => real.clientSecret,
  scopes: documentedScopes,
  comparesIssuer: false,
  mapping: recommended,
};
