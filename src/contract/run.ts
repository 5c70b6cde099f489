import type { Product } from './target';

export const runKinds = ['check'] as const;
export type RunKind = (typeof runKinds)[number];

/** Everything long, as the panel sees it. Times are ISO 8601. */
export type RunView<T> = {
  id: string;
  kind: RunKind;
  /** Display name of who started it. */
  who: string;
  product: Product;
  startedAt: string;
  state: 'working' | 'cancelling' | 'done' | 'cancelled' | 'failed' | 'abandoned';
  /** What is being done, a phrase such as "Certificate of door.acme.example". */
  phase: string;
  progress: { done: number; of: number };
  /** Present once the state is `done`, and what there is of it where it was cancelled. */
  result: T | null;
  /** Present where the state is `failed`. */
  problem: string | null;
};
