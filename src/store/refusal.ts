import type { Failure } from '../contract/result';

/** An expected no, thrown from where it is noticed to the one place that turns exceptions into answers. */
export class Refusal extends Error {
  readonly failure: Failure;

  constructor(code: Failure['code'], message: string, more: Partial<Failure> = {}) {
    super(message);
    this.name = 'Refusal';
    this.failure = { code, message, ...more };
  }
}
