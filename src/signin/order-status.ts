import type { Place } from '../store/place';
import { judgingLasts, noteDays, orderLasts } from './order-lifetimes';
import type { Claimant, OrderRecords } from './order-records';

/**
 * Why a link or an answer does nothing. `used`: something came of it already, or is being judged; `interrupted`: what
 * came was not judged, and will not be.
 */
export type Closed = 'unknown' | 'used' | 'cancelled' | 'expired' | 'interrupted';

/** What the loser of an ending is told, by who won it. */
export const closings = {
  answer: 'used',
  told: 'used',
  cancel: 'cancelled',
  expiry: 'expired',
} as const satisfies Record<Claimant, Closed>;

/** How old something is by the place's clock, milliseconds. `at` is ISO 8601. */
export const ageOf = (place: Place, at: string): number => place.now().getTime() - Date.parse(at);

/** Lines of the history are read for so long, and then no more. */
export const isRecent = (place: Place, at: string): boolean => ageOf(place, at) < noteDays * 86_400_000;

/** An order and what became of it, without its secrets. Null where there is none any more. */
export const statusOf = async (place: Place, records: OrderRecords, id: string) => {
  const [order, opened, pressed, claim, end] = await Promise.all([
    records.order(id).get(),
    records.opened(id).get(),
    records.pressed(id).get(),
    records.claim(id).get(),
    records.end(id).get(),
  ]);
  if (!order || !isRecent(place, order.startedAt)) return null;
  // Who presses at the last moment has as long as anybody else to sign in.
  const expiresAt = new Date(Date.parse(pressed?.at ?? order.startedAt) + orderLasts).toISOString();
  const isMine = order.account !== null && order.account === place.account;
  return { order, opened, pressed, claim, end, expiresAt, isMine, isOver: ageOf(place, expiresAt) >= 0 };
};
export type OrderStatus = NonNullable<Awaited<ReturnType<typeof statusOf>>>;

/** Whoever won the ending died over it. A cancel and an expiry lose nothing by that. */
export const isInterrupted = (place: Place, { claim, end }: Pick<OrderStatus, 'claim' | 'end'>): boolean =>
  (claim?.by === 'answer' || claim?.by === 'told') && end === null && ageOf(place, claim.at) > judgingLasts;

/** Null while it can still be answered. */
export const closedBy = (place: Place, status: OrderStatus): Exclude<Closed, 'unknown'> | null => {
  const { claim, isOver } = status;
  if (isInterrupted(place, status)) return 'interrupted';
  if (claim) return closings[claim.by];
  return isOver ? 'expired' : null;
};
