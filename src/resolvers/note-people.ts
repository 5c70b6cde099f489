import type { AskAtlassian } from '../atlassian/accounts/ask-atlassian';
import type { DryRunRow } from '../contract/dry-run';
import type { RowStore } from '../directory/row-store';
import type { PeopleNoted } from '../people/note-people';
import type { Asked } from './call';
import { changesSince } from './dry-run-changes';
import { requireTarget } from './panel-state';

/** JSON of rows that is read at one time, bytes. */
const pieceBytes = 4_000_000;

/** Id of the newest dry run that was made with what is saved now; null where there is none. */
export const dryRunOfNow = async (asked: Asked, target: string): Promise<string | null> => {
  const { last } = await asked.dryRuns.ofTarget(target);
  const order = last && (await asked.dryRuns.order(last.id));
  if (!order) return null;
  return (await changesSince(asked, order)).settings.length === 0 ? order.id : null;
};

/**
 * Notes people right before a write: where guards are judged, with `peopleGuards` of its answer among them. A write that
 * is held afterwards takes `notedPeopleIn(place).delete(target, apply)` with it.
 *
 * @param ask With the credentials that the write is made with, or null.
 * @throws Refusal where the target was removed, and whatever the store throws.
 */
export const notePeople = async (
  asked: Asked,
  { target, apply, ask, signal }: { target: string; apply: string; ask: AskAtlassian | null; signal: AbortSignal },
): Promise<PeopleNoted> => {
  const [{ value: settings }, administratorGroups, run, note, { notedPeopleIn }] = await Promise.all([
    requireTarget(asked, target),
    asked.store.administratorGroups.get(target),
    dryRunOfNow(asked, target),
    import('../people/note-people'),
    import('../people/noted-people'),
  ]);
  return note.notePeople({
    noted: notedPeopleIn(asked.place),
    target,
    apply,
    product: settings.product,
    administratorGroups,
    ask,
    // Rows that are too old to be told are as none.
    rows: run === null || (await asked.dryRuns.rows(run).piece(0, 1)) === null ? null : rowsOf(asked.dryRuns.rows(run)),
    signal,
  });
};

/** Each time from the start. */
const rowsOf = (rows: RowStore): AsyncIterable<DryRunRow[]> => ({
  async *[Symbol.asyncIterator]() {
    for (let from: number | null = 0; from !== null; ) {
      const piece: Awaited<ReturnType<RowStore['piece']>> = await rows.piece(from, pieceBytes);
      if (piece === null) return;
      yield piece.rows;
      from = piece.next;
    }
  },
});
