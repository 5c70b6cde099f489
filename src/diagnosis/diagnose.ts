import type { GatherOptions } from '../casdoor/gather';
import type { Area, Report } from '../contract/report';

export type DiagnoseOptions = GatherOptions & {
  /** Areas that were asked for. */
  asked: readonly Area[];
};

/** One run of the checks: gathers, judges, sums up. The doctor and the panel's `check` call both use it. */
export type Diagnose = (options: DiagnoseOptions) => Promise<Report>;
