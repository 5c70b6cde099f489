import type { SignInReturn } from '../checks/sign-in-evidence';
import type { SignInResult } from '../contract/sign-in';
import type { Secret } from '../secrets/secret';
import type { Place } from '../store/place';
import type { ClaimedOrder } from './order-claim';
import type { Orders } from './orders';
import type { Exchanged } from './question';
import type { SignInSteps } from './steps';

/** Judges what came of an order whose ending was won, and stores it. */
export const conclude = async (
  order: ClaimedOrder,
  exchanged: Exchanged,
  {
    place,
    orders,
    steps,
    returnedAt = null,
    milliseconds = 0,
    secrets = [],
  }: {
    place: Place;
    orders: Pick<Orders, 'finish'>;
    steps: Pick<SignInSteps, 'judgeSignIn'>;
    /** ISO 8601: an answer of Casdoor arrived. */
    returnedAt?: string | null;
    milliseconds?: number;
    secrets?: readonly Secret[];
  },
): Promise<SignInResult> => {
  const { question, pressedAt } = order;
  const result = steps.judgeSignIn({
    question,
    exchanged,
    pressedAt,
    returnedAt,
    now: place.now(),
    milliseconds,
    secrets: [...secrets, ...(order.proof ? Object.values(order.proof) : [])],
  });
  await orders.finish(order, result);
  return result;
};

/** Ends the target's newest order where its time is over and nothing came. Whoever looks first does it. */
export const settleExpired = async (
  target: string,
  { place, orders, steps }: { place: Place; orders: Orders; steps: () => Promise<SignInSteps> },
): Promise<void> => {
  const order = await orders.expire(target);
  if (!order) return;
  const loaded = await steps();
  const nothing: SignInReturn = {
    kind: 'nothing',
    opened: order.openedAt !== null,
    pressed: order.pressedAt !== null,
    seconds: Math.round((place.now().getTime() - Date.parse(order.startedAt)) / 1_000),
  };
  await conclude(order, loaded.notExchanged(nothing), { place, orders, steps: loaded });
};

/** Ends the wait with the words of Casdoor's page, as somebody passed them on. */
export const concludeTold = (
  order: ClaimedOrder,
  words: string,
  { place, orders, steps }: { place: Place; orders: Orders; steps: SignInSteps },
): Promise<SignInResult> => conclude(order, steps.notExchanged({ kind: 'told', words }), { place, orders, steps });
