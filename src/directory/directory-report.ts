import { readAddress } from '../casdoor/address';
import { catalogue } from '../checks/catalogue';
import { administratorsHeadline } from '../checks/directory/harm';
import { type ApplicationConfiguration, type Evidence, type Given, known, noEvidence } from '../checks/evidence';
import { buildReport } from '../checks/report';
import { commonValues, runChecks } from '../checks/run-checks';
import { say } from '../checks/say';
import type { DryRunSums } from '../contract/dry-run';
import type { Area, Report, Rich, Summary } from '../contract/report';
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
 * made that the run can answer: what it did not look at makes nothing incomplete. Its second sentence counts who gets in.
 */
export const directoryReport = (options: DirectoryReportOptions): Report => {
  const { sums, milliseconds, tokenFormat } = options;
  const evidence = evidenceOf(options);
  const untold = new Set(
    runChecks(catalogue, evidence)
      .filter(({ area, blockedBy }) => area === 'mapping' && blockedBy && 'missing' in blockedBy)
      .map(({ id }) => id),
  );
  const checks = catalogue.filter(({ id }) => !untold.has(id));
  const built = buildReport(checks, evidence, asked, milliseconds);
  const retold = <T extends Summary>(summary: T): T => ({
    ...summary,
    headline: headlineOf(summary, sums, evidence),
    cause: whoGetsIn(sums),
  });
  const report: Report = {
    ...retold(built),
    ...(tokenFormat !== undefined && { tokenFormat }),
    steps: { ...built.steps, directory: retold(built.steps.directory) },
  };
  return redactReport(report, evidence, []);
};

/** The verdict's one sentence: of administrators first, then the cause's own, or what there is to say without one. */
const headlineOf = ({ verdict, rootCause, headline }: Summary, sums: DryRunSums, evidence: Evidence): Rich => {
  const ofAdministrators = verdict === 'at-risk' ? administratorsHeadline(sums) : null;
  if (ofAdministrators !== null) return say(ofAdministrators.text, ofAdministrators.values);
  if (rootCause !== null) return headline;
  if (verdict === 'ready') return ['Nobody would lose an account, rights or a group'];
  if (verdict === 'at-risk') return ['Some people would perhaps run into trouble'];
  const text = evidence.administratorsTold.known
    ? 'Nobody is harmed as far as could be told, but not everybody could'
    : 'Whether administrators keep their access to {product} could not be told';
  return say(text, commonValues(evidence));
};

/** Such as "Of 48,126 people, 46,988 would get in and 1,138 would not." */
const whoGetsIn = ({ people, outcomes, getIn, untold }: DryRunSums): Rich => {
  const uncertain = outcomes['not-certain'] - getIn;
  const out = outcomes.refused + outcomes.collides + outcomes.barred;
  const values = { people, into: people - out - uncertain, out, uncertain };
  // Whoever could not be read is there all the same.
  if (people === 0 && untold.some(({ what }) => what === 'people'))
    return say('Nobody in the directory could be read.');
  if (people === 0) return say('There is nobody in the directory.');
  if (uncertain === people)
    return say('Of {people, plural, one {the one person} other {# people}} nothing is certain.', values);
  if (uncertain > 0)
    return say(
      'Of {people} people, {into} would get in, {out} would not, and of {uncertain} it is not certain.',
      values,
    );
  if (out === 0) return say('{people, plural, one {The one person} other {All # people}} would get in.', values);
  if (out === people)
    return say(
      '{people, plural, one {The one person would not get in} other {None of # people would get in}}.',
      values,
    );
  return say('Of {people} people, {into} would get in and {out} would not.', values);
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
  return {
    ...noEvidence(whole),
    ...(reading.ok && { address: known(reading.value) }),
    ...(application && { application: known(application) }),
  };
};
