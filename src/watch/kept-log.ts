import * as v from 'valibot';
import { plannedChangeShape } from '../apply/planned-change';
import type { TargetFailure } from '../contract/apply';
import { verdicts } from '../contract/report';
import type { Failure } from '../contract/result';
import { watchedThings } from '../contract/watch';
import { moment } from '../store/shapes';
import { sightsShape } from './sights';

const eventShape = v.object({
  id: v.string(),
  at: moment,
  notYetAt: v.optional(v.nullable(moment), null),
  until: v.nullable(moment),
  thing: v.picklist(watchedThings),
  check: v.string(),
  severity: v.picklist(['blocker', 'serious', 'advice', 'good']),
  title: v.string(),
  message: v.string(),
  changes: v.array(plannedChangeShape),
  /** What it consists of: it is over once none of these is so any more. */
  marks: v.array(v.string()),
});
export type KeptEvent = v.InferOutput<typeof eventShape>;

/** What the looks of one target have seen, as it is kept. */
export const logShape = v.object({
  /** Oldest first. */
  looks: v.array(
    v.object({
      id: v.string(),
      at: moment,
      who: v.nullable(v.string()),
      verdict: v.nullable(v.picklist([...verdicts, 'drifted'])),
      failure: v.nullable(v.custom<Failure | TargetFailure>((value) => typeof value === 'object' && value !== null)),
      compared: v.optional(v.array(v.picklist(['plugin', 'application'])), []),
    }),
  ),
  /** Newest first. */
  events: v.array(eventShape),
  sights: v.nullable(sightsShape),
  /** When each was seen last, and each check passed last: what is found now was not so yet then. */
  seenAt: v.optional(v.record(v.string(), moment), {}),
});
export type WatchLog = v.InferOutput<typeof logShape>;

export const noLog: WatchLog = { looks: [], events: [], sights: null, seenAt: {} };
