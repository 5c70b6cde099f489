import type { AskAtlassian, AtlassianCredentials } from '../atlassian/accounts/ask-atlassian';
import type { Vantage } from '../casdoor/vantage';
import type { DryRunForecast, DryRunView } from '../contract/dry-run';
import type { Mapping } from '../contract/mapping';
import type { DemoSituation, TargetSettings } from '../contract/panel-calls';
import type { Product } from '../contract/target';
import type { DryRunOrder } from '../directory/dry-run-order';
import type { Secret } from '../secrets/secret';
import type { AccountsMeans } from './accounts-of';
import type { Asked } from './call';
import type { DryRunOutcome } from './finish-dry-run';

/** What differs between Forge and the local host. `index.ts` builds the one of Forge, `local/host` the other. */
export type Adapters = {
  from: 'local' | 'cloud';
  /** A place to look from for one run; `authorities` are PEMs that an administrator trusted for this Casdoor. */
  vantage: (authorities: readonly string[]) => Vantage;
  /** Where Casdoor sends a test sign-in back to: this product's own address, exactly. Within an invocation only. */
  callbackUrl: (product: Product) => Promise<string>;
  /** Asks the site that the app is installed in, as the app; null where there is none. Within an invocation only. */
  askProduct: ((product: Product) => AskAtlassian) | null;
  /** Null where no directory can be read as a whole. */
  dryRuns: DryRuns | null;
  /** Null where nothing is written to a plugin. */
  applies: Applies | null;
  /** Null where no demo can be had. */
  demo: Demo | null;
  now: () => Date;
};

/** Who works on a dry run while no call of the panel waits for it. */
export type DryRuns = {
  /** Begins with a run that was claimed; it is under way once this is answered. */
  start: (order: DryRunOrder, means: DryRunMeans) => Promise<void>;
  /** Goes on with one that was taken up again. */
  goOn: (order: DryRunOrder, means: DryRunMeans) => Promise<void>;
  /**
   * At a look at a run that is not done: finds one whose work was lost on the way, and ends one that nobody else would.
   * Answers whether anything changed. Left out where nothing is lost unnoticed.
   */
  lookAfter?: (asked: Asked, view: DryRunView) => Promise<boolean>;
  /** Takes away what is kept of runs outside of the store. */
  discard: (ids: readonly string[]) => Promise<void>;
  /** What is known before anything is read, from the run before. */
  forecast: (known: KnownBefore) => Promise<DryRunForecast>;
};

/** Who works on what was ordered at a plugin while no call of the panel waits for it. */
export type Applies = {
  /** Begins with an order; nobody waits for it. One that is brought twice is worked on once. */
  work: (product: Product, target: string, order: string) => Promise<void>;
  /** Looks after what was applied to a target at a moment, ISO 8601: what is due is done, panel open or closed. */
  lookAt: (product: Product, target: string, at: string) => Promise<void>;
  /** The line that restores without the panel; null where there is none. A null id: the newest apply. */
  restoreCommand: ((apply: string | null) => string) | null;
};

/** Of the run before; null where it is not known. */
export type KnownBefore = {
  product: Product;
  people: number | null;
  accounts: number | null;
  milliseconds: number | null;
  /** Whether the site is asked that the app is installed in, whose points are counted. */
  asksOwnSite: boolean;
};

/** What a run is worked on with, read when it begins. On Forge each step reads it anew. */
export type DryRunMeans = {
  /** In whose context the run was made, and is kept. */
  product: Product;
  casdoor: {
    /** As it was typed. */
    address: string;
    secret: Secret;
    allowsHttp: boolean;
    authorities: readonly string[];
  };
  accounts: AccountsMeans;
  /** Seals the rows, makes the report and ends the run. Within an invocation only. */
  finish: (outcome: DryRunOutcome, pages: number) => Promise<void>;
};

export type Demo = {
  situations: readonly DemoSituation[];
  /** What the form is filled in with; undefined for an unknown situation. */
  start: (situation: string) => Promise<DemoStart | undefined>;
  /** Somebody has picked it: what was mended in it before is as it was. Left out where nothing of it can be changed. */
  beginAnew?: (situation: string) => void;
};

export type DemoStart = {
  address: string;
  secret: Secret;
  target: TargetSettings;
  mapping: Mapping | null;
  /** What the accounts of the target are read with; left out where there are none to read. */
  accounts?: AtlassianCredentials;
};
