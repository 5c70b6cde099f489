import type { ApplyStep, InForce, TargetFailure } from '../contract/apply';
import { type ApplyState, stateOf } from './apply-state';
import type { ApplyLog, JournalEntry } from './journal';
import { silenceLasts } from './lifetimes';
import type { EngineParts } from './parts';

/** A line to be written. What is left out stays as it was, or follows from the step. */
export type Line = {
  step: ApplyStep;
  message: string;
  inForce?: InForce;
  failure?: TargetFailure | null;
  /** Null: nobody asked for it. */
  who?: null;
  /** When anybody may go on, ISO 8601; null where a person must. Left out: once its writer has been silent for too long. */
  nextAt?: string | null;
  isSent?: true;
  isAnswered?: boolean;
} & Partial<Pick<JournalEntry, 'deadlineAt' | 'cameIn'>>;

/**
 * The one that works on an apply. Two may think that they are: each line has a place, and who finds it taken has been
 * overtaken and does nothing more.
 */
export type Hand = {
  id: string;
  log: () => ApplyLog;
  state: () => ApplyState;
  /** @throws Overtaken where somebody else wrote the line at this place. */
  note: (line: Line) => Promise<void>;
};

/** Somebody else goes on with this apply. */
export class Overtaken extends Error {
  constructor() {
    super('Somebody else goes on with this apply.');
    this.name = 'Overtaken';
  }
}

/** Steps during which somebody is at work. At all others whoever wrote the line has ended. */
const working: readonly ApplyStep[] = [
  'begun',
  'read',
  'planned',
  'guarded',
  'backed-up',
  'writing',
  'written',
  'verified',
  'keeping',
  'restoring',
];

/** Takes an apply up where its journal stands. The first line that is noted tells whether it was to be had. */
export const takeUp = <D, W>({ journal, clock, who }: EngineParts<D, W>, from: ApplyLog): Hand => {
  let log = from;
  return {
    id: from.head.id,
    log: () => log,
    state: () => stateOf(log),
    note: async (line) => {
      const last = stateOf(log);
      const now = clock.now();
      const isResting = line.nextAt !== undefined || !working.includes(line.step);
      const lease = new Date(now.getTime() + silenceLasts).toISOString();
      const entry: JournalEntry = {
        step: line.step,
        at: now.toISOString(),
        who: line.who === null ? null : (who?.name ?? null),
        inForce: line.inForce ?? last.inForce,
        message: line.message,
        failure: line.failure ?? null,
        nextAt: line.nextAt !== undefined ? line.nextAt : isResting ? null : lease,
        isResting,
        isSent: line.isSent ?? false,
        isAnswered: line.isAnswered ?? false,
        deadlineAt: line.deadlineAt !== undefined ? line.deadlineAt : last.deadlineAt,
        cameIn: line.cameIn ?? null,
      };
      if (!(await journal.append(log.head.id, log.entries.length, entry))) throw new Overtaken();
      log = { head: log.head, entries: [...log.entries, entry] };
    },
  };
};
