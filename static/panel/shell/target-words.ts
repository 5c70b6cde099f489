import type { TargetSettings } from '../../../src/contract/panel-calls';
import { pluginNames, productNames } from '../../../src/contract/target';

/** "jira.acme.example", or the product where no base URL was given. */
export const placeOf = ({ baseUrl, product }: TargetSettings): string =>
  URL.canParse(baseUrl) ? new URL(baseUrl).host : productNames[product];

/** "miniOrange OAuth/OIDC SSO on Jira". */
export const pluginOn = ({ plugin, product }: TargetSettings): string =>
  `${pluginNames[plugin]} on ${productNames[product]}`;
