import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import type { ApplyChange, ApplyOrderView, ApplyOutcome } from '../contract/apply-calls';
import { keyIn, type Place } from '../store/place';
import { moment } from '../store/shapes';
import { isKeyConflict } from '../store/versions';
import { silenceLasts } from './lifetimes';

/** What a person has ordered. Names things to write and holds none: values come from what is saved. */
export type ApplyOrder = {
  id: string;
  target: string;
  who: string;
  /** Whose credentials it may be worked on with, as `holderOf` names a person. */
  holder: string;
  at: string;
  ask: ApplyAsk;
};

export type ApplyAsk =
  | {
      what: 'write';
      apply: string;
      change: ApplyChange;
      shown: string;
      overruled: string[];
      typedName: string;
      /** Milliseconds. */
      keepWithin: number;
    }
  | { what: 'keep' | 'look'; apply: string }
  | { what: 'restore'; apply: string; shown: string | null };

/**
 * Orders of one product. An order is made once, begun once and ended once, whoever brings it to whom: an event that comes
 * twice finds it begun. One that nobody has begun in time is not begun any more: settings that change hours after the
 * press would surprise everybody.
 */
export type ApplyOrders = {
  /** False where one of this id was made before. */
  make: (order: ApplyOrder) => Promise<boolean>;
  /** Null where there is none, or it is too old. */
  get: (id: string) => Promise<ApplyOrder | null>;
  /** The last that was made for a target. */
  newest: (target: string) => Promise<ApplyOrder | null>;
  /** Takes it to work on it. False where somebody else has, it has ended, or it is too late. */
  begin: (order: ApplyOrder) => Promise<boolean>;
  end: (id: string, outcome: ApplyOutcome) => Promise<void>;
  standing: (order: ApplyOrder) => Promise<OrderStanding>;
  view: (order: ApplyOrder) => Promise<ApplyOrderView>;
  /** Notes that it was sent to whoever works on it. False where that was a moment ago. */
  send: (order: ApplyOrder) => Promise<boolean>;
  /** The same of a look at a target that is overdue. */
  sendFor: (target: string) => Promise<boolean>;
  forget: (target: string) => Promise<void>;
};

/** `late`: nobody has begun it in time. `lost`: somebody has, and was not heard of again. */
export type OrderStanding = 'waiting' | 'late' | 'working' | 'lost' | 'ended';

const ttl = { value: 24, unit: 'HOURS' } as const;
const orderLasts = 24 * 3_600_000;
/** Milliseconds in which somebody must have begun: the person still looks. */
export const beginsWithin = 5 * 60_000;
/** Milliseconds after which what works on it is taken for dead: all requests of an apply, each at its slowest. */
const workLasts = 10 * silenceLasts;
/** Milliseconds after which it is sent once more: an event can get lost. */
const sendAgainAfter = 20_000;

const changeShape = v.variant('kind', [
  v.object({ kind: v.literal('settings') }),
  v.object({ kind: v.literal('redirect'), isOn: v.boolean() }),
  v.object({ kind: v.literal('as-before'), apply: v.string() }),
]) satisfies v.GenericSchema<unknown, ApplyChange>;
const orderShape = v.object({
  id: v.string(),
  target: v.string(),
  who: v.string(),
  holder: v.string(),
  at: moment,
  ask: v.variant('what', [
    v.object({
      what: v.literal('write'),
      apply: v.string(),
      change: changeShape,
      shown: v.string(),
      overruled: v.array(v.string()),
      typedName: v.string(),
      keepWithin: v.number(),
    }),
    v.object({ what: v.picklist(['keep', 'look']), apply: v.string() }),
    v.object({ what: v.literal('restore'), apply: v.string(), shown: v.nullable(v.string()) }),
  ]),
}) satisfies v.GenericSchema<unknown, ApplyOrder>;
const pointerShape = v.object({ id: v.string() });
const atShape = v.object({ at: moment });
/** Written by this product alone, for a day. */
const outcomeShape = v.object({ outcome: v.custom<ApplyOutcome>((value) => v.is(kindShape, value)) });
const kindShape = v.looseObject({ kind: v.string() });

export const applyOrdersIn = (place: Place): ApplyOrders => {
  const key = (id: string, ...rest: string[]) => keyIn(place, 'apply-order', id, ...rest);
  const pointer = (target: string) => keyIn(place, 'apply-order-of', target);
  const now = () => place.now().toISOString();
  const ageOf = (at: string) => place.now().getTime() - Date.parse(at);
  const get = async <T>(name: string, shape: v.GenericSchema<unknown, T>): Promise<T | null> => {
    const found = await kvs.get<unknown>(name);
    return found === undefined ? null : v.parse(shape, found);
  };
  const add = async (name: string, value: object): Promise<boolean> => {
    try {
      await kvs.set(name, value, { keyPolicy: 'FAIL_IF_EXISTS', ttl });
      return true;
    } catch (error) {
      if (isKeyConflict(error)) return false;
      throw error;
    }
  };
  const order = async (id: string): Promise<ApplyOrder | null> => {
    const found = await get(key(id), orderShape);
    return found && ageOf(found.at) < orderLasts ? found : null;
  };
  const outcomeOf = async (id: string) => (await get(key(id, 'outcome'), outcomeShape))?.outcome ?? null;
  const standing = async ({ id, at }: ApplyOrder): Promise<OrderStanding> => {
    const [ended, begun] = await Promise.all([outcomeOf(id), get(key(id, 'begun'), atShape)]);
    if (ended) return 'ended';
    if (begun) return ageOf(begun.at) < workLasts ? 'working' : 'lost';
    return ageOf(at) < beginsWithin ? 'waiting' : 'late';
  };
  /** The order itself first: as long as it is there, it is begun once. */
  const remove = async (id: string) => {
    await kvs.delete(key(id));
    for (const rest of ['outcome', 'sent', 'begun']) await kvs.delete(key(id, rest));
  };
  const isDue = async (name: string): Promise<boolean> => {
    const sent = await get(name, atShape);
    if (sent && ageOf(sent.at) < sendAgainAfter) return false;
    await kvs.set(name, { at: now() }, { ttl });
    return true;
  };
  return {
    make: async (made) => {
      if (!(await add(key(made.id), made))) return false;
      const before = await get(pointer(made.target), pointerShape);
      await kvs.set(pointer(made.target), { id: made.id }, { ttl });
      // The last alone is shown. An event of an older one that comes still finds nothing to do.
      if (before) await remove(before.id);
      return true;
    },
    get: order,
    newest: async (target) => {
      const found = await get(pointer(target), pointerShape);
      return found && order(found.id);
    },
    begin: async (made) => (await standing(made)) === 'waiting' && add(key(made.id, 'begun'), { at: now() }),
    end: (id, outcome) => kvs.set(key(id, 'outcome'), { outcome }, { ttl }),
    standing,
    view: async (made) => ({
      id: made.id,
      what: made.ask.what,
      apply: made.ask.apply,
      who: made.who,
      at: made.at,
      outcome: await outcomeOf(made.id),
    }),
    send: ({ id }) => isDue(key(id, 'sent')),
    sendFor: (target) => isDue(keyIn(place, 'apply-look-sent', target)),
    forget: async (target) => {
      await kvs.delete(keyIn(place, 'apply-look-sent', target));
      const found = await get(pointer(target), pointerShape);
      if (!found) return;
      await kvs.delete(pointer(target));
      await remove(found.id);
    },
  };
};
