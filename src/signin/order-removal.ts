import { kvs, WhereConditions } from '@forge/kvs';
import type { Place } from '../store/place';
import type { Versions } from '../store/versions';
import { resultLasts } from './order-lifetimes';
import type { Entry } from './order-list';
import type { OrderRecord, OrderRecords } from './order-records';
import { ageOf, isRecent } from './order-status';
import type { Seen } from './seen-claims';

/** How test sign-ins are taken away again, in parts and as a whole. */
export type OrderRemoval = {
  /** Whatever made an answer possible: proof, link token and question. */
  strikeOut: (order: OrderRecord) => Promise<void>;
  /** The same for an order that nobody will end; looked at again and again, struck out once. */
  strikeOutOnce: (order: OrderRecord) => Promise<void>;
  deleteResult: (id: string, chunks: number) => Promise<void>;
  /** Ends what nobody can judge any more: the line of the history says what is known without. */
  endUnjudged: (id: string) => Promise<void>;
  /** All records of one order. */
  remove: (id: string) => Promise<void>;
  /** Whose account ids are kept, and since when the newest of each is, ISO 8601: who made a test sign-in. */
  makers: () => Promise<Map<string, string>>;
  /** Erases the test sign-ins that somebody has made, and their names out of the lists. */
  forgetMakers: (accounts: ReadonlySet<string>) => Promise<void>;
  /** Everything of a target. */
  forget: (target: string) => Promise<void>;
  /** Deletes what has expired by our own clock. Daily, since the store deletes up to 48 hours late. */
  sweep: () => Promise<void>;
};

type Kept = {
  records: OrderRecords;
  seen: Seen;
  list: (target: string) => Pick<Versions<Entry[]>, 'latest' | 'strikeOut' | 'update'>;
};

export const removalIn = (place: Place, { records, seen, list }: Kept): OrderRemoval => {
  const stamp = () => ({ at: place.now().toISOString() });

  const strikeOut = async ({ id, questionChunks }: OrderRecord) => {
    await Promise.all([
      records.proof(id).delete(),
      records.link(id).delete(),
      records.deleteQuestion(id, questionChunks),
    ]);
  };

  const deleteResult = async (id: string, chunks: number) => {
    // The mark first: half a result is never read.
    await records.gone(id).set(stamp());
    await Promise.all([records.deleteResult(id, chunks), records.meant(id).delete()]);
  };

  const endUnjudged = async (id: string) => {
    if (!(await records.claim(id).claim({ by: 'expiry', ...stamp() }))) return;
    await records.end(id).set({ ...stamp(), outcome: 'abandoned', verdict: null, cause: null, resultChunks: 0 });
  };

  const remove = async (id: string) => {
    const [order, pressed, end] = await Promise.all([
      records.order(id).get(),
      records.pressed(id).get(),
      records.end(id).get(),
    ]);
    // The order last: as long as it is there, whoever dies here is followed by the next sweep.
    if (order) await Promise.all([strikeOut(order), records.byLink(order.link).delete()]);
    if (pressed) await records.byState(pressed.state).delete();
    if (end) await records.deleteResult(id, end.resultChunks);
    const rest = [records.opened, records.pressed, records.claim, records.end, records.meant, records.gone];
    await Promise.all(rest.map((one) => one(id).delete()));
    await records.order(id).delete();
  };

  /** Ids of all orders of the product, whatever list they are in. */
  const everyId = async (): Promise<string[]> => {
    const ids = new Set<string>();
    let cursor: string | undefined;
    do {
      const asked = kvs.query().where('key', WhereConditions.beginsWith(records.prefix)).limit(100);
      const page = await (cursor === undefined ? asked : asked.cursor(cursor)).getMany();
      for (const { key } of page.results) ids.add(key.slice(records.prefix.length).split(':')[0] ?? '');
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return [...ids];
  };

  const sweepOne = async (id: string) => {
    const order = await records.order(id).get();
    if (!order || !isRecent(place, order.startedAt)) return remove(id);
    const [claim, end, pressed, gone] = await Promise.all([
      records.claim(id).get(),
      records.end(id).get(),
      records.pressed(id).get(),
      records.gone(id).get(),
    ]);
    if (ageOf(place, end?.at ?? pressed?.at ?? order.startedAt) < resultLasts) return;
    if (claim?.by === 'cancel') return remove(id);
    if (!claim) await endUnjudged(id);
    await Promise.all([
      strikeOut(order),
      records.byLink(order.link).delete(),
      records.opened(id).delete(),
      ...(pressed ? [records.byState(pressed.state).delete(), records.pressed(id).delete()] : []),
      ...(end && !gone ? [deleteResult(id, end.resultChunks)] : []),
    ]);
  };

  return {
    strikeOut,
    strikeOutOnce: async (order) => {
      if (await records.gone(order.id).get()) return;
      await strikeOut(order);
      await records.gone(order.id).set(stamp());
    },
    deleteResult,
    endUnjudged,
    remove,
    makers: async () => {
      const found = new Map<string, string>();
      for (const id of await everyId()) {
        const order = await records.order(id).get();
        if (!order || order.account === null) continue;
        const before = found.get(order.account) ?? '';
        if (order.startedAt > before) found.set(order.account, order.startedAt);
      }
      return found;
    },
    forgetMakers: async (accounts) => {
      const gone = new Set<string>();
      const targets = new Set<string>();
      for (const id of await everyId()) {
        const order = await records.order(id).get();
        if (!order || order.account === null || !accounts.has(order.account)) continue;
        gone.add(id);
        targets.add(order.target);
      }
      for (const target of targets) {
        const listed = (await list(target).latest())?.value ?? [];
        // Earlier versions of the list hold the name as well.
        await list(target).strikeOut();
        const kept = listed.filter(({ id }) => !gone.has(id));
        if (kept.length > 0) await list(target).update(() => kept);
      }
      // After the lists: as long as an order is there, the next day finds it again.
      for (const id of gone) await remove(id);
    },
    forget: async (target) => {
      const ids = new Set(((await list(target).latest())?.value ?? []).map(({ id }) => id));
      await list(target).strikeOut();
      await seen.forget(target);
      // What a start left behind that died before it was in the list.
      for (const id of await everyId()) if ((await records.order(id).get())?.target === target) ids.add(id);
      for (const id of ids) await remove(id);
    },
    sweep: async () => {
      for (const id of await everyId()) await sweepOne(id);
    },
  };
};
