import * as v from 'valibot';
import { failed } from '../contract/result';
import { targetId } from '../store/shapes';
import { ofTarget } from './apply-payload';
import type { Calls } from './call';
import { requireTarget } from './panel-state';

const notYet = (what: string) => failed('refused', `${what} is not part of this version.`);
const lookId = v.pipe(v.string(), v.uuid());

/** Watch: whether what was applied still is so. */
export const watchCalls: Calls<'watchState' | 'lookNow' | 'acceptDrift'> = {
  watchState: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Watching');
    },
  },
  lookNow: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Looking');
    },
  },
  acceptDrift: {
    payload: v.strictObject({ target: targetId, look: lookId }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Accepting what drifted');
    },
  },
};
