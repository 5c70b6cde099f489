import type { DryRunProgress } from '../../contract/dry-run';
import type { KeptRuns } from '../kept-runs';
import { longestDelay, pushStep } from './step-queue';
import { firstStep, type StepRecord, stepRecordsAt } from './step-records';

/** How often one and the same step may break off before it is given up. */
const mostTries = 5;

/**
 * Begins a chain: its first record, and the event that works on it.
 *
 * @param hasAccounts Whether somebody can be asked who is there.
 */
export const startChain = async (dryRuns: KeptRuns, id: string, hasAccounts: boolean): Promise<void> => {
  const checkpoint = dryRuns.checkpoint(id);
  await stepRecordsAt(checkpoint).make(firstStep(hasAccounts));
  await checkpoint.set({ schema: 1, step: 0 });
  await pushStep({ run: id, step: 0 }, 0);
};

/**
 * Sends once more for the step that a chain has come to. Where its event was not lost but late, the one that comes second
 * finds the step done. False: there is nothing to go on from.
 */
export const goOnWithChain = async (dryRuns: KeptRuns, id: string, now: number): Promise<boolean> => {
  const newest = await stepRecordsAt(dryRuns.checkpoint(id)).newest();
  if (!newest) return false;
  await pushStep({ run: id, step: newest.step }, secondsUntil(newest, now));
  return true;
};

/**
 * Sends once more for the step of a run of which nothing was heard, as where the platform has lost its event.
 *
 * @returns `sent`, `given-up` where the same step broke off again and again, or `gone`.
 */
export const recoverChain = async (
  dryRuns: KeptRuns,
  id: string,
  progress: DryRunProgress | null,
  now: number,
): Promise<'sent' | 'given-up' | 'gone'> => {
  const records = stepRecordsAt(dryRuns.checkpoint(id));
  const newest = await records.newest();
  if (!newest) return 'gone';
  if ((await records.countTry(newest.step)) > mostTries) return 'given-up';
  // Said first, so that whoever looks at the same moment does not send as well.
  await dryRuns.progress(id, { ...(progress ?? opening(newest)), waitsUntil: null });
  await pushStep({ run: id, step: newest.step }, secondsUntil(newest, now));
  return 'sent';
};

/** How long the event of a step is put off: as long as nothing can be asked, and at most as long as Forge puts one off. */
export const secondsUntil = ({ directory, waitsUntil }: StepRecord, now: number): number =>
  directory.end === null || waitsUntil === null ? 0 : Math.min(longestDelay, Math.max(0, (waitsUntil - now) / 1000));

/** What can be said before an event has said anything. */
const opening = ({ directory, accounts, tally }: StepRecord): DryRunProgress => ({
  phase: 'opening',
  people: { read: directory.read, total: directory.total, perSecond: 0, isDone: directory.end !== null },
  accounts: { read: accounts.read, groups: accounts.groups, total: null, perSecond: 0, isDone: accounts.isDone },
  known: { ...(tally?.known ?? { barred: 0, withoutEmail: 0, sharedUsernames: 0 }), repeated: 0 },
  savedAt: null,
  waitsUntil: null,
});
