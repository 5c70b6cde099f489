import * as v from 'valibot';
import { requireAdministrator } from '../atlassian/administrator';
import type { AnswerOf, PanelCall, PayloadOf } from '../contract/panel-calls';
import type { Report } from '../contract/report';
import { failed, type Result } from '../contract/result';
import type { KeptRuns } from '../directory/kept-runs';
import type { Runs } from '../runs/runs';
import type { Orders } from '../signin/orders';
import type { Place } from '../store/place';
import { Refusal } from '../store/refusal';
import type { Store } from '../store/store';
import type { Adapters } from './adapters';

/** What a feature is given: who asks, from where, and what is kept there. Made anew for each call. */
export type Asked = {
  place: Place;
  adapters: Adapters;
  store: Store;
  runs: Runs<Report>;
  dryRuns: KeptRuns;
  orders: Orders;
};

/** A call of the panel: how its payload is read, and the one feature that it stands for. */
export type Call<Name extends PanelCall> = {
  payload: v.GenericSchema<unknown, PayloadOf<Name>>;
  answer: (asked: Asked, payload: PayloadOf<Name>) => Promise<AnswerOf<Name>>;
};

/** Calls of one step; the compiler asks for each of them. */
export type Calls<Names extends PanelCall> = { [Name in Names]: Call<Name> };

type Request = { payload: unknown; context: unknown };

/**
 * Gate, payload, feature, answer, in this order: a stranger learns nothing, not even what a payload looks like. The
 * feature's code is loaded while the product answers the gate.
 */
export const handle =
  <Name extends PanelCall>(name: Name, load: () => Promise<Call<Name>>, adapters: Adapters) =>
  async ({ payload, context }: Request): Promise<AnswerOf<Name> | Result<never>> => {
    try {
      const [{ product, accountId, displayName }, call, { askedAt }] = await Promise.all([
        requireAdministrator(context),
        load(),
        import('./asked'),
      ]);
      const read = v.safeParse(call.payload, payload);
      if (!read.success) return unreadable(read.issues[0]);
      const place: Place = { product, who: displayName, account: accountId, now: adapters.now };
      return await call.answer(askedAt(place, adapters), read.output);
    } catch (error) {
      return answerOf(name, error);
    }
  };

/** Names the field and never the value: what was sent may hold a secret. */
const unreadable = (issue: v.BaseIssue<unknown>): Result<never> => {
  const field = v.getDotPath(issue);
  return failed(
    'payload-unreadable',
    field === null ? 'What the panel sent cannot be read.' : `What the panel sent as "${field}" cannot be read.`,
    { remedy: 'Reload the panel: it may be older than the app.', ...(field === null ? {} : { field }) },
  );
};

/** The one place where an exception becomes an answer. An unknown one gives a fixed sentence and a code in the log. */
const answerOf = (name: PanelCall, error: unknown): Result<never> => {
  if (error instanceof Refusal) return { ok: false, error: error.failure };
  logFailure(name, error);
  return failed('unexpected', 'Something went wrong that this product does not know.', {
    remedy: 'Try it once more. If it stays, look for this call in the log of the app.',
  });
};

/** Neither message nor cause: either may quote a request, and a request may carry a secret. */
export const logFailure = (call: string, error: unknown): void =>
  console.error(JSON.stringify({ call, error: kindOf(error) }));

const kindOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(error.code);
  return code ? `${error.name} ${String((error as { code?: unknown }).code)}` : error.name;
};
