import * as v from 'valibot';
import type { DirectoryState, DryRunView } from '../contract/dry-run';
import { rowGroups } from '../contract/dry-run';
import type { Summary } from '../contract/report';
import { failed, type Result, succeeded } from '../contract/result';
import type { DryRunOrder } from '../directory/dry-run-order';
import { isGoing } from '../directory/kept-runs';
import { rowDays } from '../directory/row-store';
import { runId } from '../runs/runs';
import { Refusal } from '../store/refusal';
import { targetId } from '../store/shapes';
import { accountsAccessOf } from './accounts-of';
import type { Asked, Calls } from './call';
import { changesSince } from './dry-run-changes';
import { meansFor, newOrder } from './order-dry-run';
import { requireTarget } from './panel-state';

/** JSON of the rows of one piece: as text in an answer it is at most twice as long, and an answer has 5 MB on Forge. */
const exportBytes = 1_900_000;
const place = v.pipe(v.number(), v.integer(), v.minValue(0));
const atMost = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200));
const one = { target: targetId, run: runId };

/** Directory: what a mapping makes of everybody. */
export const directoryCalls: Calls<
  | 'directory'
  | 'startDryRun'
  | 'continueDryRun'
  | 'cancelDryRun'
  | 'deleteDryRun'
  | 'dryRunRows'
  | 'exportDryRun'
  | 'comparedRows'
> = {
  directory: {
    payload: v.strictObject({ target: targetId }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return stateOf(asked, target);
    },
  },
  startDryRun: {
    payload: v.strictObject(one),
    answer: async (asked, { target, run }) => {
      const { adapters, dryRuns } = asked;
      if (!adapters.dryRuns) return noDryRuns();
      const order = await newOrder(asked, target, run);
      const means = await meansFor(asked, order);
      await adapters.dryRuns.discard(await dryRuns.claim(order));
      await begun(asked, order, 'failed', adapters.dryRuns.start(order, means));
      return stateOf(asked, target);
    },
  },
  continueDryRun: {
    payload: v.strictObject(one),
    answer: async (asked, { target, run }) => {
      const { adapters, dryRuns } = asked;
      if (!adapters.dryRuns) return noDryRuns();
      const kept = await requireRun(asked, target, run);
      const { settings } = await changesSince(asked, kept);
      if (settings.length > 0)
        return failed('refused', `Nobody can go on with it: ${settings.join(' ')}`, { remedy: 'Start a new one.' });
      const means = await meansFor(asked, kept);
      const order = await dryRuns.takeUp(run);
      // What was read before is still there.
      await begun(asked, order, 'stopped', adapters.dryRuns.goOn(order, means));
      return stateOf(asked, target);
    },
  },
  cancelDryRun: {
    payload: v.strictObject(one),
    answer: async (asked, { target, run }) => {
      await requireRun(asked, target, run);
      await asked.dryRuns.cancel(run);
      return stateOf(asked, target);
    },
  },
  deleteDryRun: {
    payload: v.strictObject(one),
    answer: async (asked, { target, run }) => {
      await requireRun(asked, target, run);
      const view = await asked.dryRuns.view(run);
      if (view && isGoing(view))
        return failed('busy', `${view.who}'s dry run still goes on.`, { remedy: 'Cancel it first.' });
      await asked.dryRuns.delete(run);
      await asked.adapters.dryRuns?.discard([run]);
      return stateOf(asked, target);
    },
  },
  dryRunRows: {
    payload: v.strictObject({
      ...one,
      group: v.nullable(v.picklist(rowGroups)),
      search: v.pipe(v.string(), v.maxLength(200)),
      from: place,
      count: atMost,
    }),
    answer: async (asked, { target, run, search, ...window }) => {
      await requireRun(asked, target, run);
      const found = await asked.dryRuns.rows(run).window({ ...window, search: search.trim() });
      return found ? succeeded(found) : noRows();
    },
  },
  exportDryRun: {
    payload: v.strictObject({ ...one, format: v.picklist(['csv', 'json']), from: place }),
    answer: async (asked, { target, run, format, from }) => {
      await requireRun(asked, target, run);
      const piece = await asked.dryRuns.rows(run).piece(from, exportBytes);
      if (!piece) return noRows();
      const { exportedText } = await import('../directory/exported-rows');
      return succeeded({ text: exportedText(format, piece, from), next: piece.next });
    },
  },
  comparedRows: {
    payload: v.strictObject({ ...one, isBetter: v.boolean(), from: place, count: atMost }),
    answer: async (asked, { target, run, isBetter, from, count }) => {
      await requireRun(asked, target, run);
      const found = await asked.dryRuns.comparison(run).window(isBetter, from, count);
      return found ? succeeded(found) : noRows();
    },
  },
};

/** A run that nobody could begin with must not look as if somebody worked on it. */
const begun = async (
  { adapters, dryRuns }: Asked,
  { id }: DryRunOrder,
  otherwise: 'failed' | 'stopped',
  start: Promise<void>,
): Promise<void> => {
  try {
    await start;
  } catch (error) {
    await dryRuns.end(id, { state: otherwise, problem: 'Nobody could be found here to work on it.' });
    if (otherwise === 'failed') await adapters.dryRuns?.discard([id]);
    throw error;
  }
};

/** The order of a run of this very target. */
const requireRun = async (asked: Asked, target: string, run: string): Promise<DryRunOrder> => {
  await requireTarget(asked, target);
  const order = await asked.dryRuns.order(run);
  if (order?.targetId !== target)
    throw new Refusal('not-found', 'There is no such dry run, or it is too old to be kept.', { field: 'run' });
  return order;
};

const noDryRuns = () => failed('not-here', 'A directory cannot be read as a whole here.');
const noRows = () =>
  failed('expired', `People are kept by name for ${rowDays} days, and those of this dry run are gone.`, {
    remedy: 'Start a new one.',
  });

const stateOf = async (asked: Asked, target: string): Promise<Result<DirectoryState>> => {
  const { adapters, dryRuns, place: here, store } = asked;
  const [access, administratorGroups, { current, last }] = await Promise.all([
    accountsAccessOf(asked, target),
    store.administratorGroups.get(target),
    lookedAfter(asked, target),
  ]);
  const [currentView, lastView, comparison, forecast] = await Promise.all([
    withChanges(asked, current),
    withChanges(asked, last),
    last ? dryRuns.comparison(last.id).get() : null,
    adapters.dryRuns?.forecast({
      product: here.product,
      people: last?.result?.sums.people ?? null,
      accounts: last?.result?.sums.accounts ?? null,
      milliseconds: last?.result?.milliseconds ?? null,
      asksOwnSite: access.kind === 'own-site',
    }) ?? null,
  ]);
  return succeeded({
    access,
    administratorGroups,
    forecast,
    current: currentView,
    last: lastView,
    comparison,
    summary: lastView?.result ? summaryOf(lastView.result.report) : null,
  });
};

/** The runs of a target, once whoever works on them has looked whether that is still so. */
const lookedAfter = async (asked: Asked, target: string): ReturnType<Asked['dryRuns']['ofTarget']> => {
  const found = await asked.dryRuns.ofTarget(target);
  const changed = found.current && (await asked.adapters.dryRuns?.lookAfter?.(asked, found.current));
  return changed ? asked.dryRuns.ofTarget(target) : found;
};

const summaryOf = ({ verdict, rootCause, headline, cause, counts }: Summary): Summary => ({
  verdict,
  rootCause,
  headline,
  cause,
  counts,
});

const withChanges = async (asked: Asked, view: DryRunView | null): Promise<DryRunView | null> => {
  const order = view && (await asked.dryRuns.order(view.id));
  if (!order) return view;
  const { settings, means } = await changesSince(asked, order);
  return { ...view, changedSince: [...settings, ...means], canGoOn: view.canGoOn && settings.length === 0 };
};
