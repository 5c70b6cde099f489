import type { Finding, Report, Severity, Verdict } from '../contract/report';
import { pluginNames, productNames } from '../contract/target';
import { dayOf, secondsOf } from './date-words';

/** The words of the report; panel, terminal and copied report say the same. */
export const verdictWords: Record<Verdict, string> = {
  broken: 'Broken',
  'at-risk': 'At risk',
  incomplete: 'Incomplete',
  ready: 'Ready',
};

export const severityWords: Record<Severity, string> = {
  blocker: 'Blocker',
  serious: 'Serious',
  advice: 'Needs a look',
};

/** What stands over a finding: its weight where it failed, else that a person should look. */
export const weightWord = ({ outcome, severity }: Finding): string =>
  outcome === 'fail' ? severityWords[severity] : severityWords.advice;

export type OrderedReport = {
  /** The cause first, then by weight, in catalogue order. */
  problems: Finding[];
  /** What is blocked or crashed, by reason, in the order of first appearance. */
  notYet: { reason: NonNullable<Finding['found']>; findings: Finding[] }[];
  passed: Finding[];
};

/**
 * The findings as a person reads them. `first` are ids that come before the others of their weight, such as those that
 * can explain what somebody saw. What does not apply is left out.
 */
export const orderReport = ({ findings, rootCause }: Report, first: readonly string[] = []): OrderedReport => {
  const problems = findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn');
  const rank = (finding: Finding): number =>
    (finding.id === rootCause ? -10 : weight(finding) * 2) + (first.includes(finding.id) ? -1 : 0);
  const notYet = new Map<string, OrderedReport['notYet'][number]>();
  for (const finding of findings) {
    if (finding.outcome !== 'blocked' && finding.outcome !== 'crashed') continue;
    const reason = finding.found ?? ['It was not checked.'];
    const key = JSON.stringify(reason);
    const group = notYet.get(key) ?? { reason, findings: [] };
    group.findings.push(finding);
    notYet.set(key, group);
  }
  return {
    // Sorting is stable: within a weight the catalogue's order stays.
    problems: [...problems].sort((one, other) => rank(one) - rank(other)),
    notYet: [...notYet.values()],
    passed: findings.filter(({ outcome }) => outcome === 'pass'),
  };
};

const weight = ({ outcome, severity }: Finding): number => {
  if (severity === 'advice') return 3;
  if (outcome === 'warn') return 2;
  return severity === 'blocker' ? 0 : 1;
};

/** The counts in one line, such as "1 blocker, 2 need a look, 19 passed, 6 not checked yet". */
export const countsLine = ({ counts }: Report): string => {
  const { blocker, serious, look, passed, notYet } = counts;
  const parts = [
    blocker > 0 && `${blocker} ${blocker === 1 ? 'blocker' : 'blockers'}`,
    serious > 0 && `${serious} serious`,
    look > 0 && `${look} ${look === 1 ? 'needs' : 'need'} a look`,
    `${passed} passed`,
    notYet > 0 && `${notYet} not checked yet`,
  ];
  return parts.filter(Boolean).join(', ');
};

/** From where and when, such as "Checked from this computer on 24 Nov 2026, 14:02 UTC, in 3.1 seconds". */
export const runLine = ({ from, at, milliseconds }: Report): string =>
  `Checked from ${from === 'local' ? 'this computer' : 'the cloud'} on ${dayOf(at)}, ${at.slice(11, 16)} UTC, in ${secondsOf(milliseconds)} seconds`;

/** For whom, such as "Jira with miniOrange OAuth/OIDC SSO". */
export const targetLine = ({ product, plugin }: Report): string =>
  `${productNames[product]} with ${pluginNames[plugin]}`;
