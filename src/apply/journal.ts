import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import {
  type ApplyEntry,
  type ApplyKind,
  applyKinds,
  applySteps,
  type CameIn,
  type Difference,
  type Guard,
  inForceKinds,
  isOpen,
  type PlannedField,
  type TargetFailure,
  targetFailureCodes,
} from '../contract/apply';
import { deleteBelow } from '../store/batches';
import { chunksOf } from '../store/chunks';
import { keyIn, type Place } from '../store/place';
import { moment } from '../store/shapes';
import { isKeyConflict, versionsOf } from '../store/versions';
import { keptApplies } from './lifetimes';
import { fieldEntries, plannedChangeShape } from './planned-change';

/** What an apply was made for. Never changes. */
export type ApplyHead = {
  id: string;
  target: string;
  kind: ApplyKind;
  /** The target in a sentence, such as "miniOrange on jira.acme.example". */
  called: string;
  who: string;
  account: string | null;
  startedAt: string;
  mappingVersion: number | null;
  /** Milliseconds until the old settings come back by themselves; null where the new ones are kept at once. */
  keepWithin: number | null;
  /** What an earlier apply found is put back: there is nothing new in it. */
  isAsBefore?: true;
};

/** A line of the journal with what the engine needs to go on from it. */
export type JournalEntry = ApplyEntry & {
  /** Before it, nobody but who wrote it acts unasked; from then on anybody may go on. Null: a person must. */
  nextAt: string | null;
  /** Who wrote it has ended: a person may act before `nextAt`. */
  isResting: boolean;
  /** Something is sent to the target right after it. */
  isSent: boolean;
  /** The target has answered what was sent last: it cannot arrive any more later on. */
  isAnswered: boolean;
  deadlineAt: string | null;
  /** Who this line tells of. */
  cameIn: CameIn | null;
};

export type ApplyLog = { head: ApplyHead; entries: JournalEntry[] };

/** What was planned, kept for the history: values of harmless fields only. */
export type KeptPlan = Difference & { fingerprint: string; overruled: Guard[] };

/**
 * What was and is being done to targets. The store has no compare-and-set, so each line is a key of its own that must not
 * exist yet: of two who would go on from the same line one can. Keep, Restore and the deadline compete for such a line.
 */
export type Journal = {
  /** Takes the target. Answers with the apply that has it, where one has. */
  begin: (head: ApplyHead) => Promise<ApplyLog | null>;
  /** @param at Its place, from 0. False where another line stands there: somebody else has gone on. */
  append: (id: string, at: number, entry: JournalEntry) => Promise<boolean>;
  read: (id: string) => Promise<ApplyLog | null>;
  /** The last apply of a target. */
  newest: (target: string) => Promise<ApplyLog | null>;
  /** Newest first. */
  ids: (target: string) => Promise<string[]>;
  keepPlan: (id: string, plan: KeptPlan) => Promise<void>;
  plan: (id: string) => Promise<KeptPlan | null>;
  /** Deletes what is known of a target, whatever goes on there. */
  forget: (target: string) => Promise<void>;
};

const failureShape = v.object({
  code: v.picklist(targetFailureCodes),
  message: v.string(),
  remedy: v.string(),
  isFinal: v.boolean(),
}) satisfies v.GenericSchema<unknown, TargetFailure>;
const headShape = v.object({
  id: v.string(),
  target: v.string(),
  kind: v.picklist(applyKinds),
  called: v.string(),
  who: v.string(),
  account: v.nullable(v.string()),
  startedAt: moment,
  mappingVersion: v.nullable(v.number()),
  keepWithin: v.nullable(v.number()),
  isAsBefore: v.exactOptional(v.literal(true)),
}) satisfies v.GenericSchema<unknown, ApplyHead>;
const entryShape = v.object({
  step: v.picklist(applySteps),
  at: moment,
  who: v.nullable(v.string()),
  inForce: v.picklist(inForceKinds),
  message: v.string(),
  failure: v.nullable(failureShape),
  nextAt: v.nullable(moment),
  isResting: v.boolean(),
  isSent: v.boolean(),
  isAnswered: v.boolean(),
  deadlineAt: v.nullable(moment),
  cameIn: v.nullable(
    v.object({ who: v.string(), at: moment, isAdministrator: v.boolean(), how: v.picklist(['audit-log', 'said']) }),
  ),
}) satisfies v.GenericSchema<unknown, JournalEntry>;
const planShape = v.object({
  changes: v.array(plannedChangeShape),
  unchanged: v.array(
    v.object({ ...fieldEntries, isUnread: v.exactOptional(v.literal(true)) }) satisfies v.GenericSchema<
      unknown,
      PlannedField
    >,
  ),
  fingerprint: v.string(),
  overruled: v.array(
    v.object({
      id: v.string(),
      holds: v.boolean(),
      canBeOverruled: v.boolean(),
      message: v.string(),
      consequence: v.nullable(v.string()),
    }) satisfies v.GenericSchema<unknown, Guard>,
  ),
}) satisfies v.GenericSchema<unknown, KeptPlan>;
const planPointer = v.object({ chunks: v.number() });

/** Lines that are read at one time: most applies have fewer. */
const atOnce = 16;

/** The journal of one product of one installation. */
export const journalIn = (place: Place): Journal => {
  const key = (id: string, ...rest: (string | number)[]) => keyIn(place, 'apply', id, ...rest);
  const list = (target: string) => versionsOf(place, ['applies-of', target], v.array(v.string()));
  const planChunks = (id: string) => chunksOf((index) => key(id, 'plan', index), { sealed: false });
  const get = async <T>(name: string, shape: v.GenericSchema<unknown, T>): Promise<T | null> => {
    const found = await kvs.get<unknown>(name);
    return found === undefined ? null : v.parse(shape, found);
  };
  const add = async (name: string, value: ApplyHead | JournalEntry): Promise<boolean> => {
    try {
      await kvs.set(name, value, { keyPolicy: 'FAIL_IF_EXISTS' });
      return true;
    } catch (error) {
      if (isKeyConflict(error)) return false;
      throw error;
    }
  };
  const entriesOf = async (id: string): Promise<JournalEntry[]> => {
    const entries: JournalEntry[] = [];
    for (;;) {
      const names = Array.from({ length: atOnce }, (_, index) => key(id, 'entry', entries.length + index));
      const found = await Promise.all(names.map((name) => get(name, entryShape)));
      // What was read beside each other can have a hole where a line came in between: it ends there.
      const end = found.indexOf(null);
      entries.push(...found.slice(0, end < 0 ? atOnce : end).filter((entry) => entry !== null));
      if (end >= 0) return entries;
    }
  };
  const read = async (id: string): Promise<ApplyLog | null> => {
    const head = await get(key(id), headShape);
    return head && { head, entries: await entriesOf(id) };
  };
  const remove = async (id: string) => {
    await deleteBelow(`${key(id)}:`);
    await kvs.delete(key(id));
  };
  const isGoing = (log: ApplyLog | null): log is ApplyLog =>
    log !== null && isOpen(log.entries.at(-1)?.step ?? 'begun');

  return {
    read,
    begin: async (head) => {
      const newest = await list(head.target).latest();
      const before = newest?.value ?? [];
      const last = before[0] === undefined ? null : await read(before[0]);
      if (isGoing(last)) return last;
      // The record before the list: nobody meets an id that leads nowhere.
      if (!(await add(key(head.id), v.parse(headShape, head))))
        throw new TypeError('The id of an apply is made anew for each.');
      const all = [head.id, ...before];
      const saved = await list(head.target).save(newest?.version ?? 0, all.slice(0, keptApplies));
      if (saved.kind === 'saved') {
        for (const fallen of all.slice(keptApplies)) await remove(fallen);
        return null;
      }
      await kvs.delete(key(head.id));
      const [winner] = saved.theirs.value;
      const theirs = winner === undefined ? null : await read(winner);
      if (!theirs) throw new TypeError('The apply that was quicker is not there.');
      return theirs;
    },
    // Parsed here as well: a line that cannot be read back would close the journal for ever.
    append: async (id, at, entry) => add(key(id, 'entry', at), v.parse(entryShape, entry)),
    newest: async (target) => {
      const [id] = (await list(target).latest())?.value ?? [];
      return id === undefined ? null : read(id);
    },
    ids: async (target) => (await list(target).latest())?.value ?? [],
    keepPlan: async (id, plan) => {
      const chunks = await planChunks(id).write(JSON.stringify(plan));
      await kvs.set(key(id, 'plan'), { chunks });
    },
    plan: async (id) => {
      const pointer = await get(key(id, 'plan'), planPointer);
      const text = pointer && (await planChunks(id).read(pointer.chunks));
      return text === null ? null : v.parse(planShape, JSON.parse(text));
    },
    forget: async (target) => {
      const ids = (await list(target).latest())?.value ?? [];
      await list(target).strikeOut();
      for (const id of ids) await remove(id);
    },
  };
};
