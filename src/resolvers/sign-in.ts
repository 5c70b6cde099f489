import * as v from 'valibot';
import { failed, succeeded } from '../contract/result';
import { targetId } from '../store/shapes';
import type { Calls } from './call';
import { requireTarget } from './panel-state';

const ofTarget = v.strictObject({ target: targetId });
const oneOf = { target: targetId, id: v.pipe(v.string(), v.uuid()) };
const notYet = async () => failed('not-here', 'A test sign-in cannot be started here.');

/** Sign-in: one real sign-in, and what came of it. */
export const signInCalls: Calls<
  'signIn' | 'signInCallback' | 'startSignIn' | 'cancelSignIn' | 'tellSignIn' | 'confirmSignIn' | 'deleteSignIn'
> = {
  signIn: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      const callbackUri = await asked.adapters.callbackUrl(asked.place.product);
      return succeeded({ callbackUri, current: null, history: [] });
    },
  },
  signInCallback: { payload: ofTarget, answer: notYet },
  startSignIn: { payload: ofTarget, answer: notYet },
  cancelSignIn: { payload: v.strictObject(oneOf), answer: notYet },
  tellSignIn: {
    payload: v.strictObject({ ...oneOf, words: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4_000)) }),
    answer: notYet,
  },
  confirmSignIn: { payload: v.strictObject({ ...oneOf, isMeant: v.boolean() }), answer: notYet },
  deleteSignIn: { payload: v.strictObject(oneOf), answer: notYet },
};
