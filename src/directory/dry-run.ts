import { setImmediate as breathe } from 'node:timers/promises';
import type { DryRunProgress, DryRunRow, DryRunSums } from '../contract/dry-run';
import type { ClaimingApplication } from '../mapping/claims-from-directory';
import { loadPatternEngine } from '../mapping/pattern-engine';
import { hasPattern } from '../mapping/rules-of';
import type { AccountsSource } from './accounts-source';
import type { Clock, FetchPage, StopReason } from './ask-page';
import type { DryRunCheckpoint } from './dry-run-checkpoint';
import type { DryRunOrder } from './dry-run-order';
import { RunProgress } from './dry-run-progress';
import { type AccountsRead, feedAccounts } from './feed-accounts';
import { readDirectory } from './read-directory';
import type { Spill } from './spill';
import { stopProblem } from './stop-problem';
import { makeTally, type Tally, type TallyRead } from './tally';

export type MarkedSpill = Spill & { mark(): unknown };

export type DryRunOptions = {
  order: DryRunOrder;
  directory: {
    fetchPage: FetchPage;
    application: ClaimingApplication;
    issuer: string | null;
  };
  accounts: AccountsSource;
  /** Opened at the mark of `from`, if there is one. */
  spill: MarkedSpill;
  from: DryRunCheckpoint | null;
  /** Called every two seconds while people and accounts are read, and at the end of it. Null: nothing is kept. */
  save: ((checkpoint: DryRunCheckpoint) => void) | null;
  signal: AbortSignal;
  clock: Clock;
  onProgress: (progress: DryRunProgress) => void;
  /** What an administrator has to know of the source of the accounts: whole sentences. */
  onNote: (note: string) => void;
  /** People in the directory's order, then accounts that nobody reaches. */
  onRows: (rows: DryRunRow[]) => void | Promise<void>;
  /** After a stop, say of those who were read what can be said. */
  tellsPart?: boolean;
  /** See `TallyOptions`. */
  parts?: number;
  /** People a page. */
  size?: number;
};

export type DryRunEnd =
  | { kind: 'done'; sums: DryRunSums }
  /** `problem` is whole sentences. `final`: going on would end in the same way. */
  | { kind: 'stopped'; problem: string; final: boolean; sums: DryRunSums | null }
  /** The file of accounts cannot be read: whole sentences. */
  | { kind: 'unusable'; problem: string }
  | { kind: 'cancelled' };

/** Milliseconds between two checkpoints. */
const saveEvery = 2000;
const usualParts = 64;
const usualSize = 1000;

/**
 * One run: reads everybody in Casdoor and everybody in the product at the same time, holds them against each other and
 * gives a row for each. Never rejects for anything that the network does.
 */
export const runDryRun = async (options: DryRunOptions): Promise<DryRunEnd> => {
  const { order, directory, spill, from } = options;
  const engine = hasPattern(order.mapping) ? await loadPatternEngine() : undefined;
  const tally = makeTally(
    {
      mapping: order.mapping,
      target: order.target,
      application: directory.application,
      signIn: { scopes: order.scopes, clientId: order.clientId, issuer: directory.issuer },
      administratorGroups: order.administratorGroups,
      parts: options.parts ?? usualParts,
      ...(engine && { engine }),
    },
    spill,
    from?.tally,
  );
  return new Run(options, tally).work();
};

class Run {
  readonly #options: DryRunOptions;
  readonly #tally: Tally;
  readonly #progress: RunProgress;
  /** Ends the one reading where the other makes it useless. */
  readonly #ended = new AbortController();
  #people: NonNullable<DryRunCheckpoint['people']> | null;
  #stopped: StopReason | null = null;
  #accounts: AccountsRead | null;
  #saved: number;
  #savedAt: string | null;

  constructor(options: DryRunOptions, tally: Tally) {
    this.#options = options;
    this.#tally = tally;
    this.#people = options.from?.people ?? null;
    this.#accounts = options.from?.accounts ?? null;
    this.#savedAt = options.from?.savedAt ?? null;
    this.#saved = options.clock.now();
    this.#progress = new RunProgress({
      clock: options.clock,
      withoutAccounts: options.accounts.kind === 'none',
      onProgress: options.onProgress,
      look: () => ({ people: this.#people, accounts: this.#accounts, known: tally.known(), savedAt: this.#savedAt }),
    });
  }

  async work(): Promise<DryRunEnd> {
    const { signal, accounts, tellsPart = false } = this.#options;
    const end = () => this.#ended.abort();
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    try {
      this.#progress.phase = 'reading';
      this.#progress.tell(true);
      const [problem] = await Promise.all([
        accounts.kind === 'none' ? null : this.#readAccounts(accounts),
        this.#readPeople(),
      ]);
      if (problem !== null) return { kind: 'unusable', problem };
      if (signal.aborted) {
        this.#save();
        return { kind: 'cancelled' };
      }
      this.#save();
      this.#progress.tell(true);
      if (this.#stopped === null) {
        const sums = await this.#match();
        return sums === null ? { kind: 'cancelled' } : { kind: 'done', sums };
      }
      const { read = 0, total = null } = this.#people?.at ?? {};
      const stopped = stopProblem(this.#stopped, { read, total }, this.#progress.clock.now());
      const sums = tellsPart && read > 0 ? await this.#match() : null;
      return signal.aborted ? { kind: 'cancelled' } : { kind: 'stopped', ...stopped, sums };
    } finally {
      signal.removeEventListener('abort', end);
      this.#ended.abort();
    }
  }

  async #readPeople(): Promise<void> {
    if (this.#people?.isDone) return;
    const { directory, from, size = usualSize, tellsPart = false } = this.#options;
    const { signal } = this.#ended;
    const { fetchPage } = directory;
    const start = from?.people?.at ?? null;
    const reading = readDirectory({
      fetchPage,
      names: this.#tally.names,
      size,
      from: start,
      signal,
      clock: this.#progress.clock,
    });
    for await (const event of reading) {
      this.#progress.peoplePerSecond = event.progress.perSecond;
      if (event.kind === 'people') {
        this.#tally.addPeople(event.people, event.complete);
        this.#people = { at: event.checkpoint, isDone: false, missing: 0 };
        this.#saveInTime();
      } else {
        const isDone = event.stopped === null;
        this.#people = { at: event.checkpoint, isDone, missing: event.missing };
        if (event.stopped?.kind !== 'cancelled') this.#stopped = event.stopped;
        // Whoever goes on later need not read the accounts again; whoever waits for the problem should not wait for them.
        if (this.#stopped !== null && !tellsPart) this.#ended.abort();
      }
      this.#progress.tell(false);
    }
  }

  /** Null, or why the file cannot be read. */
  async #readAccounts(source: Exclude<AccountsSource, { kind: 'none' }>): Promise<string | null> {
    if (this.#accounts !== null) return null;
    if (this.#options.from !== null) this.#tally.forgetAccounts();
    const begun = this.#progress.clock.now();
    const end = await feedAccounts({
      source,
      order: this.#options.order,
      tally: this.#tally,
      signal: this.#ended.signal,
      clock: this.#progress.clock,
      onNote: this.#options.onNote,
      onStep: (read, groups) => {
        this.#progress.accountsSoFar = { read, groups };
        const seconds = (this.#progress.clock.now() - begun) / 1000;
        this.#progress.accountsPerSecond = seconds > 0 ? read / seconds : 0;
        this.#saveInTime();
        this.#progress.tell(false);
      },
    });
    if (end.kind === 'unusable') {
      this.#ended.abort();
      return end.problem;
    }
    if (end.kind === 'read') this.#accounts = end.accounts;
    this.#progress.tell(false);
    return null;
  }

  /** Null: cancelled meanwhile. */
  async #match(): Promise<DryRunSums | null> {
    const { accounts, onRows, signal } = this.#options;
    this.#progress.phase = 'matching';
    this.#progress.tell(true);
    const at = this.#people?.at;
    const read: TallyRead = {
      people: {
        missing: this.#people?.missing ?? 0,
        repeated: at?.repeated ?? 0,
        nameless: at?.nameless ?? 0,
        isLoose: at?.isLoose ?? false,
        isWhole: this.#people?.isDone ?? false,
      },
      accounts: accounts.kind === 'none' ? null : (this.#accounts?.told ?? null),
    };
    const finishing = this.#tally.finish(read);
    for (;;) {
      const { done, value } = finishing.next();
      if (done) return value;
      if (value.length > 0) {
        this.#progress.phase = 'writing';
        await onRows(value);
      }
      this.#progress.tell(false);
      await breathe();
      if (signal.aborted) return null;
    }
  }

  #saveInTime(): void {
    if (this.#progress.clock.now() - this.#saved >= saveEvery) this.#save();
  }

  #save(): void {
    const { save, spill } = this.#options;
    if (save === null) return;
    this.#saved = this.#progress.clock.now();
    const savedAt = new Date(this.#saved).toISOString();
    save({
      schema: 1,
      savedAt,
      people: this.#people,
      accounts: this.#accounts,
      tally: this.#tally.state(),
      spill: spill.mark(),
    });
    this.#savedAt = savedAt;
  }
}
