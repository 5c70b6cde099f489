import type { Product } from '../contract/target';

/**
 * Whose context a call was made in. Everything that is kept stands below the product; the installation is kept apart
 * by the store itself, which sees it in the invocation and not in the key.
 */
export type Place = {
  product: Product;
  /** Display name of who asks. */
  who: string;
  /** Account id of who asks; null where the app itself does, on behalf of nobody. */
  account: string | null;
  now: () => Date;
};

/** A key below the place's product. Parts are ids or fixed words, never text that somebody typed. */
export const keyIn = (place: Pick<Place, 'product'>, ...parts: readonly (string | number)[]): string =>
  [place.product, ...parts].join(':');
