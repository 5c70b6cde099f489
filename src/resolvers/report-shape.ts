import * as v from 'valibot';
import { outcomes, type Report, type Summary, severities, verdicts } from '../contract/report';

/** A kept report as it is read back. Deep enough that a record of another age is noticed rather than shown half. */
export const reportShape: v.GenericSchema<unknown, Report> = v.pipe(
  v.custom<Report>((value) => v.is(outline, value)),
  // A report that was kept before there were the steps "Sign-in" and "Directory" says nothing of them.
  v.transform((report) => ({
    ...report,
    steps: {
      ...report.steps,
      'sign-in': report.steps['sign-in'] ?? nothingYet,
      directory: report.steps.directory ?? nothingYet,
    },
  })),
);

const nothingYet: Summary = {
  verdict: 'incomplete',
  rootCause: null,
  headline: ['Not checked yet'],
  cause: null,
  counts: { blocker: 0, serious: 0, look: 0, passed: 0, notYet: 0 },
};

const outline = v.looseObject({
  schema: v.literal(1),
  at: v.string(),
  verdict: v.picklist(verdicts),
  headline: v.array(v.unknown()),
  used: v.array(v.unknown()),
  findings: v.array(
    v.looseObject({
      id: v.string(),
      outcome: v.picklist(outcomes),
      severity: v.picklist(severities),
      copy: v.array(v.unknown()),
      links: v.array(v.unknown()),
    }),
  ),
  steps: v.looseObject({ connect: v.unknown(), client: v.unknown(), mapping: v.unknown() }),
});
