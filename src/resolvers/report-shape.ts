import * as v from 'valibot';
import { outcomes, type Report, severities, verdicts } from '../contract/report';

/** A kept report as it is read back. Deep enough that a record of another age is noticed rather than shown half. */
export const reportShape: v.GenericSchema<unknown, Report> = v.custom<Report>((value) => v.is(outline, value));

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
