import type { TargetSettings } from '../../../../src/contract/panel-calls';
import type { Target } from '../../../../src/contract/target';

/** What the rules of a mapping need of a target's settings. */
export const targetOf = ({ plugin, product, baseUrl, comparesIssuer }: TargetSettings): Target => ({
  plugin,
  product,
  comparesIssuer,
  baseUrl: baseUrl || null,
});
