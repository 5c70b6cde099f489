import type { DryRunProgress } from '../contract/dry-run';
import type { Clock } from './ask-page';
import type { DryRunCheckpoint } from './dry-run-checkpoint';
import type { TallyKnown } from './tally';

/** How far a run is, as it itself keeps it. */
export type RunState = {
  people: DryRunCheckpoint['people'];
  accounts: DryRunCheckpoint['accounts'];
  known: TallyKnown;
  savedAt: string | null;
};

export type ProgressOptions = {
  clock: Clock;
  /** Nobody is asked who is there. */
  withoutAccounts: boolean;
  onProgress: (progress: DryRunProgress) => void;
  look: () => RunState;
};

/** Milliseconds between two tellings of progress. */
const tellEvery = 200;

/** Tells whoever looks on how far a run is: at once where something begins or waits, else now and then. */
export class RunProgress {
  phase: DryRunProgress['phase'] = 'opening';
  peoplePerSecond = 0;
  /** Until all of them were read. */
  accountsSoFar = { read: 0, groups: 0 };
  accountsPerSecond = 0;
  /** The same, and whoever pauses by it is seen to wait. */
  readonly clock: Clock;
  readonly #options: ProgressOptions;
  #told = 0;
  #waitsUntil: number | null = null;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.clock = { now: options.clock.now, pause: (milliseconds, signal) => this.#pause(milliseconds, signal) };
  }

  tell(atOnce: boolean): void {
    const now = this.clock.now();
    if (!atOnce && now - this.#told < tellEvery) return;
    this.#told = now;
    this.#options.onProgress(this.#progress());
  }

  #progress(): DryRunProgress {
    const { look, withoutAccounts } = this.#options;
    const { people, accounts, known, savedAt } = look();
    const at = people?.at;
    const { read, groups } = accounts ?? this.accountsSoFar;
    return {
      phase: this.phase,
      people: {
        read: at?.read ?? 0,
        total: at?.total ?? null,
        perSecond: this.peoplePerSecond,
        isDone: people?.isDone ?? false,
      },
      accounts: withoutAccounts
        ? null
        : { read, groups, total: null, perSecond: this.accountsPerSecond, isDone: accounts !== null },
      known: { ...known, repeated: at?.repeated ?? 0 },
      savedAt,
      waitsUntil: this.#waitsUntil === null ? null : new Date(this.#waitsUntil).toISOString(),
    };
  }

  /** As it was asked to, or before another try: whoever looks on is told until when. */
  async #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    const until = this.clock.now() + milliseconds;
    this.#waitsUntil = Math.max(until, this.#waitsUntil ?? 0);
    this.tell(true);
    try {
      await this.#options.clock.pause(milliseconds, signal);
    } finally {
      if (this.#waitsUntil === until) this.#waitsUntil = null;
    }
  }
}
