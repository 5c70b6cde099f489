import * as v from 'valibot';
import type { Place } from '../store/place';
import { moment } from '../store/shapes';
import { type Versions, versionsOf } from '../store/versions';
import { noteDays, resultLasts } from './order-lifetimes';
import type { OrderRecords } from './order-records';
import { ageOf, isRecent } from './order-status';

/** An order's line in the list of its target. */
export type Entry = { id: string; who: string; at: string };

/** Lines that are shown of a target. */
export const shownNotes = 10;
/** Cancelled ones are no line of the history; they are kept for a day, so that their link says that it was cancelled. */
const keptCancelled = 30;

const entries = v.array(v.object({ id: v.string(), who: v.string(), at: moment })) satisfies v.GenericSchema<
  unknown,
  Entry[]
>;

/** The orders of a target, newest first. Versions of their own make two starters meet. */
export const listOf = (place: Place, target: string): Versions<Entry[]> =>
  versionsOf(place, ['sign-ins-of', target], entries, { ttl: { value: noteDays, unit: 'DAYS' } });

/** What stays in a list beside a new one, and the ids that fall off it. */
export const besideNew = async (
  place: Place,
  records: OrderRecords,
  listed: readonly Entry[],
): Promise<{ kept: Entry[]; fallen: string[] }> => {
  const cancelled = await Promise.all(listed.map(async ({ id }) => (await records.claim(id).get())?.by === 'cancel'));
  const lines = listed.filter(({ at }, index) => !cancelled[index] && isRecent(place, at)).slice(0, shownNotes);
  const young = listed
    .filter(({ at }, index) => cancelled[index] && ageOf(place, at) < resultLasts)
    .slice(0, keptCancelled);
  const kept = listed.filter((entry) => lines.includes(entry) || young.includes(entry));
  return { kept, fallen: listed.filter((entry) => !kept.includes(entry)).map(({ id }) => id) };
};
