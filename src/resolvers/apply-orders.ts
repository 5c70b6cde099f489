import * as v from 'valibot';
import { failed } from '../contract/result';
import { targetId } from '../store/shapes';
import { applyChange, applyId, fingerprint, ofApply, ofTarget, typedLine } from './apply-payload';
import type { Calls } from './call';
import { requireTarget } from './panel-state';

const notYet = (what: string) => failed('refused', `${what} is not part of this version.`);

/** Apply: what is read, ordered and looked after at the plugin. */
export const applyOrderCalls: Calls<
  | 'applyState'
  | 'planApply'
  | 'savePluginAccess'
  | 'forgetPluginAccess'
  | 'proveWayBack'
  | 'startApply'
  | 'keepApply'
  | 'restoreApply'
  | 'leaveApply'
  | 'lookAtApply'
  | 'deleteApplyBackup'
> = {
  applyState: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('What stands at the plugin');
    },
  },
  planApply: {
    payload: v.strictObject({ target: targetId, change: applyChange }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('A plan of what would be written');
    },
  },
  savePluginAccess: {
    payload: v.strictObject({
      target: targetId,
      access: v.variant('kind', [
        v.strictObject({ kind: v.literal('password'), user: typedLine(255), password: typedLine(2_000) }),
        v.strictObject({ kind: v.literal('token'), token: typedLine(2_000) }),
        v.strictObject({ kind: v.literal('as-accounts') }),
      ]),
      isKept: v.boolean(),
      isShared: v.boolean(),
    }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Keeping credentials of the plugin');
    },
  },
  forgetPluginAccess: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Forgetting credentials of the plugin');
    },
  },
  proveWayBack: {
    payload: v.strictObject({ target: targetId, user: typedLine(255), password: typedLine(2_000) }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Trying the way back');
    },
  },
  startApply: {
    payload: v.strictObject({
      target: targetId,
      apply: applyId,
      change: applyChange,
      shown: fingerprint,
      overruled: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,99}$/))), v.maxLength(100)),
      typedName: v.pipe(v.string(), v.maxLength(255)),
      keepWithin: v.pipe(v.number(), v.integer(), v.minValue(60_000), v.maxValue(3_600_000)),
    }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Writing to the plugin');
    },
  },
  keepApply: {
    payload: ofApply,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Keeping what was written');
    },
  },
  restoreApply: {
    payload: v.strictObject({ ...ofApply.entries, shown: v.nullable(fingerprint) }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Restoring what was there before');
    },
  },
  leaveApply: {
    payload: ofApply,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Leaving an apply');
    },
  },
  lookAtApply: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Looking after an apply');
    },
  },
  deleteApplyBackup: {
    payload: ofApply,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Deleting a backup');
    },
  },
};
