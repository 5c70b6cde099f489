import type { Facts } from '../checks/evidence';
import type { Timed } from './clock';

/** 429 (RFC 6585 §4), and 503, which is what nginx's limit_req says unless told otherwise. */
const tooMany = new Set([429, 503]);
/** Milliseconds before what was refused is asked once more, and between requests from then on. */
const wait = 1100;
const apart = 250;
/** A limit that wants longer is not waited for: the whole run has 20 s. */
const longestWait = 2000;

/**
 * The pace of a run. All at once until something in front of Casdoor refuses a request for its number: a run asks a
 * dozen things in a second, which nobody who signs in does, and must not find fault with what it brought about itself.
 * From then on one after the other, and what was refused once more.
 */
export class Pace {
  readonly #signal: AbortSignal;
  #queue: Promise<void> | null = null;
  #refused = 0;
  #status: number | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get limited(): Facts['limited'] {
    return { requests: this.#refused, status: this.#status };
  }

  async ask(request: () => Promise<Timed>): Promise<Timed> {
    const isPaced = this.#queue !== null;
    if (isPaced) await this.#turn();
    const first = await request();
    const after = this.#signal.aborted ? null : refusedFor(first);
    if (after === null) return first;
    // The first that is refused holds up all others: they would be refused as well.
    if (isPaced) this.#queue = this.#turn().then(() => this.#pause(after));
    else this.#queue ??= this.#pause(after);
    if (after > longestWait) return this.#settled(first, null);
    await this.#turn();
    return this.#settled(first, this.#signal.aborted ? null : await request());
  }

  /** A 503 that stays is an outage; one that goes by itself was a limit, as is every 429. */
  #settled(first: Timed, second: Timed | null): Timed {
    const status = first.attempt.answered ? first.attempt.value.status : null;
    if (status === 429 || (second?.attempt.answered && refusedFor(second) === null)) {
      this.#refused += 1;
      this.#status = status;
    }
    return second ?? first;
  }

  /** Waits for those before, and a little longer. */
  #turn(): Promise<void> {
    const turn = this.#queue ?? Promise.resolve();
    this.#queue = turn.then(() => this.#pause(apart));
    return turn;
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#signal.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        this.#signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(milliseconds, longestWait));
      this.#signal.addEventListener('abort', end);
    });
  }
}

/** How long to wait, milliseconds; null where it was not refused for its number. */
const refusedFor = ({ attempt }: Timed): number | null => {
  if (!attempt.answered || !tooMany.has(attempt.value.status)) return null;
  const seconds = Number(attempt.value.headers['retry-after'] ?? 'none');
  return Number.isFinite(seconds) ? Math.max(seconds * 1000, wait) : wait;
};
