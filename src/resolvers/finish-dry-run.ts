import type { ApplicationConfiguration } from '../checks/evidence';
import type { DryRunSums } from '../contract/dry-run';
import { compareRuns } from '../directory/compare-runs';
import type { DryRunOrder } from '../directory/dry-run-order';
import { rowDays } from '../directory/row-store';
import { type Asked, logFailure } from './call';

/** How a dry run came to its end. */
export type DryRunOutcome =
  /** `application`: where it was read whole, so that more of the mapping can be judged. */
  | { kind: 'done'; sums: DryRunSums; application?: ApplicationConfiguration }
  /** `problem`: whole sentences. `final`: nobody can go on with it. */
  | { kind: 'stopped'; problem: string; final: boolean }
  | { kind: 'cancelled' };

/**
 * Ends a dry run, wherever it was worked on: what was done gets its index, its report and its comparison with the run
 * before, and only then its end.
 *
 * @param pages Pages of rows that were written.
 */
export const finishDryRun = async (
  asked: Asked,
  order: DryRunOrder,
  outcome: DryRunOutcome,
  pages: number,
): Promise<void> => {
  const { adapters, dryRuns, place, store } = asked;
  const { id, targetId } = order;
  // Deleted meanwhile: what was written since goes after it.
  if (!(await dryRuns.order(id))) return dryRuns.delete(id);
  const rows = dryRuns.rows(id);
  if (outcome.kind === 'stopped' && !outcome.final)
    return dryRuns.end(id, { state: 'stopped', problem: outcome.problem });
  if (outcome.kind !== 'done') {
    const isCancelled = outcome.kind === 'cancelled';
    await dryRuns.end(id, isCancelled ? { state: 'cancelled' } : { state: 'failed', problem: outcome.problem });
    return rows.delete();
  }
  const { sums, application } = outcome;
  const counts = await rows.seal(pages);
  const milliseconds = await dryRuns.spent(id);
  const connection = (await store.connection.latest())?.value ?? null;
  const { directoryReport } = await import('../directory/directory-report');
  const { target, mapping, clientId, scopes } = order;
  const report = directoryReport({
    given: { target, mapping, clientId, scopes },
    sums,
    ...(application && { application }),
    address: connection?.address ?? null,
    at: order.startedAt,
    milliseconds,
    from: adapters.from,
  });
  const result = {
    sums,
    report,
    milliseconds,
    rowsUntil: new Date(place.now().getTime() + rowDays * 86_400_000).toISOString(),
    keepsUnchanged: adapters.from === 'local',
    rows: counts,
  };
  const { last } = await dryRuns.ofTarget(targetId);
  if (last?.result)
    try {
      const before = { view: { ...last, result: last.result }, rows: dryRuns.rows(last.id) };
      await compareRuns({ before, after: { result, rows }, into: dryRuns.comparison(id) });
    } catch (error) {
      // What a run says stands without what the one before said.
      logFailure('compareRuns', error);
    }
  await dryRuns.end(id, { state: 'done', result });
};
