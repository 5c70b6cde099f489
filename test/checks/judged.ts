import { catalogue } from '../../src/checks/catalogue';
import type { Evidence } from '../../src/checks/evidence';
import { runChecks } from '../../src/checks/run-checks';
import { type Finding, plain } from '../../src/contract/report';

/**
 * What the whole catalogue says. A check that crashes, for instance because a sentence names a value that it was not
 * given, fails whichever test meets it.
 */
export const judged = (evidence: Evidence): Finding[] => {
  const findings = runChecks(catalogue, evidence);
  const crashed = findings.filter(({ outcome }) => outcome === 'crashed').map(({ id }) => id);
  if (crashed.length > 0) throw new Error(`These checks crashed: ${crashed.join(', ')}.`);
  return findings;
};

/** What the whole catalogue says of one check: beside all others, as in a real run. */
export const findingOf = (id: string, evidence: Evidence): Finding => {
  const found = judged(evidence).find((finding) => finding.id === id);
  if (!found) throw new RangeError(`No check is called ${id}.`);
  return found;
};

export const outcomeOf = (id: string, evidence: Evidence) => findingOf(id, evidence).outcome;

/** Ids of every red line: one fault should be one. Advice is none. */
export const failing = (evidence: Evidence): string[] =>
  judged(evidence)
    .filter(({ outcome, severity }) => outcome === 'fail' && severity !== 'advice')
    .map(({ id }) => id);

/** Ids of everything that warns. */
export const warning = (evidence: Evidence): string[] =>
  judged(evidence)
    .filter(({ outcome }) => outcome === 'warn')
    .map(({ id }) => id);

export const foundText = (finding: Finding): string => plain(finding.found ?? []);
export const fixText = (finding: Finding): string => plain(finding.fix ?? []);
export const whyText = (finding: Finding): string => plain(finding.why ?? []);
export const headingText = (finding: Finding): string => plain(finding.heading ?? []);
