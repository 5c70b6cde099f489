import * as v from 'valibot';
import { type DryRunProgress, type DryRunResult, type DryRunRow, rowGroups } from '../contract/dry-run';
import { type Account, personOutcomes, refusalCauses } from '../contract/mapping';
import { verdicts } from '../contract/report';
import { moment } from '../store/shapes';

/** Shapes of what is kept of a dry run. A record of another age is noticed rather than shown half. */

const text = v.nullable(v.string());
const texts = v.array(v.string());

const account = v.object({
  username: v.string(),
  email: text,
  fullName: text,
  active: v.boolean(),
  groups: v.nullable(texts),
  administrator: v.exactOptional(v.boolean()),
  readOnly: v.exactOptional(v.boolean()),
  sub: v.exactOptional(v.string()),
}) satisfies v.GenericSchema<unknown, Account>;

export const dryRunRow = v.object({
  at: v.number(),
  kind: v.picklist(['person', 'account']),
  id: v.string(),
  name: v.string(),
  displayName: v.string(),
  username: text,
  email: text,
  fullName: text,
  account: text,
  existing: v.nullable(account),
  outcome: v.picklist([...personOutcomes, 'unreached']),
  cause: v.nullable(v.picklist(refusalCauses)),
  reasons: texts,
  changes: v.array(v.object({ field: v.picklist(['username', 'email', 'fullName']), from: text, to: text })),
  groupsGained: texts,
  groupsLost: texts,
  administrator: v.nullable(v.boolean()),
  lockedOut: v.boolean(),
  losesRights: v.boolean(),
  noApplicationAccess: v.boolean(),
}) satisfies v.GenericSchema<unknown, DryRunRow>;

const side = { read: v.number(), total: v.nullable(v.number()), perSecond: v.number(), isDone: v.boolean() };

export const dryRunProgress = v.object({
  phase: v.picklist(['opening', 'reading', 'matching', 'writing']),
  people: v.object(side),
  accounts: v.nullable(v.object({ ...side, groups: v.number() })),
  known: v.object({
    barred: v.number(),
    withoutEmail: v.number(),
    sharedUsernames: v.number(),
    repeated: v.number(),
  }),
  savedAt: v.nullable(moment),
  waitsUntil: v.nullable(moment),
}) satisfies v.GenericSchema<unknown, DryRunProgress>;

const number = v.number();
const maybe = v.nullable(number);
const byWord = v.record(v.string(), number);

/** As deep as the panel reads without asking whether something is there. */
const outline = v.looseObject({
  sums: v.looseObject({
    people: number,
    accounts: maybe,
    activeAccounts: maybe,
    outcomes: v.looseObject(Object.fromEntries(personOutcomes.map((outcome) => [outcome, number]))),
    lockedOut: number,
    administrators: v.looseObject({
      total: maybe,
      lockedOut: number,
      losingGroups: number,
      losingRights: number,
      groups: texts,
    }),
    onlyInTarget: v.nullable(v.looseObject({ total: number, active: number, administrators: number })),
    refused: byWord,
    groups: v.looseObject({ losing: number, gaining: number, lost: v.array(v.unknown()), emptied: number }),
    untold: v.array(v.looseObject({ what: v.string(), message: v.string() })),
  }),
  report: v.looseObject({ schema: v.literal(1), verdict: v.picklist(verdicts), findings: v.array(v.unknown()) }),
  milliseconds: number,
  rowsUntil: moment,
  keepsUnchanged: v.boolean(),
  rows: v.looseObject(Object.fromEntries(rowGroups.map((group) => [group, number]))),
});

export const dryRunResult = v.custom<DryRunResult>((value) => v.is(outline, value));
