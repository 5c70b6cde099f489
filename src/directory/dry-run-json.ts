import * as v from 'valibot';
import { findingJson, findingSchema } from '../checks/report-json';
import type { DryRunSums } from '../contract/dry-run';
import type { PersonOutcome } from '../contract/mapping';
import { type Report, verdicts } from '../contract/report';

/*
 * The shape that scripts read: `docs/dry-run.schema.json` is made from it. Later versions only add, so that a script that
 * was written for this one goes on working.
 */

const number = (description: string) => v.pipe(v.number(), v.description(description));
const nullableNumber = (description: string) => v.pipe(v.nullable(v.number()), v.description(description));

const outcomes = {
  unchanged: number('Get in as before.'),
  updated: number('Get in, and fields or groups of their account change.'),
  renamed: number('Have an account under another username, which changes or is left behind.'),
  created: number('Get in, and an account is made.'),
  collides: number('Would share one account with somebody else.'),
  refused: number('The plugin does not let them in.'),
  barred: number('Are forbidden or deleted in Casdoor.'),
  'not-certain': number('What becomes of them cannot be told.'),
} satisfies Record<PersonOutcome, v.GenericSchema>;

/** What `dry-run --json` prints. */
export const dryRunJsonSchema = v.looseObject({
  schema: v.literal(1),
  people: number('People of the organization that were read.'),
  accounts: nullableNumber('Accounts of Jira or Confluence that were read; null where nobody was asked for them.'),
  outcomes: v.pipe(v.looseObject(outcomes), v.description('Each of the people has exactly one.')),
  administrators: v.looseObject({
    total: nullableNumber('Active accounts that administer; null where that cannot be told.'),
    lockedOut: number('Of them, those whom no sign-in reaches any more.'),
    losingGroups: number('Of them, those who lose any group.'),
  }),
  onlyInTarget: nullableNumber('Accounts that belong to nobody in Casdoor; null where that cannot be told.'),
  untold: v.pipe(
    v.array(v.looseObject({ what: v.string(), count: v.nullable(v.number()), message: v.string() })),
    v.description('What could not be read. Not known is not the same as none.'),
  ),
  verdict: v.picklist(verdicts),
  rootCause: v.pipe(
    v.nullable(v.string()),
    v.description('Id of the first failing blocker, else of the first failing serious check, else null.'),
  ),
  findings: v.pipe(v.array(findingSchema), v.description('The checks that a dry run can answer, in catalogue order.')),
});

export type DryRunJson = v.InferOutput<typeof dryRunJsonSchema>;

/** A dry run as scripts read it. */
export const toDryRunJson = (sums: DryRunSums, report: Report): DryRunJson => ({
  schema: 1,
  people: sums.people,
  accounts: sums.accounts,
  outcomes: { ...sums.outcomes },
  administrators: {
    total: sums.administrators.total,
    lockedOut: sums.administrators.lockedOut,
    losingGroups: sums.administrators.losingGroups,
  },
  onlyInTarget: sums.onlyInTarget?.total ?? null,
  untold: sums.untold.map(({ what, count, message }) => ({ what, count, message })),
  verdict: report.verdict,
  rootCause: report.rootCause,
  findings: report.findings.map(findingJson),
});
