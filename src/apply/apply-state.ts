import type { ApplyStep, CameIn, InForce } from '../contract/apply';
import type { ApplyLog, JournalEntry } from './journal';
import { silenceLasts } from './lifetimes';

/** Where an apply stands, by its journal alone. */
export type ApplyState = {
  step: ApplyStep;
  inForce: InForce;
  /** Milliseconds since the epoch: from then on anybody may go on with it. Null: a person must, or it has ended. */
  nextAt: number | null;
  /** Nobody is at work on it as far as the journal knows. */
  isResting: boolean;
  deadlineAt: string | null;
  /** The last that is known of each, oldest first. */
  cameIn: CameIn[];
  /** A write or restore was sent since the target was last known to hold one of the two documents. */
  isSent: boolean;
  /** When the last of those was sent, milliseconds since the epoch; null where the target has answered it. */
  unansweredSince: number | null;
  /** Tries of this step that failed, and those of them where the target could be read. */
  tries: number;
  refusals: number;
  /** It needed a person before: nothing is tried unattended any more. */
  wasStuck: boolean;
};

/** Steps at which the target was read and found to be one of the two. */
const known: readonly ApplyStep[] = ['verified', 'waiting', 'kept'];

export const stateOf = ({ head, entries }: ApplyLog): ApplyState => {
  const last = entries.at(-1);
  const step = last?.step ?? 'begun';
  const uncertain = sinceLast(entries, (entry) => known.includes(entry.step));
  const unanswered = sinceLast(uncertain, (entry) => entry.isAnswered).findLast((entry) => entry.isSent);
  const failed = sinceLast(entries, (entry) => entry.step !== step).filter((entry) => entry.isResting && entry.failure);
  return {
    step,
    inForce: last?.inForce ?? 'old',
    nextAt: last ? millisecondsOf(last.nextAt) : Date.parse(head.startedAt) + silenceLasts,
    isResting: last?.isResting ?? false,
    deadlineAt: last?.deadlineAt ?? null,
    cameIn: [...new Map(entries.flatMap(({ cameIn }) => (cameIn ? [[cameIn.who, cameIn]] : []))).values()],
    isSent: uncertain.some((entry) => entry.isSent),
    unansweredSince: unanswered ? Date.parse(unanswered.at) : null,
    tries: failed.length,
    refusals: failed.filter(({ inForce }) => inForce !== 'unknown').length,
    wasStuck: entries.some((entry) => entry.step === 'stuck'),
  };
};

const sinceLast = (entries: readonly JournalEntry[], isStart: (entry: JournalEntry) => boolean): JournalEntry[] => {
  const start = entries.findLastIndex(isStart);
  return entries.slice(start + 1);
};

const millisecondsOf = (at: string | null): number | null => (at === null ? null : Date.parse(at));
