import { setMaxListeners } from 'node:events';
import {
  type Answer,
  type Attempt,
  type Evidence,
  type Fact,
  type FactName,
  type Facts,
  type Given,
  known,
  type Missing,
  missing,
  noEvidence,
} from '../checks/evidence';
import type { Secret } from '../secrets/secret';
import type { Timed } from './clock';
import type { GatherOptions } from './gather';
import { Pace } from './pace';
import type { ProbeRequest, Vantage } from './vantage';

/** Facts that are a request and what came of it. */
export type AttemptName = {
  [Name in FactName]: Facts[Name] extends Attempt<infer Value> ? (Value extends Answer ? Name : never) : never;
}[FactName];

export const credentialFacts = [
  'application',
  'redirectPatterns',
  'organization',
  'version',
  'people',
  'usernamePattern',
] as const;
export const secretFacts = ['introspection', 'secret', ...credentialFacts] as const;
export const clientFacts = ['appLoginAnswer', 'appLogin', ...secretFacts] as const;
export const applicationKeyFacts = ['applicationKeysAnswer', 'applicationKeys'] as const;
export const casdoorOnly = [...clientFacts, ...applicationKeyFacts, 'signOut', 'tokenAnswer', 'claimsAnswer'] as const;

/** One run while it goes on: what it was given, what it has learnt, and its way to ask. */
export class Gathering {
  readonly given: Given;
  readonly secret: Secret | null;
  readonly allowsHttp: boolean;
  readonly vantage: Vantage;
  readonly signal: AbortSignal;
  readonly evidence: Evidence;
  /** Every answer of Casdoor's, to read its clock from. */
  readonly timed: Timed[] = [];
  readonly #onProgress: GatherOptions['onProgress'];
  readonly #pace: Pace;
  #done = 0;
  #of = 0;

  constructor(options: GatherOptions, signal: AbortSignal) {
    this.given = options.given;
    this.secret = options.secret;
    this.allowsHttp = options.allowsHttp;
    this.vantage = options.vantage;
    this.signal = signal;
    // Every request under way listens for the end of the run: more than ten are no leak, more than this would be one.
    setMaxListeners(100, signal);
    this.#pace = new Pace(signal);
    this.evidence = noEvidence(options.given);
    this.#onProgress = options.onProgress;
  }

  knows<Name extends FactName>(name: Name, value: Facts[Name]): void {
    // The compiler cannot see that the name and the value belong together.
    (this.evidence as Record<FactName, unknown>)[name] = known(value);
  }

  knowsAttempt(name: AttemptName, attempt: Attempt<Answer>): void {
    // A request that was cut off by the end of the run says nothing of the network.
    if (!attempt.answered && attempt.failure.kind === 'stopped') this.lacks({ reason: 'stopped' }, name);
    else this.knows(name, attempt);
  }

  lacks(because: Missing, ...names: readonly FactName[]): void {
    const facts: Record<FactName, Fact<unknown>> = this.evidence;
    for (const name of names) facts[name] = missing(because);
  }

  /** Every fact that nothing was said of. */
  lacksAll(because: Missing): void {
    const names = Object.keys(this.evidence).filter((name) => name !== 'given' && name !== 'used') as FactName[];
    this.lacks(because, ...names.filter((name) => !this.evidence[name].known));
  }

  /** A request to Casdoor; when its answer came is kept. */
  async ask(request: ProbeRequest): Promise<Attempt<Answer>> {
    if (request.foreign !== undefined) return (await this.askElsewhere(request)).attempt;
    const timed = await this.#pace.ask(() => this.askElsewhere(request));
    this.timed.push(timed);
    return timed.attempt;
  }

  async askElsewhere(request: ProbeRequest): Promise<Timed> {
    const attempt = await this.vantage.request(request, this.signal);
    return { attempt, receivedAt: Date.now() };
  }

  /** How often the run itself was told that it asks too much. */
  get limited(): Facts['limited'] {
    return this.#pace.limited;
  }

  /** How many steps there will be, as far as it can be known beforehand. */
  expect(steps: number): void {
    this.#of = steps;
  }

  async step<T>(phase: string, work: () => Promise<T>): Promise<T> {
    this.#tell(phase);
    const result = await work();
    this.#done += 1;
    this.#tell(phase);
    return result;
  }

  #tell(phase: string): void {
    this.#onProgress({ phase, done: Math.min(this.#done, this.#of), of: this.#of });
  }
}
