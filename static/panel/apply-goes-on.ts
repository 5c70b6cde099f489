import { type ApplyView, isOpen } from '../../src/contract/apply';
import type { ApplyOrderView, ApplyState } from '../../src/contract/apply-calls';

/** Whether an order of the target is being worked on, or a step of an apply. */
export const isWorkedOn = (state: Pick<ApplyState, 'order' | 'newest'> | null): boolean =>
  state !== null && ((state.order !== null && state.order.outcome === null) || isAtWork(state.newest));

/** What was ordered of an apply, and is being worked on. One that was lost on the way bars nothing for ever. */
export const orderedOf = (
  state: Pick<ApplyState, 'order'> | null,
  apply: string,
  now = Date.now(),
): ApplyOrderView['what'] | null => {
  const order = state?.order;
  if (!order || order.outcome !== null || order.apply !== apply) return null;
  return now - Date.parse(order.at) < lostAfter ? order.what : null;
};

/** Milliseconds: as long as the engine waits for somebody who has noted nothing. */
const lostAfter = 60_000;

/** Somebody works on a step, or what is due is due within a moment. */
const isAtWork = (view: ApplyView | null): boolean => {
  if (view === null || !isOpen(view.step)) return false;
  return !view.isResting || (view.dueAt !== null && Date.parse(view.dueAt) <= Date.now() + soon);
};

/** Milliseconds before something is due from which on it is looked at as if it went on. */
const soon = 5000;

/** Somebody else may start, keep or restore meanwhile only where an apply is open. */
export const goesOn = (state: ApplyState | null): boolean | 'slowly' => {
  if (isWorkedOn(state)) return true;
  return state?.newest && isOpen(state.newest.step) ? 'slowly' : false;
};
