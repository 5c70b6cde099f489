import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { isKeyConflict } from '../../store/versions';
import { readingCheckpoint, tallyState } from '../dry-run-checkpoint';
import type { KeptCheckpoint } from '../kept-checkpoint';
import { rowTtl } from '../row-store';
import type { Packs } from './packed-lines';

/** Shapes of what one event hands on to the next. */
const count = v.number();
const packs = v.pipe(v.array(count), v.readonly());

/** What of the application makes claims, as it was when the first page was read. */
const opened = v.object({
  application: v.object({
    tokenFormat: v.string(),
    tokenFields: v.array(v.string()),
    tokenAttributes: v.array(
      v.object({ name: v.string(), value: v.string(), type: v.string(), category: v.exactOptional(v.string()) }),
    ),
    isShared: v.boolean(),
    tags: v.array(v.string()),
  }),
  issuer: v.nullable(v.string()),
});

const stepRecord = v.object({
  schema: v.literal(1),
  step: count,
  /** What the event before has kept; null for the first. */
  kept: v.nullable(v.object({ attempt: v.string(), people: packs, answers: packs })),
  directory: v.object({
    from: v.nullable(readingCheckpoint),
    /** Once everybody was read. */
    end: v.nullable(v.object({ missing: count, repeated: count, nameless: count, isLoose: v.boolean() })),
    read: count,
    total: v.nullable(count),
  }),
  opened: v.nullable(opened),
  tally: v.nullable(tallyState),
  accounts: v.object({
    /** Answers that were kept before this step are of no use any more. */
    since: count,
    isDone: v.boolean(),
    read: count,
    groups: count,
    /** Events in a row to which the product gave no answer. */
    failures: count,
  }),
  /** What all that was kept so far takes in memory. */
  bytes: count,
  /** Milliseconds since 1970: the product is not asked before then; null where it can be. */
  waitsUntil: v.nullable(count),
});
export type StepRecord = v.InferOutput<typeof stepRecord>;

export type StepRecords = {
  /** Null where there is none. */
  read: (step: number) => Promise<StepRecord | null>;
  /** False where another one was quicker: then that one counts. */
  make: (record: StepRecord) => Promise<boolean>;
  /** The last one that was made; null where there is none. */
  newest: () => Promise<StepRecord | null>;
  /** Counts how often a step was sent for anew, and tells it. */
  countTry: (step: number) => Promise<number>;
  /** Where one attempt at a step keeps its lines. */
  linesKey: (step: number, attempt: string, kind?: 'people' | 'answers') => (...rest: (string | number)[]) => string;
  /** What was kept by those before a step, in their order. */
  keptBefore: (record: StepRecord, kind: 'people' | 'answers', since: number) => AsyncGenerator<Kept>;
};
export type Kept = { key: (...rest: (string | number)[]) => string; packs: Packs };

/** What a chain begins with. */
export const firstStep = (hasAccounts: boolean): StepRecord => ({
  schema: 1,
  step: 0,
  kept: null,
  directory: { from: null, end: null, read: 0, total: null },
  opened: null,
  tally: null,
  accounts: { since: 0, isDone: !hasAccounts, read: 0, groups: 0, failures: 0 },
  bytes: 0,
  waitsUntil: null,
});

/** The records of one run's steps, beside its checkpoint and as long. Each is made once and never changed. */
export const stepRecordsAt = ({ beside }: KeptCheckpoint): StepRecords => {
  const recordKey = (step: number) => beside('step', step);
  const read = async (step: number): Promise<StepRecord | null> => {
    const found = await kvs.get<unknown>(recordKey(step));
    return found === undefined ? null : v.parse(stepRecord, found);
  };
  const linesKey: StepRecords['linesKey'] =
    (step, attempt, kind) =>
    (...rest) =>
      beside('lines', step, attempt, ...(kind ? [kind] : []), ...rest);
  return {
    read,
    linesKey,
    make: async (record) => {
      try {
        await kvs.set(recordKey(record.step), record, { keyPolicy: 'FAIL_IF_EXISTS', ttl: rowTtl });
      } catch (error) {
        if (isKeyConflict(error)) return false;
        throw error;
      }
      await kvs.set(beside('newest'), record.step, { ttl: rowTtl });
      return true;
    },
    newest: async () => {
      const start = await kvs.get<unknown>(beside('newest'));
      let found = await read(start === undefined ? 0 : v.parse(count, start));
      // Whoever made a later one may have died before it said so, or a slower one may have said less.
      for (let later = found; later !== null; later = await read(later.step + 1)) found = later;
      return found;
    },
    countTry: async (step) => {
      const found = await kvs.get<unknown>(beside('tries', step));
      const tries = (found === undefined ? 0 : v.parse(count, found)) + 1;
      await kvs.set(beside('tries', step), tries, { ttl: rowTtl });
      return tries;
    },
    async *keptBefore(record, kind, since) {
      for (let step = since + 1; step <= record.step; step += 1) {
        const made = step === record.step ? record : await read(step);
        if (!made) throw new Error('A step of the run is gone.');
        if (made.kept) yield { key: linesKey(step - 1, made.kept.attempt, kind), packs: made.kept[kind] };
      }
    },
  };
};
