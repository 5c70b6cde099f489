import * as v from 'valibot';
import { isLoopback, readAddress } from '../casdoor/address';
import { failed, type Result, succeeded } from '../contract/result';
import type { SignInState } from '../contract/sign-in';
import type { AskOptions } from '../signin/meet-server';
import type { Closed } from '../signin/order-status';
import type { PrepareOptions } from '../signin/prepare';
import { loadSteps } from '../signin/steps';
import { targetId } from '../store/shapes';
import type { Asked, Calls } from './call';
import { type CasdoorSettings, casdoorOf } from './casdoor-of';
import { signInChangedAt } from './changed-at';
import { givenOf } from './given-of';
import { requireTarget } from './panel-state';

/** Milliseconds for the requests before a link is made: a call on Forge lives 25 s. */
const askingLasts = 15_000;
const ofTarget = v.strictObject({ target: targetId });
const one = { target: targetId, id: v.pipe(v.string(), v.uuid()) };

/** Sign-in: one real sign-in at the real Casdoor, and what came of it. */
export const signInCalls: Calls<
  'signIn' | 'signInCallback' | 'startSignIn' | 'cancelSignIn' | 'tellSignIn' | 'confirmSignIn' | 'deleteSignIn'
> = {
  signIn: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      await asked.orders.cancelElsewhere(target, await asked.adapters.callbackUrl(asked.place.product));
      const state = await stateOf(asked, target);
      // Polled every second: only what may be over is looked at twice.
      if (!state.ok || state.value.current?.state !== 'judging') return state;
      await settle(asked, target);
      return stateOf(asked, target);
    },
  },
  signInCallback: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      const casdoor = await casdoorOf(asked, target);
      const problem = problemOf(casdoor);
      if (problem) return problem;
      return asking(asked, casdoor, target, async (options) => {
        const { askCallback } = await import('../signin/ask-callback');
        return succeeded(await askCallback(options));
      });
    },
  },
  startSignIn: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      const casdoor = await casdoorOf(asked, target);
      const problem = problemOf(casdoor);
      if (problem) return problem;
      return asking(asked, casdoor, target, async (options) => {
        const { prepareSignIn } = await import('../signin/prepare');
        const prepared = await prepareSignIn(options);
        if (!prepared.ok) return failed(prepared.code ?? 'refused', prepared.message, { remedy: prepared.remedy });
        // One whose time was over is a line of the history; only one that was open is cancelled.
        await settle(asked, target);
        await asked.orders.start(target, prepared.question);
        return stateOf(asked, target);
      });
    },
  },
  cancelSignIn: {
    payload: v.strictObject(one),
    answer: changing(({ orders }, { target, id }) => orders.cancel(target, id)),
  },
  tellSignIn: {
    payload: v.strictObject({ ...one, words: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4_000)) }),
    answer: async (asked, { target, id, words }) => {
      await requireTarget(asked, target);
      const { orders, place } = asked;
      const told = await orders.tell(target, id);
      if (told.kind !== 'claimed') return failed('refused', notTold[told.kind], { field: 'id' });
      const { concludeTold } = await import('../signin/conclude');
      await concludeTold(told.order, words, { place, orders, steps: await loadSteps() });
      return stateOf(asked, target);
    },
  },
  confirmSignIn: {
    payload: v.strictObject({ ...one, isMeant: v.boolean() }),
    answer: changing(async (asked, { target, id, isMeant }) =>
      asked.orders.confirm(target, id, isMeant, await signInChangedAt(asked, target)),
    ),
  },
  deleteSignIn: {
    payload: v.strictObject(one),
    answer: changing(({ orders }, { target, id }) => orders.delete(target, id)),
  },
};

/** Changes something of a target that is there, and answers with what the step shows then. */
function changing<Payload extends { target: string }>(act: (asked: Asked, payload: Payload) => Promise<void>) {
  return async (asked: Asked, payload: Payload): Promise<Result<SignInState>> => {
    await requireTarget(asked, payload.target);
    await act(asked, payload);
    return stateOf(asked, payload.target);
  };
}

const stateOf = async (asked: Asked, target: string): Promise<Result<SignInState>> => {
  const [callbackUri, changedAt] = await Promise.all([
    asked.adapters.callbackUrl(asked.place.product),
    signInChangedAt(asked, target),
  ]);
  return succeeded(await asked.orders.view(target, { callbackUri, changedAt }));
};

/** Judges what is loaded only then: most calls meet nothing whose time is over. */
const settle = async ({ orders, place }: Asked, target: string): Promise<void> => {
  const { settleExpired } = await import('../signin/conclude');
  await settleExpired(target, { place, orders, steps: loadSteps });
};

/** What has to be typed or ticked first. A missing secret is none of it: PKCE alone redeems a code (RFC 7636). */
const problemOf = ({ connection, settings }: CasdoorSettings): Result<never> | null => {
  const reading = readAddress(connection.address);
  if (!reading.ok)
    return failed('refused', 'The saved address cannot be read.', {
      field: 'address',
      remedy: 'Type the address of Casdoor on Connect, and save it.',
    });
  const { clientId, host, origin, scheme } = reading.value;
  if (!(settings?.clientId || clientId))
    return failed('refused', 'Casdoor lets nobody sign in without a client ID, and none is saved.', {
      field: 'clientId',
      remedy: 'Type the client ID on Client, and save it.',
    });
  if (scheme === 'http' && !connection.allowsHttp && !isLoopback(host))
    return failed('refused', `The code and the tokens of a sign-in would travel unencrypted to ${origin}.`, {
      field: 'allowsHttp',
      remedy: 'Use https, or tick on Connect that secrets may travel over http to this address.',
    });
  return null;
};

const asking = async <T>(
  asked: Asked,
  casdoor: CasdoorSettings,
  target: string,
  act: (options: AskOptions & PrepareOptions) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const [given, redirectUri] = await Promise.all([
    givenOf(asked, casdoor, target),
    asked.adapters.callbackUrl(asked.place.product),
  ]);
  const vantage = casdoor.vantage();
  try {
    return await act({
      given,
      secret: casdoor.secret,
      allowsHttp: casdoor.connection.allowsHttp,
      vantage,
      signal: AbortSignal.timeout(askingLasts),
      redirectUri,
      beside: given.mapping?.source === 'get-account' ? 'get-account' : 'userinfo',
    });
  } finally {
    await vantage.close();
  }
};

const notTold: Record<Closed | 'not-pressed', string> = {
  unknown: 'This test sign-in has been removed.',
  used: 'Something has come of this test sign-in already.',
  cancelled: 'This test sign-in was cancelled.',
  expired: 'The time of this test sign-in is over.',
  interrupted: 'This test sign-in was interrupted. A new link is needed.',
  'not-pressed': 'Nobody has gone on to Casdoor yet, so its page has said nothing.',
};
