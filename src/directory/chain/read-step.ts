import type { DryRunProgress } from '../../contract/dry-run';
import type { AccountsSource } from '../accounts-source';
import type { Clock, FetchPage } from '../ask-page';
import type { DryRunOrder } from '../dry-run-order';
import { feedAccounts } from '../feed-accounts';
import { readDirectory } from '../read-directory';
import { stopProblem } from '../stop-problem';
import type { Tally } from '../tally';
import { answerJournal, JournalDiverged } from './answer-journal';
import { pageSize, stepBytes, stepLasts, stepRequests } from './chain-limits';
import { keepLines, keptLines } from './packed-lines';
import type { Points } from './points';
import type { StepRecord, StepRecords } from './step-records';
import { stepSpill } from './step-spill';
import { type Claiming, tallyOf } from './tally-of';

export type StepWork = {
  order: DryRunOrder;
  record: StepRecord;
  records: StepRecords;
  /** Tells this attempt at the step from others that go on at the same time. */
  attempt: string;
  /** Null once everybody was read. */
  directory: (Claiming & { fetchPage: FetchPage }) | null;
  accounts: AccountsSource;
  /** Null where nothing is counted: a product of one's own. */
  points: Points | null;
  /** Aborted when somebody asks to cancel. */
  signal: AbortSignal;
  clock: Clock;
  onProgress: (progress: DryRunProgress) => void;
};

export type StepRead =
  /** `problem`: the directory went on no more; whole sentences. What was read until then stands in `next`. */
  { kind: 'read'; next: StepRecord; problem: string | null } | { kind: 'cancelled' };

/** Reads some pages of Casdoor and some answers of the product, at the same time, and keeps them for the last event. */
export const readStep = async (work: StepWork): Promise<StepRead> => {
  const { attempt, clock, record, records, signal } = work;
  const step = new ReadingStep(work);
  step.tell();
  const [people, accounts] = await bothOf(
    step.readPeople(),
    record.accounts.isDone ? Promise.resolve(nothing) : step.readAccounts(),
  );
  if (signal.aborted) return { kind: 'cancelled' };
  const keep = (kind: 'people' | 'answers', lines: readonly string[]) =>
    keepLines(records.linesKey(record.step, attempt, kind), lines);
  const kept = {
    attempt,
    people: await keep('people', people.lines),
    answers: await keep('answers', accounts.lines),
  };
  const until = step.waitsUntil;
  const next: StepRecord = {
    schema: 1,
    step: record.step + 1,
    kept,
    directory: step.directory,
    opened: people.opened,
    tally: people.tally,
    accounts: step.accounts,
    bytes: record.bytes + people.bytes + accounts.bytes,
    waitsUntil: until !== null && until > clock.now() ? until : null,
  };
  return { kind: 'read', next, problem: people.problem };
};

/** Waits for both even where one throws: what is left running would go on in the next invocation, which is another's. */
const bothOf = async <One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> => {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
};

type Part = { lines: readonly string[]; bytes: number };
type PeoplePart = Part & Pick<StepRecord, 'opened' | 'tally'> & { problem: string | null };
const nothing: Part = { lines: [], bytes: 0 };

class ReadingStep {
  directory: StepRecord['directory'];
  accounts: StepRecord['accounts'];
  /** Milliseconds since 1970: the product is not asked before then. */
  waitsUntil: number | null;
  readonly #work: StepWork;
  readonly #begun: number;
  #requests = 0;
  #known: DryRunProgress['known'];
  #peoplePerSecond = 0;

  constructor(work: StepWork) {
    this.#work = work;
    this.#begun = work.clock.now();
    ({ directory: this.directory, accounts: this.accounts, waitsUntil: this.waitsUntil } = work.record);
    const { tally, directory } = work.record;
    this.#known = {
      ...(tally?.known ?? { barred: 0, withoutEmail: 0, sharedUsernames: 0 }),
      repeated: directory.from?.repeated ?? 0,
    };
  }

  /** Some pages, up to what an event may ask and keep. */
  async readPeople(): Promise<PeoplePart> {
    const { clock, directory, order, record, signal } = this.#work;
    if (!directory || this.directory.end !== null)
      return { ...nothing, opened: record.opened, tally: record.tally, problem: null };
    const { spill, lines, bytes } = stepSpill();
    // As it was when the run began: half of the people by one configuration and half by another would be nobody's truth.
    const opened = record.opened ?? claimingOf(directory);
    const tally = await tallyOf(order, opened, spill, record.tally);
    const fetchPage: FetchPage = (page, asked, until) => {
      this.#requests += 1;
      return directory.fetchPage(page, asked, until);
    };
    const { from: start } = this.directory;
    let problem: string | null = null;
    for await (const event of readDirectory({
      fetchPage,
      names: tally.names,
      size: pageSize,
      from: start,
      signal,
      clock,
    })) {
      const { checkpoint: from, progress } = event;
      this.#peoplePerSecond = progress.perSecond;
      this.directory = { ...this.directory, from, read: from.read, total: from.total };
      if (event.kind === 'people') tally.addPeople(event.people, event.complete);
      else if (event.stopped === null) {
        const { missing, repeated, nameless, isLoose } = event;
        this.directory = { ...this.directory, end: { missing, repeated, nameless, isLoose } };
      } else if (event.stopped.kind !== 'cancelled') ({ problem } = stopProblem(event.stopped, from, clock.now()));
      this.#known = { ...tally.known(), repeated: from.repeated };
      this.tell();
      // After a page that was told: the next event begins where this one ends.
      const isLast = from.total !== null && from.read >= from.total;
      if (!isLast && (!this.#mayGoOn() || bytes() >= stepBytes)) break;
    }
    return { lines, bytes: bytes(), opened, tally: tally.state(), problem };
  }

  /** Reads who is there as far as points and time go, over what earlier events were answered. */
  async readAccounts(): Promise<Part> {
    const { accounts: source, clock, record, order, signal, points } = this.#work;
    if (source.kind !== 'api') {
      // A file is read by the last event, at once.
      this.accounts = { ...this.accounts, isDone: true };
      return nothing;
    }
    if (this.waitsUntil !== null && this.waitsUntil > clock.now()) return nothing;
    this.waitsUntil = null;
    const journal = answerJournal({
      kept: answersBefore(this.#work),
      ask: (path, until) => {
        this.#requests += 1;
        return source.ask(path, until);
      },
      points,
      clock,
      failures: record.accounts.failures,
      mayGoOn: ({ bytes }) => this.#mayGoOn() && bytes < stepBytes,
    });
    try {
      const end = await feedAccounts({
        source: { kind: 'api', ask: journal.ask },
        order,
        tally: noTally,
        signal,
        clock: journal.clock,
        onNote: () => {},
        onStep: (read, groups) => {
          this.accounts = { ...this.accounts, read, groups };
          this.tell();
        },
      });
      const until = journal.suspendedUntil();
      const isDone = end.kind === 'read' && until === null;
      this.accounts = { ...this.accounts, isDone, failures: journal.failures() };
      this.waitsUntil = until;
      return { lines: journal.lines, bytes: journal.asked.bytes };
    } catch (error) {
      if (!(error instanceof JournalDiverged)) throw error;
      this.accounts = { since: record.step, isDone: false, read: 0, groups: 0, failures: 0 };
      return nothing;
    }
  }

  #mayGoOn(): boolean {
    return this.#work.clock.now() - this.#begun < stepLasts && this.#requests < stepRequests;
  }

  tell(): void {
    const { read, total, end } = this.directory;
    const { accounts: source, clock, onProgress } = this.#work;
    const until = this.waitsUntil;
    onProgress({
      phase: 'reading',
      people: { read, total, perSecond: this.#peoplePerSecond, isDone: end !== null },
      accounts:
        source.kind === 'none'
          ? null
          : {
              read: this.accounts.read,
              groups: this.accounts.groups,
              total: null,
              perSecond: 0,
              isDone: this.accounts.isDone,
            },
      known: this.#known,
      savedAt: null,
      waitsUntil: until !== null && until > clock.now() ? new Date(until).toISOString() : null,
    });
  }
}

const claimingOf = ({ application, issuer }: Claiming): NonNullable<StepRecord['opened']> => {
  const { tokenFormat, tokenFields, tokenAttributes, isShared, tags = [] } = application;
  return {
    application: {
      tokenFormat,
      tokenFields: [...tokenFields],
      tokenAttributes: [...tokenAttributes],
      isShared,
      tags: [...tags],
    },
    issuer,
  };
};

/** What is read is matched by the last event; until then it is only counted. */
const noTally: Pick<Tally, 'addAccounts' | 'addMembers'> = { addAccounts: () => {}, addMembers: () => {} };

/** The answers of all events before, pack by pack. */
export async function* answersBefore({ record, records }: Pick<StepWork, 'record' | 'records'>) {
  for await (const { key, packs } of records.keptBefore(record, 'answers', record.accounts.since))
    yield* keptLines(key, packs);
}
