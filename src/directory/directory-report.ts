import { readAddress } from '../casdoor/address';
import { catalogue } from '../checks/catalogue';
import { type ApplicationConfiguration, type Evidence, type Given, known, noEvidence } from '../checks/evidence';
import { buildReport } from '../checks/report';
import type { DryRunSums } from '../contract/dry-run';
import type { Area, Report } from '../contract/report';
import { redactReport } from '../diagnosis/redact-report';

/** What a report of a dry run needs to know of the settings; all else counts as not given. */
export type DirectoryGiven = Pick<Given, 'target' | 'mapping' | 'clientId' | 'scopes'> & Partial<Given>;

export type DirectoryReportOptions = {
  given: DirectoryGiven;
  sums: DryRunSums;
  /** The application's configuration, where the run has read it: more of the mapping can then be judged. */
  application?: ApplicationConfiguration | null;
  /** Of the application's tokens; left out: that of `application`. */
  tokenFormat?: string | null;
  /** Casdoor's, as it was typed; left out: that of `given`. */
  address?: string | null;
  /** ISO 8601, start of the run. */
  at: string;
  milliseconds: number;
  from: 'local' | 'cloud';
};

const asked: readonly Area[] = ['mapping', 'directory'];

/**
 * What a dry run amounts to, as a report of the areas mapping and directory. Of the mapping's checks those alone are
 * made that the run can answer: what it did not look at makes nothing incomplete.
 */
export const directoryReport = (options: DirectoryReportOptions): Report => {
  const { milliseconds, tokenFormat } = options;
  const evidence = evidenceOf(options);
  const checks = catalogue.filter(
    ({ area, needs, ofEverybody }) =>
      area !== 'mapping' || ofEverybody !== undefined || needs.every((name) => evidence[name].known),
  );
  const built = buildReport(checks, evidence, asked, milliseconds);
  const report = tokenFormat === undefined ? built : { ...built, tokenFormat };
  return redactReport(report, evidence, []);
};

const evidenceOf = ({ given, sums, application = null, address, at, from }: DirectoryReportOptions): Evidence => {
  const whole: Given = {
    hasSecret: true,
    redirectUri: null,
    scopesAssumed: false,
    plugin: null,
    seen: null,
    ...given,
    address: address ?? given.address ?? '',
    directory: sums,
    from,
    now: at,
  };
  const reading = readAddress(whole.address);
  const evidence = noEvidence(whole);
  return {
    ...evidence,
    ...(reading.ok && { address: known(reading.value) }),
    ...(application && { application: known(application) }),
  };
};
