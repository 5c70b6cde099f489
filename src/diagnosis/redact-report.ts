import type { Finding, Report, Summary } from '../contract/report';
import { redactJson } from '../secrets/redact';
import type { Secret } from '../secrets/secret';

/**
 * Takes the secrets of a run out of everything in its report that is read by people, by value: a secret may have been
 * typed into another field, from where a sentence would repeat it. Ids, outcomes and areas are names of our own and
 * stay, however short a secret is.
 */
export const redactReport = (report: Report, secrets: readonly Secret[]): Report => {
  if (secrets.length === 0) return report;
  const clean = <T>(value: T): T => redactJson(value, secrets) as T;
  const summary = <T extends Summary>(sum: T): T => ({
    ...sum,
    headline: clean(sum.headline),
    cause: clean(sum.cause),
  });
  const finding = (one: Finding): Finding => ({
    ...one,
    heading: clean(one.heading),
    headline: clean(one.headline),
    found: clean(one.found),
    why: clean(one.why),
    fix: clean(one.fix),
    detail: one.detail && ({ ...clean(one.detail), kind: one.detail.kind } as Finding['detail']),
    copy: clean(one.copy),
    links: clean(one.links),
    handOver: clean(one.handOver),
    answered: clean(one.answered),
  });
  return {
    ...summary(report),
    address: clean(report.address),
    used: clean(report.used),
    findings: report.findings.map(finding),
    steps: {
      connect: summary(report.steps.connect),
      client: summary(report.steps.client),
      mapping: summary(report.steps.mapping),
    },
  };
};
