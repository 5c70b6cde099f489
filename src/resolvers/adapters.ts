import type { Vantage } from '../casdoor/vantage';
import type { Mapping } from '../contract/mapping';
import type { DemoSituation, TargetSettings } from '../contract/panel-calls';
import type { Product } from '../contract/target';
import type { Secret } from '../secrets/secret';

/** What differs between Forge and the local host. `index.ts` builds the one of Forge, `local/host` the other. */
export type Adapters = {
  from: 'local' | 'cloud';
  /** A place to look from for one run; `authorities` are PEMs that an administrator trusted for this Casdoor. */
  vantage: (authorities: readonly string[]) => Vantage;
  /** Where Casdoor sends a test sign-in back to: this product's own address, exactly. Within an invocation only. */
  callbackUrl: (product: Product) => Promise<string>;
  /** Null where no demo can be had. */
  demo: Demo | null;
  now: () => Date;
};

export type Demo = {
  situations: readonly DemoSituation[];
  /** What the form is filled in with; undefined for an unknown situation. */
  start: (
    situation: string,
  ) => Promise<{ address: string; secret: Secret; target: TargetSettings; mapping: Mapping | null } | undefined>;
};
