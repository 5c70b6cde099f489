import { type GatherOptions, gather } from '../casdoor/gather';
import { catalogue } from '../checks/catalogue';
import type { Evidence, SignInFacts } from '../checks/evidence';
import { buildReport } from '../checks/report';
import type { Area, Report } from '../contract/report';
import { redactReport } from './redact-report';

export type DiagnoseOptions = GatherOptions & {
  /** Areas that were asked for. */
  asked: readonly Area[];
  /** Only these checks are reported; all where it is null. */
  only?: readonly string[] | null;
  /** A whole report of the same settings, in which the checks of `only` are replaced. */
  into?: Report | null;
  /** A test sign-in, made once all else is gathered. Null: none could be made. Its time is no part of the report's. */
  signIn?: (evidence: Evidence) => Promise<SignInFacts | null>;
  /**
   * What was asked beside Casdoor meanwhile, such as the plugin itself, once all else is gathered; `asked`: areas that it
   * brings along.
   */
  beside?: (evidence: Evidence) => Promise<{ evidence: Partial<Evidence>; asked: readonly Area[] }>;
};

/** One run of the checks: gathers, judges, sums up. The doctor and the panel's `check` call both use it. */
export type Diagnose = (options: DiagnoseOptions) => Promise<Report>;

/** Never rejects for anything that the network or Casdoor does; a check that fails itself is a finding. */
export const diagnose: Diagnose = async ({ asked, only = null, into = null, signIn, beside, ...options }) => {
  const started = performance.now();
  const gathered = await gather(options);
  const milliseconds = Math.round(performance.now() - started);
  const other = await beside?.(gathered);
  const evidence = { ...gathered, ...other?.evidence, ...(await signIn?.(gathered)) };
  const areas = [...asked, ...(other?.asked ?? [])];
  const report = buildReport(catalogue, evidence, areas, milliseconds, only, into);
  return redactReport(report, evidence, options.secret === null ? [] : [options.secret]);
};
