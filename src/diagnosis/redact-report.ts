import type { Evidence } from '../checks/evidence';
import type { Finding, Report, Summary } from '../contract/report';
import { redactJson } from '../secrets/redact';
import { Secret } from '../secrets/secret';

/**
 * Takes the secrets of a run out of everything in its report that is read by people, by value: a secret may have been
 * typed into another field, from where a sentence would repeat it. No check has to think of it: this is the one place.
 * Ids, outcomes and areas are names of our own and stay, however short a secret is.
 */
export const redactReport = (
  report: Report,
  evidence: Pick<Evidence, 'given' | 'secret'>,
  held: readonly Secret[],
): Report => {
  const secrets = [...held, ...typedAsClientId(evidence)];
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
      'sign-in': summary(report.steps['sign-in']),
      mapping: summary(report.steps.mapping),
      directory: summary(report.steps.directory),
    },
  };
};

/** What was typed as the client ID where it is the secret, or where nobody can say which of the two it is. */
const typedAsClientId = ({ given, secret }: Pick<Evidence, 'given' | 'secret'>): Secret[] =>
  given.clientId !== null && secret.known && (secret.value === 'right-when-swapped' || secret.value === 'client-id')
    ? [new Secret(given.clientId)]
    : [];
