import * as v from 'valibot';
import { moment } from '../store/shapes';
import type { AccountsRead } from './feed-accounts';
import type { Checkpoint } from './read-directory';
import type { TallyState } from './tally';

/** Where a run goes on. JSON; it names people, so it lives no longer than the rows of a run. */
export type DryRunCheckpoint = {
  schema: 1;
  /** ISO 8601. */
  savedAt: string;
  /** Null: nobody was read. `missing`: see `DirectoryEvent`. */
  people: { at: Checkpoint; isDone: boolean; missing: number } | null;
  /** Null: not read to their end, and then read anew. */
  accounts: AccountsRead | null;
  tally: TallyState;
  /** What the spill's `mark` gave. */
  spill: unknown;
};

const strings = v.array(v.string());

/** Where the reading of a directory goes on, as it was kept. */
export const readingCheckpoint = v.object({
  page: v.number(),
  size: v.number(),
  lastName: v.nullable(v.string()),
  read: v.number(),
  total: v.nullable(v.number()),
  repeated: v.number(),
  nameless: v.number(),
  isLoose: v.boolean(),
}) satisfies v.GenericSchema<unknown, Checkpoint>;

const access = v.object({
  key: v.string(),
  name: v.string(),
  groups: strings,
  defaultGroups: strings,
  seatsLeft: v.nullable(v.number()),
});

const untold = v.object({
  what: v.picklist(['accounts', 'inactive-accounts', 'emails', 'groups', 'administrators', 'application-access']),
  count: v.nullable(v.number()),
  // The message says it; of what a tally tells, the failure itself is no part.
  failure: v.pipe(
    v.unknown(),
    v.transform(() => null),
  ),
  message: v.string(),
});

const accounts = v.object({
  told: v.object({
    isWhole: v.boolean(),
    groupsWhole: v.boolean(),
    administratorsWhole: v.boolean(),
    groupsThere: v.nullable(strings),
    access: v.nullable(v.array(access)),
    untold: v.array(untold),
  }),
  read: v.number(),
  groups: v.number(),
}) satisfies v.GenericSchema<unknown, AccountsRead>;

/** A tally half way, as it was kept. */
export const tallyState = v.object({
  schema: v.literal(1),
  parts: v.number(),
  seed: v.number(),
  people: v.number(),
  accounts: v.number(),
  groups: strings,
  administering: strings,
  known: v.object({ barred: v.number(), withoutEmail: v.number(), sharedUsernames: v.number() }),
  mappedUnseen: strings,
  groupsUnsure: v.number(),
}) satisfies v.GenericSchema<unknown, TallyState>;

/** Reads what was kept; a checkpoint of another age is noticed rather than gone on from. */
export const dryRunCheckpoint = v.object({
  schema: v.literal(1),
  savedAt: moment,
  people: v.nullable(v.object({ at: readingCheckpoint, isDone: v.boolean(), missing: v.number() })),
  accounts: v.nullable(accounts),
  tally: tallyState,
  spill: v.unknown(),
}) satisfies v.GenericSchema<unknown, DryRunCheckpoint>;
