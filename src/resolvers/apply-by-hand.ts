import * as v from 'valibot';
import { failed } from '../contract/result';
import { targetId } from '../store/shapes';
import { fileText } from './apply-payload';
import type { Calls } from './call';
import { requireTarget } from './panel-state';

const notYet = (what: string) => failed('refused', `${what} is not part of this version.`);

/** Apply by hand: a file to import, and a look at the one that the plugin exports afterwards. */
export const applyByHandCalls: Calls<'importFile' | 'compareFile'> = {
  importFile: {
    payload: v.strictObject({ target: targetId, text: v.nullable(fileText) }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('A file to import');
    },
  },
  compareFile: {
    payload: v.strictObject({ target: targetId, text: fileText }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Comparing an exported file');
    },
  },
};
