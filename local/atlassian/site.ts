import type { Product } from '../../src/contract/target';

/** What a test or the demo may turn while the stand-in runs. */
export type Conditions = {
  isAdministrator: boolean;
  /** An HTTP status for every request; null where it works. */
  failsWith: number | null;
  /** Milliseconds before each answer. */
  delay: number;
};

export type AtlassianStandInOptions = {
  product: Product;
  /** What the product states as its base URL; it need not be where the stand-in listens. */
  baseUrl: string;
  port?: number;
  person?: { name: string; displayName: string; email: string };
  conditions?: Partial<Conditions>;
  now?: () => Date;
};

export type Site = AtlassianStandInOptions & { conditions: Conditions; now: () => Date };

export const personOf = (site: Site): { name: string; displayName: string; email: string } =>
  site.person ?? { name: 'amara.okafor', displayName: 'Amara Okafor', email: 'amara.okafor@acme.example' };
