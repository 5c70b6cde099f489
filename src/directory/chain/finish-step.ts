import { setImmediate as breathe } from 'node:timers/promises';
import type { DryRunProgress, DryRunRow, DryRunSums } from '../../contract/dry-run';
import { feedAccounts } from '../feed-accounts';
import type { RowStore } from '../row-store';
import { memorySpill } from '../spill';
import type { Tally, TallyRead } from '../tally';
import { answerJournal, JournalDiverged } from './answer-journal';
import { keptLines } from './packed-lines';
import { answersBefore, type StepWork } from './read-step';
import { restoreLines } from './step-spill';
import { tallyOf } from './tally-of';

export type StepFinished =
  | { kind: 'done'; sums: DryRunSums; pages: number }
  | { kind: 'cancelled' }
  /** The accounts cannot be had as they were read: they are read anew. */
  | { kind: 'anew' }
  /** The file of accounts cannot be read: whole sentences. */
  | { kind: 'unusable'; problem: string };

/**
 * Holds everybody who was read against everybody who is there, and writes the rows of those for whom anything changes.
 * Done twice it writes the same again.
 */
export const finishStep = async (work: StepWork, rows: Pick<RowStore, 'write'>): Promise<StepFinished> => {
  const { order, record, records, signal } = work;
  const { end } = record.directory;
  if (!end || !record.opened) throw new RangeError('Not everybody was read yet.');
  const spill = memorySpill();
  for await (const { key, packs } of records.keptBefore(record, 'people', 0))
    for await (const lines of keptLines(key, packs)) restoreLines(spill, lines);
  const tally = await tallyOf(order, record.opened, spill, record.tally);
  const accounts = await accountsOf(work, tally);
  if (signal.aborted) return { kind: 'cancelled' };
  if (typeof accounts === 'string') return { kind: 'unusable', problem: accounts };
  if (accounts === undefined) return { kind: 'anew' };
  const finishing = tally.finish({ people: { ...end, isWhole: true }, accounts });
  let pages = 0;
  for (;;) {
    const { done, value } = finishing.next();
    if (done) return { kind: 'done', sums: value, pages };
    const kept = value.filter(isKept);
    if (kept.length > 0) {
      await rows.write(pages, kept);
      pages += 1;
    }
    work.onProgress(progressOf(work, tally, pages > 0 ? 'writing' : 'matching'));
    await breathe();
    if (signal.aborted) return { kind: 'cancelled' };
  }
};

/** Whoever stays as they are is counted, and not kept by name. */
const isKept = ({ outcome }: DryRunRow): boolean => outcome !== 'unchanged';

/** Null: nobody was asked. Undefined: not as it was read. A text: why the file cannot be read. */
const accountsOf = async (work: StepWork, tally: Tally): Promise<TallyRead['accounts'] | undefined | string> => {
  const { accounts: source, clock, order, record, signal } = work;
  if (source.kind === 'none') return null;
  const feed = { order, tally, signal, onNote: () => {}, onStep: () => {} };
  if (source.kind === 'csv') {
    const end = await feedAccounts({ ...feed, source, clock });
    if (end.kind === 'unusable') return end.problem;
    return end.kind === 'read' ? end.accounts.told : null;
  }
  const journal = answerJournal({
    kept: answersBefore(work),
    ask: source.ask,
    points: null,
    clock,
    failures: record.accounts.failures,
    // All of it was answered before.
    mayGoOn: () => false,
  });
  try {
    const end = await feedAccounts({ ...feed, source: { kind: 'api', ask: journal.ask }, clock: journal.clock });
    return end.kind === 'read' && journal.suspendedUntil() === null ? end.accounts.told : undefined;
  } catch (error) {
    if (error instanceof JournalDiverged) return undefined;
    throw error;
  }
};

const progressOf = ({ record, accounts: source }: StepWork, tally: Tally, phase: DryRunProgress['phase']) => {
  const { directory, accounts } = record;
  const { read, groups } = accounts;
  return {
    phase,
    people: { read: directory.read, total: directory.total, perSecond: 0, isDone: true },
    accounts: source.kind === 'none' ? null : { read, groups, total: null, perSecond: 0, isDone: true },
    known: { ...tally.known(), repeated: directory.end?.repeated ?? 0 },
    savedAt: null,
    waitsUntil: null,
  };
};
