import type { SignInNote, SignInResult, SignInView } from '../contract/sign-in';
import type { Place } from '../store/place';
import { resultLasts } from './order-lifetimes';
import { type Entry, shownNotes } from './order-list';
import type { OrderRecords } from './order-records';
import type { OrderRemoval } from './order-removal';
import { ageOf, isInterrupted, isRecent, type OrderStatus } from './order-status';

type OrderViews = {
  /** For the maker alone, once something came, for a day. What is met later is deleted, whoever meets it. */
  result: (status: OrderStatus) => Promise<SignInResult | null>;
  view: (status: OrderStatus, now: { callbackUri: string; changedAt: string }) => Promise<SignInView>;
  /** Of newest first; cancelled ones are left out. */
  notes: (entries: readonly Entry[]) => Promise<SignInNote[]>;
};

/** What is shown of test sign-ins to whoever asks. */
export const viewsIn = (
  place: Place,
  { records, removal }: { records: OrderRecords; removal: OrderRemoval },
): OrderViews => {
  const result = async ({ order, end, isMine }: OrderStatus): Promise<SignInResult | null> => {
    if (!end || end.resultChunks === 0 || (await records.gone(order.id).get())) return null;
    if (ageOf(place, end.at) >= resultLasts) {
      await removal.deleteResult(order.id, end.resultChunks);
      return null;
    }
    if (!isMine) return null;
    const [kept, meant] = await Promise.all([
      records.readResult(order.id, end.resultChunks),
      records.meant(order.id).get(),
    ]);
    return kept && { ...kept, isMeant: meant?.isMeant ?? null };
  };

  const stateOf = ({ claim, end, pressed, isOver }: OrderStatus): SignInView['state'] => {
    if (claim?.by === 'cancel') return 'cancelled';
    if (end) return 'done';
    if (isInterrupted(place, { claim, end })) return 'interrupted';
    if (claim || isOver) return 'judging';
    return pressed ? 'at-casdoor' : 'open';
  };

  return {
    result,
    view: async (status, { callbackUri, changedAt }) => {
      const { order, pressed, expiresAt, isMine } = status;
      const state = stateOf(status);
      if (state === 'interrupted') await removal.strikeOutOnce(order);
      const token = state === 'open' && isMine ? await records.link(order.id).get() : null;
      return {
        id: order.id,
        who: order.who,
        isMine,
        startedAt: order.startedAt,
        expiresAt,
        state,
        link: token === null ? null : `${callbackUri}?link=${token}`,
        pressedAt: pressed?.at ?? null,
        result: await result(status),
        isStale: changedAt > order.readAt,
      };
    },
    notes: async (entries) => {
      const notes = await Promise.all(
        entries
          .filter(({ at }) => isRecent(place, at))
          .map(async ({ id, who, at }) => {
            const end = await records.end(id).get();
            const isCancelled = end ? end.outcome === null : (await records.claim(id).get())?.by === 'cancel';
            if (isCancelled) return null;
            const { outcome = null, verdict = null, cause = null } = end ?? {};
            return { id, who, at, outcome, verdict, cause };
          }),
      );
      return notes.filter((note) => note !== null).slice(0, shownNotes);
    },
  };
};
