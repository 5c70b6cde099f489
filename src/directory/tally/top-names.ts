import type { GroupSum } from '../../contract/dry-run';

/** What is named in the sums. */
export const mostNamed = 50;
/** What is held while they are counted; names from outside may be as many as people, and as long as they like. */
const mostHeld = 20_000;
const mostCharacters = 4_000_000;

/**
 * Counts names, of which the most common are wanted. Where they are more than can be held, those that came once so far
 * give way, so that a name that is common is counted all the same.
 */
export class TopNames {
  readonly #counts = new Map<string, number>();
  #characters = 0;

  add(name: string, people = 1): void {
    const before = this.#counts.get(name);
    if (before === undefined) this.#characters += name.length;
    this.#counts.set(name, (before ?? 0) + people);
    if (this.#counts.size > mostHeld || this.#characters > mostCharacters) this.#shrink();
  }

  /** The most common first, of equal ones in the order of their code units. */
  top(): GroupSum[] {
    return [...this.#counts]
      .map(([name, people]) => ({ name, people }))
      .sort((one, other) => other.people - one.people || (one.name < other.name ? -1 : 1))
      .slice(0, mostNamed);
  }

  #shrink(): void {
    const kept = [...this.#counts].sort(([, one], [, other]) => other - one).slice(0, mostHeld / 2);
    this.#counts.clear();
    this.#characters = 0;
    for (const [name, people] of kept) {
      if (this.#characters > mostCharacters / 2) break;
      this.#counts.set(name, people);
      this.#characters += name.length;
    }
  }
}
