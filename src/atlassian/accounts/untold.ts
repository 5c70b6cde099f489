import type { Product } from '../../contract/target';
import type { AskFailure } from './ask-json';
import { failureWords, type SiteFailure } from './failure-words';

/** Something about the accounts that could not be read: it is not known, which is not the same as that there is none. */
export type Untold = {
  what: 'accounts' | 'inactive-accounts' | 'emails' | 'groups' | 'administrators' | 'application-access';
  /** Accounts that it concerns; null where not even that is known. */
  count: number | null;
  /** Null where the product just has no such answer. */
  failure: SiteFailure | null;
  /** Whole sentences. */
  message: string;
};

/** Collects what could not be told, each kind once. */
export class UntoldList {
  readonly list: Untold[] = [];
  readonly #product: Product;

  constructor(product: Product) {
    this.#product = product;
  }

  add(what: Untold['what'], message: string, count: number | null = null, failure: SiteFailure | null = null): void {
    if (this.list.some((told) => told.what === what && told.message === message)) return;
    this.list.push({ what, count, failure, message });
  }

  /** With the reason behind it. */
  because(what: Untold['what'], failure: AskFailure | SiteFailure, message: string): void {
    this.add(what, `${message} ${failureWords(failure, this.#product)}`, null, failure);
  }
}
