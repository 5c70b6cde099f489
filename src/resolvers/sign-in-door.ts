import * as v from 'valibot';
import { type Product, products } from '../contract/target';
import type { DoorOptions, DoorResponse } from '../signin/door';
import type { Adapters } from './adapters';
import { logFailure } from './call';

/** What the platform hands a web trigger. Its headers, cookies among them, are not even read. */
const requestShape = v.object({
  method: v.string(),
  queryParameters: v.optional(v.record(v.string(), v.array(v.string())), {}),
  body: v.optional(v.nullable(v.string()), ''),
});
const runtimeShape = v.object({ installContext: v.string() });

/** What the platform takes as an answer. */
export type WebTriggerAnswer = { statusCode: number; headers: Record<string, string[]>; body: string };

/**
 * The web trigger of a test sign-in: reads what the platform handed over, and asks the door of the product called.
 * `steps`: for a caller that listens in on what is judged.
 */
export const answerAtDoor = async (
  request: unknown,
  runtime: unknown,
  adapters: Adapters,
  steps?: DoorOptions['steps'],
): Promise<WebTriggerAnswer> => {
  const read = v.safeParse(requestShape, request);
  const product = productOf(runtime);
  if (!read.success || product === null) return plainly(400, 'This could not be read.');
  const { method, queryParameters: query, body } = read.output;
  try {
    const [{ openDoor }, { doorOptions }] = await Promise.all([import('../signin/door'), import('./door-options')]);
    const place = { product, who: '', account: null, now: adapters.now };
    return spelled(await openDoor({ method, query, body: body ?? '' }, doorOptions(place, adapters, steps)));
  } catch (error) {
    logFailure('sign-in', error);
    return plainly(500, 'Something went wrong that this product does not know. Ask for a new link.');
  }
};

/**
 * The product whose address was called; null on any doubt. The platform fills this in, not the caller; an installation
 * may be in both products, so its other contexts say nothing here.
 */
const productOf = (runtime: unknown): Product | null => {
  const read = v.safeParse(runtimeShape, runtime);
  if (!read.success) return null;
  const { installContext } = read.output;
  return products.find((product) => installContext.startsWith(`ari:cloud:${product}::site/`)) ?? null;
};

const spelled = ({ status, headers, body }: DoorResponse): WebTriggerAnswer => ({
  statusCode: status,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  body,
});

const plainly = (statusCode: number, sentence: string): WebTriggerAnswer => ({
  statusCode,
  headers: {
    'content-type': ['text/plain; charset=utf-8'],
    'content-security-policy': ["default-src 'none'; frame-ancestors 'none'"],
    'cache-control': ['no-store'],
    'referrer-policy': ['no-referrer'],
    'x-content-type-options': ['nosniff'],
  },
  body: `${sentence}\n`,
});
