import * as v from 'valibot';
import type { RedirectUriKind } from '../contract/apply-calls';
import { failed } from '../contract/result';
import { targetId } from '../store/shapes';
import { fingerprint, typedLine } from './apply-payload';
import type { Calls } from './call';
import { requireTarget } from './panel-state';

const notYet = (what: string) => failed('refused', `${what} is not part of this version.`);
const one = {
  target: targetId,
  uri: v.picklist(['plugin', 'test-sign-in'] as const satisfies RedirectUriKind[]),
  isRegistered: v.boolean(),
};

/** "Mend it": a redirect URI of ours in Casdoor's application, put in or taken out by two presses. */
export const mendCalls: Calls<'planRedirectUri' | 'mendRedirectUri'> = {
  planRedirectUri: {
    payload: v.strictObject(one),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Mending redirect URIs');
    },
  },
  mendRedirectUri: {
    payload: v.strictObject({ ...one, shown: fingerprint, press: typedLine(1_000) }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return notYet('Mending redirect URIs');
    },
  },
};
