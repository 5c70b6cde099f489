import * as v from 'valibot';
import { failed } from '../contract/result';
import { count, from, ofApply, typedLine } from './apply-payload';
import type { Calls } from './call';
import { requireTarget } from './panel-state';

const notYet = (what: string) => failed('refused', `${what} is not part of this version.`);

/** Apply: who came in through the plugin since the write, and who is not as they were before it. */
export const applyPeopleCalls: Calls<'lookWhoCameIn' | 'sayWhoCameIn' | 'peopleSince' | 'putGroupsBack'> = {
  lookWhoCameIn: {
    payload: ofApply,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Asking the product who came in');
    },
  },
  sayWhoCameIn: {
    payload: v.strictObject({ ...ofApply.entries, user: typedLine(255) }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Saying who came in');
    },
  },
  peopleSince: {
    payload: v.strictObject({ ...ofApply.entries, from, count }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Comparing people with how they were noted');
    },
  },
  putGroupsBack: {
    payload: ofApply,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Putting groups back');
    },
  },
};
