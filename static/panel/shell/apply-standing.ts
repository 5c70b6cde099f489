import { isOpen } from '../../../src/contract/apply';
import { isWorkedOn } from '../apply-goes-on';
import { dateOf } from '../parts/moment';
import { counted } from '../parts/numbers';
import type { Meaning } from '../parts/verdict-words';
import type { Apply } from '../use-apply';

type Standing = { of: Meaning | null; text: string };

/** How Apply stands by what was written, and by what would be; null where nothing of either is known. */
export const standingOfApply = ({ state, planned }: Pick<Apply, 'state' | 'planned'>): Standing | null => {
  const newest = state?.newest ?? null;
  if (newest?.step === 'stuck') return { of: 'blocker', text: 'Needs you' };
  if (isWorkedOn(state)) return { of: 'running', text: doing(state) };
  if (newest && isOpen(newest.step)) {
    if (newest.step !== 'waiting') return { of: 'look', text: 'Tried again soon' };
    return newest.inForce === 'old' || newest.inForce === 'neither'
      ? { of: 'serious', text: 'Not in force any more' }
      : { of: 'passed', text: 'Verified, not yet kept' };
  }
  if (planned !== null && planned > 0) return { of: null, text: `${counted(planned, 'field', 'fields')} to write` };
  const last = state?.history[0] ?? null;
  const at = last?.entries.at(-1)?.at;
  if (!last || at === undefined) return null;
  if (last.step === 'kept') return { of: 'passed', text: `Kept ${dateOf(at)}` };
  if (last.step === 'restored') return { of: 'not-yet', text: `Restored ${dateOf(at)}` };
  if (last.step === 'left') return { of: 'look', text: `Left as it was ${dateOf(at)}` };
  return null;
};

const doing = (state: Apply['state']): string => {
  const what = state?.order && state.order.outcome === null ? state.order.what : null;
  if (what === 'write') return 'Writing';
  if (what === 'restore' || state?.newest?.step === 'restoring') return 'Restoring';
  if (what === 'keep' || state?.newest?.step === 'keeping') return 'Keeping';
  return state?.newest?.step === 'waiting' ? 'The time is over' : 'Being worked on';
};
